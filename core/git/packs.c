/*
 * packs.c - the packs of a repository are mapped once for all threads. A pack
 * that comes later is not known here: libgit2 finds it.
 */
#include "git/pack.h"
#include "base/oom.h"

#include <dirent.h>
#include <stdatomic.h>
#include <stdlib.h>

struct cdr_packs {
	struct cdr_arena arena;
	CDR_VEC(struct cdr_pack) open;
	atomic_size_t holders;
};

static void add(struct cdr_packs *packs, const char *dir, const char *name, size_t hash_len)
{
	const char *index_path = cdr_arena_printf(&packs->arena, "%s/%s", dir, name);
	struct cdr_pack pack;

	if (cdr_pack_open(&pack, index_path, hash_len))
		*cdr_vec_push(&packs->arena, &packs->open) = pack;
}

static int larger_first(const void *a, const void *b)
{
	const struct cdr_pack *left = a, *right = b;

	return (left->n < right->n) - (left->n > right->n);
}

struct cdr_packs *cdr_packs_open(const char *objects_dir, size_t hash_len)
{
	struct cdr_packs *packs = cdr_alloc_zeroed(sizeof(*packs));
	const char *pack_dir = cdr_arena_printf(&packs->arena, "%s/pack", objects_dir);
	DIR *dir = opendir(pack_dir);
	const struct dirent *entry;

	atomic_init(&packs->holders, 1);
	while (dir && (entry = readdir(dir)))
		if (cdr_str_ends(cdr_str_from(entry->d_name), ".idx"))
			add(packs, pack_dir, entry->d_name, hash_len);
	if (dir)
		closedir(dir);
	if (packs->open.n > 0)
		qsort(packs->open.items, packs->open.n, sizeof(*packs->open.items), larger_first);
	return packs;
}

size_t cdr_packs_bytes(const struct cdr_packs *packs)
{
	size_t bytes = 0;

	for (size_t i = 0; i < packs->open.n; i++)
		bytes += packs->open.items[i].pack.len;
	return bytes;
}

struct cdr_packs *cdr_packs_share(struct cdr_packs *packs)
{
	atomic_fetch_add(&packs->holders, 1);
	return packs;
}

void cdr_packs_free(struct cdr_packs *packs)
{
	if (!packs || atomic_fetch_sub(&packs->holders, 1) > 1)
		return;
	for (size_t i = 0; i < packs->open.n; i++)
		cdr_pack_close(&packs->open.items[i]);
	cdr_arena_release(&packs->arena);
	free(packs);
}

const struct cdr_pack *cdr_packs_find(const struct cdr_packs *packs, const struct cdr_oid *oid,
				      size_t *hint, uint64_t *offset)
{
	size_t n = packs->open.n;

	for (size_t tried = 0; tried < n; tried++) {
		size_t i = (*hint + tried) % n;

		if (cdr_pack_find(&packs->open.items[i], oid, offset)) {
			*hint = i;
			return &packs->open.items[i];
		}
	}
	return NULL;
}
