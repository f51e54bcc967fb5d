/*
 * results.h - private to core/scan: the line between who scans and who reads.
 *
 * First in, first out, and bounded, so that a reader who takes his time does
 * not make the scan's memory grow.
 * Threads: one puts, another takes; every function locks for itself.
 * Errors: CDR_EIO when the system refuses a descriptor.
 */
#ifndef CDR_SCAN_RESULTS_H
#define CDR_SCAN_RESULTS_H

#include "cdreview/finding.h"

#include <stdatomic.h>

#define CDR_RESULTS_MAX 256u                      /* waiting at once */
#define CDR_RESULTS_BYTES ((size_t)32 << 20)      /* the same in bytes; one always fits */

struct cdr_results;

CDR_NODISCARD int cdr_results_new(struct cdr_results **out, struct cdr_err *err);

/* Frees what was not taken, too. Nobody may use RESULTS any more. */
void cdr_results_free(struct cdr_results *results);

/* Readable while there is something to say. Owned by RESULTS. */
int cdr_results_fd(const struct cdr_results *results);

/* Takes SCANNED over, waiting for room. False when nothing more is wanted. */
bool cdr_results_put(struct cdr_results *results, struct cdr_scanned *scanned);

/* Adds MORE's numbers to the progress. */
void cdr_results_count(struct cdr_results *results, const struct cdr_progress *more);

/* The last word of who puts: FAILURE with code 0 is the end of the range. */
void cdr_results_end(struct cdr_results *results, const struct cdr_err *failure);

/* As cdr_scan_next. */
CDR_NODISCARD int cdr_results_take(struct cdr_results *results, struct cdr_scanned **out, bool wait,
				   struct cdr_err *err);
struct cdr_progress cdr_results_progress(struct cdr_results *results);

/* Makes a waiting cdr_results_put return, and every later one. */
void cdr_results_stop(struct cdr_results *results);

/* True once cdr_results_stop was called; lives as long as RESULTS. */
const atomic_bool *cdr_results_stopped(const struct cdr_results *results);

#endif
