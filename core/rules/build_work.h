/*
 * build_work.h - private to build_clause.c and build_detection.c: one rule's
 * detector on its way from its form.
 */
#ifndef CDR_RULES_BUILD_WORK_H
#define CDR_RULES_BUILD_WORK_H

#include "rules/build.h"

struct cdr_build_work {
	struct cdr_builder *builder;
	struct cdr_diags *diags;
	const struct cdr_rule_form *form;
	struct cdr_detection *out;
	size_t n_clauses;                    /* without the trigger */
};

/* A clause as the file has it, and what it takes over where the file says nothing. */
struct cdr_build_clause {
	const struct cdr_clause_form *form;
	const char *key;                     /* "need": for messages */
	struct cdr_clause defaults;
	const struct cdr_pattern *holes_of;  /* whose groups `{name}` may name, or NULL */
	bool is_trigger;
};

/* The clause; what is wrong with it goes to the diags. */
struct cdr_clause cdr_build_clause(struct cdr_build_work *work, const struct cdr_build_clause *what);

/* NULL when FORM is NULL or faulty. GROUPS_OF is what `group` counts in. */
const struct cdr_numeric *cdr_build_numeric(struct cdr_build_work *work,
					    const struct cdr_numeric_form *form,
					    const struct cdr_pattern *groups_of);

/* Number of the group of PATTERN that VALUE names; -1 without PATTERN, or after a fault. */
int cdr_build_group(struct cdr_build_work *work, const struct cdr_pattern *pattern,
		    const struct cdr_value *value, const char *key);

#endif
