/*
 * worker.c - one thread's way through its changes: files that matter become
 * results, all of them are counted.
 */
#include "scan/worker.h"

#include "git/identity.h"
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
	worker->matcher = cdr_matcher_new(plan->registry);
	cdr_matcher_stop_on(worker->matcher, cdr_results_stopped(worker->results));
	cdr_matcher_base(worker->matcher, worker->repo, cdr_range_base(plan->range));
	return 0;
}

void cdr_worker_close(struct cdr_worker *worker)
{
	cdr_matcher_free(worker->matcher);
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

static void count_file(struct cdr_worker *worker, const struct cdr_matched *matched, size_t n_hunks)
{
	worker->counted.uncovered += !matched->covered;
	for (size_t i = 0; i < n_hunks; i++)
		count_hunk(&worker->counted, &matched->hunks[i]);
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
		      const struct cdr_filediff *diff, const struct cdr_matched *matched)
{
	bool all = worker->plan->options.all_hunks;
	enum cdr_stage before;

	if (cdr_matched_shown(matched, diff->n_hunks, all) == 0)
		return;
	if (!passing->kept)
		passing->kept = cdr_change_keep(passing->change, &worker->changes);
	tell_counts(worker);
	before = cdr_meter_switch(&worker->meter, CDR_STAGE_WAIT);
	cdr_lane_put(passing->lane, cdr_scanned_keep(passing->kept, diff, matched, all));
	cdr_meter_switch(&worker->meter, before);
}

static void scan_file(struct cdr_worker *worker, struct passing *passing,
		      const struct cdr_filediff *diff, struct cdr_arena *arena)
{
	struct cdr_matched matched;

	if (cdr_matcher_run(worker->matcher, passing->change, diff, arena, &matched) != 0)
		return;
	worker->files.matched++;
	count_file(worker, &matched, diff->n_hunks);
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

	cdr_identity_fill(&hunk);
	cdr_identity_count(&hunk, 1);
	diff.hunks = &hunk;
	diff.n_hunks = 1;
	scan_file(worker, passing, &diff, &arena);
	cdr_arena_release(&arena);
}

/* The next file of DIFF, with its blobs for as long as it takes. */
static int scan_next_file(struct cdr_worker *worker, struct passing *passing,
			  struct cdr_diff *diff, struct cdr_err *err)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_filediff *file;
	int rc = cdr_diff_next(diff, &arena, &file, err);

	worker->files.seen += rc == 0;
	if (rc == 0)
		scan_file(worker, passing, file, &arena);
	cdr_arena_release(&arena);
	return rc;
}

/* All files of DIFF, or an error when they could not be listed. */
static int scan_files(struct cdr_worker *worker, struct passing *passing, struct cdr_diff *diff,
		      struct cdr_err *err)
{
	int rc = 0;

	while (rc == 0 && !is_stopped(worker))
		rc = scan_next_file(worker, passing, diff, err);
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
