/*
 * test_oracle.c - the hunks of a repository with every kind of change, against git's.
 *
 * Called with arguments it stands in for `cdreview --git-dir DIR scan --all-hunks
 * --json RANGE`, of which it prints what tests/oracle.sh reads; without, it is
 * a test that runs tests/oracle.sh with itself in that part.
 */
#include "sandbox.h"

#include "git/diff.h"

#include "cdreview/json.h"

#define CHUNK ((size_t)1 << 20)

static void die(const struct cdr_err *err)
{
	fprintf(stderr, "%s\n%s\n", err->message, err->hint);
	exit(2);
}

static void print_hunk(struct cdr_jw *w, const char *commit, const struct cdr_hunk *hunk)
{
	char hid[CDR_HASH_HEX + 1];

	cdr_hash_hex(hid, &hunk->hid);
	cdr_jw_object(w, NULL);
	cdr_jw_cstr(w, "commit", commit);
	cdr_jw_str(w, "path", hunk->file->path);
	cdr_jw_str(w, "old_path", hunk->file->old_path);
	cdr_jw_cstr(w, "hunk_kind", cdr_hunk_kind_name(hunk->kind));
	cdr_jw_cstr(w, "hid", hid);
	cdr_jw_int(w, "old_start", hunk->old_start);
	cdr_jw_int(w, "old_lines", hunk->old_lines);
	cdr_jw_int(w, "new_start", hunk->new_start);
	cdr_jw_int(w, "new_lines", hunk->new_lines);
	cdr_jw_end(w);
}

static void flush(struct cdr_buf *buf)
{
	fwrite(buf->ptr, 1, buf->len, stdout);
	cdr_buf_clear(buf);
}

static void print_change(struct cdr_jw *w, struct cdr_repo *repo, const struct cdr_range *range,
			 const struct cdr_change *change)
{
	struct cdr_err err = { .code = 0 };
	char commit[CDR_OID_HEX_MAX + 1];
	struct cdr_filediff *file;
	struct cdr_diff *diff;
	int rc;

	cdr_oid_hex(commit, &change->commit);
	if (cdr_diff_open(&diff, repo, range, change, &err) < 0)
		die(&err);
	do {
		struct cdr_arena arena = { NULL, 0 };

		rc = cdr_diff_next(diff, &arena, &file, &err);
		for (size_t i = 0; rc == 0 && i < file->n_hunks; i++) {
			print_hunk(w, commit, &file->hunks[i]);
			if (w->out->len > CHUNK / 2)
				flush(w->out);
		}
		cdr_arena_release(&arena);
	} while (rc == 0);
	if (rc < 0)
		die(&err);
	cdr_diff_close(diff);
}

static int stand_in(const char *git_dir, const char *revisions)
{
	struct cdr_session_options options = { .where = { .git_dir = git_dir },
					       .range = revisions };
	struct cdr_err err = { .code = 0 };
	struct cdr_change change;
	struct cdr_range *range;
	struct cdr_repo *repo;
	struct cdr_buf buf;
	struct cdr_jw w;
	int rc;

	cdr_buf_init(&buf, CHUNK);
	cdr_jw_init(&w, &buf);
	if (cdr_repo_open(&repo, &options.where, &err) < 0 ||
	    cdr_range_open(&range, repo, &options, &err) < 0)
		die(&err);
	cdr_jw_object(&w, NULL);
	cdr_jw_array(&w, "all_hunks");
	do {
		struct cdr_arena arena = { NULL, 0 };

		rc = cdr_range_next(range, repo, &arena, &change, &err);
		if (rc == 0)
			print_change(&w, repo, range, &change);
		cdr_arena_release(&arena);
	} while (rc == 0);
	if (rc < 0)
		die(&err);
	cdr_jw_end(&w);
	cdr_jw_end(&w);
	flush(&buf);
	cdr_buf_release(&buf);
	cdr_range_close(range);
	cdr_repo_close(repo);
	return 0;
}

static const char *self;

/* Exit status of tests/oracle.sh on REPO of the sandbox, with us as cdreview. */
static int oracle(const struct sandbox *sandbox, const char *repo, const char *revisions)
{
	char script[1024];
	char *out;
	int status;

	snprintf(script, sizeof(script),
		 "CDREVIEW='%s' \"$top\"/tests/oracle.sh %s %s 2>&1 && echo same || echo not $?",
		 self, repo, revisions);
	out = sandbox_output(sandbox, script, NULL);
	status = strstr(out, "\nsame") ? 0 : strstr(out, "not 1") ? 1 : 2;
	if (status == 2 || !strstr(out, "hunks of git"))
		print_message("%s\n", out);
	free(out);
	return status;
}

static void test_every_kind_of_change(void **state)
{
	struct sandbox sandbox = sandbox_open("sh \"$top\"/tests/fixtures/repo-kinds.sh kinds");

	(void)state;
	assert_int_equal(oracle(&sandbox, "kinds", ""), 0);
	assert_int_equal(oracle(&sandbox, "kinds", "HEAD~3"), 0);
	assert_int_equal(oracle(&sandbox, "kinds", "main~20..main~4"), 0);
	assert_int_equal(oracle(&sandbox, "kinds", "topic...clash"), 0);
	sandbox_close(&sandbox);
}

/* The test of the test: replaced objects, which git is told to ignore, differ once it is not. */
static void test_differences_are_seen(void **state)
{
	struct sandbox sandbox =
		sandbox_open("git init -q -b main . && seq 9 >a && git add a && git commit -q -m "
			     "one && seq 8 >a && git commit -q -a -m two && "
			     "sed 's/--no-replace-objects//' \"$top\"/tests/oracle.sh >seeing.sh "
			     "&& chmod +x seeing.sh && "
			     "git replace HEAD:a HEAD~1:a");
	char script[512];

	(void)state;
	assert_int_equal(oracle(&sandbox, ".", ""), 0);
	snprintf(script, sizeof(script),
		 "CDREVIEW='%s' ./seeing.sh . >out && exit 9 || test $? = 1; grep -q '^different' "
		 "out",
		 self);
	sandbox_run(&sandbox, script);
	snprintf(script, sizeof(script),
		 "CDREVIEW=false ./seeing.sh . >out 2>&1 && exit 9 || test $? = 2");
	sandbox_run(&sandbox, script);
	sandbox_close(&sandbox);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_kind_of_change),
		cmocka_unit_test(test_differences_are_seen),
	};

	if (argc > 5)
		return stand_in(argv[2], argv[argc - 1]);
	self = argv[0];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
