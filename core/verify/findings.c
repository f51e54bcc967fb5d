/*
 * findings.c - SARIF logs and lines of linters as reports of checks, read as a scan reads
 * them, but counted only: where a finding belongs in a range is for `scan --sarif-in` to say.
 */
#include "verify/report.h"

#include "scan/import/intake.h"

int cdr_report_read_findings(const struct cdr_report_source *source, struct cdr_arena *arena,
			     struct cdr_check_report *out, struct cdr_err *err)
{
	struct cdr_intake intake = {
		.arena = arena, .registry = source->registry, .name = "the report",
	};
	int rc;

	if (source->kind == CDR_CHECK_BY_SARIF)
		rc = cdr_sarif_read(&intake, source->text, err);
	else
		rc = cdr_lines_read(&intake, source->check, source->text, err);
	if (rc < 0)
		return rc;
	if (intake.counts.failed_runs > 0)
		return cdr_fail(err, CDR_ESYNTAX, "the tool broke off, as it says itself");
	out->counts.failed = (uint32_t)(intake.counts.results - intake.counts.off);
	return 0;
}
