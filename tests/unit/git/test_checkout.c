/* test_checkout.c - a commit's files in a folder: exactly git's, nothing else, no way out. */
#include "unit/git/sandbox.h"

#include "git/checkout.h"

#include <fcntl.h>

/* Checks REVISION of r/ out into out/; the code comes back, the cause in ERR. */
static int check_out(const struct sandbox *box, const char *revision, struct cdr_err *err)
{
	struct cdr_where where = { .dir = sandbox_path(box, "r") };
	struct cdr_oid commit, tree;
	struct cdr_repo *repo;
	int fd, rc;

	sandbox_run(box, "chmod -R u+w out 2>/dev/null || :; rm -rf out; mkdir out");
	fd = open(sandbox_path(box, "out"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(cdr_repo_open(&repo, &where, err), 0);
	assert_int_equal(cdr_repo_resolve(repo, revision, &commit, err), 0);
	rc = cdr_commit_tree(repo, &commit, &tree, err);
	if (rc == 0)
		rc = cdr_checkout_write(repo, &tree, fd, err);
	cdr_repo_close(repo);
	close(fd);
	return rc;
}

static void files_are_as_git_stores_them(void **state)
{
	struct sandbox box = sandbox_open("");
	struct cdr_err err = { 0 };

	(void)state;
	sandbox_run(
		&box,
		"git init -q r; cd r; mkdir -p a/b; printf 'x\\r\\n' >a/b/crlf.txt; "
		"printf '\\000\\377' >bin; : >empty; echo '#!/bin/sh' >run; chmod +x run; "
		"ln -s ../../etc/passwd link; ln -s nowhere a/dangling; printf y >'with space'; "
		"echo '* text eol=lf filter=evil' >.gitattributes; "
		"git config filter.evil.smudge 'touch ../canary; cat'; "
		"git -c core.autocrlf=false -c filter.evil.clean=cat add .; "
		"git update-index --add --cacheinfo 160000,$(printf '1%.0s' $(seq 40)),sub; "
		"git commit -qm one");
	assert_int_equal(check_out(&box, "HEAD", &err), 0);
	sandbox_run(&box, "cd out; test ! -e .git; test ! -e ../canary; test -d sub; test -x run; "
			  "test ! -x empty; test \"$(readlink link)\" = ../../etc/passwd; "
			  "for f in a/b/crlf.txt bin empty run 'with space' .gitattributes; do "
			  "git -C ../r cat-file blob HEAD:\"$f\" | cmp - \"$f\"; done; "
			  "test \"$(find . -type f -o -type l | wc -l)\" -eq 8");
	sandbox_close(&box);
}

/* Trees that git itself would not write, made of raw objects. */
static void hostile_trees_are_refused(void **state)
{
	static const struct {
		const char *tree, *words;
	} rows[] = {
		{ "printf '100644 ..\\0'; bytes $blob", "has the name \"..\"" },
		{ "printf '40000 .git\\0'; bytes $sub", "has the name \".git\"" },
		{ "printf '40000 .GiT\\0'; bytes $sub", "has the name \".GiT\"" },
		{ "printf '100644 a/b\\0'; bytes $blob", "has the name \"a/b\"" },
		{ "printf '120000 a\\0'; bytes $way; printf '40000 a\\0'; bytes $sub",
		  "cannot write a" },
		{ "printf '120000 a\\0'; bytes $way; printf '100644 a\\0'; bytes $blob",
		  "cannot write a" },
		{ "printf '100644 a\\0'; bytes 2222222222222222222222222222222222222222", "a: " },
	};
	struct sandbox box = sandbox_open("");

	(void)state;
	sandbox_run(&box, "git init -q r; mkdir outside");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cdr_err err = { 0 };
		char script[2000];

		snprintf(script, sizeof(script),
			 "cd r; bytes() { perl -e 'print pack \"H*\", shift' $1; }; "
			 "blob=$(echo x | git hash-object -w --stdin); "
			 "way=$(printf ../outside | git hash-object -w --stdin); "
			 "sub=$(printf '100644 blob %%s\\tf\\n' $blob | git mktree); "
			 "tree=$({ %s; } | git hash-object -t tree -w --stdin --literally); "
			 "git update-ref refs/heads/bad $(git commit-tree $tree -m bad)",
			 rows[i].tree);
		sandbox_run(&box, script);
		assert_true(check_out(&box, "bad", &err) < 0);
		if (!strstr(err.message, rows[i].words))
			fail_msg("\"%s\" lacks \"%s\"", err.message, rows[i].words);
		sandbox_run(&box, "test -z \"$(ls -A outside)\"; test ! -e out/.git");
	}
	sandbox_close(&box);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_as_git_stores_them),
		cmocka_unit_test(hostile_trees_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
