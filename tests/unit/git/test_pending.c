/* test_pending.c - index and work tree against git diff --cached and git diff. */
#include "patch.h"

static const struct cdr_session_options staged = { .source = CDR_SOURCE_STAGED };
static const struct cdr_session_options worktree = { .source = CDR_SOURCE_WORKTREE };

#define GIT_STAGED "git diff --cached" PINNED ONLY_HUNKS
#define GIT_WORKTREE "git diff" PINNED ONLY_HUNKS

static void assert_kinds(struct cdr_repo *repo, const struct cdr_session_options *options,
			 const char *expected)
{
	struct cdr_buf out = print_all(repo, options, print_kinds);

	assert_string_equal(out.ptr, expected);
	cdr_buf_release(&out);
}

static const char busy[] =
	"git init -q -b main . && seq 1 40 >a && seq 1 40 >b && echo x >gone && ln -s a link && "
	"echo f >kind && printf '#!/bin/sh\\n' >run && mkdir d && echo d >d/d && git add . && git "
	"commit -q -m one && "
	"sed -i 's/^5$/five/;s/^35$/x/' a && git rm -q gone && chmod +x run && ln -sf b link && rm "
	"kind && ln -s d kind && "
	"echo new >fresh && : >void && git add -A && "
	"sed -i 's/^20$/twenty/' a && echo more >>b && rm d/d && chmod -x run && ln -sf run link "
	"&& "
	"echo untracked >'new file' && mkdir -p deep/er && echo u >deep/er/u && : >nothing && "
	"echo '*.log' >.gitignore && git add .gitignore && echo noise >x.log && rm kind && echo "
	"back >kind";

static void test_everything_at_once(void **state)
{
	struct sandbox sandbox = sandbox_open(busy);
	struct cdr_repo *repo = open_repo(&sandbox, ".");

	(void)state;
	assert_printed_as(&sandbox, repo, &staged, print_patch, GIT_STAGED);
	assert_kinds(
		repo, &staged,
		"A .gitignore 0 100644: text\nM a 100644 100644: text text\nA fresh 0 100644: "
		"text\n"
		"D gone 100644 0: text\nT kind 100644 120000: type\nD kind 100644 0: text\nA kind "
		"0 120000: text\n"
		"M link 120000 120000: text\nM run 100644 100755: mode\nA void 0 100644: empty\n");
	assert_kinds(
		repo, &worktree,
		"M a 100644 100644: text\nM b 100644 100644: text\nD d/d 100644 0: text\n"
		"A deep/er/u 0 100644: text\nT kind 120000 100644: type\nD kind 120000 0: text\nA "
		"kind 0 100644: text\n"
		"M link 120000 120000: text\nA new file 0 100644: text\nA nothing 0 100644: empty\n"
		"M run 100755 100644: mode\n");
	/* git diff does not show untracked files; as intended additions it does. */
	sandbox_run(&sandbox, "git add -N 'new file' deep nothing");
	assert_printed_as(&sandbox, repo, &worktree, print_patch, GIT_WORKTREE);
	assert_printed_as(&sandbox, repo, &staged, print_patch, GIT_STAGED);
	cdr_repo_close(repo);
	sandbox_close(&sandbox);
}

static void test_unborn_head(void **state)
{
	struct sandbox sandbox =
		sandbox_open("git init -q -b main . && seq 1 5 >a && git add a && echo b >b");
	struct cdr_repo *repo = open_repo(&sandbox, ".");
	struct cdr_err err = { .code = 0 };
	struct cdr_session_options commits = { .source = CDR_SOURCE_RANGE };
	struct cdr_range *range;

	(void)state;
	assert_printed_as(&sandbox, repo, &staged, print_patch, GIT_STAGED);
	assert_kinds(repo, &worktree, "A b 0 100644: text\n");
	assert_int_equal(cdr_range_open(&range, repo, &commits, &err), CDR_EUSAGE);
	assert_string_equal(err.message, "HEAD has no commit yet");
	cdr_repo_close(repo);
	sandbox_close(&sandbox);
}

static void test_filters_of_git_add(void **state)
{
	struct sandbox sandbox =
		sandbox_open("git init -q -b main . && printf '*.txt text\\n*.id ident\\n*.big "
			     "filter=lfs\\n' >.gitattributes && "
			     "printf 'one\\ntwo\\n' >a.txt && printf '$Id$\\n' >b.id && printf "
			     "'x\\n' >c.big && git add . && git commit -q -m one && "
			     "git config core.safecrlf true && git config filter.lfs.clean 'touch "
			     "ran; cat' && git config filter.lfs.required true && "
			     "printf 'one\\r\\ntwo\\r\\nthree\\r\\n' >a.txt && printf '$Id: 0123 "
			     "$\\nmore\\n' >b.id && printf 'y\\n' >c.big");
	struct cdr_repo *repo = open_repo(&sandbox, ".");
	struct cdr_buf out = print_all(repo, &worktree, print_patch);

	(void)state;
	assert_string_equal(out.ptr, "@@ -1,2 +1,3 @@\n one\n two\n+three\n@@ -1 +1,2 @@\n "
				     "$Id$\n+more\n@@ -1 +1 @@\n-x\n+y\n");
	cdr_buf_release(&out);
	sandbox_run(&sandbox, "test ! -e ran");
	cdr_repo_close(repo);
	sandbox_close(&sandbox);
}

static void test_unmerged_paths_cannot_be_scanned(void **state)
{
	struct sandbox sandbox =
		sandbox_open("git init -q -b main . && echo a >a && git add . && git commit -q -m "
			     "one && git checkout -q -b t && echo t >a && "
			     "git commit -q -a -m t && git checkout -q main && echo m >a && git "
			     "commit -q -a -m m && "
			     "git merge -q t >/dev/null 2>&1 || :");
	struct cdr_repo *repo = open_repo(&sandbox, ".");

	(void)state;
	assert_kinds(repo, &staged, "M a 100644 100644: unscannable\n");
	assert_kinds(repo, &worktree, "M a 100644 100644: unscannable\n");
	cdr_repo_close(repo);
	sandbox_close(&sandbox);
}

static void test_submodules(void **state)
{
	struct sandbox sandbox = sandbox_open(
		"git init -q -b main sub && cd sub && echo 1 >f && git add f && git commit -q -m 1 "
		"&& cd .. && "
		"git init -q -b main top && cd top && git -c protocol.file.allow=always submodule "
		"--quiet add ../sub s && "
		"git config -f .gitmodules submodule.s.ignore all && git commit -q -a -m one && "
		"cd s && echo 2 >f && git commit -q -a -m 2");
	struct sandbox top;
	struct cdr_repo *repo = open_repo(&sandbox, "top");

	(void)state;
	snprintf(top.dir, sizeof(top.dir), "%.58s/top", sandbox.dir);
	assert_printed_as(&top, repo, &worktree, print_patch, GIT_WORKTREE);
	sandbox_run(&top, "echo 3 >s/f");
	assert_printed_as(&top, repo, &worktree, print_patch, GIT_WORKTREE);
	sandbox_run(&top, "cd s; git checkout -q HEAD~1 -f; echo 4 >f");
	assert_printed_as(&top, repo, &worktree, print_patch, GIT_WORKTREE);
	sandbox_run(&top, "git init -q -b main inner; cd inner; echo 1 >f; git add f; git commit "
			  "-q -m 1; cd ..; rm -rf s");
	assert_kinds(repo, &worktree, "M inner 0 160000: unscannable\nD s 160000 0: text\n");
	cdr_repo_close(repo);
	sandbox_close(&sandbox);
}

static void test_pipes_are_no_files(void **state)
{
	struct sandbox sandbox = sandbox_open(
		"git init -q -b main . && echo a >a && git add . && git commit -q -m one && "
		"rm a && mkfifo a b");
	struct cdr_repo *repo = open_repo(&sandbox, ".");

	(void)state;
	assert_kinds(repo, &worktree, "D a 100644 0: text\n");
	cdr_repo_close(repo);
	sandbox_close(&sandbox);
}

static void test_pathspecs_apply(void **state)
{
	static const char *const words[] = { ":!a", ":!deep" };
	struct cdr_session_options options = { .source = CDR_SOURCE_WORKTREE,
					       .pathspecs = words,
					       .n_pathspecs = 2 };
	struct sandbox sandbox = sandbox_open(
		"git init -q -b main . && mkdir deep && echo a >a && echo b >b && echo c >deep/c");
	struct cdr_repo *repo = open_repo(&sandbox, ".");

	(void)state;
	assert_kinds(repo, &options, "A b 0 100644: text\n");
	cdr_repo_close(repo);
	sandbox_close(&sandbox);
}

static void assert_refused(const struct sandbox *sandbox, const char *name,
			   const struct cdr_session_options *options, int code, const char *message)
{
	struct cdr_repo *repo = open_repo(sandbox, name);
	struct cdr_err err = { .code = 0 };
	struct cdr_change change;
	struct cdr_range *range;
	struct cdr_diff *diff;
	int rc = cdr_range_open(&range, repo, options, &err);

	if (rc == 0) {
		assert_done(cdr_range_next(range, repo, NULL, &change, &err), &err);
		rc = cdr_diff_open(&diff, repo, range, &change, &err);
	}
	assert_int_equal(rc, code);
	if (!strstr(err.message, message) || !*err.hint)
		fail_msg("%s (%s)", err.message, err.hint);
	cdr_range_close(range);
	cdr_repo_close(repo);
}

static void test_refused(void **state)
{
	struct cdr_session_options both = { .source = CDR_SOURCE_STAGED, .range = "HEAD" };
	struct sandbox sandbox = sandbox_open(
		"git init -q --bare -b main bare && git init -q -b main split && cd "
		"split && echo a >a && git add a && "
		"git commit -q -m one && git update-index --split-index && cd .. && git init -q -b "
		"main lost && "
		"echo 1111111111111111111111111111111111111111 >lost/.git/refs/heads/main");

	(void)state;
	assert_refused(&sandbox, "bare", &staged, CDR_EUSAGE, "bare");
	assert_refused(&sandbox, "bare", &worktree, CDR_EUSAGE, "bare");
	assert_refused(&sandbox, "split", &both, CDR_EUSAGE, "exclude each other");
	assert_refused(&sandbox, "lost", &staged, CDR_EOBJECT, "HEAD: commit 11111");
	/* Where no child may be started; test_odd.c has it through git. */
	assert_refused(&sandbox, "split", &staged, CDR_EREPO, "cannot read the index");
	assert_refused(&sandbox, "split", &worktree, CDR_EREPO, "cannot read the index");
	sandbox_close(&sandbox);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_everything_at_once),
		cmocka_unit_test(test_unborn_head),
		cmocka_unit_test(test_filters_of_git_add),
		cmocka_unit_test(test_unmerged_paths_cannot_be_scanned),
		cmocka_unit_test(test_submodules),
		cmocka_unit_test(test_pipes_are_no_files),
		cmocka_unit_test(test_pathspecs_apply),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
