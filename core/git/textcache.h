/*
 * textcache.h - private to core/git: texts of blobs used lately, by blob id, so
 * that a blob which is new in one change and old in the next is read and split once.
 *
 * Ownership: a text is borrowed; the two asked for last stay, others go when the
 * cache grows beyond its bytes: blobs, line tables and notes count. Objects are
 * lent by a store, which has to outlive the cache's texts.
 * Threads: a cache belongs to one thread.
 */
#ifndef CDR_GIT_TEXTCACHE_H
#define CDR_GIT_TEXTCACHE_H

#include "git/store.h"
#include "git/text.h"

struct cdr_textcache;

/* MOST bytes are kept; 0: only the two texts asked for last. */
struct cdr_textcache *cdr_textcache_new(size_t most);
void cdr_textcache_resize(struct cdr_textcache *cache, size_t most);
void cdr_textcache_free(struct cdr_textcache *cache);

/* Lets go of every text. */
void cdr_textcache_clear(struct cdr_textcache *cache);

/* The text of BLOB, or NULL when it is not kept. */
struct cdr_text *cdr_textcache_get(struct cdr_textcache *cache, const struct cdr_oid *blob);

/* BLOB is not likely to be asked for again: it goes before all others. */
void cdr_textcache_cool(struct cdr_textcache *cache, const struct cdr_oid *blob);

/*
 * Takes OBJECT, the bytes of BLOB, which is not kept, and makes a text of it. LIKE, or
 * NULL, is a text that perhaps shares its ends.
 */
struct cdr_text *cdr_textcache_take(struct cdr_textcache *cache, const struct cdr_oid *blob,
				    const struct cdr_object *object, const struct cdr_text *like);

#endif
