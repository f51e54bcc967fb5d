/*
 * codeline.h - a line of a hunk as line output shows it: tabs spread out, what
 * is unsafe made visible, secrets hidden, the span of a finding marked.
 */
#ifndef TUI_CMD_CODELINE_H
#define TUI_CMD_CODELINE_H

#include "output.h"

#define TUI_TAB 8   /* columns a tab stop, as git's own */

struct tui_codeline {
	const struct cdr_flagged *flagged;   /* its findings say what must be hidden */
	const struct cdr_line *line;
	size_t begin, end;                   /* bytes of the line to show */
	size_t from, to;                     /* bytes to mark; equal: none */
};

/* LINE of FLAGGED from its first byte to its last, nothing marked. */
struct tui_codeline tui_codeline_whole(const struct cdr_flagged *flagged, const struct cdr_line *line);

struct tui_columns {
	size_t from, to;   /* 0-based; equal: nothing was marked */
};

/* Prints the text in the colour of its origin, without a newline; returns where the mark stands. */
struct tui_columns tui_codeline_put(const struct tui_output *out, const struct tui_codeline *code);

#endif
