/*
 * span.c - findings speak of lines of one side of a file, the screen of lines
 * of a hunk; this is the bridge.
 */
#include "review/span.h"

bool tui_span_on(const struct cdr_finding *finding, const struct cdr_line *line, size_t *from,
		 size_t *to)
{
	uint32_t lineno = finding->side == CDR_SIDE_OLD ? line->old_lineno : line->new_lineno;

	if (lineno == 0 || lineno < finding->line || lineno > finding->end_line)
		return false;
	*from = lineno == finding->line && finding->col ? finding->col - 1 : 0;
	*to = lineno == finding->end_line && finding->end_col ? finding->end_col - 1
							      : line->text.len;
	if (*to > line->text.len)
		*to = line->text.len;
	return *from < *to;
}

size_t tui_span_first(const struct cdr_finding *finding, const struct cdr_hunk *hunk)
{
	size_t from, to, line = 0;

	while (line < hunk->n_lines && !tui_span_on(finding, &hunk->lines[line], &from, &to))
		line++;
	return line;
}
