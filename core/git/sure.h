/*
 * sure.h - private to core/git: objects that are relied on (notes, policy, keys).
 * They come from the reader that knows every object, and are hashed again: who
 * keeps objects checks them by fsck, not on every read.
 */
#ifndef CDR_GIT_SURE_H
#define CDR_GIT_SURE_H

#include "git/inside.h"

struct cdr_wanted {
	const struct cdr_oid *oid;
	enum cdr_object_kind kind;
	size_t max;                /* bytes */
};

/*
 * CDR_EOBJECT when it is missing, CDR_ELIMIT when it is larger, CDR_ETAMPER when
 * it is of another kind or its bytes are not what its name says.
 */
CDR_NODISCARD int cdr_sure_read(struct cdr_object *out, struct cdr_repo *repo,
				const struct cdr_wanted *wanted, struct cdr_err *err);

/* The same where no verdict depends on it: damage is just an object that cannot be used, CDR_EOBJECT. */
CDR_NODISCARD int cdr_sure_read_object(struct cdr_object *out, struct cdr_repo *repo,
				       const struct cdr_wanted *wanted, struct cdr_err *err);

/* The name that BYTES have as an object of REPO; len 0 when libgit2 refuses. */
struct cdr_oid cdr_object_name(const struct cdr_repo *repo, enum cdr_object_kind kind,
			       struct cdr_str bytes);

#endif
