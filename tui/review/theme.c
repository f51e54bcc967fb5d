/*
 * theme.c - looks as tables. Colours are the terminal's own palette, never
 * redefined; dark and light differ in what is readable on such a ground, cb
 * says good and bad in blue and orange.
 */
#include "review/theme.h"

#include <string.h>

/*
 * Foreground and background for 256 and for 16 colours; 8 colours are the 16 with bold for the
 * bright half.
 */
struct ink {
	int16_t fg256, bg256, fg16, bg16;
	uint8_t attrs;
};

struct tui_theme {
	const char *name;
	struct ink inks[TUI_STYLE_COUNT];
};

#define PLAIN { -1, -1, -1, -1, 0 }
#define ATTR(attrs) { -1, -1, -1, -1, (attrs) }
#define FG(c256, c16) { (c256), -1, (c16), -1, 0 }
#define BOLD(c256, c16) { (c256), -1, (c16), -1, TUI_ATTR_BOLD }
#define REVERSE(c256, c16) { (c256), -1, (c16), -1, TUI_ATTR_REVERSE }
#define ON(fg256, bg256, fg16, bg16) { (fg256), (bg256), (fg16), (bg16), 0 }

static const struct tui_theme themes[] = {
	{ "dark", {
		[TUI_STYLE_TEXT] = PLAIN,
		[TUI_STYLE_TITLE] = ATTR(TUI_ATTR_BOLD),
		[TUI_STYLE_RULE_LINE] = FG(240, 8),
		[TUI_STYLE_DIM] = FG(245, 7),
		[TUI_STYLE_CATEGORY] = BOLD(110, 6),
		[TUI_STYLE_SELECTED] = ATTR(TUI_ATTR_REVERSE),
		[TUI_STYLE_ADDED] = FG(114, 2),
		[TUI_STYLE_REMOVED] = FG(210, 1),
		[TUI_STYLE_CONTEXT] = PLAIN,
		[TUI_STYLE_LINENO] = FG(243, 8),
		[TUI_STYLE_SPAN] = ON(231, 28, 15, 2),
		[TUI_STYLE_SPAN_REMOVED] = ON(231, 124, 15, 1),
		[TUI_STYLE_ESCAPE] = REVERSE(214, 3),
		[TUI_STYLE_APPROVED] = BOLD(114, 2),
		[TUI_STYLE_REJECTED] = BOLD(203, 1),
		[TUI_STYLE_PENDING] = BOLD(222, 3),
		[TUI_STYLE_STALE] = FG(180, 3),
		[TUI_STYLE_CRITICAL] = REVERSE(203, 1),
		[TUI_STYLE_HIGH] = BOLD(215, 1),
		[TUI_STYLE_MEDIUM] = FG(222, 3),
		[TUI_STYLE_LOW] = FG(245, 7),
		[TUI_STYLE_KEY] = BOLD(117, 6),
		[TUI_STYLE_FOOTER] = FG(250, 7),
		[TUI_STYLE_ERROR] = REVERSE(203, 1),
		[TUI_STYLE_FOUND] = ON(16, 220, 0, 3),
		[TUI_STYLE_BAR] = FG(110, 6),
	} },
	{ "light", {
		[TUI_STYLE_TEXT] = PLAIN,
		[TUI_STYLE_TITLE] = ATTR(TUI_ATTR_BOLD),
		[TUI_STYLE_RULE_LINE] = FG(250, 7),
		[TUI_STYLE_DIM] = FG(242, 8),
		[TUI_STYLE_CATEGORY] = BOLD(25, 4),
		[TUI_STYLE_SELECTED] = ATTR(TUI_ATTR_REVERSE),
		[TUI_STYLE_ADDED] = FG(22, 2),
		[TUI_STYLE_REMOVED] = FG(124, 1),
		[TUI_STYLE_CONTEXT] = PLAIN,
		[TUI_STYLE_LINENO] = FG(246, 8),
		[TUI_STYLE_SPAN] = ON(16, 157, 0, 2),
		[TUI_STYLE_SPAN_REMOVED] = ON(16, 217, 15, 1),
		[TUI_STYLE_ESCAPE] = REVERSE(130, 5),
		[TUI_STYLE_APPROVED] = BOLD(22, 2),
		[TUI_STYLE_REJECTED] = BOLD(124, 1),
		[TUI_STYLE_PENDING] = BOLD(94, 5),
		[TUI_STYLE_STALE] = FG(94, 5),
		[TUI_STYLE_CRITICAL] = REVERSE(124, 1),
		[TUI_STYLE_HIGH] = BOLD(124, 1),
		[TUI_STYLE_MEDIUM] = FG(94, 5),
		[TUI_STYLE_LOW] = FG(242, 8),
		[TUI_STYLE_KEY] = BOLD(25, 4),
		[TUI_STYLE_FOOTER] = FG(238, 0),
		[TUI_STYLE_ERROR] = REVERSE(124, 1),
		[TUI_STYLE_FOUND] = ON(16, 220, 0, 3),
		[TUI_STYLE_BAR] = FG(25, 4),
	} },
	{ "cb", {
		[TUI_STYLE_TEXT] = PLAIN,
		[TUI_STYLE_TITLE] = ATTR(TUI_ATTR_BOLD),
		[TUI_STYLE_RULE_LINE] = FG(244, 8),
		[TUI_STYLE_DIM] = FG(245, 7),
		[TUI_STYLE_CATEGORY] = ATTR(TUI_ATTR_BOLD | TUI_ATTR_UNDERLINE),
		[TUI_STYLE_SELECTED] = ATTR(TUI_ATTR_REVERSE),
		[TUI_STYLE_ADDED] = FG(75, 12),
		[TUI_STYLE_REMOVED] = FG(208, 3),
		[TUI_STYLE_CONTEXT] = PLAIN,
		[TUI_STYLE_LINENO] = FG(244, 8),
		[TUI_STYLE_SPAN] = ON(231, 25, 15, 4),
		[TUI_STYLE_SPAN_REMOVED] = ON(16, 208, 0, 3),
		[TUI_STYLE_ESCAPE] = ATTR(TUI_ATTR_REVERSE),
		[TUI_STYLE_APPROVED] = BOLD(75, 12),
		[TUI_STYLE_REJECTED] = BOLD(208, 3),
		[TUI_STYLE_PENDING] = ATTR(TUI_ATTR_BOLD),
		[TUI_STYLE_STALE] = ATTR(TUI_ATTR_UNDERLINE),
		[TUI_STYLE_CRITICAL] = REVERSE(208, 3),
		[TUI_STYLE_HIGH] = BOLD(208, 3),
		[TUI_STYLE_MEDIUM] = FG(222, 11),
		[TUI_STYLE_LOW] = FG(245, 7),
		[TUI_STYLE_KEY] = BOLD(75, 12),
		[TUI_STYLE_FOOTER] = PLAIN,
		[TUI_STYLE_ERROR] = REVERSE(208, 3),
		[TUI_STYLE_FOUND] = ON(16, 222, 0, 11),
		[TUI_STYLE_BAR] = FG(75, 12),
	} },
	{ "mono", {
		[TUI_STYLE_TEXT] = PLAIN,
		[TUI_STYLE_TITLE] = ATTR(TUI_ATTR_BOLD),
		[TUI_STYLE_RULE_LINE] = PLAIN,
		[TUI_STYLE_DIM] = PLAIN,
		[TUI_STYLE_CATEGORY] = ATTR(TUI_ATTR_BOLD),
		[TUI_STYLE_SELECTED] = ATTR(TUI_ATTR_REVERSE),
		[TUI_STYLE_ADDED] = ATTR(TUI_ATTR_BOLD),
		[TUI_STYLE_REMOVED] = PLAIN,
		[TUI_STYLE_CONTEXT] = PLAIN,
		[TUI_STYLE_LINENO] = PLAIN,
		[TUI_STYLE_SPAN] = ATTR(TUI_ATTR_BOLD | TUI_ATTR_UNDERLINE),
		[TUI_STYLE_SPAN_REMOVED] = ATTR(TUI_ATTR_UNDERLINE),
		[TUI_STYLE_ESCAPE] = ATTR(TUI_ATTR_REVERSE),
		[TUI_STYLE_APPROVED] = PLAIN,
		[TUI_STYLE_REJECTED] = ATTR(TUI_ATTR_BOLD),
		[TUI_STYLE_PENDING] = ATTR(TUI_ATTR_BOLD),
		[TUI_STYLE_STALE] = PLAIN,
		[TUI_STYLE_CRITICAL] = ATTR(TUI_ATTR_REVERSE | TUI_ATTR_BOLD),
		[TUI_STYLE_HIGH] = ATTR(TUI_ATTR_BOLD),
		[TUI_STYLE_MEDIUM] = PLAIN,
		[TUI_STYLE_LOW] = PLAIN,
		[TUI_STYLE_KEY] = ATTR(TUI_ATTR_BOLD),
		[TUI_STYLE_FOOTER] = PLAIN,
		[TUI_STYLE_ERROR] = ATTR(TUI_ATTR_REVERSE | TUI_ATTR_BOLD),
		[TUI_STYLE_FOUND] = ATTR(TUI_ATTR_REVERSE | TUI_ATTR_UNDERLINE),
		[TUI_STYLE_BAR] = PLAIN,
	} },
};

#define N_THEMES (sizeof(themes) / sizeof(themes[0]))

const struct tui_theme *tui_theme_find(const char *name)
{
	for (size_t i = 0; i < N_THEMES; i++)
		if (strcmp(themes[i].name, name) == 0)
			return &themes[i];
	return NULL;
}

const char *tui_theme_name(size_t idx)
{
	return idx < N_THEMES ? themes[idx].name : NULL;
}

struct tui_look tui_theme_look(const struct tui_theme *theme, enum tui_style style, int colors)
{
	const struct ink *ink = &(colors < 8 ? tui_theme_find("mono") : theme)->inks[style];
	struct tui_look look = { ink->fg16, ink->bg16, ink->attrs };

	if (colors >= 256)
		return (struct tui_look){ ink->fg256, ink->bg256, ink->attrs };
	if (colors < 16 && look.fg >= 8) {
		look.fg = (int16_t)(look.fg - 8);
		look.attrs |= TUI_ATTR_BOLD;
	}
	if (colors < 16 && look.bg >= 8)
		look.bg = (int16_t)(look.bg - 8);
	return look;
}

char tui_style_letter(enum tui_style style)
{
	static const char letters[TUI_STYLE_COUNT] = {
		[TUI_STYLE_TEXT] = '.',      [TUI_STYLE_TITLE] = 't',
		[TUI_STYLE_RULE_LINE] = '|', [TUI_STYLE_DIM] = 'd',
		[TUI_STYLE_CATEGORY] = 'g',  [TUI_STYLE_SELECTED] = 'S',
		[TUI_STYLE_ADDED] = '+',     [TUI_STYLE_REMOVED] = '-',
		[TUI_STYLE_CONTEXT] = 'c',   [TUI_STYLE_LINENO] = '#',
		[TUI_STYLE_SPAN] = 'P',      [TUI_STYLE_SPAN_REMOVED] = 'M',
		[TUI_STYLE_ESCAPE] = 'E',    [TUI_STYLE_APPROVED] = 'a',
		[TUI_STYLE_REJECTED] = 'x',  [TUI_STYLE_PENDING] = '?',
		[TUI_STYLE_STALE] = '~',     [TUI_STYLE_CRITICAL] = 'C',
		[TUI_STYLE_HIGH] = 'H',      [TUI_STYLE_MEDIUM] = 'm',
		[TUI_STYLE_LOW] = 'l',       [TUI_STYLE_KEY] = 'k',
		[TUI_STYLE_FOOTER] = 'f',    [TUI_STYLE_ERROR] = '!',
		[TUI_STYLE_FOUND] = 'F',     [TUI_STYLE_BAR] = 'b',
	};

	return letters[style];
}
