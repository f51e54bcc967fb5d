/*
 * paste.h - what stands between the two marks of a bracketed paste.
 *
 * ncurses recognises a mark only when it arrives in one piece; the end mark is
 * therefore looked for in the text as well, or a slow line would paste for ever.
 */
#ifndef TUI_TERM_PASTE_H
#define TUI_TERM_PASTE_H

#include "cdreview/str.h"

#include <stdint.h>

struct tui_paste {
	struct cdr_buf text;
	size_t matched;        /* bytes of the end mark that ended the text so far */
	bool on;
};

void tui_paste_init(struct tui_paste *paste);
void tui_paste_release(struct tui_paste *paste);
void tui_paste_begin(struct tui_paste *paste);

/* Adds one character; true when it completed the end mark, which is not part of the text. */
bool tui_paste_add(struct tui_paste *paste, uint32_t cp);

/* Ends the paste; its text is borrowed until the next one begins. */
struct cdr_str tui_paste_end(struct tui_paste *paste);

#endif
