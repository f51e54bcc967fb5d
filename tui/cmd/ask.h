/*
 * ask.h - questions to the person at the terminal, never to a pipe.
 *
 * A terminal is no proof of a person and an agent can unset its markers: this
 * only stops honest programs (cdreview(1), SECURITY).
 */
#ifndef TUI_CMD_ASK_H
#define TUI_CMD_ASK_H

#include "command.h"

struct tui_ask;

/* Opens /dev/tty. CDR_EUSAGE without one, or under an agent, with what to do instead. */
CDR_NODISCARD int tui_ask_open(struct tui_ask **out, const struct tui_environment *env, struct cdr_err *err);
void tui_ask_close(struct tui_ask *ask);

/* Where to show what is asked about: OUT, or the terminal itself when OUT->data is not one. */
struct tui_output tui_ask_output(struct tui_ask *ask, const struct tui_output *out);

/*
 * The answer to QUESTION without its newline, in LINE (SIZE bytes); what does not
 * fit is left out. CDR_END when the terminal is gone.
 */
int tui_ask_line(struct tui_ask *ask, const char *question, char *line, size_t size);

/* True only for an answer that begins with y or Y. */
bool tui_ask_yes(struct tui_ask *ask, const char *question);

#endif
