/*
 * effect.h - what the review asks of the outside world, as data.
 *
 * update() fills a list of effects; term/loop.c performs them in order and
 * answers with events. A verdict counts as saved only after TUI_EVENT_SAVED.
 * Answers may bring new effects (standings come in rounds): look at the
 * terminal between two rounds, so that input never waits.
 */
#ifndef TUI_REVIEW_EFFECT_H
#define TUI_REVIEW_EFFECT_H

#include "cdreview/session.h"

enum tui_effect_kind {
	TUI_EFFECT_STANDING,  /* ask the ledger about hunk; answered by STANDING */
	TUI_EFFECT_DECIDE,    /* hunk, decision; answered by SAVED and STANDING, or SAVE_FAILED */
	TUI_EFFECT_EDIT,      /* text in $GIT_EDITOR; answered by EDITED */
	TUI_EFFECT_RESUME,    /* remember hunk as the place to start from next time */
	TUI_EFFECT_SUSPEND,   /* give the terminal to the shell (^Z) */
	TUI_EFFECT_REDRAW,    /* repaint everything (^L) */
	TUI_EFFECT_QUIT,      /* leave the loop; the journal is published after it */
};

struct tui_effect {
	enum tui_effect_kind kind;
	size_t hunk;                     /* index into the state's flagged hunks */
	struct cdr_decision decision;
	struct cdr_str text;             /* as decision.text, borrowed until the next update */
};

#define TUI_EFFECTS_MAX 64

struct tui_effects {
	struct tui_effect items[TUI_EFFECTS_MAX];
	size_t n;
};

#endif
