/*
 * detection.h - the compiled form of a rule's detector: what core/scan executes.
 */
#ifndef CDR_RULES_DETECTION_H
#define CDR_RULES_DETECTION_H

#include "cdreview/rule.h"
#include "rules/lexer.h"
#include "rules/number.h"
#include "rules/pattern.h"
#include "rules/template.h"

enum cdr_match_side {
	CDR_ON_ADDED, CDR_ON_REMOVED, CDR_ON_CHANGED, CDR_ON_CONTEXT, CDR_ON_OLD, CDR_ON_NEW,
};

enum cdr_scope {
	CDR_SCOPE_LINE, CDR_SCOPE_STATEMENT, CDR_SCOPE_ENTITY,
	CDR_SCOPE_HUNK, CDR_SCOPE_FILE, CDR_SCOPE_RANGE,
};

const char *cdr_match_side_name(enum cdr_match_side side);
const char *cdr_scope_name(enum cdr_scope scope);

/*
 * How a captured number stands to another one: to the number that it replaces
 * (INCREASED, DECREASED) or to a constant. Of numbers whose units cannot be
 * compared a trigger assumes the worst and an excuse nothing; what is no number
 * never stands as asked.
 */
enum cdr_numeric_op { CDR_INCREASED, CDR_DECREASED, CDR_GREATER, CDR_LESS };

struct cdr_numeric {
	int group;
	enum cdr_numeric_op op;
	struct cdr_number value;             /* GREATER, LESS */
};

/* One `match`, `when`, `need` or `unless` block, the `if` of an escalation. */
struct cdr_clause {
	enum cdr_match_side side;
	enum cdr_scope scope;
	unsigned mask;                       /* CDR_MASK_* */
	struct cdr_pattern *pattern;         /* NULL when it waits for groups of the trigger: */
	const struct cdr_template *holes;    /* then this is the expression, else NULL */
	struct cdr_pattern *not_re;          /* what a match must not have in it, or NULL */
	const struct cdr_numeric *numeric;   /* what a match must hold too, or NULL */
	const struct cdr_str *paths;         /* of the file at hand; scope range: of companions */
	size_t n_paths;
	size_t nth;                          /* among the clauses of its rule; 0: the trigger */
};

/* `escalate`: another severity where a condition holds. */
struct cdr_escalation {
	struct cdr_clause condition;
	enum cdr_severity to;
};

/* `accept`: what a captured secret must look like to count. */
struct cdr_accept {
	int group;                           /* 0: the whole match */
	double min_entropy;                  /* Shannon, bits per byte; 0: not asked */
	bool must_digit, must_alpha, must_upper, must_lower, must_special;
	const struct cdr_str *stopwords;     /* ASCII-caseless substrings */
	size_t n_stopwords;
	struct cdr_pattern *not_re;          /* or NULL */
};

struct cdr_guard {
	struct cdr_pattern *pattern;
	enum { CDR_ANCHOR_ENTITY, CDR_ANCHOR_CLASS, CDR_ANCHOR_FILE } anchor;
	struct cdr_pattern *weaker;          /* or NULL */
};

struct cdr_detection {
	const struct cdr_str *languages;     /* names; empty: any */
	size_t n_languages;
	const struct cdr_str *paths, *exclude;
	size_t n_paths, n_exclude;
	uint64_t frameworks;                 /* that the rule is about (framework.h); 0: any code */
	uint64_t unseen;                     /* those that a file of their languages must name itself */
	struct cdr_str status;               /* letters of A M D R T; {NULL, 0}: any */
	bool becomes_exec;                   /* `mode: exec`: only files that can be run now */
	const struct cdr_str *keywords;      /* one must stand in either version of the file, in any case */
	size_t n_keywords;
	bool has_trigger, has_need, has_guard, has_touch, has_accept;
	struct cdr_clause trigger;           /* match, when, touch; pattern NULL: any change */
	struct cdr_clause need;
	const struct cdr_clause *unless;
	size_t n_unless;
	struct cdr_guard guard;
	struct cdr_accept accept;
	int redact;                          /* group that is never shown, or -1 */
	const struct cdr_numeric *numeric;   /* of the trigger's match, beside the clause's own; or NULL */
	const struct cdr_escalation *escalations;   /* the first that holds counts */
	size_t n_escalations;
	struct cdr_clause opportunity;       /* pattern NULL: none given */
};

/* True if SIDE is of the old version of a file; `changed` is of both and counts as new. */
bool cdr_match_side_is_old(enum cdr_match_side side);

/* True if FILE, under its path or the one it came from, matches one of N GLOBS, or N is 0. */
bool cdr_globs_want(const struct cdr_str *globs, size_t n, const struct cdr_file *file);

/*
 * True if the rule may look at this file: languages, paths, exclude, status, mode. A renamed
 * file is looked at if either of its paths is wanted, and left out if both are excluded.
 */
bool cdr_detection_wants(const struct cdr_detection *detection, const struct cdr_file *file,
			 const struct cdr_language *language);

/* Parts of that: its languages; its status and mode, and whether it asks for one. */
bool cdr_detection_wants_language(const struct cdr_detection *detection, const struct cdr_language *language);
bool cdr_detection_wants_state(const struct cdr_detection *detection, const struct cdr_file *file);
bool cdr_detection_has_state(const struct cdr_detection *detection);

/* True if languages and paths leave no file out: such a rule says nothing of what a file is. */
bool cdr_detection_is_general(const struct cdr_detection *detection);

#endif
