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

struct cdr_text {
	struct cdr_str bytes;      /* ptr is never NULL */
	const uint32_t *starts;    /* n_lines + 1: where each line begins, then the end */
	uint32_t n_lines;
	bool has_nul;
	/*
	 * What the scan found out about the bytes, kept as long as the text: allocated
	 * with malloc, freed with it. Set through cdr_text_mark only.
	 */
	void *marks;
	size_t marks_size;
	size_t *cached;            /* bytes of the cache it lives in, marks too; or NULL */
};

/* How many lines BYTES have. */
size_t cdr_text_count(struct cdr_str bytes);

/* Makes OUT of BYTES with N_LINES lines; both BYTES and STARTS, room for N_LINES + 1, are borrowed. */
void cdr_text_split(struct cdr_text *out, struct cdr_str bytes, uint32_t *starts, size_t n_lines);

/* The same with its table in ARENA. Nothing to free but marks. At most 4 GiB. */
void cdr_text_of(struct cdr_text *out, struct cdr_arena *arena, struct cdr_str bytes);

/* Line IDX without its LF. */
struct cdr_str cdr_text_line(const struct cdr_text *text, uint32_t idx);

/* Line IDX as it is compared, with its LF. */
struct cdr_str cdr_text_whole_line(const struct cdr_text *text, uint32_t idx);

/* Hangs MARKS of SIZE bytes on TEXT, in place of what was there. */
void cdr_text_mark(struct cdr_text *text, void *marks, size_t size);
void cdr_text_drop_marks(struct cdr_text *text);

#endif
