/*
 * evidence.h - what a repository contains, as far as it decides which rules look where.
 *
 * Places are looked over one after the other and what they say is united: nothing that
 * one of them lacks takes away what another one says. What cannot be read speaks for
 * every framework that it could speak for.
 */
#ifndef CDR_EVIDENCE_H
#define CDR_EVIDENCE_H

#include "git/repo.h"
#include "rules/framework.h"

struct cdr_evidence_place {
	struct cdr_oid commit;       /* len 0: a folder on disk, or nothing */
	struct cdr_str name;         /* of the commit, for people */
	struct cdr_str folder;       /* on disk, ending in '/'; {NULL, 0}: none */
};

/* Looks over N PLACES of REPO. ARENA owns what comes back. */
struct cdr_evidence *cdr_evidence_gather(struct cdr_repo *repo, struct cdr_arena *arena,
					 const struct cdr_evidence_place *places, size_t n);

#endif
