/*
 * loop.h - poll -> event -> update -> effects -> view -> paint.
 *
 * The only place where the review touches the world: it owns the terminal and
 * the scan, performs the effects that update() asks for through the session,
 * and answers with events. Never blocks but in poll().
 */
#ifndef TUI_TERM_LOOP_H
#define TUI_TERM_LOOP_H

#include "review/state.h"
#include "term/screen.h"

struct tui_loop_options {
	struct cdr_session *session;
	struct cdr_scan_options scan;
	struct tui_setup setup;              /* size and width are filled in by the loop */
	struct tui_screen_options screen;
	const char *editor;                  /* command line of the editor, or NULL */
	int sync_fd;                         /* tests: a byte when all is on the screen; or -1 */
};

enum tui_loop_end {
	TUI_LOOP_DECIDED,      /* everything decided, nothing rejected */
	TUI_LOOP_OPEN,         /* something is open or rejected */
	TUI_LOOP_INTERRUPTED,  /* SIGINT or SIGTERM; ^C is a key */
	TUI_LOOP_GONE,         /* the terminal went away: publish nothing */
};

struct tui_loop_result {
	enum tui_loop_end end;
	struct cdr_progress progress;  /* of the scan, when the loop was left */
};

/*
 * Runs the review. All verdicts are in the journal when it returns; publishing
 * is the caller's. Errors: those of tui_screen_open and cdr_session_scan.
 */
CDR_NODISCARD int tui_loop_run(const struct tui_loop_options *options, struct tui_loop_result *result,
			       struct cdr_err *err);

#endif
