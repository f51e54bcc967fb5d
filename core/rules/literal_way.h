/*
 * literal_way.h - private to literal.c: what an expression needs, as a disjunction of
 * conjunctions of sets of strings, while it is put together.
 *
 * Bounded: what would become too large is replaced by something that demands less.
 * Values; everything lives in the arena handed in.
 */
#ifndef CDR_RULES_LITERAL_WAY_H
#define CDR_RULES_LITERAL_WAY_H

#include "rules/literal_set.h"

/*
 * A way to match: one of each set must be there. None at all: nothing is demanded.
 * Sets are on lines, which are numbered as they follow each other; a line that has
 * no set any more keeps its number. What stands nobody knows where has one of its own,
 * from 255 down.
 */
struct cdr_way_draft {
	struct cdr_literal_set sets[CDR_SETS_MAX];   /* the rarest first */
	uint8_t lines[CDR_SETS_MAX];                 /* of each set */
	size_t n;
	uint8_t n_lines, n_aside;
	bool front, back;        /* no line ends before what is on the first line, behind the last */
	bool through;            /* no line ends at all */
};

/* The ways to match. There is always one; one without sets stands for all of them. */
struct cdr_ways {
	struct cdr_way_draft *items;
	size_t n;
};

/* THROUGH: no line ends in what is matched. */
struct cdr_ways cdr_ways_any(struct cdr_arena *arena, bool through);
bool cdr_ways_are_any(struct cdr_ways ways);

/* One of SET and nothing else. */
struct cdr_ways cdr_ways_of(struct cdr_literal_set set, struct cdr_arena *arena);

/* A, and what B needs stands somewhere in the same subject. */
struct cdr_ways cdr_ways_beside(struct cdr_ways a, struct cdr_ways b, struct cdr_arena *arena);

/* WAYS once or more often, one after the other. */
struct cdr_ways cdr_ways_again(struct cdr_ways ways, struct cdr_arena *arena);

/* Whether no line ends in any of them. */
bool cdr_ways_go_through(struct cdr_ways ways);

/* What A needs and what B needs; either of them. */
struct cdr_ways cdr_ways_both(struct cdr_ways a, struct cdr_ways b, struct cdr_arena *arena);
struct cdr_ways cdr_ways_either(struct cdr_ways a, struct cdr_ways b, struct cdr_arena *arena);

#endif
