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

static int read_blob(struct cdr_blob *out, struct cdr_repo *repo, struct cdr_arena *arena,
		     size_t max, struct cdr_err *err)
{
	git_oid name = cdr_oid_to_git(&out->oid);
	char hex[GIT_OID_HEXSZ + 1];
	git_blob *blob = NULL;
	int rc;

	if (git_blob_lookup(&blob, repo->git, &name) < 0)
		return cdr_git_fail(err, CDR_EOBJECT, "blob %s cannot be read",
				    git_oid_tostr(hex, sizeof(hex), &name));
	rc = copy_blob(&out->text, arena, blob, max, err);
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

static int take_entry(struct cdr_blob *out, const git_tree_entry *entry,
		      const struct cdr_blob_place *place, struct cdr_err *err)
{
	git_filemode_t mode = git_tree_entry_filemode(entry);

	out->oid = cdr_oid_from_git(git_tree_entry_id(entry));
	return is_file(mode) ? 0
			     : cdr_fail(err, CDR_EOBJECT, "%s is a %s, a regular file is wanted",
					place->path, kind_of(mode));
}

int cdr_blob_at(struct cdr_repo *repo, struct cdr_arena *arena, const struct cdr_blob_place *place,
		struct cdr_blob *out, struct cdr_err *err)
{
	git_tree_entry *entry = NULL;
	git_tree *tree = NULL;
	int rc = tree_of(&tree, repo, place->commit, err);

	if (rc < 0)
		return rc;
	rc = git_tree_entry_bypath(&entry, tree, place->path);
	if (rc == GIT_ENOTFOUND)
		rc = cdr_fail(err, CDR_ENOTFOUND, "there is no %s in that commit", place->path);
	else if (rc < 0)
		rc = cdr_git_fail(err, CDR_EOBJECT, "%s cannot be read", place->path);
	else
		rc = take_entry(out, entry, place, err);
	if (rc == 0)
		rc = read_blob(out, repo, arena, place->max, err);
	git_tree_entry_free(entry);
	git_tree_free(tree);
	return rc;
}
