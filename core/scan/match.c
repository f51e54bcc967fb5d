/*
 * match.c - one file through the rules that want it, then what is common to
 * all findings: who excuses them, what may not be shown, how they are named
 * and ordered.
 */
#include "scan/match.h"

#include "base/oom.h"
#include "base/sorted.h"
#include "scan/builtin.h"
#include "scan/clause.h"
#include "scan/fingerprint.h"
#include "scan/import/import.h"
#include "scan/secret.h"
#include "scan/sieve/sieve.h"
#include "scan/suppress.h"

#include <stdlib.h>
#include <string.h>

struct cdr_matcher {
	const struct cdr_registry *registry;
	struct cdr_match_space *space;
	const struct cdr_rule *only; /* the one rule to run beside the built-in ones; NULL: all */
	bool everywhere;             /* whatever frameworks are in use */
	const atomic_bool *stop;     /* NULL: never */
	struct cdr_before before;
	struct cdr_companions *companions; /* NULL: the file at hand is the whole range */
	const struct cdr_import *import;   /* NULL: nothing came in */
	struct cdr_trace *trace;           /* NULL: nobody asks */
	const struct cdr_ruleset *sifted;  /* NULL: every rule is asked */
	const struct cdr_pair *pair;       /* that they were sifted for; NULL: none was */
	bool plain;                        /* no shortcut is taken in a file */
	struct cdr_meter *meter;
	struct cdr_rule_cost *costs;       /* by rule; NULL: not measured */
};

struct cdr_matcher *cdr_matcher_new(const struct cdr_registry *registry)
{
	struct cdr_matcher *matcher = cdr_alloc_zeroed(sizeof(*matcher));

	matcher->registry = registry;
	matcher->space = cdr_match_space_new();
	return matcher;
}

void cdr_matcher_free(struct cdr_matcher *matcher)
{
	if (!matcher)
		return;
	cdr_match_space_free(matcher->space);
	free(matcher->costs);
	free(matcher);
}

void cdr_matcher_only(struct cdr_matcher *matcher, const struct cdr_rule *rule)
{
	matcher->only = rule;
}

void cdr_matcher_everywhere(struct cdr_matcher *matcher)
{
	matcher->everywhere = true;
}

void cdr_matcher_stop_on(struct cdr_matcher *matcher, const atomic_bool *stop)
{
	matcher->stop = stop;
}

void cdr_matcher_base(struct cdr_matcher *matcher, struct cdr_repo *repo, struct cdr_oid base)
{
	matcher->before = (struct cdr_before){ .repo = repo, .base = base };
}

void cdr_matcher_companions(struct cdr_matcher *matcher, struct cdr_companions *companions)
{
	matcher->companions = companions;
}

void cdr_matcher_import(struct cdr_matcher *matcher, const struct cdr_import *import)
{
	matcher->import = import;
}

void cdr_matcher_trace(struct cdr_matcher *matcher, struct cdr_trace *trace)
{
	matcher->trace = trace;
}

void cdr_matcher_sift(struct cdr_matcher *matcher, const struct cdr_ruleset *rules,
		      const struct cdr_pair *pair)
{
	matcher->pair = pair;
	matcher->sifted = rules;
}

void cdr_matcher_plainly(struct cdr_matcher *matcher)
{
	matcher->plain = true;
}

void cdr_matcher_remember(struct cdr_matcher *matcher)
{
	cdr_match_space_remember(matcher->space);
}

void cdr_matcher_meter(struct cdr_matcher *matcher, struct cdr_meter *meter)
{
	size_t n = cdr_registry_count(matcher->registry);

	matcher->meter = meter;
	if (meter && meter->clock && !matcher->costs)
		matcher->costs = cdr_alloc_zeroed(n * sizeof(*matcher->costs));
}

const struct cdr_rule_cost *cdr_matcher_rule_costs(const struct cdr_matcher *matcher)
{
	return matcher->costs;
}

/* --- the rules --------------------------------------------------------------- */

static void run_rule(const struct cdr_matcher *matcher, struct cdr_filescan *scan, size_t idx)
{
	const struct cdr_rule *rule = cdr_registry_rule(matcher->registry, idx);
	struct cdr_sighted sighted;

	scan->sighted = NULL;
	if (matcher->sifted && cdr_ruleset_locate(matcher->sifted, idx, &sighted))
		scan->sighted = &sighted;
	scan->words = CDR_WORDS_UNASKED;
	switch (rule->detector) {
	case CDR_MATCH:
	case CDR_NEED:
		cdr_trigger_run(scan, rule);
		break;
	case CDR_GUARD:
		cdr_guard_run(scan, rule);
		break;
	case CDR_TOUCH:
		cdr_touch_run(scan, rule);
		break;
	case CDR_PLAIN:
	case CDR_BUILTIN:
	case CDR_TOOL:
		break;
	}
	scan->sighted = NULL;
}

static size_t count_findings(const struct cdr_filescan *scan)
{
	size_t n = 0;

	for (size_t i = 0; i < scan->diff->n_hunks; i++)
		n += scan->harvest[i].findings.n;
	return n;
}

/* Rules that left a sign. */
struct rules_again {
	CDR_VEC(struct cdr_again_rule) rules;
	bool builtin;
};

/* Runs rule IDX and takes down what that costs. */
static void measure_rule(const struct cdr_matcher *matcher, struct cdr_filescan *scan, size_t idx)
{
	struct cdr_rule_cost *cost;
	uint64_t start;
	size_t before;

	if (!matcher->costs) {
		run_rule(matcher, scan, idx);
		return;
	}
	cost = &matcher->costs[idx];
	start = matcher->meter->clock();
	before = count_findings(scan);
	run_rule(matcher, scan, idx);
	cost->ns += matcher->meter->clock() - start;
	cost->files++;
	cost->findings += count_findings(scan) - before;
}

static bool is_wanted(const struct cdr_matcher *matcher, const struct cdr_filescan *scan,
		      const struct cdr_rule *rule)
{
	if (rule->detector == CDR_PLAIN || rule->severity == CDR_OFF ||
	    (matcher->only && rule != matcher->only))
		return false;
	return cdr_detection_wants(rule->detection, &scan->diff->file,
				   scan->views[CDR_SIDE_NEW].language);
}

/* The first rule from IDX on that is to be tried, or how many there are. */
static size_t next_rule(const struct cdr_matcher *matcher, const struct cdr_filescan *scan,
			size_t idx)
{
	size_t n = cdr_registry_count(matcher->registry);

	if (matcher->sifted && !matcher->sifted->unasked)
		return cdr_ruleset_next(matcher->sifted, idx, n);
	for (;; idx++) {
		if (matcher->sifted)
			idx = cdr_ruleset_next(matcher->sifted, idx, n);
		if (idx >= n || is_wanted(matcher, scan, cdr_registry_rule(matcher->registry, idx)))
			return idx;
	}
}

/* On which lines of SIDE the rule at hand left signs; none where it has to meet a limit again. */
static struct cdr_again_lines lines_again(const struct cdr_filescan *scan, enum cdr_side side)
{
	size_t n_spots = scan->gave_up ? 0 : scan->sign_spots.n, n = 0, n_kept = 0;
	uint32_t *linenos = cdr_arena_alloc(scan->arena, n_spots * sizeof(*linenos));

	for (size_t i = 0; i < n_spots; i++)
		if (scan->sign_spots.items[i].side == side)
			linenos[n++] = scan->sign_spots.items[i].lineno;
	if (n > 1)
		qsort(linenos, n, sizeof(*linenos), cdr_sorted_compare);
	for (size_t i = 0; i < n; i++)
		if (n_kept == 0 || linenos[n_kept - 1] != linenos[i])
			linenos[n_kept++] = linenos[i];
	return (struct cdr_again_lines){ linenos, n_kept };
}

/* Runs rule IDX, which is one to run AGAIN when it leaves a sign. */
static void watch_rule(const struct cdr_matcher *matcher, struct cdr_filescan *scan, size_t idx,
		       struct rules_again *again)
{
	size_t before = scan->n_signs;

	scan->sign_spots.n = 0;
	scan->gave_up = false;
	measure_rule(matcher, scan, idx);
	if (scan->n_signs == before)
		return;
	*cdr_vec_push(scan->arena, &again->rules) = (struct cdr_again_rule){
		(uint32_t)idx,
		{ lines_again(scan, CDR_SIDE_OLD), lines_again(scan, CDR_SIDE_NEW) },
	};
}

static void run_builtin(const struct cdr_matcher *matcher, struct cdr_filescan *scan,
			struct rules_again *again)
{
	if (matcher->sifted && !matcher->sifted->builtin)
		return;
	cdr_builtin_run(scan);
	again->builtin = scan->n_signs > 0;
}

/* CDR_END when the work is to stop. */
static int run_rules(struct cdr_matcher *matcher, struct cdr_filescan *scan, bool *covered,
		     struct rules_again *again)
{
	size_t n = cdr_registry_count(matcher->registry);

	*covered = matcher->sifted && matcher->sifted->covered;
	run_builtin(matcher, scan, again);
	cdr_import_put(matcher->import, scan);
	for (size_t i = 0; (i = next_rule(matcher, scan, i)) < n; i++) {
		const struct cdr_rule *rule = cdr_registry_rule(matcher->registry, i);

		if (matcher->stop && atomic_load(matcher->stop))
			return CDR_END;
		*covered |= rule == matcher->only || !cdr_detection_is_general(rule->detection);
		watch_rule(matcher, scan, i, again);
	}
	cdr_guard_end(scan);
	return 0;
}

/* --- all findings -------------------------------------------------------------- */

/* A secret that one rule found stands in the lines that other rules marked. */
static void spread_secrets(struct cdr_filescan *scan, struct cdr_finding *finding)
{
	struct cdr_lines own = { finding->line, finding->line + 1 };
	struct cdr_span line = cdr_view_span(&scan->views[finding->side], own);

	for (size_t i = 0; i < scan->secrets.n && finding->line && !finding->redact_col; i++) {
		const struct cdr_secret *secret = &scan->secrets.items[i];

		if (secret->side != finding->side || secret->span.from < line.from ||
		    secret->span.from > line.to)
			continue;
		finding->redact_col = (uint32_t)(secret->span.from - line.from) + 1;
		if (secret->span.to <= line.to)
			finding->redact_end_col = (uint32_t)(secret->span.to - line.from) + 1;
	}
}

static int compare_hidden(const void *left, const void *right)
{
	const struct cdr_hidden *a = left, *b = right;

	if (a->side != b->side)
		return a->side < b->side ? -1 : 1;
	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	return (a->col > b->col) - (a->col < b->col);
}

static int compare(const void *left, const void *right)
{
	const struct cdr_finding *a = left, *b = right;

	if (a->severity != b->severity)
		return a->severity > b->severity ? -1 : 1;
	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	if (a->col != b->col)
		return a->col < b->col ? -1 : 1;
	return cdr_str_cmp(a->rule->id, b->rule->id);
}

static void finish(struct cdr_filescan *scan)
{
	cdr_escalate(scan);
	for (size_t i = 0; i < scan->diff->n_hunks; i++)
		cdr_builtin_yield(scan, i);
	cdr_suppress(scan);
	for (size_t i = 0; i < scan->diff->n_hunks; i++)
		for (size_t k = 0; k < scan->harvest[i].findings.n; k++)
			spread_secrets(scan, &scan->harvest[i].findings.items[k]);
	cdr_fingerprint(scan);
	cdr_secret_hush(scan);
	cdr_columns_restore(scan);
	for (size_t i = 0; i < scan->diff->n_hunks; i++)
		if (scan->harvest[i].findings.n > 1)
			qsort(scan->harvest[i].findings.items, scan->harvest[i].findings.n,
			      sizeof(struct cdr_finding), compare);
}

static const struct cdr_flagged *flag(struct cdr_filescan *scan, const struct cdr_change *change)
{
	size_t n = scan->diff->n_hunks;
	struct cdr_flagged *out = cdr_arena_alloc(scan->arena, n * sizeof(*out));

	for (size_t i = 0; i < n; i++) {
		const struct cdr_harvest *harvest = &scan->harvest[i];

		if (harvest->hidden.n > 1)
			qsort(harvest->hidden.items, harvest->hidden.n, sizeof(struct cdr_hidden),
			      compare_hidden);
		out[i] = (struct cdr_flagged){
			.change = change,
			.hunk = &scan->diff->hunks[i],
			.findings =
				cdr_arena_copy(scan->arena, harvest->findings.items,
					       harvest->findings.n * sizeof(struct cdr_finding)),
			.n_findings = harvest->findings.n,
			.hidden = cdr_arena_copy(scan->arena, harvest->hidden.items,
						 harvest->hidden.n * sizeof(struct cdr_hidden)),
			.n_hidden = harvest->hidden.n,
		};
	}
	return out;
}

/* --- one file ------------------------------------------------------------------- */

static void start(struct cdr_filescan *scan, const struct cdr_filediff *diff,
		  const struct cdr_matcher *matcher)
{
	scan->diff = diff;
	cdr_views_init(scan->views, scan->scratch, diff);
	for (int side = 0; side < 2; side++) {
		scan->views[side].meter = matcher->meter;
		if (matcher->pair)
			cdr_view_keep(&scan->views[side], matcher->pair, (enum cdr_side)side);
	}
	scan->subjects = (struct cdr_subject_source){ scan->scratch, diff, scan->views, NULL };
	scan->harvest = cdr_arena_alloc(scan->scratch, diff->n_hunks * sizeof(*scan->harvest));
}

int cdr_matcher_run(struct cdr_matcher *matcher, const struct cdr_change *change,
		    const struct cdr_filediff *diff, struct cdr_arena *arena,
		    struct cdr_matched *out)
{
	struct cdr_arena scratch = { NULL, 0 };
	struct cdr_filescan scan = {
		.registry = matcher->registry,
		.space = matcher->space,
		.change = change,
		.before = matcher->before,
		.companions = matcher->companions,
		.trace = matcher->trace,
		.plain = matcher->plain,
		.everywhere = matcher->everywhere,
		.arena = arena,
		.scratch = &scratch,
	};
	struct rules_again again = { .builtin = false };
	enum cdr_stage before = cdr_meter_switch(matcher->meter, CDR_STAGE_REGEX);
	int rc;

	*out = (struct cdr_matched){ .hunks = NULL };
	start(&scan, diff, matcher);
	rc = run_rules(matcher, &scan, &out->covered, &again);
	if (rc == 0) {
		finish(&scan);
		out->hunks = flag(&scan, change);
		out->again = (struct cdr_again){ scan.n_signs > 0, again.builtin,
						 again.rules.items, again.rules.n };
	}
	cdr_asking_release(&scan.asking);
	cdr_arena_release(&scratch);
	cdr_meter_switch(matcher->meter, before);
	return rc;
}
