/*
 * rig.h - a repository that a script makes, rules over it, and a scan of a range.
 */
#ifndef TESTS_UNIT_SCAN_RIG_H
#define TESTS_UNIT_SCAN_RIG_H

#include "bench.h"

#include "scan/pipeline.h"
#include "unit/git/sandbox.h"

struct rig {
	struct sandbox sandbox;
	struct cdr_repo *repo;
	struct bench bench;
};

static inline struct rig rig_open(const char *rules, const char *script)
{
	struct rig rig = { .sandbox = sandbox_open(script) };

	rig.repo = open_repo(&rig.sandbox, "repo");
	bench_open(&rig.bench, "", rules);
	return rig;
}

static inline void rig_close(struct rig *rig)
{
	bench_close(&rig->bench);
	cdr_repo_close(rig->repo);
	sandbox_close(&rig->sandbox);
}

/* TEXT is a range, "--staged" or "--worktree". */
static inline struct cdr_range *open_range(struct rig *rig, const char *text)
{
	struct cdr_session_options options = { .range = text };
	struct cdr_err err = { 0 };
	struct cdr_range *range;

	if (text[0] == '-') {
		options.range = NULL;
		options.source = strcmp(text, "--staged") == 0 ? CDR_SOURCE_STAGED
							       : CDR_SOURCE_WORKTREE;
	}
	assert_done(cdr_range_open(&range, rig->repo, &options, &err), &err);
	return range;
}

static inline struct cdr_scan *start_as(struct rig *rig, const char *text,
					const struct cdr_scan_options *options)
{
	struct cdr_scan_plan plan = { .repo = rig->repo,
				      .range = open_range(rig, text),
				      .registry = rig->bench.registry,
				      .options = *options };
	struct cdr_err err = { 0 };
	struct cdr_scan *scan;

	assert_done(cdr_scan_start(&scan, &plan, &err), &err);
	return scan;
}

static inline struct cdr_scan *start(struct rig *rig, const char *text, bool all)
{
	return start_as(rig, text,
			&(struct cdr_scan_options){ .all_hunks = all, .count_hunks = true, .threads = 2 });
}

/* The next result, which must come; NULL at the end. */
static inline struct cdr_scanned *next(struct cdr_scan *scan)
{
	struct cdr_err err = { 0 };
	struct cdr_scanned *scanned;
	int rc = cdr_scan_next(scan, &scanned, true, &err);

	if (rc == CDR_END)
		return NULL;
	assert_done(rc, &err);
	assert_non_null(scanned);
	return scanned;
}

#endif
