/*
 * The matcher against tables, and against git: `git ls-files` with ":(glob)",
 * without it and with ":(icase)" is the oracle for everything but braces.
 */
#include "unit/base/test.h"

#include "base/glob.h"
#include "base/spawn.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

struct match_case {
	const char *pattern, *path;
	unsigned flags;
	bool expected;
};

static void check_matches(const struct match_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct match_case *c = &cases[i];

		if (cdr_glob_match(cdr_str_from(c->pattern), cdr_str_from(c->path), c->flags) !=
		    c->expected)
			fail_msg("'%s' and '%s': not %d", c->pattern, c->path, c->expected);
	}
}

static void stars_and_components(void **state)
{
	static const struct match_case cases[] = {
		{ "*.py", "a.py", 0, true },          { "*.py", "d/a.py", 0, false },
		{ "**/*.py", "a.py", 0, true },       { "**/*.py", "d/e/a.py", 0, true },
		{ "**", "a/b", 0, true },             { "a/**", "a/b/c", 0, true },
		{ "a/**", "a", 0, false },            { "a/**", "ab/c", 0, false },
		{ "a/**/b", "a/b", 0, true },         { "a/**/b", "a/x/y/b", 0, true },
		{ "a/**/b", "a/xb", 0, false },       { "a/**/b", "ab", 0, false },
		{ "a**b", "axb", 0, true },           { "a**b", "ax/b", 0, false },
		{ "**a", "x/a", 0, false },           { "**a", "xa", 0, true },
		{ "**/a/**/b/**", "x/a/y/b/z", 0, true }, { "**/a/**/b/**", "x/a/y/b", 0, false },
		{ "***/b", "a/b", 0, true },          { "a?c", "a/c", 0, false },
		{ "", "", 0, true },                  { "", "a", 0, false },
		{ "*", "", 0, true },                 { "**/a", "ba", 0, false },
		{ "a\\*b", "a*b", 0, true },          { "a\\*b", "axb", 0, false },
		{ "a", "a/b", 0, false },             { "*a*a*b", "aXaXaXb", 0, true },
		{ "*/*", "a/b", 0, true },            { "*/*", "a/b/c", 0, false },
	};

	(void)state;
	check_matches(cases, COUNT(cases));
}

static void classes_and_flags(void **state)
{
	static const struct match_case cases[] = {
		{ "[a-c]x", "bx", 0, true },
		{ "[a-c]x", "dx", 0, false },
		{ "[!a-c]x", "dx", 0, true },
		{ "[^a-c]x", "bx", 0, false },
		{ "[]a]x", "]x", 0, true },
		{ "[!]a]x", "]x", 0, false },
		{ "[a-]x", "-x", 0, true },
		{ "[\\]]x", "]x", 0, true },
		{ "[[:digit:]_]x", "7x", 0, true },
		{ "[[:digit:]_]x", "_x", 0, true },
		{ "[[:digit:]_]x", "ax", 0, false },
		{ "a[!b]c", "a/c", 0, false },
		{ "a[/]c", "a/c", 0, false },
		{ "a[!b]c", "a/c", CDR_GLOB_STAR_CROSSES, true },
		{ "a?c", "a/c", CDR_GLOB_STAR_CROSSES, true },
		{ "*.py", "d/a.py", CDR_GLOB_STAR_CROSSES, true },
		{ "A[B]c", "abC", CDR_GLOB_ICASE, true },
		{ "A[B]c", "abC", 0, false },
		{ "[A-C]x", "bX", CDR_GLOB_ICASE, true },
		{ "[!b]", "B", CDR_GLOB_ICASE, false },
		{ "[\x80-\xFF]", "\xC3", 0, true },
		{ "\xC3\xA9", "\xC3\x89", CDR_GLOB_ICASE, false },
		{ "[z-a]", "m", 0, false },
		{ "[,}]x", "}x", 0, true },
	};

	(void)state;
	check_matches(cases, COUNT(cases));
}

static void braces(void **state)
{
	static const struct match_case cases[] = {
		{ "*.{py,pyi}", "a.py", 0, true },
		{ "*.{py,pyi}", "a.pyi", 0, true },
		{ "*.{py,pyi}", "a.pyx", 0, false },
		{ "{src,lib}/**/*.{c,h}", "lib/x/y.h", 0, true },
		{ "{src,lib}/**/*.{c,h}", "bin/y.h", 0, false },
		{ "a{,b}c", "ac", 0, true },
		{ "a{,b}c", "abc", 0, true },
		{ "a{}c", "ac", 0, true },
		{ "{a/**,b}", "a/x/y", 0, true },
		{ "{a/**,b}", "b", 0, true },
		{ "{**/a,b}", "x/y/a", 0, true },
		{ "{*,x/y}z", "x/yz", 0, true },
		{ "a{/**,}", "a", 0, true },
		{ "a{/**,}", "a/b/c", 0, true },
		{ "a,b}", "a,b}", 0, true },
		{ "\\{a,b}", "{a,b}", 0, true },
		{ "{a\\,b,c}", "a,b", 0, true },
		{ "{[,]}", ",", 0, true },
		{ "{a,b}", "{a,b}", CDR_GLOB_NO_BRACES, true },
		{ "{a,b}", "a", CDR_GLOB_NO_BRACES, false },
		{ "{A,b}", "a", CDR_GLOB_ICASE, true },
		{ "{a,b}{c,d}", "bd", 0, true },
	};

	(void)state;
	check_matches(cases, COUNT(cases));
}

static void malformed_is_told_and_matches_nothing(void **state)
{
	static const struct {
		const char *pattern, *path, *cause;
	} cases[] = {
		{ "[a", "a", "'[' at column 1 is not closed" },
		{ "x[", "x[", "'[' at column 2 is not closed" },
		{ "[[:nope:]]", "n", "'[' at column 1" },
		{ "[a\\", "a", "'[' at column 1" },
		{ "a\\", "a\\", "pattern ends in '\\'" },
		{ "{a,b", "a", "'{' is not closed" },
		{ "{a,{b}}", "b", "'{' inside of braces at column 4" },
		{ "[[:alpha", "a", "'[' at column 1" },
		{ "[a-\\", "a", "'[' at column 1" },
		{ "[]", "]", "'[' at column 1" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cdr_err err = { 0 };

		assert_int_equal(cdr_glob_check(cdr_str_from(cases[i].pattern), &err), CDR_ESYNTAX);
		if (!strstr(err.message, cases[i].cause))
			fail_msg("%s: message \"%s\"", cases[i].pattern, err.message);
		assert_false(cdr_glob_match(cdr_str_from(cases[i].pattern),
					    cdr_str_from(cases[i].path), 0));
	}
	assert_int_equal(cdr_glob_check(CDR_STR("**/[!a]{b,\\{}/?"), NULL), 0);
}

static void limits_are_told(void **state)
{
	char pattern[CDR_GLOB_MAX + 2];
	struct cdr_err err = { 0 };

	(void)state;
	memset(pattern, 'a', sizeof(pattern));
	assert_int_equal(cdr_glob_check((struct cdr_str){ pattern, CDR_GLOB_MAX }, NULL), 0);
	assert_int_equal(cdr_glob_check((struct cdr_str){ pattern, CDR_GLOB_MAX + 1 }, &err),
			 CDR_ELIMIT);
	memset(pattern, ',', sizeof(pattern));          /* the densest pattern there is */
	pattern[0] = '{';
	pattern[CDR_GLOB_MAX - 1] = '}';
	assert_int_equal(cdr_glob_check((struct cdr_str){ pattern, CDR_GLOB_MAX }, NULL), 0);
	assert_true(cdr_glob_match((struct cdr_str){ pattern, CDR_GLOB_MAX }, CDR_STR(""), 0));
	for (size_t i = 0; i < 33; i++)
		memcpy(pattern + 3 * i, "[a]", 3);
	assert_int_equal(cdr_glob_check((struct cdr_str){ pattern, 32 * 3 }, NULL), 0);
	assert_int_equal(cdr_glob_check((struct cdr_str){ pattern, 33 * 3 }, NULL), CDR_ELIMIT);
}

/* What takes a backtracking matcher years. */
static void hostile_patterns_stay_linear(void **state)
{
	char path[4001], pattern[600] = "";
	clock_t start = clock();

	(void)state;
	memset(path, 'a', sizeof(path) - 1);
	for (size_t i = 99; i < sizeof(path) - 1; i += 100)
		path[i] = '/';
	path[sizeof(path) - 1] = '\0';
	for (int i = 0; i < 50; i++)
		strcat(pattern, "**/*a*a?");
	strcat(pattern, "/[b]");
	assert_false(cdr_glob_match(cdr_str_from(pattern), cdr_str_from(path), 0));
	pattern[0] = '\0';
	for (int i = 0; i < 80; i++)
		strcat(pattern, "{a,aa}");
	strcat(pattern, "[b]");
	assert_false(cdr_glob_match(cdr_str_from(pattern), cdr_str_from(path), 0));
	assert_true((clock() - start) / CLOCKS_PER_SEC < 2);
}

/* --- git as the oracle --------------------------------------------------- */

static const char *const environment[] = {
	"PATH=/usr/local/bin:/usr/bin:/bin",
	"HOME=/nonexistent",
	"GIT_CONFIG_NOSYSTEM=1",
	"LC_ALL=C",
	NULL,
};

/* What git prints for ARGV in DIR; its failure fails the test. */
static void git(const char *dir, const char *const *argv, struct cdr_str input, struct cdr_buf *out)
{
	struct cdr_spawn child = { .argv = argv, .env = environment, .dir = dir, .input = input };
	struct cdr_err err = { 0 };
	int status = -1;

	cdr_buf_clear(out);
	if (cdr_spawn_run(&child, out, NULL, &status, &err) || status != 0)
		fail_msg("%s %s: status %d %s", argv[0], argv[1], status, err.message);
}

/*
 * Fills the index with paths of up to three components and lists them. No
 * directory is called like a pattern: git takes that pattern for its name.
 */
static void make_index(const char *dir, struct cdr_buf *paths)
{
	static const char *const names[] = { "a", "b", "ab", "B", "a.py", "x-y", "]", "d-" };
	static const char *const leaves[] = { "a", "b", "abB.py", "a*", "[a]", "\\a", "c", "-" };
	static const char *const init[] = { "git", "init", "-q", ".", NULL };
	static const char *const add[] = { "git", "update-index", "--index-info", NULL };
	static const char *const list[] = { "git", "ls-files", "-z", NULL };
	struct cdr_buf info;

	cdr_buf_init(&info, 1 << 20);
	git(dir, init, CDR_STR(""), paths);
	for (size_t i = 0; i < COUNT(names); i++) {
		for (size_t j = 0; j < COUNT(names); j++) {
			static const char blob[] =
				"100644 e69de29bb2d1d6434b8b29ae775ad8c2e48c5391\t";

			cdr_buf_addf(&info, "%sf-%s\n", blob, leaves[i]);
			cdr_buf_addf(&info, "%sd-%s/%s\n", blob, names[i], leaves[j]);
			cdr_buf_addf(&info, "%s%s/%s/%s\n", blob, names[i], names[j],
				     leaves[(i + j) % 8]);
		}
	}
	git(dir, add, cdr_buf_str(&info), paths);
	git(dir, list, CDR_STR(""), paths);
	cdr_buf_release(&info);
}

/* A pattern of random pieces, one of them special, so that git takes it for no directory. */
static void random_pattern(struct cdr_buf *pattern)
{
	static const char *const pieces[] = {
		"a", "b", "B", "d-", "f-", ".py", "-", "/", "/", "/", "*", "*", "?",
		"**", "**/", "/**", "/**/", "\\*", "\\a",
		"[ab]", "[!a]", "[^b]", "[a-c]", "[[:upper:]]", "[]a[]", "[/a]",
	};

	cdr_buf_clear(pattern);
	for (int i = 1 + rand() % 4; i > 0; i--)
		cdr_buf_adds(pattern, pieces[(size_t)rand() % COUNT(pieces)]);
	if (!strpbrk(pattern->ptr, "*?["))
		cdr_buf_addc(pattern, '*');
	while (pattern->ptr[0] == '/')                  /* outside of the repository to git */
		pattern->ptr[0] = 'a';
}

/* The NUL-separated members of PATHS that match. */
static void matching(struct cdr_str paths, struct cdr_str pattern, unsigned flags,
		     struct cdr_buf *out)
{
	cdr_buf_clear(out);
	while (paths.len) {
		size_t len = cdr_str_find(paths, CDR_STR("\0"));
		struct cdr_str path = cdr_str_sub(paths, 0, len);

		if (cdr_glob_match(pattern, path, flags)) {
			cdr_buf_addstr(out, path);
			cdr_buf_addc(out, '\0');
		}
		paths = cdr_str_sub(paths, len + 1, paths.len);
	}
}

/*
 * Where git does something else than gitglossary(7) says of globs: it tidies
 * "a//b" and "a/" up before it matches, and it cuts off what precedes the first
 * wildcard, which makes the stars of "a**" look like a whole component.
 */
static bool git_is_no_oracle(const char *pattern)
{
	size_t plain = strcspn(pattern, "*?[\\");
	bool stars_first = strncmp(pattern + plain, "**", 2) == 0;

	if (stars_first && plain > 0 && pattern[plain - 1] != '/')
		return true;
	return strstr(pattern, "//") || pattern[strlen(pattern) - 1] == '/';
}

static void compare_with_git(const char *dir, struct cdr_str paths, const char *magic,
			     unsigned flags)
{
	struct cdr_buf pattern, expected, actual, spec;
	int compared = 0, hits = 0;

	cdr_buf_init(&pattern, 200);
	cdr_buf_init(&spec, 200);
	cdr_buf_init(&expected, 1 << 20);
	cdr_buf_init(&actual, 1 << 20);
	while (compared < 400) {
		random_pattern(&pattern);
		if (git_is_no_oracle(pattern.ptr))
			continue;
		cdr_buf_clear(&spec);
		cdr_buf_addf(&spec, "%s%s", magic, pattern.ptr);
		git(dir, (const char *[]){ "git", "ls-files", "-z", "--", spec.ptr, NULL },
		    CDR_STR(""), &expected);
		matching(paths, cdr_buf_str(&pattern), flags | CDR_GLOB_NO_BRACES, &actual);
		if (!cdr_str_eq(cdr_buf_str(&expected), cdr_buf_str(&actual)))
			fail_msg("%s: git lists %zu bytes of paths, we %zu", spec.ptr, expected.len,
				 actual.len);
		hits += expected.len > 0;
		compared++;
	}
	assert_true(hits > 60);
	cdr_buf_release(&pattern);
	cdr_buf_release(&spec);
	cdr_buf_release(&expected);
	cdr_buf_release(&actual);
}

static int make_directory(void **state)
{
	static char dir[] = "/tmp/cdreview-glob-XXXXXX";

	*state = mkdtemp(dir);
	return *state ? 0 : -1;
}

static int remove_directory(void **state)
{
	struct cdr_spawn child = { .argv = (const char *[]){ "rm", "-rf", *state, NULL },
				   .env = environment };
	struct cdr_buf out;
	int status = -1;

	cdr_buf_init(&out, 1000);
	return cdr_spawn_run(&child, &out, NULL, &status, NULL) || status ? -1 : 0;
}

static void agrees_with_git_ls_files(void **state)
{
	const char *dir = *state;
	struct cdr_buf paths;

	cdr_buf_init(&paths, 1 << 20);
	make_index(dir, &paths);
	srand(20260105);
	compare_with_git(dir, cdr_buf_str(&paths), ":(glob)", 0);
	compare_with_git(dir, cdr_buf_str(&paths), ":(glob,icase)", CDR_GLOB_ICASE);
	compare_with_git(dir, cdr_buf_str(&paths), ":(top)", CDR_GLOB_STAR_CROSSES);
	compare_with_git(dir, cdr_buf_str(&paths), ":(icase)",
			 CDR_GLOB_STAR_CROSSES | CDR_GLOB_ICASE);
	cdr_buf_release(&paths);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stars_and_components),
		cmocka_unit_test(classes_and_flags),
		cmocka_unit_test(braces),
		cmocka_unit_test(malformed_is_told_and_matches_nothing),
		cmocka_unit_test(limits_are_told),
		cmocka_unit_test(hostile_patterns_stay_linear),
		cmocka_unit_test_setup_teardown(agrees_with_git_ls_files, make_directory,
						remove_directory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
