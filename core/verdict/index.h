/*
 * index.h - which of many items have a key: a multimap from 64-bit keys to
 * item numbers, so that the ledger answers without looking at every record.
 *
 * Keys are shortened hashes: whoever asks compares the item itself as well.
 * Ownership: everything is in the arena handed to cdr_index_add; all bytes
 * zero is an empty index.
 */
#ifndef CDR_VERDICT_INDEX_H
#define CDR_VERDICT_INDEX_H

#include "cdreview/hunk.h"

struct cdr_index_link {
	uint64_t key;
	size_t item;
	size_t next;           /* number of the next link of the bucket plus 1; 0 ends it */
};

struct cdr_index {
	CDR_VEC(struct cdr_index_link) links;
	size_t *buckets;       /* number of the first link plus 1; 0: empty */
	size_t n_buckets;      /* a power of two */
};

void cdr_index_add(struct cdr_index *index, struct cdr_arena *arena, uint64_t key, size_t item);

/*
 * The items of KEY, in no order:
 *	for (walk = cdr_index_find(index, key); cdr_index_next(index, &walk, &item);)
 */
struct cdr_index_walk {
	uint64_t key;
	size_t link;           /* number plus 1; 0: none left */
};
struct cdr_index_walk cdr_index_find(const struct cdr_index *index, uint64_t key);
bool cdr_index_next(const struct cdr_index *index, struct cdr_index_walk *walk, size_t *item);

uint64_t cdr_index_key(const struct cdr_hash *hash);   /* its first bytes */

#endif
