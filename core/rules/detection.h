/*
 * detection.h - the compiled form of a rule's detector: what core/scan executes.
 */
#ifndef CDR_RULES_DETECTION_H
#define CDR_RULES_DETECTION_H

#include "cdreview/rule.h"
#include "rules/lexer.h"
#include "rules/pattern.h"

enum cdr_match_side {
	CDR_ON_ADDED, CDR_ON_REMOVED, CDR_ON_CHANGED, CDR_ON_CONTEXT, CDR_ON_OLD, CDR_ON_NEW,
};

enum cdr_scope {
	CDR_SCOPE_LINE, CDR_SCOPE_STATEMENT, CDR_SCOPE_ENTITY,
	CDR_SCOPE_HUNK, CDR_SCOPE_FILE, CDR_SCOPE_RANGE,
};

const char *cdr_match_side_name(enum cdr_match_side side);
const char *cdr_scope_name(enum cdr_scope scope);

/* One `match`, `when`, `need` or `unless` block. */
struct cdr_clause {
	enum cdr_match_side side;
	enum cdr_scope scope;
	unsigned mask;                       /* CDR_MASK_* */
	struct cdr_pattern *pattern;         /* NULL when it waits for groups of the trigger (template) */
	struct cdr_str template_re;          /* source with {name} holes; {NULL, 0} when none */
	const struct cdr_str *paths;
	size_t n_paths;
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
	struct cdr_str status;               /* letters of A M D R T; {NULL, 0}: any */
	bool has_trigger, has_need, has_guard, has_touch, has_accept;
	struct cdr_clause trigger;           /* match or when */
	struct cdr_clause need;
	const struct cdr_clause *unless;
	size_t n_unless;
	struct cdr_guard guard;
	struct cdr_clause touch;             /* paths, and pattern or NULL for "any change" */
	struct cdr_accept accept;
	int redact;                          /* group that is never shown, or -1 */
};

/* True if the rule may look at this file: languages, paths, exclude, status. OLD_PATH may be absent. */
bool cdr_detection_wants(const struct cdr_detection *detection, const struct cdr_file *file,
			 const struct cdr_language *language);

/* True if languages and paths leave no file out: such a rule says nothing of what a file is. */
bool cdr_detection_is_general(const struct cdr_detection *detection);

#endif
