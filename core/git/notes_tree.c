/*
 * notes_tree.c - git_note_* reads one of two entries for an object, follows
 * modes that git ignores and knows no fan-out of its own: a verdict could be
 * hidden from one reader and shown to the other. So the tree is walked here.
 */
#include "git/notes_tree.h"

#include <stdlib.h>
#include <string.h>

#define TREE_BYTES_MAX ((size_t)64 << 20)

struct walk {
	struct cdr_repo *repo;
	struct cdr_arena *arena;
	CDR_VEC(struct cdr_note) notes;
	size_t n_trees;
	char hex[GIT_OID_HEXSZ + 1];    /* digits of the directories above */
	size_t n_hex;
	struct cdr_err *err;
};

int cdr_notes_tampered(struct cdr_err *err)
{
	cdr_err_hint(err, "git reflog " CDR_NOTES_REF " lists earlier states");
	return CDR_ETAMPER;
}

int cdr_notes_ref(struct cdr_repo *repo, git_oid *tip, struct cdr_err *err)
{
	git_reference *ref = NULL;
	int rc = git_reference_lookup(&ref, repo->git, CDR_NOTES_REF);

	*tip = (git_oid){ { 0 } };
	if (rc == GIT_ENOTFOUND)
		return 0;
	if (rc < 0)
		return cdr_git_fail(err, CDR_EREPO, "cannot read " CDR_NOTES_REF);
	if (git_reference_type(ref) == GIT_REFERENCE_DIRECT) {
		git_oid_cpy(tip, git_reference_target(ref));
		rc = 0;
	} else {
		cdr_fail(err, CDR_ETAMPER, CDR_NOTES_REF " is a symbolic reference to %s",
			 git_reference_symbolic_target(ref));
		rc = cdr_notes_tampered(err);
	}
	git_reference_free(ref);
	return rc;
}

static int check_header(struct cdr_repo *repo, const git_oid *oid, git_object_t type,
			struct cdr_err *err)
{
	size_t max = type == GIT_OBJECT_BLOB ? CDR_NOTE_BYTES_MAX : TREE_BYTES_MAX;
	const char *hex = git_oid_tostr_s(oid);
	git_object_t actual;
	size_t len;
	int rc = git_odb_read_header(&len, &actual, repo->odb, oid);

	if (rc < 0)
		return cdr_git_fail(err, CDR_EOBJECT, "cannot read %s %s of " CDR_NOTES_REF,
				    git_object_type2string(type), hex);
	if (actual != type)
		cdr_fail(err, CDR_ETAMPER, "%s of " CDR_NOTES_REF " is a %s where a %s belongs",
			 hex, git_object_type2string(actual), git_object_type2string(type));
	else if (len > max)
		cdr_fail(err, CDR_ETAMPER, "%s %s of " CDR_NOTES_REF " has %zu bytes, over %zu",
			 git_object_type2string(type), hex, len, max);
	else
		return 0;
	return cdr_notes_tampered(err);
}

static int hash_object(git_oid *out, git_odb_object *object)
{
	return git_odb_hash(out, git_odb_object_data(object), git_odb_object_size(object),
			    git_odb_object_type(object));
}

int cdr_notes_object(git_odb_object **out, struct cdr_repo *repo, const git_oid *oid,
		     git_object_t type, struct cdr_err *err)
{
	git_odb_object *object = NULL;
	git_oid actual;
	int rc = check_header(repo, oid, type, err);

	*out = NULL;
	if (rc < 0)
		return rc;
	if (git_odb_read(&object, repo->odb, oid) < 0 || hash_object(&actual, object) < 0)
		rc = cdr_git_fail(err, CDR_EOBJECT, "cannot read %s %s of " CDR_NOTES_REF,
				  git_object_type2string(type), git_oid_tostr_s(oid));
	else if (!git_oid_equal(&actual, oid)) {
		cdr_fail(err, CDR_ETAMPER,
			 "%s %s of " CDR_NOTES_REF " holds other bytes than its name says",
			 git_object_type2string(type), git_oid_tostr_s(oid));
		rc = cdr_notes_tampered(err);
	}
	if (rc < 0)
		git_odb_object_free(object);
	else
		*out = object;
	return rc;
}

static int check_object(struct cdr_repo *repo, const git_oid *oid, git_object_t type,
			struct cdr_err *err)
{
	git_odb_object *object = NULL;
	int rc = cdr_notes_object(&object, repo, oid, type, err);

	git_odb_object_free(object);
	return rc;
}

enum entry_kind { ENTRY_OTHER, ENTRY_NOTE, ENTRY_FANOUT };

/* What git takes an entry for, N_MISSING digits short of an object's name; case and mode aside. */
static enum entry_kind entry_kind(const char *name, size_t n_missing)
{
	size_t len = strlen(name);

	if (strspn(name, "0123456789abcdefABCDEF") != len)
		return ENTRY_OTHER;
	if (len == n_missing)
		return ENTRY_NOTE;
	return len == 2 ? ENTRY_FANOUT : ENTRY_OTHER;
}

static int check_entry(struct walk *walk, const git_tree_entry *entry, enum entry_kind kind)
{
	const char *name = git_tree_entry_name(entry);
	unsigned mode = (unsigned)git_tree_entry_filemode_raw(entry);
	unsigned expected = kind == ENTRY_NOTE ? GIT_FILEMODE_BLOB : GIT_FILEMODE_TREE;

	if (strpbrk(name, "ABCDEF"))
		cdr_fail(walk->err, CDR_ETAMPER, "the note %.*s%s has upper-case digits",
			 (int)walk->n_hex, walk->hex, name);
	else if (mode != expected)
		cdr_fail(walk->err, CDR_ETAMPER, "the note %.*s%s has mode %06o instead of %06o",
			 (int)walk->n_hex, walk->hex, name, mode, expected);
	else
		return 0;
	return cdr_notes_tampered(walk->err);
}

static int add_note(struct walk *walk, const git_oid *blob)
{
	struct cdr_note note = { .fanout = (unsigned)walk->n_hex / 2 };

	if (walk->notes.n >= CDR_NOTES_MAX)
		return cdr_fail(walk->err, CDR_ELIMIT, CDR_NOTES_REF " has more than %zu notes",
				CDR_NOTES_MAX);
	git_oid_fromstr(&note.target, walk->hex);
	git_oid_cpy(&note.blob, blob);
	*cdr_vec_push(walk->arena, &walk->notes) = note;
	return 0;
}

static int walk_tree(struct walk *walk, const git_oid *oid);

static int walk_entry(struct walk *walk, const git_tree_entry *entry)
{
	const char *name = git_tree_entry_name(entry);
	enum entry_kind kind = entry_kind(name, GIT_OID_HEXSZ - walk->n_hex);
	int rc;

	if (kind == ENTRY_OTHER)
		return 0;
	rc = check_entry(walk, entry, kind);
	if (rc < 0)
		return rc;
	memcpy(walk->hex + walk->n_hex, name, strlen(name));
	if (kind == ENTRY_NOTE)
		return add_note(walk, git_tree_entry_id(entry));
	walk->n_hex += 2;
	rc = walk_tree(walk, git_tree_entry_id(entry));
	walk->n_hex -= 2;
	return rc;
}

/* Few trees that name each other 256 times a level keep a reader busy for ever: hence the count. */
static int walk_tree(struct walk *walk, const git_oid *oid)
{
	git_tree *tree = NULL;
	int rc;

	if (++walk->n_trees > CDR_NOTES_TREES_MAX)
		return cdr_fail(walk->err, CDR_ELIMIT, CDR_NOTES_REF " has more than %zu trees",
				CDR_NOTES_TREES_MAX);
	rc = check_object(walk->repo, oid, GIT_OBJECT_TREE, walk->err);
	if (rc == 0 && git_tree_lookup(&tree, walk->repo->git, oid) < 0)
		rc = cdr_git_fail(walk->err, CDR_ETAMPER, "cannot read tree %s of " CDR_NOTES_REF,
				  git_oid_tostr_s(oid));
	for (size_t i = 0; rc == 0 && i < git_tree_entrycount(tree); i++)
		rc = walk_entry(walk, git_tree_entry_byindex(tree, i));
	git_tree_free(tree);
	return rc;
}

static int by_target(const void *a, const void *b)
{
	return git_oid_cmp(&((const struct cdr_note *)a)->target,
			   &((const struct cdr_note *)b)->target);
}

static int check_doubles(const struct cdr_note *notes, size_t n, struct cdr_err *err)
{
	for (size_t i = 1; i < n; i++)
		if (by_target(&notes[i - 1], &notes[i]) == 0) {
			cdr_fail(err, CDR_ETAMPER, "object %s has two notes in " CDR_NOTES_REF,
				 git_oid_tostr_s(&notes[i].target));
			return cdr_notes_tampered(err);
		}
	return 0;
}

static int open_root(git_tree **root, struct cdr_repo *repo, const git_oid *tip,
		     struct cdr_err *err)
{
	git_commit *commit = NULL;
	int rc = check_object(repo, tip, GIT_OBJECT_COMMIT, err);

	if (rc < 0)
		return rc;
	if (git_commit_lookup(&commit, repo->git, tip) < 0 || git_commit_tree(root, commit) < 0)
		rc = cdr_git_fail(err, CDR_EOBJECT, "cannot read commit %s of " CDR_NOTES_REF,
				  git_oid_tostr_s(tip));
	git_commit_free(commit);
	return rc;
}

int cdr_notes_tree_open(struct cdr_notes_tree *out, struct cdr_repo *repo, struct cdr_arena *arena,
			const git_oid *tip, struct cdr_err *err)
{
	struct walk walk = { .repo = repo, .arena = arena, .err = err };
	int rc;

	*out = (struct cdr_notes_tree){ NULL, NULL, 0 };
	if (git_oid_is_zero(tip))
		return 0;
	rc = open_root(&out->root, repo, tip, err);
	if (rc == 0)
		rc = walk_tree(&walk, git_tree_id(out->root));
	if (rc == 0 && walk.notes.n > 0) {
		qsort(walk.notes.items, walk.notes.n, sizeof(*walk.notes.items), by_target);
		rc = check_doubles(walk.notes.items, walk.notes.n, err);
	}
	out->notes = walk.notes.items;
	out->n = walk.notes.n;
	if (rc < 0)
		cdr_notes_tree_release(out);
	return rc;
}

void cdr_notes_tree_release(struct cdr_notes_tree *tree)
{
	git_tree_free(tree->root);
	*tree = (struct cdr_notes_tree){ NULL, NULL, 0 };
}

const struct cdr_note *cdr_notes_tree_find(const struct cdr_notes_tree *tree, const git_oid *target)
{
	struct cdr_note key = { .target = *target };

	if (tree->n == 0)
		return NULL;
	return bsearch(&key, tree->notes, tree->n, sizeof(*tree->notes), by_target);
}

void cdr_notes_path(char out[CDR_NOTES_PATH_SIZE], const git_oid *target, unsigned fanout)
{
	const char *hex = git_oid_tostr_s(target);

	while (fanout--) {
		memcpy(out, hex, 2);
		out[2] = '/';
		out += 3;
		hex += 2;
	}
	memcpy(out, hex, strlen(hex) + 1);
}
