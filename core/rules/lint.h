/*
 * lint.h - what is wrong with a registry though it can be used: loading accepts, under limits,
 * what would only make a scan slow, because a registry that worked yesterday works today.
 */
#ifndef CDR_RULES_LINT_H
#define CDR_RULES_LINT_H

#include "rules/registry.h"

/* Expressions that backtrack badly, as errors; those that may, as notes. *OUT is in ARENA. */
size_t cdr_lint_expressions(const struct cdr_registry *registry, struct cdr_arena *arena,
			    const struct cdr_diag **out);

#endif
