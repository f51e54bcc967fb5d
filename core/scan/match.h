/*
 * match.h - the rules against one file's hunks.
 *
 * Threads: one cdr_matcher per thread over one shared, read-only registry.
 */
#ifndef CDR_SCAN_MATCH_H
#define CDR_SCAN_MATCH_H

#include "git/diff.h"
#include "rules/registry.h"

#include "cdreview/stats.h"

#include <stdatomic.h>

struct cdr_matcher;

struct cdr_matcher *cdr_matcher_new(const struct cdr_registry *registry);
void cdr_matcher_free(struct cdr_matcher *matcher);

/* Runs RULE alone, beside the built-in ones. */
void cdr_matcher_only(struct cdr_matcher *matcher, const struct cdr_rule *rule);

/* From here on rules look as if every framework were in use: an example has no repository. */
void cdr_matcher_everywhere(struct cdr_matcher *matcher);

/* Gives up between two rules once *STOP is true. STOP outlives the matcher. */
void cdr_matcher_stop_on(struct cdr_matcher *matcher, const atomic_bool *stop);

/*
 * What was there before the reviewed range is in BASE (len 0: nothing was), read
 * through REPO, which outlives the matcher and belongs to its thread. Without it
 * a suppression counts unless the change itself adds it, and a file that was
 * renamed is not compared with what it was.
 */
void cdr_matcher_base(struct cdr_matcher *matcher, struct cdr_repo *repo, struct cdr_oid base);

/* Where `need` and `unless` of scope range look (scan/companion.h); shared, outlives the matcher. */
struct cdr_companions;
void cdr_matcher_companions(struct cdr_matcher *matcher, struct cdr_companions *companions);

/* What other tools found in the files to come (scan/import/import.h); shared, outlives the matcher. */
struct cdr_import;
void cdr_matcher_import(struct cdr_matcher *matcher, const struct cdr_import *import);

/* Takes down how each rule comes to its answers (scan/trace.h); NULL: no more. */
struct cdr_trace;
void cdr_matcher_trace(struct cdr_matcher *matcher, struct cdr_trace *trace);

/*
 * Only RULES are tried on the files to come, and the built-in ones only if they are in it:
 * what cdr_sieve_pass left of PAIR, whose texts keep what is worked out about them. Borrowed;
 * NULL, as at first: every rule that looks at the file.
 */
struct cdr_ruleset;
struct cdr_pair;
void cdr_matcher_sift(struct cdr_matcher *matcher, const struct cdr_ruleset *rules,
		      const struct cdr_pair *pair);

/* Looks closely at what most changes cannot have touched. Changes no answer. */
void cdr_matcher_plainly(struct cdr_matcher *matcher);

/* What was searched in vain is not searched again. Changes no answer. */
void cdr_matcher_remember(struct cdr_matcher *matcher);

/* Where time goes: stages, and with a clock what each rule costs. METER may be NULL. */
void cdr_matcher_meter(struct cdr_matcher *matcher, struct cdr_meter *meter);

struct cdr_rule_cost {
	uint64_t ns;
	uint64_t files;        /* it was tried on */
	uint64_t findings;     /* suppressed ones, too */
};

/* By index of the rule in the registry; NULL when nothing was measured. Borrowed. */
const struct cdr_rule_cost *cdr_matcher_rule_costs(const struct cdr_matcher *matcher);

/*
 * Who has to look at a file again for the same to come out: the rules that found or hid
 * something there, and those whose answer depended on more than the change and the rules.
 */
struct cdr_again_rule {
	uint32_t idx;              /* in the registry */
	struct cdr_again_lines {
		const uint32_t *linenos;   /* first ones of the pieces of text where that was, ascending */
		size_t n;
	} sides[2];                /* by enum cdr_side; none on both: anywhere */
};

struct cdr_again {
	bool any;                  /* false: there was nothing of either kind */
	bool builtin;              /* the built-in rules, too */
	const struct cdr_again_rule *rules;   /* by index, ascending */
	size_t n;
};

struct cdr_matched {
	const struct cdr_flagged *hunks;   /* one for each hunk of the diff, in order */
	bool covered;                      /* a rule that does not look at all files looks at this one */
	struct cdr_again again;
};

/*
 * Findings of all hunks of DIFF, in ARENA. A regular expression that hits a
 * limit is an unscannable finding on its hunk, so this does not fail; CDR_END
 * when it was stopped, *OUT is empty then.
 */
CDR_NODISCARD int cdr_matcher_run(struct cdr_matcher *matcher, const struct cdr_change *change,
				  const struct cdr_filediff *diff, struct cdr_arena *arena,
				  struct cdr_matched *out);

/*
 * Runs RULE's examples: *N FAILURES in ARENA, each "path:line: words".
 * CDR_ENOTFOUND if RULE has no examples, or no detector to try them.
 */
CDR_NODISCARD int cdr_examples_run(const struct cdr_registry *registry, const struct cdr_rule *rule,
				   struct cdr_arena *arena, const struct cdr_str **failures, size_t *n);

#endif
