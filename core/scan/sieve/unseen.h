/*
 * unseen.h - private to core/scan: rules about frameworks that nothing in the repository
 * speaks for (rules/framework.h), and whether a pair of texts names one itself.
 */
#ifndef CDR_SCAN_SIEVE_UNSEEN_H
#define CDR_SCAN_SIEVE_UNSEEN_H

#include "git/diff.h"
#include "rules/automaton.h"
#include "rules/framework.h"

struct cdr_unseen_framework {
	uint64_t *rules;                 /* that are about it, a bit each */
	uint32_t *words;                 /* literals of which one stands in code that uses it */
	size_t n_words;
};

struct cdr_unseen {
	uint64_t frameworks;             /* for which the rest is filled */
	size_t n_words;                  /* of a set of rules */
	struct cdr_unseen_framework of[CDR_FRAMEWORKS_MAX];
};

/* What rules of REGISTRY ask for; its words go into AUTOMATON, all else into ARENA. */
void cdr_unseen_make(struct cdr_unseen *out, struct cdr_arena *arena,
		     const struct cdr_registry *registry, struct cdr_automaton *automaton);

/* True if RULE looks at no file that does not name a framework, whatever its language. */
bool cdr_unseen_wholly(const struct cdr_rule *rule);

/*
 * Takes out of RULES those that look at PAIR, of LANGUAGE, only if it names one of their
 * frameworks, which it does not. Its texts are marked.
 */
void cdr_unseen_drop(const struct cdr_unseen *unseen, const struct cdr_pair *pair,
		     const struct cdr_language *language, uint64_t *rules);

#endif
