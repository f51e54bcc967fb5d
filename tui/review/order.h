/*
 * order.h - which hunks the list shows, and in which order.
 *
 * Hunks are grouped into sections (categories, severities, files, commits);
 * inside one the most severe come first, removed guards before others, then
 * the order of the range. Whether a hunk is decided does not move it: nothing
 * jumps under the cursor.
 *
 * Invariant: while there are hunks, the selected one is visible.
 */
#ifndef TUI_REVIEW_ORDER_H
#define TUI_REVIEW_ORDER_H

#include "review/model.h"

/* Takes the new hunk into its section and, if the filter admits it, into the list. */
void tui_order_add(struct tui_state *state, size_t hunk);

/* After the order or the filter changed. */
void tui_order_rebuild(struct tui_state *state);

/* After HUNK was decided, undecided, selected or left: it may come into the list or leave it. */
void tui_order_refresh(struct tui_state *state, size_t hunk);

/* Hunk at POS of the list (pos < visible.n), and back; visible.n when it is not in the list. */
size_t tui_order_hunk(const struct tui_state *state, size_t pos);
size_t tui_order_position(const struct tui_state *state, size_t hunk);

const struct tui_section *tui_order_section(const struct tui_state *state, size_t hunk);

/* What is to be read before what, over all sections: lower is more urgent. */
uint64_t tui_order_urgency(const struct tui_state *state, size_t hunk);

/* How many hunks FILTER admits, at most LIMIT. */
size_t tui_order_admits(const struct tui_state *state, const struct tui_query *filter,
			size_t limit);

const char *tui_order_name(enum tui_order order);

#endif
