/*
 * state.h - the whole review as a plain value, and the two pure functions over it.
 *
 *	update(state, event) -> effects      the only writer
 *	view(state) -> cells                 reads, never writes
 *
 * Neither does I/O, reads a clock, a locale or the environment. Invariants are
 * asserted by tui_state_check.
 */
#ifndef TUI_REVIEW_STATE_H
#define TUI_REVIEW_STATE_H

#include "review/cells.h"
#include "review/effect.h"
#include "review/event.h"
#include "review/keymap.h"

struct tui_state;

struct tui_setup {
	struct cdr_str range;                     /* title */
	const struct cdr_rule *const *checklist;  /* plain constraints; outlive the state */
	size_t n_checklist;
	const struct tui_keymap *keys;            /* NULL: the built-in keys */
	tui_width_fn *width;
	int rows, cols;                           /* at least 1 */
	int tab;                                  /* columns a tab stop, 1 to 64 */
	bool ascii;                               /* draw with ASCII only */
	struct cdr_hash resume;                   /* hunk to start at ... */
	bool has_resume;                          /* ... if there is one */
};

struct tui_state *tui_state_new(const struct tui_setup *setup);   /* copies range and keys */

/* Frees it with all scanned results it was handed. NULL is allowed. */
void tui_state_free(struct tui_state *state);

/*
 * Applies EVENT. EFFECTS is emptied first, then filled; never more than
 * TUI_EFFECTS_MAX. The first effects come from the first event: begin with a TICK.
 */
void tui_update(struct tui_state *state, const struct tui_event *event,
		struct tui_effects *effects);

/* Draws everything; CELLS is resized to the state's size. */
void tui_view(const struct tui_state *state, struct tui_cells *cells);

/* What the loop needs to perform effects and to leave with the right status. */
size_t tui_state_count(const struct tui_state *state);        /* flagged hunks so far */
const struct cdr_flagged *tui_state_flagged(const struct tui_state *state, size_t hunk);
struct cdr_progress tui_state_progress(const struct tui_state *state);

/* The scan came to its end and every flagged hunk is approved, none rejected. */
bool tui_state_all_decided(const struct tui_state *state);

void tui_state_check(const struct tui_state *state);         /* asserts the invariants */

#endif
