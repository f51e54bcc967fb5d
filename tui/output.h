/*
 * output.h - data to stdout, everything else to stderr, nothing raw.
 *
 * Text of a repository is printed by tui_put* only, which escape what may not
 * reach a terminal (utf8.h). Colour: --color, then NO_COLOR, CLICOLOR_FORCE,
 * color.cdreview and color.ui, then whether stdout is a terminal.
 */
#ifndef TUI_OUTPUT_H
#define TUI_OUTPUT_H

#include "cdreview/finding.h"

#include <stdio.h>

enum tui_color {
	TUI_COLOR_PLAIN, TUI_COLOR_COMMIT, TUI_COLOR_FILE, TUI_COLOR_ADDED, TUI_COLOR_REMOVED,
	TUI_COLOR_SPAN, TUI_COLOR_CRITICAL, TUI_COLOR_HIGH, TUI_COLOR_MEDIUM, TUI_COLOR_LOW,
	TUI_COLOR_GOOD, TUI_COLOR_BAD, TUI_COLOR_DIM, TUI_COLOR_COUNT,
};

struct tui_output {
	FILE *data;          /* stdout */
	FILE *talk;          /* stderr */
	bool color;          /* on data */
	bool talk_color;
};

enum tui_color tui_color_of(enum cdr_severity severity);

void tui_color_on(const struct tui_output *out, enum tui_color color);
void tui_color_off(const struct tui_output *out);

void tui_put(const struct tui_output *out, struct cdr_str text);                        /* escaped */
void tui_putc(const struct tui_output *out, enum tui_color color,
	      struct cdr_str text); /* escaped, coloured */
void tui_putf(const struct tui_output *out, const char *fmt, ...) CDR_PRINTF(2, 3);     /* our own words */

/* "cdreview: place: message" and the hint on a line of its own. */
void tui_complain(const struct tui_output *out, const struct cdr_err *err);
void tui_warn(const struct tui_output *out, struct cdr_str words);
void tui_diag(const struct tui_output *out, const struct cdr_diag *diag);

/* Flushes; CDR_EIO when stdout did not take everything (full disk). */
CDR_NODISCARD int tui_output_finish(const struct tui_output *out, struct cdr_err *err);

#endif
