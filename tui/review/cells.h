/*
 * cells.h - the screen as data: a grid of graphemes with styles, and the pen that draws it.
 *
 * view() fills it, term/screen.c paints the difference, tests read it.
 * Units: row and col are 0-based; width is terminal columns.
 */
#ifndef TUI_REVIEW_CELLS_H
#define TUI_REVIEW_CELLS_H

#include "review/cluster.h"

#include <stdint.h>

/* What a cell means; theme.c turns it into colours and attributes, tests into a letter. */
enum tui_style {
	TUI_STYLE_TEXT, TUI_STYLE_TITLE, TUI_STYLE_RULE_LINE, TUI_STYLE_DIM, TUI_STYLE_CATEGORY,
	TUI_STYLE_SELECTED, TUI_STYLE_ADDED, TUI_STYLE_REMOVED, TUI_STYLE_CONTEXT, TUI_STYLE_LINENO,
	TUI_STYLE_SPAN, TUI_STYLE_SPAN_REMOVED, TUI_STYLE_ESCAPE,
	TUI_STYLE_APPROVED, TUI_STYLE_REJECTED, TUI_STYLE_PENDING, TUI_STYLE_STALE,
	TUI_STYLE_CRITICAL, TUI_STYLE_HIGH, TUI_STYLE_MEDIUM, TUI_STYLE_LOW,
	TUI_STYLE_KEY, TUI_STYLE_FOOTER, TUI_STYLE_ERROR, TUI_STYLE_FOUND, TUI_STYLE_BAR,
	TUI_STYLE_COUNT,
};

struct tui_cell {
	char text[TUI_GRAPHEME_MAX + 1];  /* NUL-terminated; "" is the right half of a wide one */
	uint8_t width;                    /* 1 or 2; 0 for a right half */
	uint8_t style;                    /* enum tui_style */
};

struct tui_cells {
	struct tui_cell *grid;            /* rows x cols, row by row */
	int rows, cols;
	int cursor_row, cursor_col;       /* of the terminal: at the selected row or in a field */
};

void tui_cells_init(struct tui_cells *cells);
void tui_cells_release(struct tui_cells *cells);
void tui_cells_resize(struct tui_cells *cells, int rows, int cols);   /* blanks everything */

/*
 * A pen writes clusters from (row, col) on, up to column END (exclusive), and
 * stands behind the last one afterwards. Text of the repository is drawn by
 * tui_pen_str alone: what is unsafe appears in its visible form in
 * TUI_STYLE_ESCAPE, a tab reaches the next multiple of TAB behind ORIGIN, a
 * cluster that no longer fits is left out with all that follows.
 */
struct tui_pen {
	struct tui_cells *cells;
	tui_width_fn *width;
	int row, col, end;
	int origin;                       /* column that tab stops count from */
	int tab;                          /* columns a tab stop, at least 1 */
	int skip;                         /* columns still to leave out (horizontal scroll) */
	enum tui_style style;
};

/* Draw TEXT; return the bytes drawn or skipped: less than its length when it was cut. */
size_t tui_pen_str(struct tui_pen *pen, struct cdr_str text);
size_t tui_pen_cstr(struct tui_pen *pen, const char *text);

/* For words of our own: at most 255 bytes. */
size_t tui_pen_printf(struct tui_pen *pen, const char *fmt, ...) CDR_PRINTF(2, 3);

/* Draws TEXT in STYLE; the pen keeps its own style. */
void tui_pen_styled(struct tui_pen *pen, enum tui_style style, const char *text);

/* Blanks in the pen's style up to END. */
void tui_pen_fill(struct tui_pen *pen);

#endif
