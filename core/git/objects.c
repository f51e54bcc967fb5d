/*
 * objects.c - what is read here is relied on (registry, policy): every object on
 * the way from the commit to the file is hashed again.
 */
#include "git/objects.h"
#include "git/commit.h"
#include "git/sure.h"

#include <string.h>

#define TREE_BYTES_MAX ((size_t)64 << 20)
#define MODE_KIND 0170000u

/* *OID is a tree and becomes its entry NAME, *MODE that one's mode: 0 when there is none. */
static int look_up(struct cdr_repo *repo, struct cdr_str name, struct cdr_oid *oid, uint32_t *mode,
		   struct cdr_err *err)
{
	struct cdr_tree tree = { .oid = *oid };
	struct cdr_entry entry;
	int rc = cdr_sure_read_object(&tree.object, repo,
			   &(struct cdr_wanted){ oid, CDR_OBJECT_TREE, TREE_BYTES_MAX }, err);

	*mode = 0;
	if (rc < 0)
		return rc;
	tree.at = tree.object.bytes.ptr;
	tree.end = tree.at + tree.object.bytes.len;
	while ((rc = cdr_tree_entry(&tree, &entry, err)) == 0 && entry.mode && !*mode) {
		if (cdr_str_eq(entry.name, name)) {
			*mode = entry.mode;
			memcpy(oid->bytes, entry.oid, oid->len);
		}
		cdr_tree_pass(&tree, &entry);
	}
	cdr_object_release(&tree.object);
	return rc;
}

int cdr_commit_tree(struct cdr_repo *repo, const struct cdr_oid *commit, struct cdr_oid *tree,
		    struct cdr_err *err)
{
	struct cdr_commit read;
	int rc = cdr_commit_read(&read, repo, commit, err);

	if (rc < 0)
		return rc;
	*tree = read.tree;
	cdr_commit_release(&read);
	return 0;
}

static const char *kind_of(uint32_t mode)
{
	if ((mode & MODE_KIND) == 0120000)
		return "symbolic link";
	return (mode & MODE_KIND) == 0160000 ? "submodule" : "directory";
}

/* Follows PATH from the tree *OID to the blob of a regular file. */
static int find(struct cdr_repo *repo, const char *path, struct cdr_oid *oid, struct cdr_err *err)
{
	struct cdr_str rest = cdr_str_from(path);
	uint32_t mode = CDR_MODE_TREE;
	int rc = 0;

	while (rc == 0 && rest.len > 0 && mode == CDR_MODE_TREE) {
		struct cdr_str name = cdr_str_sub(rest, 0, cdr_str_find(rest, CDR_STR("/")));

		rest = cdr_str_sub(rest, name.len + 1, rest.len);
		rc = look_up(repo, name, oid, &mode, err);
	}
	if (rc < 0)
		return cdr_err_prefix(err, "%s cannot be read", path);
	if (mode == 0 || rest.len > 0)
		return cdr_fail(err, CDR_ENOTFOUND, "there is no %s in that commit", path);
	if ((mode & MODE_KIND) != 0100000)
		return cdr_fail(err, CDR_EOBJECT, "%s is a %s, a regular file is wanted", path,
				kind_of(mode));
	return 0;
}

int cdr_blob_at(struct cdr_repo *repo, struct cdr_arena *arena, const struct cdr_blob_place *place,
		struct cdr_blob *out, struct cdr_err *err)
{
	struct cdr_object object;
	int rc = cdr_commit_tree(repo, place->commit, &out->oid, err);

	if (rc == 0)
		rc = find(repo, place->path, &out->oid, err);
	if (rc == 0)
		rc = cdr_sure_read_object(&object, repo,
			       &(struct cdr_wanted){ &out->oid, CDR_OBJECT_BLOB, place->max }, err);
	if (rc < 0)
		return rc;
	out->text = cdr_str_copy(arena, object.bytes);
	cdr_object_release(&object);
	return 0;
}
