/*
 * walk.h - private to core/git: commits in the order of git log.
 *
 * Newest committer date first; of equal dates the one found first. Without
 * anything to hide the walk streams: a commit comes out as soon as its turn
 * has come. With something to hide it is cut to size at cdr_walk_start, and goes
 * a few commits further than dates ask for, as git does, because clocks lie.
 *
 * Ownership: cdr_walk_new/_free. Threads: one at a time; the repository handle
 * is the caller's at each call.
 * Errors: those of commit.h. A missing ancestor of what is hidden is no error.
 */
#ifndef CDR_GIT_WALK_H
#define CDR_GIT_WALK_H

#include "git/repo.h"

struct cdr_walk;

struct cdr_walk *cdr_walk_new(void);
void cdr_walk_free(struct cdr_walk *walk);

/* Adds a tip; of the same date those added first come first. */
CDR_NODISCARD int cdr_walk_add(struct cdr_walk *walk, struct cdr_repo *repo,
			       const struct cdr_oid *oid, bool hidden, struct cdr_err *err);

/* To be called once, after the last tip. *EMPTY tells that no commit will come. */
CDR_NODISCARD int cdr_walk_start(struct cdr_walk *walk, struct cdr_repo *repo, bool *empty,
				 struct cdr_err *err);

/* The next commit; CDR_END after the last. */
CDR_NODISCARD int cdr_walk_next(struct cdr_walk *walk, struct cdr_repo *repo,
				struct cdr_oid *out, struct cdr_err *err);

#endif
