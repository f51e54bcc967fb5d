/*
 * spawn.h - a child process by argv: no shell, nothing inherited but what is named.
 *
 * The child gets exactly ENV, descriptors 0 to 2 and default signals. It is
 * run to its end; there is no timeout. Descriptors 0 to 2 of this process must
 * be open, which is main's duty.
 */
#ifndef CDR_BASE_SPAWN_H
#define CDR_BASE_SPAWN_H

#include "cdreview/str.h"

struct cdr_spawn {
	const char *const *argv;   /* ends with NULL; argv[0] is a path, or a name looked up in ENV's PATH */
	const char *const *env;    /* "NAME=VALUE", ends with NULL */
	const char *dir;           /* where it starts, also for argv[0] "./x"; NULL: here */
	struct cdr_str input;      /* its stdin */
};

/*
 * Runs CHILD with its stdout added to OUT and its stderr to DIAG, each up to
 * its cap (DIAG NULL: thrown away). *STATUS is the exit status, or 128 + the
 * signal that killed it. Empty and relative entries of PATH are passed over.
 * Fails with CDR_ENOTFOUND when there is no such program, CDR_ELIMIT when OUT
 * did not hold it all (the child is killed), CDR_EIO for what the system refused.
 */
CDR_NODISCARD int cdr_spawn_run(const struct cdr_spawn *child, struct cdr_buf *out, struct cdr_buf *diag,
				int *status, struct cdr_err *err);

#endif
