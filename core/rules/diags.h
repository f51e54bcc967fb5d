/*
 * diags.h - everything that is wrong with a registry, collected with its place.
 *
 * Reading goes on after a fault so that one run names them all.
 * Ownership: words and the list live in the arena. The same thing is said once.
 * Limits: CDR_DIAGS_MAX; what comes after it is counted, not kept.
 */
#ifndef CDR_RULES_DIAGS_H
#define CDR_RULES_DIAGS_H

#include "cdreview/rule.h"
#include "rules/yaml.h"

#define CDR_DIAGS_MAX ((size_t)500)

struct cdr_diags {
	struct cdr_arena *arena;
	CDR_VEC(struct cdr_diag) list;
	size_t n_errors;
	bool muted; /* the last one was not kept: its hint goes nowhere either */
};

void cdr_diags_error(struct cdr_diags *diags, const struct cdr_yaml *at, const char *fmt, ...)
	CDR_PRINTF(3, 4);
void cdr_diags_warn(struct cdr_diags *diags, const struct cdr_yaml *at, const char *fmt, ...)
	CDR_PRINTF(3, 4);

/* Makes a note of the warning just added. */
void cdr_diags_ease(struct cdr_diags *diags);

/* The next step for the fault just added. */
void cdr_diags_hint(struct cdr_diags *diags, const char *fmt, ...) CDR_PRINTF(2, 3);

/* Adds a failure that has its place in words already; PATH is where it is cut. */
void cdr_diags_failure(struct cdr_diags *diags, struct cdr_str path, const struct cdr_err *failure);

/* Moves the fault just added to byte OFFSET of the scalar AT. */
void cdr_diags_locate(struct cdr_diags *diags, const struct cdr_yaml *at, size_t offset);

/* CDR_OK, or the first error as CDR_EREGISTRY. */
CDR_NODISCARD int cdr_diags_result(const struct cdr_diags *diags, struct cdr_err *err);

/* What was meant by WORD: of all candidates tried the nearest, if near enough. */
struct cdr_guess {
	struct cdr_str word;
	struct cdr_str best; /* {NULL, 0}: nothing is near enough */
	size_t distance;
};
struct cdr_guess cdr_guess_for(const struct cdr_diags *diags, struct cdr_str word);
void cdr_guess_try(struct cdr_guess *guess, struct cdr_str candidate);

/* Hints `did you mean "..."?` and returns true if something is near. */
bool cdr_guess_hint(const struct cdr_guess *guess, struct cdr_diags *diags);

#endif
