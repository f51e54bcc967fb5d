/* test_walk.c - order of commits and what a range hides, against git rev-list on random graphs. */
#include "sandbox.h"

#define COMMITS 240
#define RANGES 60

static uint32_t random_state = 1;

static uint32_t random_below(uint32_t n)
{
	random_state = random_state * 1664525u + 1013904223u;
	return (random_state >> 8) % n;
}

/* Dates are few, so that many are equal, and now and then far off. */
static long date_of(int i)
{
	long skew = random_below(8) == 0 ? (long)random_below(4000) - 2000 : 0;

	return 1700000000 + i / 4 * 60 + skew * 60;
}

static void write_commit(FILE *out, int i)
{
	int n_parents = i == 0 || random_below(40) == 0
				? 0
				: 1 + (random_below(4) == 0) + (random_below(30) == 0);

	fprintf(out, "commit refs/heads/b%d\nmark :%d\ncommitter C <c@x> %ld +0000\ndata 2\nc\n", i,
		i + 1, date_of(i));
	for (int p = 0; p < n_parents; p++) {
		int back = 1 + (int)random_below(i < 12 ? (uint32_t)i : 12);

		fprintf(out, "%s :%d\n", p == 0 ? "from" : "merge", i + 1 - back);
	}
	fprintf(out, "\n");
}

static struct sandbox random_history(uint32_t seed)
{
	struct sandbox sandbox = sandbox_open("git init -q -b main .");
	FILE *out = fopen(sandbox_path(&sandbox, "stream"), "w");

	random_state = seed;
	assert_non_null(out);
	for (int i = 0; i < COMMITS; i++)
		write_commit(out, i);
	fclose(out);
	sandbox_run(&sandbox, "git fast-import --quiet <stream");
	return sandbox;
}

/* Names of the range's commits, one a line; "" when the range is empty. */
static char *our_list(struct cdr_repo *repo, const char *revisions)
{
	struct cdr_session_options options = { .range = revisions };
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_err err = { .code = 0 };
	struct cdr_change change;
	struct cdr_range *range;
	struct cdr_buf list;
	char hex[CDR_OID_HEX_MAX + 1];
	int rc = cdr_range_open(&range, repo, &options, &err);

	if (rc == CDR_EUSAGE && strstr(err.message, "has no commits"))
		return strdup("");
	assert_done(rc, &err);
	cdr_buf_init(&list, (size_t)1 << 24);
	while ((rc = cdr_range_next(range, repo, &arena, &change, &err)) == 0) {
		cdr_oid_hex(hex, &change.commit);
		cdr_buf_addf(&list, "%s\n", hex);
	}
	assert_int_equal(rc, CDR_END);
	assert_false(list.full);
	cdr_range_close(range);
	cdr_arena_release(&arena);
	return list.ptr ? list.ptr : strdup("");
}

static void assert_same_as_git(const struct sandbox *sandbox, struct cdr_repo *repo,
			       const char *revisions)
{
	char script[256];
	char *expected, *actual;

	snprintf(script, sizeof(script), "git rev-list %s --", revisions);
	expected = sandbox_output(sandbox, script, NULL);
	actual = our_list(repo, revisions);
	if (strcmp(expected, actual) != 0)
		fail_msg("%s differs\n-- git\n%s-- ours\n%s", revisions, expected, actual);
	free(expected);
	free(actual);
}

static void check_random_ranges(const struct sandbox *sandbox, struct cdr_repo *repo)
{
	static const char *const forms[] = {
		"A..B", "A...B", "^A B", "A B", "^A B C", "A B ^C ^D"
	};
	char revisions[128];

	for (size_t i = 0; i < RANGES; i++) {
		size_t len = 0;

		for (const char *c = forms[i % 6]; *c; c++) {
			if (*c >= 'A' && *c <= 'D')
				len += (size_t)sprintf(revisions + len, "b%u",
						       random_below(COMMITS));
			else
				revisions[len++] = *c;
		}
		revisions[len] = '\0';
		assert_same_as_git(sandbox, repo, revisions);
	}
}

static void test_random_histories(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 4; seed++) {
		struct sandbox sandbox = random_history(seed);
		struct cdr_repo *repo = open_repo(&sandbox, ".");

		check_random_ranges(&sandbox, repo);
		cdr_repo_close(repo);
		sandbox_close(&sandbox);
	}
}

static void test_forms(void **state)
{
	static const char *const forms[] = {
		"HEAD^..HEAD",
		"HEAD^!",
		"HEAD^-",
		"HEAD~3^-1",
		"main~20..main~3",
		"HEAD~5..",
		"..HEAD",
		"topic...main",
		"HEAD^^{/same}..HEAD",
		"4b825dc642cb6eb9a060e54bf8d69288fbee4904..HEAD",
		"^HEAD~4 HEAD topic",
	};
	struct sandbox sandbox = sandbox_open("sh \"$top\"/tests/fixtures/repo-kinds.sh kinds");
	struct sandbox kinds = { "" };
	struct cdr_repo *repo = open_repo(&sandbox, "kinds");

	(void)state;
	snprintf(kinds.dir, sizeof(kinds.dir), "%.50s/kinds", sandbox.dir);
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		assert_same_as_git(&kinds, repo, forms[i]);
	cdr_repo_close(repo);
	sandbox_close(&sandbox);
}

static void test_odd_commit_objects(void **state)
{
	struct sandbox sandbox = sandbox_open(
		"git init -q -b main . && t=$(git write-tree) && "
		"put() { git hash-object -t commit -w --stdin --literally; } && "
		"a=$(printf 'tree %s\\nauthor A <a@x> 5 +0000\\ncommitter no mail at all\\n\\nno "
		"date\\n' $t | put) && "
		"b=$(printf 'tree %s\\nparent %s\\nauthor A <a@x> 5 +0000\\ncommitter C "
		"<c@x>\\n\\nbare date\\n' $t $a | put) && "
		"c=$(printf 'tree %s\\nparent %s\\nauthor A <a@x> 5 +0000\\ncommitter C <c@x> 99 "
		"+0000\\n\\n\\n late\\n' $t $b | put) && "
		"d=$(printf 'tree %s\\nparent %s\\nparent %s\\nauthor A <a@x> 5 +0000\\ncommitter "
		"C <c@x> 7 +0000\\ngpgsig -----B\\n  x\\n\\nd\\n' $t $b $c | put) && "
		"git update-ref refs/heads/main $d");
	struct cdr_repo *repo = open_repo(&sandbox, ".");

	(void)state;
	assert_same_as_git(&sandbox, repo, "4b825dc642cb6eb9a060e54bf8d69288fbee4904..main");
	assert_same_as_git(&sandbox, repo, "main^2..main");
	cdr_repo_close(repo);
	sandbox_close(&sandbox);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random_histories),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_odd_commit_objects),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
