/*
 * explain.h - private to core/scan and its callers: one rule at one line of one file.
 *
 * The file is scanned twice: with all rules, for the findings and what may not be shown,
 * and with the one rule alone, for its steps. What the answer says is therefore what a
 * scan says, and why is what the scan did.
 */
#ifndef CDR_SCAN_EXPLAIN_H
#define CDR_SCAN_EXPLAIN_H

#include "cdreview/explain.h"
#include "scan/match.h"
#include "scan/trace.h"

struct cdr_explain_request {
	const struct cdr_registry *registry;
	const struct cdr_rule *rule;
	const struct cdr_change *change;
	const struct cdr_filediff *diff;
	struct cdr_spot spot;              /* a line that exists */
	struct cdr_repo *repo;             /* with `base` as of cdr_matcher_base */
	struct cdr_oid base;
	struct cdr_companions *companions; /* of the range, or NULL */
};

/* Fills OUT, in ARENA, but for `path`, `side` and `line`. */
void cdr_explain(const struct cdr_explain_request *request, struct cdr_arena *arena,
		 struct cdr_explanation *out);

/* --- between explain*.c ----------------------------------------------------- */

#define CDR_EXPLAIN_LINES 12u          /* of a piece of text that are shown */
#define CDR_EXPLAIN_MATCHES 20u        /* in a piece of text that are told of */

struct cdr_explaining {
	const struct cdr_explain_request *request;
	struct cdr_arena *arena;
	struct cdr_match_space *space;
	struct cdr_view views[2];
	struct cdr_subject_source subjects;
	struct cdr_trace trace;
	struct cdr_matched all;            /* what a scan finds in the file */
	CDR_VEC(struct cdr_explain_step) steps;
};

/* One more step; its words are printf style. Borrowed until the next one. */
struct cdr_explain_step *cdr_explain_add(struct cdr_explaining *explaining, enum cdr_explain_mark mark,
					 const char *about, const char *fmt, ...) CDR_PRINTF(4, 5);

/* file.c: what of the file lets the rule look at it, or not. True if all of it does. */
bool cdr_explain_file(struct cdr_explaining *explaining);

/* text.c: the lines of SUBJECT around the request's, or those that SPAN covers, marked. */
void cdr_explain_lines(struct cdr_explaining *explaining, const struct cdr_subject *subject,
		       const struct cdr_span *span, struct cdr_explain_step *step);

/* trigger.c: the piece that the line lies in, matches and clauses. The piece or NULL. */
const struct cdr_subject *cdr_explain_trigger(struct cdr_explaining *explaining);

/* guard.c: both sides' guards of the entity that the line lies in. */
void cdr_explain_guards(struct cdr_explaining *explaining);

/* True if FINDING tells of one of them. */
bool cdr_explain_is_lost(const struct cdr_explaining *explaining, const struct cdr_finding *finding);

#endif
