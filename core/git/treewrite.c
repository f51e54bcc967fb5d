/*
 * treewrite.c - libgit2 can write trees only where it can read the repository; the
 * same bytes handed to either backend make the same tree.
 */
#include "git/treewrite.h"
#include "git/sure.h"

#include <stdlib.h>
#include <string.h>

#define TREE_BYTES_MAX ((size_t)64 << 20)
#define MODE_BLOB 0100644u

/* An entry as it will be written: the mode as it was. */
struct item {
	struct cdr_entry entry;
	unsigned mode;
};

struct items {
	struct item *items;
	size_t n, alloc;
};

/* Changes of one folder: all begin with the same SKIP bytes. */
struct span {
	const struct cdr_tree_change *items;
	size_t n, skip;
};

struct write {
	struct cdr_repo *repo;
	struct cdr_arena arena;
	struct cdr_err *err;
};

static int by_path(const void *a, const void *b)
{
	return cdr_str_cmp(((const struct cdr_tree_change *)a)->path,
			   ((const struct cdr_tree_change *)b)->path);
}

static int by_git_order(const void *a, const void *b)
{
	return cdr_entry_order(&((const struct item *)a)->entry, &((const struct item *)b)->entry);
}

/* The entries of the tree OID; their text lives as long as the arena. */
static int read_items(struct write *w, const struct cdr_oid *oid, struct items *out)
{
	struct cdr_object object = { .held = NULL };
	struct cdr_tree tree = { .oid = *oid };
	struct cdr_str bytes;
	struct item item;
	int rc = 0;

	if (oid->len > 0)
		rc = cdr_sure_read(&object, w->repo,
				   &(struct cdr_wanted){ oid, CDR_OBJECT_TREE, TREE_BYTES_MAX },
				   w->err);
	bytes = cdr_str_copy(&w->arena, object.bytes);
	cdr_object_release(&object);
	tree.at = bytes.ptr;
	tree.end = bytes.ptr + bytes.len;
	while (rc == 0 && tree.at != tree.end) {
		rc = cdr_tree_entry(&tree, &item.entry, w->err);
		item.mode = (unsigned)strtoul(tree.at, NULL, 8);
		if (rc == 0) {
			*cdr_vec_push(&w->arena, out) = item;
			cdr_tree_pass(&tree, &item.entry);
		}
	}
	return rc;
}

static struct item *find(struct items *items, struct cdr_str name)
{
	for (size_t i = 0; i < items->n; i++)
		if (cdr_str_eq(items->items[i].entry.name, name))
			return &items->items[i];
	return NULL;
}

/* Makes NAME stand for OID; len 0 takes it away. */
static void put(struct write *w, struct items *items, struct cdr_str name, unsigned mode,
		const struct cdr_oid *oid)
{
	struct item *item = find(items, name);

	if (oid->len == 0) {
		if (item)
			*item = items->items[--items->n];
		return;
	}
	if (!item)
		item = cdr_vec_push(&w->arena, items);
	item->entry = (struct cdr_entry){
		.name = name,
		.mode = mode,
		.oid = cdr_arena_copy(&w->arena, oid->bytes, oid->len),
	};
	item->mode = mode;
}

static int write_items(struct write *w, struct items *items, struct cdr_oid *out)
{
	struct cdr_buf bytes;
	int rc;

	if (items->n > 0)
		qsort(items->items, items->n, sizeof(*items->items), by_git_order);
	cdr_buf_init(&bytes, TREE_BYTES_MAX);
	for (size_t i = 0; i < items->n; i++) {
		const struct item *item = &items->items[i];

		cdr_buf_addf(&bytes, "%o %.*s", item->mode, CDR_FMT(item->entry.name));
		cdr_buf_addc(&bytes, '\0');
		cdr_buf_add(&bytes, item->entry.oid, w->repo->oid_len);
	}
	rc = cdr_buf_check(&bytes, "a tree", w->err);
	if (rc == 0)
		rc = w->repo->refs->write(w->repo, CDR_OBJECT_TREE, cdr_buf_str(&bytes), out,
					  w->err);
	cdr_buf_release(&bytes);
	return rc;
}

static struct cdr_str rest_of(const struct span *span, size_t idx)
{
	struct cdr_str path = span->items[idx].path;

	return cdr_str_sub(path, span->skip, path.len);
}

/* How many changes from AT on lie in the folder NAME. */
static size_t run_below(const struct span *span, size_t at, struct cdr_str name)
{
	size_t n = 0;

	while (at + n < span->n) {
		struct cdr_str rest = rest_of(span, at + n);

		if (rest.len <= name.len || rest.ptr[name.len] != '/' ||
		    memcmp(rest.ptr, name.ptr, name.len) != 0)
			break;
		n++;
	}
	return n;
}

static int write_folder(struct write *w, const struct cdr_oid *base, const struct span *span,
			struct cdr_oid *out);

/* Writes the folder NAME with the changes INSIDE of it, and puts it among ITEMS. */
static int change_folder(struct write *w, struct items *items, struct cdr_str name,
			 const struct span *inside)
{
	const struct item *item = find(items, name);
	struct cdr_oid base = { .len = 0 }, oid;
	int rc;

	if (item && item->entry.mode == CDR_MODE_TREE) {
		base.len = w->repo->oid_len;
		memcpy(base.bytes, item->entry.oid, base.len);
	}
	rc = write_folder(w, &base, inside, &oid);
	if (rc == 0)
		put(w, items, name, CDR_MODE_TREE, &oid);
	return rc;
}

static int change_items(struct write *w, struct items *items, const struct span *span)
{
	int rc = 0;

	for (size_t i = 0, n; i < span->n && rc == 0; i += n) {
		struct cdr_str rest = rest_of(span, i);
		struct cdr_str name = cdr_str_sub(rest, 0, cdr_str_find(rest, CDR_STR("/")));

		n = run_below(span, i, name);
		if (n > 0)
			rc = change_folder(w, items, name,
					   &(struct span){ span->items + i, n,
							   span->skip + name.len + 1 });
		else
			put(w, items, name, MODE_BLOB, &span->items[i + n++].blob);
	}
	return rc;
}

/* *OUT has len 0 when nothing is left. */
static int write_folder(struct write *w, const struct cdr_oid *base, const struct span *span,
			struct cdr_oid *out)
{
	struct items items = { NULL, 0, 0 };
	int rc = read_items(w, base, &items);

	if (rc == 0)
		rc = change_items(w, &items, span);
	*out = (struct cdr_oid){ .len = 0 };
	if (rc == 0 && (items.n > 0 || span->skip == 0))
		rc = write_items(w, &items, out);
	return rc;
}

int cdr_tree_write(struct cdr_oid *out, struct cdr_repo *repo, const struct cdr_oid *base,
		   struct cdr_tree_changes *changes, struct cdr_err *err)
{
	struct write w = { .repo = repo, .err = err };
	int rc;

	if (changes->n > 0)
		qsort(changes->items, changes->n, sizeof(*changes->items), by_path);
	rc = write_folder(&w, base, &(struct span){ changes->items, changes->n, 0 }, out);
	cdr_arena_release(&w.arena);
	return rc;
}
