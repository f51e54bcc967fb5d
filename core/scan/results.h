/*
 * results.h - private to core/scan: the line between who scans and who reads.
 *
 * A range is scanned in lanes side by side and read in one order, theirs: what
 * waits in a lane comes out when every lane before it is closed and empty. The
 * first open lane waits for the reader alone, so that results stream; those
 * behind it share a bounded store and wait until it has room or their turn has
 * come. Therefore neither a slow reader nor a slow lane makes memory grow, and
 * nobody waits for somebody who waits for him.
 *
 * Threads: many put, each into a lane of its own, and one takes; every function
 * locks for itself. Errors: CDR_EIO when the system refuses a descriptor.
 */
#ifndef CDR_SCAN_RESULTS_H
#define CDR_SCAN_RESULTS_H

#include "cdreview/finding.h"

#include <stdatomic.h>

#define CDR_RESULTS_MAX 256u                      /* waiting in the first lane */
#define CDR_RESULTS_BYTES ((size_t)8 << 20)       /* the same in bytes; one always fits */
#define CDR_RESULTS_AHEAD ((size_t)8 << 20)       /* bytes waiting in all lanes behind it */

struct cdr_results;

CDR_NODISCARD int cdr_results_new(struct cdr_results **out, struct cdr_err *err);

/* Frees what was not taken, too. Nobody may use RESULTS or its lanes any more. */
void cdr_results_free(struct cdr_results *results);

/* Readable while there is something to say. Owned by RESULTS. */
int cdr_results_fd(const struct cdr_results *results);

/* Adds MORE's numbers to the progress. */
void cdr_results_count(struct cdr_results *results, const struct cdr_progress *more);

/* No lane will be added behind the others. FAILURE is told after the last result; code 0: the end. */
void cdr_results_end(struct cdr_results *results, const struct cdr_err *failure);

/* As cdr_scan_next. */
CDR_NODISCARD int cdr_results_take(struct cdr_results *results, struct cdr_scanned **out, bool wait,
				   struct cdr_err *err);
struct cdr_progress cdr_results_progress(struct cdr_results *results);

/* Makes a waiting cdr_lane_put return, and every later one. */
void cdr_results_stop(struct cdr_results *results);

/* True once cdr_results_stop was called; lives as long as RESULTS. */
const atomic_bool *cdr_results_stopped(const struct cdr_results *results);

/* --- lanes: freed by RESULTS once closed and empty ------------------------- */

struct cdr_lane;

/* A new lane behind all others, or directly before LANE, into which nothing was put yet. */
struct cdr_lane *cdr_lane_open(struct cdr_results *results);
struct cdr_lane *cdr_lane_open_before(struct cdr_lane *lane);

/* Closes LANE and goes on in a new one directly behind it. */
struct cdr_lane *cdr_lane_cut(struct cdr_lane *lane);

/* Takes SCANNED over, waiting for room. False when nothing more is wanted. */
bool cdr_lane_put(struct cdr_lane *lane, struct cdr_scanned *scanned);

/* Nothing more will be put into LANE, which is gone for the caller. */
void cdr_lane_close(struct cdr_lane *lane);

#endif
