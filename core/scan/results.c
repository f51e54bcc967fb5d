/*
 * results.c - lanes under one lock. The eventfd follows from their state: it is
 * readable exactly while the first lane has a result or the end is still to be
 * told.
 */
#include "scan/results.h"

#include "base/oom.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct waiting {
	struct cdr_scanned *scanned;
	struct waiting *next;
};

struct cdr_lane {
	struct cdr_results *results;
	struct cdr_lane *prev, *next;
	struct waiting *first, **last; /* last: where the next one is hung */
	size_t n, bytes;
	bool closed;
};

struct cdr_results {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct cdr_lane *first, *last;
	size_t ahead;                 /* bytes in all lanes but the first */
	struct cdr_progress progress; /* `done` is worked out when asked for */
	struct cdr_err failure;       /* why the scan broke off; code 0: it did not */
	bool ended;                   /* no lane will be added at the end */
	atomic_bool stop;             /* nothing more is wanted */
	int fd;                       /* an eventfd */
	bool raised;                  /* fd is readable */
};

int cdr_results_new(struct cdr_results **out, struct cdr_err *err)
{
	int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	struct cdr_results *results;

	*out = NULL;
	if (fd < 0)
		return cdr_fail(err, CDR_EIO, "cannot start the scan: %s", strerror(errno));
	results = cdr_alloc_zeroed(sizeof(*results));
	results->fd = fd;
	pthread_mutex_init(&results->lock, NULL);
	pthread_cond_init(&results->changed, NULL);
	atomic_init(&results->stop, false);
	*out = results;
	return 0;
}

int cdr_results_fd(const struct cdr_results *results)
{
	return results->fd;
}

const atomic_bool *cdr_results_stopped(const struct cdr_results *results)
{
	return &results->stop;
}

/* Makes the descriptor tell the state, under the lock. An eventfd of 0 or 1 never refuses. */
static void show_state(struct cdr_results *results)
{
	bool raise = results->first ? results->first->n > 0 : results->ended;
	eventfd_t count;

	if (raise && !results->raised)
		eventfd_write(results->fd, 1);
	if (!raise && results->raised)
		eventfd_read(results->fd, &count);
	results->raised = raise;
	pthread_cond_broadcast(&results->changed);
}

/* --- lanes ----------------------------------------------------------------- */

/* Puts LANE between PREV and NEXT, either of which may be none. */
static void link_between(struct cdr_lane *prev, struct cdr_lane *lane, struct cdr_lane *next)
{
	struct cdr_results *results = lane->results;

	lane->prev = prev;
	lane->next = next;
	*(prev ? &prev->next : &results->first) = lane;
	*(next ? &next->prev : &results->last) = lane;
	if (!prev && next)
		results->ahead += next->bytes;
}

static struct cdr_lane *lane_new(struct cdr_results *results)
{
	struct cdr_lane *lane = cdr_alloc_zeroed(sizeof(*lane));

	lane->results = results;
	lane->last = &lane->first;
	return lane;
}

struct cdr_lane *cdr_lane_open(struct cdr_results *results)
{
	struct cdr_lane *lane = lane_new(results);

	pthread_mutex_lock(&results->lock);
	link_between(results->last, lane, NULL);
	pthread_mutex_unlock(&results->lock);
	return lane;
}

struct cdr_lane *cdr_lane_open_before(struct cdr_lane *behind)
{
	struct cdr_results *results = behind->results;
	struct cdr_lane *lane = lane_new(results);

	pthread_mutex_lock(&results->lock);
	link_between(behind->prev, lane, behind);
	pthread_mutex_unlock(&results->lock);
	return lane;
}

/* Takes the first waiting result off LANE. */
static struct cdr_scanned *shift(struct cdr_lane *lane)
{
	struct waiting *waiting = lane->first;
	struct cdr_scanned *scanned = waiting->scanned;

	lane->first = waiting->next;
	if (!lane->first)
		lane->last = &lane->first;
	lane->n--;
	lane->bytes -= scanned->arena.used;
	free(waiting);
	return scanned;
}

/* Whatever waits in the lane that is first now is no longer ahead of its time. */
static void drop_first(struct cdr_results *results)
{
	struct cdr_lane *gone = results->first;

	results->first = gone->next;
	if (results->first) {
		results->first->prev = NULL;
		results->ahead -= results->first->bytes;
	} else {
		results->last = NULL;
	}
	free(gone);
}

static void advance(struct cdr_results *results)
{
	while (results->first && results->first->closed && results->first->n == 0)
		drop_first(results);
	show_state(results);
}

void cdr_lane_close(struct cdr_lane *lane)
{
	struct cdr_results *results = lane->results;

	pthread_mutex_lock(&results->lock);
	lane->closed = true;
	advance(results);
	pthread_mutex_unlock(&results->lock);
}

struct cdr_lane *cdr_lane_cut(struct cdr_lane *lane)
{
	struct cdr_results *results = lane->results;
	struct cdr_lane *next = lane_new(results);

	pthread_mutex_lock(&results->lock);
	link_between(lane, next, lane->next);
	lane->closed = true;
	advance(results);
	pthread_mutex_unlock(&results->lock);
	return next;
}

static bool has_room(const struct cdr_lane *lane, size_t bytes)
{
	const struct cdr_results *results = lane->results;

	if (lane != results->first)
		return results->ahead + bytes <= CDR_RESULTS_AHEAD;
	return lane->n == 0 ||
	       (lane->n < CDR_RESULTS_MAX && lane->bytes + bytes <= CDR_RESULTS_BYTES);
}

static void push(struct cdr_lane *lane, struct waiting *waiting)
{
	size_t bytes = waiting->scanned->arena.used;

	*lane->last = waiting;
	lane->last = &waiting->next;
	lane->n++;
	lane->bytes += bytes;
	if (lane == lane->results->first)
		show_state(lane->results);
	else
		lane->results->ahead += bytes;
}

bool cdr_lane_put(struct cdr_lane *lane, struct cdr_scanned *scanned)
{
	struct cdr_results *results = lane->results;
	struct waiting *waiting = cdr_alloc_zeroed(sizeof(*waiting));
	bool wanted;

	waiting->scanned = scanned;
	pthread_mutex_lock(&results->lock);
	while (!has_room(lane, scanned->arena.used) && !atomic_load(&results->stop))
		pthread_cond_wait(&results->changed, &results->lock);
	wanted = !atomic_load(&results->stop);
	if (wanted)
		push(lane, waiting);
	pthread_mutex_unlock(&results->lock);
	if (!wanted) {
		cdr_scanned_free(scanned);
		free(waiting);
	}
	return wanted;
}

/* --- all of them ------------------------------------------------------------- */

void cdr_results_free(struct cdr_results *results)
{
	if (!results)
		return;
	while (results->first) {
		while (results->first->n > 0)
			cdr_scanned_free(shift(results->first));
		drop_first(results);
	}
	pthread_cond_destroy(&results->changed);
	pthread_mutex_destroy(&results->lock);
	close(results->fd);
	free(results);
}

void cdr_results_count(struct cdr_results *results, const struct cdr_progress *more)
{
	struct cdr_progress *sum = &results->progress;

	pthread_mutex_lock(&results->lock);
	sum->changes += more->changes;
	sum->hunks += more->hunks;
	sum->flagged += more->flagged;
	sum->findings += more->findings;
	sum->suppressed += more->suppressed;
	sum->unscannable += more->unscannable;
	sum->uncovered += more->uncovered;
	pthread_mutex_unlock(&results->lock);
}

void cdr_results_end(struct cdr_results *results, const struct cdr_err *failure)
{
	pthread_mutex_lock(&results->lock);
	results->failure = *failure;
	results->ended = true;
	show_state(results);
	pthread_mutex_unlock(&results->lock);
}

static bool is_over(const struct cdr_results *results)
{
	return results->ended && !results->first;
}

/* What there is to say when nothing waits. */
static int tell_end(const struct cdr_results *results, struct cdr_err *err)
{
	if (!is_over(results))
		return 0;
	if (results->failure.code == 0)
		return CDR_END;
	if (err)
		*err = results->failure;
	return results->failure.code;
}

int cdr_results_take(struct cdr_results *results, struct cdr_scanned **out, bool wait,
		     struct cdr_err *err)
{
	int rc = 0;

	*out = NULL;
	pthread_mutex_lock(&results->lock);
	while (wait && !results->raised)
		pthread_cond_wait(&results->changed, &results->lock);
	if (results->first && results->first->n > 0) {
		*out = shift(results->first);
		advance(results);
	} else {
		rc = tell_end(results, err);
	}
	pthread_mutex_unlock(&results->lock);
	return rc;
}

struct cdr_progress cdr_results_progress(struct cdr_results *results)
{
	struct cdr_progress progress;

	pthread_mutex_lock(&results->lock);
	progress = results->progress;
	progress.done = is_over(results);
	pthread_mutex_unlock(&results->lock);
	return progress;
}

void cdr_results_stop(struct cdr_results *results)
{
	pthread_mutex_lock(&results->lock);
	atomic_store(&results->stop, true);
	pthread_cond_broadcast(&results->changed);
	pthread_mutex_unlock(&results->lock);
}
