/*
 * flow.c - rows that are off the screen cost a wrap but no drawing, rows
 * behind the end of the screen cost nothing.
 */
#include "review/flow.h"

#include <stdarg.h>
#include <stdio.h>

static bool is_past_end(const struct tui_flow *flow)
{
	return flow->cells && flow->row - flow->skip >= flow->rect.rows;
}

static struct tui_pen pen_at(const struct tui_flow *flow, enum tui_style style, int indent)
{
	struct tui_canvas canvas = { .state = flow->state, .cells = flow->cells };
	struct tui_pen pen = tui_canvas_pen(&canvas, flow->rect, flow->row - flow->skip, style);

	pen.col += indent;
	pen.origin = pen.col;
	return pen;
}

static bool is_visible(const struct tui_flow *flow)
{
	return flow->cells && flow->row >= flow->skip && !is_past_end(flow);
}

/* Where the row of TEXT that begins at FROM ends: at the last blank that still fits. */
static size_t break_row(const struct tui_wrap *wrap, struct cdr_str text, size_t from)
{
	size_t end = tui_wrap_end(wrap, text, from), at = end;

	if (end >= text.len || text.ptr[end] == ' ')
		return end;
	while (at > from && text.ptr[at - 1] != ' ')
		at--;
	return at > from ? at : end;
}

static void flow_line(struct tui_flow *flow, enum tui_style style, int indent, struct cdr_str line)
{
	int cols = flow->rect.cols - indent;
	struct tui_wrap wrap = { flow->state->width, flow->state->tab, cols > 0 ? cols : 1, false };
	size_t at = 0;

	do {
		size_t end = break_row(&wrap, line, at);

		if (is_visible(flow)) {
			struct tui_pen pen = pen_at(flow, style, indent);

			tui_pen_str(&pen, cdr_str_sub(line, at, end));
		}
		flow->row++;
		for (at = end; at < line.len && line.ptr[at] == ' ';)
			at++;
	} while (at < line.len && !is_past_end(flow));
}

void tui_flow_text(struct tui_flow *flow, enum tui_style style, int indent, struct cdr_str text)
{
	struct cdr_str line;

	while (!is_past_end(flow) && cdr_str_line(&text, &line))
		flow_line(flow, style, indent, line);
}

void tui_flow_printf(struct tui_flow *flow, enum tui_style style, int indent, const char *fmt, ...)
{
	char text[512];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	tui_flow_text(flow, style, indent, cdr_str_from(text));
}

void tui_flow_labelled(struct tui_flow *flow, const char *label, enum tui_style style,
		       struct cdr_str text)
{
	int indent =
		tui_text_columns(cdr_str_from(label), flow->state->width, flow->state->tab) + 1;

	text = cdr_str_trim(text);
	if (text.len == 0)
		return;
	if (is_visible(flow)) {
		struct tui_pen pen = pen_at(flow, TUI_STYLE_TITLE, 0);

		tui_pen_cstr(&pen, label);
	}
	if (indent * 2 > flow->rect.cols) {
		indent = 0;
		flow->row++;
	}
	tui_flow_text(flow, style, indent, text);
}

void tui_flow_blank(struct tui_flow *flow)
{
	flow->row++;
}
