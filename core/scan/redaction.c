/*
 * redaction.c - a secret is hidden wherever its line is printed, also under
 * the heading of a finding that does not know of it.
 */
#include "cdreview/finding.h"

/* The bytes of LINE that FINDING hides; false when that is none. */
static bool hides(const struct cdr_finding *finding, const struct cdr_line *line, size_t *from,
		  size_t *to)
{
	uint32_t lineno = finding->side == CDR_SIDE_OLD ? line->old_lineno : line->new_lineno;
	bool first = lineno == finding->line, open_ended = finding->redact_end_col == 0;

	if (!finding->redact_col || !lineno || lineno < finding->line ||
	    lineno > finding->end_line || (!first && !open_ended))
		return false;
	*from = first ? finding->redact_col - 1 : 0;
	*to = open_ended ? line->text.len : finding->redact_end_col - 1;
	if (*to > line->text.len)
		*to = line->text.len;
	return *from < *to;
}

bool cdr_flagged_redaction(const struct cdr_flagged *flagged, const struct cdr_line *line,
			   size_t *from, size_t *to)
{
	size_t start, end, after = *from;
	bool found = false;

	for (size_t i = 0; i < flagged->n_findings; i++) {
		if (!hides(&flagged->findings[i], line, &start, &end) || end <= after)
			continue;
		if (start < after)
			start = after;
		if (found && start >= *from)
			continue;
		*from = start;
		*to = end;
		found = true;
	}
	return found;
}
