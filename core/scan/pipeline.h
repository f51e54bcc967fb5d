/*
 * pipeline.h - a range through the matcher, on threads of its own, in order.
 *
 * The reader of results (cdreview/finding.h: cdr_scan_*) sees one ordered
 * stream; how many threads fill it is this file's business alone.
 */
#ifndef CDR_SCAN_PIPELINE_H
#define CDR_SCAN_PIPELINE_H

#include "git/range.h"
#include "scan/match.h"

struct cdr_scan_plan {
	const struct cdr_repo *repo;          /* cloned for each worker; outlives the scan */
	struct cdr_range *range;              /* taken: closed with the scan, or at once on failure */
	const struct cdr_registry *registry;  /* outlives the scan */
	/* What RANGE was made of; outlives the scan. NULL: clauses of scope range see one file. */
	const struct cdr_session_options *session;
	const struct cdr_import *import;      /* what other tools found; outlives the scan; or NULL */
	struct cdr_scan_options options;
};

/* Errors: those of cdr_repo_clone, CDR_EIO when the system refuses a thread or descriptor. */
CDR_NODISCARD int cdr_scan_start(struct cdr_scan **out, const struct cdr_scan_plan *plan,
				 struct cdr_err *err);

#endif
