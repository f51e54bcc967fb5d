/* test_fingerprint.c - what renames a finding and what does not. */
#include "bench.h"

#define LINE "- {id: t.rule, title: T, severity: high, match: {re: bad}}\n"
#define STATEMENT "- {id: t.rule, title: T, severity: high, match: {scope: statement, re: bad}}\n"
#define OTHER "- {id: t.two, title: T, severity: high, match: {re: bad}}\n"
#define SECRET "- {id: t.rule, title: T, redact: v, match: {re: \"tok='(?<v>[^']*)'\"}}\n"
#define GUARD "- {id: t.rule, title: T, guard: {re: '^\\s*@guard\\b'}}\n"

struct print {
	const char *rules, *path, *old_text, *new_text;
};

static struct cdr_hash print_of(const struct print *print)
{
	struct bench bench = { .matcher = NULL };
	struct cdr_hash hash;

	bench_open(&bench, "", print->rules);
	bench_run(&bench, print->path, print->old_text, print->new_text);
	hash = bench_only(&bench)->fingerprint;
	bench_close(&bench);
	return hash;
}

struct same_case {
	const char *name;
	bool same;
	struct print a, b;
};

static const struct same_case cases[] = {
	{ "the same", true, { LINE, "a.py", NULL, "bad\n" }, { LINE, "a.py", NULL, "bad\n" } },
	{ "lines above",
	  true,
	  { LINE, "a.py", NULL, "bad\n" },
	  { LINE, "a.py", NULL, "x\ny\nbad\n" } },
	{ "white space",
	  true,
	  { LINE, "a.py", NULL, "bad (1)\n" },
	  { LINE, "a.py", NULL, "\tbad   (1) \n" } },
	{ "another statement",
	  false,
	  { LINE, "a.py", NULL, "bad\n" },
	  { LINE, "a.py", NULL, "bad + 1\n" } },
	{ "another line of the statement",
	  false,
	  { STATEMENT, "a.py", NULL, "f(bad,\n  1)\n" },
	  { STATEMENT, "a.py", NULL, "f(bad,\n  2)\n" } },
	{ "line breaks of the statement",
	  true,
	  { STATEMENT, "a.py", NULL, "f(bad, 1)\n" },
	  { STATEMENT, "a.py", NULL, "f(bad,\n   1)\n" } },
	{ "another rule",
	  false,
	  { LINE, "a.py", NULL, "bad\n" },
	  { OTHER, "a.py", NULL, "bad\n" } },
	{ "another path", false, { LINE, "a.py", NULL, "bad\n" }, { LINE, "b.py", NULL, "bad\n" } },
	{ "another secret",
	  true,
	  { SECRET, "a.py", NULL, "tok='abc'\n" },
	  { SECRET, "a.py", NULL, "tok='xy'\n" } },
	{ "another name beside the secret",
	  false,
	  { SECRET, "a.py", NULL, "tok='abc'\n" },
	  { SECRET, "a.py", NULL, "x.tok='abc'\n" } },
	{ "a guard's place",
	  true,
	  { GUARD, "a.py", "@guard(1)\ndef f():\n  x\n", "def f():\n  x\n" },
	  { GUARD, "a.py", "\n@guard( 1, )\ndef f():\n  y\n", "\ndef f():\n  y\n" } },
	{ "a guard's text",
	  false,
	  { GUARD, "a.py", "@guard(1)\ndef f():\n  x\n", "def f():\n  x\n" },
	  { GUARD, "a.py", "@guard(2)\ndef f():\n  x\n", "def f():\n  x\n" } },
	{ "a guard's entity",
	  false,
	  { GUARD, "a.py", "@guard(1)\ndef f():\n  x\n", "def f():\n  x\n" },
	  { GUARD, "a.py", "@guard(1)\ndef g():\n  x\n", "def g():\n  x\n" } },
};

static void names_what_was_found(void **state)
{
	size_t n_wrong = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cdr_hash a = print_of(&cases[i].a), b = print_of(&cases[i].b);

		if (cdr_hash_eq(&a, &b) != cases[i].same) {
			print_error("%s: %s\n", cases[i].name, cases[i].same ? "differ" : "equal");
			n_wrong++;
		}
	}
	assert_int_equal(n_wrong, 0);
}

/* Equal findings of a file are numbered in its order, over hunks too. */
static void numbers_equal_ones(void **state)
{
	struct bench bench = { .matcher = NULL };
	struct cdr_hash first, second, third;

	(void)state;
	bench_open(&bench, "", LINE);
	bench_run(&bench, "a.py", "1\n2\n3\n4\n5\n6\n7\n8\n9\n",
		  "bad\nbad\n2\n3\n4\n5\n6\n7\n8\nbad\n");
	assert_int_equal(bench.diff->n_hunks, 2);
	first = bench.matched.hunks[0].findings[0].fingerprint;
	second = bench.matched.hunks[0].findings[1].fingerprint;
	third = bench.matched.hunks[1].findings[0].fingerprint;
	assert_false(cdr_hash_eq(&first, &second));
	assert_false(cdr_hash_eq(&second, &third));
	assert_false(cdr_hash_eq(&first, &third));
	bench_run(&bench, "a.py", NULL, "x\nbad\n\n\nbad\n");
	assert_true(cdr_hash_eq(&first, &bench.matched.hunks[0].findings[0].fingerprint));
	assert_true(cdr_hash_eq(&second, &bench.matched.hunks[0].findings[1].fingerprint));
	bench_close(&bench);
}

/* A minified line: what is far away does not count. */
static void looks_around_in_long_lines(void **state)
{
	struct bench bench = { .matcher = NULL };
	const size_t len = (size_t)1 << 20;
	char *text = cdr_arena_alloc(&bench.arena, len + 1);
	struct cdr_hash first;

	(void)state;
	memset(text, 'x', len);
	memcpy(text + len / 2, " bad ", 5);
	bench_open(&bench, "", LINE);
	bench_run(&bench, "a.py", NULL, text);
	first = bench_only(&bench)->fingerprint;
	text[0] = 'y';
	text[len - 1] = 'y';
	bench_run(&bench, "a.py", NULL, text);
	assert_true(cdr_hash_eq(&first, &bench_only(&bench)->fingerprint));
	text[len / 2 + 100] = 'y';
	bench_run(&bench, "a.py", NULL, text);
	assert_false(cdr_hash_eq(&first, &bench_only(&bench)->fingerprint));
	bench_close(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_what_was_found),
		cmocka_unit_test(numbers_equal_ones),
		cmocka_unit_test(looks_around_in_long_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
