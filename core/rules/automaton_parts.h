/*
 * automaton_parts.h - private to the automaton: what adding and sealing make and
 * scanning reads.
 */
#ifndef CDR_RULES_AUTOMATON_PARTS_H
#define CDR_RULES_AUTOMATON_PARTS_H

#include "rules/ascii.h"
#include "rules/automaton.h"

#define CDR_AUTOMATON_NONE UINT32_MAX

/* A row of the table. 16 bits, because how much of the table the caches hold is what counts. */
typedef uint16_t cdr_state;
_Static_assert(CDR_AUTOMATON_STATES - 1 <= UINT16_MAX, "every state has a number");

/* What ends in a state: a literal, or all of it but its rest, and what is a suffix of that. */
struct cdr_output {
	uint32_t literal; /* CDR_AUTOMATON_NONE: only `shorter` */
	uint32_t rest;    /* bytes of it that are not read yet and have to be compared */
	uint32_t shorter; /* a state that has an output, too; 0: none */
};

struct cdr_automaton {
	struct cdr_automaton_node *nodes; /* gone once sealed */
	size_t n_nodes, alloc;
	struct cdr_arena arena;           /* of literals */
	CDR_VEC(struct cdr_str) literals; /* by number, in lower case */
	uint8_t classes[256];
	uint32_t n_classes;
	cdr_state *table;                 /* rows of n_classes */
	uint32_t first_output;            /* states from here on have outputs */
	struct cdr_output *outputs;
};

/* Whether BYTES are the N bytes of LOWER in whatever case. */
static inline bool cdr_automaton_is(const char *lower, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (cdr_to_lower(bytes[i]) != lower[i])
			return false;
	return true;
}

#endif
