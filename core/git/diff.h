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
#include "git/script.h"

/* One file of a change with everything the scan wants of it. In ARENA of the call. */
struct cdr_filediff {
	struct cdr_file file;
	struct cdr_hunk *hunks;        /* complete; hunk->file points at `file` above */
	size_t n_hunks;
	struct cdr_str old_text;       /* the blobs; {NULL, 0} when absent or unreadable, */
	struct cdr_str new_text;       /* and of status 'T', whose D and A follow with them */
};

struct cdr_diff;   /* the files of one change */

CDR_NODISCARD int cdr_diff_open(struct cdr_diff **out, struct cdr_repo *repo,
				const struct cdr_range *range, const struct cdr_change *change,
				struct cdr_err *err);
void cdr_diff_close(struct cdr_diff *diff);

/* Leaves out every file that WANTS does not take, before anything of it is read. */
void cdr_diff_choose(struct cdr_diff *diff, bool (*wants)(void *payload, const struct cdr_file *file),
		     void *payload);

/*
 * A large change is shared: files [FROM, TO) of the cdr_diff_count of WHOLE, read
 * through REPO on a thread of its own. WHOLE outlives the part and stays as it is.
 */
size_t cdr_diff_count(const struct cdr_diff *whole);
struct cdr_diff *cdr_diff_part(const struct cdr_diff *whole, struct cdr_repo *repo, size_t from, size_t to);

/* Only file IDX comes next, with all parts of a type change; none when there are fewer files. */
void cdr_diff_only(struct cdr_diff *diff, size_t idx);

/*
 * The next file, in git's path order; *OUT is allocated in ARENA. What cannot
 * be read becomes an UNSCANNABLE hunk, not an error. CDR_END after the last.
 */
CDR_NODISCARD int cdr_diff_next(struct cdr_diff *diff, struct cdr_arena *arena,
				struct cdr_filediff **out, struct cdr_err *err);

/*
 * The same in two steps, for who can tell from the bytes that most files do not
 * matter. A pair has no hunks yet: nothing of it is compared but its ends.
 */
struct cdr_pair {
	struct cdr_file file;
	size_t idx;                    /* among the cdr_diff_count files; parts of a type change share it */
	struct cdr_text *old_text;     /* NULL: absent, unreadable, or of status 'T' */
	struct cdr_text *new_text;
	struct cdr_run middle;         /* what lies between equal ends */
	bool special;                  /* has hunks beside those under @@: mode, type, ... unscannable */
	bool is_compared;              /* script is known */
	struct cdr_script script;
};

/* The next file as a pair; it and its texts are borrowed until the next call. CDR_END after the last. */
CDR_NODISCARD int cdr_diff_next_pair(struct cdr_diff *diff, struct cdr_pair **out, struct cdr_err *err);

/* Compares the lines of PAIR, which then has its script. Returns how many hunks are under @@. */
size_t cdr_diff_compare(struct cdr_diff *diff, struct cdr_pair *pair);

/*
 * PAIR with all of its hunks, as cdr_diff_next gives it but for their identity, in ARENA;
 * texts are borrowed from PAIR. Where libgit2 compares lines the hunks are its own,
 * whatever the script says.
 */
void cdr_diff_complete(struct cdr_diff *diff, struct cdr_arena *arena, struct cdr_pair *pair,
		       struct cdr_filediff **out);

/* Fills hid, cid, nth and of of all hunks of FILE: hashing is not worth while for what nobody sees. */
void cdr_diff_identify(struct cdr_filediff *file);

struct cdr_texts { struct cdr_str old_text, new_text; };

/*
 * The diff of two texts as if they were one file's blobs: for rule examples.
 * FILE gives path and modes. The result has everything cdr_diff_next gives.
 */
CDR_NODISCARD int cdr_diff_texts(struct cdr_arena *arena, const struct cdr_file *file,
				 const struct cdr_texts *texts, struct cdr_filediff **out,
				 struct cdr_err *err);

#endif
