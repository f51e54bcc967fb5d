/* report.c - one table of readers; which of them there is decides what may be asked for. */
#include "verify/report.h"

typedef int read_fn(const struct cdr_report_source *source, struct cdr_arena *arena,
		    struct cdr_check_report *out, struct cdr_err *err);

static const struct {
	read_fn *read;
	bool is_of_tests;
} kinds[] = {
	[CDR_CHECK_BY_EXIT] = { NULL, false },
	[CDR_CHECK_BY_SARIF] = { cdr_report_read_findings, false },
	[CDR_CHECK_BY_LINES] = { cdr_report_read_findings, false },
	[CDR_CHECK_BY_JUNIT] = { cdr_report_read_junit, true },
	[CDR_CHECK_BY_TAP] = { cdr_report_read_tap, true },
};

static const struct cdr_str none = { NULL, 0 };

void cdr_report_add_failed(struct cdr_check_report *report, struct cdr_arena *arena,
			   struct cdr_str name)
{
	if (report->counts.failed++ == 0)
		report->first = name.len ? cdr_str_copy(arena, name) : none;
}

bool cdr_report_is_of_tests(enum cdr_report_kind kind)
{
	return kinds[kind].is_of_tests;
}

int cdr_report_read(const struct cdr_report_source *source, struct cdr_arena *arena,
		    struct cdr_check_report *out, struct cdr_err *err)
{
	*out = (struct cdr_check_report){ .first = none };
	if (!kinds[source->kind].read)
		return cdr_fail(err, CDR_EUNSUPPORTED, "%s is no kind of report",
				cdr_report_kind_name(source->kind));
	return kinds[source->kind].read(source, arena, out, err);
}
