/*
 * spawn.h - a child process by argv: no shell, nothing inherited but what is named.
 *
 * The child gets exactly ENV, descriptors 0 to 2 and default signals. A child
 * that is silent for longer than PATIENCE_MS is killed. Descriptors 0 to 2 of
 * this process must be open, which is main's duty.
 */
#ifndef CDR_BASE_SPAWN_H
#define CDR_BASE_SPAWN_H

#include "cdreview/str.h"

#include <sys/types.h>

struct cdr_spawn {
	const char *const *argv;   /* ends with NULL; argv[0] is a path, or a name looked up in ENV's PATH */
	const char *const *env;    /* "NAME=VALUE", ends with NULL */
	const char *dir;           /* where it starts, also for argv[0] "./x"; NULL: here */
	struct cdr_str input;      /* its stdin; of no use to a coprocess */
	int patience_ms;           /* longest silence; 0: any */
	bool own_session;          /* apart from our terminal and its signals */
};

/*
 * Runs CHILD with its stdout added to OUT and its stderr to DIAG, each up to
 * its cap (DIAG NULL: thrown away). *STATUS is the exit status, or 128 + the
 * signal that killed it. Empty and relative entries of PATH are passed over.
 * Fails with CDR_ENOTFOUND when there is no such program, CDR_ELIMIT when OUT
 * did not hold it all (the child is killed), CDR_EIO for what the system refused
 * and for silence.
 */
CDR_NODISCARD int cdr_spawn_run(const struct cdr_spawn *child, struct cdr_buf *out, struct cdr_buf *diag,
				int *status, struct cdr_err *err);

/* Starts CHILD with FDS as its descriptors 0 to 2, which stay the caller's. PID must be reaped. */
CDR_NODISCARD int cdr_spawn_start(const struct cdr_spawn *child, const int fds[3], pid_t *pid,
				  struct cdr_err *err);

/* Waits until PID has ended, for which there is rarely a reason to fail. *STATUS as above. */
int cdr_spawn_reap(pid_t pid, int *status, struct cdr_err *err);

/* 0 when FD can be read (or has ended), CDR_EIO after PATIENCE_MS (0: never) or when the system refuses. */
CDR_NODISCARD int cdr_spawn_wait(int fd, int patience_ms, struct cdr_err *err);

#endif
