/*
 * checkout.h - a commit's files in a folder, as git stores them.
 *
 * No index, no .git, no filter, no line-end conversion, no hook: what is written is what
 * was reviewed. A submodule is an empty folder. Names that could lead out of the
 * folder, or into a .git, are refused, whatever wrote them into a tree.
 *
 * Errors: CDR_EOBJECT (missing or damaged object, such a name), CDR_ELIMIT (a blob above
 * CDR_BLOB_MAX, more than the limits below), CDR_EIO. What was written stays.
 */
#ifndef CDR_GIT_CHECKOUT_H
#define CDR_GIT_CHECKOUT_H

#include "git/objects.h"

#define CDR_CHECKOUT_BYTES ((uint64_t)16 << 30)
#define CDR_CHECKOUT_FILES ((uint64_t)4000000)
#define CDR_CHECKOUT_DEPTH 512u

/* Writes TREE into the empty folder that DIR_FD is open on. */
CDR_NODISCARD int cdr_checkout_write(struct cdr_repo *repo, const struct cdr_oid *tree, int dir_fd,
				     struct cdr_err *err);

#endif
