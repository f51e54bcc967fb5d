/*
 * session_reports.c - what other tools found. What does not become a finding is said, with its
 * number and the reason: a report that fits nothing must not look like a clean one.
 */
#include "session_inside.h"

#include "scan/import/import.h"

/* One reason why results do not count. */
struct remainder {
	size_t n;
	const char *why;
};

static void announce(struct cdr_session *session)
{
	const struct cdr_imported counts = cdr_import_counts(session->import);
	const struct remainder remainders[] = {
		{ counts.unchanged, "on lines that are not changed here" },
		{ counts.outside, "in no file of the work tree" },
		{ counts.placeless, "on no line" },
		{ counts.harmless, "that report no problem" },
		{ counts.off, "switched off by the registry" },
		{ counts.repeated, "said before" },
	};
	struct cdr_buf buf;

	if (counts.placed == counts.results && counts.results > 0 && counts.failed_runs == 0)
		return;
	cdr_buf_init(&buf, 1024);
	cdr_buf_addf(&buf, "%zu result%s of other tools, %zu on changed lines", counts.results,
		     counts.results == 1 ? "" : "s", counts.placed);
	for (size_t i = 0; i < sizeof(remainders) / sizeof(remainders[0]); i++)
		if (remainders[i].n > 0)
			cdr_buf_addf(&buf, ", %zu %s", remainders[i].n, remainders[i].why);
	if (counts.unread_lines > 0)
		cdr_buf_addf(&buf, "; %zu lines without a place", counts.unread_lines);
	cdr_session_notice(session, "%.*s", CDR_FMT(cdr_buf_str(&buf)));
	if (counts.failed_runs > 0)
		cdr_session_notice(session, "%zu run%s of other tools did not succeed, as %s "
				   "report%s: there may be more to find", counts.failed_runs,
				   counts.failed_runs == 1 ? "" : "s",
				   counts.failed_runs == 1 ? "its" : "their",
				   counts.failed_runs == 1 ? " says" : "s say");
	cdr_buf_release(&buf);
}

int cdr_session_load_reports(struct cdr_session *session, struct cdr_err *err)
{
	const struct cdr_import_request request = {
		.repo = session->repo,
		.registry = session->registry,
		.options = &session->options,
		.range = session->range,
	};
	int rc = 0;

	if (session->options.n_reports > 0) {
		rc = cdr_import_new(&session->import, &request, err);
		if (rc == 0)
			announce(session);
	}
	session->options.reports = NULL;
	session->options.n_reports = 0;
	return rc;
}

struct cdr_imported cdr_session_imported(const struct cdr_session *session)
{
	return cdr_import_counts(session->import);
}
