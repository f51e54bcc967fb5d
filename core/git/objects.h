/*
 * objects.h - bytes of blobs, and the tree of a commit.
 * Errors: CDR_EOBJECT (missing, not a blob), CDR_ENOTFOUND (no such path),
 * CDR_ELIMIT (larger than asked for).
 */
#ifndef CDR_GIT_OBJECTS_H
#define CDR_GIT_OBJECTS_H

#include "git/repo.h"

#define CDR_BLOB_MAX ((size_t)256 << 20)   /* 256 MiB: beyond, a file is unscannable */

struct cdr_blob_place {
	const struct cdr_oid *commit;
	const char *path;          /* in its tree */
	size_t max;                /* bytes: a larger blob is CDR_ELIMIT */
};

struct cdr_blob {
	struct cdr_oid oid;
	struct cdr_str text;
};

/*
 * The blob at PLACE, its text in ARENA, hashed again; only a regular file
 * counts (a symlink is CDR_EOBJECT with a clear cause).
 */
CDR_NODISCARD int cdr_blob_at(struct cdr_repo *repo, struct cdr_arena *arena,
			      const struct cdr_blob_place *place, struct cdr_blob *out,
			      struct cdr_err *err);

/* The tree of COMMIT. */
CDR_NODISCARD int cdr_commit_tree(struct cdr_repo *repo, const struct cdr_oid *commit,
				  struct cdr_oid *tree, struct cdr_err *err);

#endif
