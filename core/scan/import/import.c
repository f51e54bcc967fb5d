/* import.c - reports in, what is on changed lines out, the rest counted by the reason. */
#include "scan/import/import_parts.h"

#include "base/oom.h"
#include "scan/import/intake.h"

#include <stdlib.h>
#include <string.h>

/* --- order ----------------------------------------------------------------------- */

/* By path and change; of one file by rule, so that a cap on one rule's findings works. */
static int compare_file(const struct cdr_foreign *a, const struct cdr_oid *commit,
			struct cdr_str path)
{
	int order = cdr_str_cmp(a->path, path);

	if (order)
		return order;
	if (a->commit.len != commit->len)
		return a->commit.len < commit->len ? -1 : 1;
	return memcmp(a->commit.bytes, commit->bytes, commit->len);
}

static int compare(const void *left, const void *right)
{
	const struct cdr_foreign *a = left, *b = right;
	int order = compare_file(a, &b->commit, b->path);

	if (order == 0)
		order = cdr_str_cmp(a->rule->id, b->rule->id);
	if (order)
		return order;
	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	if (a->col != b->col)
		return a->col < b->col ? -1 : 1;
	order = cdr_str_cmp(a->message, b->message);
	return order ? order : (int)a->severity - (int)b->severity;
}

static bool is_repeated(const struct cdr_foreign *a, const struct cdr_foreign *b)
{
	return a->rule == b->rule && a->from == b->from && a->col == b->col &&
	       compare_file(a, &b->commit, b->path) == 0 && cdr_str_eq(a->message, b->message);
}

const struct cdr_foreign *cdr_import_find(const struct cdr_import *import,
					  const struct cdr_oid *commit, struct cdr_str path,
					  size_t *n)
{
	size_t from = 0, to = import->n;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (compare_file(&import->results[middle], commit, path) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	for (*n = 0; from + *n < import->n; (*n)++)
		if (compare_file(&import->results[from + *n], commit, path) != 0)
			break;
	return &import->results[from];
}

bool cdr_import_has(const struct cdr_import *import, const struct cdr_change *change,
		    struct cdr_str path)
{
	size_t n = 0;

	if (import)
		cdr_import_find(import, &change->commit, path, &n);
	return n > 0;
}

/* --- reading ---------------------------------------------------------------------- */

static int read_reports(struct cdr_intake *intake, const struct cdr_session_options *options,
			struct cdr_err *err)
{
	int rc = 0;

	for (size_t i = 0; i < options->n_reports && rc == 0; i++) {
		const struct cdr_report *report = &options->reports[i];

		intake->name = report->name;
		intake->counts.reports++;
		rc = report->format == CDR_REPORT_SARIF
		   ? cdr_sarif_read(intake, report->text, err)
		   : cdr_lines_read(intake, report->tool, report->text, err);
	}
	return rc;
}

/* Results of files that the pathspecs leave out need no looking up. */
static void select_paths(struct cdr_intake *intake, const struct cdr_range *range)
{
	struct cdr_foreign *results = intake->results.items;
	size_t n = 0;

	for (size_t i = 0; i < intake->results.n; i++)
		if (cdr_range_wants(range, results[i].path))
			results[n++] = results[i];
	intake->counts.unchanged += intake->results.n - n;
	intake->results.n = n;
}

/* Keeps what is on a changed line, each once. */
static void keep(struct cdr_import *import, struct cdr_intake *intake)
{
	struct cdr_foreign *results = intake->results.items;
	size_t n = 0, n_once = 0;

	for (size_t i = 0; i < intake->results.n; i++)
		if (results[i].from > 0)
			results[n++] = results[i];
	intake->counts.unchanged += intake->results.n - n;
	if (n > 1)
		qsort(results, n, sizeof(*results), compare);
	for (size_t i = 0; i < n; i++)
		if (n_once == 0 || !is_repeated(&results[n_once - 1], &results[i]))
			results[n_once++] = results[i];
	intake->counts.repeated = n - n_once;
	intake->counts.placed = n_once;
	import->results = results;
	import->n = n_once;
	import->counts = intake->counts;
}

int cdr_import_new(struct cdr_import **out, const struct cdr_import_request *request,
		   struct cdr_err *err)
{
	struct cdr_import *import = cdr_alloc_zeroed(sizeof(*import));
	struct cdr_intake intake = {
		.arena = &import->arena,
		.registry = request->registry,
		.top = cdr_repo_work_tree(request->repo),
		.prefix = cdr_repo_prefix(request->repo),
	};
	int rc = read_reports(&intake, request->options, err);

	if (rc == 0)
		select_paths(&intake, request->range);
	if (rc == 0)
		rc = cdr_foreign_place(request->repo, request->options, intake.results.items,
				       intake.results.n, err);
	if (rc == 0)
		keep(import, &intake);
	if (rc) {
		cdr_import_free(import);
		import = NULL;
	}
	*out = import;
	return rc;
}

void cdr_import_free(struct cdr_import *import)
{
	if (!import)
		return;
	cdr_arena_release(&import->arena);
	free(import);
}

struct cdr_imported cdr_import_counts(const struct cdr_import *import)
{
	return import ? import->counts : (struct cdr_imported){ .reports = 0 };
}
