/*
 * rule.h - the registry as the rest of the program sees it: rules with their
 * words and weights. How a rule detects is private to core/rules and core/scan.
 *
 * Ownership: everything lives as long as the registry.
 */
#ifndef CDREVIEW_RULE_H
#define CDREVIEW_RULE_H

#include "cdreview/hunk.h"

enum cdr_rule_kind { CDR_FORBID, CDR_REQUIRE };

/* Ordered: a greater value weighs more. */
enum cdr_severity { CDR_OFF, CDR_INFO, CDR_LOW, CDR_MEDIUM, CDR_HIGH, CDR_CRITICAL };
enum cdr_confidence { CDR_CONFIDENCE_LOW, CDR_CONFIDENCE_MEDIUM, CDR_CONFIDENCE_HIGH };

enum cdr_detector { CDR_PLAIN, CDR_MATCH, CDR_NEED, CDR_GUARD, CDR_TOUCH, CDR_BUILTIN, CDR_TOOL };

const char *cdr_rule_kind_name(enum cdr_rule_kind kind);          /* "forbid", "require" */
const char *cdr_severity_name(enum cdr_severity severity);        /* "critical" ... "off" */
const char *cdr_confidence_name(enum cdr_confidence confidence);
const char *cdr_detector_name(enum cdr_detector detector);        /* "plain", "match" ... "tool" */
bool cdr_severity_parse(enum cdr_severity *out, struct cdr_str name);

struct cdr_detection;                  /* private: core/rules/detection.h */

struct cdr_example {
	struct cdr_str text;           /* code, or a unified diff body when is_diff */
	struct cdr_str path;           /* file it stands in; default by the rule's language */
	bool bad;                      /* the rule must fire; else it must not */
	bool is_diff;                  /* lines begin with ' ', '-' or '+' */
	size_t line;                   /* in its registry file, 1-based */
};

struct cdr_rule {
	struct cdr_str id;
	struct cdr_str title, prompt, why, fix;
	struct cdr_str category;       /* "security" is stored as "security-policy" */
	enum cdr_rule_kind kind;
	enum cdr_severity severity;
	enum cdr_confidence confidence;
	enum cdr_detector detector;
	const struct cdr_str *refs;    /* "CWE-862", URLs */
	size_t n_refs;
	const struct cdr_str *tags;
	size_t n_tags;
	const struct cdr_str *frameworks;  /* that it is about; none: any code */
	size_t n_frameworks;
	const struct cdr_str *unseen;  /* those that nothing in the repository speaks for: of their */
	size_t n_unseen;               /* languages it looks only at files that name one of them */
	const struct cdr_example *examples;
	size_t n_examples;
	bool locked;                   /* may not be weakened by a layer above */
	struct cdr_str bound;          /* plain: id of the shipped rule that enforces it, or {NULL, 0} */
	struct cdr_str source;         /* "builtin:auth", "tool:NAME" or the registry file's path */
	size_t line;                   /* in source, 1-based */
	struct cdr_hash rev;           /* DESIGN section 5; equal detection, equal rev */
	const struct cdr_detection *detection;
};

struct cdr_registry;                   /* all rules in force; private: core/rules/registry.h */

struct cdr_str cdr_registry_name(const struct cdr_registry *registry);
struct cdr_hash cdr_registry_digest(const struct cdr_registry *registry);
size_t cdr_registry_count(const struct cdr_registry *registry);
const struct cdr_rule *cdr_registry_rule(const struct cdr_registry *registry, size_t idx);  /* idx < count */

/* The rule called ID, or NULL. */
const struct cdr_rule *cdr_registry_find(const struct cdr_registry *registry, struct cdr_str id);

/*
 * Framework IDX of those that rules in force depend on, {NULL, 0} past the last, with the
 * *PLACE that speaks for it ("package.json:12 at HEAD"), {NULL, 0} if none does.
 */
struct cdr_str cdr_registry_framework(const struct cdr_registry *registry, size_t idx, struct cdr_str *place);

/* One thing said about a registry file. */
struct cdr_diag {
	struct cdr_str path;
	size_t line, col;              /* 1-based */
	struct cdr_str message, hint;
	bool is_error;                 /* else a warning, */
	bool is_note;                  /* or only worth knowing: nothing fails for it */
};

#endif
