/*
 * store.h - private to core/git: objects as bytes, whoever keeps them.
 *
 * Readers behind one interface: A is libgit2's object database; B reads packs
 * itself and leaves every doubtful object to the next; C asks a `git cat-file
 * --batch` where libgit2 cannot read the repository. What relies on bytes (notes,
 * policy, keys) never comes through B (objects.h, notes_tree.h).
 *
 * Ownership: an object's bytes are borrowed until cdr_object_release.
 * Threads: a store belongs to one thread.
 * Errors: CDR_EOBJECT names the object that is missing, damaged or of another kind.
 */
#ifndef CDR_GIT_STORE_H
#define CDR_GIT_STORE_H

#include "cdreview/err.h"
#include "cdreview/hunk.h"
#include "cdreview/stats.h"

/* git's numbers for object types (gitformat-pack). */
enum cdr_object_kind { CDR_OBJECT_COMMIT = 1, CDR_OBJECT_TREE = 2, CDR_OBJECT_BLOB = 3, CDR_OBJECT_TAG = 4 };

const char *cdr_object_kind_name(enum cdr_object_kind kind);   /* "commit", "tree", "blob", "tag" */

struct cdr_object {
	enum cdr_object_kind kind;
	struct cdr_str bytes;
	void *held;                /* the reader's own: what keeps the bytes */
	void (*let_go)(void *held);
};

/*
 * What a store asks. `read` and `size` answer 0, CDR_EOBJECT with the bare cause
 * ("object not found"), or CDR_ENOTFOUND without words: let the next one try.
 * OUT comes all zeroes; `free` may be NULL.
 */
struct cdr_reader {
	size_t most;               /* bytes: nothing larger is ever lent; SIZE_MAX: size is to be asked for */
	int (*read)(void *self, const struct cdr_oid *oid, struct cdr_object *out, struct cdr_err *err);
	int (*size)(void *self, const struct cdr_oid *oid, size_t *size, struct cdr_err *err);
	void (*room)(void *self, size_t bytes);   /* what it may keep; NULL: it keeps nothing */
	void (*free)(void *self);
	void *self;
};

struct cdr_store;

struct cdr_store *cdr_store_new(void);
void cdr_store_free(struct cdr_store *store);

/* READER is asked after those added before, and freed with the store. At most CDR_READERS_MAX. */
#define CDR_READERS_MAX 3
void cdr_store_add(struct cdr_store *store, const struct cdr_reader *reader);

/* Frees all readers. Objects that they lent must be released before. */
void cdr_store_clear(struct cdr_store *store);

/* What its readers keep of objects read lately is at most BYTES. */
void cdr_store_room(struct cdr_store *store, size_t bytes);

/* Reading counts as CDR_STAGE_INFLATE in METER, which outlives the store or is NULL. */
void cdr_store_meter(struct cdr_store *store, struct cdr_meter *meter);

CDR_NODISCARD int cdr_store_read(struct cdr_store *store, const struct cdr_oid *oid, struct cdr_object *out,
				 struct cdr_err *err);

/* The same, but an object that is not of KIND is CDR_EOBJECT. */
CDR_NODISCARD int cdr_store_read_kind(struct cdr_store *store, const struct cdr_oid *oid,
				      enum cdr_object_kind kind, struct cdr_object *out, struct cdr_err *err);

/* A blob of at most MOST bytes; a larger one is CDR_ELIMIT and is not read. */
CDR_NODISCARD int cdr_store_read_blob(struct cdr_store *store, const struct cdr_oid *oid, size_t most,
				      struct cdr_object *out, struct cdr_err *err);

/* Bytes of an object without reading them. */
CDR_NODISCARD int cdr_store_size(struct cdr_store *store, const struct cdr_oid *oid, size_t *size,
				 struct cdr_err *err);

/* Safe on all bytes zero, and twice. */
void cdr_object_release(struct cdr_object *object);

#endif
