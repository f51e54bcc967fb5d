/*
 * bases.h - private to core/git: objects unpacked lately, because most objects
 * of a pack are told as changes to others.
 *
 * Least lately used go first when the cap on bytes is reached, but what was not made
 * by a delta is passed over a few times: it costs most, and others are made from it.
 * Ownership: counted; a base lives until its last holder released it, the cache
 * being one of them. Threads: a cache and its bases belong to one thread.
 */
#ifndef CDR_GIT_BASES_H
#define CDR_GIT_BASES_H

#include "git/pack.h"
#include "git/store.h"

struct cdr_unpacked_key {
	const struct cdr_pack *pack;
	uint64_t offset;
};

struct cdr_unpacked {
	struct cdr_unpacked *below;                /* the next in its slot */
	struct cdr_unpacked *older, *newer;
	struct cdr_unpacked_key key;
	size_t holders;
	size_t len;
	enum cdr_object_kind kind;
	bool is_whole;                         /* made by no delta; to be set before it is put */
	unsigned char passes;                  /* how often it will yet be passed over */
	char bytes[];                          /* len of them */
};

/* Of LEN bytes, not yet written, held by the caller. NULL when memory is refused. */
struct cdr_unpacked *cdr_unpacked_new(enum cdr_object_kind kind, size_t len);
void cdr_unpacked_release(struct cdr_unpacked *base);   /* NULL is nothing */

struct cdr_bases;

struct cdr_bases *cdr_bases_new(size_t cap);    /* bytes */
void cdr_bases_resize(struct cdr_bases *bases, size_t cap);
void cdr_bases_free(struct cdr_bases *bases);

/* The base, held for the caller too; NULL when it is not here. */
struct cdr_unpacked *cdr_bases_get(struct cdr_bases *bases, const struct cdr_unpacked_key *key);

/* Keeps BASE, whose key is set and not here yet, unless it is too large. */
void cdr_bases_put(struct cdr_bases *bases, struct cdr_unpacked *base);

#endif
