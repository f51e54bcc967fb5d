/*
 * keymap.h - every key of the review, once.
 *
 * One table of {mode, keys, action, name, label, help} makes the footer, the
 * `?` page, the key list of the man page and what git config may remap
 * (cdreview.key.<name>). A keymap is a plain copy of the table's keys.
 */
#ifndef TUI_REVIEW_KEYMAP_H
#define TUI_REVIEW_KEYMAP_H

#include "review/keyname.h"

#include "cdreview/str.h"

enum tui_mode {
	TUI_MODE_REVIEW,       /* list, diff and why-pane */
	TUI_MODE_REASON,       /* the menu of reasons for a rejection */
	TUI_MODE_NOTE,         /* text of a note or a rejection */
	TUI_MODE_PROMPT,       /* one line: search or filter */
	TUI_MODE_PAGE,         /* help, rule or history: text to scroll through */
	TUI_MODE_SUMMARY,      /* the last page before leaving */
	TUI_MODE_COUNT,
};

enum tui_action {
	TUI_ACT_NONE,
	TUI_ACT_APPROVE, TUI_ACT_REJECT, TUI_ACT_NOTE, TUI_ACT_UNDO, TUI_ACT_WITHDRAW,
	TUI_ACT_NEXT, TUI_ACT_PREV, TUI_ACT_NEXT_FILE, TUI_ACT_PREV_FILE,
	TUI_ACT_DOWN, TUI_ACT_UP, TUI_ACT_HALF_DOWN, TUI_ACT_HALF_UP,
	TUI_ACT_PAGE_DOWN, TUI_ACT_PAGE_UP, TUI_ACT_TOP, TUI_ACT_BOTTOM,
	TUI_ACT_LEFT, TUI_ACT_RIGHT, TUI_ACT_WRAP,
	TUI_ACT_SEARCH, TUI_ACT_SEARCH_NEXT, TUI_ACT_SEARCH_PREV, TUI_ACT_FILTER, TUI_ACT_ORDER,
	TUI_ACT_PANE, TUI_ACT_OPEN, TUI_ACT_RULE, TUI_ACT_HISTORY, TUI_ACT_HELP,
	TUI_ACT_CLEAR, TUI_ACT_REDRAW, TUI_ACT_SUSPEND, TUI_ACT_QUIT,
	/* of text fields and menus */
	TUI_ACT_SAVE, TUI_ACT_EDITOR, TUI_ACT_SUBMIT, TUI_ACT_CANCEL,
	TUI_ACT_CLOSE, TUI_ACT_LEAVE, TUI_ACT_BACK,                      /* of pages */
	TUI_ACT_COUNT,
};

#define TUI_KEYS_MAX 3

struct tui_keymap {
	uint32_t keys[TUI_ACT_COUNT][TUI_KEYS_MAX];   /* event.h codes; 0 is an empty place */
};

struct tui_binding {
	enum tui_action action;
	unsigned modes;            /* bit per enum tui_mode */
	const char *name;          /* as in cdreview.key.<name> */
	const char *label;         /* word in the footer; NULL: not shown there */
	const char *help;          /* one sentence for `?` and the man page */
};

/* The table, in the order in which help shows it. */
size_t tui_keymap_count(void);
const struct tui_binding *tui_keymap_at(size_t idx);

void tui_keymap_init(struct tui_keymap *map);        /* the built-in keys */
void tui_keymap_add_p(struct tui_keymap *map);       /* y approves, n rejects, as in git add -p */

/*
 * Gives the action NAME the one key KEY: a character, "C-x", or a name such as
 * Space, Tab, Enter, Esc, Up, PageDown. Any other action loses that key.
 * CDR_EUSAGE: no such action, no such key, or the key is needed by a text field.
 */
CDR_NODISCARD int tui_keymap_bind(struct tui_keymap *map, const char *name, const char *key,
				  struct cdr_err *err);

/* After the last bind: CDR_EUSAGE when an action was left without any key. */
CDR_NODISCARD int tui_keymap_check(const struct tui_keymap *map, struct cdr_err *err);

/* What KEY does in MODE; TUI_ACT_NONE when nothing. */
enum tui_action tui_keymap_action(const struct tui_keymap *map, enum tui_mode mode, uint32_t key);

/* The first key of ACTION, in words, in OUT; returns OUT. */
const char *tui_keymap_first(const struct tui_keymap *map, enum tui_action action,
			     char out[TUI_KEY_NAME_MAX]);

/* All keys of ACTION, as "a, b": for help. */
void tui_keymap_keys(const struct tui_keymap *map, enum tui_action action, struct cdr_buf *out);

/* The whole table as lines "KEYS TAB NAME TAB HELP": what the man page must say. */
void tui_keymap_print(const struct tui_keymap *map, struct cdr_buf *out);

#endif
