/* test_answer.c - every answer of git that is relied on, well formed and not. */
#include "git/answer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define ONES "1111111111111111111111111111111111111111"
#define ZEROS "0000000000000000000000000000000000000000"
#define LONG ONES "111111111111111111111111"
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void test_objects(void **state)
{
	static const struct {
		const char *line;
		bool understood, missing;
		unsigned char len;
		size_t size;
	} cases[] = {
		{ ONES " blob 12", true, false, 20, 12 },
		{ LONG " commit 0", true, false, 32, 0 },
		{ LONG " missing", true, true, 32, 0 },
		{ "HEAD missing", false, false, 0, 0 },
		{ ONES " ambiguous", false, false, 0, 0 },
		{ ONES " blub 12", false, false, 0, 0 },
		{ ONES " blob", false, false, 0, 0 },
		{ ONES " blob ", false, false, 0, 0 },
		{ ONES " blob 12x", false, false, 0, 0 },
		{ ONES " blob -1", false, false, 0, 0 },
		{ ONES " blob 99999999999999999999999", false, false, 0, 0 },
		{ ONES "1 blob 12", false, false, 0, 0 },
		{ "", false, false, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cdr_answer_object object;
		bool understood = cdr_answer_object(cdr_str_from(cases[i].line), &object);

		if (understood != cases[i].understood)
			fail_msg("%s", cases[i].line);
		if (!understood)
			continue;
		assert_int_equal(object.missing, cases[i].missing);
		assert_int_equal(object.oid.len, cases[i].len);
		assert_int_equal(object.size, cases[i].size);
	}
}

static void test_raw(void **state)
{
	struct cdr_str rest = CDR_STR(":100644 000000 " ONES " " ZEROS " D\0a\nb\0"
				      ":000000 120000 " ZEROS " " LONG " A\0c\0");
	struct cdr_answer_raw raw;

	(void)state;
	assert_true(cdr_answer_raw(&rest, &raw));
	assert_true(cdr_str_is(raw.path, "a\nb"));
	assert_int_equal(raw.old_mode, 0100644);
	assert_int_equal(raw.old_blob.len, 20);
	assert_int_equal(raw.new_blob.len, 0);
	assert_int_equal(raw.status, 'D');
	assert_true(cdr_answer_raw(&rest, &raw));
	assert_int_equal(raw.new_blob.len, 32);
	assert_int_equal(rest.len, 0);
	assert_false(cdr_answer_raw(&rest, &raw));
}

static void test_raw_refused(void **state)
{
	const struct cdr_str cases[] = {
		CDR_STR("100644 100644 " ONES " " ONES " M\0a\0"),
		CDR_STR(":100644 100644 " ONES " " ONES " R100\0a\0b\0"),
		CDR_STR(":100644 100644 " ONES " " ONES " M\0a"),
		CDR_STR(":100644 100644 " ONES " " ONES " M\0\0"),
		CDR_STR(":100644 100648 " ONES " " ONES " M\0a\0"),
		CDR_STR(":10064 100644 " ONES " " ONES " M\0a\0"),
		CDR_STR(":100644 100644 " ONES " 11 M\0a\0"),
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cdr_str rest = cases[i];
		struct cdr_answer_raw raw;

		if (cdr_answer_raw(&rest, &raw))
			fail_msg("%s", cases[i].ptr);
	}
}

static void test_settings(void **state)
{
	struct cdr_str rest = CDR_STR("a.b\nline\ntwo\0c.d\0e.f\n\0cut");
	struct cdr_setting setting;

	(void)state;
	assert_true(cdr_answer_setting(&rest, &setting));
	assert_true(cdr_str_is(setting.key, "a.b") && cdr_str_is(setting.value, "line\ntwo"));
	assert_true(cdr_answer_setting(&rest, &setting));
	assert_true(cdr_str_is(setting.key, "c.d") && !setting.value.ptr);
	assert_true(cdr_answer_setting(&rest, &setting));
	assert_true(cdr_str_is(setting.key, "e.f") && setting.value.ptr && !setting.value.len);
	assert_false(cdr_answer_setting(&rest, &setting));
}

static void test_refs(void **state)
{
	struct cdr_str rest = CDR_STR("refs/a\0" ONES "\0\nrefs/b\0" LONG "\0refs/a\n"
				      "refs/c\0x\0\n");
	struct cdr_answer_ref ref;

	(void)state;
	assert_true(cdr_answer_ref(&rest, &ref));
	assert_true(cdr_str_is(ref.name, "refs/a") && ref.oid.len == 20 && ref.symref.len == 0);
	assert_true(cdr_answer_ref(&rest, &ref));
	assert_true(cdr_str_is(ref.symref, "refs/a") && ref.oid.len == 32);
	assert_false(cdr_answer_ref(&rest, &ref));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_objects), cmocka_unit_test(test_raw),
		cmocka_unit_test(test_raw_refused), cmocka_unit_test(test_settings),
		cmocka_unit_test(test_refs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
