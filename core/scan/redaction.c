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

/* A part of LINE that may not be shown, and whether there is one. */
struct part {
	size_t from, to;
	bool any;
};

/* Makes PART the first one that ends after byte AFTER, its own or [FROM, TO). */
static void take_first(struct part *part, size_t after, size_t from, size_t to)
{
	if (to <= after)
		return;
	if (from < after)
		from = after;
	if (!part->any || from < part->from)
		*part = (struct part){ from, to, true };
}

/* The first item of SIDE that is not before line LINENO. */
static size_t first_hidden(const struct cdr_flagged *flagged, enum cdr_side side, uint32_t lineno)
{
	size_t low = 0, high = flagged->n_hidden;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct cdr_hidden *hidden = &flagged->hidden[middle];

		if (hidden->side < side || (hidden->side == side && hidden->line < lineno))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void take_unlisted(struct part *part, const struct cdr_flagged *flagged,
			  const struct cdr_line *line, enum cdr_side side, size_t after)
{
	uint32_t lineno = side == CDR_SIDE_OLD ? line->old_lineno : line->new_lineno;

	for (size_t i = first_hidden(flagged, side, lineno); lineno && i < flagged->n_hidden; i++) {
		const struct cdr_hidden *hidden = &flagged->hidden[i];
		size_t from = hidden->col - 1, to = hidden->end_col - 1;

		if (hidden->side != side || hidden->line != lineno)
			return;
		if (to > line->text.len)
			to = line->text.len;
		if (from < to)
			take_first(part, after, from, to);
	}
}

bool cdr_flagged_redaction(const struct cdr_flagged *flagged, const struct cdr_line *line,
			   size_t *from, size_t *to)
{
	struct part part = { .any = false };
	size_t start, end;

	for (size_t i = 0; i < flagged->n_findings; i++)
		if (hides(&flagged->findings[i], line, &start, &end))
			take_first(&part, *from, start, end);
	take_unlisted(&part, flagged, line, CDR_SIDE_OLD, *from);
	take_unlisted(&part, flagged, line, CDR_SIDE_NEW, *from);
	if (!part.any)
		return false;
	*from = part.from;
	*to = part.to;
	return true;
}
