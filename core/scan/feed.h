/*
 * feed.h - private to core/scan: the range, dealt out to workers.
 *
 * A task is a chunk, some changes in a row, so that what one worker reads lies
 * close together in the packs. Chunks are short at first, to have a first result
 * at once, and never long beside what was given out before, so that the last
 * ones do not keep one worker busy while the others have nothing left.
 *
 * Threads: every function locks for itself. Results keep the range's order
 * because a task's lane is opened while it is given out.
 */
#ifndef CDR_SCAN_FEED_H
#define CDR_SCAN_FEED_H

#include "cdreview/stats.h"
#include "git/range.h"
#include "scan/results.h"

#define CDR_CHUNK_MAX 1024u   /* changes; more brings no more locality */

struct cdr_feed;

struct cdr_task {
	const struct cdr_change *changes;
	size_t n;
	struct cdr_lane *lane;
	struct cdr_arena arena;   /* owns the changes */
};

/* RANGE and RESULTS are borrowed. THREADS is how many will ask at most. */
struct cdr_feed *cdr_feed_new(struct cdr_range *range, struct cdr_results *results, unsigned threads);
void cdr_feed_free(struct cdr_feed *feed);

/*
 * The next task, read through REPO, to be given back; waits while others may
 * still have some to share. False when there is none left or the scan was
 * stopped. METER may be NULL.
 */
bool cdr_feed_take(struct cdr_feed *feed, struct cdr_repo *repo, struct cdr_meter *meter,
		   struct cdr_task *task);
void cdr_feed_done(struct cdr_feed *feed, struct cdr_task *task);

/* How many workers have had, or would have, something to do: a guess that grows with the range. */
size_t cdr_feed_wants(struct cdr_feed *feed);

/* Makes waiting workers look whether the scan was stopped. */
void cdr_feed_wake(struct cdr_feed *feed);

#endif
