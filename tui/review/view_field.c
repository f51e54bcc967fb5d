/*
 * view_field.c - where text is typed and reasons are chosen: the note editor,
 * the menu of reasons, and the prompt in the footer's place.
 */
#include "review/canvas.h"

#include <stdio.h>

/* A row of a text field: bytes [from, to). */
struct row {
	size_t from, to;
};

/* The row of TEXT that begins at FROM; a line feed ends it and belongs to it. */
static struct row row_at(const struct tui_wrap *wrap, struct cdr_str text, size_t from)
{
	size_t end = from;
	struct row row = { from, from };

	while (end < text.len && text.ptr[end] != '\n')
		end++;
	row.to = from + tui_wrap_end(wrap, cdr_str_sub(text, from, end), 0);
	return row;
}

/* Where the next row begins; text.len + 1 behind the last one. */
static size_t after_row(struct cdr_str text, struct row row)
{
	if (row.to >= text.len)
		return text.len + 1;
	return text.ptr[row.to] == '\n' ? row.to + 1 : row.to;
}

static bool has_cursor(struct cdr_str text, struct row row, size_t cursor)
{
	return cursor >= row.from && cursor < after_row(text, row);
}

/* Rows above the one with the cursor. */
static int cursor_row(const struct tui_wrap *wrap, const struct tui_lineedit *edit)
{
	struct cdr_str text = tui_lineedit_text(edit);
	struct row row = row_at(wrap, text, 0);
	int n = 0;

	while (!has_cursor(text, row, edit->cursor)) {
		row = row_at(wrap, text, after_row(text, row));
		n++;
	}
	return n;
}

static void draw_field(const struct tui_canvas *canvas, const struct tui_lineedit *edit,
		       struct tui_rect rect)
{
	const struct tui_state *state = canvas->state;
	struct tui_wrap wrap = { state->width, state->tab, rect.cols > 1 ? rect.cols - 1 : 1,
				 false };
	struct cdr_str text = tui_lineedit_text(edit);
	int skip = cursor_row(&wrap, edit) - rect.rows + 1, n = 0;

	for (size_t at = 0; at <= text.len && n - (skip > 0 ? skip : 0) < rect.rows; n++) {
		struct row row = row_at(&wrap, text, at);

		if (n >= skip) {
			struct tui_pen pen = tui_canvas_pen(canvas, rect, n - (skip > 0 ? skip : 0),
							    TUI_STYLE_TEXT);

			tui_pen_str(&pen, cdr_str_sub(text, row.from, row.to));
			if (has_cursor(text, row, edit->cursor)) {
				canvas->cells->cursor_row = pen.row;
				canvas->cells->cursor_col =
					rect.col +
					tui_text_columns(cdr_str_sub(text, row.from, edit->cursor),
							 state->width, state->tab);
			}
		}
		at = after_row(text, row);
	}
}

static void draw_title(const struct tui_canvas *canvas, const char *words, const char *detail)
{
	const struct tui_item *item = tui_selected(canvas->state);
	struct tui_pen pen = tui_canvas_pen(canvas, canvas->layout.field, 0, TUI_STYLE_RULE_LINE);

	tui_pen_cstr(&pen, tui_glyph(canvas->state, TUI_GLYPH_HORIZONTAL));
	pen.style = TUI_STYLE_TITLE;
	tui_pen_printf(&pen, " %s ", words);
	tui_pen_str(&pen, tui_path_name(item->flagged->hunk->file->path));
	tui_pen_printf(&pen, ":%u%s ", (unsigned)tui_item_lineno(item), detail);
	tui_canvas_rule(canvas, &pen);
}

static void view_note(const struct tui_canvas *canvas)
{
	const struct tui_state *state = canvas->state;
	struct tui_rect rect = canvas->layout.field;
	char detail[64] = "";

	if (rect.rows > 1) {
		if (state->draft.verdict == CDR_REJECT)
			snprintf(detail, sizeof(detail), ": %s",
				 cdr_reason_name(state->draft.reason));
		draw_title(canvas, state->draft.verdict == CDR_REJECT ? "reject" : "note on",
			   detail);
		rect.row++;
		rect.rows--;
	}
	draw_field(canvas, &state->note, rect);
}

static void view_reasons(const struct tui_canvas *canvas)
{
	struct tui_rect rect = canvas->layout.field;
	int per_row = tui_layout_reasons(rect.cols), cols = rect.cols / per_row;

	draw_title(canvas, "why reject", "?");
	for (int reason = 1; reason < CDR_REASON_COUNT; reason++) {
		int place = reason - 1;
		struct tui_pen pen =
			tui_canvas_pen(canvas, rect, 1 + place / per_row, TUI_STYLE_KEY);

		pen.col += place % per_row * cols;
		tui_pen_printf(&pen, " %d ", reason);
		pen.style = TUI_STYLE_TEXT;
		tui_pen_cstr(&pen, cdr_reason_name((enum cdr_reason)reason));
	}
	canvas->cells->cursor_row = rect.row;
	canvas->cells->cursor_col = 0;
}

/* One line that scrolls sideways, so that the cursor is always in it. */
static void view_prompt(const struct tui_canvas *canvas)
{
	const struct tui_state *state = canvas->state;
	struct tui_rect rect =
		canvas->layout.footer.rows ? canvas->layout.footer : canvas->layout.field;
	struct tui_pen pen = tui_canvas_pen(canvas, rect, 0, TUI_STYLE_KEY);
	struct cdr_str text = tui_lineedit_text(&state->line);
	int cursor = tui_text_columns(cdr_str_sub(text, 0, state->line.cursor), state->width,
				      state->tab),
	    room;

	tui_pen_cstr(&pen, state->prompt == TUI_PROMPT_SEARCH ? "/" : "filter: ");
	room = pen.end - pen.col;
	pen.style = TUI_STYLE_TEXT;
	pen.origin = pen.col;
	pen.skip = cursor >= room ? cursor - room + 1 : 0;
	canvas->cells->cursor_row = rect.row;
	canvas->cells->cursor_col = pen.col + cursor - pen.skip;
	tui_pen_str(&pen, text);
}

void tui_view_field(const struct tui_canvas *canvas)
{
	if (canvas->state->mode == TUI_MODE_PROMPT)
		view_prompt(canvas);
	else if (canvas->layout.field.rows == 0)
		return;
	else if (canvas->state->mode == TUI_MODE_NOTE)
		view_note(canvas);
	else if (canvas->state->mode == TUI_MODE_REASON)
		view_reasons(canvas);
}
