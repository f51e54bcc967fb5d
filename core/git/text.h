/*
 * text.h - private to core/git and core/scan: a blob with its lines.
 *
 * Lines are what git's diff takes for them: up to and with LF; the last may lack
 * it. No hashes of them are kept: most texts are never compared, and of those that
 * are only what lies between equal ends needs any (lineclass.h).
 * Ownership: borrowed from the cache (textcache.h) or the arena that made it.
 * Units: bytes, lines counted from 0.
 */
#ifndef CDR_GIT_TEXT_H
#define CDR_GIT_TEXT_H

#include "cdreview/hunk.h"

/* What the scan found out about a text's bytes, kept as long as the text. */
enum cdr_note_kind {
	CDR_NOTE_MARKS,            /* which literals stand where */
	CDR_NOTE_READING,          /* comments, statements, entities */
	CDR_NOTE_GUARDS,           /* which rules have guards where */
	CDR_NOTE_IDLE,             /* and where they would do nothing */
	CDR_NOTES
};

/* Allocated with malloc, freed with the text. Set through cdr_text_note only. */
struct cdr_note { void *block; size_t size; };

struct cdr_text {
	struct cdr_str bytes;      /* ptr is never NULL */
	const uint32_t *starts;    /* n_lines + 1: where each line begins, then the end */
	uint32_t n_lines;
	bool has_nul;
	struct cdr_note notes[CDR_NOTES];
	size_t *cached;            /* bytes of the cache it lives in, notes too; or NULL */
};

/* How many lines BYTES have. */
size_t cdr_text_count(struct cdr_str bytes);

/* Whole lines with which two texts begin, and with which they end beyond those. */
struct cdr_ends {
	uint32_t before, after;
};
struct cdr_ends cdr_text_ends(const struct cdr_text *text, struct cdr_str other);

/* How the lines of a text will be found. */
struct cdr_text_plan {
	struct cdr_str bytes;
	size_t n_lines;
	const struct cdr_text *like;   /* what shares its ends, or NULL */
	struct cdr_ends ends;
	struct cdr_str middle;         /* what they leave, */
	size_t from;                   /* and where that begins */
	const uint32_t *after;         /* in LIKE's table: where the lines of its end begin */
};

/* For BYTES, which perhaps have ends of LIKE (may be NULL). Both are borrowed. At most 4 GiB. */
void cdr_text_plan(struct cdr_text_plan *out, struct cdr_str bytes, const struct cdr_text *like);

/* Makes OUT by PLAN. STARTS, room for n_lines + 1, is borrowed as well; LIKE is not from here on. */
void cdr_text_split(struct cdr_text *out, const struct cdr_text_plan *plan, uint32_t *starts);

/* BYTES with its table in ARENA. Nothing to free but notes. At most 4 GiB. */
void cdr_text_of(struct cdr_text *out, struct cdr_arena *arena, struct cdr_str bytes);

/* Line IDX without its LF. */
struct cdr_str cdr_text_line(const struct cdr_text *text, uint32_t idx);

/* Line IDX as it is compared, with its LF. */
struct cdr_str cdr_text_whole_line(const struct cdr_text *text, uint32_t idx);

/* Hangs BLOCK of SIZE bytes on TEXT, in place of what of its KIND was there. */
void cdr_text_note(struct cdr_text *text, enum cdr_note_kind kind, void *block, size_t size);

/* Frees all notes of TEXT. */
void cdr_text_forget(struct cdr_text *text);

#endif
