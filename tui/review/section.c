/*
 * section.c - a hash table, because a range may touch ten thousand files and
 * every new hunk must find its group at once.
 */
#include "review/section.h"

#include <string.h>

/* The slot of KEY, or the free one where it belongs. */
static uint32_t *slot_of(const struct tui_sections *sections, struct cdr_str key)
{
	size_t mask = sections->n_slots - 1, at = (size_t)cdr_str_hash(key) & mask;

	while (sections->slots[at] &&
	       !cdr_str_eq(sections->items.items[sections->slots[at] - 1].key, key))
		at = (at + 1) & mask;
	return &sections->slots[at];
}

static void make_room(struct tui_sections *sections, struct cdr_arena *arena)
{
	if (sections->items.n * 2 < sections->n_slots)
		return;
	sections->n_slots = sections->n_slots ? sections->n_slots * 2 : 64;
	sections->slots = cdr_arena_alloc(arena, sections->n_slots * sizeof(*sections->slots));
	for (uint32_t i = 0; i < sections->items.n; i++)
		*slot_of(sections, sections->items.items[i].key) = i + 1;
}

uint32_t tui_sections_get(struct tui_sections *sections, struct cdr_arena *arena,
			  struct cdr_str key, struct cdr_str title)
{
	uint32_t *slot;

	make_room(sections, arena);
	slot = slot_of(sections, key);
	if (*slot == 0) {
		*cdr_vec_push(arena, &sections->items) =
			(struct tui_section){ .key = key, .title = title };
		*slot = (uint32_t)sections->items.n;
	}
	return *slot - 1;
}

void tui_sections_clear(struct tui_sections *sections)
{
	sections->items.n = 0;
	if (sections->slots)
		memset(sections->slots, 0, sections->n_slots * sizeof(*sections->slots));
}
