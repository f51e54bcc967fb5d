/* test_range.c - what users write: its label, its ends, its changes, and how it is refused. */
#include "sandbox.h"

static const char history[] =
	"git init -q -b main . && echo 0 >f && git add f && git commit -q -m root && "
	"for i in 1 2 3; do echo $i >f; git commit -q -a -m \"main $i\"; done && git tag -a -m tag "
	"v3 && "
	"git checkout -q -b topic HEAD~2 && echo t >t && git add t && git commit -q -m 'on topic' "
	"&& "
	"git checkout -q main && git merge -q --no-ff -m merge topic && git tag tree HEAD^{tree}";

static struct sandbox sandbox;
static struct cdr_repo *repo;

static int setup(void **state)
{
	(void)state;
	sandbox = sandbox_open(history);
	repo = open_repo(&sandbox, ".");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	cdr_repo_close(repo);
	sandbox_close(&sandbox);
	return 0;
}

static struct cdr_range *open_range(const char *text)
{
	struct cdr_session_options options = { .range = text };
	struct cdr_err err = { .code = 0 };
	struct cdr_range *range;

	assert_done(cdr_range_open(&range, repo, &options, &err), &err);
	return range;
}

static void assert_names(const struct cdr_oid *oid, const char *revision)
{
	struct cdr_oid expected = { .len = 0 };
	struct cdr_err err = { .code = 0 };

	if (revision)
		assert_done(cdr_repo_resolve(repo, revision, &expected, &err), &err);
	assert_true(cdr_oid_eq(oid, &expected));
}

static void test_labels_and_ends(void **state)
{
	static const struct {
		const char *text, *label, *base, *head;
	} cases[] = {
		{ "main~2..main", "main~2..main", "main~2", "main" },
		{ "main~2..", "main~2..HEAD", "main~2", "main" },
		{ "topic...main~1", "topic...main~1", "main~3", "main~1" },
		{ "main~1", "main~1^..main~1", "main~2", "main~1" },
		{ "v3", "v3^..v3", "v3~1", "v3" },
		{ "main", "main^..main", "main~1", "main" },
		{ "main~4", "main~4", NULL, "main~4" },
		{ " ^topic  main ", "^topic  main", "topic", "main" },
		{ "topic^!", "topic^!", "topic~1", "topic" },
		{ "main^-2", "main^-2", "topic", "main" },
		{ "main^@", "main^@", NULL, "main~1" },
		{ "main --not topic", "main --not topic", "topic", "main" },
		{ "--not topic --not main", "--not topic --not main", "topic", "main" },
		{ "main@{0}", "main@{0}^..main@{0}", "main~1", "main" },
		{ ":/on topic", ":/on topic^..:/on topic", "topic^", "topic" },
		{ "HEAD^{/merge}~1", "HEAD^{/merge}~1^..HEAD^{/merge}~1", "main~2", "main~1" },
		{ "4b825dc642cb6eb9a060e54bf8d69288fbee4904..main~4",
		  "4b825dc642cb6eb9a060e54bf8d69288fbee4904..main~4", NULL, "main~4" },
		{ NULL, "HEAD^..HEAD", "main~1", "main" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct cdr_range *range = open_range(cases[i].text);
		struct cdr_oid base = cdr_range_base(range), head = cdr_range_head(range);

		if (!cdr_str_is(cdr_range_label(range), cases[i].label))
			fail_msg("%s: %.*s", cases[i].text, CDR_FMT(cdr_range_label(range)));
		assert_names(&base, cases[i].base);
		assert_names(&head, cases[i].head);
		cdr_range_close(range);
	}
}

static void test_refused(void **state)
{
	static const struct {
		const char *text, *message;
	} cases[] = {
		{ "nope", "unknown revision 'nope'" },
		{ "main..nope", "unknown revision 'nope'" },
		{ "nope...main", "unknown revision 'nope'" },
		{ "^nope main", "unknown revision 'nope'" },
		{ "nope^!", "unknown revision 'nope'" },
		{ "main^-3", "'main' has no parent 3" },
		{ "main^-x", "unknown revision 'main^-x'" },
		{ "main..main", "the range main..main has no commits" },
		{ "main..main~2", "the range main..main~2 has no commits" },
		{ "..", "'..' names no revision" },
		{ "...", "'...' names no revision" },
		{ "", "the range is empty text" },
		{ "  ", "the range is empty text" },
		{ "^main", "'^main' hides commits and shows none" },
		{ "main^@..main", "'main^@' names several commits" },
		{ "--not main", "'--not main' hides commits and shows none" },
		{ "--all", "'--all' is no revision" },
		{ "tree", "'tree' is a tree, not a commit" },
		{ "HEAD:f", "'HEAD:f' is a blob, not a commit" },
		{ "main@{upstream}..main", "unknown revision 'main@{upstream}'" },
		{ "main@{u", "unknown revision 'main@{u'" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct cdr_session_options options = { .range = cases[i].text };
		struct cdr_err err = { .code = 0 };
		struct cdr_range *range;

		assert_int_equal(cdr_range_open(&range, repo, &options, &err), CDR_EUSAGE);
		assert_null(range);
		if (strncmp(err.message, cases[i].message, strlen(cases[i].message)) != 0)
			fail_msg("%s: %s", cases[i].text, err.message);
		if (!*err.hint && !strstr(err.message, "empty text") &&
		    !strstr(err.message, "not a commit") && !strstr(err.message, "no parent"))
			fail_msg("%s: no hint", cases[i].text);
	}
}

static void test_a_change_says_what_git_says(void **state)
{
	struct cdr_range *range = open_range("main");
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_err err = { .code = 0 };
	struct cdr_change change;
	char hex[CDR_OID_HEX_MAX + 1];
	char *tree = sandbox_line(&sandbox, "git rev-parse main^{tree}");

	(void)state;
	assert_done(cdr_range_next(range, repo, &arena, &change, &err), &err);
	assert_int_equal(change.kind, CDR_CHANGE_COMMIT);
	assert_names(&change.commit, "main");
	assert_names(&change.parent, "main^1");
	cdr_oid_hex(hex, &change.tree);
	assert_string_equal(hex, tree);
	assert_true(cdr_str_is(change.author, "Ann"));
	assert_true(cdr_str_is(change.email, "ann@example.com"));
	assert_true(cdr_str_is(change.subject, "merge"));
	assert_int_equal(change.time, 1767607200);
	assert_int_equal(change.n_parents, 2);
	assert_done(cdr_range_next(range, repo, &arena, &change, &err), &err);
	assert_names(&change.commit, "topic");
	assert_int_equal(cdr_range_next(range, repo, &arena, &change, &err), CDR_END);
	assert_int_equal(cdr_range_next(range, repo, &arena, &change, &err), CDR_END);
	free(tree);
	cdr_arena_release(&arena);
	cdr_range_close(range);
}

static void test_upstream_is_the_default(void **state)
{
	struct sandbox both = sandbox_open(
		"git init -q -b main up && cd up && git commit -q --allow-empty -m one && cd .. && "
		"git clone -q up down && cd down && git commit -q --allow-empty -m two");
	struct cdr_repo *down = open_repo(&both, "down");
	struct cdr_session_options options = { .range = NULL };
	struct cdr_err err = { .code = 0 };
	struct cdr_range *range;

	(void)state;
	assert_done(cdr_range_open(&range, down, &options, &err), &err);
	assert_true(cdr_str_is(cdr_range_label(range), "origin/main..HEAD"));
	cdr_range_close(range);
	sandbox_run(&both, "git -C down reset -q --hard HEAD~1");
	assert_int_equal(cdr_range_open(&range, down, &options, &err), CDR_EUSAGE);
	assert_string_equal(err.message, "the range origin/main..HEAD has no commits");
	sandbox_run(&both, "git -C down checkout -q --detach");
	assert_done(cdr_range_open(&range, down, &options, NULL), &err);
	assert_true(cdr_str_is(cdr_range_label(range), "HEAD"));
	cdr_range_close(range);
	cdr_repo_close(down);
	sandbox_close(&both);
}

/* Reads RANGE of the clone NAME to its end; the code that it ends with. */
static int read_to_end(const struct sandbox *both, const char *name, const char *text, size_t *n,
		       struct cdr_err *err)
{
	struct cdr_session_options options = { .range = text };
	struct cdr_repo *clone = open_repo(both, name);
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_change change;
	struct cdr_range *range;
	int rc = cdr_range_open(&range, clone, &options, err);

	for (*n = 0; rc == 0; *n += rc == 0)
		rc = cdr_range_next(range, clone, &arena, &change, err);
	cdr_range_close(range);
	cdr_arena_release(&arena);
	cdr_repo_close(clone);
	return rc;
}

static void test_shallow_and_missing(void **state)
{
	struct sandbox both =
		sandbox_open("git init -q -b main full && cd full && for i in 1 2 3 4 5; do git "
			     "commit -q --allow-empty -m $i; done && cd .. && "
			     "git clone -q --depth 3 \"file://$PWD/full\" shallow && cp -r full "
			     "holed && cd holed && o=$(git rev-parse HEAD~3) && "
			     "rm -f .git/objects/$(echo $o | sed 's/../&\\//')");
	struct cdr_err err = { .code = 0 };
	char *gone = sandbox_line(&both, "git -C full rev-parse HEAD~3");
	size_t n;

	(void)state;
	assert_int_equal(read_to_end(&both, "shallow", "HEAD~2..HEAD", &n, &err), CDR_END);
	assert_int_equal(n, 2);
	assert_int_equal(read_to_end(&both, "shallow", "HEAD~2", &n, &err), CDR_EREPO);
	assert_non_null(strstr(err.message, "history is shallow here"));
	assert_non_null(strstr(err.message, gone));
	assert_string_equal(err.hint, "git fetch --unshallow");
	err = (struct cdr_err){ .code = 0 };
	assert_int_equal(read_to_end(&both, "shallow",
				     "4b825dc642cb6eb9a060e54bf8d69288fbee4904..HEAD", &n, &err),
			 CDR_EREPO);
	assert_int_equal(n, 2);
	err = (struct cdr_err){ .code = 0 };
	assert_int_equal(read_to_end(&both, "holed", "HEAD~2..HEAD", &n, &err), CDR_END);
	assert_int_equal(read_to_end(&both, "holed",
				     "4b825dc642cb6eb9a060e54bf8d69288fbee4904..HEAD", &n, &err),
			 CDR_EOBJECT);
	assert_non_null(strstr(err.message, gone));
	free(gone);
	sandbox_close(&both);
}

static void test_replaced_commits_are_read_as_they_are(void **state)
{
	struct sandbox one =
		sandbox_open("git init -q -b main . && git commit -q --allow-empty -m real && "
			     "git commit -q --allow-empty -m shown && git replace HEAD HEAD~1");
	struct cdr_repo *replaced = open_repo(&one, ".");
	struct cdr_session_options options = { .range = "HEAD" };
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_err err = { .code = 0 };
	struct cdr_change change;
	struct cdr_range *range;

	(void)state;
	assert_done(cdr_range_open(&range, replaced, &options, &err), &err);
	assert_done(cdr_range_next(range, replaced, &arena, &change, &err), &err);
	assert_true(cdr_str_is(change.subject, "shown"));
	cdr_range_close(range);
	cdr_arena_release(&arena);
	cdr_repo_close(replaced);
	sandbox_close(&one);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_labels_and_ends),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_a_change_says_what_git_says),
		cmocka_unit_test(test_upstream_is_the_default),
		cmocka_unit_test(test_shallow_and_missing),
		cmocka_unit_test(test_replaced_commits_are_read_as_they_are),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
