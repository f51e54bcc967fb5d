/*
 * machine.h - the places of an expression where a character is matched, and which may come after
 * which. What PCRE2 may try and give up again is a walk from place to place.
 *
 * A repetition with an end is written out, CDR_COPIES_MAX times at most: alone it costs no more
 * than its bound; what an endless one inside of it costs shows in the copies.
 */
#ifndef CDR_RULES_BACKTRACK_MACHINE_H
#define CDR_RULES_BACKTRACK_MACHINE_H

#include "rules/backtrack/tree.h"

#define CDR_PLACES_MAX 20000u
#define CDR_COPIES_MAX 3u
#define CDR_NO_LOOP (~0u)

/* A repetition without end, or with one that is far away. */
struct cdr_re_loop {
	const struct cdr_re_node *repeat;
	unsigned above;                  /* the loop around it, or CDR_NO_LOOP */
};

/* From one place to the next, over one of these characters. */
struct cdr_re_step {
	unsigned to;
	struct cdr_charset set;
};

struct cdr_re_place {
	struct cdr_charset set;
	unsigned loop;                   /* the innermost around it, or CDR_NO_LOOP */
	uint64_t cuts;                   /* (?>...) that it is in, as bits */
	uint64_t leaves;                 /* of those it can be the last place in */
	bool final;                      /* behind it the match, or the lookahead, is certain */
	const struct cdr_re_step *steps; /* two with the same end: there are two ways */
	size_t n_steps;
};

struct cdr_machine {
	const struct cdr_re_place *places;  /* the last one stands before the beginning */
	size_t n;                           /* without that one */
	const struct cdr_re_loop *loops;
	size_t n_loops;
};

/*
 * The machine of TREE in ARENA. FAR: from which number on a repetition with an end counts as
 * endless. False when it is too large.
 */
bool cdr_machine_make(struct cdr_machine *out, const struct cdr_re_node *tree, unsigned far,
		      struct cdr_arena *arena);

#endif
