/* index.c - chained hashing; buckets double with the links, so that a chain stays one link long. */
#include "verdict/index.h"

#include <string.h>

#define FIRST_BUCKETS ((size_t)64)
#define SPREAD UINT64_C(0x9E3779B97F4A7C15)   /* 2^64 / golden ratio: Fibonacci hashing */

static size_t *bucket_of(const struct cdr_index *index, uint64_t key)
{
	uint64_t mixed = key * SPREAD;

	return &index->buckets[(mixed >> 32) & (index->n_buckets - 1)];
}

static void chain(struct cdr_index *index, size_t number)
{
	size_t *bucket = bucket_of(index, index->links.items[number].key);

	index->links.items[number].next = *bucket;
	*bucket = number + 1;
}

static void grow(struct cdr_index *index, struct cdr_arena *arena)
{
	index->n_buckets = index->n_buckets ? index->n_buckets * 2 : FIRST_BUCKETS;
	index->buckets = cdr_arena_alloc(arena, index->n_buckets * sizeof(*index->buckets));
	for (size_t i = 0; i < index->links.n; i++)
		chain(index, i);
}

void cdr_index_add(struct cdr_index *index, struct cdr_arena *arena, uint64_t key, size_t item)
{
	if (index->links.n == index->n_buckets)
		grow(index, arena);
	*cdr_vec_push(arena, &index->links) = (struct cdr_index_link){ key, item, 0 };
	chain(index, index->links.n - 1);
}

struct cdr_index_walk cdr_index_find(const struct cdr_index *index, uint64_t key)
{
	return (struct cdr_index_walk){ key, index->n_buckets ? *bucket_of(index, key) : 0 };
}

bool cdr_index_next(const struct cdr_index *index, struct cdr_index_walk *walk, size_t *item)
{
	while (walk->link) {
		const struct cdr_index_link *link = &index->links.items[walk->link - 1];

		walk->link = link->next;
		if (link->key == walk->key) {
			*item = link->item;
			return true;
		}
	}
	return false;
}

uint64_t cdr_index_key(const struct cdr_hash *hash)
{
	uint64_t key;

	memcpy(&key, hash->bytes, sizeof(key));
	return key;
}
