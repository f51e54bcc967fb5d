/*
 * worker.c - one thread's way through its changes: files that matter become
 * results, all of them are counted.
 */
#include "scan/worker.h"

#include "scan/builtin.h"
#include "scan/keep.h"

#include <string.h>

/* A change on its way; its header is kept once something in it is shown. */
struct passing {
	const struct cdr_change *change, *kept;
	struct cdr_lane *lane;
};

int cdr_worker_open(struct cdr_worker *worker, struct cdr_err *err)
{
	const struct cdr_scan_plan *plan = worker->plan;
	int rc = cdr_repo_clone(&worker->repo, plan->repo, err);

	if (rc)
		return rc;
	cdr_repo_engine(worker->repo, plan->options.plain ? CDR_ENGINE_PLAIN
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
	cdr_matcher_stop_on(worker->matcher, cdr_results_stopped(worker->results));
	cdr_matcher_base(worker->matcher, worker->repo, cdr_range_base(plan->range));
	return 0;
}

void cdr_worker_close(struct cdr_worker *worker)
{
	cdr_matcher_free(worker->matcher);
	cdr_sieve_space_free(worker->space);
	cdr_repo_close(worker->repo);
	cdr_arena_release(&worker->changes);
}

/* --- counting -------------------------------------------------------------- */

static void count_hunk(struct cdr_progress *counted, const struct cdr_flagged *flagged)
{
	const struct cdr_rule *unscannable = cdr_builtin_rule(CDR_BUILTIN_UNSCANNABLE);
	bool unread = false;

	for (size_t i = 0; i < flagged->n_findings; i++) {
		unread |= flagged->findings[i].rule == unscannable;
		if (flagged->findings[i].suppressed.ptr)
			counted->suppressed++;
		else
			counted->findings++;
	}
	counted->hunks++;
	counted->flagged += cdr_flagged_is(flagged);
	counted->unscannable += unread;
}

/* A file where nothing can be found is counted all the same. */
static void count_cleared(struct cdr_worker *worker, struct cdr_diff *diff, struct cdr_pair *pair)
{
	const struct cdr_scan_options *options = &worker->plan->options;
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_filediff *file;

	if (!options->count_hunks)
		return;
	if (!pair->special && !options->libgit2_diff) {
		worker->counted.hunks += cdr_diff_compare(diff, pair);
		return;
	}
	cdr_diff_complete(diff, &arena, pair, &file);
	worker->counted.hunks += file->n_hunks;
	cdr_arena_release(&arena);
}

static void tell_counts(struct cdr_worker *worker)
{
	cdr_results_count(worker->results, &worker->counted);
	worker->counted = (struct cdr_progress){ .changes = 0 };
}

/* --- files ----------------------------------------------------------------- */

static bool is_stopped(const struct cdr_worker *worker)
{
	return atomic_load(cdr_results_stopped(worker->results));
}

/* Hands on what of the file is shown. The reader may be slow. */
static void hand_over(struct cdr_worker *worker, struct passing *passing,
		      struct cdr_filediff *diff, const struct cdr_matched *matched)
{
	bool all = worker->plan->options.all_hunks;
	enum cdr_stage before;

	if (cdr_matched_shown(matched, diff->n_hunks, all) == 0)
		return;
	if (!passing->kept)
		passing->kept = cdr_change_keep(passing->change, &worker->changes);
	tell_counts(worker);
	cdr_diff_identify(diff);
	before = cdr_meter_switch(&worker->meter, CDR_STAGE_WAIT);
	cdr_lane_put(passing->lane, cdr_scanned_keep(passing->kept, diff, matched, all));
	cdr_meter_switch(&worker->meter, before);
}

/* Runs on DIFF what the matcher is set to. */
static void scan_file(struct cdr_worker *worker, struct passing *passing,
		      struct cdr_filediff *diff, struct cdr_arena *arena)
{
	struct cdr_matched matched;

	if (cdr_matcher_run(worker->matcher, passing->change, diff, arena, &matched) != 0)
		return;
	worker->counted.uncovered += !matched.covered;
	for (size_t i = 0; i < diff->n_hunks; i++)
		count_hunk(&worker->counted, &matched.hunks[i]);
	hand_over(worker, passing, diff, &matched);
}

/* A change whose files cannot be listed is a hunk that could not be read: of the whole tree. */
static void scan_unreadable(struct cdr_worker *worker, struct passing *passing,
			    const struct cdr_err *why)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_filediff diff = { .file = { .path = CDR_STR("."), .status = 'M' } };
	struct cdr_hunk hunk = {
		.file = &diff.file,
		.kind = CDR_HUNK_UNSCANNABLE,
		.reason = cdr_str_from(why->message),
	};

	diff.hunks = &hunk;
	diff.n_hunks = 1;
	cdr_matcher_sift(worker->matcher, NULL, NULL);
	scan_file(worker, passing, &diff, &arena);
	cdr_arena_release(&arena);
}

static struct cdr_sifted ask_sieve(struct cdr_worker *worker, const struct cdr_pair *pair)
{
	enum cdr_stage before = cdr_meter_switch(&worker->meter, CDR_STAGE_PREFILTER);
	struct cdr_sifted sifted = cdr_sieve_pass(worker->sieve, worker->space, pair);

	cdr_meter_switch(&worker->meter, before);
	return sifted;
}

/*
 * What can be found in PAIR: by its bytes, unless it is compared anyway because hunks are
 * counted, then by the lines that differ. Which those are is for libgit2 to say where its
 * line diff is asked for.
 */
static struct cdr_sifted sift(struct cdr_worker *worker, struct cdr_diff *diff,
			      struct cdr_pair *pair)
{
	struct cdr_sifted sifted = { .any = true };

	if (!worker->sieve)
		return sifted;
	if (!worker->plan->options.count_hunks || worker->plan->options.libgit2_diff) {
		sifted = ask_sieve(worker, pair);
		if (!sifted.any || worker->plan->options.libgit2_diff)
			return sifted;
	}
	cdr_diff_compare(diff, pair);
	return ask_sieve(worker, pair);
}

static void scan_pair(struct cdr_worker *worker, struct passing *passing, struct cdr_diff *diff,
		      struct cdr_pair *pair)
{
	struct cdr_sifted sifted = sift(worker, diff, pair);
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_filediff *file;

	worker->files.seen++;
	worker->files.cleared += !sifted.any;
	worker->files.matched += sifted.any;
	if (!sifted.any && !worker->plan->options.all_hunks) {
		worker->counted.uncovered += !sifted.rules->covered;
		count_cleared(worker, diff, pair);
		return;
	}
	cdr_matcher_sift(worker->matcher, sifted.rules, worker->sieve ? pair : NULL);
	cdr_diff_complete(diff, &arena, pair, &file);
	scan_file(worker, passing, file, &arena);
	cdr_arena_release(&arena);
}

/* All files of DIFF, or an error when they could not be listed. */
static int scan_files(struct cdr_worker *worker, struct passing *passing, struct cdr_diff *diff,
		      struct cdr_err *err)
{
	struct cdr_pair *pair;
	int rc = 0;

	while (rc == 0 && !is_stopped(worker)) {
		rc = cdr_diff_next_pair(diff, &pair, err);
		if (rc == 0)
			scan_pair(worker, passing, diff, pair);
	}
	return rc < 0 ? rc : 0;
}

/* --- changes ----------------------------------------------------------------- */

static void end_change(struct cdr_worker *worker)
{
	worker->counted.changes++;
	tell_counts(worker);
}

/* Change number IDX of TASK; false when it is so large that the feed deals it and the rest out. */
static bool scan_change(struct cdr_worker *worker, struct cdr_task *task, size_t idx)
{
	struct passing passing = { .change = &task->changes[idx], .lane = task->lane };
	struct cdr_err err = { 0 };
	struct cdr_diff *diff = NULL;
	int rc = cdr_diff_open(&diff, worker->repo, worker->plan->range, passing.change, &err);

	if (rc == 0 && cdr_feed_slices(worker->feed, cdr_diff_count(diff))) {
		cdr_feed_split(worker->feed, task, idx,
			       cdr_change_keep(passing.change, &worker->changes), diff);
		return false;
	}
	if (rc == 0)
		rc = scan_files(worker, &passing, diff, &err);
	if (rc < 0)
		scan_unreadable(worker, &passing, &err);
	cdr_diff_close(diff);
	end_change(worker);
	return true;
}

static void scan_slice(struct cdr_worker *worker, const struct cdr_task *task)
{
	const struct cdr_change *change = cdr_split_change(task->split);
	struct passing passing = { .change = change, .kept = change, .lane = task->lane };
	struct cdr_diff *diff = cdr_diff_part(cdr_split_whole(task->split), worker->repo,
					      task->from, task->to);
	struct cdr_err err = { 0 };

	if (scan_files(worker, &passing, diff, &err) < 0)
		scan_unreadable(worker, &passing, &err);
	cdr_diff_close(diff);
	if (cdr_task_is_last(task))
		end_change(worker);
	else
		tell_counts(worker);
}

void cdr_worker_do(struct cdr_worker *worker, struct cdr_task *task)
{
	if (task->split)
		scan_slice(worker, task);
	for (size_t i = 0; i < task->n && !is_stopped(worker); i++)
		if (!scan_change(worker, task, i))
			return;
}
