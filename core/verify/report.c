/* report.c - one table of readers; which of them there is decides what may be asked for. */
#include "verify/report.h"

typedef int read_fn(struct cdr_str text, struct cdr_arena *arena, struct cdr_report *out,
		    struct cdr_err *err);

static read_fn *const readers[] = {
	[CDR_REPORT_TAP] = cdr_report_read_tap,
	[CDR_REPORT_JUNIT] = cdr_report_read_junit,
};

static const struct cdr_str none = { NULL, 0 };

void cdr_report_add_failed(struct cdr_report *report, struct cdr_arena *arena, struct cdr_str name)
{
	if (report->counts.failed++ == 0)
		report->first = name.len ? cdr_str_copy(arena, name) : none;
}

bool cdr_report_needs_tests(enum cdr_report_kind kind)
{
	return kind == CDR_REPORT_TAP || kind == CDR_REPORT_JUNIT;
}

int cdr_report_read(enum cdr_report_kind kind, struct cdr_str text, struct cdr_arena *arena,
		    struct cdr_report *out, struct cdr_err *err)
{
	read_fn *read = (size_t)kind < sizeof(readers) / sizeof(readers[0]) ? readers[kind] : NULL;

	*out = (struct cdr_report){ .first = none };
	if (!read)
		return cdr_fail(err, CDR_EUNSUPPORTED, "%s reports are not read by this version",
				cdr_report_kind_name(kind));
	return read(text, arena, out, err);
}
