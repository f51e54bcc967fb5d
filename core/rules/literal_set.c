/*
 * literal_set.c - sets stay tiny (limits in the header), so plain loops beat any table.
 */
#include "rules/literal_set.h"

#include <assert.h>
#include <string.h>

void cdr_literal_set_add(struct cdr_literal_set *set, struct cdr_arena *arena, struct cdr_str str)
{
	struct cdr_str *items;

	for (size_t i = 0; i < set->n; i++)
		if (cdr_str_eq(set->items[i], str))
			return;
	assert(set->n < CDR_LITERALS_MAX);
	if ((set->n & (set->n - 1)) == 0) { /* full at powers of two */
		items = cdr_arena_alloc(arena, (set->n ? 2 * set->n : 1) * sizeof(*items));
		if (set->n)
			memcpy(items, set->items, set->n * sizeof(*items));
		set->items = items;
	}
	set->items[set->n++] = str;
}

size_t cdr_literal_set_weight(struct cdr_literal_set set)
{
	size_t min = set.n ? CDR_LITERAL_LEN_MAX : 0;

	for (size_t i = 0; i < set.n; i++)
		if (set.items[i].len < min)
			min = set.items[i].len;
	return min < CDR_LITERAL_MIN ? 0 : min;
}

struct cdr_literal_set cdr_literal_set_better(struct cdr_literal_set a, struct cdr_literal_set b)
{
	size_t weight_a = cdr_literal_set_weight(a), weight_b = cdr_literal_set_weight(b);

	if (weight_a == weight_b)
		return weight_b > 0 && b.n < a.n ? b : a;
	return weight_b > weight_a ? b : a;
}

bool cdr_literal_set_can_join(struct cdr_literal_set a, struct cdr_literal_set b)
{
	if (a.n * b.n > CDR_LITERAL_EXACT_MAX)
		return false;
	for (size_t i = 0; i < a.n; i++)
		for (size_t j = 0; j < b.n; j++)
			if (a.items[i].len + b.items[j].len > CDR_LITERAL_LEN_MAX)
				return false;
	return true;
}

static struct cdr_str joined(struct cdr_str a, struct cdr_str b, struct cdr_arena *arena)
{
	char *text = cdr_arena_alloc(arena, a.len + b.len + 1);

	memcpy(text, a.ptr, a.len);
	memcpy(text + a.len, b.ptr, b.len);
	return (struct cdr_str){ text, a.len + b.len };
}

struct cdr_literal_set cdr_literal_set_join(struct cdr_literal_set a, struct cdr_literal_set b,
					    struct cdr_arena *arena)
{
	struct cdr_literal_set set = { NULL, 0 };

	for (size_t i = 0; i < a.n; i++)
		for (size_t j = 0; j < b.n; j++)
			cdr_literal_set_add(&set, arena, joined(a.items[i], b.items[j], arena));
	return set;
}

struct cdr_literal_set cdr_literal_set_union(struct cdr_literal_set a, struct cdr_literal_set b,
					     struct cdr_arena *arena)
{
	struct cdr_literal_set set = { NULL, a.n };
	size_t room = 1;

	while (room < a.n) /* as cdr_literal_set_add would have it */
		room *= 2;
	set.items = cdr_arena_alloc(arena, room * sizeof(*set.items));
	if (a.n)
		memcpy(set.items, a.items, a.n * sizeof(*a.items));
	for (size_t i = 0; i < b.n; i++)
		cdr_literal_set_add(&set, arena, b.items[i]);
	return set;
}

/* Whether another member stands in ITEM, which is then not needed beside it. */
static bool is_spare(struct cdr_literal_set set, struct cdr_str item)
{
	for (size_t i = 0; i < set.n; i++)
		if (set.items[i].len < item.len && cdr_str_find(item, set.items[i]) < item.len)
			return true;
	return false;
}

struct cdr_literal_set cdr_literal_set_needed(struct cdr_literal_set set, struct cdr_arena *arena)
{
	struct cdr_literal_set needed = { NULL, 0 };

	for (size_t i = 0; i < set.n; i++)
		if (!is_spare(set, set.items[i]))
			cdr_literal_set_add(&needed, arena, set.items[i]);
	return needed;
}

struct cdr_literal_set cdr_literal_set_cut(struct cdr_literal_set set, size_t len,
					   struct cdr_arena *arena)
{
	struct cdr_literal_set cut = { NULL, 0 };

	for (size_t i = 0; i < set.n; i++)
		cdr_literal_set_add(&cut, arena, cdr_str_sub(set.items[i], 0, len));
	return cut;
}
