/*
 * store_pack.c - reader B: libgit2 keeps 16 MiB of bases and copies every object;
 * a history in order asks for the same chains again and again.
 */
#include "git/store_pack.h"
#include "base/oom.h"
#include "git/bases.h"
#include "git/inflate.h"
#include "git/patchdelta.h"

#include <stdlib.h>

struct pack_reader {
	struct cdr_packs *packs;
	size_t hint;                     /* where the last object was found */
	struct cdr_bases *bases;
	struct cdr_inflater *inflater;
	char *delta;                     /* room for the delta in hand */
	size_t delta_room;
	struct cdr_packed *chain;        /* deltas on the way to a base, the last asked for first */
	size_t n_chain, chain_room;
};

/* Makes room for NEED items of SIZE bytes; false when memory is refused. */
static bool make_room(void **items, size_t *room, size_t need, size_t size)
{
	size_t more = need + need / 2 + 16;
	void *moved;

	if (need <= *room)
		return true;
	moved = realloc(*items, more * size);
	if (!moved)
		return false;
	*items = moved;
	*room = more;
	return true;
}

static struct cdr_unpacked *unpack_plain(struct pack_reader *r, const struct cdr_packed *entry)
{
	enum cdr_object_kind kind = (enum cdr_object_kind)entry->type;
	struct cdr_unpacked *base = cdr_unpacked_new(kind, entry->size);

	if (base && cdr_inflate(r->inflater, entry->stream, base->bytes, entry->size)) {
		base->is_whole = true;
		return base;
	}
	cdr_unpacked_release(base);
	return NULL;
}

static bool inflate_delta(struct pack_reader *r, const struct cdr_packed *entry,
			  struct cdr_str *delta)
{
	void *room = r->delta;
	bool fits = make_room(&room, &r->delta_room, entry->size, 1);

	r->delta = room;
	*delta = (struct cdr_str){ r->delta, entry->size };
	return fits && cdr_inflate(r->inflater, entry->stream, r->delta, entry->size);
}

/* What ENTRY makes of BASE. */
static struct cdr_unpacked *unpack_delta(struct pack_reader *r, const struct cdr_packed *entry,
				     const struct cdr_unpacked *base)
{
	struct cdr_str from = { base->bytes, base->len }, delta;
	struct cdr_unpacked *result;
	size_t base_len, len;

	if (!inflate_delta(r, entry, &delta) || !cdr_patchdelta_sizes(&delta, &base_len, &len) ||
	    base_len != base->len || len > CDR_UNPACK_MAX)
		return NULL;
	result = cdr_unpacked_new(base->kind, len);
	if (result && cdr_patchdelta_apply(result->bytes, len, from, delta))
		return result;
	cdr_unpacked_release(result);
	return NULL;
}

static struct cdr_unpacked *keep(struct pack_reader *r, const struct cdr_pack *pack,
				 uint64_t offset, struct cdr_unpacked *base)
{
	if (!base)
		return NULL;
	base->key = (struct cdr_unpacked_key){ pack, offset };
	cdr_bases_put(r->bases, base);
	return base;
}

static bool push(struct pack_reader *r, const struct cdr_packed *entry)
{
	void *room = r->chain;
	bool fits = make_room(&room, &r->chain_room, r->n_chain + 1, sizeof(*r->chain));

	r->chain = room;
	if (fits)
		r->chain[r->n_chain++] = *entry;
	return fits;
}

/* Goes down from OFFSET, pushing deltas, to what is unpacked already or can be by itself. */
static struct cdr_unpacked *find_base(struct pack_reader *r, const struct cdr_pack *pack,
				  uint64_t offset)
{
	struct cdr_packed entry;

	for (r->n_chain = 0; r->n_chain <= pack->n; offset = entry.base) {
		struct cdr_unpacked *known =
			cdr_bases_get(r->bases, &(struct cdr_unpacked_key){ pack, offset });

		if (known)
			return known;
		if (!cdr_pack_entry(pack, offset, &entry) || entry.size > CDR_UNPACK_MAX)
			return NULL;
		if (entry.type < CDR_PACKED_OFFSET_DELTA)
			return keep(r, pack, offset, unpack_plain(r, &entry));
		if (!push(r, &entry))
			return NULL;
	}
	return NULL;   /* more deltas than objects: they go in a circle */
}

/* The object at OFFSET, held for the caller; NULL when anything is odd. */
static struct cdr_unpacked *unpack(struct pack_reader *r, const struct cdr_pack *pack,
				   uint64_t offset)
{
	struct cdr_unpacked *base = find_base(r, pack, offset);

	while (base && r->n_chain > 0) {
		const struct cdr_packed *entry = &r->chain[--r->n_chain];
		struct cdr_unpacked *next = unpack_delta(r, entry, base);

		cdr_unpacked_release(base);
		base = keep(r, pack, entry->offset, next);
	}
	return base;
}

static void let_go(void *held)
{
	cdr_unpacked_release(held);
}

static int pack_read(void *self, const struct cdr_oid *oid, struct cdr_object *out,
		     struct cdr_err *err)
{
	struct pack_reader *r = self;
	uint64_t offset;
	const struct cdr_pack *pack = cdr_packs_find(r->packs, oid, &r->hint, &offset);
	struct cdr_unpacked *base = pack ? unpack(r, pack, offset) : NULL;

	(void)err;
	if (!base)
		return CDR_ENOTFOUND;
	*out = (struct cdr_object){ base->kind, { base->bytes, base->len }, base, let_go };
	return 0;
}

/* A delta begins with the size of what it makes. */
static bool size_of_delta(struct pack_reader *r, const struct cdr_packed *entry, size_t *size)
{
	struct cdr_str delta;
	size_t base_len;

	return entry->size <= CDR_UNPACK_MAX && inflate_delta(r, entry, &delta) &&
	       cdr_patchdelta_sizes(&delta, &base_len, size);
}

static int pack_size(void *self, const struct cdr_oid *oid, size_t *size, struct cdr_err *err)
{
	struct pack_reader *r = self;
	uint64_t offset;
	const struct cdr_pack *pack = cdr_packs_find(r->packs, oid, &r->hint, &offset);
	struct cdr_packed entry;

	(void)err;
	if (!pack || !cdr_pack_entry(pack, offset, &entry))
		return CDR_ENOTFOUND;
	*size = entry.size;
	if (entry.type >= CDR_PACKED_OFFSET_DELTA && !size_of_delta(r, &entry, size))
		return CDR_ENOTFOUND;
	return 0;
}

static void pack_free(void *self)
{
	struct pack_reader *r = self;

	cdr_bases_free(r->bases);
	cdr_inflater_free(r->inflater);
	cdr_packs_free(r->packs);
	free(r->delta);
	free(r->chain);
	free(r);
}

static void pack_room(void *self, size_t bytes)
{
	struct pack_reader *r = self;

	cdr_bases_resize(r->bases, bytes);
}

struct cdr_reader cdr_reader_of_packs(struct cdr_packs *packs)
{
	struct pack_reader *r = cdr_alloc_zeroed(sizeof(*r));

	r->packs = cdr_packs_share(packs);
	r->bases = cdr_bases_new(0);
	r->inflater = cdr_inflater_new();
	return (struct cdr_reader){ CDR_UNPACK_MAX, pack_read, pack_size, pack_room, pack_free, r };
}
