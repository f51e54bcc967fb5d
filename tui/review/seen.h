/*
 * seen.h - what has been on the screen. A hunk may be approved when every line
 * of it was, to its last byte.
 *
 * A line counts from its beginning: who jumps to the end of a line that is
 * longer than the pane has not seen its middle.
 */
#ifndef TUI_REVIEW_SEEN_H
#define TUI_REVIEW_SEEN_H

#include "review/model.h"

/* What the frame of the present state shows now counts as seen. */
void tui_seen_commit(struct tui_state *state);

/* Lines of the selected hunk that remain when this frame will have been seen. */
size_t tui_seen_left(const struct tui_state *state);

#endif
