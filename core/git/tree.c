/*
 * tree.c - two trees are merged as raw bytes. libgit2's tree diff builds a path
 * for every sibling and cannot compare with all parents of a merge at once.
 */
#include "git/delta.h"
#include "git/inside.h"

#include <string.h>

#define MAX_DEPTH 1024
#define MODE_TREE 0040000u
#define MODE_KIND 0170000u
#define MODE_FILE 0100000u

/* One "MODE NAME\0OID". */
struct entry {
	struct cdr_str name;
	uint32_t mode;                 /* 0: no such entry */
	const unsigned char *oid;
};

/* A tree that is being read entry by entry. */
struct reader {
	struct cdr_oid oid;            /* len 0: a tree of nothing */
	struct cdr_object object;
	struct cdr_str rest;           /* not yet read */
	struct entry entry;            /* mode 0 after the last */
};

struct compare {
	struct cdr_store *store;
	struct cdr_deltas *out;
	size_t n;                      /* old sides; the new one is reader n */
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

/* Old repositories have modes like 100664; git reads them as one of its own. */
static uint32_t canonical(uint32_t mode)
{
	if ((mode & MODE_KIND) == MODE_FILE)
		return mode & 0100 ? 0100755 : 0100644;
	if ((mode & MODE_KIND) == MODE_TREE)
		return MODE_TREE;
	return (mode & MODE_KIND) == 0120000 ? 0120000 : 0160000;
}

/* Reads "MODE NAME\0OID" off the rest; false when it is cut short. */
static bool advance(struct reader *reader)
{
	struct cdr_str rest = reader->rest;
	uint32_t mode = 0;
	const char *end;
	size_t i = 0;

	reader->entry = (struct entry){ .mode = 0 };
	if (rest.len == 0)
		return true;
	for (; i < rest.len && rest.ptr[i] >= '0' && rest.ptr[i] <= '7'; i++)
		mode = mode << 3 | (uint32_t)(rest.ptr[i] - '0');
	if (i == 0 || i == rest.len || rest.ptr[i] != ' ')
		return false;
	rest = cdr_str_sub(rest, i + 1, rest.len);
	end = memchr(rest.ptr, '\0', rest.len);
	if (!end || end == rest.ptr || rest.len - (size_t)(end - rest.ptr) < 1u + reader->oid.len)
		return false;
	reader->entry.name = cdr_str_sub(rest, 0, (size_t)(end - rest.ptr));
	reader->entry.mode = canonical(mode);
	reader->entry.oid = (const unsigned char *)end + 1;
	reader->rest = cdr_str_sub(rest, reader->entry.name.len + 1 + reader->oid.len, rest.len);
	return true;
}

static int damaged(const struct reader *reader, struct cdr_err *err)
{
	char hex[CDR_OID_HEX_MAX + 1];

	cdr_oid_hex(hex, &reader->oid);
	return cdr_fail(err, CDR_EOBJECT, "tree %s is damaged", hex);
}

static int step(struct reader *reader, struct cdr_err *err)
{
	return advance(reader) ? 0 : damaged(reader, err);
}

/* Opens the tree OID at its first entry; len 0 is a tree of nothing. */
static int reader_open(struct reader *reader, struct cdr_store *store, const struct cdr_oid *oid,
		       struct cdr_err *err)
{
	int rc;

	*reader = (struct reader){ .oid = *oid };
	if (oid->len == 0)
		return 0;
	rc = cdr_store_read_kind(store, oid, CDR_OBJECT_TREE, &reader->object, err);
	reader->rest = reader->object.bytes;
	return rc < 0 ? rc : step(reader, err);
}

/* What stands behind the first AT bytes of a name: a directory's ends in '/'. */
static int byte_at(const struct entry *entry, size_t at)
{
	if (at < entry->name.len)
		return (unsigned char)entry->name.ptr[at];
	return entry->mode == MODE_TREE ? '/' : 0;
}

/* git's order of names in a tree. */
static int order(const struct entry *a, const struct entry *b)
{
	size_t shorter = a->name.len < b->name.len ? a->name.len : b->name.len;
	int cmp = memcmp(a->name.ptr, b->name.ptr, shorter);

	return cmp ? cmp : byte_at(a, shorter) - byte_at(b, shorter);
}

static bool same(const struct compare *c, const struct entry *a, const struct entry *b)
{
	return a->mode == b->mode && (!a->mode || memcmp(a->oid, b->oid, c->hash_len) == 0);
}

/* Takes the entry called as KEY off READER, passing those before it; mode 0 when there is none. */
static int take(struct reader *reader, const struct entry *key, struct entry *out,
		struct cdr_err *err)
{
	int rc = 0;

	*out = (struct entry){ .mode = 0 };
	while (rc == 0 && reader->entry.mode && order(&reader->entry, key) < 0)
		rc = step(reader, err);
	if (rc < 0 || !reader->entry.mode || order(&reader->entry, key) != 0)
		return rc;
	*out = reader->entry;
	return step(reader, err);
}

static struct cdr_oid oid_of(const struct compare *c, const struct entry *entry)
{
	struct cdr_oid oid = { .len = 0 };

	if (!entry->mode)
		return oid;
	memcpy(oid.bytes, entry->oid, c->hash_len);
	oid.len = c->hash_len;
	return oid;
}

static struct cdr_str join(struct cdr_arena *arena, struct cdr_str dir, struct cdr_str name,
			   const char *end)
{
	char *path = cdr_arena_alloc(arena, dir.len + name.len + strlen(end) + 1);

	memcpy(path, dir.ptr, dir.len);
	memcpy(path + dir.len, name.ptr, name.len);
	memcpy(path + dir.len + name.len, end, strlen(end));
	return (struct cdr_str){ path, dir.len + name.len + strlen(end) };
}

static void emit(struct compare *c, struct cdr_str dir, const struct entry *old,
		 const struct entry *new)
{
	struct cdr_str name = old->mode ? old->name : new->name;

	*cdr_vec_push(c->out->arena, c->out) = (struct cdr_delta){
		.file = {
			.path = join(c->out->arena, dir, name, ""),
			.old_mode = old->mode,
			.new_mode = new->mode,
			.old_blob = oid_of(c, old),
			.new_blob = oid_of(c, new),
			.status = cdr_delta_status(old->mode, new->mode),
		},
	};
}

static int compare_trees(struct compare *c, struct cdr_str dir, const struct entry *trees,
			 size_t depth);

/* SIDES are the entries of one name: N old ones, then the new one. */
static int compare_entries(struct compare *c, struct cdr_str dir, const struct entry *sides,
			   size_t depth)
{
	const struct entry *new = &sides[c->n];
	const struct entry *key = new->mode ? new : &sides[0];

	for (size_t i = 0; i < c->n; i++)
		if (same(c, &sides[i], new))
			return 0;
	if (key->mode != MODE_TREE) {
		emit(c, dir, &sides[0], new);
		return 0;
	}
	return compare_trees(c, join(c->out->arena, dir, key->name, "/"), sides, depth + 1);
}

/* The name that is next: first of the first old side's and the new side's. */
static struct entry next_key(const struct compare *c, const struct reader *readers)
{
	const struct entry *old = &readers[0].entry;
	const struct entry *new = &readers[c->n].entry;

	return !new->mode || (old->mode && order(old, new) < 0) ? *old : *new;
}

static int open_all(struct compare *c, struct reader *readers, const struct entry *trees)
{
	int rc = 0;

	for (size_t i = 0; i <= c->n && rc == 0; i++) {
		struct cdr_oid oid = oid_of(c, &trees[i]);

		rc = reader_open(&readers[i], c->store, &oid, c->err);
	}
	return rc;
}

/* Everything below DIR. TREES are the directory itself on each side. */
static int compare_trees(struct compare *c, struct cdr_str dir, const struct entry *trees,
			 size_t depth)
{
	struct cdr_arena scratch = { NULL, 0 };
	struct reader *readers = cdr_arena_alloc(&scratch, (c->n + 1) * sizeof(*readers));
	struct entry *sides = cdr_arena_alloc(&scratch, (c->n + 1) * sizeof(*sides));
	struct entry key;
	int rc;

	if (depth > MAX_DEPTH) {
		rc = cdr_fail(c->err, CDR_ELIMIT, "directories are nested deeper than %d",
			      MAX_DEPTH);
		goto out;
	}
	rc = open_all(c, readers, trees);
	while (rc == 0 && (key = next_key(c, readers)).mode) {
		for (size_t i = 0; i <= c->n && rc == 0; i++)
			rc = take(&readers[i], &key, &sides[i], c->err);
		if (rc == 0)
			rc = compare_entries(c, dir, sides, depth);
	}
out:
	for (size_t i = 0; i <= c->n; i++)
		cdr_object_release(&readers[i].object);
	cdr_arena_release(&scratch);
	return rc;
}

int cdr_deltas_of_trees(struct cdr_deltas *out, struct cdr_repo *repo, const struct cdr_oid *trees,
			size_t n, struct cdr_err *err)
{
	size_t n_old = n ? n : 1;   /* a root commit has one old side: nothing */
	struct compare c = { repo->store, out, n_old, trees[n].len, err };
	struct entry *tops = cdr_arena_alloc(out->arena, (n_old + 1) * sizeof(*tops));

	for (size_t i = 0; i < n; i++)
		tops[i] = (struct entry){ .mode = MODE_TREE, .oid = trees[i].bytes };
	tops[n_old] = (struct entry){ .mode = MODE_TREE, .oid = trees[n].bytes };
	for (size_t i = 0; i < n; i++)
		if (same(&c, &tops[i], &tops[n_old]))
			return 0;
	return compare_trees(&c, CDR_STR(""), tops, 0);
}
