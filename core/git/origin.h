/*
 * origin.h - in which change of a range a line of its last state came in: git blame,
 * for single lines and no further back than the range goes.
 *
 * A line that a commit shares with any of its parents came in before it. Files are not
 * followed through renamings: git prints all lines of a renamed file as added, and that is
 * where they are reviewed.
 *
 * Ownership: files and lines are the caller's.
 * Units: lines are counted from 1.
 * Errors: those of range.h; an object that is missing or damaged is CDR_EOBJECT.
 */
#ifndef CDR_GIT_ORIGIN_H
#define CDR_GIT_ORIGIN_H

#include "git/range.h"

struct cdr_origin_line {
	uint32_t lineno;           /* asked: in the last state of the range */
	bool is_new;               /* answer: it came in within the range */
	struct cdr_oid commit;     /* there; len 0: of index or work tree */
	uint32_t origin;           /* its number there */
};

struct cdr_origin_file {
	struct cdr_str path;
	struct cdr_origin_line *lines;
	size_t n;
};

/* Answers for all lines of N FILES, no path twice. OPTIONS' pathspecs narrow nothing here. */
CDR_NODISCARD int cdr_origin_find(struct cdr_repo *repo, const struct cdr_session_options *options,
				  struct cdr_origin_file *files, size_t n, struct cdr_err *err);

#endif
