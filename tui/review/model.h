/*
 * model.h - what struct tui_state holds; private to this folder.
 *
 * Only update*.c and what it calls write it. view*.c read it.
 */
#ifndef TUI_REVIEW_MODEL_H
#define TUI_REVIEW_MODEL_H

#include "review/lineedit.h"
#include "review/section.h"
#include "review/state.h"
#include "review/wrap.h"

#define TUI_QUERY_MAX ((size_t)256)   /* bytes of a search or filter */
#define TUI_NO_HUNK SIZE_MAX

/* One flagged hunk and what the reviewer did with it. */
struct tui_item {
	const struct cdr_flagged *flagged;
	const struct cdr_finding *lead;   /* most severe finding that is not suppressed */
	struct cdr_standing standing;
	size_t *seen;                     /* a line: 0, or 1 + bytes on screen from its start */
	size_t n_seen;                    /* lines that were on screen to their end */
	uint32_t ms;                      /* looked at so far */
	uint32_t section;
	uint8_t saving;                   /* 0, or 1 + the enum cdr_verdict that is being saved */
	bool is_guard;                    /* a protection was removed */
	bool asked, waiting;              /* the ledger was asked; its answer is due */
	bool shown;                       /* was on screen at all */
};

enum tui_order {
	TUI_ORDER_CATEGORY,
	TUI_ORDER_SEVERITY,
	TUI_ORDER_FILE,
	TUI_ORDER_RANGE,
	TUI_ORDER_COUNT
};
enum tui_focus { TUI_FOCUS_DIFF, TUI_FOCUS_LIST, TUI_FOCUS_WHY, TUI_FOCUS_COUNT };
enum tui_page { TUI_PAGE_HELP, TUI_PAGE_RULE, TUI_PAGE_HISTORY };
enum tui_prompt { TUI_PROMPT_SEARCH, TUI_PROMPT_FILTER };

/* What a note is written for; lives on after a failed save, so that no word is lost. */
struct tui_draft {
	size_t hunk;                      /* TUI_NO_HUNK: none */
	enum cdr_verdict verdict;         /* CDR_ANNOTATE or CDR_REJECT */
	enum cdr_reason reason;
};

/* A verdict of this sitting that `undo` can take back. */
struct tui_given {
	size_t hunk;
	struct cdr_hash line;
	bool going;                       /* its withdrawal is being saved */
};

struct tui_query {
	char text[TUI_QUERY_MAX];
	size_t len;                       /* 0: none */
};

struct tui_state {
	/* set up once */
	struct cdr_arena arena;
	struct cdr_str range;
	const struct cdr_rule *const *checklist;
	size_t n_checklist;
	struct tui_keymap keys;
	tui_width_fn *width;
	int tab;
	bool ascii;
	struct cdr_hash resume;
	bool has_resume;

	/* the hunks */
	CDR_VEC(struct cdr_scanned *) scanned;
	CDR_VEC(struct tui_item) items;
	struct cdr_progress progress;
	bool scan_failed;
	size_t next_unasked;              /* items before it were asked for their standing */
	size_t n_waiting;                 /* standings asked for and not yet answered */
	size_t n_saving;
	size_t n_decided;
	size_t n_critical;                /* undecided hunks of severity critical */

	/* their order; keys as order.c makes them, ascending */
	enum tui_order order;
	struct tui_sections sections;
	CDR_VEC(uint64_t) visible;
	struct tui_query filter;

	/* where the reviewer is */
	int rows, cols;
	enum tui_mode mode;
	enum tui_focus focus;
	enum tui_page page;
	enum tui_prompt prompt;
	size_t selected;                  /* TUI_NO_HUNK while there is none */
	struct tui_place top;             /* first row of the diff pane */
	int left;                         /* columns scrolled away, when lines are cut */
	bool cut;
	size_t list_top;                  /* index into visible */
	int why_top, page_top;            /* rows scrolled away */
	size_t lines_left;                /* of the selected hunk after this frame */

	/* search */
	struct tui_query search;
	size_t match_hunk;                /* TUI_NO_HUNK: no match yet */
	struct tui_place match;

	/* what is being written or saved */
	struct tui_lineedit note;
	struct tui_lineedit line;         /* search and filter */
	struct tui_draft draft;
	CDR_VEC(struct tui_given) given;
	size_t n_verdicts;                /* saved in this sitting */

	/* time and talk */
	int64_t now_ms, started_ms;
	int64_t moved_ms;                 /* when the selection last changed unasked ... */
	bool has_moved;                   /* ... if it ever did */
	bool has_clock, touched;          /* a tick came; a key was pressed */
	bool leaving, left_for_good;
	char message[256];                /* until the next key */
	bool is_error;
	struct tui_effects *effects;      /* only during tui_update */
};

/* --- state.c: small questions everybody asks ------------------------------------------------- */
struct tui_item *tui_item(struct tui_state *state, size_t hunk);
const struct tui_item *tui_item_at(const struct tui_state *state, size_t hunk);
const struct tui_item *tui_selected(const struct tui_state *state);  /* NULL while none is */
bool tui_item_is_decided(const struct tui_item *item);                  /* approved or rejected */
bool tui_item_is_open(const struct tui_item *item);            /* ... nor is a verdict on its way */
size_t tui_item_lines_left(const struct tui_item *item);       /* before it may be approved */
uint32_t tui_item_lineno(const struct tui_item *item);         /* of the lead finding or the hunk */
struct cdr_str tui_path_name(struct cdr_str path);                      /* behind the last slash */

/* --- effects and messages: for update*.c ----------------------------------------------------- */
struct tui_effect *tui_effect(struct tui_state *state, enum tui_effect_kind kind, size_t hunk);
void tui_say(struct tui_state *state, const char *fmt, ...) CDR_PRINTF(2, 3);
void tui_say_error(struct tui_state *state, const char *fmt, ...) CDR_PRINTF(2, 3);

#endif
