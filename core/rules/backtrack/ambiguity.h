/*
 * ambiguity.h - whether a machine can take the same text on many ways, so that PCRE2, when
 * none of them leads to a match, tries them all.
 *
 * After Weber and Seidl, On the degree of ambiguity of finite automata: exponentially many ways
 * are two different walks over one word from a place back to it; polynomially many are a word
 * that leads from a place back to it, to a second place, and from that one back to it.
 * Places behind which a match is certain take no part: there PCRE2 does not come back from.
 */
#ifndef CDR_RULES_BACKTRACK_AMBIGUITY_H
#define CDR_RULES_BACKTRACK_AMBIGUITY_H

#include "rules/backtrack/machine.h"

enum cdr_growth {
	CDR_LINEAR,
	CDR_SQUARE_APART,            /* with the square, of what must stand between two repetitions, too */
	CDR_POLYNOMIAL,              /* with the square where two touch, or with a higher power */
	CDR_EXPONENTIAL,
	CDR_UNDECIDED,               /* it takes too long to say */
};

/* Two places that compete, and the word that they compete for, symbols of charset.h. */
struct cdr_ambiguity {
	enum cdr_growth growth;
	unsigned degree;             /* of the power, where it is one */
	unsigned from;               /* where the word begins and ends */
	unsigned first, second;      /* places; the same when a step has two ways */
	const uint8_t *word;
	size_t n_word;
};

/* In ARENA. */
struct cdr_ambiguity cdr_ambiguity_exponential(const struct cdr_machine *machine, struct cdr_arena *arena);
struct cdr_ambiguity cdr_ambiguity_polynomial(const struct cdr_machine *machine, struct cdr_arena *arena);

#endif
