/*
 * feed.h - private to core/scan: the range, dealt out to workers.
 *
 * A task is a chunk, some changes in a row, so that what one worker reads lies
 * close together in the packs. Chunks are short at first, to have a first result
 * at once, then long, and short again towards the end, so that the last ones do
 * not keep one worker busy while the others have nothing left. A change
 * of very many files is given back to be dealt out in slices of its own.
 *
 * Threads: every function locks for itself. Results keep the range's order
 * because a task's lane is opened while it is given out.
 */
#ifndef CDR_SCAN_FEED_H
#define CDR_SCAN_FEED_H

#include "cdreview/stats.h"
#include "git/diff.h"
#include "scan/results.h"

#define CDR_CHUNK_MAX 1024u   /* changes; more brings no more locality */
#define CDR_SLICE 32u         /* files */
#define CDR_SLICED 128u       /* files of a change that is worth slicing */

struct cdr_feed;
struct cdr_split;             /* a change that is dealt out in slices */

struct cdr_task {
	const struct cdr_change *changes;   /* a chunk, by name (cdr_range_next_name) */
	size_t n;
	struct cdr_split *split;            /* or a slice: files [from, to) of one change */
	size_t from, to;
	struct cdr_lane *lane;
	size_t serial;                      /* of the chunk, in the range's order */
	struct cdr_arena arena;             /* owns the changes */
};

/* RANGE and RESULTS are borrowed. THREADS is how many will ask at most. */
struct cdr_feed *cdr_feed_new(struct cdr_range *range, struct cdr_results *results, unsigned threads);
void cdr_feed_free(struct cdr_feed *feed);

/*
 * The next task, read through REPO, to be given back by cdr_feed_done; waits while
 * others may still have something to share. False when there is none left or the
 * scan was stopped. METER may be NULL.
 */
bool cdr_feed_take(struct cdr_feed *feed, struct cdr_repo *repo, struct cdr_meter *meter,
		   struct cdr_task *task);
void cdr_feed_done(struct cdr_feed *feed, struct cdr_task *task);

/* How many workers would find something to do now: a guess that grows with the range. */
size_t cdr_feed_wants(struct cdr_feed *feed);

/* Makes waiting workers look whether the scan was stopped. */
void cdr_feed_wake(struct cdr_feed *feed);

/* --- a change of many files --------------------------------------------------- */

/* True if a change of N_FILES is to be sliced. */
bool cdr_feed_slices(const struct cdr_feed *feed, size_t n_files);

/*
 * Takes WHOLE, the files of change number IDX of TASK, to be dealt out, and after
 * them the changes behind it: the task is at its end for who has it. CHANGE is the
 * same one, read, and lives as long as the feed.
 */
void cdr_feed_split(struct cdr_feed *feed, struct cdr_task *task, size_t idx,
		    const struct cdr_change *change, struct cdr_diff *whole);

const struct cdr_change *cdr_split_change(const struct cdr_split *split);
const struct cdr_diff *cdr_split_whole(const struct cdr_split *split);
bool cdr_task_is_last(const struct cdr_task *task);   /* the last slice of its change */

#endif
