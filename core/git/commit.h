/*
 * commit.h - private to core/git: a commit as it lies in the object store.
 *
 * Read by ourselves: git walks over commits with odd author lines, libgit2's
 * parser refuses them. Ownership: text and parents live until cdr_commit_release.
 * Errors: CDR_EREPO when a shallow clone ends here, CDR_EOBJECT when the object
 * is missing, damaged or no commit; both name it.
 */
#ifndef CDR_GIT_COMMIT_H
#define CDR_GIT_COMMIT_H

#include "git/inside.h"

struct cdr_commit {
	struct cdr_oid tree;
	struct cdr_str parents;        /* n_parents lines of the object, "parent HEX\n" each */
	size_t n_parents;
	struct cdr_str author, email;
	struct cdr_str subject;        /* first line of the message that is not blank */
	uint64_t time;                 /* committer's, 0 when it cannot be read, as git has it */
	struct cdr_object object;      /* what the text is borrowed from */
};

CDR_NODISCARD int cdr_commit_read(struct cdr_commit *out, struct cdr_repo *repo,
				  const struct cdr_oid *oid, struct cdr_err *err);
void cdr_commit_release(struct cdr_commit *commit);

/* The name of parent IDX, which is below n_parents. */
struct cdr_oid cdr_commit_parent(const struct cdr_commit *commit, size_t idx);

#endif
