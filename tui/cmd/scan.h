/*
 * scan.h - how to scan, the two ways in which `cdreview scan` prints what it found,
 * and what it says about itself.
 *
 * Both ways are fed one scanned file after the other, in range order, and write at
 * once; nothing is collected but what the format forces (all_hunks).
 */
#ifndef TUI_CMD_SCAN_H
#define TUI_CMD_SCAN_H

#include "command.h"

/*
 * How to scan by options, configuration and this machine's cores: threads, engine,
 * shortcuts. CDR_EUSAGE for a value that makes no sense.
 */
CDR_NODISCARD int tui_scan_options(struct cdr_scan_options *out, struct tui_run *run, struct cdr_err *err);

/*
 * The same for who lists every flagged hunk to a person: the progress has every hunk, and
 * what earlier scans have kept is used, unless the command line or git config says no.
 */
CDR_NODISCARD int tui_scan_options_to_show(struct cdr_scan_options *out, struct tui_run *run,
					   struct cdr_err *err);

/* What a scan cost. Times are nanoseconds, of all threads in BUSY without their waiting. */
struct tui_scan_measured {
	struct cdr_scan_stats stats;
	uint64_t wall_ns, busy_ns;
	uint64_t memory;                  /* bytes, at most */
};

uint64_t tui_clock(void);   /* nanoseconds of a steady clock */

/* After the last result of SCAN, which began when tui_clock said BEGAN. OUT is all bytes zero. */
void tui_scan_measure(struct cdr_scan *scan, uint64_t began, struct cdr_arena *arena,
		      struct tui_scan_measured *out);

/* In words to TALK, with the dearest rules or with all that took time. */
void tui_scan_stats(FILE *talk, const struct tui_scan_measured *measured, bool all_rules);

struct tui_scan_text {
	const struct tui_output *out;
	const char *only;                 /* id of the rule whose findings are printed; NULL: of all */
	struct cdr_oid commit;            /* last one printed */
	bool any;                         /* a change was printed */
	enum cdr_change_kind kind;
};
void tui_scan_text_file(struct tui_scan_text *text, const struct cdr_scanned *scanned);
void tui_scan_text_end(struct tui_scan_text *text, const struct cdr_progress *progress);

struct tui_scan_json;   /* the report of DESIGN section 7, written as it comes */
int tui_scan_json_new(struct tui_scan_json **out, const struct tui_run *run, bool all_hunks,
		      struct cdr_err *err);
int tui_scan_json_file(struct tui_scan_json *json, const struct cdr_scanned *scanned, struct cdr_err *err);
int tui_scan_json_end(struct tui_scan_json *json, const struct cdr_progress *progress, struct cdr_err *err);
void tui_scan_json_free(struct tui_scan_json *json);

#endif
