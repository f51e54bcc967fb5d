/*
 * marks.h - private to core/scan: which literals stand on which lines of a text.
 *
 * Worked out once for each text and kept with it (cdr_text_note). Texts of a history
 * differ little from their neighbours: where the other side of a pair is marked,
 * only what lies between equal ends is read.
 */
#ifndef CDR_SCAN_SIEVE_MARKS_H
#define CDR_SCAN_SIEVE_MARKS_H

#include "git/diff.h"
#include "scan/sieve/wanted.h"

#define CDR_MARK_LITERALS ((size_t)UINT16_MAX + 1)   /* those of the automaton that have marks */

struct cdr_marks {
	const struct cdr_automaton *of;  /* whose literals they are */
	bool unknown;                    /* there is no telling what it has: no line has any */
	uint32_t n_lines;
	uint32_t *first;                 /* n_lines + 1: where the literals of each line begin */
	uint64_t *present;               /* literals that stand anywhere, a bit each */
	uint16_t *literals;              /* by line, counted from 0; each once a line */
	size_t n_anchored;               /* places where a guard may stand: */
	uint32_t *lines;                 /* in order, */
	uint32_t *ways;                  /* with all of the anchor of this way each */
};

/* Those of TEXT; NULL when it has none. */
const struct cdr_marks *cdr_marks_of(const struct cdr_text *text);

struct cdr_marker;                       /* what a thread works with */

/*
 * WANTED outlives the marker and the texts that it marks. A line with one of its first
 * N_FOLDED literals has those as well that it has once it is folded (cdr_literal_fold).
 */
struct cdr_marker *cdr_marker_new(const struct cdr_wanted *wanted, size_t n_folded);
void cdr_marker_free(struct cdr_marker *marker);

/* Where the literals of LINE begin in MARKS; their number when there is no such line. */
static inline uint32_t cdr_marks_from(const struct cdr_marks *marks, uint32_t line)
{
	return marks->first[line < marks->n_lines ? line : marks->n_lines];
}

/* Marks the texts of PAIR that are not. */
void cdr_marker_mark(struct cdr_marker *marker, const struct cdr_pair *pair);

#endif
