/*
 * backtrack.h - expressions whose matching can take much longer than the text is long.
 *
 * What is judged is one attempt from one place in the text: how the steps that PCRE2 takes
 * until it gives up grow with the text. An attempt from every place is on top of that, for
 * every expression. What looks aside counts, what (?>...) and *+ have taken is not given back.
 */
#ifndef CDR_RULES_BACKTRACK_H
#define CDR_RULES_BACKTRACK_H

#include "rules/backtrack/attack.h"

struct cdr_backtracking {
	enum cdr_growth growth;
	unsigned degree;                 /* of the power that it grows with, where it is one */
	struct cdr_str first, second;    /* what competes, parts of the source; equal: with itself */
	struct cdr_attack attack;        /* where growth is not linear */
};

/* Of SOURCE, which PCRE2 compiled; in ARENA. */
struct cdr_backtracking cdr_backtracking_of(struct cdr_str source, struct cdr_arena *arena);

#endif
