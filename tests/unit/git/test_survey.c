/* test_survey.c - the upper folders of a commit: how far, how many, and each once. */
#include "sandbox.h"

#include "git/survey.h"

struct seen {
	char text[8192];   /* "path=text " of what was taken, "?path " unreadable */
	char files[65536]; /* every path that was asked about */
};

static bool enters(void *payload, struct cdr_str folder)
{
	(void)payload;
	return !cdr_str_is(folder, "skipped");
}

static bool wants(void *payload, struct cdr_str path)
{
	struct seen *seen = payload;
	size_t len = strlen(seen->files);

	snprintf(seen->files + len, sizeof(seen->files) - len, "%.*s ", CDR_FMT(path));
	return cdr_str_ends(path, "manifest");
}

static void take(void *payload, struct cdr_str path, struct cdr_str text)
{
	struct seen *seen = payload;
	size_t len = strlen(seen->text);

	snprintf(seen->text + len, sizeof(seen->text) - len, text.ptr ? "%.*s=%.*s " : "?%.*s%.*s ",
		 CDR_FMT(path), CDR_FMT(text));
}

static int look(struct cdr_repo *repo, struct cdr_surveyed *surveyed, const char *revision,
		struct seen *seen)
{
	const struct cdr_surveyor who = { enters, wants, take, seen, 10 };
	struct cdr_err err = { .code = 0 };
	struct cdr_oid commit;

	*seen = (struct seen){ .text = "" };
	assert_done(cdr_repo_resolve(repo, revision, &commit, &err), &err);
	return cdr_survey(repo, &commit, &who, surveyed, &err);
}

#define GIT "git init -q -b main .; "
#define COMMIT "git add -A; git commit -qm x; "

static void test_how_far(void **state)
{
	struct sandbox box = sandbox_open(
		GIT
		"mkdir -p a/b/c skipped; for d in . a a/b a/b/c skipped; do printf t >$d/manifest; "
		"done; seq 9 >a/large-manifest; ln -s x a/link-manifest; : "
		">a/void-manifest; " COMMIT);
	struct cdr_repo *repo = open_repo(&box, ".");
	struct cdr_arena arena = { NULL, 0 };
	struct seen seen;

	(void)state;
	assert_int_equal(look(repo, cdr_surveyed_new(&arena), "HEAD", &seen), 0);
	assert_string_equal(seen.text, "manifest=t ?a/large-manifest ?a/link-manifest a/manifest=t "
				       "a/void-manifest= a/b/manifest=t ");
	cdr_arena_release(&arena);
	cdr_repo_close(repo);
	sandbox_close(&box);
}

static void test_how_many(void **state)
{
	struct sandbox box = sandbox_open(
		GIT
		"for i in $(seq 100 199); do mkdir -p $i/sub; : >$i/sub/f; : >$i/f; done; " COMMIT);
	struct cdr_repo *repo = open_repo(&box, ".");
	struct cdr_arena arena = { NULL, 0 };
	struct seen seen;
	size_t n = 0;

	(void)state;
	assert_int_equal(look(repo, cdr_surveyed_new(&arena), "HEAD", &seen), 0);
	for (const char *at = seen.files; (at = strchr(at, ' ')) != NULL; at++)
		n++;
	assert_int_equal(n, CDR_SURVEY_FOLDERS - 1); /* the top has no file */
	assert_non_null(strstr(seen.files, "100/f "));
	assert_null(strstr(seen.files, "/sub/"));
	cdr_arena_release(&arena);
	cdr_repo_close(repo);
	sandbox_close(&box);
}

/* What two commits share is looked over once; the same folder elsewhere is another one. */
static void test_once(void **state)
{
	struct sandbox box =
		sandbox_open(GIT "mkdir a b; printf 1 >a/manifest; printf 2 >b/manifest; " COMMIT
				 "printf 3 >b/manifest; mkdir c; printf 1 >c/manifest; " COMMIT);
	struct cdr_repo *repo = open_repo(&box, ".");
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_surveyed *surveyed = cdr_surveyed_new(&arena);
	struct seen seen;

	(void)state;
	assert_int_equal(look(repo, surveyed, "HEAD~1", &seen), 0);
	assert_string_equal(seen.text, "a/manifest=1 b/manifest=2 ");
	assert_int_equal(look(repo, surveyed, "HEAD", &seen), 0);
	assert_string_equal(seen.text, "b/manifest=3 c/manifest=1 ");
	assert_int_equal(look(repo, surveyed, "HEAD", &seen), 0);
	assert_string_equal(seen.text, "");
	cdr_arena_release(&arena);
	cdr_repo_close(repo);
	sandbox_close(&box);
}

static void test_lost(void **state)
{
	struct sandbox box =
		sandbox_open(GIT "mkdir a b; printf 1 >a/manifest; printf 2 >b/manifest; " COMMIT
				 "lose() { o=$(git rev-parse $1); rm -f .git/objects/$(echo $o | "
				 "cut -c1-2)/$(echo $o | "
				 "cut -c3-); }; lose HEAD:a/manifest; lose HEAD:b");
	struct cdr_repo *repo = open_repo(&box, ".");
	struct cdr_arena arena = { NULL, 0 };
	struct seen seen;

	(void)state;
	assert_int_equal(look(repo, cdr_surveyed_new(&arena), "HEAD", &seen), CDR_EOBJECT);
	assert_string_equal(seen.text, "?a/manifest ");
	cdr_arena_release(&arena);
	cdr_repo_close(repo);
	sandbox_close(&box);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_how_far),
		cmocka_unit_test(test_how_many),
		cmocka_unit_test(test_once),
		cmocka_unit_test(test_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
