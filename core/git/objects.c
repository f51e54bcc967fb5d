/*
 * objects.c - what is read here is relied on (registry, policy), so it is
 * hashed again: libgit2's own check is off for speed, see repo.c.
 */
#include "git/objects.h"
#include "git/handle.h"

#include <string.h>

/* True if the bytes are what the name says. */
static bool is_intact(const git_blob *blob)
{
	git_oid actual;

	return git_odb_hash(&actual, git_blob_rawcontent(blob), (size_t)git_blob_rawsize(blob),
			    GIT_OBJECT_BLOB) == 0 &&
	       git_oid_equal(&actual, git_blob_id(blob));
}

static int copy_blob(struct cdr_str *out, struct cdr_arena *arena, const git_blob *blob, size_t max,
		     struct cdr_err *err)
{
	uint64_t size = (uint64_t)git_blob_rawsize(blob);
	char hex[GIT_OID_HEXSZ + 1];

	git_oid_tostr(hex, sizeof(hex), git_blob_id(blob));
	if (size > max)
		return cdr_fail(err, CDR_ELIMIT, "blob %s has %llu bytes, at most %zu are read",
				hex, (unsigned long long)size, max);
	if (!is_intact(blob))
		return cdr_fail(err, CDR_EOBJECT,
				"blob %s is damaged: its content has another name", hex);
	*out = cdr_str_copy(arena, (struct cdr_str){ git_blob_rawcontent(blob), (size_t)size });
	return 0;
}

int cdr_blob_read(struct cdr_repo *repo, struct cdr_arena *arena, const struct cdr_oid *oid,
		  size_t max, struct cdr_str *out, struct cdr_err *err)
{
	git_oid name = cdr_oid_to_git(oid);
	char hex[GIT_OID_HEXSZ + 1];
	git_blob *blob = NULL;
	int rc;

	if (git_blob_lookup(&blob, repo->git, &name) < 0)
		return cdr_git_fail(err, CDR_EOBJECT, "blob %s cannot be read",
				    git_oid_tostr(hex, sizeof(hex), &name));
	rc = copy_blob(out, arena, blob, max, err);
	git_blob_free(blob);
	return rc;
}

static int tree_of(git_tree **out, struct cdr_repo *repo, const struct cdr_oid *commit,
		   struct cdr_err *err)
{
	git_oid name = cdr_oid_to_git(commit);
	char hex[GIT_OID_HEXSZ + 1];
	git_object *object = NULL, *tree = NULL;
	int rc = git_object_lookup(&object, repo->git, &name, GIT_OBJECT_ANY);

	if (rc == 0)
		rc = git_object_peel(&tree, object, GIT_OBJECT_TREE);
	git_object_free(object);
	if (rc < 0)
		return cdr_git_fail(err, CDR_EOBJECT, "the tree of commit %s cannot be read",
				    git_oid_tostr(hex, sizeof(hex), &name));
	*out = (git_tree *)tree;
	return 0;
}

static const char *kind_of(git_filemode_t mode)
{
	if (mode == GIT_FILEMODE_LINK)
		return "symbolic link";
	return mode == GIT_FILEMODE_COMMIT ? "submodule" : "directory";
}

static bool is_file(git_filemode_t mode)
{
	return mode == GIT_FILEMODE_BLOB || mode == GIT_FILEMODE_BLOB_EXECUTABLE;
}

int cdr_blob_at(struct cdr_repo *repo, struct cdr_arena *arena, const struct cdr_oid *commit,
		const char *path, size_t max, struct cdr_str *out, struct cdr_oid *oid,
		struct cdr_err *err)
{
	git_tree_entry *entry = NULL;
	git_tree *tree = NULL;
	struct cdr_oid blob;
	git_filemode_t mode;
	int rc = tree_of(&tree, repo, commit, err);

	if (rc < 0)
		return rc;
	rc = git_tree_entry_bypath(&entry, tree, path);
	if (rc == GIT_ENOTFOUND) {
		rc = cdr_fail(err, CDR_ENOTFOUND, "there is no %s in that commit", path);
		goto out;
	}
	if (rc < 0) {
		rc = cdr_git_fail(err, CDR_EOBJECT, "%s cannot be read", path);
		goto out;
	}
	mode = git_tree_entry_filemode(entry);
	blob = cdr_oid_from_git(git_tree_entry_id(entry));
	if (oid)
		*oid = blob;
	if (is_file(mode))
		rc = cdr_blob_read(repo, arena, &blob, max, out, err);
	else
		rc = cdr_fail(err, CDR_EOBJECT, "%s is a %s, a regular file is wanted", path,
			      kind_of(mode));
out:
	git_tree_entry_free(entry);
	git_tree_free(tree);
	return rc;
}

struct listing {
	struct cdr_arena *arena;
	CDR_VEC(struct cdr_str) paths;
	size_t limit;
};

static int note_path(const char *dir, const git_tree_entry *entry, void *payload)
{
	struct listing *listing = payload;

	if (git_tree_entry_type(entry) == GIT_OBJECT_TREE)
		return 0;
	if (listing->paths.n == listing->limit)
		return -1;
	*cdr_vec_push(listing->arena, &listing->paths) = cdr_str_from(
		cdr_arena_printf(listing->arena, "%s%s", dir, git_tree_entry_name(entry)));
	return 0;
}

int cdr_tree_paths(struct cdr_repo *repo, struct cdr_arena *arena, const struct cdr_oid *commit,
		   size_t limit, const struct cdr_str **out, size_t *n, struct cdr_err *err)
{
	struct listing listing = { arena, { NULL, 0, 0 }, limit };
	git_tree *tree = NULL;
	int rc = tree_of(&tree, repo, commit, err);

	if (rc < 0)
		return rc;
	rc = git_tree_walk(tree, GIT_TREEWALK_PRE, note_path, &listing);
	git_tree_free(tree);
	if (rc < 0 && listing.paths.n < limit)
		return cdr_git_fail(err, CDR_EOBJECT, "a directory of that commit cannot be read");
	*out = listing.paths.items;
	*n = listing.paths.n;
	return 0;
}
