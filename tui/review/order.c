/*
 * order.c - the list is a sorted array of 64-bit keys that hold the whole
 * order, so that a new hunk costs a binary search and one memmove, and a key
 * press never sorts.
 */
#include "review/order.h"

#include "review/search.h"

#include <stdlib.h>
#include <string.h>

/*
 * Key: 3 bits worst severity of the section (inverted), 24 bits section in
 * order of appearance, 4 bits rank inside it, 32 bits hunk in range order.
 */
static uint64_t rank_of(const struct tui_item *item)
{
	return (uint64_t)(CDR_CRITICAL - item->lead->severity) << 1 | !item->is_guard;
}

static uint64_t key_of(const struct tui_state *state, size_t hunk)
{
	const struct tui_item *item = tui_item_at(state, hunk);
	const struct tui_section *section = &state->sections.items.items[item->section];
	bool by_weight = state->order == TUI_ORDER_CATEGORY || state->order == TUI_ORDER_SEVERITY;
	uint64_t key = (uint64_t)(item->section & 0xFFFFFFu) << 36 | hunk;

	if (by_weight)
		key |= (uint64_t)(CDR_CRITICAL - section->worst) << 60 | rank_of(item) << 32;
	return key;
}

uint64_t tui_order_urgency(const struct tui_state *state, size_t hunk)
{
	return rank_of(tui_item_at(state, hunk)) << 32 | hunk;
}

static struct cdr_str commit_title(const struct cdr_change *change)
{
	switch (change->kind) {
	case CDR_CHANGE_INDEX:
		return CDR_STR("staged");
	case CDR_CHANGE_WORKTREE:
		return CDR_STR("work tree");
	case CDR_CHANGE_COMMIT:
		break;
	}
	return change->subject;
}

static uint32_t find_section(struct tui_state *state, const struct tui_item *item)
{
	const struct cdr_flagged *flagged = item->flagged;
	struct cdr_str key = item->lead->rule->category, title;

	switch (state->order) {
	case TUI_ORDER_SEVERITY:
		key = cdr_str_from(cdr_severity_name(item->lead->severity));
		break;
	case TUI_ORDER_FILE:
		key = flagged->hunk->file->path;
		break;
	case TUI_ORDER_RANGE:
		title = commit_title(flagged->change);
		key = (struct cdr_str){ (const char *)flagged->change->commit.bytes,
					flagged->change->commit.len };
		return tui_sections_get(&state->sections, &state->arena, key.len ? key : title,
					title);
	case TUI_ORDER_CATEGORY:
	case TUI_ORDER_COUNT:
		break;
	}
	return tui_sections_get(&state->sections, &state->arena, key, key);
}

/* Puts HUNK into its section; true when that raised the section. */
static bool join_section(struct tui_state *state, size_t hunk)
{
	struct tui_item *item = tui_item(state, hunk);
	struct tui_section *section;
	bool raised;

	item->section = find_section(state, item);
	section = &state->sections.items.items[item->section];
	raised = section->n > 0 && item->lead->severity > section->worst;
	if (section->n == 0 || raised)
		section->worst = item->lead->severity;
	section->n++;
	section->n_decided += tui_item_is_decided(item);
	return raised;
}

/* --- the filter: words, all of which must match ----------------------------------------------- */
static bool word_admits(const struct tui_item *item, struct cdr_str word)
{
	const struct cdr_flagged *flagged = item->flagged;

	if (cdr_str_is(word, "pending") || cdr_str_is(word, "open"))
		return !tui_item_is_decided(item);
	if (cdr_str_is(word, cdr_standing_name(item->standing.state)))
		return true;
	if (tui_search_has(flagged->hunk->file->path, word) ||
	    tui_search_has(flagged->change->author, word))
		return true;
	for (size_t i = 0; i < flagged->n_findings; i++)
		if (tui_search_has(flagged->findings[i].rule->id, word) ||
		    tui_search_has(flagged->findings[i].rule->category, word))
			return true;
	return false;
}

static bool admits(const struct tui_query *filter, const struct tui_item *item)
{
	struct cdr_str rest = { filter->text, filter->len };

	while ((rest = cdr_str_trim(rest)).len > 0) {
		size_t end = cdr_str_find(rest, CDR_STR(" "));

		if (!word_admits(item, cdr_str_sub(rest, 0, end)))
			return false;
		rest = cdr_str_sub(rest, end, rest.len);
	}
	return true;
}

size_t tui_order_admits(const struct tui_state *state, const struct tui_query *filter, size_t limit)
{
	size_t n = 0;

	for (size_t i = 0; i < state->items.n && n < limit; i++)
		n += admits(filter, tui_item_at(state, i));
	return n;
}

/* --- the sorted array ------------------------------------------------------------------------- */
static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* First position whose key is not below KEY. */
static size_t lower_bound(const struct tui_state *state, uint64_t key)
{
	size_t low = 0, high = state->visible.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (state->visible.items[middle] < key)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_wanted(const struct tui_state *state, size_t hunk)
{
	return hunk == state->selected || admits(&state->filter, tui_item_at(state, hunk));
}

static void insert(struct tui_state *state, size_t pos, uint64_t key)
{
	*cdr_vec_push(&state->arena, &state->visible) = key;
	memmove(&state->visible.items[pos + 1], &state->visible.items[pos],
		(state->visible.n - 1 - pos) * sizeof(key));
	state->visible.items[pos] = key;
	if (pos <= state->list_top && state->visible.n > 1)
		state->list_top++;
}

static void drop(struct tui_state *state, size_t pos)
{
	state->visible.n--;
	memmove(&state->visible.items[pos], &state->visible.items[pos + 1],
		(state->visible.n - pos) * sizeof(state->visible.items[0]));
	if (pos < state->list_top)
		state->list_top--;
}

void tui_order_refresh(struct tui_state *state, size_t hunk)
{
	uint64_t key;
	size_t pos;
	bool present, wanted;

	if (hunk >= state->items.n)
		return;
	key = key_of(state, hunk);
	pos = lower_bound(state, key);
	present = pos < state->visible.n && state->visible.items[pos] == key;
	wanted = is_wanted(state, hunk);
	if (wanted && !present)
		insert(state, pos, key);
	else if (present && !wanted)
		drop(state, pos);
}

static void sort_visible(struct tui_state *state)
{
	state->visible.n = 0;
	for (size_t i = 0; i < state->items.n; i++)
		if (is_wanted(state, i))
			*cdr_vec_push(&state->arena, &state->visible) = key_of(state, i);
	if (state->visible.n > 1)
		qsort(state->visible.items, state->visible.n, sizeof(state->visible.items[0]),
		      compare);
}

void tui_order_add(struct tui_state *state, size_t hunk)
{
	if (join_section(state, hunk))
		sort_visible(state);
	else
		tui_order_refresh(state, hunk);
}

void tui_order_rebuild(struct tui_state *state)
{
	tui_sections_clear(&state->sections);
	for (size_t i = 0; i < state->items.n; i++)
		join_section(state, i);
	sort_visible(state);
	state->list_top = 0;
}

size_t tui_order_hunk(const struct tui_state *state, size_t pos)
{
	return (size_t)(state->visible.items[pos] & 0xFFFFFFFFu);
}

size_t tui_order_position(const struct tui_state *state, size_t hunk)
{
	size_t pos;

	if (hunk >= state->items.n)
		return state->visible.n;
	pos = lower_bound(state, key_of(state, hunk));
	if (pos < state->visible.n && tui_order_hunk(state, pos) == hunk)
		return pos;
	return state->visible.n;
}

const struct tui_section *tui_order_section(const struct tui_state *state, size_t hunk)
{
	return &state->sections.items.items[tui_item_at(state, hunk)->section];
}

const char *tui_order_name(enum tui_order order)
{
	static const char *const names[TUI_ORDER_COUNT] = { "category", "severity", "file",
							    "range" };

	return names[order];
}
