/*
 * tree.c - trees are compared as they lie in the store: libgit2's objects for
 * every entry cost fifty times what comparing the bytes does.
 */
#include "git/tree.h"
#include "base/oom.h"

#include <stdlib.h>
#include <string.h>

#define MODE_KIND 0170000u
#define MODE_FILE 0100000u
#define MODE_LINK 0120000u
#define MODE_SUBMODULE 0160000u

#define SLOTS ((size_t)512)                  /* a power of two */

struct slot {
	struct cdr_oid oid;                  /* len 0: free, or lent */
	struct cdr_object object;
};

struct cdr_trees {
	struct cdr_store *store;
	size_t largest;                      /* bytes of a tree that is kept */
	struct slot slots[SLOTS];
};

struct cdr_trees *cdr_trees_new(struct cdr_store *store)
{
	struct cdr_trees *trees = cdr_alloc_zeroed(sizeof(*trees));

	trees->store = store;
	return trees;
}

void cdr_trees_free(struct cdr_trees *trees)
{
	if (!trees)
		return;
	cdr_trees_clear(trees);
	free(trees);
}

void cdr_trees_room(struct cdr_trees *trees, size_t bytes)
{
	if (bytes / SLOTS < trees->largest)
		cdr_trees_clear(trees);
	trees->largest = bytes / SLOTS;
}

void cdr_trees_clear(struct cdr_trees *trees)
{
	for (size_t i = 0; i < SLOTS; i++) {
		cdr_object_release(&trees->slots[i].object);
		trees->slots[i].oid.len = 0;
	}
}

/* Names are hashes already. */
static struct slot *slot_of(struct cdr_trees *trees, const struct cdr_oid *oid)
{
	size_t hash;

	memcpy(&hash, oid->bytes, sizeof(hash));
	return &trees->slots[hash & (SLOTS - 1)];
}

int cdr_tree_open(struct cdr_tree *tree, struct cdr_trees *trees, const struct cdr_oid *oid,
		  struct cdr_err *err)
{
	struct slot *slot = slot_of(trees, oid);
	int rc = 0;

	*tree = (struct cdr_tree){ .oid = *oid };
	if (oid->len == 0)
		return 0;
	if (cdr_oid_eq(&slot->oid, oid)) {
		tree->object = slot->object;
		*slot = (struct slot){ .oid = { .len = 0 } };
	} else {
		rc = cdr_store_read_kind(trees->store, oid, CDR_OBJECT_TREE, &tree->object, err);
	}
	if (rc < 0) {
		*tree = (struct cdr_tree){ .at = NULL };
		return rc;
	}
	tree->at = tree->object.bytes.ptr;
	tree->end = tree->at + tree->object.bytes.len;
	return 0;
}

void cdr_tree_close(struct cdr_tree *tree, struct cdr_trees *trees)
{
	struct slot *slot = slot_of(trees, &tree->oid);

	if (tree->oid.len > 0 && tree->object.bytes.len <= trees->largest) {
		cdr_object_release(&slot->object);
		*slot = (struct slot){ tree->oid, tree->object };
	} else {
		cdr_object_release(&tree->object);
	}
	*tree = (struct cdr_tree){ .at = NULL };
}

/* Old repositories have modes like 100664; git reads them as one of its own. */
static uint32_t canonical(uint32_t mode)
{
	if ((mode & MODE_KIND) == MODE_FILE)
		return mode & 0100 ? 0100755 : 0100644;
	if ((mode & MODE_KIND) == CDR_MODE_TREE)
		return CDR_MODE_TREE;
	return (mode & MODE_KIND) == MODE_LINK ? MODE_LINK : MODE_SUBMODULE;
}

static int damaged(const struct cdr_tree *tree, struct cdr_err *err)
{
	char hex[CDR_OID_HEX_MAX + 1];

	cdr_oid_hex(hex, &tree->oid);
	return cdr_fail(err, CDR_EOBJECT, "tree %s is damaged", hex);
}

int cdr_tree_entry(const struct cdr_tree *tree, struct cdr_entry *out, struct cdr_err *err)
{
	const char *at = tree->at, *nul;
	uint32_t mode = 0;

	*out = (struct cdr_entry){ .mode = 0 };
	if (at == tree->end)
		return 0;
	for (; at < tree->end && *at >= '0' && *at <= '7'; at++)
		mode = mode << 3 | (uint32_t)(*at - '0');
	if (at == tree->at || at == tree->end || *at != ' ')
		return damaged(tree, err);
	at++;
	nul = memchr(at, '\0', (size_t)(tree->end - at));
	if (!nul || nul == at || tree->end - nul < 1 + tree->oid.len)
		return damaged(tree, err);
	*out = (struct cdr_entry){
		.name = { at, (size_t)(nul - at) },
		.mode = canonical(mode),
		.oid = (const unsigned char *)nul + 1,
	};
	return 0;
}

void cdr_tree_pass(struct cdr_tree *tree, const struct cdr_entry *entry)
{
	tree->at = (const char *)entry->oid + tree->oid.len;
}

void cdr_tree_pass_equal(struct cdr_tree *a, struct cdr_tree *b)
{
	for (;;) {
		size_t a_left = (size_t)(a->end - a->at), b_left = (size_t)(b->end - b->at);
		size_t left = a_left < b_left ? a_left : b_left, len;
		const char *nul = left > 0 ? memchr(a->at, '\0', left) : NULL;

		if (!nul)
			return;
		len = (size_t)(nul - a->at) + 1 + a->oid.len;
		if (len > left || memcmp(a->at, b->at, len) != 0)
			return;
		a->at += len;
		b->at += len;
	}
}

/* What stands behind the first AT bytes of a name. */
static int byte_at(const struct cdr_entry *entry, size_t at)
{
	if (at < entry->name.len)
		return (unsigned char)entry->name.ptr[at];
	return entry->mode == CDR_MODE_TREE ? '/' : 0;
}

int cdr_entry_order(const struct cdr_entry *a, const struct cdr_entry *b)
{
	size_t shorter = a->name.len < b->name.len ? a->name.len : b->name.len;
	int cmp = memcmp(a->name.ptr, b->name.ptr, shorter);

	return cmp ? cmp : byte_at(a, shorter) - byte_at(b, shorter);
}
