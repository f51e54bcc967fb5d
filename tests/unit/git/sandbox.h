/*
 * sandbox.h - a temporary directory in which a test lets real git work.
 *
 * Every helper fails the running test when what it does fails. Text that is
 * returned is the caller's to free; paths live as long as the sandbox.
 */
#ifndef TEST_SANDBOX_H
#define TEST_SANDBOX_H

#include "git/range.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* libgit2 1.5 leaks match data of PCRE2 whenever a pattern of its own on config keys does not match. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libpcre2-8";
}

struct sandbox {
	char dir[64];
};

/* All of FILE's bytes and a NUL; *LEN, if not NULL, is their number. */
static inline char *slurp(FILE *file, size_t *len)
{
	size_t n = 0, alloc = 4096, got;
	char *text = malloc(alloc);

	assert_non_null(text);
	while ((got = fread(text + n, 1, alloc - n - 1, file)) > 0) {
		n += got;
		if (alloc - n < 2) {
			text = realloc(text, alloc *= 2);
			assert_non_null(text);
		}
	}
	text[n] = '\0';
	if (len)
		*len = n;
	return text;
}

/* Runs SCRIPT with sh in the sandbox, people and dates set; returns its output. */
static inline char *sandbox_output(const struct sandbox *sandbox, const char *script, size_t *len)
{
	static const char prelude[] =
		"export GIT_AUTHOR_NAME=Ann GIT_AUTHOR_EMAIL=ann@example.com GIT_CONFIG_NOSYSTEM=1 "
		"GIT_COMMITTER_NAME=Cem GIT_COMMITTER_EMAIL=cem@example.com; top=${top:-$PWD}; "
		": ${GIT_AUTHOR_DATE:=2026-01-05T10:00:00Z} "
		"${GIT_COMMITTER_DATE:=2026-01-05T10:00:00Z}; "
		"export GIT_AUTHOR_DATE GIT_COMMITTER_DATE top; set -e; cd \"$SANDBOX\"; ";
	char *command = malloc(sizeof(prelude) + strlen(script));
	FILE *pipe;
	char *out;

	assert_non_null(command);
	sprintf(command, "%s%s", prelude, script);
	setenv("SANDBOX", sandbox->dir, 1);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	out = slurp(pipe, len);
	if (pclose(pipe) != 0)
		fail_msg("script failed: %s\n%s", script, out);
	free(command);
	return out;
}

static inline void sandbox_run(const struct sandbox *sandbox, const char *script)
{
	free(sandbox_output(sandbox, script, NULL));
}

/* First line of the output. */
static inline char *sandbox_line(const struct sandbox *sandbox, const char *script)
{
	char *out = sandbox_output(sandbox, script, NULL);

	out[strcspn(out, "\n")] = '\0';
	return out;
}

static inline struct sandbox sandbox_open(const char *script)
{
	struct sandbox sandbox = { "/tmp/cdr-git-XXXXXX" };

	assert_non_null(mkdtemp(sandbox.dir));
	sandbox_run(&sandbox, script);
	return sandbox;
}

static inline void sandbox_close(const struct sandbox *sandbox)
{
	sandbox_run(sandbox, "cd /; chmod -R u+rwX \"$SANDBOX\"; rm -rf \"$SANDBOX\"");
}

static inline const char *sandbox_path(const struct sandbox *sandbox, const char *name)
{
	static char path[8][4096];
	static unsigned turn;
	char *out = path[turn++ % 8];

	snprintf(out, sizeof(path[0]), "%s/%s", sandbox->dir, name);
	return out;
}

/* Fails the test with the words of ERR unless RC is 0. */
static inline void assert_done(int rc, const struct cdr_err *err)
{
	if (rc != 0)
		fail_msg("code %d: %s (%s)", rc, err->message, err->hint);
}

static inline struct cdr_repo *open_repo(const struct sandbox *sandbox, const char *name)
{
	struct cdr_where where = { .dir = sandbox_path(sandbox, name) };
	struct cdr_err err = { .code = 0 };
	struct cdr_repo *repo;

	assert_done(cdr_repo_open(&repo, &where, &err), &err);
	return repo;
}

#endif
