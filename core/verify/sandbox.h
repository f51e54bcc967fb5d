/*
 * sandbox.h - bubblewrap around a check: what it sees, and whether it can be had here.
 *
 * Inside there are the checkout as /checkout, writable; an empty /tmp with an empty home in
 * it and a /dev/shm, in memory, each as large as the check's own bound; /usr, /opt and the few
 * files of /etc that programs cannot do without, read-only; a /proc and a /dev of its own.
 * No home, no key, no agent's socket, no repository. Its own processes only, no capability,
 * and no network unless it is asked for.
 *
 * Ownership: everything in the arena handed in.
 */
#ifndef CDR_VERIFY_SANDBOX_H
#define CDR_VERIFY_SANDBOX_H

#include "base/spawn.h"
#include "cdreview/verify.h"
#include "verify/workdir.h"

struct cdr_sandbox {
	struct cdr_str unboxed;          /* why there is none; {NULL, 0}: there is one */
	const char *path;                /* PATH for the check */
	const char *bwrap;               /* its file; NULL: none was looked for or found */
};

/*
 * Finds out by running `true` in one, unless WISH is NEVER. CDR_EUNSUPPORTED when it is
 * ALWAYS and there is none. ENV as in struct cdr_verify_options.
 */
CDR_NODISCARD int cdr_sandbox_find(struct cdr_sandbox *out, struct cdr_arena *arena,
				   enum cdr_sandbox_wish wish, const char *const *env,
				   struct cdr_err *err);

/* What is to be started to run CHECK in WORKDIR, in the sandbox if there is one. */
struct cdr_spawn cdr_sandbox_spawn(const struct cdr_sandbox *sandbox, struct cdr_arena *arena,
				   const struct cdr_check *check, const struct cdr_workdir *workdir);

/* Whether the program of CHECK is there to be started. */
bool cdr_sandbox_has_program(const struct cdr_sandbox *sandbox, const struct cdr_check *check,
			     const struct cdr_workdir *workdir);

#endif
