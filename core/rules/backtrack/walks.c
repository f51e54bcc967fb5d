/*
 * walks.c - two or three walks over one word at the same time, breadth first. Whoever
 * follows several at once stands at a tuple of places; how it came there gives the word.
 */
#include "rules/backtrack/walks.h"

#include <string.h>

#define TUPLES_MAX ((size_t)4 << 20)
#define WORK_MAX ((size_t)40 << 20)

void cdr_walks_begin(struct cdr_walks *w, size_t n_tuples, unsigned first)
{
	if (n_tuples > TUPLES_MAX) {
		w->gave_up = true;
		return;
	}
	if (n_tuples > w->n_tuples) {
		w->seen = cdr_arena_alloc(w->arena, n_tuples * sizeof(*w->seen));
		w->n_tuples = n_tuples;
		w->round = 0;
	}
	w->round++;
	w->list.n = 0;
	*cdr_vec_push(w->arena, &w->list) = (struct cdr_reached){ first, CDR_WALKS_NONE, 0 };
	w->seen[first] = w->round;
}

void cdr_walks_reach(struct cdr_walks *w, unsigned tuple, unsigned before, struct cdr_charset over)
{
	if (w->seen[tuple] == w->round)
		return;
	w->seen[tuple] = w->round;
	*cdr_vec_push(w->arena, &w->list) =
		(struct cdr_reached){ tuple, before, (uint8_t)cdr_charset_pick(over) };
}

bool cdr_walks_go_on(struct cdr_walks *w, size_t n)
{
	w->n_work += n;
	w->gave_up |= w->n_work > WORK_MAX;
	return !w->gave_up;
}

/* The word that led to entry LAST of the list, put before what OUT has. */
void cdr_walks_spell(struct cdr_walks *w, unsigned last, struct cdr_ambiguity *out)
{
	size_t n = 0;
	uint8_t *word;

	for (unsigned i = last; w->list.items[i].before != CDR_WALKS_NONE;
	     i = w->list.items[i].before)
		n++;
	word = cdr_arena_alloc(w->arena, n + out->n_word);
	if (out->n_word)
		memcpy(word + n, out->word, out->n_word);
	out->n_word += n;
	for (unsigned i = last; n > 0; i = w->list.items[i].before)
		word[--n] = w->list.items[i].symbol;
	out->word = word;
}

const struct cdr_re_place *cdr_walks_place(const struct cdr_walks *w, unsigned number)
{
	return &w->machine->places[number];
}

/* What a (?>...) took it does not give back: where one of two ways inside is through, it counts. */
bool cdr_walks_is_settled(const struct cdr_walks *w, unsigned a, unsigned b)
{
	const struct cdr_re_place *first = cdr_walks_place(w, a), *second = cdr_walks_place(w, b);

	return (first->leaves & second->cuts) || (second->leaves & first->cuts);
}
