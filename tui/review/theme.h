/*
 * theme.h - what a style looks like: data only, no terminal.
 *
 * Meaning is never by colour alone: every theme also works in `mono`, which
 * has attributes but no colours and is what NO_COLOR selects.
 */
#ifndef TUI_REVIEW_THEME_H
#define TUI_REVIEW_THEME_H

#include "review/cells.h"

enum tui_attr {
	TUI_ATTR_BOLD = 1 << 0,
	TUI_ATTR_DIM = 1 << 1,
	TUI_ATTR_UNDERLINE = 1 << 2,
	TUI_ATTR_REVERSE = 1 << 3
};

struct tui_look {
	int16_t fg, bg;        /* index into the terminal's palette; -1 is its own colour */
	uint8_t attrs;         /* bits of enum tui_attr */
};

struct tui_theme;

/* "dark", "light", "cb" (safe for colour-blind eyes) or "mono"; else NULL. */
const struct tui_theme *tui_theme_find(const char *name);
const char *tui_theme_name(size_t idx);   /* for messages; NULL behind the last */

/* The look of STYLE on a terminal of COLORS colours (0, 8, 16 or 256 and more). */
struct tui_look tui_theme_look(const struct tui_theme *theme, enum tui_style style, int colors);

/* One letter a style, for golden screens; '.' is TEXT. */
char tui_style_letter(enum tui_style style);

#endif
