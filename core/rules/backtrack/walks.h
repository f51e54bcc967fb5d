/*
 * walks.h - several walks through a machine over one word, private to the two searches.
 *
 * Whoever follows several at once stands at a tuple of places, which the searches number as
 * they like.
 */
#ifndef CDR_RULES_BACKTRACK_WALKS_H
#define CDR_RULES_BACKTRACK_WALKS_H

#include "rules/backtrack/ambiguity.h"
#include "rules/backtrack/component.h"

#define CDR_WALKS_NONE (~0u)

/* A tuple that was reached: from which one, over which character. */
struct cdr_reached {
	unsigned tuple, before;      /* numbers; BEFORE in the list of those that were reached */
	uint8_t symbol;
};

struct cdr_walks {
	const struct cdr_machine *machine;
	struct cdr_components components;
	struct cdr_arena *arena;
	CDR_VEC(struct cdr_reached) list;
	unsigned *seen;              /* by tuple: the last search that reached it */
	unsigned round;
	size_t n_tuples;
	size_t n_work;
	bool gave_up;
};

/* Begins at tuple FIRST of N_TUPLES; too many: gave_up. */
void cdr_walks_begin(struct cdr_walks *w, size_t n_tuples, unsigned first);

/* TUPLE was reached from entry BEFORE of the list over one of OVER; once is enough. */
void cdr_walks_reach(struct cdr_walks *w, unsigned tuple, unsigned before, struct cdr_charset over);

/* Counts N steps; false when it gets too many. */
bool cdr_walks_go_on(struct cdr_walks *w, size_t n);

/* The word that led to entry LAST of the list, put before what OUT has. */
void cdr_walks_spell(struct cdr_walks *w, unsigned last, struct cdr_ambiguity *out);

const struct cdr_re_place *cdr_walks_place(const struct cdr_walks *w, unsigned number);

/* What a (?>...) has taken it does not give back: where one of two ways inside is through, it counts. */
bool cdr_walks_is_settled(const struct cdr_walks *w, unsigned a, unsigned b);

#endif
