/* attack.c - the shortest way to the place where a word can be repeated, and a way out of it. */
#include "rules/backtrack/attack.h"

#include "cdreview/utf8.h"

#include <string.h>

#define ANY_BEYOND 0xe9u /* stands for what is beyond ASCII */

/* --- text -------------------------------------------------------------------- */

static struct cdr_str as_text(const uint8_t *symbols, size_t n, struct cdr_arena *arena)
{
	char *text = cdr_arena_alloc(arena, 4 * n + 1);
	size_t len = 0;

	for (size_t i = 0; i < n; i++) {
		if (symbols[i] < CDR_CHARSET_BEYOND)
			text[len++] = (char)symbols[i];
		else
			len += cdr_utf8_put(text + len, ANY_BEYOND);
	}
	return (struct cdr_str){ text, len };
}

/* --- the way there ------------------------------------------------------------- */

struct way {
	unsigned before; /* place, or its own number: none */
	uint8_t symbol;
	bool reached;
};

static struct cdr_str prefix_of(const struct cdr_machine *machine, unsigned goal,
				struct cdr_arena *arena)
{
	struct way *ways = cdr_arena_alloc(arena, (machine->n + 1) * sizeof(*ways));
	unsigned *todo = cdr_arena_alloc(arena, (machine->n + 1) * sizeof(*todo));
	uint8_t *word = cdr_arena_alloc(arena, machine->n + 1);
	size_t n_todo = 1, n = 0;

	todo[0] = (unsigned)machine->n;
	ways[machine->n].reached = true;
	for (size_t next = 0; next < n_todo && !ways[goal].reached; next++) {
		const struct cdr_re_place *place = &machine->places[todo[next]];

		for (size_t i = 0; i < place->n_steps; i++) {
			const struct cdr_re_step *step = &place->steps[i];

			if (ways[step->to].reached)
				continue;
			ways[step->to] = (struct way){ todo[next],
						       (uint8_t)cdr_charset_pick(step->set), true };
			todo[n_todo++] = step->to;
		}
	}
	if (!ways[goal].reached)
		return CDR_STR("");
	for (unsigned at = goal; at != machine->n; at = ways[at].before)
		n++;
	for (unsigned at = goal, i = (unsigned)n; i > 0; at = ways[at].before)
		word[--i] = ways[at].symbol;
	return as_text(word, n, arena);
}

/* --- the end --------------------------------------------------------------------- */

/* The places of NOW after SYMBOL, in NEXT. */
static void step_all(const struct cdr_machine *machine, const bool *now, uint32_t symbol,
		     bool *next)
{
	memset(next, 0, (machine->n + 1) * sizeof(*next));
	for (size_t at = 0; at <= machine->n; at++) {
		const struct cdr_re_place *place = &machine->places[at];

		for (size_t i = 0; now[at] && i < place->n_steps; i++)
			next[place->steps[i].to] |= cdr_charset_has(place->steps[i].set, symbol);
	}
}

static bool is_dead(const struct cdr_machine *machine, const bool *now, uint32_t symbol)
{
	for (size_t at = 0; at <= machine->n; at++)
		for (size_t i = 0; now[at] && i < machine->places[at].n_steps; i++)
			if (cdr_charset_has(machine->places[at].steps[i].set, symbol))
				return false;
	return true;
}

/* A character that no place goes on with once PUMP was repeated; none: the end of the text. */
static struct cdr_str suffix_of(const struct cdr_machine *machine, const struct cdr_ambiguity *a,
				struct cdr_arena *arena)
{
	static const char tried[] = "!#~\n\001x0 ;,)";
	bool *now = cdr_arena_alloc(arena, (machine->n + 1) * sizeof(*now));
	bool *next = cdr_arena_alloc(arena, (machine->n + 1) * sizeof(*next));

	now[a->from] = true;
	for (size_t i = 0; i < 3 * a->n_word; i++) {
		bool *last = now;

		step_all(machine, now, a->word[i % a->n_word], next);
		now = next;
		next = last;
	}
	for (const char *c = tried; *c; c++)
		if (is_dead(machine, now, (unsigned char)*c))
			return cdr_str_copy(arena, (struct cdr_str){ c, 1 });
	return CDR_STR("");
}

struct cdr_attack cdr_attack_on(const struct cdr_machine *machine,
				const struct cdr_ambiguity *ambiguity, struct cdr_arena *arena)
{
	return (struct cdr_attack){
		.prefix = prefix_of(machine, ambiguity->from, arena),
		.pump = as_text(ambiguity->word, ambiguity->n_word, arena),
		.suffix = suffix_of(machine, ambiguity, arena),
	};
}
