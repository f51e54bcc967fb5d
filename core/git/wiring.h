/*
 * wiring.h - settings written to a repository's own config, for `cdreview init`.
 * Errors: CDR_EIO with the key and libgit2's words.
 */
#ifndef CDR_GIT_WIRING_H
#define CDR_GIT_WIRING_H

#include "git/repo.h"

/* Names of the remotes, in ARENA. */
CDR_NODISCARD int cdr_repo_remotes(struct cdr_repo *repo, struct cdr_arena *arena,
				   const struct cdr_str **out, size_t *n, struct cdr_err *err);

/* True if KEY has VALUE among its values. */
bool cdr_repo_config_has(struct cdr_repo *repo, const char *key, const char *value);

/* Sets KEY to VALUE in the repository's config; with ADD as one more value beside those it has. */
CDR_NODISCARD int cdr_repo_config_set(struct cdr_repo *repo, const char *key, const char *value,
				      bool add, struct cdr_err *err);

#endif
