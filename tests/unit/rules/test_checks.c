/* test_checks.c - checks of a registry: defaults, revisions, and whose count. */
#include "unit/rules/load.h"

#define HEAD "cdreview: 1\nextends: []\nchecks:\n"
#define TESTS "- {name: tests, run: [make, test]}\n"

static const struct cdr_check *check_at(const struct loaded *loaded, size_t idx)
{
	const struct cdr_check *checks;

	assert_true(idx < cdr_registry_checks(loaded->registry, &checks));
	return &checks[idx];
}

/* "NAME:ORIGIN[:required] ..." of all checks in force. */
static void assert_checks(const struct loaded *loaded, const char *words)
{
	static const char *const origins[] = { "trusted", "dropped", "changed", "added" };
	const struct cdr_check *checks;
	size_t n = cdr_registry_checks(loaded->registry, &checks);
	struct cdr_buf out;

	cdr_buf_init(&out, 1000);
	cdr_buf_adds(&out, "");
	for (size_t i = 0; i < n; i++)
		cdr_buf_addf(&out, "%s%.*s:%s%s", i ? " " : "", CDR_FMT(checks[i].name),
			     origins[checks[i].origin], checks[i].required ? ":required" : "");
	assert_string_equal(out.ptr, words);
	cdr_buf_release(&out);
}

static void what_is_not_said_has_a_value(void **state)
{
	struct loaded loaded = load(HEAD TESTS);
	const struct cdr_check *check = check_at(&loaded, 0);

	(void)state;
	assert_int_equal(loaded.rc, 0);
	assert_string_equal(check->argv[1], "test");
	assert_null(check->argv[2]);
	assert_int_equal(check->timeout, 300);
	assert_int_equal(check->memory, 2048);
	assert_int_equal(check->report, CDR_CHECK_BY_EXIT);
	assert_false(check->network);
	assert_false(check->required);
	assert_null(check->file.ptr);
	assert_int_equal(check->line, 4);
	unload(&loaded);
}

/* Two texts of a check: have they the same revision? */
static void assert_revs(const char *a, const char *b, bool same)
{
	struct loaded left = load(a), right = load(b);

	assert_int_equal(left.rc, 0);
	assert_int_equal(right.rc, 0);
	if (cdr_hash_eq(&check_at(&left, 0)->rev, &check_at(&right, 0)->rev) != same)
		fail_msg("%s and %s", a, b);
	unload(&left);
	unload(&right);
}

static void a_revision_is_what_is_run_and_how_it_is_judged(void **state)
{
	static const struct {
		const char *text;
		bool same;
	} rows[] = {
		{ HEAD "- name: tests\n  run: [make, test]\n  timeout: 300\n  network: false\n",
		  true },
		{ HEAD "- {name: tests, run: [make, test], required: true, category: api}\n",
		  true },
		{ HEAD "- {name: tests, run: [make, tests]}\n", false },
		{ HEAD "- {name: tests, run: [maketest]}\n", false },
		{ HEAD "- {name: tests, run: [make, test, more]}\n", false },
		{ HEAD "- {name: test, run: [make, test]}\n", false },
		{ HEAD "- {name: tests, run: [make, test], timeout: 301}\n", false },
		{ HEAD "- {name: tests, run: [make, test], memory: 100}\n", false },
		{ HEAD "- {name: tests, run: [make, test], report: tap}\n", false },
		{ HEAD "- {name: tests, run: [make, test], network: true}\n", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_revs(HEAD TESTS, rows[i].text, rows[i].same);
	assert_revs(HEAD "- {name: t, run: [x], report: tap, file: a}\n",
		    HEAD "- {name: t, run: [x], report: tap, file: b}\n", false);
}

static void a_branch_adds_and_takes_nothing_away(void **state)
{
	static const struct {
		const char *base, *head, *words;
	} rows[] = {
		{ HEAD TESTS, HEAD TESTS, "tests:trusted" },
		{ HEAD TESTS, "cdreview: 1\nextends: []\n", "tests:dropped" },
		{ HEAD TESTS, "a:\n- Never b\n", "tests:dropped" },
		{ HEAD TESTS, HEAD "- {name: tests, run: ['true']}\n",
		  "tests:trusted tests:changed" },
		{ HEAD TESTS, HEAD TESTS "- {name: more, run: [x]}\n", "tests:trusted more:added" },
		{ HEAD TESTS, HEAD "- {name: tests, run: [make, test], required: true}\n",
		  "tests:trusted:required" },
		{ HEAD "- {name: tests, run: [make, test], required: true}\n", HEAD TESTS,
		  "tests:trusted:required" },
		{ HEAD "- {name: tests, run: [make, test], required: true}\n",
		  HEAD "- {name: tests, run: ['true'], required: true}\n",
		  "tests:trusted:required tests:changed:required" },
		{ NULL, HEAD TESTS, "tests:added" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct loaded loaded = load_layers(rows[i].base, rows[i].head, NULL, NULL);

		assert_int_equal(loaded.rc, 0);
		assert_checks(&loaded, rows[i].words);
		unload(&loaded);
	}
}

static void a_range_without_a_branch_drops_nothing(void **state)
{
	struct loaded loaded = load_layers(HEAD TESTS, NULL, NULL, NULL);

	(void)state;
	assert_checks(&loaded, "tests:trusted");
	unload(&loaded);
}

static void an_empty_word_is_a_fault(void **state)
{
	struct loaded loaded = load(HEAD "- {name: t, run: [make, '']}\n");

	(void)state;
	assert_int_equal(loaded.rc, CDR_EREGISTRY);
	assert_checks(&loaded, "");
	unload(&loaded);
}

static void a_work_tree_adds_as_well(void **state)
{
	struct loaded loaded =
		load_layers(HEAD TESTS, HEAD TESTS, HEAD "- {name: w, run: [x]}\n", NULL);

	(void)state;
	assert_checks(&loaded, "tests:trusted w:added");
	unload(&loaded);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_not_said_has_a_value),
		cmocka_unit_test(a_revision_is_what_is_run_and_how_it_is_judged),
		cmocka_unit_test(a_branch_adds_and_takes_nothing_away),
		cmocka_unit_test(a_range_without_a_branch_drops_nothing),
		cmocka_unit_test(an_empty_word_is_a_fault),
		cmocka_unit_test(a_work_tree_adds_as_well),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
