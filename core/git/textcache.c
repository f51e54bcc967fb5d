/*
 * textcache.c - a hash table and a list by last use. A text's lines are in one
 * allocation with it, its bytes are still the reader's.
 */
#include "git/textcache.h"
#include "base/oom.h"

#include <stdlib.h>
#include <string.h>

#define N_SLOTS 8192u
#define PINNED 2u /* a pair's two sides */

struct entry {
	struct cdr_text text; /* first: a text is its entry */
	struct cdr_oid blob;
	struct cdr_object object;
	size_t size; /* bytes without marks */
	struct entry *next_in_slot;
	struct entry *newer, *older; /* by last use */
	uint32_t starts[];
};

struct cdr_textcache {
	struct entry *slots[N_SLOTS];
	struct entry *newest, *oldest;
	size_t n;
	size_t bytes, most;
};

struct cdr_textcache *cdr_textcache_new(size_t most)
{
	struct cdr_textcache *cache = cdr_alloc_zeroed(sizeof(*cache));

	cache->most = most;
	return cache;
}

/* Names of objects are hashes already. */
static struct entry **slot_of(struct cdr_textcache *cache, const struct cdr_oid *blob)
{
	return &cache->slots[((size_t)blob->bytes[0] << 8 | blob->bytes[1]) % N_SLOTS];
}

static void unlink_use(struct cdr_textcache *cache, struct entry *entry)
{
	*(entry->newer ? &entry->newer->older : &cache->newest) = entry->older;
	*(entry->older ? &entry->older->newer : &cache->oldest) = entry->newer;
}

static void link_newest(struct cdr_textcache *cache, struct entry *entry)
{
	entry->newer = NULL;
	entry->older = cache->newest;
	*(cache->newest ? &cache->newest->newer : &cache->oldest) = entry;
	cache->newest = entry;
}

static void link_oldest(struct cdr_textcache *cache, struct entry *entry)
{
	entry->older = NULL;
	entry->newer = cache->oldest;
	*(cache->oldest ? &cache->oldest->older : &cache->newest) = entry;
	cache->oldest = entry;
}

static void drop_oldest(struct cdr_textcache *cache)
{
	struct entry *entry = cache->oldest;
	struct entry **at = slot_of(cache, &entry->blob);

	while (*at != entry)
		at = &(*at)->next_in_slot;
	*at = entry->next_in_slot;
	unlink_use(cache, entry);
	cdr_text_forget(&entry->text);
	cdr_object_release(&entry->object);
	cache->bytes -= entry->size;
	cache->n--;
	free(entry);
}

void cdr_textcache_clear(struct cdr_textcache *cache)
{
	while (cache->oldest)
		drop_oldest(cache);
}

void cdr_textcache_free(struct cdr_textcache *cache)
{
	if (!cache)
		return;
	cdr_textcache_clear(cache);
	free(cache);
}

static struct entry *find(struct cdr_textcache *cache, const struct cdr_oid *blob)
{
	struct entry *entry = *slot_of(cache, blob);

	while (entry && !cdr_oid_eq(&entry->blob, blob))
		entry = entry->next_in_slot;
	return entry;
}

void cdr_textcache_cool(struct cdr_textcache *cache, const struct cdr_oid *blob)
{
	struct entry *entry = find(cache, blob);

	if (!entry)
		return;
	unlink_use(cache, entry);
	link_oldest(cache, entry);
}

struct cdr_text *cdr_textcache_get(struct cdr_textcache *cache, const struct cdr_oid *blob)
{
	struct entry *entry = find(cache, blob);

	if (!entry)
		return NULL;
	unlink_use(cache, entry);
	link_newest(cache, entry);
	return &entry->text;
}

static void keep_to_most(struct cdr_textcache *cache)
{
	while (cache->bytes > cache->most && cache->n > PINNED)
		drop_oldest(cache);
}

void cdr_textcache_resize(struct cdr_textcache *cache, size_t most)
{
	cache->most = most;
	keep_to_most(cache);
}

struct cdr_text *cdr_textcache_take(struct cdr_textcache *cache, const struct cdr_oid *blob,
				    const struct cdr_object *object, const struct cdr_text *like)
{
	struct entry **slot = slot_of(cache, blob);
	struct cdr_text_plan plan;
	struct entry *entry;
	size_t tables;

	cdr_text_plan(&plan, object->bytes, like);
	tables = sizeof(struct entry) + (plan.n_lines + 1) * sizeof(uint32_t);
	entry = malloc(tables);
	if (!entry)
		cdr_oom();
	*entry = (struct entry){ .blob = *blob, .object = *object };
	entry->size = tables + object->bytes.len;
	cdr_text_split(&entry->text, &plan, entry->starts);
	entry->text.cached = &cache->bytes;
	entry->next_in_slot = *slot;
	*slot = entry;
	link_newest(cache, entry);
	cache->n++;
	cache->bytes += entry->size;
	keep_to_most(cache);
	return &entry->text;
}
