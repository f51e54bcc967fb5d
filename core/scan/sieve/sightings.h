/*
 * sightings.h - private to core/scan: on which lines near a change the literals of
 * a rule stand, so that its expression is tried there and nowhere else.
 *
 * Rules by their index in the registry, lines 1-based, in order, twice when two
 * literals stand on one. Everything lives until the next cdr_sightings_clear.
 */
#ifndef CDR_SCAN_SIEVE_SIGHTINGS_H
#define CDR_SCAN_SIEVE_SIGHTINGS_H

#include "cdreview/finding.h"
#include "rules/lexer.h"

struct cdr_sightings;

struct cdr_sightings *cdr_sightings_new(size_t n_rules);
void cdr_sightings_free(struct cdr_sightings *sightings);
void cdr_sightings_clear(struct cdr_sightings *sightings);

/* RULE has a literal on line LINENO of SIDE; lines of a side come in order. */
void cdr_sightings_add(struct cdr_sightings *sightings, uint32_t rule, enum cdr_side side, uint32_t lineno);

/* Sorts what was added by rule. */
void cdr_sightings_sort(struct cdr_sightings *sightings);

struct cdr_hunt;
struct cdr_marks;

/* Those of one rule. */
struct cdr_sighted {
	struct { const uint32_t *linenos; size_t n; } sides[2];   /* by enum cdr_side */
	struct cdr_hunt *hunt;               /* who knows what else RULE needs; NULL: nobody */
	uint32_t rule;
	const struct cdr_marks *marks[2];    /* of the texts, by enum cdr_side */
};

struct cdr_sighted cdr_sightings_of(const struct cdr_sightings *sightings, size_t rule);

/* Whether the rule may match what stands on LINES, as far as literals tell. In wanted.c. */
bool cdr_sighted_all(const struct cdr_sighted *sighted, enum cdr_side side, struct cdr_lines lines);

/* The first line of SIDE from LINENO on with a literal; UINT32_MAX: none. SIGHTED NULL: it may be LINENO. */
uint32_t cdr_sighted_next(const struct cdr_sighted *sighted, enum cdr_side side, uint32_t lineno);

/* Whether a literal stands on one of LINES of SIDE, or may. */
bool cdr_sighted_in(const struct cdr_sighted *sighted, enum cdr_side side, struct cdr_lines lines);

#endif
