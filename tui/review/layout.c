/*
 * layout.c - plain arithmetic from the outside in; whoever does not fit gets
 * an empty rectangle and need not be asked again.
 */
#include "review/layout.h"

#define REASON_COLS 20
#define NOTE_ROWS 5       /* title and four lines */

static int clamp(int value, int low, int high)
{
	return value < low ? low : value > high ? high : value;
}

int tui_layout_reasons(int cols)
{
	return cols < REASON_COLS ? 1 : cols / REASON_COLS;
}

/* Cuts ROWS rows off the bottom of *BODY; an empty rectangle when there are not as many. */
static struct tui_rect cut_bottom(struct tui_rect *body, int rows)
{
	struct tui_rect cut = { body->row + body->rows - rows, body->col, rows, body->cols };

	if (rows > body->rows)
		return (struct tui_rect){ 0 };
	body->rows -= rows;
	return cut;
}

static struct tui_rect cut_top(struct tui_rect *body, int rows)
{
	struct tui_rect cut = { body->row, body->col, rows, body->cols };

	if (rows > body->rows)
		return (struct tui_rect){ 0 };
	body->row += rows;
	body->rows -= rows;
	return cut;
}

static int field_rows(const struct tui_state *state, int body_rows)
{
	int reasons = CDR_REASON_COUNT - 1, per_row = tui_layout_reasons(state->cols);

	if (state->mode == TUI_MODE_NOTE)
		return clamp(NOTE_ROWS, 1, body_rows);
	if (state->mode == TUI_MODE_REASON)
		return clamp(1 + (reasons + per_row - 1) / per_row, 1, body_rows);
	return 0;
}

/* Prose does not stick to the border. */
static struct tui_rect with_margin(struct tui_rect rect)
{
	if (rect.cols > 20) {
		rect.col++;
		rect.cols--;
	}
	return rect;
}

/* Diff above, why-pane below; where there is no room for it the focused one takes all. */
static void split_panes(struct tui_layout *layout, const struct tui_state *state,
			struct tui_rect body)
{
	int why_rows = clamp(body.rows / 3, 5, 12);

	if (state->rows >= TUI_WHY_MIN_ROWS && body.rows > why_rows + 3) {
		layout->why = with_margin(cut_bottom(&body, why_rows - 1));
		layout->why_title = cut_bottom(&body, 1);
	} else if (state->focus == TUI_FOCUS_WHY) {
		layout->why_title = cut_top(&body, 1);
		layout->why = with_margin(body);
		return;
	} else if (body.rows >= 4) {
		layout->why_title = cut_bottom(&body, 1);
	}
	if (body.rows >= 3)
		layout->diff_title = cut_top(&body, 1);
	layout->diff = body;
}

static void split_body(struct tui_layout *layout, const struct tui_state *state,
		       struct tui_rect body)
{
	int list_cols = clamp(state->cols * 3 / 10, 28, 44);

	if (state->mode == TUI_MODE_PAGE || state->mode == TUI_MODE_SUMMARY) {
		layout->page = with_margin(body);
	} else if (state->cols >= TUI_LIST_MIN_COLS) {
		layout->list = (struct tui_rect){ body.row, 0, body.rows, list_cols };
		layout->border = (struct tui_rect){ body.row, list_cols, body.rows, 1 };
		body.col = list_cols + 1;
		body.cols = state->cols - body.col;
		split_panes(layout, state, body);
	} else if (state->focus == TUI_FOCUS_LIST) {
		layout->list = body;
	} else {
		split_panes(layout, state, body);
	}
}

struct tui_layout tui_layout_of(const struct tui_state *state)
{
	struct tui_layout layout = { 0 };
	struct tui_rect body = { 0, 0, state->rows, state->cols };
	bool typing = state->mode == TUI_MODE_NOTE || state->mode == TUI_MODE_PROMPT;

	if (state->rows == 1) {
		*(typing ? &layout.field : &layout.line) = body;
		return layout;
	}
	if (state->rows >= 6)
		layout.header = cut_top(&body, 1);
	layout.footer = cut_bottom(&body, 1);
	layout.field = cut_bottom(&body, field_rows(state, body.rows));
	split_body(&layout, state, body);
	return layout;
}

static int digits_of(uint64_t number)
{
	int digits = 1;

	for (; number >= 10; number /= 10)
		digits++;
	return digits;
}

struct tui_gutter tui_layout_gutter(const struct cdr_hunk *hunk, int cols)
{
	uint64_t old_end = (uint64_t)hunk->old_start + hunk->old_lines;
	uint64_t new_end = (uint64_t)hunk->new_start + hunk->new_lines;
	struct tui_gutter gutter = {
		.digits = clamp(digits_of(old_end > new_end ? old_end : new_end), 3, 10)
	};

	gutter.both = cols >= 50;
	if (cols < 24)
		gutter.digits = 0;
	if (gutter.digits)
		gutter.cols = (gutter.digits + 1) * (gutter.both ? 2 : 1);
	gutter.cols += 2;
	return gutter;
}

struct tui_wrap tui_layout_wrap(const struct tui_state *state, const struct tui_layout *layout)
{
	const struct tui_item *item = tui_selected(state);
	struct tui_wrap wrap = { state->width, state->tab, layout->diff.cols, state->cut };

	if (item)
		wrap.cols -= tui_layout_gutter(item->flagged->hunk, layout->diff.cols).cols;
	wrap.cols -= state->cut;   /* the mark that says there is more */
	if (wrap.cols < 1)
		wrap.cols = 1;
	return wrap;
}
