/*
 * pipeline.c - the screen must not wait for a scan and a scan not for the
 * screen: workers read the range, each with a repository handle of its own.
 * A handle costs as much as a small change, so that a worker starts only when
 * the range has shown to be long enough for one more.
 */
#include "scan/pipeline.h"

#include "base/oom.h"
#include "scan/companion.h"
#include "scan/costs.h"
#include "scan/worker.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define THREADS_MAX 256u   /* more can only be a typing error */
#define ROOM_LEAST ((size_t)4 << 20)   /* bytes: less would read the same bases for ever */

/* A worker and its thread. */
struct seat {
	struct cdr_scan *scan;
	struct cdr_worker worker;
	pthread_t thread;
};

struct cdr_scan {
	struct cdr_scan_plan plan;
	struct cdr_companions *companions;
	struct cdr_sieve *sieve;     /* NULL: no shortcuts */
	struct cdr_recall *recall;   /* NULL: not wanted, or it cannot be */
	struct cdr_results *results;
	struct cdr_feed *feed;
	pthread_mutex_t lock;        /* of n_seats while workers run */
	struct seat *seats;
	size_t n_seats, max_seats;   /* with a thread; at most */
	size_t n_joined;
};

/* --- workers ----------------------------------------------------------------- */

static void *work(void *payload);

/* Under the lock: a thread for the next seat. Signals are for who owns the terminal. */
static int start_seat(struct cdr_scan *scan, struct cdr_err *err)
{
	struct seat *seat = &scan->seats[scan->n_seats];
	sigset_t all, before;
	int rc;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	rc = pthread_create(&seat->thread, NULL, work, seat);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (rc)
		return cdr_fail(err, CDR_EIO, "cannot start the scan: %s", strerror(rc));
	scan->n_seats++;
	return 0;
}

/* What each of the workers may keep, as many as there are now. */
static size_t share_of_room(struct cdr_scan *scan)
{
	size_t share;

	pthread_mutex_lock(&scan->lock);
	share = cdr_repo_whole_room(scan->plan.repo) / scan->n_seats;
	pthread_mutex_unlock(&scan->lock);
	return share > ROOM_LEAST ? share : ROOM_LEAST;
}

/* One more worker if there is work for him. When the system has no thread for him, fewer do it. */
static void hire(struct cdr_scan *scan)
{
	pthread_mutex_lock(&scan->lock);
	if (scan->n_seats < scan->max_seats && !atomic_load(cdr_results_stopped(scan->results)) &&
	    cdr_feed_wants(scan->feed) > scan->n_seats && start_seat(scan, NULL) != 0)
		scan->max_seats = scan->n_seats;
	pthread_mutex_unlock(&scan->lock);
}

static void *work(void *payload)
{
	struct seat *seat = payload;
	struct cdr_scan *scan = seat->scan;
	struct cdr_worker *worker = &seat->worker;
	struct cdr_task task;

	cdr_meter_switch(&worker->meter, CDR_STAGE_OTHER);
	if (!worker->repo && cdr_worker_open(worker, NULL) != 0)
		return NULL;
	while (cdr_feed_take(scan->feed, worker->repo, &worker->meter, &task)) {
		hire(scan);
		cdr_repo_room(worker->repo, share_of_room(scan));
		cdr_worker_do(worker, &task);
		cdr_feed_done(scan->feed, &task);
	}
	if (scan->recall)
		cdr_recall_save(scan->recall);
	cdr_meter_switch(&worker->meter, CDR_STAGE_OTHER);
	return NULL;
}

/* --- start and end ----------------------------------------------------------- */

/*
 * Only what is counted whole and in the same way can be added up from what is known. What
 * other tools found in a file is not.
 */
static bool wants_recall(const struct cdr_scan_plan *plan)
{
	const struct cdr_scan_options *options = &plan->options;

	return options->recall && options->count_hunks && !options->all_hunks && !options->plain &&
	       !options->libgit2_diff && !plan->import && plan->session &&
	       plan->session->n_pathspecs == 0;
}

static void make_seats(struct cdr_scan *scan)
{
	size_t n = scan->plan.options.threads;

	n = n < 1 ? 1 : n > THREADS_MAX ? THREADS_MAX : n;
	scan->seats = cdr_alloc_zeroed(n * sizeof(*scan->seats));
	scan->max_seats = n;
	if (scan->plan.session)
		scan->companions = cdr_companions_new(scan->plan.registry, scan->plan.session,
						      cdr_results_stopped(scan->results));
	if (!scan->plan.options.plain)
		scan->sieve = cdr_sieve_new(scan->plan.registry);
	if (wants_recall(&scan->plan))
		scan->recall = cdr_recall_new(scan->plan.repo, scan->plan.registry);
	scan->feed = cdr_feed_new(scan->plan.range, scan->results, (unsigned)n);
	for (size_t i = 0; i < n; i++) {
		scan->seats[i].scan = scan;
		scan->seats[i].worker = (struct cdr_worker){
			.plan = &scan->plan,
			.companions = scan->companions,
			.sieve = scan->sieve,
			.recall = scan->recall,
			.feed = scan->feed,
			.results = scan->results,
			.meter = { .clock = scan->plan.options.clock },
		};
	}
}

int cdr_scan_start(struct cdr_scan **out, const struct cdr_scan_plan *plan, struct cdr_err *err)
{
	struct cdr_scan *scan = cdr_alloc_zeroed(sizeof(*scan));
	int rc;

	scan->plan = *plan;
	pthread_mutex_init(&scan->lock, NULL);
	rc = cdr_results_new(&scan->results, err);
	if (rc == 0) {
		make_seats(scan);
		rc = cdr_worker_open(&scan->seats[0].worker, err);
	}
	if (rc == 0) {
		pthread_mutex_lock(&scan->lock);
		rc = start_seat(scan, err);
		pthread_mutex_unlock(&scan->lock);
	}
	if (rc) {
		cdr_scan_close(scan);
		scan = NULL;
	}
	*out = scan;
	return rc;
}

/* Waits until every worker has left, those hired meanwhile as well. */
static void join_workers(struct cdr_scan *scan)
{
	for (;;) {
		bool is_seat;

		pthread_mutex_lock(&scan->lock);
		is_seat = scan->n_joined < scan->n_seats;
		pthread_mutex_unlock(&scan->lock);
		if (!is_seat)
			return;
		pthread_join(scan->seats[scan->n_joined++].thread, NULL);
	}
}

void cdr_scan_close(struct cdr_scan *scan)
{
	if (!scan)
		return;
	if (scan->results)
		cdr_results_stop(scan->results);
	if (scan->feed)
		cdr_feed_wake(scan->feed);
	join_workers(scan);
	cdr_feed_free(scan->feed);
	for (size_t i = 0; i < scan->max_seats; i++)
		cdr_worker_close(&scan->seats[i].worker);
	free(scan->seats);
	cdr_sieve_free(scan->sieve);
	cdr_recall_free(scan->recall);
	cdr_companions_free(scan->companions);
	cdr_results_free(scan->results);
	cdr_range_close(scan->plan.range);
	pthread_mutex_destroy(&scan->lock);
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

void cdr_scan_stats(struct cdr_scan *scan, struct cdr_scan_stats *out)
{
	struct cdr_costs costs;

	join_workers(scan);
	cdr_costs_init(&costs, scan->plan.registry);
	*out = (struct cdr_scan_stats){ .n_threads = scan->n_seats };
	for (size_t i = 0; i < scan->n_seats; i++) {
		const struct cdr_worker *worker = &scan->seats[i].worker;

		cdr_meter_add(&out->meter, &worker->meter);
		out->changes.read += worker->changes.read;
		out->changes.known += worker->changes.known;
		out->files.seen += worker->files.seen;
		out->files.cleared += worker->files.cleared;
		out->files.matched += worker->files.matched;
		cdr_costs_add(&costs, cdr_matcher_rule_costs(worker->matcher));
	}
	cdr_costs_top(&costs, out);
	cdr_costs_release(&costs);
}
