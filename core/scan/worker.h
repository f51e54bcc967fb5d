/*
 * worker.h - private to core/scan: all that one thread needs to scan changes.
 *
 * Threads: a worker belongs to one; what it borrows is shared and read only, or
 * locks for itself.
 */
#ifndef CDR_SCAN_WORKER_H
#define CDR_SCAN_WORKER_H

#include "scan/feed.h"
#include "scan/pipeline.h"
#include "scan/recall/recall.h"
#include "scan/sieve/sieve.h"

struct cdr_worker {
	const struct cdr_scan_plan *plan;  /* borrowed, as the five below */
	struct cdr_companions *companions; /* NULL: none are known */
	const struct cdr_sieve *sieve;     /* NULL: no shortcuts are wanted */
	struct cdr_recall *recall;         /* NULL: nothing is known and nothing kept */
	struct cdr_feed *feed;
	struct cdr_results *results;
	struct cdr_repo *repo;
	struct cdr_matcher *matcher;
	struct cdr_sieve_space *space;     /* NULL without a sieve */
	struct cdr_memo memo;              /* of the change at hand */
	struct cdr_ruleset again;          /* rules that look at a file of a known change */
	struct cdr_arena headers;          /* of changes that results point at */
	struct cdr_progress counted;       /* not yet told to the results */
	struct cdr_file_counts files;
	struct cdr_change_counts changes;
	struct cdr_meter meter;
};

/* Opens a handle of its own. What WORKER borrows is set. Errors: those of cdr_repo_clone. */
CDR_NODISCARD int cdr_worker_open(struct cdr_worker *worker, struct cdr_err *err);

/* Safe on one that was never opened. Results may not point at its changes any more. */
void cdr_worker_close(struct cdr_worker *worker);

/* Scans what TASK holds, or a part of it when the scan is stopped. */
void cdr_worker_do(struct cdr_worker *worker, struct cdr_task *task);

#endif
