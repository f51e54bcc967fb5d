/*
 * search.h - finding text in code, paths, rules and notes.
 *
 * Plain text, not patterns: case matters only when the query has a capital.
 */
#ifndef TUI_REVIEW_SEARCH_H
#define TUI_REVIEW_SEARCH_H

#include "review/model.h"

/* First byte of NEEDLE in TEXT at or behind FROM; TEXT.len when it is not there. */
size_t tui_search_find(struct cdr_str text, struct cdr_str needle, size_t from);
bool tui_search_has(struct cdr_str text, struct cdr_str needle);

/*
 * Goes to the next (or previous) match behind the present one, around the list; says so when
 * there is none.
 */
void tui_search_go(struct tui_state *state, bool forward);

#endif
