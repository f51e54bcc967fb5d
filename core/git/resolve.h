/*
 * resolve.h - private to core/git: what names stand for: revisions (and
 * cdr_repo_resolve in repo.h), HEAD, upstream, merge bases.
 *
 * Errors: CDR_EREPO (HEAD cannot be read), CDR_EOBJECT (history cannot be read).
 */
#ifndef CDR_GIT_RESOLVE_H
#define CDR_GIT_RESOLVE_H

#include "git/repo.h"

struct cdr_oids {
	struct cdr_oid *items;
	size_t n, alloc;
};

/* The commit HEAD is at; len 0 while it has none. A HEAD that cannot be read is an error. */
CDR_NODISCARD int cdr_head_commit(struct cdr_repo *repo, struct cdr_oid *out, struct cdr_err *err);

/* The short name of HEAD's upstream ("origin/main") in ARENA; {NULL, 0} without one. */
struct cdr_str cdr_upstream_name(struct cdr_repo *repo, struct cdr_arena *arena);

/* Adds to OUT, in ARENA, all best common ancestors of two commits; none is no error. */
CDR_NODISCARD int cdr_merge_bases(struct cdr_oids *out, struct cdr_repo *repo,
				  struct cdr_arena *arena, const struct cdr_oid commits[2],
				  struct cdr_err *err);

#endif
