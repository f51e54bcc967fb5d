/*
 * feed.c - one lock around the walk: reading commits is a hundredth of the work,
 * so that workers meet here rarely, and the order of lanes is the walk's.
 *
 * Nobody waits for ever: who takes something always takes what is earliest in the
 * range, so that the first open lane has a worker, who waits for the reader alone.
 */
#include "scan/feed.h"

#include "base/oom.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/*
 * Each chunk costs reading anew what the one before it in the range had read, so there are as
 * few as keep all workers busy to the end: a chunk is a worker's share of the changes that are
 * known to be left (guided self-scheduling, Polychronopoulos and Kuck 1987). To know more of
 * them takes walking on, which must not keep the first results waiting: the more were given
 * out, the further it goes.
 */
#define AHEAD 16u             /* known to be left, at most, for each one given out */
#define AHEAD_MAX 8192u
#define LEAST_SHARE 16u       /* a chunk is at least one part in so many of those given out */

struct cdr_split {
	const struct cdr_change *change;
	struct cdr_diff *whole;
	size_t next, n_files;    /* the next file to be given out */
	size_t n_running;        /* slices that somebody has */
	struct cdr_task rest;    /* what comes after the last slice, with its lane */
	struct cdr_split *later; /* of a later chunk */
};

struct cdr_feed {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct cdr_range *range;
	struct cdr_results *results;
	unsigned threads;
	size_t n_given;           /* changes */
	CDR_VEC(struct cdr_change) ahead; /* walked and not given out */
	struct cdr_arena arena;   /* of these */
	bool walked;              /* the walk has no more, because of FAILURE */
	struct cdr_err failure;
	size_t n_chunks;
	size_t n_busy;            /* tasks that somebody has */
	struct cdr_split *splits; /* by chunk; none of these is given out completely */
	bool ended;               /* all are given out */
};

struct cdr_feed *cdr_feed_new(struct cdr_range *range, struct cdr_results *results,
			      unsigned threads)
{
	struct cdr_feed *feed = cdr_alloc_zeroed(sizeof(*feed));

	pthread_mutex_init(&feed->lock, NULL);
	pthread_cond_init(&feed->changed, NULL);
	feed->range = range;
	feed->results = results;
	feed->threads = threads;
	return feed;
}

static void split_free(struct cdr_split *split)
{
	cdr_diff_close(split->whole);
	cdr_arena_release(&split->rest.arena);
	free(split);
}

void cdr_feed_free(struct cdr_feed *feed)
{
	if (!feed)
		return;
	while (feed->splits) {
		struct cdr_split *split = feed->splits;

		feed->splits = split->later;
		split_free(split);
	}
	cdr_arena_release(&feed->arena);
	pthread_cond_destroy(&feed->changed);
	pthread_mutex_destroy(&feed->lock);
	free(feed);
}

static bool is_stopped(const struct cdr_feed *feed)
{
	return atomic_load(cdr_results_stopped(feed->results));
}

/* --- chunks ---------------------------------------------------------------- */

/* Walks on as far as is worth knowing now. */
static void walk_ahead(struct cdr_feed *feed, struct cdr_repo *repo)
{
	size_t wanted = AHEAD * (feed->n_given + 1);

	wanted = wanted < AHEAD_MAX ? wanted : AHEAD_MAX;
	while (feed->ahead.n < wanted && !feed->walked && !is_stopped(feed)) {
		struct cdr_change change;

		feed->walked =
			cdr_range_next_name(feed->range, repo, &change, &feed->failure) != 0;
		if (!feed->walked)
			*cdr_vec_push(&feed->arena, &feed->ahead) = change;
	}
}

static size_t chunk_size(const struct cdr_feed *feed)
{
	size_t size = feed->ahead.n / feed->threads;
	size_t least = feed->n_given / LEAST_SHARE + 1;

	if (feed->n_given == 0)
		return 1;
	size = size > least ? size : least;
	return size < CDR_CHUNK_MAX ? size : CDR_CHUNK_MAX;
}

/* Changes into TASK, whose lane is open already: no reader may think that all is told. */
static void fill(struct cdr_feed *feed, struct cdr_repo *repo, struct cdr_task *task)
{
	size_t size;

	walk_ahead(feed, repo);
	size = chunk_size(feed);
	task->n = size < feed->ahead.n ? size : feed->ahead.n;
	task->changes = cdr_arena_copy(&task->arena, feed->ahead.items,
				       task->n * sizeof(*task->changes));
	feed->ahead.n -= task->n;
	if (feed->ahead.n > 0)
		memmove(feed->ahead.items, feed->ahead.items + task->n,
			feed->ahead.n * sizeof(*feed->ahead.items));
	feed->n_given += task->n;
	feed->ended = feed->walked && feed->ahead.n == 0;
	if (feed->ended)
		cdr_results_end(feed->results, &feed->failure);
}

/* Frees what TASK has. */
static void drop(struct cdr_task *task)
{
	if (task->lane)
		cdr_lane_close(task->lane);
	cdr_arena_release(&task->arena);
	*task = (struct cdr_task){ .n = 0 };
}

static bool take_chunk(struct cdr_feed *feed, struct cdr_repo *repo, struct cdr_task *task)
{
	if (feed->ended || is_stopped(feed))
		return false;
	task->serial = feed->n_chunks++;
	task->lane = cdr_lane_open(feed->results);
	fill(feed, repo, task);
	if (task->n == 0)
		drop(task);
	return task->n > 0;
}

/* --- slices ------------------------------------------------------------------ */

bool cdr_feed_slices(const struct cdr_feed *feed, size_t n_files)
{
	return feed->threads > 1 && n_files >= CDR_SLICED;
}

const struct cdr_change *cdr_split_change(const struct cdr_split *split)
{
	return split->change;
}

const struct cdr_diff *cdr_split_whole(const struct cdr_split *split)
{
	return split->whole;
}

bool cdr_task_is_last(const struct cdr_task *task)
{
	return task->to == task->split->n_files;
}

void cdr_feed_split(struct cdr_feed *feed, struct cdr_task *task, size_t idx,
		    const struct cdr_change *change, struct cdr_diff *whole)
{
	struct cdr_split *split = cdr_alloc_zeroed(sizeof(*split));
	struct cdr_split **at = &feed->splits;

	split->change = change;
	split->whole = whole;
	split->n_files = cdr_diff_count(whole);
	split->rest = *task;
	split->rest.changes += idx + 1;
	split->rest.n -= idx + 1;
	split->rest.lane = cdr_lane_cut(task->lane);
	*task = (struct cdr_task){ .n = 0 };
	pthread_mutex_lock(&feed->lock);
	while (*at && (*at)->rest.serial < split->rest.serial)
		at = &(*at)->later;
	split->later = *at;
	*at = split;
	pthread_cond_broadcast(&feed->changed);
	pthread_mutex_unlock(&feed->lock);
}

static void take_slice(struct cdr_split *split, struct cdr_task *task)
{
	size_t left = split->n_files - split->next;

	task->split = split;
	task->from = split->next;
	task->to = split->next += left < CDR_SLICE ? left : CDR_SLICE;
	task->lane = cdr_lane_open_before(split->rest.lane);
	split->n_running++;
}

static void take_rest(struct cdr_feed *feed, struct cdr_split *split, struct cdr_task *task)
{
	*task = split->rest;
	split->rest = (struct cdr_task){ .n = 0 };
	feed->splits = split->later;
	if (split->n_running == 0)
		split_free(split);
}

/* What is left of the earliest change that was given back. */
static bool take_shared(struct cdr_feed *feed, struct cdr_task *task)
{
	struct cdr_split *split = feed->splits;

	if (!split || is_stopped(feed))
		return false;
	if (split->next < split->n_files)
		take_slice(split, task);
	else
		take_rest(feed, split, task);
	return true;
}

/* One slice of SPLIT less; the last one takes it along, unless the rest is still to be had. */
static void end_slice(struct cdr_split *split)
{
	if (--split->n_running == 0 && !split->rest.lane)
		split_free(split);
}

/* --- tasks --------------------------------------------------------------------- */

bool cdr_feed_take(struct cdr_feed *feed, struct cdr_repo *repo, struct cdr_meter *meter,
		   struct cdr_task *task)
{
	enum cdr_stage before = cdr_meter_switch(meter, CDR_STAGE_WAIT);
	bool taken;

	*task = (struct cdr_task){ .n = 0 };
	pthread_mutex_lock(&feed->lock);
	cdr_meter_switch(meter, CDR_STAGE_WALK);
	while (!(taken = take_shared(feed, task) || take_chunk(feed, repo, task)) &&
	       feed->n_busy > 0 && !is_stopped(feed)) {
		cdr_meter_switch(meter, CDR_STAGE_WAIT);
		pthread_cond_wait(&feed->changed, &feed->lock);
	}
	feed->n_busy += taken;
	pthread_mutex_unlock(&feed->lock);
	cdr_meter_switch(meter, before);
	return taken;
}

void cdr_feed_done(struct cdr_feed *feed, struct cdr_task *task)
{
	pthread_mutex_lock(&feed->lock);
	feed->n_busy--;
	if (task->split)
		end_slice(task->split);
	if (feed->n_busy == 0)
		pthread_cond_broadcast(&feed->changed);
	pthread_mutex_unlock(&feed->lock);
	drop(task);
}

size_t cdr_feed_wants(struct cdr_feed *feed)
{
	size_t n;

	pthread_mutex_lock(&feed->lock);
	n = feed->ended ? feed->n_busy : feed->n_given / 2;
	for (const struct cdr_split *split = feed->splits; split; split = split->later)
		n += (split->n_files - split->next) / CDR_SLICE;
	pthread_mutex_unlock(&feed->lock);
	return n;
}

void cdr_feed_wake(struct cdr_feed *feed)
{
	pthread_mutex_lock(&feed->lock);
	pthread_cond_broadcast(&feed->changed);
	pthread_mutex_unlock(&feed->lock);
}
