/*
 * signals.h - signals as bytes on a pipe, and the terminal restored on a crash.
 *
 * ncurses leaves the alternate screen on after SEGV, ABRT and HUP, and a
 * resize between a check and a blocking read is lost; so every signal that the
 * loop cares about is one byte on a pipe that it polls. A signal that was
 * ignored when we were started (nohup) stays ignored.
 * The two writable globals of tui/ are in signals.c: handlers can reach nothing else.
 */
#ifndef TUI_TERM_SIGNALS_H
#define TUI_TERM_SIGNALS_H

#include "cdreview/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

/* Installs handlers for WINCH, CONT, INT, TERM, HUP, TSTP. Poll *FD, then ask tui_signals_next. */
CDR_NODISCARD int tui_signals_open(int *fd, struct cdr_err *err);
void tui_signals_close(void);   /* every signal as it was before */

/* The next signal number waiting on the pipe, or 0. */
int tui_signals_next(void);

/* Stops the whole job, as ^Z at the terminal does; returns when it was continued. */
void tui_signals_stop_job(void);

/* While a child has the terminal: INT and QUIT are the child's, TSTP stops both. */
void tui_signals_lend(void);
void tui_signals_take_back(void);

/*
 * What a crash must undo: bytes to write to FD and the terminal's old modes.
 * Until tui_crash_forget, SEGV, BUS, ABRT, FPE, ILL and QUIT restore, then die as they would.
 */
struct tui_crash {
	int fd;
	bool armed;
	size_t len;
	char reset[256];
	struct termios modes;
};
void tui_crash_arm(const struct tui_crash *crash);
void tui_crash_forget(void);

#endif
