/*
 * lineedit.h - a text field: UTF-8 with a cursor between clusters, one line or many.
 *
 * Editing moves by cluster (cluster.h), so that what is seen as one is deleted as one.
 * Limits: nothing is accepted beyond the cap; what does not fit is refused whole.
 */
#ifndef TUI_REVIEW_LINEEDIT_H
#define TUI_REVIEW_LINEEDIT_H

#include "review/cluster.h"

struct tui_lineedit {
	struct cdr_buf text;
	size_t cursor;            /* byte index, at a cluster's beginning or the end */
	tui_width_fn *width;
	bool multiline;           /* LF allowed; else pasted line ends become blanks */
};

void tui_lineedit_init(struct tui_lineedit *edit, size_t cap, tui_width_fn *width);
void tui_lineedit_release(struct tui_lineedit *edit);

/* Replaces the text; the cursor goes to the end. */
void tui_lineedit_set(struct tui_lineedit *edit, struct cdr_str text, bool multiline);
struct cdr_str tui_lineedit_text(const struct tui_lineedit *edit);

/*
 * C-a C-e Home End Left Right C-b C-f Up Down Backspace C-h Delete C-d C-w C-u
 * C-k and every printable character. False when KEY is none of these.
 */
bool tui_lineedit_key(struct tui_lineedit *edit, uint32_t key);

/*
 * Inserts pasted or edited text: CR LF and CR become LF (a blank in a single
 * line), control characters and bytes that are not UTF-8 are dropped. False
 * when it does not fit.
 */
bool tui_lineedit_insert(struct tui_lineedit *edit, struct cdr_str text);

#endif
