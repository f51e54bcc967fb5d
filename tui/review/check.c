/*
 * check.c - what must always hold, in one place, so that random events can
 * look for the one that breaks it.
 */
#include "review/model.h"

#include "review/order.h"

#include <assert.h>

static void check_item(const struct tui_state *state, const struct tui_item *item)
{
	assert(item->flagged && item->lead && !item->lead->suppressed.ptr);
	assert(item->n_seen <= item->flagged->hunk->n_lines);
	assert(item->saving <= CDR_WAIVE + 1);
	assert(!item->waiting || item->asked);
	assert(item->section < state->sections.items.n);
}

/* The counters are what counting would give. */
static void check_counts(const struct tui_state *state)
{
	size_t waiting = 0, saving = 0, decided = 0, critical = 0;

	for (size_t i = 0; i < state->items.n; i++) {
		const struct tui_item *item = tui_item_at(state, i);

		check_item(state, item);
		waiting += item->waiting;
		saving += item->saving != 0;
		decided += tui_item_is_decided(item);
		critical += !tui_item_is_decided(item) && item->lead->severity == CDR_CRITICAL;
	}
	assert(waiting == state->n_waiting);
	assert(saving == state->n_saving);
	assert(decided == state->n_decided);
	assert(critical == state->n_critical);
}

static void check_sections(const struct tui_state *state)
{
	size_t n = 0, decided = 0;

	for (size_t i = 0; i < state->sections.items.n; i++) {
		n += state->sections.items.items[i].n;
		decided += state->sections.items.items[i].n_decided;
	}
	assert(n == state->items.n);
	assert(decided == state->n_decided);
}

static void check_order(const struct tui_state *state)
{
	assert(state->visible.n <= state->items.n);
	for (size_t i = 1; i < state->visible.n; i++)
		assert(state->visible.items[i - 1] < state->visible.items[i]);
	for (size_t i = 0; i < state->visible.n; i++)
		assert(tui_order_position(state, tui_order_hunk(state, i)) == i);
}

static void check_place(const struct tui_state *state)
{
	const struct tui_item *item = tui_selected(state);
	const struct cdr_hunk *hunk;

	assert((state->items.n == 0) == (item == NULL));
	if (!item)
		return;
	assert(state->selected < state->items.n);
	assert(tui_order_position(state, state->selected) < state->visible.n);
	assert(state->list_top < state->visible.n);
	hunk = item->flagged->hunk;
	assert(state->top.line < hunk->n_lines || (hunk->n_lines == 0 && state->top.line == 0));
	if (hunk->n_lines)
		assert(state->top.byte <= hunk->lines[state->top.line].text.len + 1);
}

/* A mode needs what it works on. */
static void check_mode(const struct tui_state *state)
{
	assert(state->mode < TUI_MODE_COUNT && state->focus < TUI_FOCUS_COUNT);
	if (state->mode == TUI_MODE_NOTE)
		assert(state->draft.hunk == state->selected && state->selected != TUI_NO_HUNK);
	if (state->mode == TUI_MODE_REASON)
		assert(state->selected != TUI_NO_HUNK);
	assert(state->note.cursor <= state->note.text.len &&
	       state->line.cursor <= state->line.text.len);
	assert(!state->note.text.full && !state->line.text.full);
	assert(state->left >= 0 && state->why_top >= 0 && state->page_top >= 0);
	assert(state->rows > 0 && state->cols > 0);
}

void tui_state_check(const struct tui_state *state)
{
	check_counts(state);
	check_sections(state);
	check_order(state);
	check_place(state);
	check_mode(state);
}
