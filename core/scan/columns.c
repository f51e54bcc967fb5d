/*
 * columns.c - rules look at UTF-8, but what is shown, and what may not be shown,
 * are the bytes of the blob.
 */
#include "scan/filescan.h"

static uint32_t restored(struct cdr_view *view, uint32_t lineno, uint32_t col)
{
	struct cdr_span line;

	if (lineno == 0 || col == 0 || col == UINT32_MAX)
		return col;
	line = cdr_view_span(view, (struct cdr_lines){ lineno, lineno + 1 });
	return cdr_transcoded_col(&view->source, line.from, col);
}

static void restore_finding(struct cdr_view *view, struct cdr_finding *finding)
{
	finding->col = restored(view, finding->line, finding->col);
	finding->end_col = restored(view, finding->end_line, finding->end_col);
	finding->redact_col = restored(view, finding->line, finding->redact_col);
	finding->redact_end_col = restored(view, finding->line, finding->redact_end_col);
}

static void restore(struct cdr_view *view, enum cdr_side side, struct cdr_harvest *harvest)
{
	for (size_t i = 0; i < harvest->findings.n; i++) {
		struct cdr_finding *finding = &harvest->findings.items[i];

		if (finding->side == side && finding->rule->detector != CDR_BUILTIN)
			restore_finding(view, finding);
	}
	for (size_t i = 0; i < harvest->hidden.n; i++) {
		struct cdr_hidden *hidden = &harvest->hidden.items[i];

		if (hidden->side != side)
			continue;
		hidden->col = restored(view, hidden->line, hidden->col);
		hidden->end_col = restored(view, hidden->line, hidden->end_col);
	}
}

void cdr_columns_restore(struct cdr_filescan *scan)
{
	for (int side = CDR_SIDE_OLD; side <= CDR_SIDE_NEW; side++) {
		struct cdr_view *view = &scan->views[side];

		if (!cdr_transcoded_differs(&view->source))
			continue;
		for (size_t i = 0; i < scan->diff->n_hunks; i++)
			restore(view, (enum cdr_side)side, &scan->harvest[i]);
	}
}
