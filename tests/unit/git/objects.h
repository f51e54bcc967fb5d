/*
 * objects.h - every object of a repository as real git tells it, for tests of
 * who reads objects.
 */
#ifndef TEST_OBJECTS_H
#define TEST_OBJECTS_H

#include "sandbox.h"

#include "git/bases.h"
#include "git/inside.h"
#include "git/store_pack.h"

struct told {
	struct cdr_oid oid;
	enum cdr_object_kind kind;
	struct cdr_str bytes;
};

struct told_all {
	char *text;                /* what git printed; items point into it */
	struct told *items;
	size_t n;
};

static inline enum cdr_object_kind kind_called(const char *word)
{
	for (int kind = CDR_OBJECT_COMMIT; kind <= CDR_OBJECT_TAG; kind++) {
		const char *name = cdr_object_kind_name((enum cdr_object_kind)kind);

		if (strncmp(word, name, strlen(name)) == 0)
			return (enum cdr_object_kind)kind;
	}
	fail_msg("no object type: %.20s", word);
	return CDR_OBJECT_BLOB;
}

/* Reads "HEX TYPE SIZE\n", the bytes and a line feed off *AT. */
static inline struct told take_told(const char **at)
{
	const char *word = strchr(*at, ' ');
	struct told told;
	char *end;

	assert_non_null(word);
	assert_true(cdr_oid_parse(&told.oid, (struct cdr_str){ *at, (size_t)(word - *at) }));
	told.kind = kind_called(word + 1);
	told.bytes.len = strtoul(strchr(word + 1, ' '), &end, 10);
	told.bytes.ptr = end + 1;
	*at = told.bytes.ptr + told.bytes.len + 1;
	return told;
}

static inline struct told_all tell_all(const struct sandbox *sandbox)
{
	struct told_all all = { .n = 0 };
	size_t len, alloc = 0;
	const char *at;

	all.text = sandbox_output(sandbox, "git cat-file --batch-all-objects --batch --buffer", &len);
	for (at = all.text; at < all.text + len;) {
		if (all.n == alloc) {
			alloc = alloc * 2 + 64;
			all.items = realloc(all.items, alloc * sizeof(*all.items));
			assert_non_null(all.items);
		}
		all.items[all.n++] = take_told(&at);
	}
	return all;
}

static inline void told_free(struct told_all *all)
{
	free(all->items);
	free(all->text);
}

static inline bool is_told(const struct told *told, const struct cdr_object *object)
{
	return object->kind == told->kind && cdr_str_eq(object->bytes, told->bytes);
}

#endif
