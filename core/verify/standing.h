/*
 * standing.h - what the ledger says of a check on a tree.
 *
 * A run speaks for a check if it was one of the same name and revision on the same tree,
 * and no later run that knew of it took its place. No clock orders runs, and clones do not
 * know each other: so a run names those that it answers, and where two speak that did not
 * know of each other both must have passed.
 */
#ifndef CDR_VERIFY_STANDING_H
#define CDR_VERIFY_STANDING_H

#include "cdreview/verify.h"
#include "verdict/ledger.h"

struct cdr_check_subject {
	const struct cdr_check *check;
	struct cdr_str tree;           /* hex */
};

/* The runs that speak, in ARENA. */
size_t cdr_check_speakers(const struct cdr_ledger *ledger, const struct cdr_check_subject *subject,
			  struct cdr_arena *arena, const struct cdr_ledger_check **out);

/* Every run, for cdr_session_check_runs. */
size_t cdr_check_runs(const struct cdr_ledger *ledger, struct cdr_arena *arena,
		      const struct cdr_check_run **out);

struct cdr_check_standing cdr_check_standing_of(const struct cdr_ledger *ledger,
						const struct cdr_check_subject *subject);

#endif
