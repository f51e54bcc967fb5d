/*
 * stats.h - where the time and the bytes of a scan went.
 *
 * Time is measured with the clock that the caller hands in, and every
 * nanosecond of a worker belongs to exactly one stage.
 */
#ifndef CDREVIEW_STATS_H
#define CDREVIEW_STATS_H

#include "cdreview/rule.h"

enum cdr_stage {
	CDR_STAGE_OTHER,       /* not in a stage below: handing over, waiting excluded */
	CDR_STAGE_WALK,        /* commits in order */
	CDR_STAGE_INFLATE,     /* objects read and unpacked */
	CDR_STAGE_TREE,        /* trees compared */
	CDR_STAGE_PREFILTER,   /* which rules can find anything */
	CDR_STAGE_LINES,       /* lines split, hashed and compared */
	CDR_STAGE_LEX,         /* masks, statements, entities */
	CDR_STAGE_REGEX,       /* expressions tried */
	CDR_STAGE_WAIT,        /* for work, or for the reader of results */
	CDR_STAGES
};

const char *cdr_stage_name(enum cdr_stage stage);   /* "walk", "tree-diff", ... */

struct cdr_stage_sum {
	uint64_t ns;
	uint64_t n;            /* times entered */
	uint64_t bytes;        /* looked at */
};

/* One worker's, or the sum of all. */
struct cdr_meter {
	uint64_t (*clock)(void);         /* nanoseconds of a steady clock; NULL: nothing is measured */
	uint64_t last;
	enum cdr_stage stage;
	struct cdr_stage_sum sums[CDR_STAGES];
};

/* Starts counting for STAGE and returns the one before, to be switched back to. METER may be NULL. */
enum cdr_stage cdr_meter_switch(struct cdr_meter *meter, enum cdr_stage stage);
void cdr_meter_bytes(struct cdr_meter *meter, enum cdr_stage stage, size_t bytes);
void cdr_meter_add(struct cdr_meter *sum, const struct cdr_meter *more);

/* What became of the changed files of a scan. */
struct cdr_file_counts {
	size_t seen;
	size_t cleared;        /* nothing can be found there, which needed no rule to be asked */
	size_t matched;        /* the rest, on which rules were tried */
};

/* What became of the changes of a scan. */
struct cdr_change_counts {
	size_t read;           /* scanned from end to end */
	size_t known;          /* of the rest it was known where there is something */
};

/* What one rule cost. */
struct cdr_costly {
	const struct cdr_rule *rule;
	uint64_t ns;
	uint64_t files;        /* it was tried on */
	uint64_t findings;     /* suppressed ones, too */
};

/* What a scan did, summed over its threads. */
struct cdr_scan_stats {
	struct cdr_meter meter;
	struct cdr_change_counts changes;
	struct cdr_file_counts files;
	size_t n_threads;      /* that were started */
	const struct cdr_costly *costly;   /* rules, by time; those that took none are left out */
	size_t n_costly;
};

#endif
