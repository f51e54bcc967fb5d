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

struct cdr_guards;
struct cdr_held;

#define CDR_TRACE_STEPS 1000u   /* later ones are counted, not kept */

enum cdr_trace_kind {
	CDR_TRACE_MATCH,      /* the trigger matched */
	CDR_TRACE_KEPT,       /* `not` and `numeric` with a constant leave the match in */
	CDR_TRACE_ACCEPT,     /* what was captured looks like what the rule is after */
	CDR_TRACE_NUMBER,     /* the number rose or fell */
	CDR_TRACE_CLAUSE,     /* a `need`, `unless` or escalation was looked for; verdict 1: it is there */
	CDR_TRACE_NEED,       /* verdict 1: the companion is missing, as the rule asks */
	CDR_TRACE_UNLESS,     /* verdict 1: this one excuses nothing */
	CDR_TRACE_CHANGED,    /* the other side does not have what was touched */
	CDR_TRACE_FINDING,    /* nothing spoke against it */
};

const char *cdr_trace_kind_name(enum cdr_trace_kind kind);

struct cdr_trace_step {
	enum cdr_trace_kind kind;
	const struct cdr_clause *clause;  /* that was asked; NULL for accept and findings */
	struct cdr_spot spot;             /* of what matched: where it begins; lineno 0: nothing did, */
	uint32_t col;                     /* or it is in another file of the range */
	struct cdr_str text;              /* MATCH, CLAUSE: what was looked at, masked; else {NULL, 0} */
	struct cdr_span span;             /* the match in `text`; from > to: there is none */
	const struct cdr_match *match;    /* MATCH: with all that was captured; else NULL */
	int verdict;                      /* 1 yes, 0 no, else the error that it ended with */
};

/* What became of a guard of the old side; of the new side KEPT and NEW alone. */
enum cdr_trace_fate {
	CDR_FATE_KEPT,        /* it has its like */
	CDR_FATE_RETIRED,     /* what it guarded is gone */
	CDR_FATE_REPLACED,    /* by one that protects no less */
	CDR_FATE_WEAKENED,
	CDR_FATE_CHANGED,
	CDR_FATE_COMMENTED,
	CDR_FATE_DROPPED,
	CDR_FATE_IDLE,        /* it stands there and does nothing */
	CDR_FATE_NEW,
};

struct cdr_trace_guard {
	enum cdr_side side;               /* that it stands on, at `lineno` */
	uint32_t lineno;
	enum cdr_trace_fate fate;
	struct cdr_str anchor;            /* name of the entity; {NULL, 0}: the file */
	struct cdr_str words;             /* its normal form */
	struct cdr_lines entity[2];       /* by side: lines of what it guards; {0, 0}: not there */
};

/* Zeroed but for ARENA, which the steps and their texts live in, and ABOUT. One rule, one file. */
struct cdr_trace {
	struct cdr_arena *arena;
	struct cdr_spot about;            /* only what is asked of pieces with this line; lineno 0: all */
	bool muted;                       /* the piece at hand is none of those */
	CDR_VEC(struct cdr_trace_guard) guards;
	CDR_VEC(struct cdr_trace_step) steps;
	size_t n_left_out;
	struct cdr_str last_text, kept_text;  /* a text is copied once for many matches in it */
};

/* All of them do nothing without TRACE. */
void cdr_trace_match(struct cdr_trace *trace, const struct cdr_clause *clause,
		     const struct cdr_subject *subject, const struct cdr_match *match);

/* What was looked for in TEXT and found at SPOT, or not: MATCH is NULL then. */
struct cdr_trace_found {
	struct cdr_str text;
	const struct cdr_match *match;
	struct cdr_spot spot;
	uint32_t col;
};
void cdr_trace_clause(struct cdr_trace *trace, const struct cdr_clause *clause,
		      const struct cdr_trace_found *found);

/* VERDICT comes back. */
int cdr_trace_answer(struct cdr_trace *trace, enum cdr_trace_kind kind, const struct cdr_clause *clause,
		     int verdict);

/* What follows is asked of the line at SPOT, after the trigger's matches. */
void cdr_trace_turn(struct cdr_trace *trace, struct cdr_spot spot);

/* HELD of SIDES[SIDE] (guard.h) came to FATE. In guard/trace.c, as it knows what guards are. */
void cdr_trace_guard(struct cdr_trace *trace, const struct cdr_guards *sides, enum cdr_side side,
		     const struct cdr_held *held, enum cdr_trace_fate fate);

/* The new side, once the old one is told. */
void cdr_trace_new_guards(struct cdr_trace *trace, const struct cdr_guards *sides);

#endif
