/*
 * notes_tree.h - private to core/git: which notes a notes commit holds, and where.
 *
 * Every mix of fan-out depths is read. An entry counts as a note or as fan-out
 * when its name says so to git: as many hex digits as are still missing, or two.
 * Such an entry must be lower case and of mode 100644, or 040000; what is not is
 * CDR_ETAMPER, because git, libgit2 and a reader here would see different notes.
 * Everything else (a README) is no note, is left alone, and kept by the writer.
 *
 * Ownership: notes live in the arena handed in, the tree until _release.
 * Errors: CDR_ETAMPER, CDR_EOBJECT (missing object), CDR_EREPO (unreadable ref),
 * CDR_ELIMIT (more trees or notes than below: a tree that repeats itself).
 */
#ifndef CDR_GIT_NOTES_TREE_H
#define CDR_GIT_NOTES_TREE_H

#include "git/handle.h"
#include "git/notes.h"

#define CDR_NOTES_MAX ((size_t)1 << 20)         /* notes of one ref */
#define CDR_NOTES_TREES_MAX ((size_t)1 << 17)   /* trees of one ref: 2/2/36 needs 65,793 */
#define CDR_NOTES_PATH_SIZE 60                  /* 40 digits, a slash after every second, NUL */

struct cdr_note {
	git_oid target, blob;
	unsigned fanout;                /* directories above it: 0 flat, 1 is 2/38 */
};

struct cdr_notes_tree {
	git_tree *root;                 /* NULL when there is no ref */
	const struct cdr_note *notes;   /* by target, each once */
	size_t n;
};

/* The commit that the ref names, all zeroes when there is no ref. A symbolic ref is CDR_ETAMPER. */
CDR_NODISCARD int cdr_notes_ref(struct cdr_repo *repo, git_oid *tip, struct cdr_err *err);

/* The notes of commit TIP; no notes when TIP is all zeroes. */
CDR_NODISCARD int cdr_notes_tree_open(struct cdr_notes_tree *out, struct cdr_repo *repo,
				      struct cdr_arena *arena, const git_oid *tip, struct cdr_err *err);
void cdr_notes_tree_release(struct cdr_notes_tree *tree);

/* The note of TARGET, NULL if it has none. */
const struct cdr_note *cdr_notes_tree_find(const struct cdr_notes_tree *tree, const git_oid *target);

/* Where TARGET's note lies below FANOUT directories. */
void cdr_notes_path(char out[CDR_NOTES_PATH_SIZE], const git_oid *target, unsigned fanout);

/*
 * An object of the notes, hashed again. Another TYPE, bytes that are not what
 * its name says, and a blob beyond CDR_NOTE_BYTES_MAX are CDR_ETAMPER.
 */
CDR_NODISCARD int cdr_notes_object(git_odb_object **out, struct cdr_repo *repo, const git_oid *oid,
				   git_object_t type, struct cdr_err *err);

/* The bytes of NOTE, copied into ARENA; a NUL or a line beyond CDR_NOTE_LINE_MAX is CDR_ETAMPER. */
CDR_NODISCARD int cdr_note_text(struct cdr_repo *repo, struct cdr_arena *arena, const struct cdr_note *note,
				struct cdr_str *out, struct cdr_err *err);

/* Takes the next line that is not blank off *REST; git notes append leaves blank ones behind. */
bool cdr_note_line(struct cdr_str *rest, struct cdr_str *line);

/* Adds to the failure in ERR where earlier states of the notes are found. Returns CDR_ETAMPER. */
int cdr_notes_tampered(struct cdr_err *err);

#endif
