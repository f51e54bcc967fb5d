/* notes_fixture.h - a throw-away repository, the real git beside it, and what both say of the notes. */
#ifndef TESTS_UNIT_GIT_NOTES_FIXTURE_H
#define TESTS_UNIT_GIT_NOTES_FIXTURE_H

#include "base/spawn.h"
#include "git/notes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define AUTHOR(name, email) (&(struct cdr_author){ { CDR_STR(name), CDR_STR(email) }, 1767607200 })
#define ALICE AUTHOR("Alice", "alice@example.com")

struct fixture {
	struct cdr_arena arena;
	const char *top;             /* removed at the end */
	const char *dir;             /* work tree of a repository with three commits */
	struct cdr_repo *repo;
};

/* Runs SCRIPT in DIR and returns what it printed, without the final line feed; it must succeed. */
static inline const char *sh(struct fixture *fx, const char *dir, const char *script)
{
	const char *argv[] = { "/bin/sh", "-ec", script, NULL };
	struct cdr_spawn child = { .argv = argv, .env = (const char *const *)environ, .dir = dir };
	struct cdr_err err = { .code = 0 };
	struct cdr_buf out, diag;
	const char *text;
	int status = -1;

	cdr_buf_init(&out, (size_t)16 << 20);
	cdr_buf_init(&diag, 65536);
	if (cdr_spawn_run(&child, &out, &diag, &status, &err) < 0 || status != 0)
		fail_msg("%s\nexit %d\n%s%s", script, status, diag.ptr ? diag.ptr : "",
			 err.message);
	text = cdr_arena_printf(&fx->arena, "%.*s", CDR_FMT(cdr_str_trim(cdr_buf_str(&out))));
	cdr_buf_release(&out);
	cdr_buf_release(&diag);
	return text;
}

/* SCRIPT, run in the repository, prints EXPECTED. */
#define assert_sh(fx, script, expected) assert_string_equal(sh((fx), (fx)->dir, (script)), (expected))

static inline struct cdr_repo *open_repo(const char *dir)
{
	struct cdr_err err = { .code = 0 };
	struct cdr_repo *repo = NULL;

	if (cdr_repo_open(&repo, &(struct cdr_where){ .dir = dir }, &err) < 0)
		fail_msg("%s: %s", dir, err.message);
	return repo;
}

static inline int fixture_open(void **state)
{
	struct fixture *fx = calloc(1, sizeof(*fx));
	char top[] = "/tmp/cdreview-notes-XXXXXX";

	assert_non_null(fx);
	assert_non_null(mkdtemp(top));
	fx->top = cdr_arena_printf(&fx->arena, "%s", top);
	fx->dir = cdr_arena_printf(&fx->arena, "%s/repo", top);
	sh(fx, fx->top,
	   "git init -q -b main repo && cd repo\n"
	   "git config user.name Alice && git config user.email alice@example.com\n"
	   "git config gc.auto 0\n"
	   "for n in 1 2 3; do echo $n >file; git add file; git commit -q -m \"change $n\"; done");
	fx->repo = open_repo(fx->dir);
	*state = fx;
	return 0;
}

static inline int fixture_close(void **state)
{
	struct fixture *fx = *state;

	cdr_repo_close(fx->repo);
	sh(fx, "/tmp",
	   cdr_arena_printf(&fx->arena, "chmod -R u+rwX %s; rm -rf %s", fx->top, fx->top));
	cdr_arena_release(&fx->arena);
	free(fx);
	return 0;
}

static inline struct cdr_oid oid_of(const char *hex)
{
	struct cdr_oid oid = { .len = 20 };
	unsigned byte;

	assert_int_equal(strlen(hex), 40);
	for (size_t i = 0; i < 20; i++) {
		assert_int_equal(sscanf(hex + 2 * i, "%2x", &byte), 1);
		oid.bytes[i] = (unsigned char)byte;
	}
	return oid;
}

static inline struct cdr_oid resolve(struct fixture *fx, const char *revision)
{
	return oid_of(sh(fx, fx->dir, cdr_arena_printf(&fx->arena, "git rev-parse %s", revision)));
}

static inline struct cdr_note_line note_line(struct cdr_oid target, const char *text)
{
	return (struct cdr_note_line){ target, cdr_str_from(text) };
}

/* All lines of the notes as "HEX TEXT\n", as our reader has them. */
static inline const char *read_notes(struct fixture *fx, struct cdr_repo *repo)
{
	struct cdr_err err = { .code = 0 };
	const char *text = "";
	struct cdr_notes notes;

	if (cdr_notes_read(repo, &fx->arena, &notes, &err) < 0)
		fail_msg("%s", err.message);
	for (size_t i = 0; i < notes.n; i++) {
		char hex[CDR_OID_HEX_MAX + 1];

		cdr_oid_hex(hex, &notes.lines[i].target);
		text = cdr_arena_printf(&fx->arena, "%s%.7s %.*s\n", text, hex,
					CDR_FMT(notes.lines[i].bytes));
	}
	return text;
}

static inline void add_notes(struct cdr_repo *repo, const struct cdr_note_line *lines, size_t n)
{
	struct cdr_err err = { .code = 0 };

	if (cdr_notes_add(repo, lines, n, ALICE, &err) < 0)
		fail_msg("%s (%s)", err.message, err.hint);
}

static inline void add_note(struct cdr_repo *repo, struct cdr_oid target, const char *text)
{
	struct cdr_note_line line = note_line(target, text);

	add_notes(repo, &line, 1);
}

/* fork() for tests: a failed assertion ends the child instead of going on with the next test in it. */
static inline pid_t fork_writer(void)
{
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0)
		setenv("CMOCKA_TEST_ABORT", "1", 1);
	return child;
}

static inline void assert_fails(int rc, int code, const char *fragment, const struct cdr_err *err)
{
	if (rc != code || err->code != code || !strstr(err->message, fragment))
		fail_msg("code %d, \"%s\" instead of code %d, \"%s\"", rc, err->message, code,
			 fragment);
}

#endif
