/*
 * trace.h - private to core/scan: how a rule came to its answer, step by step,
 * for who asks why it fired or why it did not. A NULL trace costs nothing.
 *
 * Steps stand in the order they were taken. A trigger's match comes first, then
 * what was asked about it, until the answer was known; the next match follows.
 */
#ifndef CDR_SCAN_TRACE_H
#define CDR_SCAN_TRACE_H

#include "rules/detection.h"
#include "scan/subject.h"

#define CDR_TRACE_STEPS 1000u   /* later ones are counted, not kept */

enum cdr_trace_kind {
	CDR_TRACE_MATCH,      /* the trigger matched */
	CDR_TRACE_KEPT,       /* `not` and `numeric` with a constant leave the match in */
	CDR_TRACE_ACCEPT,     /* what was captured looks like what the rule is after */
	CDR_TRACE_NUMBER,     /* the number rose or fell */
	CDR_TRACE_CLAUSE,     /* a `need`, `unless` or escalation was looked for; verdict 1: it is there */
	CDR_TRACE_NEED,       /* verdict 1: the companion is missing, as the rule asks */
	CDR_TRACE_UNLESS,     /* verdict 1: this one excuses nothing */
	CDR_TRACE_FINDING,    /* nothing spoke against it */
};

const char *cdr_trace_kind_name(enum cdr_trace_kind kind);

struct cdr_trace_step {
	enum cdr_trace_kind kind;
	const struct cdr_clause *clause;  /* that was asked; NULL for accept and findings */
	struct cdr_spot spot;             /* MATCH: where it begins */
	struct cdr_str text;              /* MATCH, CLAUSE: what was looked at, masked; else {NULL, 0} */
	struct cdr_span span;             /* the match in `text`; from > to: there is none */
	int verdict;                      /* 1 yes, 0 no, else the error that it ended with */
};

/* Zeroed but for ARENA, which the steps and their texts live in. One rule, one file. */
struct cdr_trace {
	struct cdr_arena *arena;
	CDR_VEC(struct cdr_trace_step) steps;
	size_t n_left_out;
	struct cdr_str last_text, kept_text;  /* a text is copied once for many matches in it */
};

/* All of them do nothing without TRACE. */
void cdr_trace_match(struct cdr_trace *trace, const struct cdr_clause *clause,
		     const struct cdr_subject *subject, const struct cdr_match *match);
void cdr_trace_clause(struct cdr_trace *trace, const struct cdr_clause *clause, struct cdr_str text,
		      const struct cdr_match *match);

/* VERDICT comes back. */
int cdr_trace_answer(struct cdr_trace *trace, enum cdr_trace_kind kind, const struct cdr_clause *clause,
		     int verdict);

#endif
