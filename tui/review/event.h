/*
 * event.h - everything that can happen to the review: the vocabulary of update().
 *
 * Time, sizes, results of saving and editing arrive as events, so that update
 * is a function of its arguments alone and any session can be replayed.
 */
#ifndef TUI_REVIEW_EVENT_H
#define TUI_REVIEW_EVENT_H

#include "cdreview/session.h"

enum tui_event_kind {
	TUI_EVENT_KEY,        /* key */
	TUI_EVENT_PASTE,      /* text: bracketed paste; only ever text, never commands */
	TUI_EVENT_RESIZE,     /* rows, cols */
	TUI_EVENT_SCANNED,    /* scanned: now the state's; its change and file outlive the state */
	TUI_EVENT_PROGRESS,   /* progress; `done` set once */
	TUI_EVENT_SCAN_FAILED,/* text: the message; nothing more will be scanned */
	TUI_EVENT_STANDING,   /* hunk, standing: what the ledger says; voices outlive the state */
	TUI_EVENT_REFRESHED,  /* the ledger changed underneath: every standing is asked for again */
	TUI_EVENT_SAVED,      /* hunk, line: the pending decision is on disk under this hash */
	TUI_EVENT_SAVE_FAILED,/* hunk, text: it is not */
	/* text: what the editor left; ok: it did not fail and left something */
	TUI_EVENT_EDITED,
	TUI_EVENT_MESSAGE,    /* text: one line to show in the footer until the next key */
	TUI_EVENT_TICK,       /* now_ms: monotonic clock; see below */
};

/*
 * A round of the loop is: one TICK, then all other events, then one frame is
 * painted. TICK therefore also means: the frame of the round before was on the
 * screen. What was typed ahead of a frame approves nothing of it.
 */

/*
 * Keys that are no characters; characters are their code point, Ctrl-x is its
 * control code. Enter is CR (0x0d): Ctrl-J (0x0a) is another key, a new line.
 */
enum tui_key {
	TUI_KEY_UP = 0x200000, TUI_KEY_DOWN, TUI_KEY_LEFT, TUI_KEY_RIGHT, TUI_KEY_HOME, TUI_KEY_END,
	TUI_KEY_PAGE_UP, TUI_KEY_PAGE_DOWN, TUI_KEY_BACKSPACE, TUI_KEY_DELETE, TUI_KEY_BACKTAB,
};
#define TUI_CTRL(c) ((uint32_t)(c) & 0x1fu)
#define TUI_KEY_TAB 0x09u
#define TUI_KEY_ENTER 0x0du
#define TUI_KEY_ESC 0x1bu

struct tui_event {
	enum tui_event_kind kind;
	uint32_t key;
	struct cdr_str text;             /* borrowed during the call */
	int rows, cols;
	bool ok;
	size_t hunk;                     /* index into the state's flagged hunks */
	int64_t now_ms;
	struct cdr_scanned *scanned;
	struct cdr_progress progress;
	struct cdr_standing standing;
	struct cdr_hash line;
};

#endif
