/*
 * notes.h - refs/notes/cdreview: raw lines in, raw lines out.
 *
 * The reader walks the notes tree itself (git_note_* stops at NUL and hides
 * doubled entries) and accepts lower-case hex names, mode 100644 and a ref to
 * a commit only; anything else is CDR_ETAMPER. It re-hashes what it reads. What
 * git does not take for a note (a README) is ignored and kept (notes_tree.h).
 * The writer is compare-and-swap: tip, union, commit, move if unmoved, at most
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

struct cdr_notes {
	struct cdr_oid tip;         /* len 0 when there is no such ref */
	const struct cdr_note_line *lines;
	size_t n;
};

/* Who makes a notes commit, and when: seconds since 1970. */
struct cdr_author {
	struct cdr_person who;
	int64_t now;
};

/* All lines of the ref, in ARENA, blank ones left out. */
CDR_NODISCARD int cdr_notes_read(struct cdr_repo *repo, struct cdr_arena *arena, struct cdr_notes *out,
				 struct cdr_err *err);

/* The commit that the ref names; len 0 when there is no ref. A symbolic ref is CDR_ETAMPER. */
CDR_NODISCARD int cdr_notes_tip(struct cdr_repo *repo, struct cdr_oid *tip, struct cdr_err *err);

/*
 * Adds LINES in one notes commit, none if there is nothing new. A note that gets
 * a line has each line once and sorted, as git's cat_sort_uniq has it, and moves
 * to fan-out 2/38 (2/62 where names have 64 digits). CDR_ECONFLICT (the hint
 * names a lock), CDR_EIO, CDR_ELIMIT (note or line too large), CDR_ESYNTAX (NUL or
 * LF in a line), the reader's.
 */
CDR_NODISCARD int cdr_notes_add(struct cdr_repo *repo, const struct cdr_note_line *lines, size_t n,
				const struct cdr_author *author, struct cdr_err *err);

#endif
