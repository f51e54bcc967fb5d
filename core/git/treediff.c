/*
 * treediff.c - which paths a commit touches. Most entries are equal and passed
 * by the bytes; a merge is compared with all of its parents at once, which
 * libgit2 cannot do.
 */
#include "git/delta.h"
#include "git/inside.h"
#include "git/tree.h"

#include <string.h>

#define MAX_DEPTH 1024
#define MODE_KIND 0170000u

/* A directory on the way down; paths are put together only for what differs. */
struct dir {
	const struct dir *up;          /* NULL above the top */
	struct cdr_str name;
	size_t path_len;               /* of its path with '/' at the end */
	size_t depth;
};

struct compare {
	struct cdr_trees *trees;
	struct cdr_deltas *out;
	size_t n;                      /* old sides */
	unsigned char hash_len;        /* bytes of an object name */
	struct cdr_err *err;
};

char cdr_delta_status(uint32_t old_mode, uint32_t new_mode)
{
	if (!old_mode)
		return 'A';
	if (!new_mode)
		return 'D';
	return (old_mode & MODE_KIND) == (new_mode & MODE_KIND) ? 'M' : 'T';
}

static struct cdr_oid oid_of(const struct compare *c, const struct cdr_entry *entry)
{
	struct cdr_oid oid = { .len = 0 };

	if (!entry->mode)
		return oid;
	memcpy(oid.bytes, entry->oid, c->hash_len);
	oid.len = c->hash_len;
	return oid;
}

static bool same(const struct compare *c, const struct cdr_entry *a, const struct cdr_entry *b)
{
	return a->mode == b->mode && (!a->mode || memcmp(a->oid, b->oid, c->hash_len) == 0);
}

static struct cdr_str path_in(struct cdr_arena *arena, const struct dir *dir, struct cdr_str name)
{
	char *path = cdr_arena_alloc(arena, dir->path_len + name.len + 1);
	size_t at = dir->path_len;

	memcpy(path + at, name.ptr, name.len);
	for (const struct dir *d = dir; d->up; d = d->up) {
		path[--at] = '/';
		at -= d->name.len;
		memcpy(path + at, d->name.ptr, d->name.len);
	}
	return (struct cdr_str){ path, dir->path_len + name.len };
}

static void emit(struct compare *c, const struct dir *dir, const struct cdr_entry *old,
		 const struct cdr_entry *new)
{
	struct cdr_str name = old->mode ? old->name : new->name;

	*cdr_vec_push(c->out->arena, c->out) = (struct cdr_delta){
		.file = {
			.path = path_in(c->out->arena, dir, name),
			.old_mode = old->mode,
			.new_mode = new->mode,
			.old_blob = oid_of(c, old),
			.new_blob = oid_of(c, new),
			.status = cdr_delta_status(old->mode, new->mode),
		},
	};
}

static int dir_enter(struct dir *sub, const struct dir *dir, struct cdr_str name,
		     struct cdr_err *err)
{
	*sub = (struct dir){ dir, name, dir->path_len + name.len + 1, dir->depth + 1 };
	if (sub->depth <= MAX_DEPTH)
		return 0;
	return cdr_fail(err, CDR_ELIMIT, "directories are nested deeper than %d", MAX_DEPTH);
}

/* --- one old side ------------------------------- */

static int compare_two(struct compare *c, const struct dir *dir, const struct cdr_oid *old,
		       const struct cdr_oid *new);

/* OLD and NEW are called the same, or one of them is absent. */
static int compare_entries(struct compare *c, const struct dir *dir, const struct cdr_entry *old,
			   const struct cdr_entry *new)
{
	const struct cdr_entry *key = old->mode ? old : new;
	struct cdr_oid old_tree, new_tree;
	struct dir sub;
	int rc;

	if (same(c, old, new))
		return 0;
	if (key->mode != CDR_MODE_TREE) {
		emit(c, dir, old, new);
		return 0;
	}
	rc = dir_enter(&sub, dir, key->name, c->err);
	old_tree = oid_of(c, old);
	new_tree = oid_of(c, new);
	return rc < 0 ? rc : compare_two(c, &sub, &old_tree, &new_tree);
}

/* The entries that come next; of two that are called differently the first, the other absent. */
static int next_entries(struct cdr_tree *old_tree, struct cdr_tree *new_tree, struct cdr_entry *old,
			struct cdr_entry *new, struct cdr_err *err)
{
	int rc, order;

	cdr_tree_pass_equal(old_tree, new_tree);
	rc = cdr_tree_entry(old_tree, old, err);
	if (rc == 0)
		rc = cdr_tree_entry(new_tree, new, err);
	if (rc < 0 || (!old->mode && !new->mode))
		return rc < 0 ? rc : CDR_END;
	order = !old->mode ? 1 : !new->mode ? -1 : cdr_entry_order(old, new);
	if (order <= 0)
		cdr_tree_pass(old_tree, old);
	else
		old->mode = 0;
	if (order >= 0)
		cdr_tree_pass(new_tree, new);
	else
		new->mode = 0;
	return 0;
}

static int compare_two(struct compare *c, const struct dir *dir, const struct cdr_oid *old,
		       const struct cdr_oid *new)
{
	struct cdr_tree old_tree = { .at = NULL }, new_tree = { .at = NULL };
	struct cdr_entry a, b;
	int rc = cdr_tree_open(&old_tree, c->trees, old, c->err);

	if (rc == 0)
		rc = cdr_tree_open(&new_tree, c->trees, new, c->err);
	while (rc == 0) {
		rc = next_entries(&old_tree, &new_tree, &a, &b, c->err);
		if (rc == 0)
			rc = compare_entries(c, dir, &a, &b);
	}
	cdr_tree_close(&old_tree, c->trees);
	cdr_tree_close(&new_tree, c->trees);
	return rc == CDR_END ? 0 : rc;
}

/* --- a merge: many old sides ------------------------------- */

/* Side n is the new one. */
struct side {
	struct cdr_tree tree;
	struct cdr_entry at;           /* where the tree is */
	struct cdr_entry same_name;    /* what is called as the name looked at */
};

/* Takes the entry called as KEY off SIDE, passing those before it. */
static int take(struct side *side, const struct cdr_entry *key, struct cdr_err *err)
{
	bool found = false;
	int rc = 0;

	side->same_name = (struct cdr_entry){ .mode = 0 };
	while (rc == 0 && !found && side->at.mode && cdr_entry_order(&side->at, key) <= 0) {
		found = cdr_entry_order(&side->at, key) == 0;
		if (found)
			side->same_name = side->at;
		cdr_tree_pass(&side->tree, &side->at);
		rc = cdr_tree_entry(&side->tree, &side->at, err);
	}
	return rc;
}

/* The name that is next: first of the first old side's and the new side's. */
static struct cdr_entry next_key(const struct compare *c, const struct side *sides)
{
	const struct cdr_entry *old = &sides[0].at;
	const struct cdr_entry *new = &sides[c->n].at;

	return !new->mode || (old->mode && cdr_entry_order(old, new) < 0) ? *old : *new;
}

static int compare_many(struct compare *c, const struct dir *dir, const struct cdr_oid *trees);

/* Every side has taken its entry of one name. */
static int compare_sides(struct compare *c, const struct dir *dir, const struct side *sides)
{
	const struct cdr_entry *old = &sides[0].same_name, *new = &sides[c->n].same_name;
	const struct cdr_entry *key = new->mode ? new : old;
	struct cdr_arena scratch = { NULL, 0 };
	struct cdr_oid *trees;
	struct dir sub;
	int rc;

	for (size_t i = 0; i < c->n; i++)
		if (same(c, &sides[i].same_name, new))
			return 0;
	if (key->mode != CDR_MODE_TREE) {
		emit(c, dir, old, new);
		return 0;
	}
	rc = dir_enter(&sub, dir, key->name, c->err);
	trees = cdr_arena_alloc(&scratch, (c->n + 1) * sizeof(*trees));
	for (size_t i = 0; i <= c->n; i++)
		trees[i] = oid_of(c, &sides[i].same_name);
	if (rc == 0)
		rc = compare_many(c, &sub, trees);
	cdr_arena_release(&scratch);
	return rc;
}

static int open_sides(struct compare *c, struct side *sides, const struct cdr_oid *trees)
{
	int rc = 0;

	for (size_t i = 0; i <= c->n && rc == 0; i++) {
		rc = cdr_tree_open(&sides[i].tree, c->trees, &trees[i], c->err);
		if (rc == 0)
			rc = cdr_tree_entry(&sides[i].tree, &sides[i].at, c->err);
	}
	return rc;
}

/* Everything below DIR, whose TREES these are, the new one last. */
static int compare_many(struct compare *c, const struct dir *dir, const struct cdr_oid *trees)
{
	struct cdr_arena scratch = { NULL, 0 };
	struct side *sides = cdr_arena_alloc(&scratch, (c->n + 1) * sizeof(*sides));
	int rc = open_sides(c, sides, trees);
	struct cdr_entry key;

	while (rc == 0 && (key = next_key(c, sides)).mode) {
		for (size_t i = 0; i <= c->n && rc == 0; i++)
			rc = take(&sides[i], &key, c->err);
		if (rc == 0)
			rc = compare_sides(c, dir, sides);
	}
	for (size_t i = 0; i <= c->n; i++)
		cdr_tree_close(&sides[i].tree, c->trees);
	cdr_arena_release(&scratch);
	return rc;
}

int cdr_deltas_of_trees(struct cdr_deltas *out, struct cdr_repo *repo, const struct cdr_oid *trees,
			size_t n, struct cdr_err *err)
{
	struct compare c = { repo->trees, out, n, trees[n].len, err };
	const struct cdr_oid nothing = { .len = 0 };
	const struct dir top = { .up = NULL };
	enum cdr_stage before;
	int rc;

	for (size_t i = 0; i < n; i++)
		if (cdr_oid_eq(&trees[i], &trees[n]))
			return 0;
	before = cdr_meter_switch(repo->meter, CDR_STAGE_TREE);
	rc = n > 1 ? compare_many(&c, &top, trees)
		   : compare_two(&c, &top, n ? &trees[0] : &nothing, &trees[n]);
	cdr_meter_switch(repo->meter, before);
	return rc;
}
