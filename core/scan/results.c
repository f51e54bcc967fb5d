/*
 * results.c - a ring under one lock. The eventfd follows from its state: it is
 * readable exactly while a result waits or the end is still to be told.
 */
#include "scan/results.h"

#include "base/oom.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct cdr_results {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct cdr_scanned *ring[CDR_RESULTS_MAX];
	size_t first, n, bytes;
	struct cdr_progress progress; /* `done` is worked out when asked for */
	struct cdr_err failure;       /* why the scan broke off; code 0: it did not */
	bool ended;                   /* nothing more will be put */
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

void cdr_results_free(struct cdr_results *results)
{
	if (!results)
		return;
	for (size_t i = 0; i < results->n; i++)
		cdr_scanned_free(results->ring[(results->first + i) % CDR_RESULTS_MAX]);
	pthread_cond_destroy(&results->changed);
	pthread_mutex_destroy(&results->lock);
	close(results->fd);
	free(results);
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
	bool raise = results->n > 0 || results->ended;
	eventfd_t count;

	if (raise && !results->raised)
		eventfd_write(results->fd, 1);
	if (!raise && results->raised)
		eventfd_read(results->fd, &count);
	results->raised = raise;
	pthread_cond_broadcast(&results->changed);
}

static bool has_room(const struct cdr_results *results, size_t bytes)
{
	if (results->n == 0)
		return true;
	return results->n < CDR_RESULTS_MAX && results->bytes + bytes <= CDR_RESULTS_BYTES;
}

bool cdr_results_put(struct cdr_results *results, struct cdr_scanned *scanned)
{
	size_t bytes = scanned->arena.used;
	bool wanted;

	pthread_mutex_lock(&results->lock);
	while (!has_room(results, bytes) && !atomic_load(&results->stop))
		pthread_cond_wait(&results->changed, &results->lock);
	wanted = !atomic_load(&results->stop);
	if (wanted) {
		results->ring[(results->first + results->n++) % CDR_RESULTS_MAX] = scanned;
		results->bytes += bytes;
		show_state(results);
	}
	pthread_mutex_unlock(&results->lock);
	if (!wanted)
		cdr_scanned_free(scanned);
	return wanted;
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

static struct cdr_scanned *take_first(struct cdr_results *results)
{
	struct cdr_scanned *first = results->ring[results->first];

	results->first = (results->first + 1) % CDR_RESULTS_MAX;
	results->n--;
	results->bytes -= first->arena.used;
	show_state(results);
	return first;
}

/* What there is to say once the ring is empty. */
static int tell_end(const struct cdr_results *results, struct cdr_err *err)
{
	if (!results->ended)
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
	while (wait && results->n == 0 && !results->ended)
		pthread_cond_wait(&results->changed, &results->lock);
	if (results->n > 0)
		*out = take_first(results);
	else
		rc = tell_end(results, err);
	pthread_mutex_unlock(&results->lock);
	return rc;
}

struct cdr_progress cdr_results_progress(struct cdr_results *results)
{
	struct cdr_progress progress;

	pthread_mutex_lock(&results->lock);
	progress = results->progress;
	progress.done = results->ended && results->n == 0;
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
