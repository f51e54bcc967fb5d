/*
 * tree.h - private to core/git: a tree as raw bytes, and the trees read lately.
 *
 * Ownership: a tree is lent by the cache from cdr_tree_open to cdr_tree_close; an
 * entry points into its tree. Threads: a cache belongs to one thread.
 * Errors: CDR_EOBJECT names a tree that is missing or damaged.
 */
#ifndef CDR_GIT_TREE_H
#define CDR_GIT_TREE_H

#include "git/store.h"

#define CDR_MODE_TREE 0040000u

/* One "MODE NAME\0OID" of a tree. */
struct cdr_entry {
	struct cdr_str name;
	uint32_t mode;                 /* one of git's own; 0: no such entry */
	const unsigned char *oid;      /* as many bytes as the tree's name has */
};

struct cdr_tree {
	struct cdr_oid oid;            /* len 0: a tree of nothing */
	struct cdr_object object;
	const char *at, *end;          /* what is not yet read */
};

/* Trees that were read lately. Consecutive commits share most of theirs. */
struct cdr_trees;

struct cdr_trees *cdr_trees_new(struct cdr_store *store);   /* STORE outlives it */
void cdr_trees_free(struct cdr_trees *trees);
/* At most BYTES are kept from here on; at first nothing is. */
void cdr_trees_room(struct cdr_trees *trees, size_t bytes);
void cdr_trees_clear(struct cdr_trees *trees);              /* to be done before the store is cleared */

CDR_NODISCARD int cdr_tree_open(struct cdr_tree *tree, struct cdr_trees *trees, const struct cdr_oid *oid,
				struct cdr_err *err);
void cdr_tree_close(struct cdr_tree *tree, struct cdr_trees *trees);   /* safe on all bytes zero */

/* The entry that TREE is at; mode 0 after the last. */
CDR_NODISCARD int cdr_tree_entry(const struct cdr_tree *tree, struct cdr_entry *out, struct cdr_err *err);

/* Moves TREE behind ENTRY, which it is at. */
void cdr_tree_pass(struct cdr_tree *tree, const struct cdr_entry *entry);

/* Moves both behind entries that are equal byte for byte. */
void cdr_tree_pass_equal(struct cdr_tree *a, struct cdr_tree *b);

/* git's order of names in a tree: a directory's sorts as if it ended in '/'. */
int cdr_entry_order(const struct cdr_entry *a, const struct cdr_entry *b);

#endif
