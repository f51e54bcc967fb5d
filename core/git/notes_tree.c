/*
 * notes_tree.c - git_note_* reads one of two entries for an object, follows
 * modes that git ignores and knows no fan-out of its own: a verdict could be
 * hidden from one reader and shown to the other. So the tree is walked here.
 */
#include "git/notes_tree.h"
#include "git/commit.h"

#include <stdlib.h>
#include <string.h>

#define TREE_BYTES_MAX ((size_t)64 << 20)
#define MODE_BLOB 0100644u

struct walk {
	struct cdr_repo *repo;
	struct cdr_arena *arena;
	CDR_VEC(struct cdr_note) notes;
	size_t n_trees;
	char hex[CDR_OID_HEX_MAX + 1];  /* digits of the directories above */
	size_t n_hex;
	struct cdr_err *err;
};

int cdr_notes_tampered(struct cdr_err *err)
{
	cdr_err_hint(err, "git reflog " CDR_NOTES_REF " lists earlier states");
	return CDR_ETAMPER;
}

int cdr_notes_tip(struct cdr_repo *repo, struct cdr_oid *tip, struct cdr_err *err)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_ref ref;
	int rc = repo->refs->ref(repo, &arena, CDR_NOTES_REF, &ref, err);

	*tip = (struct cdr_oid){ .len = 0 };
	if (rc == 0 && ref.target.ptr) {
		cdr_fail(err, CDR_ETAMPER, CDR_NOTES_REF " is a symbolic reference to %.*s",
			 CDR_FMT(ref.target));
		rc = cdr_notes_tampered(err);
	} else if (rc == 0) {
		*tip = ref.oid;
	}
	cdr_arena_release(&arena);
	return rc;
}

int cdr_notes_object(struct cdr_object *out, struct cdr_repo *repo, const struct cdr_wanted *wanted,
		     struct cdr_err *err)
{
	int rc = cdr_sure_read(out, repo, wanted, err);

	if (rc == CDR_ELIMIT)         /* nobody writes such a note by accident */
		rc = CDR_ETAMPER;
	if (rc < 0)
		cdr_err_prefix(err, CDR_NOTES_REF);
	if (rc == CDR_ETAMPER && err)
		err->code = CDR_ETAMPER;
	return rc == CDR_ETAMPER ? cdr_notes_tampered(err) : rc;
}

enum entry_kind { ENTRY_OTHER, ENTRY_NOTE, ENTRY_FANOUT };

/* What git takes an entry for, N_MISSING digits short of an object's name; case and mode aside. */
static enum entry_kind entry_kind(struct cdr_str name, size_t n_missing)
{
	for (size_t i = 0; i < name.len; i++)
		if (!strchr("0123456789abcdefABCDEF", name.ptr[i]))
			return ENTRY_OTHER;
	if (name.len == n_missing)
		return ENTRY_NOTE;
	return name.len == 2 ? ENTRY_FANOUT : ENTRY_OTHER;
}

static int check_entry(struct walk *walk, struct cdr_str name, enum entry_kind kind, unsigned mode)
{
	unsigned expected = kind == ENTRY_NOTE ? MODE_BLOB : CDR_MODE_TREE;
	bool upper = false;

	for (size_t i = 0; i < name.len; i++)
		upper |= name.ptr[i] >= 'A' && name.ptr[i] <= 'F';
	if (upper)
		cdr_fail(walk->err, CDR_ETAMPER, "the note %.*s%.*s has upper-case digits",
			 (int)walk->n_hex, walk->hex, CDR_FMT(name));
	else if (mode != expected)
		cdr_fail(walk->err, CDR_ETAMPER,
			 "the note %.*s%.*s has mode %06o instead of %06o", (int)walk->n_hex,
			 walk->hex, CDR_FMT(name), mode, expected);
	else
		return 0;
	return cdr_notes_tampered(walk->err);
}

static int add_note(struct walk *walk, const struct cdr_oid *blob)
{
	struct cdr_note note = { .blob = *blob, .fanout = (unsigned)walk->n_hex / 2 };
	struct cdr_str hex = { walk->hex, (size_t)walk->repo->oid_len * 2 };

	if (walk->notes.n >= CDR_NOTES_MAX)
		return cdr_fail(walk->err, CDR_ELIMIT, CDR_NOTES_REF " has more than %zu notes",
				CDR_NOTES_MAX);
	if (!cdr_oid_parse(&note.target, hex))
		return cdr_fail(walk->err, CDR_ETAMPER, "%.*s is no object's name", CDR_FMT(hex));
	*cdr_vec_push(walk->arena, &walk->notes) = note;
	return 0;
}

static int walk_tree(struct walk *walk, const struct cdr_oid *oid);

/* MODE is as the tree has it: git's own reading of it hides differences. */
static int walk_entry(struct walk *walk, const struct cdr_entry *entry, unsigned mode)
{
	size_t n_all = (size_t)walk->repo->oid_len * 2;
	enum entry_kind kind = entry_kind(entry->name, n_all - walk->n_hex);
	struct cdr_oid oid = { .len = walk->repo->oid_len };
	int rc;

	if (kind == ENTRY_OTHER)
		return 0;
	rc = check_entry(walk, entry->name, kind, mode);
	if (rc < 0)
		return rc;
	memcpy(oid.bytes, entry->oid, oid.len);
	memcpy(walk->hex + walk->n_hex, entry->name.ptr, entry->name.len);
	if (kind == ENTRY_NOTE)
		return add_note(walk, &oid);
	walk->n_hex += 2;
	rc = walk_tree(walk, &oid);
	walk->n_hex -= 2;
	return rc;
}

static int walk_entries(struct walk *walk, struct cdr_tree *tree)
{
	int rc = 0;

	while (rc == 0 && tree->at != tree->end) {
		struct cdr_entry entry;

		rc = cdr_tree_entry(tree, &entry, walk->err);
		if (rc < 0)
			return cdr_notes_tampered(walk->err);
		rc = walk_entry(walk, &entry, (unsigned)strtoul(tree->at, NULL, 8));
		cdr_tree_pass(tree, &entry);
	}
	return rc;
}

/* Few trees that name each other 256 times a level keep a reader busy for ever: hence the count. */
static int walk_tree(struct walk *walk, const struct cdr_oid *oid)
{
	const struct cdr_wanted wanted = { oid, CDR_OBJECT_TREE, TREE_BYTES_MAX };
	struct cdr_tree tree = { .oid = *oid };
	int rc;

	if (++walk->n_trees > CDR_NOTES_TREES_MAX)
		return cdr_fail(walk->err, CDR_ELIMIT, CDR_NOTES_REF " has more than %zu trees",
				CDR_NOTES_TREES_MAX);
	rc = cdr_notes_object(&tree.object, walk->repo, &wanted, walk->err);
	if (rc < 0)
		return rc;
	tree.at = tree.object.bytes.ptr;
	tree.end = tree.at + tree.object.bytes.len;
	rc = walk_entries(walk, &tree);
	cdr_object_release(&tree.object);
	return rc;
}

static int by_target(const void *a, const void *b)
{
	return memcmp(((const struct cdr_note *)a)->target.bytes,
		      ((const struct cdr_note *)b)->target.bytes, CDR_HASH_SIZE);
}

static int check_doubles(const struct cdr_note *notes, size_t n, struct cdr_err *err)
{
	char hex[CDR_OID_HEX_MAX + 1];

	for (size_t i = 1; i < n; i++)
		if (by_target(&notes[i - 1], &notes[i]) == 0) {
			cdr_oid_hex(hex, &notes[i].target);
			cdr_fail(err, CDR_ETAMPER, "object %s has two notes in " CDR_NOTES_REF,
				 hex);
			return cdr_notes_tampered(err);
		}
	return 0;
}

static int find_root(struct cdr_oid *root, struct cdr_repo *repo, const struct cdr_oid *tip,
		     struct cdr_err *err)
{
	const struct cdr_wanted wanted = { tip, CDR_OBJECT_COMMIT, TREE_BYTES_MAX };
	struct cdr_object object;
	struct cdr_commit commit;
	int rc = cdr_notes_object(&object, repo, &wanted, err);

	if (rc < 0)
		return rc;
	cdr_object_release(&object);
	rc = cdr_commit_read(&commit, repo, tip, err);
	if (rc < 0)
		return rc;
	*root = commit.tree;
	cdr_commit_release(&commit);
	return 0;
}

int cdr_notes_tree_read(struct cdr_notes_tree *out, struct cdr_repo *repo, struct cdr_arena *arena,
			const struct cdr_oid *tip, struct cdr_err *err)
{
	struct walk walk = { .repo = repo, .arena = arena, .err = err };
	int rc;

	*out = (struct cdr_notes_tree){ .n = 0 };
	if (tip->len == 0)
		return 0;
	rc = find_root(&out->root, repo, tip, err);
	if (rc == 0)
		rc = walk_tree(&walk, &out->root);
	if (rc == 0 && walk.notes.n > 0) {
		qsort(walk.notes.items, walk.notes.n, sizeof(*walk.notes.items), by_target);
		rc = check_doubles(walk.notes.items, walk.notes.n, err);
	}
	out->notes = walk.notes.items;
	out->n = walk.notes.n;
	return rc;
}

const struct cdr_note *cdr_notes_tree_find(const struct cdr_notes_tree *tree,
					   const struct cdr_oid *target)
{
	struct cdr_note key = { .target = *target };

	if (tree->n == 0)
		return NULL;
	return bsearch(&key, tree->notes, tree->n, sizeof(*tree->notes), by_target);
}

void cdr_notes_path(char out[CDR_NOTES_PATH_SIZE], const struct cdr_oid *target, unsigned fanout)
{
	char all[CDR_OID_HEX_MAX + 1];
	const char *hex = all;

	cdr_oid_hex(all, target);
	while (fanout--) {
		memcpy(out, hex, 2);
		out[2] = '/';
		out += 3;
		hex += 2;
	}
	memcpy(out, hex, strlen(hex) + 1);
}
