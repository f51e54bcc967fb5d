/* test_objects.c - blobs are read whole, unharmed and up to a cap, or not at all. */
#include "sandbox.h"

#include "git/objects.h"

struct store {
	struct sandbox sandbox;
	struct cdr_repo *repo;
	struct cdr_oid head;
	struct cdr_arena arena;
};

static int store_open(void **state)
{
	struct store *store = calloc(1, sizeof(*store));
	struct cdr_err err = { .code = 0 };

	store->sandbox = sandbox_open("git init -q -b main . && mkdir -p a/b && printf 'x\\0y' "
				      ">a/nul && echo deep >a/b/c && ln -s nul a/link && "
				      ": >void && git add . && git update-index --add --cacheinfo "
				      "160000,1111111111111111111111111111111111111111,sub && "
				      "git commit -q -m one");
	store->repo = open_repo(&store->sandbox, ".");
	assert_done(cdr_repo_resolve(store->repo, "HEAD", &store->head, &err), &err);
	*state = store;
	return 0;
}

static int store_close(void **state)
{
	struct store *store = *state;

	cdr_arena_release(&store->arena);
	cdr_repo_close(store->repo);
	sandbox_close(&store->sandbox);
	free(store);
	return 0;
}

#define PLACE(commit, path, max) ((struct cdr_blob_place){ (commit), (path), (max) })

static void test_blob_at_path(void **state)
{
	struct store *s = *state;
	struct cdr_err err = { .code = 0 };
	struct cdr_blob blob;

	assert_done(cdr_blob_at(s->repo, &s->arena, &PLACE(&s->head, "a/nul", 3), &blob, &err),
		    &err);
	assert_int_equal(blob.text.len, 3);
	assert_memory_equal(blob.text.ptr, "x\0y", 3);
	assert_int_equal(blob.oid.len, 20);
	assert_done(cdr_blob_at(s->repo, &s->arena, &PLACE(&s->head, "void", 0), &blob, &err),
		    &err);
	assert_int_equal(blob.text.len, 0);
	assert_non_null(blob.text.ptr);
}

static void test_refusals(void **state)
{
	static const struct {
		const char *path;
		int code;
		const char *message;
	} cases[] = {
		{ "a/none", CDR_ENOTFOUND, "there is no a/none in that commit" },
		{ "a/link", CDR_EOBJECT, "a/link is a symbolic link, a regular file is wanted" },
		{ "a", CDR_EOBJECT, "a is a directory, a regular file is wanted" },
		{ "sub", CDR_EOBJECT, "sub is a submodule, a regular file is wanted" },
		{ "a/b/c", CDR_ELIMIT, "has 5 bytes, at most 4 are read" },
	};
	struct store *s = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct cdr_err err = { .code = 0 };
		struct cdr_blob blob;

		assert_int_equal(cdr_blob_at(s->repo, &s->arena, &PLACE(&s->head, cases[i].path, 4),
					     &blob, &err),
				 cases[i].code);
		if (!strstr(err.message, cases[i].message))
			fail_msg("%s: %s", cases[i].path, err.message);
	}
}

static void test_missing_and_wrong_objects(void **state)
{
	struct store *s = *state;
	struct cdr_err err = { .code = 0 };
	struct cdr_oid oid = { .len = 20, .bytes = { 1, 2 } };
	struct cdr_blob blob;

	assert_int_equal(cdr_blob_at(s->repo, &s->arena, &PLACE(&oid, "a", 10), &blob, &err),
			 CDR_EOBJECT);
	assert_non_null(strstr(err.message, "0102000000000000000000000000000000000000"));
}

/* An object whose content is another's: zlib and header are fine, only its name is not. */
static void test_swapped_content(void **state)
{
	struct sandbox sandbox = sandbox_open(
		"git init -q -b main . && echo good >good && echo evil >evil && git add . && git "
		"commit -q -m one && "
		"g=$(git rev-parse HEAD:good) e=$(git rev-parse HEAD:evil) && cd .git/objects && "
		"cp -f $(echo $e | sed 's/../&\\//') $(echo $g | sed 's/../&\\//')");
	struct cdr_repo *repo = open_repo(&sandbox, ".");
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_err err = { .code = 0 };
	struct cdr_oid head;
	struct cdr_blob blob;

	(void)state;
	assert_done(cdr_repo_resolve(repo, "HEAD", &head, &err), &err);
	assert_int_equal(cdr_blob_at(repo, &arena, &PLACE(&head, "good", 99), &blob, &err),
			 CDR_EOBJECT);
	assert_non_null(strstr(err.message, "is damaged"));
	cdr_arena_release(&arena);
	cdr_repo_close(repo);
	sandbox_close(&sandbox);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_blob_at_path),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_missing_and_wrong_objects),
		cmocka_unit_test(test_swapped_content),
	};

	return cmocka_run_group_tests(tests, store_open, store_close);
}
