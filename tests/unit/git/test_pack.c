/* test_pack.c - of a damaged pack comes what was there, what libgit2 makes of it, or nothing. */
#include "objects.h"

#include "git/patchdelta.h"

#define FLIPS 400

#define PACKED \
	"git init -q -b main . && for i in 1 2 3 4 5 6 7 8; do " \
	"seq $i 40 >a && seq 1 3$i | tac >b && git add . && git commit -q -m v$i; done && " \
	"git repack -adfq --window=20 && cp .git/objects/pack/*.pack pack && " \
	"cp .git/objects/pack/*.idx idx && chmod u+w .git/objects/pack/*"

/* --- deltas ----------------------------- */

#define ENDLESS "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"
#define BYTES(literal) { literal, sizeof(literal) - 1 }

static const struct {
	const char *name;
	struct cdr_str delta;          /* over "0123456789" */
	const char *result;            /* NULL: refused */
} deltas[] = {
	{ "copy and insert", BYTES("\x0a\x06\x91\x02\x03\x03xyz"), "234xyz" },
	{ "copy from 0", BYTES("\x0a\x02\x90\x02"), "01" },
	{ "nothing", BYTES("\x0a\x00"), "" },
	{ "another base", BYTES("\x0b\x02\x90\x02"), NULL },
	{ "copy past the end", BYTES("\x0a\x03\x91\x08\x03"), NULL },
	{ "copy from past the end", BYTES("\x0a\x01\x91\x0b\x01"), NULL },
	{ "copy of 64 KiB by default", BYTES("\x0a\x01\x80"), NULL },
	{ "copy cut short", BYTES("\x0a\x02\x91"), NULL },
	{ "insert cut short", BYTES("\x0a\x03\x03xy"), NULL },
	{ "reserved command", BYTES("\x0a\x00\x00"), NULL },
	{ "too little", BYTES("\x0a\x03\x90\x02"), NULL },
	{ "too much", BYTES("\x0a\x01\x90\x02"), NULL },
	{ "no sizes", BYTES(""), NULL },
	{ "endless size", BYTES(ENDLESS), NULL },
};

/* What DELTA makes, NUL-terminated and in memory of just that size; NULL when it does not fit. */
static char *apply(struct cdr_str delta)
{
	const struct cdr_str base = CDR_STR("0123456789");
	size_t base_len, len;
	char *out;

	if (!cdr_patchdelta_sizes(&delta, &base_len, &len) || base_len != base.len || len >= 64)
		return NULL;
	out = malloc(len);
	if (!cdr_patchdelta_apply(out, len, base, delta)) {
		free(out);
		return NULL;
	}
	out = realloc(out, len + 1);
	out[len] = '\0';
	return out;
}

static void test_deltas(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(deltas) / sizeof(deltas[0]); i++) {
		struct cdr_str delta = deltas[i].delta;
		char *exact = malloc(delta.len + 1);   /* so that reading past it is seen */
		char *out;

		memcpy(exact, delta.ptr, delta.len);
		out = apply((struct cdr_str){ exact, delta.len });
		if ((out != NULL) != (deltas[i].result != NULL))
			fail_msg("%s", deltas[i].name);
		if (out)
			assert_string_equal(out, deltas[i].result);
		free(out);
		free(exact);
	}
}

static void test_default_copy(void **state)
{
	char *base = malloc(0x10000), *out = malloc(0x10000);

	(void)state;
	for (size_t i = 0; i < 0x10000; i++)
		base[i] = (char)(i * 7 >> 3);
	assert_true(cdr_patchdelta_apply(out, 0x10000, (struct cdr_str){ base, 0x10000 },
					 CDR_STR("\x80")));
	assert_memory_equal(out, base, 0x10000);
	free(base);
	free(out);
}

/* --- heads of entries ----------------------------- */

#define AT 12                          /* behind the pack's header */
#define NOT_THERE { 0 }

static const struct {
	const char *name;
	struct cdr_str entry;
	uint64_t offset;
	struct cdr_packed head;        /* type 0: refused */
} heads[] = {
	{ "empty blob", BYTES("\x30"), AT, { .type = 3 } },
	{ "size in two bytes", BYTES("\xb5\x01"), AT, { .type = 3, .size = 21 } },
	{ "delta", BYTES("0123\x65\x04"), AT + 4, { .type = 6, .size = 5, .base = AT } },
	{ "base at itself", BYTES("\x65\x00"), AT, NOT_THERE },
	{ "base at the start", BYTES("\x65\x0c"), AT, NOT_THERE },
	{ "base before the start", BYTES("\x65\x0d"), AT, NOT_THERE },
	{ "endless distance", BYTES("\x65" ENDLESS), AT, NOT_THERE },
	{ "distance cut short", BYTES("\x65\x80"), AT, NOT_THERE },
	{ "no distance", BYTES("\x65"), AT, NOT_THERE },
	{ "name cut short", BYTES("\x75" "0123456789012345678"), AT, NOT_THERE },
	{ "type 0", BYTES("\x05"), AT, NOT_THERE },
	{ "type 5", BYTES("\x55"), AT, NOT_THERE },
	{ "endless size", BYTES("\xbf" ENDLESS), AT, NOT_THERE },
	{ "size cut short", BYTES("\xbf"), AT, NOT_THERE },
	{ "in the header", BYTES("\x30"), AT - 1, NOT_THERE },
	{ "in the trailer", BYTES("\x30"), AT + 1, NOT_THERE },
	{ "behind the end", BYTES("\x30"), (uint64_t)1 << 40, NOT_THERE },
};

static void test_heads(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		size_t len = AT + heads[i].entry.len + 20;
		unsigned char *bytes = malloc(len);
		struct cdr_pack pack = { .pack = { bytes, len }, .hash_len = 20 };
		struct cdr_packed head;
		bool sound;

		memset(bytes, 0x30, len);
		memcpy(bytes + AT, heads[i].entry.ptr, heads[i].entry.len);
		sound = cdr_pack_entry(&pack, heads[i].offset, &head);
		if (sound != (heads[i].head.type > 0))
			fail_msg("%s", heads[i].name);
		if (sound) {
			assert_int_equal(head.type, heads[i].head.type);
			assert_int_equal(head.size, heads[i].head.size);
			assert_int_equal(head.base, heads[i].head.base);
		}
		free(bytes);
	}
}

/* --- damage ----------------------------- */

struct damage {
	struct sandbox sandbox;
	struct told_all all;
	char *pack, *index;            /* whole, as git made them */
	size_t pack_len, index_len;
	char *pack_path, *index_path;
};

static int damage_open(void **state)
{
	struct damage *d = calloc(1, sizeof(*d));

	d->sandbox = sandbox_open(PACKED);
	d->all = tell_all(&d->sandbox);
	d->pack = sandbox_output(&d->sandbox, "cat pack", &d->pack_len);
	d->index = sandbox_output(&d->sandbox, "cat idx", &d->index_len);
	d->pack_path = sandbox_line(&d->sandbox, "ls $PWD/.git/objects/pack/*.pack");
	d->index_path = sandbox_line(&d->sandbox, "ls $PWD/.git/objects/pack/*.idx");
	*state = d;
	return 0;
}

static int damage_close(void **state)
{
	struct damage *d = *state;

	told_free(&d->all);
	sandbox_close(&d->sandbox);
	free(d->pack);
	free(d->index);
	free(d->pack_path);
	free(d->index_path);
	free(d);
	return 0;
}

static void spew(const char *path, const char *bytes, size_t len)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	fclose(file);
}

/* What libgit2 makes of the same files has to be what reader B made of them. */
static void assert_as_libgit2(const struct damage *d, const struct told *told,
			      const struct cdr_object *object)
{
	struct cdr_repo *repo = open_repo(&d->sandbox, ".");
	struct cdr_object theirs;

	cdr_repo_engine(repo, CDR_ENGINE_OBJECTS_A);
	assert_int_equal(cdr_store_read(repo->store, &told->oid, &theirs, NULL), 0);
	assert_int_equal(theirs.kind, object->kind);
	assert_true(cdr_str_eq(theirs.bytes, object->bytes));
	cdr_object_release(&theirs);
	cdr_repo_close(repo);
}

/* Returns how many objects reader B still gives as they were. */
static size_t read_damaged(const struct damage *d)
{
	struct cdr_packs *packs =
		cdr_packs_open(sandbox_path(&d->sandbox, ".git/objects"), 20);
	struct cdr_reader reader = cdr_reader_of_packs(packs);
	size_t right = 0;

	for (size_t i = 0; i < d->all.n; i++) {
		const struct told *told = &d->all.items[i];
		struct cdr_object object;
		size_t size;

		(void)reader.size(reader.self, &told->oid, &size, NULL);
		if (reader.read(reader.self, &told->oid, &object, NULL) < 0)
			continue;
		if (is_told(told, &object))
			right++;
		else
			assert_as_libgit2(d, told, &object);
		cdr_object_release(&object);
	}
	reader.free(reader.self);
	cdr_packs_free(packs);
	return right;
}

/* One byte after another is turned over; the counts show that damage is met and most survives. */
static void flip_each(const struct damage *d, const char *path, char *bytes, size_t len)
{
	size_t unharmed = 0, n = 0, step = len / FLIPS + 1;

	assert_int_equal(read_damaged(d), d->all.n);
	for (size_t at = 0; at < len; at += step, n++) {
		bytes[at] = (char)~bytes[at];
		spew(path, bytes, len);
		unharmed += read_damaged(d) == d->all.n;
		bytes[at] = (char)~bytes[at];
	}
	spew(path, bytes, len);
	assert_true(unharmed < n);
}

static void test_flipped_pack(void **state)
{
	struct damage *d = *state;

	flip_each(d, d->pack_path, d->pack, d->pack_len);
}

/* A delta that is told over another base than its own is refused by the size of the base. */
static void test_other_base(void **state)
{
	struct damage *d = *state;
	struct cdr_pack pack;
	size_t n_moved = 0;

	assert_true(cdr_pack_open(&pack, d->index_path, 20));
	for (size_t i = 0; i < d->all.n; i++) {
		struct cdr_packed entry;
		uint64_t offset;
		char *distance;

		assert_true(cdr_pack_find(&pack, &d->all.items[i].oid, &offset));
		assert_true(cdr_pack_entry(&pack, offset, &entry));
		distance = d->pack + (entry.stream.bytes - pack.pack.bytes) - 1;
		for (size_t j = 0; entry.type == CDR_PACKED_OFFSET_DELTA && j < d->all.n; j++) {
			char known = *distance;
			uint64_t other;

			assert_true(cdr_pack_find(&pack, &d->all.items[j].oid, &other));
			if (other >= offset || offset - other > 127 || known & ~127 ||
			    (distance[-1] & 128))
				continue;
			*distance = (char)(offset - other);
			spew(d->pack_path, d->pack, d->pack_len);
			(void)read_damaged(d);
			*distance = known;
			n_moved++;
		}
	}
	cdr_pack_close(&pack);
	spew(d->pack_path, d->pack, d->pack_len);
	assert_true(n_moved > 0);
}

static void test_flipped_index(void **state)
{
	struct damage *d = *state;

	flip_each(d, d->index_path, d->index, d->index_len);
}

static void test_cut_short(void **state)
{
	struct damage *d = *state;

	for (size_t len = 0; len < d->pack_len; len += d->pack_len / 40 + 1) {
		spew(d->pack_path, d->pack, len);
		assert_int_equal(read_damaged(d), 0);
	}
	spew(d->pack_path, d->pack, d->pack_len);
	for (size_t len = 0; len < d->index_len; len += d->index_len / 40 + 1) {
		spew(d->index_path, d->index, len);
		assert_int_equal(read_damaged(d), 0);
	}
	spew(d->index_path, d->index, d->index_len);
	assert_int_equal(read_damaged(d), d->all.n);
}

/* Nobody can read it: the store says which object and why. */
static void test_lost_objects(void **state)
{
	struct damage *d = *state;
	struct cdr_repo *repo;

	memset(d->pack + 12, 0, d->pack_len - 32);
	spew(d->pack_path, d->pack, d->pack_len);
	assert_int_equal(read_damaged(d), 0);
	repo = open_repo(&d->sandbox, ".");
	for (size_t i = 0; i < d->all.n; i++) {
		char hex[CDR_OID_HEX_MAX + 1];
		struct cdr_err err = { .code = 0 };
		struct cdr_object object;

		assert_int_equal(cdr_store_read(repo->store, &d->all.items[i].oid, &object, &err),
				 CDR_EOBJECT);
		cdr_oid_hex(hex, &d->all.items[i].oid);
		assert_non_null(strstr(err.message, hex));
	}
	cdr_repo_close(repo);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_deltas),
		cmocka_unit_test(test_default_copy),
		cmocka_unit_test(test_heads),
		cmocka_unit_test(test_flipped_pack),
		cmocka_unit_test(test_flipped_index),
		cmocka_unit_test(test_other_base),
		cmocka_unit_test(test_cut_short),
		cmocka_unit_test(test_lost_objects),
	};

	return cmocka_run_group_tests(tests, damage_open, damage_close);
}
