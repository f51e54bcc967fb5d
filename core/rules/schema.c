/*
 * schema.c - the tables: one row a key. What is not in a table is an unknown key.
 */
#include "rules/schema.h"

#include "base/names.h"
#include "cdreview/verify.h"
#include "rules/detection.h"

#include <stddef.h>

/* Names of enums that other rooms spell; a name function is "" past the last. */
#define NAMES_OF(name, enumeration, spell)                                                         \
	static const char *name(size_t idx)                                                        \
	{                                                                                          \
		return spell((enum enumeration)idx);                                               \
	}

NAMES_OF(kind_names, cdr_rule_kind, cdr_rule_kind_name)
NAMES_OF(severity_names, cdr_severity, cdr_severity_name)
NAMES_OF(confidence_names, cdr_confidence, cdr_confidence_name)
NAMES_OF(side_names, cdr_match_side, cdr_match_side_name)
NAMES_OF(scope_names, cdr_scope, cdr_scope_name)

/* Every kind of report but the first, which is no report; + 1 is the kind. */
static const char *report_names(size_t idx)
{
	return cdr_report_kind_name((enum cdr_report_kind)(idx + 1));
}

/* Names that only registry files have. */
#define NAMES(name, ...)                                                                           \
	static const char *name(size_t idx)                                                        \
	{                                                                                          \
		static const char *const items[] = { __VA_ARGS__ };                                \
		return cdr_names_get(CDR_NAMES(items), idx);                                       \
	}

NAMES(mask_names, "none", "comments", "strings", "comments+strings")
NAMES(status_names, "A", "M", "D", "R", "T")
NAMES(mode_names, "exec")
NAMES(anchor_names, "entity", "class", "file")
NAMES(must_names, "digit", "alpha", "upper", "lower", "special")
NAMES(op_names, "increased", "decreased", "gt", "lt")

/* clang-format off */
#define TABLE(table, mapping_what, form) \
	{ (mapping_what), sizeof(struct form), (table), sizeof(table) / sizeof((table)[0]) }

#define AT(member) offsetof(struct FORM, member)

#define FORM cdr_numeric_form
static const struct cdr_key numeric_table[] = {
	{ "group", CDR_KEY_TEXT, AT(group), true, NULL, NULL },
	{ "op", CDR_KEY_NAME, AT(op), true, op_names, NULL },
	{ "value", CDR_KEY_TEXT, AT(value), false, NULL, NULL },
};
#undef FORM
static const struct cdr_mapping numeric_keys = TABLE(numeric_table, "numeric", cdr_numeric_form);

#define FORM cdr_clause_form
static const struct cdr_key clause_table[] = {
	{ "side", CDR_KEY_NAME, AT(side), false, side_names, NULL },
	{ "scope", CDR_KEY_NAME, AT(scope), false, scope_names, NULL },
	{ "mask", CDR_KEY_NAME, AT(mask), false, mask_names, NULL },
	{ "re", CDR_KEY_TEXT, AT(re), true, NULL, NULL },
	{ "not", CDR_KEY_TEXT, AT(negation), false, NULL, NULL },
	{ "paths", CDR_KEY_GLOBS, AT(paths), false, NULL, NULL },
	{ "numeric", CDR_KEY_FORM, AT(numeric), false, NULL, &numeric_keys },
};
#undef FORM
static const struct cdr_mapping clause_keys = TABLE(clause_table, "a pattern", cdr_clause_form);

#define FORM cdr_guard_form
static const struct cdr_key guard_table[] = {
	{ "re", CDR_KEY_TEXT, AT(re), true, NULL, NULL },
	{ "anchor", CDR_KEY_NAME, AT(anchor), false, anchor_names, NULL },
	{ "weaker", CDR_KEY_TEXT, AT(weaker), false, NULL, NULL },
};
#undef FORM
static const struct cdr_mapping guard_keys = TABLE(guard_table, "guard", cdr_guard_form);

#define FORM cdr_clause_form
static const struct cdr_key touch_table[] = {
	{ "paths", CDR_KEY_GLOBS, AT(paths), false, NULL, NULL },
	{ "scope", CDR_KEY_NAME, AT(scope), false, scope_names, NULL },
	{ "mask", CDR_KEY_NAME, AT(mask), false, mask_names, NULL },
	{ "re", CDR_KEY_TEXT, AT(re), false, NULL, NULL },
	{ "not", CDR_KEY_TEXT, AT(negation), false, NULL, NULL },
};
#undef FORM
static const struct cdr_mapping touch_keys = TABLE(touch_table, "touch", cdr_clause_form);

#define FORM cdr_accept_form
static const struct cdr_key accept_table[] = {
	{ "group", CDR_KEY_TEXT, AT(group), false, NULL, NULL },
	{ "min-entropy", CDR_KEY_NUMBER, AT(min_entropy), false, NULL, NULL },
	{ "must", CDR_KEY_NAMES, AT(must), false, must_names, NULL },
	{ "stopwords", CDR_KEY_TEXTS, AT(stopwords), false, NULL, NULL },
	{ "not", CDR_KEY_TEXT, AT(negation), false, NULL, NULL },
};
#undef FORM
static const struct cdr_mapping accept_keys = TABLE(accept_table, "accept", cdr_accept_form);

#define FORM cdr_escalate_form
static const struct cdr_key escalate_table[] = {
	{ "if", CDR_KEY_FORM, AT(condition), true, NULL, &clause_keys },
	{ "to", CDR_KEY_NAME, AT(to), true, severity_names, NULL },
};
#undef FORM
static const struct cdr_mapping escalate_keys =
	TABLE(escalate_table, "escalate", cdr_escalate_form);

#define FORM cdr_example_form
static const struct cdr_key example_table[] = {
	{ "bad", CDR_KEY_TEXT, AT(bad), false, NULL, NULL },
	{ "good", CDR_KEY_TEXT, AT(good), false, NULL, NULL },
	{ "bad-diff", CDR_KEY_TEXT, AT(bad_diff), false, NULL, NULL },
	{ "good-diff", CDR_KEY_TEXT, AT(good_diff), false, NULL, NULL },
	{ "path", CDR_KEY_TEXT, AT(path), false, NULL, NULL },
};
#undef FORM
static const struct cdr_mapping example_keys = TABLE(example_table, "an example", cdr_example_form);

#define FORM cdr_rule_form
static const struct cdr_key rule_table[] = {
	{ "id", CDR_KEY_TEXT, AT(id), true, NULL, NULL },
	{ "title", CDR_KEY_TEXT, AT(title), true, NULL, NULL },
	{ "prompt", CDR_KEY_TEXT, AT(prompt), false, NULL, NULL },
	{ "why", CDR_KEY_TEXT, AT(why), false, NULL, NULL },
	{ "fix", CDR_KEY_TEXT, AT(fix), false, NULL, NULL },
	{ "category", CDR_KEY_TEXT, AT(category), false, NULL, NULL },
	{ "kind", CDR_KEY_NAME, AT(kind), false, kind_names, NULL },
	{ "severity", CDR_KEY_NAME, AT(severity), false, severity_names, NULL },
	{ "confidence", CDR_KEY_NAME, AT(confidence), false, confidence_names, NULL },
	{ "since", CDR_KEY_TEXT, AT(since), false, NULL, NULL },
	{ "deprecated", CDR_KEY_BOOL, AT(deprecated), false, NULL, NULL },
	{ "successor", CDR_KEY_TEXT, AT(successor), false, NULL, NULL },
	{ "locked", CDR_KEY_BOOL, AT(locked), false, NULL, NULL },
	{ "tags", CDR_KEY_TEXTS, AT(tags), false, NULL, NULL },
	{ "refs", CDR_KEY_TEXTS, AT(refs), false, NULL, NULL },
	{ "languages", CDR_KEY_TEXTS, AT(languages), false, NULL, NULL },
	{ "frameworks", CDR_KEY_TEXTS, AT(frameworks), false, NULL, NULL },
	{ "paths", CDR_KEY_GLOBS, AT(paths), false, NULL, NULL },
	{ "exclude", CDR_KEY_GLOBS, AT(exclude), false, NULL, NULL },
	{ "status", CDR_KEY_NAMES, AT(status), false, status_names, NULL },
	{ "mode", CDR_KEY_NAME, AT(mode), false, mode_names, NULL },
	{ "keywords", CDR_KEY_TEXTS, AT(keywords), false, NULL, NULL },
	{ "match", CDR_KEY_FORM, AT(match), false, NULL, &clause_keys },
	{ "when", CDR_KEY_FORM, AT(when), false, NULL, &clause_keys },
	{ "need", CDR_KEY_FORM, AT(need), false, NULL, &clause_keys },
	{ "unless", CDR_KEY_FORMS, AT(unless), false, NULL, &clause_keys },
	{ "guard", CDR_KEY_FORM, AT(guard), false, NULL, &guard_keys },
	{ "touch", CDR_KEY_FORM, AT(touch), false, NULL, &touch_keys },
	{ "accept", CDR_KEY_FORM, AT(accept), false, NULL, &accept_keys },
	{ "redact", CDR_KEY_TEXT, AT(redact), false, NULL, NULL },
	{ "numeric", CDR_KEY_FORM, AT(numeric), false, NULL, &numeric_keys },
	{ "escalate", CDR_KEY_FORMS, AT(escalate), false, NULL, &escalate_keys },
	{ "opportunity", CDR_KEY_FORM, AT(opportunity), false, NULL, &clause_keys },
	{ "examples", CDR_KEY_FORMS, AT(examples), false, NULL, &example_keys },
};
#undef FORM
const struct cdr_mapping cdr_rule_keys = TABLE(rule_table, "a rule", cdr_rule_form);

#define FORM cdr_select_form
static const struct cdr_key select_table[] = {
	{ "min-severity", CDR_KEY_NAME, AT(min_severity), false, severity_names, NULL },
	{ "min-confidence", CDR_KEY_NAME, AT(min_confidence), false, confidence_names, NULL },
	{ "tags", CDR_KEY_TEXTS, AT(tags), false, NULL, NULL },
};
#undef FORM
static const struct cdr_mapping select_keys = TABLE(select_table, "select", cdr_select_form);

#define FORM cdr_allow_form
static const struct cdr_key allow_table[] = {
	{ "rule", CDR_KEY_TEXT, AT(rule), true, NULL, NULL },
	{ "paths", CDR_KEY_GLOBS, AT(paths), false, NULL, NULL },
	{ "match", CDR_KEY_TEXT, AT(match), false, NULL, NULL },
	{ "reason", CDR_KEY_TEXT, AT(reason), true, NULL, NULL },
	{ "by", CDR_KEY_TEXT, AT(by), false, NULL, NULL },
	{ "until", CDR_KEY_DATE, AT(until), false, NULL, NULL },
};
#undef FORM
static const struct cdr_mapping allow_keys = TABLE(allow_table, "an allow entry", cdr_allow_form);

#define FORM cdr_weight_form
static const struct cdr_key weight_table[] = {
	{ "category", CDR_KEY_TEXT, AT(category), false, NULL, NULL },
	{ "severity", CDR_KEY_NAME, AT(severity), false, severity_names, NULL },
	{ "confidence", CDR_KEY_NAME, AT(confidence), false, confidence_names, NULL },
};
#undef FORM
const struct cdr_mapping cdr_weight_keys =
	TABLE(weight_table, "an override of another tool's rule", cdr_weight_form);

#define FORM cdr_check_form
static const struct cdr_key check_table[] = {
	{ "name", CDR_KEY_TEXT, AT(name), true, NULL, NULL },
	{ "run", CDR_KEY_TEXTS, AT(run), true, NULL, NULL },
	{ "timeout", CDR_KEY_INT, AT(timeout), false, NULL, NULL },
	{ "memory", CDR_KEY_INT, AT(memory), false, NULL, NULL },
	{ "report", CDR_KEY_NAME, AT(report), false, report_names, NULL },
	{ "file", CDR_KEY_TEXT, AT(file), false, NULL, NULL },
	{ "category", CDR_KEY_TEXT, AT(category), false, NULL, NULL },
	{ "required", CDR_KEY_BOOL, AT(required), false, NULL, NULL },
	{ "network", CDR_KEY_BOOL, AT(network), false, NULL, NULL },
};
#undef FORM
static const struct cdr_mapping check_keys = TABLE(check_table, "a check", cdr_check_form);

#define FORM cdr_upstream_form
static const struct cdr_key upstream_table[] = {
	{ "source", CDR_KEY_TEXT, AT(source), true, NULL, NULL },
	{ "url", CDR_KEY_TEXT, AT(url), false, NULL, NULL },
	{ "ref", CDR_KEY_TEXT, AT(ref), false, NULL, NULL },
	{ "path", CDR_KEY_TEXT, AT(path), false, NULL, NULL },
	{ "commit", CDR_KEY_TEXT, AT(commit), false, NULL, NULL },
	{ "sha256", CDR_KEY_TEXT, AT(sha256), false, NULL, NULL },
};
#undef FORM
static const struct cdr_mapping upstream_keys =
	TABLE(upstream_table, "registry", cdr_upstream_form);

#define FORM cdr_file_form
static const struct cdr_key file_table[] = {
	{ "cdreview", CDR_KEY_INT, AT(format), true, NULL, NULL },
	{ "name", CDR_KEY_TEXT, AT(name), false, NULL, NULL },
	{ "version", CDR_KEY_TEXT, AT(version), false, NULL, NULL },
	{ "extends", CDR_KEY_TEXTS, AT(extends), false, NULL, NULL },
	{ "select", CDR_KEY_FORM, AT(select), false, NULL, &select_keys },
	{ "disable", CDR_KEY_TEXTS, AT(disable), false, NULL, NULL },
	{ "override", CDR_KEY_MAP, AT(override), false, NULL, NULL },
	{ "allow", CDR_KEY_FORMS, AT(allow), false, NULL, &allow_keys },
	{ "rules", CDR_KEY_FORMS, AT(rules), false, NULL, &cdr_rule_keys },
	{ "checks", CDR_KEY_FORMS, AT(checks), false, NULL, &check_keys },
	{ "registry", CDR_KEY_FORM, AT(upstream), false, NULL, &upstream_keys },
};
#undef FORM
const struct cdr_mapping cdr_file_keys = TABLE(file_table, "the registry", cdr_file_form);

#define FORM cdr_sentence_form
static const struct cdr_key sentence_table[] = {
	{ "text", CDR_KEY_TEXT, AT(text), true, NULL, NULL },
	{ "prompt", CDR_KEY_TEXT, AT(prompt), false, NULL, NULL },
	{ "why", CDR_KEY_TEXT, AT(why), false, NULL, NULL },
	{ "fix", CDR_KEY_TEXT, AT(fix), false, NULL, NULL },
	{ "severity", CDR_KEY_NAME, AT(severity), false, severity_names, NULL },
	{ "tags", CDR_KEY_TEXTS, AT(tags), false, NULL, NULL },
	{ "refs", CDR_KEY_TEXTS, AT(refs), false, NULL, NULL },
};
#undef FORM
const struct cdr_mapping cdr_sentence_keys = TABLE(sentence_table, "a sentence", cdr_sentence_form);
/* clang-format on */

bool cdr_key_detects(struct cdr_str key)
{
	static const char *const keys[] = { "languages", "paths", "exclude", "status", "mode",
					    "match", "when", "need", "unless", "guard", "touch",
					    "accept", "redact", "numeric", "escalate", "keywords",
					    "frameworks" };
	size_t idx;

	return cdr_names_find(CDR_NAMES(keys), key, &idx);
}
