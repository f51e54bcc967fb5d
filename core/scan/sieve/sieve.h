/*
 * sieve.h - which rules can find anything in a pair of texts: most find nothing
 * in most, and what they need is known before any line is compared.
 *
 * Sound, never clever: a rule is left out only when it provably finds nothing,
 * because the file is not its own, or because a text that each of its matches
 * must hold is not where it would have to be (literal.h). A scan with and without
 * the sieve gives the same bytes; tests demand it.
 *
 * Threads: a sieve is made once of a registry and shared; a space is one thread's.
 */
#ifndef CDR_SCAN_SIEVE_H
#define CDR_SCAN_SIEVE_H

#include "git/diff.h"
#include "rules/registry.h"
#include "scan/sieve/sightings.h"

/* Rules of a registry by index, and whether the built-in ones have something to look at. */
struct cdr_ruleset {
	uint64_t *bits;
	size_t n_words;
	size_t n;              /* rules in it */
	bool builtin;
	bool covered;          /* a rule that does not look at all files looks at this one */
	bool unasked;          /* nobody has asked whether they look at the file at all */
	uint64_t *located;     /* those that can only match with a line of `sightings` in the subject */
	struct cdr_sightings *sightings;
	struct cdr_hunt *hunt;               /* that made them */
	const struct cdr_marks *marks[2];    /* of the pair's texts, by enum cdr_side; or NULL */
};

/* The first rule of SET from number IDX on, N when there is none below N. */
size_t cdr_ruleset_next(const struct cdr_ruleset *set, size_t idx, size_t n);

/* Where rule IDX of SET can match, in *OUT; false when that is not known. */
bool cdr_ruleset_locate(const struct cdr_ruleset *set, size_t idx, struct cdr_sighted *out);

struct cdr_sieve;
struct cdr_sieve_space;

struct cdr_sieve *cdr_sieve_new(const struct cdr_registry *registry);
void cdr_sieve_free(struct cdr_sieve *sieve);
struct cdr_sieve_space *cdr_sieve_space_new(const struct cdr_sieve *sieve);
void cdr_sieve_space_free(struct cdr_sieve_space *space);

struct cdr_sifted {
	const struct cdr_ruleset *rules;   /* borrowed until the space is used again */
	bool any;                          /* false: nothing can be found in this pair */
};

/*
 * What can be found in PAIR. Before it is compared the answer is by its middle,
 * afterwards by its runs, and never larger. Sets marks of the pair's texts.
 */
struct cdr_sifted cdr_sieve_pass(const struct cdr_sieve *sieve, struct cdr_sieve_space *space,
				 const struct cdr_pair *pair);

#endif
