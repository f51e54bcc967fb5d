/*
 * simple.h - the registry that teams already have: category -> sentences.
 *
 * A sentence becomes a rule map of the full form, so that overrides, layers
 * and messages work as for any rule.
 */
#ifndef CDR_RULES_SIMPLE_H
#define CDR_RULES_SIMPLE_H

#include "rules/diags.h"

/* True if ROOT is a map without `cdreview:`. */
bool cdr_simple_is(const struct cdr_yaml *root);

/* The sentences of ROOT as rule maps in *OUT, from the arena of DIAGS; faults go to DIAGS. */
size_t cdr_simple_rules(const struct cdr_yaml *root, struct cdr_diags *diags,
			const struct cdr_yaml *const **out);

/* True if SENTENCE begins with never, no, don't, do not, avoid or must not. */
bool cdr_sentence_forbids(struct cdr_str sentence);

/* Id of the shipped rule that enforces what SENTENCE says, or {NULL, 0}. */
struct cdr_str cdr_sentence_rule(struct cdr_str sentence);

#endif
