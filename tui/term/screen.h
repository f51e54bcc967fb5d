/*
 * screen.h - the terminal: cells out, events in. screen.c alone includes <ncurses.h>.
 *
 * Works on /dev/tty when stdin or stdout is not a terminal, so that the review
 * runs in hooks and pipes.
 */
#ifndef TUI_TERM_SCREEN_H
#define TUI_TERM_SCREEN_H

#include "review/cells.h"
#include "review/event.h"
#include "review/theme.h"

struct tui_screen;

struct tui_screen_options {
	const char *term;                /* $TERM or NULL */
	const struct tui_theme *theme;
	bool keep_escdelay;              /* $ESCDELAY is set: the user's choice */
};

/*
 * Takes the terminal over. CDR_ENOTFOUND: there is none. CDR_EUNSUPPORTED: $TERM is
 * "dumb", or neither it nor xterm-256color is known; use the linear mode.
 */
CDR_NODISCARD int tui_screen_open(struct tui_screen **out, const struct tui_screen_options *options,
				  struct cdr_err *err);
void tui_screen_close(struct tui_screen *screen);   /* restores the terminal; NULL is fine */

int tui_screen_fd(const struct tui_screen *screen); /* to poll for input */
void tui_screen_size(const struct tui_screen *screen, int *rows, int *cols);

/* Paints what differs from the last frame. */
void tui_screen_paint(struct tui_screen *screen, const struct tui_cells *cells);
void tui_screen_redraw(struct tui_screen *screen);  /* next paint draws everything */

/*
 * The next key or paste that is waiting, without blocking; false when there is
 * none. A paste's text is borrowed until the next call.
 */
bool tui_screen_read(struct tui_screen *screen, struct tui_event *event);

/* Asks the terminal for its size again and follows it. */
void tui_screen_follow_size(struct tui_screen *screen);

/* Gives the terminal away (a child, the shell) and takes it back. */
void tui_screen_leave(struct tui_screen *screen);
void tui_screen_return(struct tui_screen *screen);

/* Width by the C library in the current locale, which is what ncurses lays out by (tui_width_fn). */
int tui_screen_width(uint32_t cp);

/* True if the locale can draw characters beyond ASCII; tries C.UTF-8 when the current one cannot. */
bool tui_screen_utf8(void);

#endif
