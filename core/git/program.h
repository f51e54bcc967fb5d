/*
 * program.h - private to core/git: git itself, run as a program, for what
 * libgit2 cannot read.
 *
 * By argv, never through a shell, with an environment of named variables only
 * and with configuration pinned: no hooks, file-system monitor, filters, pager,
 * prompt, optional lock, replace refs, or fetching of what is missing.
 *
 * Ownership: lives in the arena handed in. Threads: may be shared, is not written
 * after cdr_program_pin.
 * Errors: CDR_EREPO "git CMD: its first words" when it fails, is missing, is
 * silent for two minutes or answers what program_answer.h does not understand.
 */
#ifndef CDR_GIT_PROGRAM_H
#define CDR_GIT_PROGRAM_H

#include "base/coprocess.h"
#include "cdreview/session.h"

struct cdr_program;

/* git for the repository at WHERE; NULL when its `env` is NULL: no children are wanted. */
struct cdr_program *cdr_program_new(struct cdr_arena *arena, const struct cdr_where *where);

/* Overrides one setting ("filter.lfs.clean=") in every later run. */
void cdr_program_pin(struct cdr_program *program, struct cdr_arena *arena, struct cdr_str setting);

/* The value of NAME in the environment that git gets; {NULL, 0} when unset. */
struct cdr_str cdr_program_variable(const struct cdr_program *program, const char *name);

struct cdr_program_call {
	const char *const *args;       /* from the command on, ends with NULL */
	struct cdr_str input;          /* its stdin */
	const char *const *env;        /* "NAME=VALUE" in addition, ends with NULL, or NULL */
	int *status;                   /* receives an exit status that is no failure then, or NULL */
};

/* Runs git to its end, its output added to OUT. */
CDR_NODISCARD int cdr_program_run(const struct cdr_program *program, const struct cdr_program_call *call,
				  struct cdr_buf *out, struct cdr_err *err);

/* Starts a git that stays. */
CDR_NODISCARD int cdr_program_open(const struct cdr_program *program, const char *const *args,
				   struct cdr_coprocess **out, struct cdr_err *err);

/* CDR_EREPO: git answered COMMAND with something that makes no sense. */
int cdr_program_nonsense(struct cdr_err *err, const char *command);

#define CDR_PROGRAM_OUT_MAX ((size_t)1 << 30)   /* longest answer that is gathered */

#endif
