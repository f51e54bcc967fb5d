/*
 * pairs.c - a guard that is missing from a diff's plus side is mostly
 * not lost but moved, reformatted, or gone with what it guarded. Only the
 * comparison of both sides' sets tells.
 */
#include "scan/guard/guard.h"
#include "scan/guard/retire.h"

#include <stdlib.h>

#define BLANKETS_MAX 64u     /* guards of classes and files that are new */
#define REPLACEMENTS_MAX 64u /* new guards in one place that an old one is compared with */

struct order {
	struct cdr_held **items;
	size_t n;
};

/* --- places ---------------------------------------------------------------------- */

static void place(const struct cdr_filediff *diff, struct cdr_guards *old_side,
		  struct cdr_guards *new_side, struct cdr_arena *arena)
{
	bool *asked = cdr_arena_alloc(arena, old_side->n_entities * sizeof(*asked));
	const struct cdr_cast was = { old_side->view, old_side->entities, old_side->n_entities,
				      asked };
	const struct cdr_cast is = { new_side->view, new_side->entities, new_side->n_entities,
				     NULL };
	const size_t *became;

	for (size_t i = 0; i < old_side->held.n; i++)
		if (old_side->held.items[i].entity != CDR_NO_ENTITY)
			asked[old_side->held.items[i].entity] = true;
	became = cdr_follow(diff, &was, &is, arena);
	for (size_t i = 0; i < old_side->held.n; i++) {
		struct cdr_held *held = &old_side->held.items[i];

		held->place = held->entity == CDR_NO_ENTITY ? CDR_NO_ENTITY : became[held->entity];
	}
	for (size_t i = 0; i < new_side->held.n; i++)
		new_side->held.items[i].place = new_side->held.items[i].entity;
}

/* --- pairs ----------------------------------------------------------------------- */

static int compare_words(const void *a, const void *b)
{
	const struct cdr_held *x = *(struct cdr_held *const *)a, *y = *(struct cdr_held *const *)b;

	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	if (x->idle != y->idle)
		return x->idle ? 1 : -1;
	return cdr_str_cmp(x->words, y->words);
}

static int compare_keys(const void *a, const void *b)
{
	const struct cdr_held *x = *(struct cdr_held *const *)a, *y = *(struct cdr_held *const *)b;
	int order = compare_words(a, b);

	if (order == 0)
		order = cdr_str_cmp(x->key.callee, y->key.callee);
	return order ? order : cdr_str_cmp(x->key.literal, y->key.literal);
}

typedef int compare_fn(const void *, const void *);

/* The guards without a pair, sorted. */
static struct order unpaired(const struct cdr_guards *guards, compare_fn *compare,
			     struct cdr_arena *arena)
{
	struct order out = { cdr_arena_alloc(arena, guards->held.n * sizeof(struct cdr_held *)),
			     0 };

	for (size_t i = 0; i < guards->held.n; i++)
		if (!guards->held.items[i].paired)
			out.items[out.n++] = &guards->held.items[i];
	if (out.n > 1)
		qsort(out.items, out.n, sizeof(*out.items), compare);
	return out;
}

/* A route that is still there keeps its guard itself; another's is no excuse. */
static bool may_pair(const struct cdr_held *was, const struct cdr_held *is,
		     const struct cdr_strings *literals)
{
	return cdr_str_eq(was->key.literal, is->key.literal) ||
	       (is->key.literal.len && was->key.literal.len &&
		!cdr_guard_has_string(literals, was->key.literal));
}

static void pair_equal(struct order was, struct order is, compare_fn *compare,
		       const struct cdr_strings *literals)
{
	for (size_t i = 0, k = 0; i < was.n && k < is.n;) {
		int order = compare(&was.items[i], &is.items[k]);

		if (order == 0 && may_pair(was.items[i], is.items[k], literals))
			was.items[i]->paired = is.items[k]->paired = true;
		i += order <= 0;
		k += order >= 0;
	}
}

/* --- what covers more than it did ------------------------------------------------- */

/* Whether class INNER, or what is in it, stands in OUTER; the file holds all. */
static bool is_inside(const struct cdr_guards *guards, size_t inner, size_t outer)
{
	struct cdr_lines a, b;

	if (outer == CDR_NO_ENTITY)
		return true;
	if (inner == CDR_NO_ENTITY)
		return false;
	a = guards->entities[inner].lines;
	b = guards->entities[outer].lines;
	return b.from <= a.from && a.to <= b.to;
}

/* The first word of an annotation or an argument says what it asks for. */
static struct cdr_str core_of(const struct cdr_held *held)
{
	struct cdr_str rest = held->words, word = held->words;

	if (held->key.callee.len || cdr_str_starts(held->text, "@"))
		cdr_guard_word(&rest, &word);
	return word;
}

static bool covers(const struct cdr_guards *new_side, const struct cdr_held *blanket,
		   const struct cdr_held *was)
{
	bool around = is_inside(new_side, was->place, blanket->place);

	if (blanket->place == was->place)
		around = was->key.literal.len > 0;
	return around && cdr_guard_contains(blanket->words, core_of(was));
}

/* A guard that is new on the class or file excuses those that are gone in it. */
static void pair_blankets(struct cdr_guards *old_side, struct cdr_guards *new_side)
{
	const struct cdr_held *blankets[BLANKETS_MAX];
	size_t n = 0;

	for (size_t i = 0; i < new_side->held.n && n < BLANKETS_MAX; i++) {
		const struct cdr_held *held = &new_side->held.items[i];

		if (!held->paired && !held->idle && !held->key.literal.len &&
		    (held->place == CDR_NO_ENTITY || new_side->entities[held->place].is_type))
			blankets[n++] = held;
	}
	for (size_t i = 0; i < old_side->held.n && n > 0; i++) {
		struct cdr_held *was = &old_side->held.items[i];

		for (size_t k = 0; k < n && !was->paired && was->place != CDR_GONE; k++)
			was->paired = covers(new_side, blankets[k], was);
	}
}

void cdr_guards_pair(const struct cdr_filediff *diff, struct cdr_guards *old_side,
		     struct cdr_guards *new_side, struct cdr_arena *arena)
{
	struct cdr_strings literals;

	place(diff, old_side, new_side, arena);
	literals = cdr_guard_literals(new_side->view, arena);
	pair_equal(unpaired(old_side, compare_keys, arena), unpaired(new_side, compare_keys, arena),
		   compare_keys, &literals);
	pair_equal(unpaired(old_side, compare_words, arena),
		   unpaired(new_side, compare_words, arena), compare_words, &literals);
	cdr_guards_retire(old_side, new_side, &literals, arena);
	pair_blankets(old_side, new_side);
}

/* --- replacements ------------------------------------------------------------------ */

static bool same_core(const struct cdr_held *a, const struct cdr_held *b)
{
	struct cdr_str x = a->words, y = b->words, first, second;

	return cdr_guard_word(&x, &first) && cdr_guard_word(&y, &second) &&
	       cdr_str_eq(first, second);
}

/* How much HELD looks like being there for WAS: first its name, then that it works. */
static int fitness(const struct cdr_held *held, const struct cdr_held *was)
{
	return (same_core(held, was) ? 2 : 0) + (held->idle ? 0 : 1);
}

struct cdr_held *cdr_guards_replacement(struct cdr_guards *new_side, const struct cdr_held *was)
{
	struct cdr_held *best = NULL;
	size_t n = 0;

	for (size_t i = 0; i < new_side->held.n && n < REPLACEMENTS_MAX; i++) {
		struct cdr_held *held = &new_side->held.items[i];

		if (held->paired || held->place != was->place ||
		    !cdr_str_eq(held->key.literal, was->key.literal))
			continue;
		if (!best || fitness(held, was) > fitness(best, was))
			best = held;
		n++;
	}
	return best;
}
