/*
 * answer.h - private to core/git: what git's plumbing prints, read strictly.
 *
 * Each function takes one item off the front of *REST and returns false when it
 * is not what git documents, or nothing is left. Nothing is copied. Limits: none
 * of its own, everything is bounded by the text.
 */
#ifndef CDR_GIT_ANSWER_H
#define CDR_GIT_ANSWER_H

#include "git/store.h"

/* A line of `cat-file --batch` and its kin. */
struct cdr_answer_object {
	bool missing;
	struct cdr_oid oid;
	enum cdr_object_kind kind;
	size_t size;
};
bool cdr_answer_object(struct cdr_str line, struct cdr_answer_object *out);

/* "HEX LF": rev-parse, merge-base, hash-object. */
bool cdr_answer_oid(struct cdr_str *rest, struct cdr_oid *out);

/* Up to a NUL: ls-files -z. */
bool cdr_answer_field(struct cdr_str *rest, struct cdr_str *out);

/* config --list -z. A value without ptr: a key without "=". */
struct cdr_setting {
	struct cdr_str key, value;
};
bool cdr_answer_setting(struct cdr_str *rest, struct cdr_setting *out);

/* diff-index and diff-files with --raw -z and without renames. */
struct cdr_answer_raw {
	uint32_t old_mode, new_mode;
	struct cdr_oid old_blob, new_blob;   /* all zeroes give len 0 */
	char status;                         /* 'A' 'D' 'M' 'T' 'U' */
	struct cdr_str path;
};
bool cdr_answer_raw(struct cdr_str *rest, struct cdr_answer_raw *out);

/* for-each-ref --format='%(refname)%00%(objectname)%00%(symref)'. */
struct cdr_answer_ref {
	struct cdr_str name;
	struct cdr_oid oid;
	struct cdr_str symref;               /* "" when it is none */
};
bool cdr_answer_ref(struct cdr_str *rest, struct cdr_answer_ref *out);

#endif
