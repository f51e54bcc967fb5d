/*
 * keymap.c - the table. A key that is not here does nothing, and nothing else
 * in the program tells a user about keys.
 */
#include "review/keymap.h"

#include "review/event.h"
#include "review/keyname.h"

#include <string.h>

#define N(array) (sizeof(array) / sizeof((array)[0]))
#define IN(mode) (1u << TUI_MODE_##mode)
#define TEXT (IN(NOTE) | IN(PROMPT))
#define SCROLL (IN(REVIEW) | IN(PAGE) | IN(SUMMARY))
#define ALL ((1u << TUI_MODE_COUNT) - 1)

static const struct tui_binding table[] = {
	{ TUI_ACT_APPROVE, IN(REVIEW), "approve", "approve", "approve the hunk" },
	{ TUI_ACT_REJECT, IN(REVIEW), "reject", "reject", "reject the hunk, with a reason" },
	{ TUI_ACT_NOTE, IN(REVIEW), "note", "note", "write a note on the hunk" },
	{ TUI_ACT_UNDO, IN(REVIEW), "undo", "undo", "take back the last verdict of this sitting" },
	{ TUI_ACT_WITHDRAW, IN(REVIEW), "withdraw", NULL, "take back your verdict on this hunk" },
	{ TUI_ACT_NEXT, IN(REVIEW), "next", "next", "next flagged hunk" },
	{ TUI_ACT_PREV, IN(REVIEW), "previous", "back", "previous flagged hunk" },
	{ TUI_ACT_NEXT_FILE, IN(REVIEW), "next-file", NULL, "first flagged hunk of the next file" },
	{ TUI_ACT_PREV_FILE, IN(REVIEW), "previous-file", NULL,
	  "first flagged hunk of the previous file" },
	{ TUI_ACT_DOWN, SCROLL, "down", NULL, "one line down; in the list one hunk down" },
	{ TUI_ACT_UP, SCROLL, "up", NULL, "one line up; in the list one hunk up" },
	{ TUI_ACT_HALF_DOWN, SCROLL, "half-page-down", NULL, "half a page down" },
	{ TUI_ACT_HALF_UP, SCROLL, "half-page-up", NULL, "half a page up" },
	{ TUI_ACT_PAGE_DOWN, SCROLL, "page-down", NULL, "a page down" },
	{ TUI_ACT_PAGE_UP, SCROLL, "page-up", NULL, "a page up" },
	{ TUI_ACT_TOP, SCROLL, "top", NULL, "to the beginning" },
	{ TUI_ACT_BOTTOM, SCROLL, "bottom", NULL, "to the end" },
	{ TUI_ACT_LEFT, IN(REVIEW), "left", NULL, "scroll left, when long lines are cut" },
	{ TUI_ACT_RIGHT, IN(REVIEW), "right", NULL, "scroll right, when long lines are cut" },
	{ TUI_ACT_WRAP, IN(REVIEW), "wrap", NULL, "wrap or cut long lines" },
	{ TUI_ACT_SEARCH, IN(REVIEW), "search", "find", "search code, paths, rules and notes" },
	{ TUI_ACT_SEARCH_NEXT, IN(REVIEW), "search-next", NULL, "next match" },
	{ TUI_ACT_SEARCH_PREV, IN(REVIEW), "search-previous", NULL, "previous match" },
	{ TUI_ACT_FILTER, IN(REVIEW), "filter", NULL,
	  "show only what matches: pending, a category, rule, path" },
	{ TUI_ACT_ORDER, IN(REVIEW), "order", NULL, "order by category, severity, file or range" },
	{ TUI_ACT_PANE, IN(REVIEW), "pane", NULL,
	  "go to the next pane; shows it whole where it is folded" },
	{ TUI_ACT_OPEN, IN(REVIEW), "open", NULL,
	  "from the list or the why-pane back to the diff" },
	{ TUI_ACT_RULE, IN(REVIEW), "rule", NULL, "the rules in full, with examples" },
	{ TUI_ACT_HISTORY, IN(REVIEW), "history", NULL, "every verdict ever given on this hunk" },
	{ TUI_ACT_HELP, IN(REVIEW), "help", "help", "this page" },
	{ TUI_ACT_CLEAR, IN(REVIEW), "clear", NULL, "end search and filter" },
	{ TUI_ACT_REDRAW, ALL, "redraw", NULL, "draw the screen anew" },
	{ TUI_ACT_SUSPEND, ALL, "suspend", NULL, "back to the shell; fg returns" },
	{ TUI_ACT_QUIT, IN(REVIEW), "quit", "quit", "leave; every verdict is already saved" },
	{ TUI_ACT_SAVE, IN(NOTE), "save", "save", "save what was written" },
	{ TUI_ACT_EDITOR, IN(NOTE), "editor", "editor",
	  "write it in $GIT_EDITOR (C-j is a new line)" },
	{ TUI_ACT_SUBMIT, IN(PROMPT), "submit", "go", "search or filter for what was typed" },
	{ TUI_ACT_CANCEL, TEXT | IN(REASON), "cancel", "cancel",
	  "leave the text or menu, nothing is done" },
	{ TUI_ACT_CLOSE, IN(PAGE), "close", "close", "close the page" },
	{ TUI_ACT_LEAVE, IN(SUMMARY), "leave", "leave", "on the summary: leave the review" },
	{ TUI_ACT_BACK, IN(SUMMARY), "back", "back to the hunks",
	  "on the summary: back to the hunks" },
};

static const uint32_t defaults[TUI_ACT_COUNT][TUI_KEYS_MAX] = {
	[TUI_ACT_APPROVE] = { 'a' },
	[TUI_ACT_REJECT] = { 'x' },
	[TUI_ACT_NOTE] = { 'c' },
	[TUI_ACT_UNDO] = { 'u' },
	[TUI_ACT_WITHDRAW] = { 'w' },
	[TUI_ACT_NEXT] = { ']' },
	[TUI_ACT_PREV] = { '[' },
	[TUI_ACT_NEXT_FILE] = { '}' },
	[TUI_ACT_PREV_FILE] = { '{' },
	[TUI_ACT_DOWN] = { 'j', TUI_KEY_DOWN },
	[TUI_ACT_UP] = { 'k', TUI_KEY_UP },
	[TUI_ACT_HALF_DOWN] = { TUI_CTRL('d') },
	[TUI_ACT_HALF_UP] = { TUI_CTRL('u') },
	[TUI_ACT_PAGE_DOWN] = { ' ', TUI_KEY_PAGE_DOWN },
	[TUI_ACT_PAGE_UP] = { 'b', TUI_KEY_PAGE_UP },
	[TUI_ACT_TOP] = { 'g', TUI_KEY_HOME },
	[TUI_ACT_BOTTOM] = { 'G', TUI_KEY_END },
	[TUI_ACT_LEFT] = { '<', TUI_KEY_LEFT },
	[TUI_ACT_RIGHT] = { '>', TUI_KEY_RIGHT },
	[TUI_ACT_WRAP] = { 'W' },
	[TUI_ACT_SEARCH] = { '/' },
	[TUI_ACT_SEARCH_NEXT] = { 'n' },
	[TUI_ACT_SEARCH_PREV] = { 'N' },
	[TUI_ACT_FILTER] = { 'f' },
	[TUI_ACT_ORDER] = { 'o' },
	[TUI_ACT_PANE] = { TUI_KEY_TAB },
	[TUI_ACT_OPEN] = { TUI_KEY_ENTER },
	[TUI_ACT_RULE] = { 'i' },
	[TUI_ACT_HISTORY] = { 'l' },
	[TUI_ACT_HELP] = { '?' },
	[TUI_ACT_CLEAR] = { TUI_KEY_ESC },
	[TUI_ACT_REDRAW] = { TUI_CTRL('l') },
	[TUI_ACT_SUSPEND] = { TUI_CTRL('z') },
	[TUI_ACT_QUIT] = { 'q', TUI_CTRL('c') },
	[TUI_ACT_SAVE] = { TUI_KEY_ENTER },
	[TUI_ACT_EDITOR] = { TUI_CTRL('e') },
	[TUI_ACT_SUBMIT] = { TUI_KEY_ENTER },
	[TUI_ACT_CANCEL] = { TUI_KEY_ESC, TUI_CTRL('c') },
	[TUI_ACT_CLOSE] = { 'q', TUI_KEY_ESC, TUI_CTRL('c') },
	[TUI_ACT_LEAVE] = { TUI_KEY_ENTER, 'q', TUI_CTRL('c') },
	[TUI_ACT_BACK] = { TUI_KEY_ESC },
};

size_t tui_keymap_count(void)
{
	return N(table);
}

const struct tui_binding *tui_keymap_at(size_t idx)
{
	return &table[idx];
}

static const struct tui_binding *find_action(enum tui_action action)
{
	for (size_t i = 0; i < N(table); i++)
		if (table[i].action == action)
			return &table[i];
	return NULL;
}

static const struct tui_binding *find_name(const char *name)
{
	for (size_t i = 0; i < N(table); i++)
		if (strcmp(table[i].name, name) == 0)
			return &table[i];
	return NULL;
}

void tui_keymap_init(struct tui_keymap *map)
{
	memcpy(map->keys, defaults, sizeof(defaults));
}

static bool has_key(const struct tui_keymap *map, enum tui_action action, uint32_t key)
{
	for (size_t i = 0; i < TUI_KEYS_MAX; i++)
		if (map->keys[action][i] == key)
			return true;
	return false;
}

/* Takes KEY away from every action that shares a mode with BINDING. */
static void take_away(struct tui_keymap *map, const struct tui_binding *binding, uint32_t key)
{
	for (size_t i = 0; i < N(table); i++) {
		uint32_t *keys = map->keys[table[i].action];
		size_t kept = 0;

		if (!(table[i].modes & binding->modes))
			continue;
		for (size_t k = 0; k < TUI_KEYS_MAX; k++)
			if (keys[k] != key)
				keys[kept++] = keys[k];
		while (kept < TUI_KEYS_MAX)
			keys[kept++] = 0;
	}
}

static void give(struct tui_keymap *map, enum tui_action action, uint32_t first, uint32_t second)
{
	const struct tui_binding *binding = find_action(action);

	take_away(map, binding, first);
	memset(map->keys[action], 0, sizeof(map->keys[action]));
	map->keys[action][0] = first;
	map->keys[action][1] = second;
}

void tui_keymap_add_p(struct tui_keymap *map)
{
	give(map, TUI_ACT_SEARCH_NEXT, TUI_CTRL('n'), 0);
	give(map, TUI_ACT_APPROVE, 'y', 'a');
	give(map, TUI_ACT_REJECT, 'n', 'x');
}

/* Keys that a text field needs for itself. */
static bool is_typing(uint32_t key)
{
	if (key == TUI_KEY_ESC || key == TUI_KEY_ENTER)
		return false;
	if (key >= 0x20)
		return true;
	return key == TUI_KEY_TAB || memchr("abdfhjkuw", (int)(key + 0x60), 9);
}

int tui_keymap_bind(struct tui_keymap *map, const char *name, const char *key, struct cdr_err *err)
{
	const struct tui_binding *binding = find_name(name);
	uint32_t code = tui_key_parse(key);

	if (!binding) {
		cdr_fail(err, CDR_EUSAGE, "no action is called '%s'", name);
		return cdr_err_hint(err, "`?` in the review and cdreview(1) list the names");
	}
	if (code == 0) {
		cdr_fail(err, CDR_EUSAGE, "'%s' is no key, for '%s'", key, name);
		return cdr_err_hint(err,
				    "a character, C-x, Space, Tab, Enter, Esc, Up, PageDown ...");
	}
	if ((binding->modes & TEXT) && is_typing(code))
		return cdr_fail(err, CDR_EUSAGE, "'%s' is needed to type text, '%s' cannot have it",
				key, name);
	give(map, binding->action, code, 0);
	return 0;
}

int tui_keymap_check(const struct tui_keymap *map, struct cdr_err *err)
{
	for (size_t i = 0; i < N(table); i++) {
		if (map->keys[table[i].action][0])
			continue;
		cdr_fail(err, CDR_EUSAGE, "no key is left for '%s'", table[i].name);
		return cdr_err_hint(err, "give it one: git config cdreview.key.%s KEY",
				    table[i].name);
	}
	return 0;
}

enum tui_action tui_keymap_action(const struct tui_keymap *map, enum tui_mode mode, uint32_t key)
{
	for (size_t i = 0; key && i < N(table); i++)
		if ((table[i].modes & 1u << mode) && has_key(map, table[i].action, key))
			return table[i].action;
	return TUI_ACT_NONE;
}

const char *tui_keymap_first(const struct tui_keymap *map, enum tui_action action,
			     char out[TUI_KEY_NAME_MAX])
{
	return tui_key_name(out, map->keys[action][0]);
}

void tui_keymap_keys(const struct tui_keymap *map, enum tui_action action, struct cdr_buf *out)
{
	for (size_t i = 0; i < TUI_KEYS_MAX && map->keys[action][i]; i++) {
		char name[TUI_KEY_NAME_MAX];

		cdr_buf_adds(out, i ? ", " : "");
		cdr_buf_adds(out, tui_key_name(name, map->keys[action][i]));
	}
}

void tui_keymap_print(const struct tui_keymap *map, struct cdr_buf *out)
{
	for (size_t i = 0; i < N(table); i++) {
		tui_keymap_keys(map, table[i].action, out);
		cdr_buf_addf(out, "\t%s\t%s\n", table[i].name, table[i].help);
	}
}
