/* test_store.c - however git keeps objects, every reader gives what git cat-file gives. */
#include "git/sure.h"
#include "objects.h"

/* Ninety versions of a file, so that chains grow long; all types; empty, large and binary blobs. */
#define HISTORY \
	"git init -q -b main . && { i=0; while [ $i -lt 90 ]; do i=$((i+1)); " \
	"s=''; j=0; while [ $j -lt 60 ]; do j=$((j+1)); " \
	"s=\"${s}line $j of $((j>i?0:i))\n\"; done; " \
	"printf 'commit refs/heads/main\\ncommitter C <c@x> %d +0000\\ndata 2\\nc\\n' " \
	"$((1700000000+i)); " \
	"printf 'M 100644 inline d/f\\ndata <<EOF\\n%sEOF\\n\\n' \"$s\"; done; } | " \
	"sed 's/\\\\n/\\n/g' | git fast-import --quiet && git reset -q --hard && : >empty && " \
	"head -c 300000 /dev/zero | tr '\\0' 'x' >large && printf 'a\\0b' >nul && git add . && " \
	"git commit -q -m last && git tag -a -m tag v1 && git hash-object -t tree -w /dev/null && "

#define UNPACK \
	"mkdir t && mv .git/objects/pack/* t/ && cat t/*.pack | git unpack-objects -q && rm -rf t"

static const struct layout {
	const char *name;
	const char *script;
	bool all_packed;               /* reader B has to know every object by itself */
} layouts[] = {
	{ "loose", HISTORY "git repack -adq && " UNPACK, false },
	{ "deltas by distance", HISTORY "git repack -adfq --window=50 && git prune-packed", true },
	{ "deltas by name",
	  HISTORY "git -c repack.useDeltaBaseOffset=false repack -adfq --window=50", true },
	{ "long chains", HISTORY "git repack -adfq --depth=250 --window=250", true },
	{ "large offsets",
	  HISTORY "git repack -adfq && cd .git/objects/pack && rm -f *.idx *.rev && "
		  "git index-pack --index-version=2,0x40 *.pack >/dev/null",
	  true },
	{ "names of SHA-256",
	  "export GIT_DEFAULT_HASH=sha256 && " HISTORY "git repack -adfq --window=50", true },
	{ "index of version 1", HISTORY "git -c pack.indexVersion=1 repack -adfq", false },
	{ "two packs with the same",
	  HISTORY "git repack -adfq && git rev-list --objects --all | cut -d' ' -f1 | "
		  "git pack-objects -q --depth=0 .git/objects/pack/pack",
	  true },
	{ "many packs and an index of all",
	  HISTORY "git rev-list --objects --all | cut -d' ' -f1 >names && "
		  "split -l 40 names part. && "
		  "for p in part.*; do git pack-objects -q .git/objects/pack/pack <$p; done && "
		  "git prune-packed && git multi-pack-index write",
	  false },
	{ "borrowed from another repository",
	  "mkdir from && (cd from && " HISTORY "git repack -adfq) && "
	  "git clone -q --shared from to && mv to/.git .git && git update-server-info && "
	  "echo own >own && git add own && git commit -q -m own",
	  false },
};

/* Git itself reads what libgit2 cannot. */
static struct cdr_repo *open_any(const struct sandbox *sandbox)
{
	struct cdr_where where = { .dir = sandbox->dir, .env = (const char *const *)environ };
	struct cdr_err err = { .code = 0 };
	struct cdr_repo *repo;

	assert_done(cdr_repo_open(&repo, &where, &err), &err);
	return repo;
}

static void check_store(const struct layout *layout, struct cdr_repo *repo, enum cdr_engine engine,
			const struct told_all *all)
{
	struct cdr_err err = { .code = 0 };

	cdr_repo_engine(repo, engine);
	for (size_t i = 0; i < all->n; i++) {
		const struct told *told = &all->items[i];
		struct cdr_object object;
		size_t size;

		assert_done(cdr_store_size(repo->store, &told->oid, &size, &err), &err);
		assert_int_equal(size, told->bytes.len);
		assert_done(cdr_store_read_kind(repo->store, &told->oid, told->kind, &object, &err),
			    &err);
		if (!is_told(told, &object))
			fail_msg("%s, engine %d: object %zu differs", layout->name, engine, i);
		cdr_object_release(&object);
	}
}

/* How many objects reader B gives by itself; what it gives has to be right. */
static size_t count_own(struct cdr_repo *repo, const struct told_all *all)
{
	struct cdr_reader reader = cdr_reader_of_packs(repo->packs);
	size_t known = 0;

	for (size_t i = 0; i < all->n; i++) {
		struct cdr_object object;
		size_t size;

		if (reader.read(reader.self, &all->items[i].oid, &object, NULL) < 0)
			continue;
		assert_true(is_told(&all->items[i], &object));
		cdr_object_release(&object);
		assert_int_equal(reader.size(reader.self, &all->items[i].oid, &size, NULL), 0);
		assert_int_equal(size, all->items[i].bytes.len);
		known++;
	}
	reader.free(reader.self);
	return known;
}

static void test_layouts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++) {
		struct sandbox sandbox = sandbox_open(layouts[i].script);
		struct told_all all = tell_all(&sandbox);
		struct cdr_repo *repo = open_any(&sandbox);
		size_t own;

		assert_true(all.n > 270);
		check_store(&layouts[i], repo, CDR_ENGINE_OWN, &all);
		check_store(&layouts[i], repo, CDR_ENGINE_OBJECTS_A, &all);
		own = count_own(repo, &all);
		if (layouts[i].all_packed && own + 1 < all.n)   /* the empty tree may be loose */
			fail_msg("%s: of %zu only %zu", layouts[i].name, all.n, own);
		cdr_repo_close(repo);
		told_free(&all);
		sandbox_close(&sandbox);
	}
}

/* A pack that comes while we run is not in the set that was opened. */
static void test_later_pack(void **state)
{
	struct sandbox sandbox = sandbox_open(HISTORY "git repack -adfq");
	struct cdr_repo *repo = open_repo(&sandbox, ".");
	struct cdr_err err = { .code = 0 };
	struct told_all all;

	(void)state;
	sandbox_run(&sandbox, "echo later >later && git add later && git commit -q -m later && "
			      "git repack -dq && git prune-packed");
	all = tell_all(&sandbox);
	for (size_t i = 0; i < all.n; i++) {
		struct cdr_object object;

		assert_done(cdr_store_read(repo->store, &all.items[i].oid, &object, &err), &err);
		assert_true(is_told(&all.items[i], &object));
		cdr_object_release(&object);
	}
	told_free(&all);
	cdr_repo_close(repo);
	sandbox_close(&sandbox);
}

static void test_refusals(void **state)
{
	struct sandbox sandbox = sandbox_open(HISTORY "git repack -adfq");
	struct cdr_repo *repo = open_repo(&sandbox, ".");
	struct cdr_oid missing = { .len = 20, .bytes = { 0xab } }, head;
	struct cdr_err err = { .code = 0 };
	struct cdr_object object;
	size_t size;

	(void)state;
	assert_int_equal(cdr_store_read_kind(repo->store, &missing, CDR_OBJECT_TREE, &object, &err),
			 CDR_EOBJECT);
	assert_non_null(strstr(err.message, "tree ab0000000000000000000000000000000000000"));
	assert_int_equal(cdr_store_size(repo->store, &missing, &size, NULL), CDR_EOBJECT);
	assert_done(cdr_repo_resolve(repo, "HEAD", &head, NULL), &err);
	err = (struct cdr_err){ .code = 0 };
	assert_int_equal(cdr_store_read_kind(repo->store, &head, CDR_OBJECT_TREE, &object, &err),
			 CDR_EOBJECT);
	assert_non_null(strstr(err.message, "is a commit, a tree is wanted"));
	cdr_object_release(&object);
	cdr_repo_close(repo);
	sandbox_close(&sandbox);
}

/* Whoever keeps it: a blob of more bytes than are wanted is refused, one of as many is read. */
static void test_blobs_of_at_most_so_many_bytes(void **state)
{
	struct sandbox sandbox = sandbox_open("git init -q; printf 12345 >a; "
					      "printf 12345678 >b; git add b; git commit -qm b; "
					      "git repack -adfq; git add a");
	struct cdr_repo *repo = open_repo(&sandbox, ".");
	const char *bytes[] = { "12345", "12345678" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct cdr_str text = cdr_str_from(bytes[i]);
		struct cdr_oid name = cdr_object_name(repo, CDR_OBJECT_BLOB, text);
		struct cdr_err err = { .code = 0 };
		struct cdr_object object;

		assert_done(cdr_store_read_blob(repo->store, &name, text.len, &object, &err), &err);
		assert_true(cdr_str_eq(object.bytes, text));
		cdr_object_release(&object);
	}
	for (size_t i = 0; i < 2; i++) {
		struct cdr_oid name =
			cdr_object_name(repo, CDR_OBJECT_BLOB, cdr_str_from(bytes[i]));
		struct cdr_object object;

		assert_int_equal(cdr_store_read_blob(repo->store, &name, 4, &object, NULL),
				 CDR_ELIMIT);
		assert_int_equal(cdr_store_read_blob(repo->sure, &name, 4, &object, NULL),
				 CDR_ELIMIT);
		assert_null(object.held);
	}
	cdr_repo_close(repo);
	sandbox_close(&sandbox);
}

/* What is lent outlives the cache's memory of it. */
static void test_lent_objects(void **state)
{
	struct cdr_bases *bases = cdr_bases_new(4096);
	struct cdr_unpacked_key first = { NULL, 1 };
	struct cdr_unpacked *held = NULL;

	(void)state;
	for (uint64_t i = 1; i <= 40; i++) {
		struct cdr_unpacked *base = cdr_unpacked_new(CDR_OBJECT_BLOB, 500);

		assert_non_null(base);
		memset(base->bytes, (int)i, 500);
		base->key = (struct cdr_unpacked_key){ NULL, i };
		cdr_bases_put(bases, base);
		if (i > 1)
			cdr_unpacked_release(base);
		else
			held = base;
	}
	assert_null(cdr_bases_get(bases, &first));
	assert_int_equal(held->bytes[499], 1);
	for (uint64_t i = 38; i <= 40; i++) {
		struct cdr_unpacked_key key = { NULL, i };
		struct cdr_unpacked *base = cdr_bases_get(bases, &key);

		assert_non_null(base);
		assert_int_equal(base->bytes[0], (char)i);
		cdr_unpacked_release(base);
	}
	cdr_bases_free(bases);
	assert_int_equal(held->bytes[0], 1);
	cdr_unpacked_release(held);
}

static void put_base(struct cdr_bases *bases, uint64_t offset, bool is_whole)
{
	struct cdr_unpacked *base = cdr_unpacked_new(CDR_OBJECT_BLOB, 500);

	assert_non_null(base);
	base->key = (struct cdr_unpacked_key){ NULL, offset };
	base->is_whole = is_whole;
	cdr_bases_put(bases, base);
	cdr_unpacked_release(base);
}

static bool has_base(struct cdr_bases *bases, uint64_t offset)
{
	struct cdr_unpacked_key key = { NULL, offset };
	struct cdr_unpacked *base = cdr_bases_get(bases, &key);

	cdr_unpacked_release(base);
	return base;
}

/* What no delta makes stays longer, but not for ever. */
static void test_whole_objects_are_passed_over(void **state)
{
	struct cdr_bases *bases = cdr_bases_new(4096);
	uint64_t n = 2;

	(void)state;
	put_base(bases, 1, true);
	put_base(bases, 2, false);
	while (n < 12)
		put_base(bases, ++n, false);
	assert_false(has_base(bases, 2));
	assert_true(has_base(bases, 1));
	while (n < 112)
		put_base(bases, ++n, false);
	assert_false(has_base(bases, 1));
	cdr_bases_free(bases);
}

static void test_fewer_bytes_from_now_on(void **state)
{
	struct cdr_bases *bases = cdr_bases_new(1 << 20);
	size_t n_left = 0;

	(void)state;
	for (uint64_t i = 1; i <= 40; i++)
		put_base(bases, i, false);
	cdr_bases_resize(bases, 4096);
	for (uint64_t i = 1; i <= 40; i++) {
		struct cdr_unpacked_key key = { NULL, i };
		struct cdr_unpacked *base = cdr_bases_get(bases, &key);

		assert_true(!base || i > 30);   /* the latest stay */
		n_left += base != NULL;
		cdr_unpacked_release(base);
	}
	assert_in_range(n_left, 4, 8);
	cdr_bases_free(bases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_layouts),
		cmocka_unit_test(test_later_pack),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_blobs_of_at_most_so_many_bytes),
		cmocka_unit_test(test_lent_objects),
		cmocka_unit_test(test_whole_objects_are_passed_over),
		cmocka_unit_test(test_fewer_bytes_from_now_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
