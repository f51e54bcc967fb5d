/*
 * canvas.c - small drawing helpers, so that view_*.c read as what is shown
 * and not as how.
 */
#include "review/canvas.h"

const char *tui_glyph(const struct tui_state *state, enum tui_glyph glyph)
{
	static const struct {
		const char *wide, *ascii;
	} glyphs[TUI_GLYPH_COUNT] = {
		[TUI_GLYPH_APPROVED] = { "✓", "A" },
		[TUI_GLYPH_REJECTED] = { "✗", "R" },
		[TUI_GLYPH_PENDING] = { "?", "?" },
		[TUI_GLYPH_STALE] = { "~", "~" },
		[TUI_GLYPH_SAVING] = { "…", "." },
		[TUI_GLYPH_CURSOR] = { "▸", ">" },
		[TUI_GLYPH_VERTICAL] = { "│", "|" },
		[TUI_GLYPH_HORIZONTAL] = { "─", "-" },
		[TUI_GLYPH_TEE] = { "├", "+" },
		[TUI_GLYPH_ELLIPSIS] = { "…", "~" },
		[TUI_GLYPH_ARROW] = { "→", ">" },
		[TUI_GLYPH_WRAPPED] = { "↪", "\\" },
		[TUI_GLYPH_MORE_LEFT] = { "‹", "<" },
		[TUI_GLYPH_MORE_RIGHT] = { "›", ">" },
		[TUI_GLYPH_BAR] = { "█", "#" },
		[TUI_GLYPH_BAR_REST] = { "░", "." },
		[TUI_GLYPH_BULLET] = { "•", "*" },
	};

	return state->ascii ? glyphs[glyph].ascii : glyphs[glyph].wide;
}

struct tui_pen tui_canvas_pen(const struct tui_canvas *canvas, struct tui_rect rect, int row,
			      enum tui_style style)
{
	return (struct tui_pen){
		.cells = canvas->cells,
		.width = canvas->state->width,
		.row = row < rect.rows ? rect.row + row : -1,
		.col = rect.col,
		.end = rect.col + rect.cols,
		.origin = rect.col,
		.tab = canvas->state->tab,
		.style = style,
	};
}

void tui_canvas_fit(const struct tui_canvas *canvas, struct tui_pen *pen, struct cdr_str text,
		    int cols)
{
	int start = pen->col, end = pen->end, limit = pen->col + cols < end ? pen->col + cols : end;

	pen->end = limit;
	if (tui_pen_str(pen, text) < text.len && limit > start) {
		pen->col = limit - 1;
		tui_pen_cstr(pen, tui_glyph(canvas->state, TUI_GLYPH_ELLIPSIS));
	}
	tui_pen_fill(pen);
	pen->end = end;
}

void tui_canvas_rule(const struct tui_canvas *canvas, struct tui_pen *pen)
{
	pen->style = TUI_STYLE_RULE_LINE;
	while (pen->col < pen->end)
		tui_pen_cstr(pen, tui_glyph(canvas->state, TUI_GLYPH_HORIZONTAL));
}

enum tui_glyph tui_item_glyph(const struct tui_item *item)
{
	static const enum tui_glyph glyphs[] = {
		[CDR_STANDING_PENDING] = TUI_GLYPH_PENDING,
		[CDR_STANDING_APPROVED] = TUI_GLYPH_APPROVED,
		[CDR_STANDING_REJECTED] = TUI_GLYPH_REJECTED,
		[CDR_STANDING_STALE] = TUI_GLYPH_STALE,
	};

	return item->saving ? TUI_GLYPH_SAVING : glyphs[item->standing.state];
}

enum tui_style tui_item_style(const struct tui_item *item)
{
	static const enum tui_style styles[] = {
		[CDR_STANDING_PENDING] = TUI_STYLE_PENDING,
		[CDR_STANDING_APPROVED] = TUI_STYLE_APPROVED,
		[CDR_STANDING_REJECTED] = TUI_STYLE_REJECTED,
		[CDR_STANDING_STALE] = TUI_STYLE_STALE,
	};

	return item->saving ? TUI_STYLE_DIM : styles[item->standing.state];
}

enum tui_style tui_severity_style(enum cdr_severity severity)
{
	switch (severity) {
	case CDR_CRITICAL:
		return TUI_STYLE_CRITICAL;
	case CDR_HIGH:
		return TUI_STYLE_HIGH;
	case CDR_MEDIUM:
		return TUI_STYLE_MEDIUM;
	case CDR_LOW:
	case CDR_INFO:
	case CDR_OFF:
		break;
	}
	return TUI_STYLE_LOW;
}
