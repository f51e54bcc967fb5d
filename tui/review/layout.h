/*
 * layout.h - the size of the terminal -> where everything is. Used by update
 * (what was seen, how far a page is) and by view alike, so that they agree.
 *
 * A rectangle without rows or columns is not there. Every size from 1x1 on works.
 */
#ifndef TUI_REVIEW_LAYOUT_H
#define TUI_REVIEW_LAYOUT_H

#include "review/model.h"

struct tui_rect {
	int row, col, rows, cols;
};

struct tui_layout {
	struct tui_rect line;        /* one-line mode: everything in one row */
	struct tui_rect header;
	struct tui_rect list;
	struct tui_rect border;      /* between list and diff, one column */
	struct tui_rect diff_title, diff;
	struct tui_rect why_title, why;
	struct tui_rect page;        /* help, rule, history, summary; in place of the panes */
	struct tui_rect field;       /* note or menu, above the footer */
	struct tui_rect footer;
};

/* Below these the list folds away, the why-pane becomes one line. */
#define TUI_LIST_MIN_COLS 80
#define TUI_WHY_MIN_ROWS 20

/* A diff pane with fewer columns of text shows nothing that could count as seen. */
#define TUI_SEEN_MIN_COLS 10

struct tui_layout tui_layout_of(const struct tui_state *state);

/* The columns left of the code: line numbers and sign. */
struct tui_gutter {
	int digits;                  /* of one line number; 0: no numbers */
	bool both;                   /* old and new number, else one */
	int cols;                    /* all together */
};
struct tui_gutter tui_layout_gutter(const struct cdr_hunk *hunk, int cols);

/* How lines of the selected hunk become rows of the diff pane. */
struct tui_wrap tui_layout_wrap(const struct tui_state *state, const struct tui_layout *layout);

/* Reasons in a row of the menu. */
int tui_layout_reasons(int cols);

#endif
