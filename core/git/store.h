/*
 * store.h - private to core/git: objects as bytes, whoever keeps them.
 *
 * Readers behind one interface: A is libgit2's object database, always there; B
 * reads packs itself and hands every doubtful object to A; C asks a `git cat-file
 * --batch` where libgit2 cannot read the repository. What relies on bytes (notes,
 * policy, keys) never comes through B (objects.h, notes_tree.h).
 *
 * Ownership: an object's bytes are borrowed until cdr_object_release.
 * Threads: a store belongs to one thread.
 * Errors: CDR_EOBJECT names the object that is missing, damaged or of another kind.
 */
#ifndef CDR_GIT_STORE_H
#define CDR_GIT_STORE_H

#include "cdreview/hunk.h"

#include "cdreview/err.h"

/* git's numbers for object types (gitformat-pack). */
enum cdr_object_kind { CDR_OBJECT_COMMIT = 1, CDR_OBJECT_TREE = 2, CDR_OBJECT_BLOB = 3, CDR_OBJECT_TAG = 4 };

struct cdr_object {
	enum cdr_object_kind kind;
	struct cdr_str bytes;
	void *held;                /* the reader's own: what keeps the bytes */
	void (*let_go)(void *held);
};

struct cdr_store;

CDR_NODISCARD int cdr_store_read(struct cdr_store *store, const struct cdr_oid *oid, struct cdr_object *out,
				 struct cdr_err *err);

/* The same, but an object that is not of KIND is CDR_EOBJECT. */
CDR_NODISCARD int cdr_store_read_kind(struct cdr_store *store, const struct cdr_oid *oid,
				      enum cdr_object_kind kind, struct cdr_object *out, struct cdr_err *err);

/* Bytes of an object without reading them, so that a huge one can be refused. */
CDR_NODISCARD int cdr_store_size(struct cdr_store *store, const struct cdr_oid *oid, size_t *size,
				 struct cdr_err *err);

/* Safe on all bytes zero, and twice. */
void cdr_object_release(struct cdr_object *object);

void cdr_store_free(struct cdr_store *store);

#endif
