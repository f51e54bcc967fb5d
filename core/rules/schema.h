/*
 * schema.h - every key of a registry file, as forms that keys.h reads.
 *
 * A form holds what the file says, with places, and nothing of what it means:
 * defaults, layers and detectors are later concerns.
 */
#ifndef CDR_RULES_SCHEMA_H
#define CDR_RULES_SCHEMA_H

#include "rules/keys.h"

struct cdr_numeric_form {
	const struct cdr_yaml *at;
	struct cdr_value group, value;
	unsigned op;                   /* enum cdr_numeric_op + 1 */
};

/* `match`, `when`, `need`, `opportunity`, an item of `unless`, `if` of `escalate`. */
struct cdr_clause_form {
	const struct cdr_yaml *at;
	unsigned side, scope;          /* enum cdr_match_side, enum cdr_scope, + 1 */
	unsigned mask;                 /* CDR_MASK_* bits, + 1 */
	struct cdr_value re, negation; /* `re`, `not` */
	struct cdr_values paths;
	const struct cdr_numeric_form *numeric;
};

struct cdr_guard_form {
	const struct cdr_yaml *at;
	struct cdr_value re, weaker;
	unsigned anchor;
};

struct cdr_accept_form {
	const struct cdr_yaml *at;
	struct cdr_value group, negation;
	double min_entropy;
	unsigned must;                 /* bits: digit alpha upper lower special */
	struct cdr_values stopwords;
};

struct cdr_escalate_form {
	const struct cdr_yaml *at;
	const struct cdr_clause_form *condition;
	unsigned to;
};

struct cdr_example_form {
	const struct cdr_yaml *at;
	struct cdr_value bad, good, bad_diff, good_diff, path;
};

struct cdr_rule_form {
	const struct cdr_yaml *at;
	struct cdr_value id, title, prompt, why, fix, category;
	struct cdr_value since, successor, redact;
	unsigned kind, severity, confidence, status, mode;
	bool locked, deprecated;
	struct cdr_values tags, languages, frameworks, paths, exclude, keywords, refs;
	const struct cdr_clause_form *match, *when, *need, *opportunity;
	const struct cdr_guard_form *guard;
	const struct cdr_clause_form *touch;
	const struct cdr_accept_form *accept;
	const struct cdr_numeric_form *numeric;
	struct cdr_forms unless;       /* struct cdr_clause_form */
	struct cdr_forms escalate;     /* struct cdr_escalate_form */
	struct cdr_forms examples;     /* struct cdr_example_form */
};

struct cdr_select_form {
	const struct cdr_yaml *at;
	unsigned min_severity, min_confidence;
	struct cdr_values tags;
};

struct cdr_allow_form {
	const struct cdr_yaml *at;
	struct cdr_value rule, match, reason, by, until;
	struct cdr_values paths;
};

/* An item of `override` that names a rule of another tool. */
struct cdr_weight_form {
	const struct cdr_yaml *at;
	struct cdr_value category;
	unsigned severity, confidence;
};

struct cdr_check_form {
	const struct cdr_yaml *at;
	struct cdr_value name, timeout, memory, file, category;
	struct cdr_values run;
	unsigned report;               /* enum cdr_report_kind */
	bool network, required;
};

struct cdr_upstream_form {
	const struct cdr_yaml *at;
	struct cdr_value source, url, ref, path, commit, sha256;
};

/* A file in the full form. */
struct cdr_file_form {
	const struct cdr_yaml *at;
	struct cdr_value format, name, version;
	struct cdr_values extends, disable;
	const struct cdr_select_form *select;
	const struct cdr_yaml *override; /* id -> keys of a rule, or of struct cdr_weight_form */
	struct cdr_forms allow;          /* struct cdr_allow_form */
	struct cdr_forms rules;          /* struct cdr_rule_form */
	struct cdr_forms checks;         /* struct cdr_check_form */
	const struct cdr_upstream_form *upstream;
};

/* A sentence of the simple form that is written as a map. */
struct cdr_sentence_form {
	const struct cdr_yaml *at;
	struct cdr_value text, prompt, why, fix;
	unsigned severity;
	struct cdr_values tags, refs;
};

extern const struct cdr_mapping cdr_file_keys, cdr_rule_keys, cdr_sentence_keys, cdr_weight_keys;

/* Whether KEY of a rule says how it detects: what `rev` is made of. */
bool cdr_key_detects(struct cdr_str key);

#endif
