/*
 * text.h - private to core/git and core/scan: a blob with its lines.
 *
 * Lines are what git's diff takes for them: up to and with LF; the last may lack
 * it. Hashes are keyed by a secret of the process, so that nobody can write two
 * lines that collide; whoever relies on equality of lines compares bytes as well.
 * Ownership: borrowed from the cache (or arena) that made it. Units: bytes, lines
 * counted from 0.
 */
#ifndef CDR_GIT_TEXT_H
#define CDR_GIT_TEXT_H

#include "cdreview/hunk.h"

struct cdr_text {
	struct cdr_str bytes;
	const uint32_t *starts;    /* n_lines + 1: where each line begins, then the end */
	const uint64_t *hashes;    /* n_lines */
	uint32_t n_lines;
	bool has_nul;
	/*
	 * What the scan found out about the bytes, kept as long as the text: allocated
	 * with malloc, freed with it. Set through cdr_text_mark only.
	 */
	void *marks;
};

/* Hangs MARKS of SIZE bytes on TEXT, in place of what was there. */
void cdr_text_mark(struct cdr_text *text, void *marks, size_t size);

/* Line IDX without its LF. */
struct cdr_str cdr_text_line(const struct cdr_text *text, uint32_t idx);

/* Makes OUT of BYTES, which it borrows; tables in ARENA. Nothing to free but marks. */
void cdr_text_of(struct cdr_text *out, struct cdr_arena *arena, struct cdr_str bytes);
void cdr_text_drop_marks(struct cdr_text *text);

#endif
