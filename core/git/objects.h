/*
 * objects.h - bytes of blobs.
 * Errors: CDR_EOBJECT (missing, not a blob), CDR_ENOTFOUND (no such path),
 * CDR_ELIMIT (larger than MAX).
 */
#ifndef CDR_GIT_OBJECTS_H
#define CDR_GIT_OBJECTS_H

#include "git/repo.h"

#define CDR_BLOB_MAX ((size_t)256 << 20)   /* 256 MiB: beyond, a file is unscannable */

/* Copies a blob into ARENA. MAX in bytes. */
CDR_NODISCARD int cdr_blob_read(struct cdr_repo *repo, struct cdr_arena *arena,
				const struct cdr_oid *oid, size_t max, struct cdr_str *out,
				struct cdr_err *err);

/*
 * The blob at PATH in COMMIT's tree; only a regular file counts (a symlink is
 * CDR_EOBJECT with a clear cause). *OID, if not NULL, gets its name.
 */
CDR_NODISCARD int cdr_blob_at(struct cdr_repo *repo, struct cdr_arena *arena,
			      const struct cdr_oid *commit, const char *path, size_t max,
			      struct cdr_str *out, struct cdr_oid *oid, struct cdr_err *err);

/* The paths of COMMIT's tree, directories left out, depth-first, at most LIMIT of them. */
CDR_NODISCARD int cdr_tree_paths(struct cdr_repo *repo, struct cdr_arena *arena,
				 const struct cdr_oid *commit, size_t limit,
				 const struct cdr_str **out, size_t *n, struct cdr_err *err);

#endif
