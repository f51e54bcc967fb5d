/*
 * report.h - what several line-mode commands print or look up alike.
 */
#ifndef TUI_CMD_REPORT_H
#define TUI_CMD_REPORT_H

#include "command.h"

#define TUI_OID_SHORT 9   /* digits of a commit id in line output */

/* "a1b2c3d4e", or "index" / "worktree". OUT must hold CDR_OID_HEX_MAX + 1 bytes. */
void tui_change_name(char out[CDR_OID_HEX_MAX + 1], const struct cdr_change *change);

/* The first 12 digits of a hunk id. */
void tui_short_hid(char out[CDR_HASH_HEX + 1], const struct cdr_hash *hid);

/* Where a finding is on the screen of an editor: its line on the new side, or the nearest one. */
uint32_t tui_finding_line(const struct cdr_flagged *flagged, const struct cdr_finding *finding);

/* The whole hunk as git prints it, escaped and coloured, secrets hidden. */
void tui_print_hunk(const struct tui_output *out, const struct cdr_flagged *flagged);

/* Who said what, one line a voice behind INDENT; stale and replaced ones marked. */
void tui_print_voices(const struct tui_output *out, const struct cdr_standing *standing,
		      const char *indent);

/*
 * Every flagged hunk of the session's range, one after the other, to VISIT;
 * it returns 0 to go on or a negative code. *PROGRESS, if not NULL, gets the totals.
 */
typedef int tui_visit_fn(void *payload, const struct cdr_flagged *flagged, struct cdr_err *err);
int tui_each_flagged(struct tui_run *run, tui_visit_fn *visit, void *payload,
		     struct cdr_progress *progress, struct cdr_err *err);

/* TROUBLE with a line on stderr when hunks could not be read, else STATUS. */
int tui_unscannable(const struct tui_run *run, const struct cdr_progress *progress, int status);

#endif
