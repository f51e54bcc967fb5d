/*
 * match.h - the rules against one file's hunks.
 *
 * Threads: one cdr_matcher per thread over one shared, read-only registry.
 */
#ifndef CDR_SCAN_MATCH_H
#define CDR_SCAN_MATCH_H

#include "git/diff.h"
#include "rules/registry.h"

struct cdr_matcher;

struct cdr_matcher *cdr_matcher_new(const struct cdr_registry *registry);
void cdr_matcher_free(struct cdr_matcher *matcher);

/*
 * Fills *OUT, one entry per hunk of DIFF in order (n == DIFF->n_hunks), with
 * findings in ARENA. A regular expression that hits a limit is an unscannable
 * finding on its hunk. *COVERED: some rule looks at this file.
 */
CDR_NODISCARD int cdr_matcher_run(struct cdr_matcher *matcher, const struct cdr_change *change,
				  const struct cdr_filediff *diff, struct cdr_arena *arena,
				  const struct cdr_flagged **out, bool *covered, struct cdr_err *err);

/* Runs one rule's examples. CDR_ENOTFOUND if RULE is inactive; failures are words in ARENA, one per example that disagrees. */
CDR_NODISCARD int cdr_examples_run(const struct cdr_registry *registry, const struct cdr_rule *rule,
				   struct cdr_arena *arena, const struct cdr_str **failures, size_t *n,
				   struct cdr_err *err);

#endif
