/*
 * revision.h - private to core/git: what the user typed, as tips to walk from.
 *
 * Ownership: everything lives in the arena handed in.
 * Errors: CDR_EUSAGE names the word that is wrong, with a hint.
 */
#ifndef CDR_GIT_REVISION_H
#define CDR_GIT_REVISION_H

#include "git/repo.h"

struct cdr_tip {
	struct cdr_oid oid;
	bool hidden;
};

struct cdr_revisions {
	CDR_VEC(struct cdr_tip) tips;   /* in git's order: of A..B the hidden A first */
	struct cdr_str label;           /* as cdr_range_label has it */
	struct cdr_oid base, head;      /* as cdr_range_base and cdr_range_head have them */
};

/* The tree of no files: A..B with it as A hides nothing, as in git. */
#define CDR_EMPTY_TREE "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

/* TEXT is one or more revisions parted by blanks; NULL is the default range. */
CDR_NODISCARD int cdr_revisions_parse(struct cdr_revisions *out, struct cdr_repo *repo,
				      struct cdr_arena *arena, const char *text,
				      struct cdr_err *err);

#endif
