/*
 * report.h - what a check says it found, read from its report.
 *
 * A report is not believed when it is incomplete: what does not say how many tests there
 * should have been, has fewer, or cannot be read, is CDR_ESYNTAX with a cause and no pass.
 * Nor is one without a test that passed: what ran nothing found nothing out.
 *
 * Of findings (sarif, lines) the tool decides by its exit status which of them are too many:
 * they are counted as failed, and fail nothing by themselves. A SARIF log that says that
 * its tool broke off is none.
 */
#ifndef CDR_VERIFY_REPORT_H
#define CDR_VERIFY_REPORT_H

#include "cdreview/verify.h"

struct cdr_check_report {
	struct cdr_check_counts counts;
	struct cdr_str first;          /* name of the first test that failed, or {NULL, 0} */
};

struct cdr_report_source {
	enum cdr_report_kind kind;
	struct cdr_str text;
	struct cdr_str check;          /* its name: the tool of lines that name none */
	const struct cdr_registry *registry;
};

/* Reads SOURCE; *OUT is in ARENA. CDR_ESYNTAX, CDR_ELIMIT, CDR_EUNSUPPORTED. */
CDR_NODISCARD int cdr_report_read(const struct cdr_report_source *source, struct cdr_arena *arena,
				  struct cdr_check_report *out, struct cdr_err *err);

/* True if a report of KIND is one of tests: some must have passed, and none failed. */
bool cdr_report_is_of_tests(enum cdr_report_kind kind);

/* The readers. Those of findings are core/scan's. */
CDR_NODISCARD int cdr_report_read_tap(const struct cdr_report_source *source, struct cdr_arena *arena,
				      struct cdr_check_report *out, struct cdr_err *err);
CDR_NODISCARD int cdr_report_read_junit(const struct cdr_report_source *source, struct cdr_arena *arena,
					struct cdr_check_report *out, struct cdr_err *err);
CDR_NODISCARD int cdr_report_read_findings(const struct cdr_report_source *source, struct cdr_arena *arena,
					   struct cdr_check_report *out, struct cdr_err *err);

/* Counts a test that failed, and keeps its name if it is the first. */
void cdr_report_add_failed(struct cdr_check_report *report, struct cdr_arena *arena, struct cdr_str name);

#endif
