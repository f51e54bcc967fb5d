/*
 * idle.h - private to core/scan: where a guard stands and yet does nothing.
 *
 * Code that is never reached, a block whose refusals are swallowed, a function or
 * route that another one of the same name takes the place of, a decorator that only
 * hands back what it is given. All of it is told by form, and only where form leaves
 * no doubt.
 * Ownership: everything lives in the arena that is named.
 */
#ifndef CDR_SCAN_GUARD_IDLE_H
#define CDR_SCAN_GUARD_IDLE_H

#include "scan/guard/ground.h"

struct cdr_idle {
	bool *lines;                    /* line i + 1 does nothing */
	uint32_t n_lines;
	CDR_VEC(struct cdr_str) names;  /* of guards that let everybody through; sorted */
};

/*
 * Of one side, in time n log n, kept with its text; nothing is idle in a language of which
 * too little is known. Borrowed until that side's text is gone.
 */
const struct cdr_idle *cdr_idle_of(struct cdr_view *view, struct cdr_arena *arena);

/* True if a guard in LINENO with WORDS, its normal form, does nothing. */
bool cdr_idle_covers(const struct cdr_idle *idle, uint32_t lineno, struct cdr_str words);

/* False if PASSING can have changed nothing about what is idle of what it left as it was. In stir.c. */
bool cdr_idle_is_stirred(const struct cdr_passing *passing);

/* Finds what is idle on both sides of GROUND, and opens what is so on one side only. */
void cdr_guard_ground_idle(struct cdr_guard_ground *ground, const struct cdr_passing *passing,
			   struct cdr_arena *arena);

/* --- parts, in the order of the list above ---------------------------------- */

/* Marks [FROM, TO) of IDLE. */
void cdr_idle_mark(struct cdr_idle *idle, uint32_t from, uint32_t to);

/* What is never reached or whose refusal is swallowed. In blocks.c. */
void cdr_idle_blocks(struct cdr_idle *idle, struct cdr_view *view);

/* What has a namesake that counts, and names that guard nothing. In eclipse.c. */
void cdr_idle_eclipses(struct cdr_idle *idle, struct cdr_view *view, struct cdr_arena *arena);

/* ENTITY only hands back what it is given: a decorator that guards nothing. */
bool cdr_idle_function(struct cdr_view *view, const struct cdr_entity *entity);

/* The same of a value: `lambda f: f`, `(req, res, next) => next()`. */
bool cdr_idle_value(struct cdr_str value);

/* Splits the statement TEXT into NAME = VALUE; false when it is no such thing. */
bool cdr_idle_assignment(struct cdr_str text, struct cdr_str *name, struct cdr_str *value);

/* Columns that TEXT is indented by, which may begin with empty lines. */
uint32_t cdr_idle_columns(struct cdr_str text);

/* What a route is declared with: `get`, `path`. */
bool cdr_idle_is_route(struct cdr_str word);

/* What TEXT begins with: letters, digits and '_'. */
struct cdr_str cdr_idle_word(struct cdr_str text);

#endif
