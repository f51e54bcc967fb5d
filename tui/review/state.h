/*
 * state.h - the whole review as a plain value, and the two pure functions over it.
 *
 *	update(state, event) -> effects      the only writer
 *	view(state) -> cells                 reads, never writes
 *
 * Neither does I/O, reads a clock, a locale or the environment. Invariants are
 * asserted after every event (tui_state_check).
 */
#ifndef TUI_REVIEW_STATE_H
#define TUI_REVIEW_STATE_H

#include "review/cells.h"
#include "review/effect.h"
#include "review/event.h"

struct tui_state;

struct tui_setup {
	struct cdr_str range;         /* title */
	const struct cdr_registry *registry;
	tui_width_fn *width;
	int rows, cols;
	int tab;                      /* columns a tab stop */
	bool ascii;                   /* draw with ASCII only */
	bool add_p_keys;              /* y/n preset */
	struct cdr_hash resume;       /* hunk to start at ... */
	bool has_resume;              /* ... if there is one */
};

struct tui_state *tui_state_new(const struct tui_setup *setup);   /* copies what it needs but the registry */
void tui_state_free(struct tui_state *state);

void tui_update(struct tui_state *state, const struct tui_event *event, struct tui_effects *effects);
void tui_view(const struct tui_state *state, struct tui_cells *cells);

/* What the loop needs to perform effects and to leave with the right status. */
size_t tui_state_count(const struct tui_state *state);                                  /* flagged hunks so far */
const struct cdr_flagged *tui_state_flagged(const struct tui_state *state, size_t hunk);
bool tui_state_all_decided(const struct tui_state *state);   /* every flagged hunk approved, none rejected */

void tui_state_check(const struct tui_state *state);         /* asserts the invariants */

#endif
