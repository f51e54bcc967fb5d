/*
 * notes_tree.h - private to core/git: which notes a notes commit holds, and where.
 *
 * Every mix of fan-out depths is read. An entry counts as a note or as fan-out
 * when its name says so to git: as many hex digits as are still missing, or two.
 * Such an entry must be lower case and of mode 100644, or 040000; what is not is
 * CDR_ETAMPER, because git, libgit2 and a reader here would see different notes.
 * Everything else (a README) is no note, is left alone, and kept by the writer.
 *
 * Ownership: everything lives in the arena handed in.
 * Errors: CDR_ETAMPER, CDR_EOBJECT (missing object), CDR_EREPO (unreadable ref),
 * CDR_ELIMIT (more trees or notes than below: a tree that repeats itself).
 */
#ifndef CDR_GIT_NOTES_TREE_H
#define CDR_GIT_NOTES_TREE_H

#include "git/notes.h"
#include "git/sure.h"

#define CDR_NOTES_MAX ((size_t)1 << 20)         /* notes of one ref */
#define CDR_NOTES_TREES_MAX ((size_t)1 << 17)   /* trees of one ref: 2/2/36 needs 65,793 */
#define CDR_NOTES_PATH_SIZE 97                  /* 64 digits, a slash after every second, NUL */

struct cdr_note {
	struct cdr_oid target, blob;
	unsigned fanout;                /* directories above it: 0 flat, 1 is 2/38 */
};

struct cdr_notes_tree {
	struct cdr_oid root;            /* len 0 when there is no ref */
	const struct cdr_note *notes;   /* by target, each once */
	size_t n;
};

/* As cdr_sure_read, but what is too large is CDR_ETAMPER too. */
CDR_NODISCARD int cdr_notes_object(struct cdr_object *out, struct cdr_repo *repo,
				   const struct cdr_wanted *wanted, struct cdr_err *err);

/* The notes of commit TIP, in ARENA; no notes when its len is 0. */
CDR_NODISCARD int cdr_notes_tree_read(struct cdr_notes_tree *out, struct cdr_repo *repo,
				      struct cdr_arena *arena, const struct cdr_oid *tip,
				      struct cdr_err *err);

/* The note of TARGET, NULL if it has none. */
const struct cdr_note *cdr_notes_tree_find(const struct cdr_notes_tree *tree, const struct cdr_oid *target);

/* Where TARGET's note lies below FANOUT directories. */
void cdr_notes_path(char out[CDR_NOTES_PATH_SIZE], const struct cdr_oid *target, unsigned fanout);

/*
 * The bytes of NOTE, copied into ARENA. A NUL, a line beyond CDR_NOTE_LINE_MAX and a
 * blob beyond CDR_NOTE_BYTES_MAX are CDR_ETAMPER.
 */
CDR_NODISCARD int cdr_note_text(struct cdr_repo *repo, struct cdr_arena *arena, const struct cdr_note *note,
				struct cdr_str *out, struct cdr_err *err);

/* Takes the next line that is not blank off *REST; git notes append leaves blank ones behind. */
bool cdr_note_line(struct cdr_str *rest, struct cdr_str *line);

/* Adds to the failure in ERR where earlier states of the notes are found. Returns CDR_ETAMPER. */
int cdr_notes_tampered(struct cdr_err *err);

#endif
