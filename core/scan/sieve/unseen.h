/*
 * unseen.h - private to core/scan: rules that look only at files where certain words stand.
 * Those are keywords of their own, or, where nothing in the repository speaks for their
 * frameworks (rules/framework.h), names of these.
 */
#ifndef CDR_SCAN_SIEVE_UNSEEN_H
#define CDR_SCAN_SIEVE_UNSEEN_H

#include "git/diff.h"
#include "rules/automaton.h"
#include "rules/framework.h"

struct cdr_unseen_words {
	uint64_t *rules;                 /* that wait for them, a bit each */
	uint32_t *literals;              /* of which one has to stand in a file; none: nobody can tell */
	size_t n;
};

struct cdr_unseen {
	size_t n_words;                  /* of 64 bits, of a set of rules */
	uint64_t frameworks;             /* for which FRAMEWORK is filled, a bit each */
	struct cdr_unseen_words framework[CDR_FRAMEWORKS_MAX];
	struct cdr_unseen_words *keywords; /* for every list of them */
	size_t n_keywords;
};

/* What rules of REGISTRY ask for; its words go into AUTOMATON, all else into ARENA. */
void cdr_unseen_make(struct cdr_unseen *out, struct cdr_arena *arena,
		     const struct cdr_registry *registry, struct cdr_automaton *automaton);

/* True if RULE looks at no file that does not name a framework, whatever its language. */
bool cdr_unseen_wholly(const struct cdr_rule *rule);

/*
 * Takes out of RULES those that look at PAIR, of LANGUAGE, only if words stand in it that do not.
 * Its texts are marked.
 */
void cdr_unseen_drop(const struct cdr_unseen *unseen, const struct cdr_pair *pair,
		     const struct cdr_language *language, uint64_t *rules);

#endif
