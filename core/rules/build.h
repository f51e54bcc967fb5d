/*
 * build.h - from the form of a rule to the rule: defaults, checks, compiled patterns.
 *
 * Ownership: the rule lives in the arena of the diags; patterns are collected
 * in the builder and freed by whoever owns it.
 */
#ifndef CDR_RULES_BUILD_H
#define CDR_RULES_BUILD_H

#include "rules/detection.h"
#include "rules/schema.h"

/* An expression as a file has it; KEY names it in messages. */
struct cdr_expression {
	struct cdr_value re;
	struct cdr_str key;
};

struct cdr_builder {
	struct cdr_diags *diags;
	bool is_shipped;              /* what is built stands in a pack: tests have checked it */
	CDR_VEC(struct cdr_pattern *) patterns;
	CDR_VEC(struct cdr_expression) expressions;   /* of patterns that are not shipped */
};

/* Faults go to the diags; NULL when there was one, or when FORM lacks its id or title. */
struct cdr_rule *cdr_rule_build(struct cdr_builder *builder, const struct cdr_rule_form *form);

/* The detector of FORM into OUT. Which one it is comes back, CDR_PLAIN when there is none. */
enum cdr_detector cdr_detection_build(struct cdr_builder *builder, const struct cdr_rule_form *form,
				      struct cdr_detection *out);

/* Compiles RE, which KEY names in messages; NULL after a fault or when RE is not given. */
struct cdr_pattern *cdr_pattern_build(struct cdr_builder *builder, const struct cdr_value *re,
				      const char *key);

/* The category that WORD in a file means: "security" is "security-policy" (DESIGN section 10). */
struct cdr_str cdr_category_of(struct cdr_str word);

/*
 * SHA-256 of the detection keys of the rule map NODE, as compact JSON with
 * sorted keys, every scalar a string, a single item as a list of one where
 * keys.h allows both. False when that is larger than a rule may be.
 */
bool cdr_rule_rev(struct cdr_hash *out, const struct cdr_yaml *node);

#endif
