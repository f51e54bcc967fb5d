/*
 * worker.c - one thread's way through its changes. What is known of one is added up, and
 * only those of its files are opened that have something in them.
 */
#include "scan/scanning.h"

#include "base/bits.h"
#include "base/oom.h"
#include "scan/keep.h"

#include <stdlib.h>

/* Room for the rules of one file of a known change. */
static void make_again(struct cdr_ruleset *again, const struct cdr_registry *registry)
{
	size_t n = cdr_registry_count(registry);

	again->n_words = cdr_bits_words(n);
	again->bits = cdr_alloc_zeroed(again->n_words * sizeof(*again->bits));
	again->located = cdr_alloc_zeroed(again->n_words * sizeof(*again->located));
	again->sightings = cdr_sightings_new(n);
	again->unasked = true;
	again->covered = true; /* files that are not have been counted */
}

int cdr_worker_open(struct cdr_worker *worker, struct cdr_err *err)
{
	const struct cdr_scan_plan *plan = worker->plan;
	int rc = cdr_repo_clone(&worker->repo, plan->repo, err);

	if (rc)
		return rc;
	cdr_repo_engine(worker->repo, plan->options.plain          ? CDR_ENGINE_PLAIN
				      : plan->options.libgit2_diff ? CDR_ENGINE_LINES_A
								   : CDR_ENGINE_OWN);
	cdr_repo_meter(worker->repo, &worker->meter);
	cdr_repo_stop_on(worker->repo, cdr_results_stopped(worker->results));
	worker->matcher = cdr_matcher_new(plan->registry);
	if (worker->sieve) {
		worker->space = cdr_sieve_space_new(worker->sieve);
		cdr_matcher_remember(worker->matcher);
	} else {
		cdr_matcher_plainly(worker->matcher);
	}
	cdr_matcher_meter(worker->matcher, &worker->meter);
	cdr_matcher_companions(worker->matcher, worker->companions);
	cdr_matcher_import(worker->matcher, plan->import);
	cdr_matcher_stop_on(worker->matcher, cdr_results_stopped(worker->results));
	cdr_matcher_base(worker->matcher, worker->repo, cdr_range_base(plan->range));
	if (worker->recall)
		make_again(&worker->again, plan->registry);
	return 0;
}

void cdr_worker_close(struct cdr_worker *worker)
{
	cdr_matcher_free(worker->matcher);
	cdr_sieve_space_free(worker->space);
	free(worker->again.bits);
	free(worker->again.located);
	cdr_sightings_free(worker->again.sightings);
	cdr_memo_clear(&worker->memo);
	cdr_repo_close(worker->repo);
	cdr_arena_release(&worker->headers);
}

/* All files of DIFF, or an error when they could not be listed. */
static int scan_files(struct cdr_worker *worker, struct cdr_scanning *scanning,
		      struct cdr_diff *diff, struct cdr_err *err)
{
	struct cdr_pair *pair;
	int rc = 0;

	while (rc == 0 && !cdr_worker_is_stopped(worker)) {
		rc = cdr_diff_next_pair(diff, &pair, err);
		if (rc == 0)
			cdr_scanning_pair(worker, scanning, diff, pair);
	}
	return rc < 0 ? rc : 0;
}

/* --- changes ----------------------------------------------------------------- */

static void end_change(struct cdr_worker *worker)
{
	worker->counted.changes++;
	cdr_worker_tell(worker);
}

/* Takes down what was found out about N files of CHANGE, which are all, or a slice of WHOLE's. */
static void remember(struct cdr_worker *worker, const struct cdr_change *change,
		     const struct cdr_diff *whole, size_t n)
{
	if (!worker->recall || change->kind != CDR_CHANGE_COMMIT || cdr_worker_is_stopped(worker))
		return;
	worker->memo.commit = change->commit;
	worker->memo.n_files = cdr_diff_count(whole);
	worker->memo.n_read = n;
	cdr_recall_note(worker->recall, &worker->memo);
}

/* The files of CHANGE, which is known, that have something in them; false if it has not as many. */
static bool scan_known_files(struct cdr_worker *worker, struct cdr_task *task,
			     struct cdr_change *change, const struct cdr_memo *known)
{
	struct cdr_scanning scanning = { .change = change, .lane = task->lane };
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_diff *diff = NULL;
	bool fits = cdr_change_read(change, worker->repo, &arena, NULL) == 0 &&
		    cdr_diff_open(&diff, worker->repo, worker->plan->range, change, NULL) == 0 &&
		    cdr_diff_count(diff) == known->n_files;

	for (size_t i = 0; fits && i < known->files.n && !cdr_worker_is_stopped(worker); i++)
		cdr_scanning_again(worker, &scanning, diff, &known->files.items[i]);
	cdr_diff_close(diff);
	cdr_arena_release(&arena);
	return fits;
}

/* The change by what is known of it; false when nothing is, or nothing that can be true. */
static bool scan_known(struct cdr_worker *worker, struct cdr_task *task, struct cdr_change *change)
{
	struct cdr_memo known = { .n_files = 0 };
	bool is_known = worker->recall && change->kind == CDR_CHANGE_COMMIT &&
			cdr_recall_ask(worker->recall, &change->commit, &known);

	if (is_known && known.files.n > 0)
		is_known = scan_known_files(worker, task, change, &known);
	if (is_known) {
		worker->counted.hunks += known.hunks;
		worker->counted.uncovered += known.uncovered;
		worker->changes.known++;
	}
	cdr_memo_clear(&known);
	return is_known;
}

/* All files of DIFF; NULL: it could not be opened, ERR says why. */
static void scan_whole(struct cdr_worker *worker, struct cdr_scanning *scanning,
		       struct cdr_diff *diff, struct cdr_err *err)
{
	if (!diff || scan_files(worker, scanning, diff, err) < 0)
		cdr_scanning_unreadable(worker, scanning, err);
	else
		remember(worker, scanning->change, diff, cdr_diff_count(diff));
	cdr_diff_close(diff);
	worker->changes.read++;
}

/* CHANGE is number IDX of TASK; false when it is so large that the feed deals it out. */
static bool scan_unknown(struct cdr_worker *worker, struct cdr_task *task, size_t idx,
			 struct cdr_change *change)
{
	struct cdr_scanning scanning = { .change = change, .lane = task->lane };
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_err err = { 0 };
	struct cdr_diff *diff = NULL;
	int rc = cdr_change_read(change, worker->repo, &arena, &err);
	bool split;

	cdr_memo_clear(&worker->memo);
	if (rc == 0)
		rc = cdr_diff_open(&diff, worker->repo, worker->plan->range, change, &err);
	split = rc == 0 && cdr_feed_slices(worker->feed, cdr_diff_count(diff));
	if (split)
		cdr_feed_split(worker->feed, task, idx, cdr_change_keep(change, &worker->headers),
			       diff);
	else
		scan_whole(worker, &scanning, diff, &err);
	cdr_arena_release(&arena);
	return !split;
}

/* Change number IDX of TASK; false when it and the rest of them are dealt out anew. */
static bool scan_change(struct cdr_worker *worker, struct cdr_task *task, size_t idx)
{
	struct cdr_change change = task->changes[idx];

	if (!scan_known(worker, task, &change) && !scan_unknown(worker, task, idx, &change))
		return false;
	end_change(worker);
	return true;
}

static void scan_slice(struct cdr_worker *worker, const struct cdr_task *task)
{
	const struct cdr_change *change = cdr_split_change(task->split);
	struct cdr_scanning scanning = { .change = change, .kept = change, .lane = task->lane };
	struct cdr_diff *diff =
		cdr_diff_part(cdr_split_whole(task->split), worker->repo, task->from, task->to);
	struct cdr_err err = { 0 };

	cdr_memo_clear(&worker->memo);
	if (scan_files(worker, &scanning, diff, &err) < 0)
		cdr_scanning_unreadable(worker, &scanning, &err);
	else
		remember(worker, change, diff, task->to - task->from);
	cdr_diff_close(diff);
	worker->changes.read += cdr_task_is_last(task);
	if (cdr_task_is_last(task))
		end_change(worker);
	else
		cdr_worker_tell(worker);
}

void cdr_worker_do(struct cdr_worker *worker, struct cdr_task *task)
{
	if (task->split)
		scan_slice(worker, task);
	for (size_t i = 0; i < task->n && !cdr_worker_is_stopped(worker); i++)
		if (!scan_change(worker, task, i))
			return;
}
