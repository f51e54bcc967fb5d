/*
 * cells.c - the grid and its pen. Every byte of a repository that reaches the
 * screen passes through tui_pen_str, which is why safety is decided here once.
 */
#include "review/cells.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void tui_cells_init(struct tui_cells *cells)
{
	*cells = (struct tui_cells){ 0 };
}

void tui_cells_release(struct tui_cells *cells)
{
	free(cells->grid);
	tui_cells_init(cells);
}

static void blank(struct tui_cell *cell, enum tui_style style)
{
	*cell = (struct tui_cell){ .text = " ", .width = 1, .style = (uint8_t)style };
}

void tui_cells_resize(struct tui_cells *cells, int rows, int cols)
{
	size_t n = (size_t)rows * (size_t)cols;

	if (rows != cells->rows || cols != cells->cols) {
		free(cells->grid);
		cells->grid = malloc(n * sizeof(*cells->grid));
		if (!cells->grid)
			abort();   /* as arena.h: the terminal layer restores the screen */
	}
	cells->rows = rows;
	cells->cols = cols;
	cells->cursor_row = cells->cursor_col = 0;
	for (size_t i = 0; i < n; i++)
		blank(&cells->grid[i], TUI_STYLE_TEXT);
}

/* Puts TEXT at the pen if the grid reaches there, and moves on by WIDTH. */
static void put(struct tui_pen *pen, const char *text, int width, enum tui_style style)
{
	const struct tui_cells *cells = pen->cells;
	struct tui_cell *cell;

	if (pen->row < 0 || pen->row >= cells->rows || pen->col < 0 ||
	    pen->col + width > cells->cols) {
		pen->col += width;
		return;
	}
	cell = &cells->grid[(size_t)pen->row * (size_t)cells->cols + (size_t)pen->col];
	blank(cell, style);
	memcpy(cell->text, text, strlen(text) + 1);
	cell->width = (uint8_t)width;
	if (width == 2) {
		cell[1] = (struct tui_cell){ .style = (uint8_t)style };
		if (pen->col + 2 < cells->cols && cell[2].width == 0)
			blank(&cell[2], (enum tui_style)cell[2].style);
	}
	pen->col += width;
}

/*
 * One column of CLUSTER: a blank of a tab, a letter of an escape, a blank where a wide one is
 * cut.
 */
static void put_column(struct tui_pen *pen, const struct tui_cluster *cluster, int column)
{
	char text[2] = " ";

	if (pen->skip > 0) {
		pen->skip--;
		pen->origin--;
		return;
	}
	if (cluster->kind == TUI_CLUSTER_ESCAPE)
		text[0] = cluster->shown[column];
	put(pen, text, 1, cluster->kind == TUI_CLUSTER_ESCAPE ? TUI_STYLE_ESCAPE : pen->style);
}

/* Draws CLUSTER, WIDTH columns wide; false when it does not fit whole. */
static bool draw(struct tui_pen *pen, const struct tui_cluster *cluster, int width)
{
	if (cluster->kind == TUI_CLUSTER_TEXT && pen->skip == 0) {
		if (pen->col + width > pen->end)
			return false;
		put(pen, cluster->shown, width, pen->style);
		return true;
	}
	for (int column = 0; column < width; column++) {
		if (pen->col >= pen->end && pen->skip == 0)
			return cluster->kind == TUI_CLUSTER_TAB && column > 0;
		put_column(pen, cluster, column);
	}
	return true;
}

size_t tui_pen_str(struct tui_pen *pen, struct cdr_str text)
{
	struct tui_cluster cluster;
	size_t at;

	for (at = 0; at < text.len; at += cluster.len) {
		int width;

		tui_cluster_next(&cluster, cdr_str_sub(text, at, text.len), pen->width);
		width = tui_cluster_columns(&cluster, pen->col - pen->origin, pen->tab);
		if (!draw(pen, &cluster, width))
			break;
	}
	return at;
}

size_t tui_pen_cstr(struct tui_pen *pen, const char *text)
{
	return tui_pen_str(pen, cdr_str_from(text));
}

size_t tui_pen_printf(struct tui_pen *pen, const char *fmt, ...)
{
	char text[256];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	return tui_pen_cstr(pen, text);
}

void tui_pen_styled(struct tui_pen *pen, enum tui_style style, const char *text)
{
	enum tui_style before = pen->style;

	pen->style = style;
	tui_pen_cstr(pen, text);
	pen->style = before;
}

void tui_pen_fill(struct tui_pen *pen)
{
	while (pen->col < pen->end)
		put(pen, " ", 1, pen->style);
}
