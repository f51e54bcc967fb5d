/*
 * view_list.c - the flagged hunks, by section. Only what is on the screen is
 * looked at: the list is walked from its first visible hunk.
 */
#include "review/canvas.h"

#include "review/order.h"

#include <stdio.h>

static void draw_heading(const struct tui_canvas *canvas, int row, size_t hunk)
{
	const struct tui_section *section = tui_order_section(canvas->state, hunk);
	struct tui_pen pen = tui_canvas_pen(canvas, canvas->layout.list, row, TUI_STYLE_CATEGORY);
	char count[32];
	int len = snprintf(count, sizeof(count), " %u/%u ", section->n_decided, section->n);
	int room = pen.end - pen.col - 1 - len;

	tui_pen_cstr(&pen, " ");
	tui_canvas_fit(canvas, &pen, section->title, room > 1 ? room : 1);
	pen.style = section->n_decided == section->n ? TUI_STYLE_APPROVED : TUI_STYLE_DIM;
	tui_pen_cstr(&pen, count);
}

/* "login.py:41", the number kept whole. */
static void draw_place(const struct tui_canvas *canvas, struct tui_pen *pen,
		       const struct tui_item *item, int cols)
{
	struct cdr_str name = tui_path_name(item->flagged->hunk->file->path);
	int goal = pen->col + cols, len, wanted = tui_text_columns(name, pen->width, pen->tab);
	char lineno[16];

	len = snprintf(lineno, sizeof(lineno), ":%u", (unsigned)tui_item_lineno(item));
	if (tui_item_lineno(item) == 0)
		lineno[len = 0] = '\0';
	if (wanted > cols - len)
		wanted = cols - len;
	if (wanted > 0)
		tui_canvas_fit(canvas, pen, name, wanted);
	tui_canvas_fit(canvas, pen, cdr_str_from(lineno), goal - pen->col);
}

/* "auth.jwt-none" is under its category already: "jwt-none". */
static struct cdr_str short_rule(struct cdr_str id)
{
	size_t dot = cdr_str_find(id, CDR_STR("."));

	return dot < id.len ? cdr_str_sub(id, dot + 1, id.len) : id;
}

static void draw_hunk(const struct tui_canvas *canvas, int row, size_t hunk)
{
	const struct tui_item *item = tui_item_at(canvas->state, hunk);
	bool selected = hunk == canvas->state->selected;
	enum tui_style style = selected ? TUI_STYLE_SELECTED : TUI_STYLE_TEXT;
	struct tui_pen pen = tui_canvas_pen(canvas, canvas->layout.list, row, style);
	int place_cols;

	tui_pen_cstr(&pen, selected ? tui_glyph(canvas->state, TUI_GLYPH_CURSOR) : " ");
	tui_pen_styled(&pen, selected ? style : tui_item_style(item),
		       tui_glyph(canvas->state, tui_item_glyph(item)));
	tui_pen_cstr(&pen, item->standing.disputed ? "!" : " ");
	place_cols = (pen.end - pen.col) * 55 / 100;
	draw_place(canvas, &pen, item, place_cols);
	tui_pen_cstr(&pen, " ");
	if (!selected)
		pen.style = tui_severity_style(item->lead->severity);
	tui_canvas_fit(canvas, &pen, short_rule(item->lead->rule->id), pen.end - pen.col);
	if (selected) {
		canvas->cells->cursor_row = pen.row;
		canvas->cells->cursor_col = canvas->layout.list.col;
	}
}

/* It also says whether the keys move in the list. */
static void draw_border(const struct tui_canvas *canvas)
{
	bool focused = canvas->state->focus == TUI_FOCUS_LIST;
	enum tui_style style = focused ? TUI_STYLE_KEY : TUI_STYLE_RULE_LINE;

	for (int row = 0; row < canvas->layout.border.rows; row++) {
		struct tui_pen pen =
			tui_canvas_pen(canvas, canvas->layout.border, row, style);
		bool tee = tui_selected(canvas->state) && canvas->layout.why.rows &&
			   pen.row == canvas->layout.why_title.row;

		tui_pen_cstr(&pen,
			     tui_glyph(canvas->state, tee ? TUI_GLYPH_TEE : TUI_GLYPH_VERTICAL));
	}
}

void tui_view_list(const struct tui_canvas *canvas)
{
	const struct tui_state *state = canvas->state;
	uint32_t section = UINT32_MAX;
	size_t pos = state->list_top;

	draw_border(canvas);
	for (int row = 0; row < canvas->layout.list.rows && pos < state->visible.n; row++) {
		size_t hunk = tui_order_hunk(state, pos);

		if (tui_item_at(state, hunk)->section != section) {
			section = tui_item_at(state, hunk)->section;
			draw_heading(canvas, row, hunk);
		} else {
			draw_hunk(canvas, row, hunk);
			pos++;
		}
	}
}
