/*
 * flow.h - prose in a rectangle: wrapped at words, scrolled by rows, or only measured.
 *
 * The same code that draws a page tells how many rows it has: begin with
 * cells NULL, run it, read `row`.
 */
#ifndef TUI_REVIEW_FLOW_H
#define TUI_REVIEW_FLOW_H

#include "review/canvas.h"

struct tui_flow {
	const struct tui_state *state;
	struct tui_cells *cells;      /* NULL: measure */
	struct tui_rect rect;
	int skip;                     /* rows scrolled away */
	int row;                      /* rows produced so far */
};

/* TEXT may have several lines; INDENT columns are left free. */
void tui_flow_text(struct tui_flow *flow, enum tui_style style, int indent, struct cdr_str text);
void tui_flow_printf(struct tui_flow *flow, enum tui_style style, int indent, const char *fmt, ...)
	CDR_PRINTF(4, 5);

/* "LABEL text", the text as a block beside its label. Nothing when TEXT is empty. */
void tui_flow_labelled(struct tui_flow *flow, const char *label, enum tui_style style,
		       struct cdr_str text);
void tui_flow_blank(struct tui_flow *flow);

#endif
