/*
 * outcome.h - one check from a clean checkout to what became of it.
 */
#ifndef CDR_VERIFY_OUTCOME_H
#define CDR_VERIFY_OUTCOME_H

#include "git/checkout.h"
#include "verify/sandbox.h"

#define CDR_CHECK_PROCESSES_MAX ((size_t)1024)      /* all that it started, at once */
#define CDR_CHECK_DISK_BYTES ((uint64_t)8 << 30)    /* that its checkout's file system may lose */
#define CDR_CHECK_OUTPUT_BYTES ((size_t)16 << 20)   /* of each of its two outputs */
#define CDR_CHECK_SAID_BYTES ((size_t)4000)         /* of their end, for people, */
#define CDR_CHECK_SAID_LINES ((size_t)20)           /* and that many lines at most */

/* What all checks of one sitting share. */
struct cdr_bench {
	struct cdr_repo *repo;
	const struct cdr_registry *registry;
	struct cdr_oid tree;           /* of the commit that is checked */
	struct cdr_sandbox sandbox;
	const char *temporary;
	uint64_t (*clock)(void);
	int stop_fd;
};

/*
 * Runs CHECK; what it says is in ARENA. Errors are those of the checkout and the system;
 * CDR_END when the stop came. The checkout is gone when this returns, whatever came of it.
 */
CDR_NODISCARD int cdr_outcome_of(const struct cdr_bench *bench, const struct cdr_check *check,
				 struct cdr_arena *arena, struct cdr_check_outcome *out,
				 struct cdr_err *err);

#endif
