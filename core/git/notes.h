/*
 * notes.h - refs/notes/cdreview: raw lines in, raw lines out.
 *
 * The reader walks the notes tree itself (git_note_* stops at NUL and hides
 * doubled entries) and accepts lower-case hex names, mode 100644 and a ref to
 * a commit only; anything else is CDR_ETAMPER. It re-hashes what it reads.
 * The writer is compare-and-swap: tip, union, commit, create_matching, at most
 * CDR_NOTES_TRIES times; a stale lock is named, never deleted.
 */
#ifndef CDR_GIT_NOTES_H
#define CDR_GIT_NOTES_H

#include "git/repo.h"

#define CDR_NOTES_REF "refs/notes/cdreview"
#define CDR_NOTES_TRIES 50
#define CDR_NOTE_BYTES_MAX ((size_t)4 << 20)    /* one note blob, gating.md 2.1 */
#define CDR_NOTE_LINE_MAX ((size_t)256 << 10)   /* one line */

struct cdr_note_line {
	struct cdr_oid target;      /* annotated object */
	struct cdr_str bytes;       /* one line without its LF */
};

/* All lines of the ref in ARENA and its TIP (len 0 when there is no such ref: 0 lines). */
CDR_NODISCARD int cdr_notes_read(struct cdr_repo *repo, struct cdr_arena *arena, struct cdr_oid *tip,
				 const struct cdr_note_line **out, size_t *n, struct cdr_err *err);

CDR_NODISCARD int cdr_notes_tip(struct cdr_repo *repo, struct cdr_oid *tip, struct cdr_err *err);

/* Adds LINES (each kept once per target, sorted as git's cat_sort_uniq does) in one notes commit by WHO at NOW. */
CDR_NODISCARD int cdr_notes_add(struct cdr_repo *repo, const struct cdr_note_line *lines, size_t n,
				const struct cdr_person *who, int64_t now, struct cdr_err *err);

#endif
