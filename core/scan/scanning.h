/*
 * scanning.h - private to core/scan: one file of a change on its way through sieve and
 * rules into the lane of results.
 */
#ifndef CDR_SCAN_SCANNING_H
#define CDR_SCAN_SCANNING_H

#include "scan/worker.h"

/* A change on its way; its header is kept once something in it is shown. */
struct cdr_scanning {
	const struct cdr_change *change, *kept;
	struct cdr_lane *lane;
};

/* The file PAIR of DIFF; what is found out about it is noted in the worker's memo as well. */
void cdr_scanning_pair(struct cdr_worker *worker, struct cdr_scanning *scanning, struct cdr_diff *diff,
		       struct cdr_pair *pair);

/* FILE of a known change, by its rules alone; DIFF is of the whole change. */
void cdr_scanning_again(struct cdr_worker *worker, struct cdr_scanning *scanning, struct cdr_diff *diff,
			const struct cdr_memo_file *file);

/* A change whose files cannot be listed, for the reason WHY, is a hunk that could not be read. */
void cdr_scanning_unreadable(struct cdr_worker *worker, struct cdr_scanning *scanning,
			     const struct cdr_err *why);

/* Nobody wants the results any more. */
bool cdr_worker_is_stopped(const struct cdr_worker *worker);

/* Tells the results what was counted since the last time. */
void cdr_worker_tell(struct cdr_worker *worker);

#endif
