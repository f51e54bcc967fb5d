/* bases.c - a chain of fifty deltas is unpacked once, not fifty times. */
#include "git/bases.h"
#include "base/oom.h"

#include <stdlib.h>

#define SLOTS ((size_t)1 << 16)
#define LARGEST_SHARE 4         /* nothing larger than a quarter of the cap is kept */
#define OVERHEAD 16             /* of malloc */
#define PASSES 4                /* more keep whole objects and lose those made from them */

struct cdr_bases {
	size_t cap, used;       /* bytes */
	struct cdr_unpacked *newest, *oldest;
	struct cdr_unpacked *slots[SLOTS];
};

struct cdr_unpacked *cdr_unpacked_new(enum cdr_object_kind kind, size_t len)
{
	struct cdr_unpacked *base = malloc(sizeof(*base) + len);

	if (!base)
		return NULL;
	*base = (struct cdr_unpacked){ .holders = 1, .len = len, .kind = kind };
	return base;
}

void cdr_unpacked_release(struct cdr_unpacked *base)
{
	if (base && --base->holders == 0)
		free(base);
}

struct cdr_bases *cdr_bases_new(size_t cap)
{
	struct cdr_bases *bases = cdr_alloc_zeroed(sizeof(*bases));

	bases->cap = cap;
	return bases;
}

static size_t cost_of(const struct cdr_unpacked *base)
{
	return sizeof(*base) + base->len + OVERHEAD;
}

/* Entries begin anywhere: the bits are mixed before some are taken. */
static struct cdr_unpacked **slot_of(struct cdr_bases *bases, const struct cdr_unpacked_key *key)
{
	uint64_t hash = (key->offset + (uint64_t)(uintptr_t)key->pack) * 0x9E3779B97F4A7C15u;

	return &bases->slots[(hash >> 32) & (SLOTS - 1)];
}

static bool is_called(const struct cdr_unpacked *base, const struct cdr_unpacked_key *key)
{
	return base->key.offset == key->offset && base->key.pack == key->pack;
}

static void unlink_age(struct cdr_bases *bases, struct cdr_unpacked *base)
{
	*(base->newer ? &base->newer->older : &bases->newest) = base->older;
	*(base->older ? &base->older->newer : &bases->oldest) = base->newer;
}

static void link_newest(struct cdr_bases *bases, struct cdr_unpacked *base)
{
	base->newer = NULL;
	base->older = bases->newest;
	*(bases->newest ? &bases->newest->newer : &bases->oldest) = base;
	bases->newest = base;
}

static unsigned char passes_of(const struct cdr_unpacked *base)
{
	return base->is_whole ? PASSES : 0;
}

static void touch(struct cdr_bases *bases, struct cdr_unpacked *base)
{
	unlink_age(bases, base);
	link_newest(bases, base);
}

static void drop_oldest(struct cdr_bases *bases)
{
	struct cdr_unpacked *base = bases->oldest;
	struct cdr_unpacked **link = slot_of(bases, &base->key);

	while (*link != base)
		link = &(*link)->below;
	*link = base->below;
	unlink_age(bases, base);
	bases->used -= cost_of(base);
	cdr_unpacked_release(base);
}

void cdr_bases_free(struct cdr_bases *bases)
{
	if (!bases)
		return;
	while (bases->oldest)
		drop_oldest(bases);
	free(bases);
}

struct cdr_unpacked *cdr_bases_get(struct cdr_bases *bases, const struct cdr_unpacked_key *key)
{
	struct cdr_unpacked *base = *slot_of(bases, key);

	while (base && !is_called(base, key))
		base = base->below;
	if (!base)
		return NULL;
	touch(bases, base);
	base->passes = passes_of(base);
	base->holders++;
	return base;
}

static void keep_to_cap(struct cdr_bases *bases)
{
	while (bases->used > bases->cap) {
		if (bases->oldest->passes > 0) {
			bases->oldest->passes--;
			touch(bases, bases->oldest);
		} else {
			drop_oldest(bases);
		}
	}
}

void cdr_bases_put(struct cdr_bases *bases, struct cdr_unpacked *base)
{
	struct cdr_unpacked **slot = slot_of(bases, &base->key);

	if (cost_of(base) > bases->cap / LARGEST_SHARE)
		return;
	base->passes = passes_of(base);
	base->holders++;
	base->below = *slot;
	*slot = base;
	link_newest(bases, base);
	bases->used += cost_of(base);
	keep_to_cap(bases);
}

void cdr_bases_resize(struct cdr_bases *bases, size_t cap)
{
	bases->cap = cap;
	keep_to_cap(bases);
}
