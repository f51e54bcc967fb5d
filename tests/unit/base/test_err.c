/* Failures keep the first cause, are cut on a character, and never need the caller's storage. */
#include "unit/base/test.h"

#include <stdio.h>

static void first_failure_wins(void **state)
{
	struct cdr_err err = { 0 };

	(void)state;
	assert_int_equal(cdr_fail(&err, CDR_EOBJECT, "commit %s has no tree", "abc"), CDR_EOBJECT);
	assert_int_equal(cdr_fail(&err, CDR_EIO, "second"), CDR_EIO);
	assert_int_equal(err.code, CDR_EOBJECT);
	assert_string_equal(err.message, "commit abc has no tree");
}

static void context_goes_before_the_cause(void **state)
{
	struct cdr_err err = { 0 };

	(void)state;
	cdr_fail(&err, CDR_EIO, "disk is full");
	assert_int_equal(cdr_err_prefix(&err, "journal %d", 7), CDR_EIO);
	assert_string_equal(err.message, "journal 7: disk is full");
}

static void place_has_line_and_column_when_known(void **state)
{
	static const struct {
		size_t line, col;
		const char *expected;
	} cases[] = {
		{ 3, 7, "rules.yaml:3:7" },
		{ 3, 0, "rules.yaml:3" },
		{ 0, 0, "rules.yaml" },
		{ 0, 7, "rules.yaml" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cdr_err err = { 0 };

		cdr_fail(&err, CDR_EREGISTRY, "unknown key");
		assert_int_equal(cdr_err_at(&err, "rules.yaml", cases[i].line, cases[i].col),
				 CDR_EREGISTRY);
		assert_string_equal(err.place, cases[i].expected);
		cdr_err_at(&err, "other.yaml", 1, 1);
		assert_string_equal(err.place, cases[i].expected);
	}
}

static void long_path_keeps_line_and_column(void **state)
{
	struct cdr_err err = { 0 };
	char path[400];

	(void)state;
	memset(path, 'p', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	cdr_fail(&err, CDR_EREGISTRY, "unknown key");
	cdr_err_at(&err, path, 12, 34);
	assert_int_equal(strlen(err.place), sizeof(err.place) - 1);
	assert_string_equal(err.place + strlen(err.place) - 7, "p:12:34");
}

static void hint_is_given_once(void **state)
{
	struct cdr_err err = { 0 };

	(void)state;
	cdr_fail(&err, CDR_EUSAGE, "no user.name");
	assert_int_equal(cdr_err_hint(&err, "set %s", "user.name"), CDR_EUSAGE);
	cdr_err_hint(&err, "do something else");
	assert_string_equal(err.hint, "set user.name");
}

static void nothing_is_added_without_a_failure(void **state)
{
	struct cdr_err err = { 0 };

	(void)state;
	assert_int_equal(cdr_err_hint(&err, "h"), 0);
	assert_int_equal(cdr_err_at(&err, "p", 1, 1), 0);
	assert_int_equal(cdr_err_prefix(&err, "c"), 0);
	assert_string_equal(err.hint, "");
	assert_string_equal(err.place, "");
	assert_string_equal(err.message, "");
}

/* Whoever returns what these return must not report success. */
static void null_err_still_fails(void **state)
{
	(void)state;
	assert_int_equal(cdr_fail(NULL, CDR_EIO, "x"), CDR_EIO);
	assert_true(cdr_err_hint(NULL, "x") < 0);
	assert_true(cdr_err_at(NULL, "p", 1, 1) < 0);
	assert_true(cdr_err_prefix(NULL, "x") < 0);
}

/* A cut at every offset into sequences of 1 to 4 bytes leaves whole characters. */
static void cut_leaves_whole_characters(void **state)
{
	static const char *const characters[] = {
		"a", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(characters); i++) {
		size_t width = strlen(characters[i]);

		for (size_t shift = 0; shift < 4; shift++) {
			struct cdr_err err = { 0 };
			char text[700] = "";

			memset(text, '.', shift);
			while (strlen(text) + width < sizeof(text) - 1)
				strcat(text, characters[i]);
			cdr_fail(&err, CDR_EIO, "%s", text);
			assert_true(strlen(err.message) >= sizeof(err.message) - width);
			assert_int_equal((strlen(err.message) - shift) % width, 0);
			cdr_err_prefix(&err, "some context");
			assert_string_equal(strchr(err.message, '\0') - width, characters[i]);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_failure_wins),
		cmocka_unit_test(context_goes_before_the_cause),
		cmocka_unit_test(place_has_line_and_column_when_known),
		cmocka_unit_test(long_path_keeps_line_and_column),
		cmocka_unit_test(hint_is_given_once),
		cmocka_unit_test(nothing_is_added_without_a_failure),
		cmocka_unit_test(null_err_still_fails),
		cmocka_unit_test(cut_leaves_whole_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
