/*
 * standing.c - a check that was not run, ran on something else, or was another command then
 * is as open as one that failed; which of these it is, is said.
 */
#include "verify/standing.h"

#include <stdlib.h>

static bool has_name(const struct cdr_ledger_check *run, const struct cdr_check_subject *subject)
{
	return cdr_str_eq(run->record->check->name, subject->check->name);
}

static bool has_tree(const struct cdr_ledger_check *run, const struct cdr_check_subject *subject)
{
	return cdr_str_eq(run->record->tree, subject->tree);
}

static bool has_rev(const struct cdr_ledger_check *run, const struct cdr_check_subject *subject)
{
	return cdr_hash_eq(&run->record->check->rev, &subject->check->rev) &&
	       cdr_hash_eq(&run->record->check->argv, &subject->check->argv_digest);
}

static bool is_named_by(const struct cdr_ledger_check *run, const struct cdr_ledger_check *by)
{
	for (size_t i = 0; i < by->record->check->n_replaces; i++)
		if (cdr_hash_eq(&by->record->check->replaces[i], &run->line))
			return true;
	return false;
}

/* A run that takes the place of another is one of the same on the same. */
static bool is_same(const struct cdr_ledger_check *a, const struct cdr_ledger_check *b)
{
	return cdr_str_eq(a->record->check->name, b->record->check->name) &&
	       cdr_str_eq(a->record->tree, b->record->tree) &&
	       cdr_hash_eq(&a->record->check->rev, &b->record->check->rev) &&
	       cdr_hash_eq(&a->record->check->argv, &b->record->check->argv);
}

static bool is_replaced(const struct cdr_ledger_check *runs, size_t n, size_t idx)
{
	for (size_t i = 0; i < n; i++)
		if (is_named_by(&runs[idx], &runs[i]) && is_same(&runs[idx], &runs[i]))
			return true;
	return false;
}

size_t cdr_check_speakers(const struct cdr_ledger *ledger, const struct cdr_check_subject *subject,
			  struct cdr_arena *arena, const struct cdr_ledger_check **out)
{
	const struct cdr_ledger_check *all;
	size_t n = cdr_ledger_checks(ledger, arena, &all), n_same = 0, n_left = 0;
	struct cdr_ledger_check *same = cdr_arena_alloc(arena, n * sizeof(*same));
	struct cdr_ledger_check *left = cdr_arena_alloc(arena, n * sizeof(*left));

	for (size_t i = 0; i < n; i++)
		if (has_name(&all[i], subject) && has_tree(&all[i], subject) &&
		    has_rev(&all[i], subject))
			same[n_same++] = all[i];
	for (size_t i = 0; i < n_same; i++)
		if (!is_replaced(same, n_same, i))
			left[n_left++] = same[i];
	*out = left;
	return n_left;
}

static int by_time(const void *a, const void *b)
{
	const struct cdr_check_run *left = a, *right = b;
	int order = cdr_str_cmp(left->time, right->time);

	return order ? order : cdr_str_cmp(left->name, right->name);
}

size_t cdr_check_runs(const struct cdr_ledger *ledger, struct cdr_arena *arena,
		      const struct cdr_check_run **out)
{
	const struct cdr_ledger_check *all;
	size_t n = cdr_ledger_checks(ledger, arena, &all);
	struct cdr_check_run *runs = cdr_arena_alloc(arena, n * sizeof(*runs));

	for (size_t i = 0; i < n; i++)
		runs[i] = (struct cdr_check_run){
			.name = all[i].record->check->name,
			.time = all[i].record->time,
			.commit = all[i].record->commit,
			.result = all[i].record->check->result,
			.sandboxed = all[i].record->check->sandboxed,
			.saved = all[i].saved,
			.replaced = is_replaced(all, n, i),
		};
	if (n)
		qsort(runs, n, sizeof(*runs), by_time);
	*out = runs;
	return n;
}

/* What there is instead of a run that speaks. */
static enum cdr_check_state near_miss(const struct cdr_ledger *ledger,
				      const struct cdr_check_subject *subject,
				      struct cdr_arena *arena)
{
	enum cdr_check_state state = CDR_CHECK_NOT_RUN;
	const struct cdr_ledger_check *all;
	size_t n = cdr_ledger_checks(ledger, arena, &all);

	for (size_t i = 0; i < n; i++) {
		if (!has_name(&all[i], subject))
			continue;
		if (has_tree(&all[i], subject))
			return CDR_CHECK_OTHER_REV;
		state = CDR_CHECK_OTHER_TREE;
	}
	return state;
}

/* The first that did not pass, else any. */
static const struct cdr_ledger_check *worst(const struct cdr_ledger_check *runs, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (runs[i].record->check->result != CDR_CHECK_PASS)
			return &runs[i];
	return &runs[0];
}

struct cdr_check_standing cdr_check_standing_of(const struct cdr_ledger *ledger,
						const struct cdr_check_subject *subject)
{
	struct cdr_check_standing standing = { .commit = { .len = 0 } };
	const struct cdr_ledger_check *runs, *run;
	struct cdr_arena arena = { NULL, 0 };
	size_t n = cdr_check_speakers(ledger, subject, &arena, &runs);

	if (n == 0) {
		standing.state = near_miss(ledger, subject, &arena);
		goto out;
	}
	run = worst(runs, n);
	standing.result = run->record->check->result;
	standing.state = standing.result == CDR_CHECK_PASS ? CDR_CHECK_PASSED : CDR_CHECK_FAILED;
	standing.commit = run->record->commit;
	standing.time = run->record->time;
	standing.sandboxed = run->record->check->sandboxed;
out:
	cdr_arena_release(&arena);
	return standing;
}
