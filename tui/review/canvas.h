/*
 * canvas.h - what every view_*.c draws with: the state, the cells, the layout,
 * and signs that also exist in ASCII.
 */
#ifndef TUI_REVIEW_CANVAS_H
#define TUI_REVIEW_CANVAS_H

#include "review/layout.h"

enum tui_glyph {
	TUI_GLYPH_APPROVED,
	TUI_GLYPH_REJECTED,
	TUI_GLYPH_PENDING,
	TUI_GLYPH_STALE,
	TUI_GLYPH_SAVING,
	TUI_GLYPH_CURSOR,
	TUI_GLYPH_VERTICAL,
	TUI_GLYPH_HORIZONTAL,
	TUI_GLYPH_TEE,
	TUI_GLYPH_ELLIPSIS,
	TUI_GLYPH_ARROW,
	TUI_GLYPH_WRAPPED,
	TUI_GLYPH_MORE_LEFT,
	TUI_GLYPH_MORE_RIGHT,
	TUI_GLYPH_BAR,
	TUI_GLYPH_BAR_REST,
	TUI_GLYPH_BULLET,
	TUI_GLYPH_COUNT,
};

struct tui_canvas {
	const struct tui_state *state;
	struct tui_cells *cells;
	struct tui_layout layout;
};

const char *tui_glyph(const struct tui_state *state, enum tui_glyph glyph);   /* one column wide */

/* A pen at the beginning of row ROW of RECT that ends at its right edge. */
struct tui_pen tui_canvas_pen(const struct tui_canvas *canvas, struct tui_rect rect, int row,
			      enum tui_style style);

/* Draws TEXT in exactly COLS columns: filled with blanks, or cut and marked so. */
void tui_canvas_fit(const struct tui_canvas *canvas, struct tui_pen *pen, struct cdr_str text,
		    int cols);

/* Fills the rest of the pen's row with a horizontal line. */
void tui_canvas_rule(const struct tui_canvas *canvas, struct tui_pen *pen);

/* What stands about ITEM, as a sign and a style. */
enum tui_glyph tui_item_glyph(const struct tui_item *item);
enum tui_style tui_item_style(const struct tui_item *item);
enum tui_style tui_severity_style(enum cdr_severity severity);

/* --- the parts of the screen, one file each --------------------------------------------------- */
void tui_view_line(const struct tui_canvas *canvas);
void tui_view_header(const struct tui_canvas *canvas);
void tui_view_footer(const struct tui_canvas *canvas);
void tui_view_list(const struct tui_canvas *canvas);
void tui_view_diff(const struct tui_canvas *canvas);
void tui_view_why(const struct tui_canvas *canvas);
void tui_view_field(const struct tui_canvas *canvas);
void tui_view_page(const struct tui_canvas *canvas);

#endif
