/* put.c - a result is a finding like others from here on: excused, named and ordered with them. */
#include "scan/filescan.h"
#include "scan/import/import_parts.h"

static bool adds(const struct cdr_hunk *hunk, uint32_t lineno)
{
	for (size_t i = 0; i < hunk->n_lines; i++)
		if (hunk->lines[i].origin == '+' && hunk->lines[i].new_lineno == lineno)
			return true;
	return false;
}

/* The hunk that adds line LINENO; if lines are compared in another way the nearest before it. */
static size_t hunk_of(const struct cdr_filediff *diff, uint32_t lineno)
{
	size_t nearest = 0;

	for (size_t i = 0; i < diff->n_hunks; i++) {
		const struct cdr_hunk *hunk = &diff->hunks[i];

		if (hunk->kind != CDR_HUNK_TEXT || hunk->new_start > lineno)
			continue;
		nearest = i;
		if (lineno < hunk->new_start + hunk->new_lines && adds(hunk, lineno))
			return i;
	}
	return nearest;
}

/* The rest of the line where a tool tells no end. */
static struct cdr_extent extent_of(struct cdr_view *view, const struct cdr_foreign *result)
{
	struct cdr_str first = cdr_view_line(view, result->from, 0);
	struct cdr_str last = cdr_view_line(view, result->to, 0);
	struct cdr_extent extent = {
		.from = { CDR_SIDE_NEW, result->from },
		.to = { CDR_SIDE_NEW, result->to },
		.col = cdr_column_bytes(first, result->col, result->columns),
		.end_col = result->end_col
				 ? cdr_column_bytes(last, result->end_col, result->columns)
				 : (uint32_t)last.len + 1,
	};

	if (result->from == result->to && extent.end_col < extent.col)
		extent.end_col = extent.col;
	return extent;
}

void cdr_import_put(const struct cdr_import *import, struct cdr_filescan *scan)
{
	struct cdr_view *view = &scan->views[CDR_SIDE_NEW];
	const struct cdr_foreign *results;
	size_t n;

	if (!import || scan->diff->n_hunks == 0 || !scan->diff->file.new_mode ||
	    scan->diff->file.status == 'T')
		return;
	results = cdr_import_find(import, &scan->change->commit, scan->diff->file.path, &n);
	for (size_t i = 0; i < n; i++) {
		const struct cdr_extent extent = extent_of(view, &results[i]);
		struct cdr_finding *finding = cdr_filescan_add(
			scan, hunk_of(scan->diff, results[i].from), results[i].rule, &extent);

		if (!finding)
			continue;
		finding->severity = results[i].severity;
		finding->message = results[i].message;
	}
}
