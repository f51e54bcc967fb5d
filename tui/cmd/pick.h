/*
 * pick.h - from "HID[:N]" on the command line to flagged hunks of the range.
 */
#ifndef TUI_CMD_PICK_H
#define TUI_CMD_PICK_H

#include "command.h"

#define TUI_HID_MIN 6   /* least digits of a hunk id that are accepted */

/* One operand: the first digits of a hunk id, and which of several equal hunks (0: the only one). */
struct tui_hid {
	struct cdr_str prefix;
	uint32_t nth;
};
CDR_NODISCARD int tui_hid_parse(struct tui_hid *out, const char *word, struct cdr_err *err);
bool tui_hid_is(const struct tui_hid *want, const struct cdr_hash *hid);

/* The hunks that the operands name, in range order: one for each commit that has it. */
struct tui_picked {
	CDR_VEC(const struct cdr_flagged *) hunks;
	CDR_VEC(struct cdr_scanned *) files;   /* that own them */
	struct cdr_scan *scan;                 /* that owns their changes */
	struct cdr_arena arena;
};

/*
 * Scans the session's range. CDR_EUSAGE when an operand is malformed, names no
 * flagged hunk, names two different ones, or one of several equal ones without
 * saying which. Release in any case.
 */
CDR_NODISCARD int tui_pick(struct tui_picked *picked, struct tui_run *run, struct cdr_err *err);
void tui_picked_release(struct tui_picked *picked);

/* Publishes the journal and says so on stderr (verdict.c). */
CDR_NODISCARD int tui_publish(struct tui_run *run, struct cdr_err *err);

#endif
