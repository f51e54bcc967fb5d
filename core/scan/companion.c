/*
 * companion.c - one walk answers for all clauses: a rule alone would cost as
 * much as all of them, and a range may have tens of thousands of commits.
 */
#include "scan/companion.h"

#include "base/oom.h"
#include "scan/clause.h"
#include "scan/tally.h"

#include <pthread.h>
#include <stdlib.h>

/* What is known of one clause. */
struct row {
	const struct cdr_clause *clause;
	bool stands;
	struct cdr_tally tally; /* of lines that the expression matches; with holes, of all */
	struct cdr_buf lines;   /* of a clause with holes: all that it may have to look through */
	struct cdr_err failure; /* its expression gave up */
	int rc;
};

struct cdr_companions {
	struct cdr_arena arena, change; /* the latter of the change that is being read */
	const struct cdr_registry *registry;
	struct cdr_session_options options;
	const atomic_bool *stop;
	pthread_mutex_t lock;
	bool is_known; /* the range was walked */
	CDR_VEC(struct row) rows;
	int rc; /* of the walk */
	struct cdr_err failure;
};

/* --- the table ----------------------------------------------------------------- */

static void add_row(struct cdr_companions *companions, const struct cdr_clause *clause)
{
	struct row *row;

	if (clause->scope != CDR_SCOPE_RANGE)
		return;
	row = cdr_vec_push(&companions->arena, &companions->rows);
	*row = (struct row){ .clause = clause };
	cdr_buf_init(&row->lines, CDR_COMPANION_BYTES);
}

static void add_rows(struct cdr_companions *companions, const struct cdr_rule *rule)
{
	const struct cdr_detection *detection = rule->detection;

	if (!detection || rule->severity == CDR_OFF)
		return;
	if (detection->has_need)
		add_row(companions, &detection->need);
	for (size_t i = 0; i < detection->n_unless; i++)
		add_row(companions, &detection->unless[i]);
	for (size_t i = 0; i < detection->n_escalations; i++)
		add_row(companions, &detection->escalations[i].condition);
}

struct cdr_companions *cdr_companions_new(const struct cdr_registry *registry,
					  const struct cdr_session_options *options,
					  const atomic_bool *stop)
{
	struct cdr_companions *companions = cdr_alloc_zeroed(sizeof(*companions));

	companions->registry = registry;
	companions->stop = stop;
	companions->options.source = options->source;
	if (options->range)
		companions->options.range =
			cdr_str_copy(&companions->arena, cdr_str_from(options->range)).ptr;
	pthread_mutex_init(&companions->lock, NULL);
	for (size_t i = 0; i < cdr_registry_count(registry); i++)
		add_rows(companions, cdr_registry_rule(registry, i));
	return companions;
}

void cdr_companions_free(struct cdr_companions *companions)
{
	if (!companions)
		return;
	for (size_t i = 0; i < companions->rows.n; i++)
		cdr_buf_release(&companions->rows.items[i].lines);
	pthread_mutex_destroy(&companions->lock);
	cdr_arena_release(&companions->change);
	cdr_arena_release(&companions->arena);
	free(companions);
}

/* --- one file -------------------------------------------------------------------- */

/* A changed file, and the means to search it. */
struct reading {
	struct cdr_match_space *space;
	const struct cdr_file *file;
	struct cdr_subject_source *source;
};

static const struct cdr_subjects *lines_of(const struct reading *reading,
					   const struct cdr_clause *clause)
{
	const struct cdr_clause lines = { .side = clause->side, .mask = clause->mask };

	return cdr_subjects_of(reading->source, &lines, false);
}

/* Does LINE hold a match that CLAUSE keeps? 1, 0 or an error. */
static int search_line(struct cdr_match_space *space, const struct cdr_clause *clause,
		       const struct cdr_pattern *pattern, struct cdr_str line, struct cdr_err *err)
{
	struct cdr_search where = { line, 0 };
	struct cdr_match match;
	int rc, kept;

	while ((rc = cdr_pattern_find(pattern, space, where, &match, err)) == 0) {
		kept = cdr_clause_keeps(space, clause, line, &match, err);
		if (kept != 0)
			return kept;
		where.from = cdr_match_next(line, &match);
	}
	return rc == CDR_ENOTFOUND ? 0 : rc;
}

static int search_file(const struct reading *reading, const struct cdr_clause *clause,
		       const struct cdr_pattern *pattern, struct cdr_err *err)
{
	const struct cdr_subjects *list;
	int rc = 0;

	if (!cdr_globs_want(clause->paths, clause->n_paths, reading->file))
		return 0;
	list = lines_of(reading, clause);
	for (size_t i = 0; i < list->n && rc == 0; i++)
		rc = search_line(reading->space, clause, pattern, list->items[i].text, err);
	return rc;
}

/* Takes down the lines of SIDE that ROW's clause could be about. */
static int note_lines(struct cdr_companions *companions, const struct reading *reading,
		      struct row *row, enum cdr_match_side side, int sign)
{
	struct cdr_clause clause = *row->clause;
	const struct cdr_subjects *list;
	int rc = 0;

	clause.side = side;
	list = lines_of(reading, &clause);
	for (size_t i = 0; i < list->n && rc >= 0; i++) {
		struct cdr_str line = list->items[i].text;

		rc = row->clause->holes ? 1
					: search_line(reading->space, row->clause,
						      row->clause->pattern, line, &row->failure);
		if (rc == 1)
			cdr_tally_note(&row->tally, &companions->change, line, sign);
	}
	return rc;
}

/* Of a clause about all changed lines nothing is taken back: that would be a change, too. */
static int read_row(struct cdr_companions *companions, const struct reading *reading,
		    struct row *row)
{
	enum cdr_match_side side = row->clause->side;
	int rc;

	if (!cdr_globs_want(row->clause->paths, row->clause->n_paths, reading->file))
		return 0;
	rc = note_lines(companions, reading, row, side, 1);
	if (rc >= 0 && side != CDR_ON_CHANGED)
		rc = note_lines(companions, reading, row,
				side == CDR_ON_ADDED ? CDR_ON_REMOVED : CDR_ON_ADDED, -1);
	return rc;
}

/* --- the walk ---------------------------------------------------------------------- */

static bool is_open(const struct row *row)
{
	return !row->stands && row->rc == 0 && !row->lines.full;
}

static bool wants(void *payload, const struct cdr_file *file)
{
	const struct cdr_companions *companions = payload;

	for (size_t i = 0; i < companions->rows.n; i++) {
		const struct row *row = &companions->rows.items[i];

		if (is_open(row) && cdr_globs_want(row->clause->paths, row->clause->n_paths, file))
			return true;
	}
	return false;
}

static bool goes_on(const struct cdr_companions *companions)
{
	if (atomic_load(companions->stop))
		return false;
	for (size_t i = 0; i < companions->rows.n; i++)
		if (is_open(&companions->rows.items[i]))
			return true;
	return false;
}

static void read_rows(struct cdr_companions *companions, const struct reading *reading)
{
	for (size_t i = 0; i < companions->rows.n; i++) {
		struct row *row = &companions->rows.items[i];
		int rc;

		if (!is_open(row))
			continue;
		rc = read_row(companions, reading, row);
		row->rc = rc < 0 ? rc : 0;
	}
}

static void read_file(struct cdr_companions *companions, struct cdr_match_space *space,
		      const struct cdr_filediff *diff)
{
	struct cdr_arena scratch = { NULL, 0 };
	struct cdr_view views[2];
	struct cdr_subject_source source = { &scratch, diff, views, NULL };

	cdr_views_init(views, &scratch, diff);
	read_rows(companions, &(struct reading){ space, &diff->file, &source });
	cdr_arena_release(&scratch);
}

/* A walk that a worker makes amid its own, through a handle that no text of its own hangs on. */
struct walking {
	struct cdr_companions *companions;
	struct cdr_match_space *space;
	struct cdr_repo *repo;
	struct cdr_range *range;
};

/* A change has been read as a whole. */
static void settle_rows(struct cdr_companions *companions)
{
	for (size_t i = 0; i < companions->rows.n; i++) {
		struct row *row = &companions->rows.items[i];
		bool has_holes = row->clause->holes != NULL;
		bool stands = cdr_tally_settle(&row->tally, &companions->arena,
					       has_holes ? &row->lines : NULL);

		row->stands |= stands && !has_holes;
		row->lines.full |= row->tally.full;
	}
	cdr_arena_release(&companions->change);
}

static int read_change(const struct walking *walking, const struct cdr_change *change,
		       struct cdr_err *err)
{
	struct cdr_diff *diff = NULL;
	int rc = cdr_diff_open(&diff, walking->repo, walking->range, change, err);

	if (rc == 0)
		cdr_diff_choose(diff, wants, walking->companions);
	while (rc == 0 && goes_on(walking->companions)) {
		struct cdr_arena arena = { NULL, 0 };
		struct cdr_filediff *file;

		rc = cdr_diff_next(diff, &arena, &file, err);
		if (rc == 0)
			read_file(walking->companions, walking->space, file);
		cdr_arena_release(&arena);
	}
	cdr_diff_close(diff);
	settle_rows(walking->companions);
	return rc == CDR_END ? 0 : rc;
}

static int read_range(const struct walking *walking, struct cdr_err *err)
{
	int rc = 0;

	while (rc == 0 && goes_on(walking->companions)) {
		struct cdr_arena arena = { NULL, 0 };
		struct cdr_change change;

		rc = cdr_range_next(walking->range, walking->repo, &arena, &change, err);
		if (rc == 0)
			rc = read_change(walking, &change, err);
		cdr_arena_release(&arena);
	}
	return rc == CDR_END ? 0 : rc;
}

static int walk(struct cdr_companions *companions, struct cdr_filescan *scan, struct cdr_err *err)
{
	struct walking walking = { .companions = companions, .space = scan->space };
	int rc = cdr_repo_clone(&walking.repo, scan->before.repo, err);

	if (rc == 0)
		rc = cdr_range_open(&walking.range, walking.repo, &companions->options, err);
	if (rc == 0)
		rc = read_range(&walking, err);
	cdr_range_close(walking.range);
	cdr_repo_close(walking.repo);
	return rc;
}

/* --- answers ------------------------------------------------------------------------ */

/* The row of CLAUSE, once the range was walked. */
static int find_row(struct cdr_filescan *scan, const struct cdr_clause *clause,
		    const struct row **out, struct cdr_err *err)
{
	struct cdr_companions *companions = scan->companions;

	pthread_mutex_lock(&companions->lock);
	if (!companions->is_known)
		companions->rc = walk(companions, scan, &companions->failure);
	companions->is_known = true;
	pthread_mutex_unlock(&companions->lock);
	*out = NULL;
	for (size_t i = 0; i < companions->rows.n; i++)
		if (companions->rows.items[i].clause == clause)
			*out = &companions->rows.items[i];
	if (companions->rc != 0 && !(*out)->stands)
		return cdr_fail(err, companions->rc, "the range cannot be searched: %s",
				companions->failure.message);
	return 0;
}

/* Looks through what was kept for a clause with holes. */
static int search_kept(struct cdr_filescan *scan, const struct row *row,
		       const struct cdr_pattern *pattern, struct cdr_err *err)
{
	struct cdr_str rest = cdr_buf_str(&row->lines), line;
	int rc = cdr_asking_spend(&scan->asking, rest.len, err);

	while (rc == 0 && cdr_str_line(&rest, &line))
		rc = search_line(scan->space, row->clause, pattern, line, err);
	if (rc == 0 && row->lines.full)
		return cdr_fail(err, CDR_ELIMIT, "the range has more than %zu MiB to look through",
				CDR_COMPANION_BYTES >> 20);
	return rc;
}

int cdr_companion_stands(struct cdr_filescan *scan, const struct cdr_clause *clause,
			 const struct cdr_pattern *pattern, struct cdr_err *err)
{
	const struct reading here = { scan->space, &scan->diff->file, &scan->subjects };
	const struct row *row;
	int rc;

	scan->n_signs++; /* another range may have it */
	if (!scan->companions || !scan->before.repo)
		return search_file(&here, clause, pattern, err);
	rc = find_row(scan, clause, &row, err);
	if (rc != 0)
		return rc;
	if (clause->holes)
		return search_kept(scan, row, pattern, err);
	if (row->rc != 0)
		return cdr_fail(err, (enum cdr_code)row->rc, "%s", row->failure.message);
	return row->stands;
}
