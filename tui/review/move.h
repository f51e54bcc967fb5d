/*
 * move.h - where the reviewer is: the selected hunk and the part of it on screen.
 */
#ifndef TUI_REVIEW_MOVE_H
#define TUI_REVIEW_MOVE_H

#include "review/model.h"

/* Selects HUNK and shows it from its beginning, or at its first finding if that is further down. */
void tui_select(struct tui_state *state, size_t hunk);

/*
 * The next hunk behind the selected one that is still open, around the list; TUI_NO_HUNK if
 * none.
 */
size_t tui_next_open(const struct tui_state *state);

/* Scrolls the diff so that the row with byte PLACE is on the screen. */
void tui_show_place(struct tui_state *state, struct tui_place place);

/* Keeps everything in range and the selection in the list's window; after every event. */
void tui_move_settle(struct tui_state *state);

/* Performs ACTION if it is a movement; false when it is not. */
bool tui_move_action(struct tui_state *state, enum tui_action action);

#endif
