/* plain.h - the review without a screen: one hunk after the other, a question, a line for an answer. */
#ifndef TUI_CMD_PLAIN_H
#define TUI_CMD_PLAIN_H

#include "command.h"

/*
 * Linear, append-only output that a screen reader can follow. Returns enum
 * tui_exit as the review does, or a negative code. Verdicts are published at the end.
 */
int tui_plain_run(struct tui_run *run, struct cdr_err *err);

#endif
