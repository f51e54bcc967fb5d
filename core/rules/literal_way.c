/*
 * literal_way.c - `return .* (a.sql|b.query)` is told apart from other code by what
 * comes late in it, so all that a match needs is kept, not only the first or longest.
 */
#include "rules/literal_way.h"

#include <string.h>

#define CUT_FROM 8u /* bytes that too many literals are cut to, */
#define LINES_MAX 100 /* of a way, and as many aside; what is beyond is not asked for */
#define CUT_TO 3u   /* and below which that is no use */

/* --- sets ------------------------------------------------------------------ */

/* As few members of SET as tell its matches apart from other text: at most MAX, or none. */
static struct cdr_literal_set within(struct cdr_literal_set set, size_t max,
				     struct cdr_arena *arena)
{
	set = cdr_literal_set_needed(set, arena);
	for (size_t len = CUT_FROM; set.n > max && len >= CUT_TO; len--)
		set = cdr_literal_set_needed(cdr_literal_set_cut(set, len, arena), arena);
	return set.n > max ? (struct cdr_literal_set){ NULL, 0 } : set;
}

/* One of A or one of B; empty when they are too many. */
static struct cdr_literal_set one_of(struct cdr_literal_set a, struct cdr_literal_set b,
				     struct cdr_arena *arena)
{
	if (a.n + b.n > CDR_LITERALS_MAX) {
		a = within(a, CDR_LITERALS_MAX / 2, arena);
		b = within(b, CDR_LITERALS_MAX / 2, arena);
	}
	if (a.n == 0 || b.n == 0 || a.n + b.n > CDR_LITERALS_MAX)
		return (struct cdr_literal_set){ NULL, 0 };
	return cdr_literal_set_union(a, b, arena);
}

/* Adds SET of line number LINE in its place by rarity; the most frequent one falls out. */
static void demand(struct cdr_way_draft *way, struct cdr_literal_set set, unsigned line)
{
	double share = cdr_literal_set_share(set);
	size_t at = way->n;

	if (share >= 1)
		return;
	while (at > 0 && cdr_literal_set_share(way->sets[at - 1]) > share)
		at--;
	if (at == CDR_SETS_MAX)
		return;
	way->n += way->n < CDR_SETS_MAX;
	for (size_t i = way->n - 1; i > at; i--) {
		way->sets[i] = way->sets[i - 1];
		way->lines[i] = way->lines[i - 1];
	}
	way->sets[at] = set;
	way->lines[at] = (uint8_t)line;
}

/* --- ways ------------------------------------------------------------------ */

static struct cdr_ways room_for(size_t n, struct cdr_arena *arena)
{
	return (struct cdr_ways){ cdr_arena_alloc(arena, n * sizeof(struct cdr_way_draft)), 0 };
}

struct cdr_ways cdr_ways_any(struct cdr_arena *arena, bool through)
{
	struct cdr_ways ways = room_for(1, arena);

	ways.items[0].through = through;
	ways.n = 1;
	return ways;
}

bool cdr_ways_are_any(struct cdr_ways ways)
{
	return ways.items[0].n == 0;
}

bool cdr_ways_go_through(struct cdr_ways ways)
{
	for (size_t i = 0; i < ways.n; i++)
		if (!ways.items[i].through)
			return false;
	return true;
}

static bool has_line_end(struct cdr_literal_set set)
{
	for (size_t i = 0; i < set.n; i++)
		if (memchr(set.items[i].ptr, '\n', set.items[i].len))
			return true;
	return false;
}

struct cdr_ways cdr_ways_of(struct cdr_literal_set set, struct cdr_arena *arena)
{
	struct cdr_ways ways = cdr_ways_any(arena, !has_line_end(set));
	struct cdr_way_draft *way = &ways.items[0];

	way->front = way->back = way->through;
	way->n_lines = 1;
	demand(way, cdr_literal_set_needed(set, arena), 0);
	return ways;
}

struct cdr_ways cdr_ways_again(struct cdr_ways ways, struct cdr_arena *arena)
{
	bool through = cdr_ways_go_through(ways);
	struct cdr_ways again = room_for(ways.n, arena);

	for (size_t i = 0; i < ways.n; i++) {
		again.items[i] = ways.items[i];
		again.items[i].back &= through;
		again.items[i].through = through;
	}
	again.n = ways.n;
	return again;
}

/* WAYS as one way with one set: the rarest of each, on whatever line. */
static struct cdr_ways in_one(struct cdr_ways ways, struct cdr_arena *arena)
{
	struct cdr_literal_set all =
		ways.items[0].n ? ways.items[0].sets[0] : (struct cdr_literal_set){ NULL, 0 };
	struct cdr_ways one;

	for (size_t i = 1; i < ways.n; i++)
		all = one_of(all, ways.items[i].sets[0], arena);
	one = cdr_ways_of(all, arena);
	one.items[0].front = one.items[0].back = false;
	one.items[0].through = cdr_ways_go_through(ways);
	return one;
}

/* A and then B. */
static struct cdr_way_draft followed(const struct cdr_way_draft *a, const struct cdr_way_draft *b)
{
	struct cdr_way_draft way = *a;
	bool joined = a->n_lines > 0 && b->n_lines > 0 && a->back && b->front;
	unsigned first = a->n_lines - joined;

	if (first + b->n_lines > LINES_MAX || a->n_aside + b->n_aside > LINES_MAX) {
		way.back = way.through = false;
		return way;
	}
	way.n_lines = (uint8_t)(first + b->n_lines);
	way.n_aside = (uint8_t)(a->n_aside + b->n_aside);
	way.front = a->n_lines ? a->front : a->through && b->front;
	way.back = b->n_lines ? b->back : a->back && b->through;
	way.through = a->through && b->through;
	for (size_t i = 0; i < b->n; i++)
		demand(&way, b->sets[i],
		       b->lines[i] > UINT8_MAX - b->n_aside ? b->lines[i] - (unsigned)a->n_aside
							    : first + b->lines[i]);
	return way;
}

struct cdr_ways cdr_ways_both(struct cdr_ways a, struct cdr_ways b, struct cdr_arena *arena)
{
	struct cdr_ways both;

	if (a.n * b.n > CDR_WAYS_MAX && a.n > 1 && b.n > 1)
		*(a.n > b.n ? &b : &a) = in_one(a.n > b.n ? b : a, arena);
	both = room_for(a.n * b.n, arena);
	for (size_t i = 0; i < a.n; i++)
		for (size_t k = 0; k < b.n; k++)
			both.items[both.n++] = followed(&a.items[i], &b.items[k]);
	return both;
}

static bool has_many_aside(struct cdr_ways ways)
{
	for (size_t i = 0; i < ways.n; i++)
		if (ways.items[i].n_aside + CDR_SETS_MAX > LINES_MAX)
			return true;
	return false;
}

struct cdr_ways cdr_ways_beside(struct cdr_ways a, struct cdr_ways b, struct cdr_arena *arena)
{
	struct cdr_ways both;

	if (a.n * b.n > CDR_WAYS_MAX || has_many_aside(a) || has_many_aside(b))
		return a;
	both = room_for(a.n * b.n, arena);
	for (size_t i = 0; i < a.n; i++)
		for (size_t k = 0; k < b.n; k++) {
			struct cdr_way_draft *way = &both.items[both.n++];

			*way = a.items[i];
			for (size_t s = 0; s < b.items[k].n; s++)
				demand(way, b.items[k].sets[s], UINT8_MAX - way->n_aside++);
		}
	return both;
}

/* One set, on the one line that there is. */
static bool has_one_line(const struct cdr_way_draft *way)
{
	return way->n == 1 && way->n_lines == 1 && way->n_aside == 0;
}

/* Adds WAY, to another that has but one set, too, if it can be. */
static void add(struct cdr_ways *ways, const struct cdr_way_draft *way, struct cdr_arena *arena)
{
	for (size_t i = 0; way->n == 1 && i < ways->n; i++) {
		struct cdr_way_draft *other = &ways->items[i];
		struct cdr_literal_set all;

		if (!has_one_line(other) || !has_one_line(way) ||
		    other->sets[0].n + way->sets[0].n > CDR_LITERALS_MAX)
			continue;
		all = cdr_literal_set_union(other->sets[0], way->sets[0], arena);
		other->sets[0] = cdr_literal_set_needed(all, arena);
		other->lines[0] = 0;
		other->n_lines = 1;
		other->front &= way->front;
		other->back &= way->back;
		other->through &= way->through;
		return;
	}
	ways->items[ways->n++] = *way;
}

struct cdr_ways cdr_ways_either(struct cdr_ways a, struct cdr_ways b, struct cdr_arena *arena)
{
	struct cdr_ways either;

	if (cdr_ways_are_any(a) || cdr_ways_are_any(b))
		return cdr_ways_any(arena, cdr_ways_go_through(a) && cdr_ways_go_through(b));
	if (a.n + b.n > CDR_WAYS_MAX)
		*(a.n > b.n ? &a : &b) = in_one(a.n > b.n ? a : b, arena);
	either = room_for(a.n + b.n, arena);
	for (size_t i = 0; i < a.n; i++)
		add(&either, &a.items[i], arena);
	for (size_t i = 0; i < b.n; i++)
		add(&either, &b.items[i], arena);
	return either;
}
