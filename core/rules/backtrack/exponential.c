/*
 * exponential.c - two ways through a repetition over the same text: with each time that it
 * comes round there are twice as many.
 */
#include "rules/backtrack/walks.h"

#include <string.h>

/* Pairs of places of one component, before and after the walks have parted. */
struct pair {
	unsigned first, second;
	bool parted;
};

static unsigned pair_number(const struct cdr_walks *w, const struct cdr_component *in,
			    struct pair pair)
{
	size_t first = w->components.nth[pair.first], second = w->components.nth[pair.second];

	return (unsigned)((first * in->n + second) * 2 + pair.parted);
}

static struct pair pair_of(const struct cdr_component *in, unsigned number)
{
	return (struct pair){ in->places[number / 2 / in->n], in->places[number / 2 % in->n],
			      number % 2 };
}

static void step_pair(struct cdr_walks *w, const struct cdr_component *in, unsigned at)
{
	struct pair pair = pair_of(in, w->list.items[at].tuple);
	const struct cdr_re_place *first = cdr_walks_place(w, pair.first),
				  *second = cdr_walks_place(w, pair.second);
	unsigned component = w->components.of[pair.first];

	if (!cdr_walks_go_on(w, first->n_steps * second->n_steps))
		return;
	for (size_t i = 0; i < first->n_steps; i++)
		for (size_t k = 0; k < second->n_steps; k++) {
			const struct cdr_re_step *a = &first->steps[i], *b = &second->steps[k];
			struct cdr_charset both = cdr_charset_and(a->set, b->set);
			bool parts = a->to != b->to || (pair.first == pair.second && i != k);

			if (cdr_charset_is_empty(both) || w->components.of[a->to] != component ||
			    w->components.of[b->to] != component ||
			    cdr_walks_is_settled(w, a->to, b->to))
				continue;
			cdr_walks_reach(
				w,
				pair_number(w, in,
					    (struct pair){ a->to, b->to, pair.parted || parts }),
				at, both);
		}
}

/* A word that leads from place FROM to TO within their component. */
static void lead_back(struct cdr_walks *w, unsigned from, unsigned to, struct cdr_ambiguity *out)
{
	const struct cdr_component *in = &w->components.items[w->components.of[from]];
	struct pair pair = { from, from, false };

	cdr_walks_begin(w, 2 * in->n * in->n, pair_number(w, in, pair));
	for (unsigned at = 0; at < w->list.n && !w->gave_up; at++) {
		pair = pair_of(in, w->list.items[at].tuple);
		if (pair.first == to && pair.second == to) {
			cdr_walks_spell(w, at, out);
			return;
		}
		step_pair(w, in, at);
	}
}

/* The walks that end at AT: where they parted first. */
static void name_places(struct cdr_walks *w, const struct cdr_component *in, unsigned at,
			struct cdr_ambiguity *out)
{
	for (unsigned i = at; w->list.items[i].before != CDR_WALKS_NONE;
	     i = w->list.items[i].before) {
		struct pair pair = pair_of(in, w->list.items[i].tuple);

		if (!pair.parted)
			break;
		out->first = pair.first;
		out->second = pair.second;
	}
}

static bool two_ways_back(struct cdr_walks *w, const struct cdr_component *in,
			  struct cdr_ambiguity *out)
{
	struct pair pair = { in->places[0], in->places[0], false };

	cdr_walks_begin(w, 2 * in->n * in->n, pair_number(w, in, pair));
	for (unsigned at = 0; at < w->list.n && !w->gave_up; at++) {
		struct cdr_ambiguity back = { .growth = CDR_EXPONENTIAL, .from = in->places[0] };

		pair = pair_of(in, w->list.items[at].tuple);
		if (!pair.parted || pair.first != pair.second) {
			step_pair(w, in, at);
			continue;
		}
		name_places(w, in, at, &back);
		cdr_walks_spell(w, at, &back);
		*out = back;
		back = (struct cdr_ambiguity){ .growth = CDR_LINEAR };
		lead_back(w, pair.first, in->places[0], &back);
		if (back.n_word) {
			uint8_t *word = cdr_arena_alloc(w->arena, out->n_word + back.n_word);

			memcpy(word, out->word, out->n_word);
			memcpy(word + out->n_word, back.word, back.n_word);
			out->word = word;
			out->n_word += back.n_word;
		}
		return true;
	}
	return false;
}

struct cdr_ambiguity cdr_ambiguity_exponential(const struct cdr_machine *machine,
					       struct cdr_arena *arena)
{
	struct cdr_walks w = { .machine = machine, .arena = arena };
	struct cdr_ambiguity found = { .growth = CDR_LINEAR };

	w.components = cdr_components_find(machine, arena);
	for (size_t i = 0; i < w.components.n && !w.gave_up; i++)
		if (two_ways_back(&w, &w.components.items[i], &found))
			return found;
	found.growth = w.gave_up ? CDR_UNDECIDED : CDR_LINEAR;
	return found;
}
