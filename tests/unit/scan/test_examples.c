/* test_examples.c - examples that agree with their rule, and every way not to. */
#include "bench.h"

#define RULE(example)                                                                          \
	"- id: t.rule\n  title: T\n  languages: [python]\n  match: {re: bad}\n  examples:\n  " \
	"- " example "\n"

struct example_case {
	const char *name, *rules, *failure;
};

static const struct example_case cases[] = {
	{ "bad fires", RULE("{bad: \"bad\\n\"}"), NULL },
	{ "good does not", RULE("{good: \"fine\\n\"}"), NULL },
	{ "bad without a line end", RULE("{bad: bad}"), NULL },
	{ "bad does not fire", RULE("{bad: \"fine\\n\"}"),
	  "test.yaml:9: bad example does not fire in example.py" },
	{ "good fires", RULE("{good: \"x\\n  bad\\n\"}"),
	  "test.yaml:9: good example fires at line 2, column 3 of example.py" },
	{ "a path of its own", RULE("{bad: bad, path: app/x.pyw}"), NULL },
	{ "a path that another rule looks at",
	  RULE("{bad: bad, path: a.js}") "- {id: t.two, title: T, match: {re: bad}}\n",
	  "test.yaml:9: bad example does not fire: the rule does not look at a.js" },
	{ "a diff that adds", RULE("{bad-diff: \" x\\n+bad\\n\"}"), NULL },
	{ "a diff that removes", RULE("{good-diff: \" x\\n-bad\\n\"}"), NULL },
	{ "a diff with an empty line", RULE("{bad-diff: \" x\\n\\n+bad\\n\"}"), NULL },
	{ "a diff where it is context", RULE("{bad-diff: \" bad\\n+x\\n\"}"),
	  "test.yaml:9: bad example does not fire in example.py" },
	{ "no diff", RULE("{bad-diff: \"bad\\n\"}"),
	  "test.yaml:9: a line of the diff begins with none of ' ', '-' and '+'" },
	{ "excused by itself", RULE("{bad: \"bad # cdreview:allow t.rule -- because\\n\"}"), NULL },
};

static void runs_examples(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct bench bench = { .matcher = NULL };
		const struct cdr_str *failures;
		size_t n;

		bench_open(&bench, "", cases[i].rules);
		assert_int_equal(cdr_examples_run(bench.registry,
						  cdr_registry_rule(bench.registry, 0),
						  &bench.arena, &failures, &n),
				 0);
		if (n != (cases[i].failure ? 1u : 0u) ||
		    (n && !cdr_str_is(failures[0], cases[i].failure)))
			fail_msg("%s: %.*s", cases[i].name,
				 CDR_FMT(n ? failures[0] : CDR_STR("no failure")));
		bench_close(&bench);
	}
}

static void has_nothing_to_run(void **state)
{
	struct bench bench = { .matcher = NULL };
	const struct cdr_str *failures;
	size_t n;

	(void)state;
	bench_open(&bench, "", "- {id: t.a, title: T}\n- {id: t.b, title: T, match: {re: bad}}\n");
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(cdr_examples_run(bench.registry,
						  cdr_registry_rule(bench.registry, i),
						  &bench.arena, &failures, &n),
				 CDR_ENOTFOUND);
	bench_close(&bench);
}

static void agrees_with_shipped_rules(void **state)
{
	struct cdr_registry_request request = { .today = CDR_STR("2026-06-15") };
	struct cdr_registry *registry;
	struct cdr_arena arena = { NULL, 0 };
	size_t n_run = 0, n_failed = 0;

	(void)state;
	assert_int_equal(cdr_registry_new(&registry, &request, NULL), 0);
	for (size_t i = 0; i < cdr_registry_count(registry); i++) {
		const struct cdr_str *failures;
		size_t n;

		n_run += cdr_examples_run(registry, cdr_registry_rule(registry, i), &arena,
					  &failures, &n) == 0;
		for (size_t k = 0; k < n; k++)
			print_error("%.*s\n", CDR_FMT(failures[k]));
		n_failed += n;
	}
	assert_int_equal(n_failed, 0);
	assert_true(n_run >= 40);
	cdr_arena_release(&arena);
	cdr_registry_free(registry);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(runs_examples),
		cmocka_unit_test(has_nothing_to_run),
		cmocka_unit_test(agrees_with_shipped_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
