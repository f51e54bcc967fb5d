/*
 * transcode.h - private to core: UTF-16 as UTF-8, so that rules see its text.
 *
 * git splits any text at the byte 0A, and hunks and their line numbers follow it.
 * So does the UTF-8: line N of it is what line N of the bytes says, with an LF
 * exactly where a byte 0A stands, be it half of another character (which is then
 * written before the LF). Columns differ; cdr_transcoded_col gives them back in
 * bytes of the source, so that what a finding hides are those bytes.
 *
 * UTF-16 is told by its mark, or by NULs at every other byte at the start. A
 * UTF-8 mark is left out, or no '^' would match in the first line. Any other
 * text, Latin-1 or broken UTF-8 too, is itself: expressions match around bytes
 * that are invalid, and a NUL is a character like others.
 */
#ifndef CDR_BASE_TRANSCODE_H
#define CDR_BASE_TRANSCODE_H

#include "cdreview/str.h"

#include <stdint.h>

struct cdr_transcoded {
	struct cdr_str source;     /* borrowed */
	struct cdr_str text;       /* UTF-8, in the arena; or within SOURCE */
	/* Where in SOURCE each byte of the text comes from, one more for its end; or NULL. */
	const uint32_t *origins;
};

/* BYTES (less than 4 GiB) as rules are to see them. What is not UTF-16 costs a look at its first bytes. */
struct cdr_transcoded cdr_transcode(struct cdr_arena *arena, struct cdr_str bytes);

/* True if the text of BYTES is none of its bytes: UTF-16. */
bool cdr_transcode_rewrites(struct cdr_str bytes);

/* True if columns of the text are not those of the source. */
bool cdr_transcoded_differs(const struct cdr_transcoded *transcoded);

/*
 * The 1-based byte column in the source of column COL in the line of the text
 * that begins at byte START; one beyond the line's end is its end.
 */
uint32_t cdr_transcoded_col(const struct cdr_transcoded *transcoded, size_t start, uint32_t col);

#endif
