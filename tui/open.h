/* open.h - the session that a command line asks for. */
#ifndef TUI_OPEN_H
#define TUI_OPEN_H

#include "command.h"

/*
 * Opens run->session from the options and, for a command that takes one, the
 * range; prints its notices and registry warnings to stderr. The session is
 * closed by main().
 */
CDR_NODISCARD int tui_session_open(struct tui_run *run, struct cdr_err *err);

/* The same for SOURCE and, of a range, RANGE (NULL: the default), whatever the options say of it. */
CDR_NODISCARD int tui_session_open_at(struct tui_run *run, enum cdr_source source, const char *range,
				      struct cdr_err *err);

/* The same for RANGE, with the rule ONLY alone in force. */
CDR_NODISCARD int tui_session_open_for(struct tui_run *run, const char *only, const char *range,
				       struct cdr_err *err);

/* The repository that options and environment name; nothing is looked up. */
struct cdr_where tui_where(const struct tui_run *run);

/* Today as "YYYY-MM-DD" (UTC). */
void tui_today(char out[11]);

#endif
