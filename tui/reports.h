/*
 * reports.h - reports of other tools as the command line names them.
 */
#ifndef TUI_REPORTS_H
#define TUI_REPORTS_H

#include "cdreview/session.h"
#include "option.h"

struct tui_reports {
	struct cdr_report *items;
	size_t n;
	struct cdr_arena arena;
};

/*
 * Reads every --sarif-in and --lines-in of ARGS; "-" is the standard input, once. Errors:
 * CDR_EUSAGE, CDR_EIO, CDR_ELIMIT past CDR_REPORT_BYTES. To be released in any case.
 */
CDR_NODISCARD int tui_reports_read(struct tui_reports *out, const struct tui_args *args,
				   struct cdr_err *err);
void tui_reports_release(struct tui_reports *reports);

#endif
