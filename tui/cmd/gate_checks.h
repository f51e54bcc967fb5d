/*
 * gate_checks.h - the checks that the registry requires, at the gate.
 */
#ifndef TUI_CMD_GATE_CHECKS_H
#define TUI_CMD_GATE_CHECKS_H

#include "cdreview/gate.h"
#include "command.h"

struct tui_gate_checks {
	struct tui_run *run;
	struct cdr_gate_tally *tally;
	struct cdr_buf *item;      /* with --json, room for one entry; else NULL */
	bool explain;
};

/*
 * Weighs every check and prints those that keep the gate shut; with --json all that are
 * required, as `,"checks":[...]`, and nothing where the registry names none.
 */
int tui_gate_checks(struct tui_gate_checks *checks, struct cdr_err *err);

/* "trusted", "dropped", "changed", "added": who asks for a check. */
const char *tui_check_origin(enum cdr_check_origin origin);

#endif
