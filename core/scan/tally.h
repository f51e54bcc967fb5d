/*
 * tally.h - private to core/scan: which lines of a range are still there at its end.
 *
 * Changes come newest first, so what one of them took back is known before the one
 * comes that brought it. Within a change nothing is first: what it moves it neither
 * brings nor takes.
 * Ownership: everything lives in the arenas that are named.
 * Limits: CDR_TALLY_MAX different lines.
 */
#ifndef CDR_SCAN_TALLY_H
#define CDR_SCAN_TALLY_H

#include "cdreview/str.h"

#include <stdint.h>

#define CDR_TALLY_MAX ((size_t)1 << 20)

struct cdr_tally_line {
	uint64_t hash;         /* of the line without white space at its ends; 0: an empty place */
	int64_t undone;        /* times that newer changes took it back */
};

struct cdr_tally_note {
	uint64_t hash;
	struct cdr_str text;
	int sign;              /* 1: brought, -1: taken back */
};

struct cdr_tally {
	struct cdr_tally_line *places;   /* a hash table of a power of two */
	size_t n_places, n_lines;
	CDR_VEC(struct cdr_tally_note) notes;  /* of the change at hand */
	bool full;             /* a line did not fit: nothing can be said any more */
};

/* Takes down a line of the change at hand, in an arena that lives as long as the change. */
void cdr_tally_note(struct cdr_tally *tally, struct cdr_arena *arena, struct cdr_str line, int sign);

/*
 * The change has been read: true if it brought a line that nothing took back later. All
 * such lines go into KEPT, each with an LF, if that is not NULL. The table grows in ARENA.
 */
bool cdr_tally_settle(struct cdr_tally *tally, struct cdr_arena *arena, struct cdr_buf *kept);

#endif
