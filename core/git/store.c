/*
 * store.c - readers are asked one after another, so that a fast one may be
 * picky: what it does not know for sure it leaves to the next.
 */
#include "git/store.h"
#include "base/names.h"
#include "base/oom.h"

#include <assert.h>
#include <stdlib.h>

struct cdr_store {
	struct cdr_reader readers[CDR_READERS_MAX];
	size_t n;
	struct cdr_meter *meter;
};

const char *cdr_object_kind_name(enum cdr_object_kind kind)
{
	static const char *const names[] = {
		[CDR_OBJECT_COMMIT] = "commit",
		[CDR_OBJECT_TREE] = "tree",
		[CDR_OBJECT_BLOB] = "blob",
		[CDR_OBJECT_TAG] = "tag",
	};

	return cdr_names_get(CDR_NAMES(names), kind);
}

struct cdr_store *cdr_store_new(void)
{
	return cdr_alloc_zeroed(sizeof(struct cdr_store));
}

void cdr_store_free(struct cdr_store *store)
{
	if (!store)
		return;
	cdr_store_clear(store);
	free(store);
}

void cdr_store_add(struct cdr_store *store, const struct cdr_reader *reader)
{
	assert(store->n < CDR_READERS_MAX);
	store->readers[store->n++] = *reader;
}

void cdr_store_clear(struct cdr_store *store)
{
	while (store->n > 0) {
		const struct cdr_reader *last = &store->readers[--store->n];

		if (last->free)
			last->free(last->self);
	}
}

void cdr_store_room(struct cdr_store *store, size_t bytes)
{
	for (size_t i = 0; i < store->n; i++)
		if (store->readers[i].room)
			store->readers[i].room(store->readers[i].self, bytes);
}

void cdr_store_meter(struct cdr_store *store, struct cdr_meter *meter)
{
	store->meter = meter;
}

/* Puts "WHAT HEX cannot be read" before the cause that a reader gave. Returns RC. */
static int unreadable(int rc, const char *what, const struct cdr_oid *oid, struct cdr_err *err)
{
	char hex[CDR_OID_HEX_MAX + 1];

	cdr_oid_hex(hex, oid);
	if (rc == CDR_ENOTFOUND)
		return cdr_fail(err, CDR_EOBJECT, "%s %s cannot be read: nobody knows it", what,
				hex);
	cdr_err_prefix(err, "%s %s cannot be read", what, hex);
	return rc;
}

static int ask_one(const struct cdr_reader *reader, const struct cdr_oid *oid, size_t most,
		   struct cdr_object *out, struct cdr_err *err)
{
	size_t size;

	if (reader->most > most && reader->size(reader->self, oid, &size, NULL) == 0 && size > most)
		return cdr_fail(err, CDR_ELIMIT, "it has %zu bytes", size);
	return reader->read(reader->self, oid, out, err);
}

static int ask(struct cdr_store *store, const struct cdr_oid *oid, size_t most,
	       struct cdr_object *out, struct cdr_err *err)
{
	enum cdr_stage before = cdr_meter_switch(store->meter, CDR_STAGE_INFLATE);
	int rc = CDR_ENOTFOUND;

	*out = (struct cdr_object){ .held = NULL };
	for (size_t i = 0; i < store->n && rc == CDR_ENOTFOUND; i++)
		rc = ask_one(&store->readers[i], oid, most, out, err);
	cdr_meter_bytes(store->meter, CDR_STAGE_INFLATE, out->bytes.len);
	cdr_meter_switch(store->meter, before);
	return rc;
}

int cdr_store_read(struct cdr_store *store, const struct cdr_oid *oid, struct cdr_object *out,
		   struct cdr_err *err)
{
	int rc = ask(store, oid, SIZE_MAX, out, err);

	return rc < 0 ? unreadable(rc, "object", oid, err) : 0;
}

/* What ask() said of OID, when an object of KIND is wanted. */
static int check_kind(int rc, const struct cdr_oid *oid, enum cdr_object_kind kind,
		      struct cdr_object *out, struct cdr_err *err)
{
	const char *wanted = cdr_object_kind_name(kind);
	char hex[CDR_OID_HEX_MAX + 1];

	if (rc < 0)
		return unreadable(rc, wanted, oid, err);
	if (out->kind == kind)
		return 0;
	cdr_oid_hex(hex, oid);
	rc = cdr_fail(err, CDR_EOBJECT, "object %s is a %s, a %s is wanted", hex,
		      cdr_object_kind_name(out->kind), wanted);
	cdr_object_release(out);
	return rc;
}

int cdr_store_read_kind(struct cdr_store *store, const struct cdr_oid *oid,
			enum cdr_object_kind kind, struct cdr_object *out, struct cdr_err *err)
{
	return check_kind(ask(store, oid, SIZE_MAX, out, err), oid, kind, out, err);
}

int cdr_store_read_blob(struct cdr_store *store, const struct cdr_oid *oid, size_t most,
			struct cdr_object *out, struct cdr_err *err)
{
	return check_kind(ask(store, oid, most, out, err), oid, CDR_OBJECT_BLOB, out, err);
}

int cdr_store_size(struct cdr_store *store, const struct cdr_oid *oid, size_t *size,
		   struct cdr_err *err)
{
	enum cdr_stage before = cdr_meter_switch(store->meter, CDR_STAGE_INFLATE);
	int rc = CDR_ENOTFOUND;

	*size = 0;
	for (size_t i = 0; i < store->n && rc == CDR_ENOTFOUND; i++)
		rc = store->readers[i].size(store->readers[i].self, oid, size, err);
	cdr_meter_switch(store->meter, before);
	return rc < 0 ? unreadable(rc, "object", oid, err) : 0;
}

void cdr_object_release(struct cdr_object *object)
{
	if (object->let_go)
		object->let_go(object->held);
	*object = (struct cdr_object){ .held = NULL };
}
