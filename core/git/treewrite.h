/*
 * treewrite.h - private to core/git: a tree with some of its blobs put, replaced
 * or taken away; entries that are not named stay as they are.
 */
#ifndef CDR_GIT_TREEWRITE_H
#define CDR_GIT_TREEWRITE_H

#include "git/inside.h"

struct cdr_tree_change {
	struct cdr_str path;
	struct cdr_oid blob;       /* len 0: goes, and so do folders that are empty then */
};

/*
 * Writes the tree BASE (len 0: of nothing) with N CHANGES, each of another path;
 * they are sorted. CDR_EOBJECT, CDR_ETAMPER, CDR_ELIMIT for what BASE holds,
 * CDR_EIO.
 */
struct cdr_tree_changes {
	struct cdr_tree_change *items;
	size_t n, alloc;
};
CDR_NODISCARD int cdr_tree_write(struct cdr_oid *out, struct cdr_repo *repo, const struct cdr_oid *base,
				 struct cdr_tree_changes *changes, struct cdr_err *err);

#endif
