/*
 * term.h - a terminal for tests: a real pty, a real emulator (libvterm), real keys.
 *
 * The program writes one byte to the sync pipe just before it blocks with
 * nothing to do. A step is: empty the pipe, act, wait for the byte, read the
 * pty dry. So nothing sleeps and "nothing happened" can be asserted.
 */
#ifndef TESTS_PTY_TERM_H
#define TESTS_PTY_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct term;

enum { TERM_PIPE_IN = 1 << 0, TERM_PIPE_OUT = 1 << 1 };

struct term_options {
	const char *dir;             /* working directory */
	const char *const *argv;
	const char *const *env;      /* "NAME=value" beside the harness's own, NULL-terminated, or NULL */
	int rows, cols;
	unsigned piped;              /* which are pipes, not the terminal */
};

struct term *term_start(const struct term_options *options);

/* Closes the terminal, waits for the program; returns its exit status, or 128 + signal. */
int term_end(struct term *term);

void term_keys(struct term *term, const char *bytes);            /* types, waits until idle */
void term_type(struct term *term, const char *bytes);            /* types, waits for nothing */
void term_resize(struct term *term, int rows, int cols);         /* and waits until idle */
void term_drag(struct term *term, int rows, int cols);           /* resizes, waits for nothing */
bool term_settle(struct term *term);     /* waits until idle; false after 10 s or at its end */
bool term_wait(struct term *term, const char *text);   /* until TEXT is shown; false after 10 s */
bool term_ended(struct term *term, int *status);       /* waits up to 10 s for the end */
int term_status(struct term *term);                    /* likewise; -1 when it does not end */
void term_kill(struct term *term, int signo);
void term_hang_up(struct term *term);                            /* closes the master side */
void term_feed(struct term *term, const char *bytes);            /* all that a piped stdin holds */
void term_output(struct term *term, char *out, size_t size);     /* all of a piped stdout, after the end */
pid_t term_pid(const struct term *term);

/* The screen: text of a row without trailing blanks; whole screen; where TEXT stands first. */
void term_row(struct term *term, int row, char *out, size_t size);
bool term_shows(struct term *term, const char *text);
bool term_find(struct term *term, const char *text, int *row, int *col);
void term_print(struct term *term);                              /* to stderr, for a failed test */

struct term_cell {
	bool bold, underline, reverse;
	int fg, bg;                  /* palette index, -1 default */
};
struct term_cell term_cell(struct term *term, int row, int col);
bool term_alternate(struct term *term);                          /* the alternate screen is on */
bool term_cooked(struct term *term);                             /* lines and echo, as a shell wants it */

#endif
