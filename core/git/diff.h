/*
 * diff.h - the hunks of a change, exactly git's.
 *
 * Pinned, whatever configuration or attributes say (DESIGN sections 5, 8, 10):
 * myers, indent heuristic, 3 lines of context, inter-hunk context 0, text
 * forced, no renames (renames are paired afterwards, for display only).
 * A merge has only the files that differ from every parent, against the first.
 */
#ifndef CDR_GIT_DIFF_H
#define CDR_GIT_DIFF_H

#include "git/range.h"

/* One file of a change with everything the scan wants of it. In ARENA of the call. */
struct cdr_filediff {
	struct cdr_file file;
	const struct cdr_hunk *hunks;  /* complete; hunk->file points at `file` above */
	size_t n_hunks;
	struct cdr_str old_text;       /* the blobs; {NULL, 0} when absent or unreadable, */
	struct cdr_str new_text;       /* and of status 'T', whose D and A follow with them */
};

struct cdr_diff;   /* the files of one change */

CDR_NODISCARD int cdr_diff_open(struct cdr_diff **out, struct cdr_repo *repo,
				const struct cdr_range *range, const struct cdr_change *change,
				struct cdr_err *err);
void cdr_diff_close(struct cdr_diff *diff);

/*
 * The next file, in git's path order; *OUT is allocated in ARENA. What cannot
 * be read becomes an UNSCANNABLE hunk, not an error. CDR_END after the last.
 */
CDR_NODISCARD int cdr_diff_next(struct cdr_diff *diff, struct cdr_arena *arena,
				struct cdr_filediff **out, struct cdr_err *err);

struct cdr_texts { struct cdr_str old_text, new_text; };

/*
 * The diff of two texts as if they were one file's blobs: for rule examples.
 * FILE gives path and modes. The result has everything cdr_diff_next gives.
 */
CDR_NODISCARD int cdr_diff_texts(struct cdr_arena *arena, const struct cdr_file *file,
				 const struct cdr_texts *texts, struct cdr_filediff **out,
				 struct cdr_err *err);

#endif
