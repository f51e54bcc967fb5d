/*
 * feed.c - one lock around the walk: reading commits is a hundredth of the work,
 * so that workers meet here rarely, and the order of lanes is the walk's.
 */
#include "scan/feed.h"

#include "base/oom.h"

#include <pthread.h>
#include <stdlib.h>

/* A chunk is at most one part in so many, for each thread, of what was given out before it. */
#define SHARE 4u

struct cdr_feed {
	pthread_mutex_t lock;
	struct cdr_range *range;
	struct cdr_results *results;
	unsigned threads;
	size_t n_given;   /* changes */
	bool ended;       /* the walk has no more */
};

struct cdr_feed *cdr_feed_new(struct cdr_range *range, struct cdr_results *results,
			      unsigned threads)
{
	struct cdr_feed *feed = cdr_alloc_zeroed(sizeof(*feed));

	pthread_mutex_init(&feed->lock, NULL);
	feed->range = range;
	feed->results = results;
	feed->threads = threads;
	return feed;
}

void cdr_feed_free(struct cdr_feed *feed)
{
	if (!feed)
		return;
	pthread_mutex_destroy(&feed->lock);
	free(feed);
}

static bool is_stopped(const struct cdr_feed *feed)
{
	return atomic_load(cdr_results_stopped(feed->results));
}

static size_t chunk_size(const struct cdr_feed *feed)
{
	size_t size = feed->n_given / (SHARE * feed->threads);

	if (size < 1)
		return 1;
	return size < CDR_CHUNK_MAX ? size : CDR_CHUNK_MAX;
}

/* Changes into TASK, whose lane is open already: no reader may think that all is told. */
static void fill(struct cdr_feed *feed, struct cdr_repo *repo, struct cdr_task *task)
{
	size_t size = chunk_size(feed);
	struct cdr_change *changes = cdr_arena_alloc(&task->arena, size * sizeof(*changes));
	struct cdr_err failure = { 0 };

	while (task->n < size && !feed->ended && !is_stopped(feed)) {
		int rc = cdr_range_next(feed->range, repo, &task->arena, &changes[task->n],
					&failure);

		feed->ended = rc != 0;
		task->n += rc == 0;
	}
	task->changes = changes;
	feed->n_given += task->n;
	if (feed->ended)
		cdr_results_end(feed->results, &failure);
}

bool cdr_feed_take(struct cdr_feed *feed, struct cdr_repo *repo, struct cdr_meter *meter,
		   struct cdr_task *task)
{
	enum cdr_stage before = cdr_meter_switch(meter, CDR_STAGE_WAIT);

	*task = (struct cdr_task){ .n = 0 };
	pthread_mutex_lock(&feed->lock);
	cdr_meter_switch(meter, CDR_STAGE_WALK);
	if (!feed->ended && !is_stopped(feed)) {
		task->lane = cdr_lane_open(feed->results);
		fill(feed, repo, task);
	}
	pthread_mutex_unlock(&feed->lock);
	cdr_meter_switch(meter, before);
	if (task->n > 0)
		return true;
	cdr_feed_done(feed, task);
	return false;
}

void cdr_feed_done(struct cdr_feed *feed, struct cdr_task *task)
{
	(void)feed;
	if (task->lane)
		cdr_lane_close(task->lane);
	cdr_arena_release(&task->arena);
	*task = (struct cdr_task){ .n = 0 };
}

size_t cdr_feed_wants(struct cdr_feed *feed)
{
	size_t n;

	pthread_mutex_lock(&feed->lock);
	n = feed->ended ? 0 : feed->n_given / 2;
	pthread_mutex_unlock(&feed->lock);
	return n;
}
