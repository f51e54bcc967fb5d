/* test_repo.c - every way to name a repository, and every repository that must be refused. */
#include "sandbox.h"

#include "git/handle.h"

#include <pthread.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define ONE_COMMIT                                                                                 \
	"git init -q -b main repo && cd repo && mkdir -p sub/dir && echo a >sub/dir/a && "         \
	"git add . && git commit -q -m one && "

static void assert_opens(const struct cdr_where *where, const char *work_tree,
			 const char *common_dir)
{
	struct cdr_err err = { .code = 0 };
	struct cdr_repo *repo, *clone;
	char real[4096];

	assert_done(cdr_repo_open(&repo, where, &err), &err);
	assert_done(cdr_repo_clone(&clone, repo, &err), &err);
	assert_true(cdr_str_eq(cdr_repo_common_dir(repo), cdr_repo_common_dir(clone)));
	assert_true(cdr_str_eq(cdr_repo_work_tree(repo), cdr_repo_work_tree(clone)));
	assert_non_null(realpath(common_dir, real));
	assert_true(cdr_str_ends(cdr_repo_common_dir(repo), "/"));
	assert_int_equal(cdr_repo_common_dir(repo).len, strlen(real) + 1);
	assert_memory_equal(cdr_repo_common_dir(repo).ptr, real, strlen(real));
	if (work_tree) {
		assert_non_null(realpath(work_tree, real));
		assert_memory_equal(cdr_repo_work_tree(repo).ptr, real, strlen(real));
	} else {
		assert_null(cdr_repo_work_tree(repo).ptr);
	}
	cdr_repo_close(clone);
	cdr_repo_close(repo);
}

static void test_ways_to_name_it(void **state)
{
	struct sandbox sandbox =
		sandbox_open(ONE_COMMIT "cd .. && git clone -q --bare repo bare.git && "
					"git -C repo worktree add -q ../linked -b other");
	const char *repo = sandbox_path(&sandbox, "repo"),
		   *git = sandbox_path(&sandbox, "repo/.git");
	const char *sub = sandbox_path(&sandbox, "repo/sub/dir"),
		   *bare = sandbox_path(&sandbox, "bare.git");
	const char *linked = sandbox_path(&sandbox, "linked");

	(void)state;
	assert_opens(&(struct cdr_where){ .dir = repo }, repo, git);
	assert_opens(&(struct cdr_where){ .dir = sub }, repo, git);
	assert_opens(&(struct cdr_where){ .git_dir = git }, repo, git);
	assert_opens(&(struct cdr_where){ .dir = repo, .git_dir = ".git" }, repo, git);
	assert_opens(&(struct cdr_where){ .git_dir = git, .work_tree = linked }, linked, git);
	assert_opens(&(struct cdr_where){ .dir = sandbox.dir,
					  .git_dir = "repo/.git",
					  .work_tree = "linked" },
		     linked, git);
	assert_opens(&(struct cdr_where){ .dir = bare }, NULL, bare);
	assert_opens(&(struct cdr_where){ .git_dir = bare }, NULL, bare);
	assert_opens(&(struct cdr_where){ .dir = linked }, linked, git);
	sandbox_close(&sandbox);
}

static void assert_refused(const struct cdr_where *where, int code, const char *message,
			   const char *hint)
{
	struct cdr_err err = { .code = 0 };
	struct cdr_repo *repo;

	assert_int_equal(cdr_repo_open(&repo, where, &err), code);
	assert_null(repo);
	if (!strstr(err.message, message) || !strstr(err.hint, hint))
		fail_msg("%s (%s)\nwanted %s (%s)", err.message, err.hint, message, hint);
}

static void test_environment_counts_when_asked(void **state)
{
	struct sandbox sandbox = sandbox_open(ONE_COMMIT "true");
	struct cdr_where where = { .from_env = true };
	const char *repo = sandbox_path(&sandbox, "repo"),
		   *git = sandbox_path(&sandbox, "repo/.git");
	char here[4096];

	(void)state;
	assert_non_null(getcwd(here, sizeof(here)));
	assert_int_equal(chdir("/"), 0);
	setenv("GIT_DIR", git, 1);
	assert_opens(&where, repo, git);
	where.work_tree = sandbox_path(&sandbox, "repo/sub");
	assert_opens(&where, where.work_tree, git);
	where.work_tree = NULL;
	setenv("GIT_WORK_TREE", repo, 1);
	assert_refused(&where, CDR_EUNSUPPORTED, "GIT_WORK_TREE", "--work-tree");
	unsetenv("GIT_WORK_TREE");
	assert_int_equal(chdir(repo), 0);
	unsetenv("GIT_DIR");
	assert_opens(&where, repo, git);
	setenv("GIT_DIR", "/nowhere", 1);
	assert_opens(&(struct cdr_where){ .dir = repo }, repo, git);
	unsetenv("GIT_DIR");
	assert_int_equal(chdir(here), 0);
	sandbox_close(&sandbox);
}

static void test_not_a_repository(void **state)
{
	struct sandbox sandbox = sandbox_open(
		"mkdir empty broken broken/.git && git init -q half && rm half/.git/HEAD && "
		"git init -q bad && echo '[core' >bad/.git/config");

	(void)state;
	assert_refused(&(struct cdr_where){ .dir = sandbox_path(&sandbox, "empty") }, CDR_EREPO,
		       "not a git repository (or any of the parent directories)", "-C DIR");
	assert_refused(&(struct cdr_where){ .git_dir = sandbox_path(&sandbox, "empty") }, CDR_EREPO,
		       "not a git repository: '", "--git-dir=PATH/.git");
	assert_refused(&(struct cdr_where){ .dir = sandbox_path(&sandbox, "half") }, CDR_EREPO,
		       "not a git repository", "");
	assert_refused(&(struct cdr_where){ .dir = sandbox_path(&sandbox, "gone") }, CDR_EREPO, "",
		       "");
	assert_refused(&(struct cdr_where){ .dir = sandbox_path(&sandbox, "bad") }, CDR_EREPO,
		       "config", "git -C");
	sandbox_close(&sandbox);
}

/* Where no child may be started; what git makes of them is in test_odd.c. */
static void test_kinds_that_only_git_knows(void **state)
{
	static const struct {
		const char *script, *words;
	} cases[] = {
		{ "rm -rf repo && git init -q --object-format=sha256 repo",
		  "extensions.objectformat" },
		{ "git -C repo config extensions.refStorage reftable", "extensions.refstorage" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct sandbox sandbox =
			sandbox_open(ONE_COMMIT "git config core.repositoryFormatVersion 1");

		sandbox_run(&sandbox, cases[i].script);
		assert_refused(&(struct cdr_where){ .dir = sandbox_path(&sandbox, "repo") },
			       CDR_EUNSUPPORTED, cases[i].words, "must be in PATH");
		sandbox_close(&sandbox);
	}
}

static void test_harmless_extensions_open(void **state)
{
	struct sandbox sandbox = sandbox_open(
		ONE_COMMIT
		"git sparse-checkout set sub && git config extensions.preciousObjects true && "
		"git config extensions.partialClone origin && "
		"git config extensions.relativeWorktrees true");

	(void)state;
	assert_opens(&(struct cdr_where){ .dir = sandbox_path(&sandbox, "repo") },
		     sandbox_path(&sandbox, "repo"), sandbox_path(&sandbox, "repo/.git"));
	sandbox_close(&sandbox);
}

/* Only root can give a directory away. */
static void test_somebody_elses_repository(void **state)
{
	struct sandbox sandbox = sandbox_open(ONE_COMMIT "true");
	const char *repo = sandbox_path(&sandbox, "repo");
	char *home = strdup(getenv("HOME") ? getenv("HOME") : "/");

	(void)state;
	if (geteuid() != 0) {
		free(home);
		sandbox_close(&sandbox);
		skip();
	}
	setenv("HOME", sandbox.dir, 1);
	sandbox_run(&sandbox, "chown -R 12345 repo");
	assert_refused(&(struct cdr_where){ .dir = repo }, CDR_EREPO,
		       "detected dubious ownership in repository at '",
		       "git config --global --add safe.directory '");
	sandbox_run(&sandbox, "git config --global safe.directory /elsewhere");
	assert_refused(&(struct cdr_where){ .dir = repo }, CDR_EREPO,
		       "detected dubious ownership in repository at '", "/repo'");
	sandbox_run(&sandbox, "git config --global --add safe.directory '*'");
	assert_opens(&(struct cdr_where){ .dir = repo }, repo, sandbox_path(&sandbox, "repo/.git"));
	sandbox_run(&sandbox, "git config --global --add safe.directory ''");
	assert_refused(&(struct cdr_where){ .dir = repo }, CDR_EREPO, "detected dubious ownership",
		       "safe.directory");
	sandbox_run(&sandbox, "git config --global --add safe.directory \"$PWD/repo\"");
	assert_opens(&(struct cdr_where){ .dir = repo }, repo, sandbox_path(&sandbox, "repo/.git"));
	setenv("HOME", home, 1);
	free(home);
	sandbox_close(&sandbox);
}

static void test_facts(void **state)
{
	struct sandbox sandbox = sandbox_open(
		ONE_COMMIT "echo b >b && git add b && git commit -q -m two && cd .. && "
			   "git clone -q --depth 1 \"file://$PWD/repo\" shallow && cp -r repo "
			   "replaced && cd replaced && git replace HEAD HEAD~1");
	struct cdr_repo *repo = open_repo(&sandbox, "repo"),
			*shallow = open_repo(&sandbox, "shallow");
	struct cdr_repo *replaced = open_repo(&sandbox, "replaced");

	(void)state;
	assert_false(cdr_repo_is_shallow(repo));
	assert_true(cdr_repo_is_shallow(shallow));
	assert_false(cdr_repo_has_replace_refs(repo));
	assert_true(cdr_repo_has_replace_refs(replaced));
	cdr_repo_close(repo);
	cdr_repo_close(shallow);
	cdr_repo_close(replaced);
	sandbox_close(&sandbox);
}

/* Of what is kept in packs about as much is worth keeping, within bounds. */
static void test_room_for_a_scan(void **state)
{
	struct sandbox sandbox = sandbox_open(
		ONE_COMMIT "cd .. && cp -r repo small && git -C small gc -q && cp -r repo large && "
			   "cd large && head -c 25000000 /dev/urandom >b && git add b && "
			   "git commit -q -m two && git gc -q");
	struct cdr_repo *loose = open_repo(&sandbox, "repo"), *clone = NULL;
	struct cdr_repo *small = open_repo(&sandbox, "small");
	struct cdr_repo *large = open_repo(&sandbox, "large");

	(void)state;
	assert_int_equal(cdr_repo_whole_room(loose), CDR_ROOM_MOST);
	assert_int_equal(cdr_repo_whole_room(small), CDR_ROOM_LEAST);
	assert_in_range(cdr_repo_whole_room(large), 25000000, 25100000);
	assert_done(cdr_repo_clone(&clone, large, NULL), NULL);
	assert_int_equal(cdr_repo_whole_room(clone), cdr_repo_whole_room(large));
	cdr_repo_close(clone);
	cdr_repo_close(loose);
	cdr_repo_close(small);
	cdr_repo_close(large);
	sandbox_close(&sandbox);
}

static void test_person(void **state)
{
	struct sandbox sandbox = sandbox_open(ONE_COMMIT "true");
	struct cdr_repo *repo = open_repo(&sandbox, "repo");
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_err err = { .code = 0 };
	struct cdr_person person;

	(void)state;
	assert_int_equal(cdr_repo_person(repo, &arena, &person, &err), CDR_EUSAGE);
	assert_non_null(strstr(err.message, "user.name"));
	assert_non_null(strstr(err.hint, "user.email"));
	sandbox_run(&sandbox, "cd repo; git config user.name ' Zoe  Q '; git config user.email ''");
	err = (struct cdr_err){ .code = 0 };
	assert_int_equal(cdr_repo_person(repo, &arena, &person, &err), CDR_EUSAGE);
	assert_non_null(strstr(err.message, "user.email is not set"));
	sandbox_run(&sandbox, "cd repo; git config user.email zoe@example.com");
	err = (struct cdr_err){ .code = 0 };
	assert_done(cdr_repo_person(repo, &arena, &person, &err), &err);
	assert_string_equal(person.name.ptr + person.name.len - 3, "  Q ");
	assert_true(cdr_str_is(person.email, "zoe@example.com"));
	cdr_arena_release(&arena);
	cdr_repo_close(repo);
	sandbox_close(&sandbox);
}

static void assert_base(struct cdr_repo *repo, const char *revision, const char *name)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_err err = { .code = 0 };
	struct cdr_oid fallback, expected = { .len = 0 };
	struct cdr_base base;

	assert_done(cdr_repo_resolve(repo, "HEAD", &fallback, &err), &err);
	if (revision)
		assert_done(cdr_repo_resolve(repo, revision, &expected, &err), &err);
	else
		fallback.len = 0;
	assert_done(cdr_repo_trusted_base(repo, &arena, &fallback, &base, &err), &err);
	assert_true(cdr_oid_eq(&base.commit, &expected));
	assert_true(name ? cdr_str_is(base.name, name) : !base.name.ptr);
	cdr_arena_release(&arena);
}

static void test_trusted_base(void **state)
{
	struct sandbox sandbox =
		sandbox_open(ONE_COMMIT "echo b >b && git add b && git commit -q -m two");
	struct cdr_repo *repo = open_repo(&sandbox, "repo");
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_err err = { .code = 0 };
	struct cdr_oid none = { .len = 0 };
	struct cdr_base base;

	(void)state;
	assert_base(repo, NULL, NULL);
	assert_base(repo, "HEAD", "the range's base");
	sandbox_run(&sandbox, "cd repo; git update-ref refs/remotes/origin/main HEAD~1; "
		    "git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main");
	assert_base(repo, "HEAD~1", "origin/HEAD");
	sandbox_run(&sandbox, "cd repo; git config cdreview.target main");
	assert_base(repo, "main", "main");
	sandbox_run(&sandbox, "cd repo; git config cdreview.target gone");
	assert_int_equal(cdr_repo_trusted_base(repo, &arena, &none, &base, &err), CDR_EUSAGE);
	assert_non_null(strstr(err.message, "cdreview.target: unknown revision 'gone'"));
	cdr_arena_release(&arena);
	cdr_repo_close(repo);
	sandbox_close(&sandbox);
}

static void *resolve_often(void *payload)
{
	struct cdr_oid commit;
	intptr_t failures = 0;

	for (int i = 0; i < 200; i++)
		failures += cdr_repo_resolve(payload, "HEAD", &commit, NULL) != 0;
	return (void *)failures;
}

static void test_a_clone_for_another_thread(void **state)
{
	struct sandbox sandbox = sandbox_open(ONE_COMMIT "true");
	struct cdr_repo *repo = open_repo(&sandbox, "repo"), *clone;
	struct cdr_err err = { .code = 0 };
	pthread_t thread;
	void *failures;

	(void)state;
	assert_done(cdr_repo_clone(&clone, repo, &err), &err);
	assert_int_equal(pthread_create(&thread, NULL, resolve_often, clone), 0);
	assert_null(resolve_often(repo));
	assert_int_equal(pthread_join(thread, &failures), 0);
	assert_null(failures);
	cdr_repo_close(repo);
	assert_null(resolve_often(clone));
	cdr_repo_close(clone);
	sandbox_close(&sandbox);
}

/* What this process has read until now, in bytes; 0 where the system does not say. */
static unsigned long bytes_read(void)
{
	FILE *file = fopen("/proc/self/io", "r");
	unsigned long bytes = 0;

	if (file) {
		assert_int_equal(fscanf(file, "rchar: %lu", &bytes), 1);
		fclose(file);
	}
	return bytes;
}

/* libgit2 would read a few hundred KB of certificates whenever it starts. */
static void test_opens_without_certificates(void **state)
{
	struct sandbox sandbox = sandbox_open(ONE_COMMIT "true");
	struct rlimit before, after;
	unsigned long bytes;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	bytes = bytes_read();
	assert_int_equal(cdr_git_start_first(), 1);
	assert_string_equal(cdr_git_words(), "");
	git_libgit2_shutdown();
	cdr_repo_close(open_repo(&sandbox, "repo"));
	assert_in_range(bytes_read() - bytes, 0, 100000);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &after), 0);
	assert_int_equal(after.rlim_cur, before.rlim_cur);
	assert_int_equal(after.rlim_max, before.rlim_max);
	sandbox_close(&sandbox);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_opens_without_certificates),
		cmocka_unit_test(test_ways_to_name_it),
		cmocka_unit_test(test_environment_counts_when_asked),
		cmocka_unit_test(test_not_a_repository),
		cmocka_unit_test(test_kinds_that_only_git_knows),
		cmocka_unit_test(test_harmless_extensions_open),
		cmocka_unit_test(test_somebody_elses_repository),
		cmocka_unit_test(test_facts),
		cmocka_unit_test(test_room_for_a_scan),
		cmocka_unit_test(test_person),
		cmocka_unit_test(test_trusted_base),
		cmocka_unit_test(test_a_clone_for_another_thread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
