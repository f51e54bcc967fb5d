/*
 * scan.h - how to scan, the ways in which `cdreview scan` prints what it found, and what it
 * says about itself.
 *
 * Every way is fed one scanned file after the other, in range order. What its format allows to
 * be written at once is; the rest waits in a temporary file.
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

/* Where time and bytes of SCAN went, to TALK. BEGAN is tui_clock's at its start. */
void tui_scan_stats(const struct tui_run *run, struct cdr_scan *scan, uint64_t began);
uint64_t tui_clock(void);   /* nanoseconds of a steady clock */

/*
 * A format of findings. `open` writes what stands above them and makes what the others are
 * given; `end` writes the rest. After a failure only `free` is called, which takes NULL.
 */
struct tui_format {
	const char *name;
	int (*open)(void **out, struct tui_run *run, struct cdr_err *err);
	int (*file)(void *format, const struct cdr_scanned *scanned, struct cdr_err *err);
	int (*end)(void *format, const struct cdr_progress *progress, struct cdr_err *err);
	void (*free)(void *format);
};

extern const struct tui_format tui_format_text;         /* for people */
extern const struct tui_format tui_format_json;         /* the report of DESIGN section 7 */
extern const struct tui_format tui_format_sarif;        /* SARIF 2.1.0 */
extern const struct tui_format tui_format_codequality;  /* GitLab's Code Quality */
extern const struct tui_format tui_format_junit;        /* JUnit's XML */
extern const struct tui_format tui_format_markdown;     /* a comment on a change request */

#endif
