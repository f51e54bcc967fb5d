/*
 * report.h - what a check says it found, read from its report.
 *
 * A report is not believed when it is incomplete: what does not say how many tests there
 * should have been, has fewer, or cannot be read, is CDR_ESYNTAX with a cause and no pass.
 * Nor is one without a test that passed: what ran nothing found nothing out.
 */
#ifndef CDR_VERIFY_REPORT_H
#define CDR_VERIFY_REPORT_H

#include "cdreview/verify.h"

struct cdr_report {
	struct cdr_check_counts counts;
	struct cdr_str first;          /* name of the first test that failed, or {NULL, 0} */
};

/* Reads TEXT, a report of KIND; *OUT is in ARENA. CDR_ESYNTAX, CDR_ELIMIT, CDR_EUNSUPPORTED. */
CDR_NODISCARD int cdr_report_read(enum cdr_report_kind kind, struct cdr_str text,
				  struct cdr_arena *arena, struct cdr_report *out, struct cdr_err *err);

/* True if a report of KIND is one of tests, of which some must have passed. */
bool cdr_report_needs_tests(enum cdr_report_kind kind);

/* The readers, one a kind. */
CDR_NODISCARD int cdr_report_read_tap(struct cdr_str text, struct cdr_arena *arena,
				      struct cdr_report *out, struct cdr_err *err);
CDR_NODISCARD int cdr_report_read_junit(struct cdr_str text, struct cdr_arena *arena,
					struct cdr_report *out, struct cdr_err *err);

/* Counts a test that failed, and keeps its name if it is the first. */
void cdr_report_add_failed(struct cdr_report *report, struct cdr_arena *arena, struct cdr_str name);

#endif
