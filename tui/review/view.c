/*
 * view.c - the state as a grid of cells: each part draws itself into its
 * rectangle, whoever has none draws nothing.
 */
#include "review/canvas.h"

/* A wide letter at the edge may put the cursor behind it. */
static void keep_cursor_inside(struct tui_cells *cells)
{
	if (cells->cursor_row >= cells->rows)
		cells->cursor_row = cells->rows - 1;
	if (cells->cursor_col >= cells->cols)
		cells->cursor_col = cells->cols - 1;
}

void tui_view(const struct tui_state *state, struct tui_cells *cells)
{
	struct tui_canvas canvas = { state, cells, tui_layout_of(state) };

	tui_cells_resize(cells, state->rows, state->cols);
	if (canvas.layout.line.rows) {
		tui_view_line(&canvas);
		return;
	}
	cells->cursor_row = canvas.layout.diff.row;
	cells->cursor_col = canvas.layout.diff.col;
	tui_view_header(&canvas);
	tui_view_diff(&canvas);
	tui_view_list(&canvas);
	tui_view_why(&canvas);
	if (canvas.layout.page.rows)
		tui_view_page(&canvas);
	tui_view_footer(&canvas);
	tui_view_field(&canvas);
	keep_cursor_inside(cells);
}
