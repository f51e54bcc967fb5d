/* test_workdir.c - the folder of one run: read without following links, gone whatever was left. */
#include "unit/git/sandbox.h"

#include "verify/workdir.h"

#include <sys/stat.h>

static struct cdr_workdir make(const struct sandbox *box, struct cdr_arena *arena)
{
	struct cdr_err err = { 0 };
	struct cdr_workdir workdir;

	assert_done(cdr_workdir_make(&workdir, arena, box->dir, &err), &err);
	return workdir;
}

static void everything_is_removed_and_nothing_else(void **state)
{
	struct sandbox box = sandbox_open("mkdir keep; echo x >keep/file; chmod 500 keep");
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_workdir workdir = make(&box, &arena);
	struct cdr_err err = { 0 };

	(void)state;
	sandbox_run(
		&box,
		"cd cdreview-verify-*/checkout; ln -s ../../keep link; ln -s /nowhere dangling; "
		"mkdir -p a/b/c; echo x >a/b/c/d; ln -s ../../../../keep a/b/l; mkfifo a/pipe; "
		"chmod 000 a/b/c a/b a; printf x >\"$(printf 'odd\\nname')\"; chmod 000 odd*");
	assert_done(cdr_workdir_remove(&workdir, &err), &err);
	assert_done(cdr_workdir_remove(&workdir, &err), &err);
	sandbox_run(&box,
		    "test \"$(ls)\" = keep; test -e keep/file; test \"$(stat -c %a keep)\" = 500");
	cdr_arena_release(&arena);
	sandbox_close(&box);
}

static void reports_are_read_inside_of_the_checkout_only(void **state)
{
	static const struct {
		const char *path;
		int code;
	} rows[] = {
		{ "ok", 0 },
		{ "a/b/deep", 0 },
		{ "no", CDR_ENOTFOUND },
		{ "a/no/x", CDR_ENOTFOUND },
		{ "link", CDR_EIO },
		{ "way/secret", CDR_EIO },
		{ "a", CDR_EIO },
		{ "pipe", CDR_EIO },
		{ "large", CDR_ELIMIT },
	};
	struct sandbox box = sandbox_open("mkdir out; echo secret >out/secret");
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_workdir workdir = make(&box, &arena);

	(void)state;
	sandbox_run(
		&box,
		"cd cdreview-verify-*/checkout; echo text >ok; mkdir -p a/b; echo text >a/b/deep; "
		"ln -s ../../out/secret link; ln -s ../../out way; mkfifo pipe; "
		"truncate -s 17M large");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cdr_err err = { 0 };
		struct cdr_str text = { NULL, 0 };
		int rc =
			cdr_workdir_read(&workdir, &arena, cdr_str_from(rows[i].path), &text, &err);

		if (rc != rows[i].code)
			fail_msg("%s: %d %s", rows[i].path, rc, err.message);
		if (rc == 0)
			assert_true(cdr_str_is(text, "text\n"));
	}
	assert_int_equal(cdr_workdir_remove(&workdir, NULL), 0);
	cdr_arena_release(&arena);
	sandbox_close(&box);
}

static void a_folder_that_is_not_there_is_told(void **state)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_err err = { 0 };
	struct cdr_workdir workdir;

	(void)state;
	assert_int_equal(cdr_workdir_make(&workdir, &arena, "/no/such/folder", &err), CDR_EIO);
	assert_non_null(strstr(err.message, "/no/such/folder/cdreview-verify-"));
	assert_non_null(strstr(err.hint, "TMPDIR"));
	assert_int_equal(cdr_workdir_remove(&workdir, &err), 0);
	cdr_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_is_removed_and_nothing_else),
		cmocka_unit_test(reports_are_read_inside_of_the_checkout_only),
		cmocka_unit_test(a_folder_that_is_not_there_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
