/*
 * pathspec.h - private to core/git: which paths the words after "--" select.
 *
 * Read by ourselves, because libgit2 1.5 takes every magic word for a file
 * name that matches nothing: code would silently drop out of the review.
 * Magic: top, exclude, icase, glob, literal, long and short; others are errors.
 * Ownership: everything lives in the arena handed in.
 */
#ifndef CDR_GIT_PATHSPEC_H
#define CDR_GIT_PATHSPEC_H

#include "git/repo.h"

struct cdr_pathspec_item {
	struct cdr_str prefix;    /* matched byte by byte, "" or ending in '/' */
	struct cdr_str text;      /* matched as the flags say, against what follows the prefix */
	struct cdr_str pattern;   /* text as glob.h wants it; {NULL, 0} when text has no wildcard */
	bool exclude, icase, glob;
};

struct cdr_pathspec {
	CDR_VEC(struct cdr_pathspec_item) items;   /* none: every path is wanted */
};

/*
 * Reads OPTIONS' pathspecs; relative ones start at the repository's prefix.
 * CDR_EUSAGE for unknown magic and for paths outside of the repository.
 */
CDR_NODISCARD int cdr_pathspec_parse(struct cdr_pathspec *out, const struct cdr_repo *repo,
				     struct cdr_arena *arena,
				     const struct cdr_session_options *options,
				     struct cdr_err *err);

bool cdr_pathspec_wants(const struct cdr_pathspec *spec, struct cdr_str path);

#endif
