/*
 * move.c - every key that only looks: selection, scrolling, panes. Scrolling
 * knows rows one at a time (wrap.h), so a page costs a page whatever the hunk.
 */
#include "review/move.h"

#include "review/layout.h"
#include "review/order.h"
#include "review/page.h"
#include "review/seen.h"
#include "review/span.h"

#include <limits.h>

static const struct cdr_hunk *selected_hunk(const struct tui_state *state)
{
	return tui_selected(state)->flagged->hunk;
}

static int at_least_one(int rows)
{
	return rows > 0 ? rows : 1;
}

/* Is the row AT among the ROWS rows that begin at TOP? */
static bool is_within(const struct tui_wrap *wrap, const struct cdr_hunk *hunk,
		      struct tui_place top, int rows, struct tui_place at)
{
	if (tui_place_is_before(at, top))
		return false;
	tui_wrap_move(wrap, hunk, &top, rows - 1);
	return !tui_place_is_before(top, at);
}

/* Scrolls a cut line sideways until the byte is in the pane. */
static void show_column(struct tui_state *state, const struct tui_wrap *wrap, struct cdr_str text,
			size_t byte)
{
	int col = tui_text_columns(cdr_str_sub(text, 0, byte), wrap->width, wrap->tab);

	if (col < state->left || col >= state->left + wrap->cols)
		state->left = col > wrap->cols / 2 ? col - wrap->cols / 2 : 0;
}

void tui_show_place(struct tui_state *state, struct tui_place place)
{
	struct tui_layout layout = tui_layout_of(state);
	struct tui_wrap wrap = tui_layout_wrap(state, &layout);
	const struct cdr_hunk *hunk = selected_hunk(state);
	int rows = at_least_one(layout.diff.rows);
	struct tui_place row = tui_wrap_find(&wrap, hunk, place);

	if (state->cut)
		show_column(state, &wrap, hunk->lines[place.line].text, place.byte);
	if (is_within(&wrap, hunk, state->top, rows, row))
		return;
	state->top = row;
	tui_wrap_move(&wrap, hunk, &state->top, -(rows / 3));
}

void tui_select(struct tui_state *state, size_t hunk)
{
	size_t before = state->selected, line, from, to;
	const struct tui_item *item = tui_item_at(state, hunk);

	state->selected = hunk;
	state->top = (struct tui_place){ 0, 0 };
	state->left = state->why_top = 0;
	tui_order_refresh(state, before);
	tui_order_refresh(state, hunk);
	line = tui_span_first(item->lead, item->flagged->hunk);
	if (line == item->flagged->hunk->n_lines)
		return;
	tui_span_on(item->lead, &item->flagged->hunk->lines[line], &from, &to);
	tui_show_place(state, (struct tui_place){ line, from });
}

size_t tui_next_open(const struct tui_state *state)
{
	size_t n = state->visible.n, pos = tui_order_position(state, state->selected);

	for (size_t step = 1; step <= n; step++) {
		size_t hunk = tui_order_hunk(state, (pos + step) % n);

		if (hunk != state->selected && tui_item_is_open(tui_item_at(state, hunk)))
			return hunk;
	}
	return TUI_NO_HUNK;
}

/* --- the list --------------------------------------------------------------------------------- */
static bool begins_section(const struct tui_state *state, size_t pos)
{
	return tui_item_at(state, tui_order_hunk(state, pos))->section !=
	       tui_item_at(state, tui_order_hunk(state, pos - 1))->section;
}

/* The first position from which on ROWS rows of the list, headings included, reach POS. */
static size_t first_reaching(const struct tui_state *state, size_t pos, int rows)
{
	int used = 2;            /* the hunk and the heading above it */
	size_t top = pos;

	while (top > 0) {
		used += begins_section(state, top) ? 2 : 1;
		if (used > rows)
			break;
		top--;
	}
	return top;
}

static void settle_list(struct tui_state *state, int rows)
{
	size_t pos = tui_order_position(state, state->selected), last = state->visible.n - 1;
	size_t least = first_reaching(state, pos, rows), most = first_reaching(state, last, rows);

	if (state->list_top < least)
		state->list_top = least;
	if (state->list_top > most)
		state->list_top = most;
	if (state->list_top > pos)
		state->list_top = pos;
}

static void move_list(struct tui_state *state, int steps)
{
	size_t pos = tui_order_position(state, state->selected), last = state->visible.n - 1, goal;

	if (steps < 0)
		goal = (size_t)-(long)steps > pos ? 0 : pos - (size_t)-(long)steps;
	else
		goal = (size_t)steps > last - pos ? last : pos + (size_t)steps;
	if (goal == pos)
		tui_say(state, steps < 0 ? "this is the first flagged hunk"
					 : "this is the last flagged hunk");
	else
		tui_select(state, tui_order_hunk(state, goal));
}

static bool is_same_file(const struct tui_state *state, size_t pos, size_t other)
{
	const struct cdr_file *a =
		tui_item_at(state, tui_order_hunk(state, pos))->flagged->hunk->file;
	const struct cdr_file *b =
		tui_item_at(state, tui_order_hunk(state, other))->flagged->hunk->file;

	return cdr_str_eq(a->path, b->path);
}

static void next_file(struct tui_state *state)
{
	size_t pos = tui_order_position(state, state->selected), goal = pos;

	while (goal < state->visible.n && is_same_file(state, pos, goal))
		goal++;
	if (goal == state->visible.n)
		tui_say(state, "this is the last file of the list");
	else
		tui_select(state, tui_order_hunk(state, goal));
}

static void prev_file(struct tui_state *state)
{
	size_t pos = tui_order_position(state, state->selected), goal = pos, other;

	while (goal > 0 && is_same_file(state, pos, goal))
		goal--;
	if (is_same_file(state, pos, goal)) {
		tui_say(state, "this is the first file of the list");
		return;
	}
	other = goal;
	while (goal > 0 && is_same_file(state, other, goal - 1))
		goal--;
	tui_select(state, tui_order_hunk(state, goal));
}

/* --- the diff --------------------------------------------------------------------------------- */
static void move_diff(struct tui_state *state, int rows)
{
	struct tui_layout layout = tui_layout_of(state);
	struct tui_wrap wrap = tui_layout_wrap(state, &layout);

	tui_wrap_move(&wrap, selected_hunk(state), &state->top, rows);
}

/* The end of the hunk stands at the end of the pane, not above it. */
static void settle_diff(struct tui_state *state, const struct tui_layout *layout)
{
	struct tui_wrap wrap = tui_layout_wrap(state, layout);
	const struct cdr_hunk *hunk = selected_hunk(state);
	int below = at_least_one(layout->diff.rows) - 1;
	struct tui_place end;

	if (hunk->n_lines == 0) {
		state->top = (struct tui_place){ 0, 0 };
		return;
	}
	if (!state->cut)
		state->left = 0;
	end = state->top = tui_wrap_find(&wrap, hunk, state->top);
	if (tui_wrap_move(&wrap, hunk, &end, below) == below)
		return;
	state->top = tui_wrap_last(&wrap, hunk);
	tui_wrap_move(&wrap, hunk, &state->top, -below);
}

/* Columns beyond which no line is scrolled: who wants to read on wraps. */
#define LEFT_MAX 16384

static void move_sideways(struct tui_state *state, int direction)
{
	struct tui_layout layout = tui_layout_of(state);
	int step = at_least_one(tui_layout_wrap(state, &layout).cols / 2);

	if (!state->cut) {
		char key[TUI_KEY_NAME_MAX];

		tui_say(state, "lines are wrapped, nothing is hidden (%s cuts them)",
			tui_keymap_first(&state->keys, TUI_ACT_WRAP, key));
		return;
	}
	state->left += direction * step;
	if (state->left < 0)
		state->left = 0;
	if (state->left > LEFT_MAX)
		state->left = LEFT_MAX;
}

/* --- what a movement means depends on what has the focus -------------------------------------- */
static void scroll_to_end(struct tui_state *state, bool bottom)
{
	struct tui_layout layout = tui_layout_of(state);
	struct tui_wrap wrap = tui_layout_wrap(state, &layout);

	state->top =
		bottom ? tui_wrap_last(&wrap, selected_hunk(state)) : (struct tui_place){ 0, 0 };
}

static void add_clamped(int *top, int rows)
{
	if (rows > 0 && *top > INT_MAX - rows)
		*top = INT_MAX;
	else
		*top += rows;
	if (*top < 0)
		*top = 0;
}

static void scroll(struct tui_state *state, int rows)
{
	if (state->mode != TUI_MODE_REVIEW)
		add_clamped(&state->page_top, rows);
	else if (!tui_selected(state))
		return;
	else if (state->focus == TUI_FOCUS_WHY)
		add_clamped(&state->why_top, rows);
	else if (state->focus == TUI_FOCUS_LIST)
		move_list(state, rows);
	else if (rows == INT_MAX || rows == -INT_MAX)
		scroll_to_end(state, rows > 0);
	else
		move_diff(state, rows);
}

static int page_rows(const struct tui_state *state)
{
	struct tui_layout layout = tui_layout_of(state);
	int rows = layout.diff.rows;

	if (state->mode != TUI_MODE_REVIEW)
		rows = layout.page.rows;
	else if (state->focus == TUI_FOCUS_WHY)
		rows = layout.why.rows;
	else if (state->focus == TUI_FOCUS_LIST)
		rows = layout.list.rows;
	return at_least_one(rows);
}

static bool scroll_action(struct tui_state *state, enum tui_action action)
{
	int page = page_rows(state), half = at_least_one(page / 2);
	const struct {
		enum tui_action action;
		int rows;
	} scrolls[] = {
		{ TUI_ACT_DOWN, 1 }, { TUI_ACT_UP, -1 },
		{ TUI_ACT_HALF_DOWN, half }, { TUI_ACT_HALF_UP, -half },
		{ TUI_ACT_PAGE_DOWN, page }, { TUI_ACT_PAGE_UP, -page },
		{ TUI_ACT_BOTTOM, INT_MAX }, { TUI_ACT_TOP, -INT_MAX },
	};

	for (size_t i = 0; i < sizeof(scrolls) / sizeof(scrolls[0]); i++) {
		if (scrolls[i].action != action)
			continue;
		scroll(state, scrolls[i].rows);
		return true;
	}
	return false;
}

/* Movements among hunks; false when ACTION is none. */
static bool hunk_action(struct tui_state *state, enum tui_action action)
{
	int steps = (action == TUI_ACT_NEXT) - (action == TUI_ACT_PREV);
	int sideways = (action == TUI_ACT_RIGHT) - (action == TUI_ACT_LEFT);

	if (steps)
		move_list(state, steps);
	else if (sideways)
		move_sideways(state, sideways);
	else if (action == TUI_ACT_NEXT_FILE)
		next_file(state);
	else if (action == TUI_ACT_PREV_FILE)
		prev_file(state);
	else
		return false;
	return true;
}

bool tui_move_action(struct tui_state *state, enum tui_action action)
{
	if (scroll_action(state, action))
		return true;
	return tui_selected(state) && hunk_action(state, action);
}

void tui_move_settle(struct tui_state *state)
{
	struct tui_layout layout = tui_layout_of(state);

	if (state->page_top > 0)
		tui_page_clamp(state, &layout);
	if (!tui_selected(state))
		return;
	settle_diff(state, &layout);
	settle_list(state, layout.list.rows);
	if (state->why_top > 0)
		tui_why_clamp(state, &layout);
	state->lines_left = tui_seen_left(state);
}
