/*
 * pipeline.c - the screen must not wait for a scan and a scan not for the
 * screen: a worker reads the range with a repository handle of its own and
 * hands results over in order.
 */
#include "scan/pipeline.h"

#include "base/oom.h"
#include "git/identity.h"
#include "scan/builtin.h"
#include "scan/keep.h"
#include "scan/results.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

struct cdr_scan {
	struct cdr_results *results;
	struct cdr_range *range;
	bool all_hunks;
	bool has_thread;
	pthread_t thread;
	/* the worker's own */
	struct cdr_repo *repo;
	struct cdr_matcher *matcher;
	struct cdr_arena changes; /* headers of changes that results point at */
};

/* A change on its way; its header is kept once something in it is shown. */
struct passing {
	const struct cdr_change *change, *kept;
};

/* --- counting -------------------------------------------------------------- */

static void count_hunk(struct cdr_progress *more, const struct cdr_flagged *flagged)
{
	const struct cdr_rule *unscannable = cdr_builtin_rule(CDR_BUILTIN_UNSCANNABLE);
	bool unread = false;

	for (size_t i = 0; i < flagged->n_findings; i++) {
		unread |= flagged->findings[i].rule == unscannable;
		if (flagged->findings[i].suppressed.ptr)
			more->suppressed++;
		else
			more->findings++;
	}
	more->hunks++;
	more->flagged += cdr_flagged_is(flagged);
	more->unscannable += unread;
}

static void count_file(struct cdr_scan *scan, const struct cdr_filediff *diff,
		       const struct cdr_matched *matched)
{
	struct cdr_progress more = { .uncovered = !matched->covered };

	for (size_t i = 0; i < diff->n_hunks; i++)
		count_hunk(&more, &matched->hunks[i]);
	cdr_results_count(scan->results, &more);
}

/* --- the worker ------------------------------------------------------------ */

static bool is_stopped(struct cdr_scan *scan)
{
	return atomic_load(cdr_results_stopped(scan->results));
}

static void scan_file(struct cdr_scan *scan, struct passing *passing,
		      const struct cdr_filediff *diff, struct cdr_arena *arena)
{
	struct cdr_matched matched;

	if (cdr_matcher_run(scan->matcher, passing->change, diff, arena, &matched) != 0)
		return;
	count_file(scan, diff, &matched);
	if (cdr_matched_shown(&matched, diff->n_hunks, scan->all_hunks) == 0)
		return;
	if (!passing->kept)
		passing->kept = cdr_change_keep(passing->change, &scan->changes);
	cdr_results_put(scan->results,
			cdr_scanned_keep(passing->kept, diff, &matched, scan->all_hunks));
}

/* A change whose files cannot be listed is a hunk that could not be read: of the whole tree. */
static void scan_unreadable(struct cdr_scan *scan, struct passing *passing,
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
	scan_file(scan, passing, &diff, &arena);
	cdr_arena_release(&arena);
}

/* The next file of DIFF, with its blobs for as long as it takes. */
static int scan_next_file(struct cdr_scan *scan, struct passing *passing, struct cdr_diff *diff,
			  struct cdr_err *err)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_filediff *file;
	int rc = cdr_diff_next(diff, &arena, &file, err);

	if (rc == 0)
		scan_file(scan, passing, file, &arena);
	cdr_arena_release(&arena);
	return rc;
}

static void scan_change(struct cdr_scan *scan, const struct cdr_change *change)
{
	const struct cdr_progress one = { .changes = 1 };
	struct passing passing = { .change = change };
	struct cdr_err err = { 0 };
	struct cdr_diff *diff = NULL;
	int rc = cdr_diff_open(&diff, scan->repo, scan->range, change, &err);

	while (rc == 0 && !is_stopped(scan))
		rc = scan_next_file(scan, &passing, diff, &err);
	if (rc < 0)
		scan_unreadable(scan, &passing, &err);
	cdr_diff_close(diff);
	cdr_results_count(scan->results, &one);
}

static void *work(void *payload)
{
	struct cdr_scan *scan = payload;
	struct cdr_err failure = { 0 };
	int rc = 0;

	while (rc == 0 && !is_stopped(scan)) {
		struct cdr_arena arena = { NULL, 0 };
		struct cdr_change change;

		rc = cdr_range_next(scan->range, scan->repo, &arena, &change, &failure);
		if (rc == 0)
			scan_change(scan, &change);
		cdr_arena_release(&arena);
	}
	cdr_results_end(scan->results, &failure);
	return NULL;
}

/* --- start and end ----------------------------------------------------------- */

/* Signals are for the thread that owns the terminal. */
static int start_thread(struct cdr_scan *scan, struct cdr_err *err)
{
	sigset_t all, before;
	int rc;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	rc = pthread_create(&scan->thread, NULL, work, scan);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (rc)
		return cdr_fail(err, CDR_EIO, "cannot start the scan: %s", strerror(rc));
	scan->has_thread = true;
	return 0;
}

int cdr_scan_start(struct cdr_scan **out, const struct cdr_scan_plan *plan, struct cdr_err *err)
{
	struct cdr_scan *scan = cdr_alloc_zeroed(sizeof(*scan));
	int rc;

	scan->range = plan->range;
	scan->all_hunks = plan->all_hunks;
	scan->matcher = cdr_matcher_new(plan->registry);
	rc = cdr_results_new(&scan->results, err);
	if (rc == 0)
		rc = cdr_repo_clone(&scan->repo, plan->repo, err);
	if (rc == 0) {
		cdr_matcher_stop_on(scan->matcher, cdr_results_stopped(scan->results));
		cdr_matcher_base(scan->matcher, scan->repo, cdr_range_base(scan->range));
		rc = start_thread(scan, err);
	}
	if (rc) {
		cdr_scan_close(scan);
		scan = NULL;
	}
	*out = scan;
	return rc;
}

void cdr_scan_close(struct cdr_scan *scan)
{
	if (!scan)
		return;
	if (scan->has_thread) {
		cdr_results_stop(scan->results);
		pthread_join(scan->thread, NULL);
	}
	cdr_results_free(scan->results);
	cdr_matcher_free(scan->matcher);
	cdr_range_close(scan->range);
	cdr_repo_close(scan->repo);
	cdr_arena_release(&scan->changes);
	free(scan);
}

/* --- the reader ---------------------------------------------------------------- */

int cdr_scan_fd(const struct cdr_scan *scan)
{
	return cdr_results_fd(scan->results);
}

int cdr_scan_next(struct cdr_scan *scan, struct cdr_scanned **out, bool wait, struct cdr_err *err)
{
	return cdr_results_take(scan->results, out, wait, err);
}

struct cdr_progress cdr_scan_progress(const struct cdr_scan *scan)
{
	return cdr_results_progress(scan->results);
}
