/* place.c - every line is asked for once, however many results stand on it. */
#include "scan/import/place.h"

#include "git/origin.h"

#include <stdlib.h>

static int compare(const void *left, const void *right)
{
	const struct cdr_foreign *a = left, *b = right;
	int order = cdr_str_cmp(a->path, b->path);

	return order ? order : (a->line > b->line) - (a->line < b->line);
}

static uint32_t last_line(const struct cdr_foreign *result)
{
	uint32_t most = UINT32_MAX - result->line < CDR_REGION_LINES
			      ? UINT32_MAX - 1 : result->line + CDR_REGION_LINES - 1;

	if (result->end_line <= result->line)
		return result->line;
	return result->end_line < most ? result->end_line : most;
}

/* The questions about one file, from its results, which are sorted. */
struct question {
	struct cdr_arena *arena;
	CDR_VEC(struct cdr_origin_line) lines;
	CDR_VEC(struct cdr_origin_file) files;
	size_t n_lines;
};

static int ask_about(struct question *question, const struct cdr_foreign *results, size_t n,
		     struct cdr_err *err)
{
	uint32_t next = 1;

	question->lines.items = NULL;
	question->lines.n = question->lines.alloc = 0;
	for (size_t i = 0; i < n; i++) {
		uint32_t from = results[i].line > next ? results[i].line : next;
		uint32_t to = last_line(&results[i]);

		if (to >= from)
			question->n_lines += to - from + 1;
		if (question->n_lines > CDR_PLACED_LINES)
			return cdr_fail(err, CDR_ELIMIT, "results on more than %zu lines",
					CDR_PLACED_LINES);
		for (uint32_t lineno = from; lineno <= to; lineno++)
			*cdr_vec_push(question->arena, &question->lines) =
				(struct cdr_origin_line){ .lineno = lineno };
		next = to >= next ? to + 1 : next;
	}
	*cdr_vec_push(question->arena, &question->files) = (struct cdr_origin_file){
		results[0].path, question->lines.items, question->lines.n
	};
	return 0;
}

static size_t count_same_file(const struct cdr_foreign *results, size_t n)
{
	size_t same = 1;

	while (same < n && cdr_str_eq(results[same].path, results[0].path))
		same++;
	return same;
}

static int ask(struct question *question, const struct cdr_foreign *results, size_t n,
	       struct cdr_err *err)
{
	int rc = 0;

	for (size_t i = 0, same; i < n && rc == 0; i += same) {
		same = count_same_file(results + i, n - i);
		rc = ask_about(question, results + i, same, err);
	}
	return rc;
}

static int compare_lineno(const void *left, const void *right)
{
	const struct cdr_origin_line *a = left, *b = right;

	return (a->lineno > b->lineno) - (a->lineno < b->lineno);
}

/* The answer about LINENO, which was asked for. */
static const struct cdr_origin_line *answer(const struct cdr_origin_file *file, uint32_t lineno)
{
	const struct cdr_origin_line key = { .lineno = lineno };

	return bsearch(&key, file->lines, file->n, sizeof(key), compare_lineno);
}

static void settle(struct cdr_foreign *result, const struct cdr_origin_file *file)
{
	const struct cdr_origin_line *line = answer(file, result->line);
	uint32_t last = last_line(result);

	for (; line->lineno < last && !line->is_new;)
		line++;
	if (!line->is_new)
		return;
	result->commit = line->commit;
	result->from = result->to = line->origin;
	if (line->lineno > result->line)
		result->col = 0;
	for (; line->lineno < last; line++, result->to++)
		if (!line[1].is_new || !cdr_oid_eq(&line[1].commit, &result->commit) ||
		    line[1].origin != result->to + 1)
			break;
	if (line->lineno < result->end_line)
		result->end_col = 0;
}

int cdr_foreign_place(struct cdr_repo *repo, const struct cdr_session_options *options,
		      struct cdr_foreign *results, size_t n, struct cdr_err *err)
{
	struct cdr_arena arena = { NULL, 0 };
	struct question question = { .arena = &arena };
	size_t file = 0;
	int rc;

	if (n == 0)
		return 0;
	qsort(results, n, sizeof(*results), compare);
	rc = ask(&question, results, n, err);
	if (rc == 0)
		rc = cdr_origin_find(repo, options, question.files.items, question.files.n, err);
	for (size_t i = 0; i < n && rc == 0; i++) {
		file += i > 0 && !cdr_str_eq(results[i].path, results[i - 1].path);
		settle(&results[i], &question.files.items[file]);
	}
	cdr_arena_release(&arena);
	return rc;
}
