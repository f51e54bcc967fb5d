/* Slices tolerate NULL and any byte; the buffer never passes its cap and never loses the fact. */
#include "unit/base/test.h"

static struct cdr_str none(void)
{
	return (struct cdr_str){ NULL, 0 };
}

static void absent_equals_empty(void **state)
{
	struct cdr_arena arena = { 0 };
	struct cdr_str rest = none(), line;

	(void)state;
	assert_true(cdr_str_eq(none(), CDR_STR("")));
	assert_true(cdr_str_is(none(), ""));
	assert_null(cdr_str_from(NULL).ptr);
	assert_int_equal(cdr_str_cmp(none(), CDR_STR("")), 0);
	assert_int_equal(cdr_str_find(none(), CDR_STR("a")), 0);
	assert_true(cdr_str_starts(none(), ""));
	assert_false(cdr_str_starts(none(), "a"));
	assert_false(cdr_str_ends(none(), "a"));
	assert_str(cdr_str_trim(none()), "");
	assert_null(cdr_str_copy(&arena, none()).ptr);
	assert_false(cdr_str_line(&rest, &line));
	cdr_arena_release(&arena);
}

static void copy_is_terminated_and_keeps_nul(void **state)
{
	struct cdr_arena arena = { 0 };
	struct cdr_str copy = cdr_str_copy(&arena, CDR_STR("a\0b"));

	(void)state;
	assert_int_equal(copy.len, 3);
	assert_memory_equal(copy.ptr, "a\0b", 4);
	assert_non_null(cdr_str_copy(&arena, CDR_STR("")).ptr);
	cdr_arena_release(&arena);
}

static void sub_is_clamped(void **state)
{
	static const struct {
		size_t from, to;
		const char *expected;
	} cases[] = {
		{ 0, 5, "abcde" }, { 1, 3, "bc" }, { 3, 99, "de" },
		{ 4, 2, "" },	   { 9, 99, "" },  { 5, 5, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_str(cdr_str_sub(CDR_STR("abcde"), cases[i].from, cases[i].to),
			   cases[i].expected);
}

static void trim_takes_ascii_space_only(void **state)
{
	(void)state;
	assert_str(cdr_str_trim(CDR_STR(" \t\n\v\f\r a b \r\n")), "a b");
	assert_str(cdr_str_trim(CDR_STR(" \t ")), "");
	assert_str(cdr_str_trim(CDR_STR("\xC2\xA0x")), "\xC2\xA0x");
}

static void ends_and_beginnings(void **state)
{
	(void)state;
	assert_true(cdr_str_starts(CDR_STR("tests/x"), "tests/"));
	assert_false(cdr_str_starts(CDR_STR("test"), "tests/"));
	assert_true(cdr_str_ends(CDR_STR("a.py"), ".py"));
	assert_false(cdr_str_ends(CDR_STR("y"), ".py"));
	assert_true(cdr_str_ends(CDR_STR("y"), ""));
}

static void order_is_bytes_then_length(void **state)
{
	static const char *const ascending[] = {
		"", "a", "a/b", "ab", "b", "\x7F", "\x80", "\xFF"
	};

	(void)state;
	for (size_t i = 0; i < COUNT(ascending); i++) {
		for (size_t k = 0; k < COUNT(ascending); k++) {
			int order =
				cdr_str_cmp(cdr_str_from(ascending[i]), cdr_str_from(ascending[k]));

			assert_int_equal((order > 0) - (order < 0), (i > k) - (i < k));
		}
	}
}

static void find_gives_index_or_length(void **state)
{
	(void)state;
	assert_int_equal(cdr_str_find(CDR_STR("abcabc"), CDR_STR("ca")), 2);
	assert_int_equal(cdr_str_find(CDR_STR("abc"), CDR_STR("x")), 3);
	assert_int_equal(cdr_str_find(CDR_STR("abc"), CDR_STR("abcd")), 3);
	assert_int_equal(cdr_str_find(CDR_STR("abc"), CDR_STR("")), 0);
	assert_int_equal(cdr_str_find(CDR_STR("a\0b"), CDR_STR("\0b")), 1);
}

static void lines_lose_their_lf_only(void **state)
{
	struct cdr_str rest = CDR_STR("one\r\n\nlast"), line;

	(void)state;
	assert_true(cdr_str_line(&rest, &line));
	assert_str(line, "one\r");
	assert_true(cdr_str_line(&rest, &line));
	assert_str(line, "");
	assert_true(cdr_str_line(&rest, &line));
	assert_str(line, "last");
	assert_false(cdr_str_line(&rest, &line));
	rest = CDR_STR("x\n");
	assert_true(cdr_str_line(&rest, &line));
	assert_false(cdr_str_line(&rest, &line));
}

static void buffer_grows_and_stays_terminated(void **state)
{
	struct cdr_buf buf;

	(void)state;
	cdr_buf_init(&buf, SIZE_MAX);
	assert_str(cdr_buf_str(&buf), "");
	assert_non_null(cdr_buf_str(&buf).ptr);
	for (int i = 0; i < 1000; i++) {
		cdr_buf_addf(&buf, "%d,", i);
		assert_int_equal(buf.ptr[buf.len], '\0');
	}
	assert_int_equal(buf.len, 3890);
	assert_memory_equal(buf.ptr + 3880, "7,998,999,", 11);
	cdr_buf_clear(&buf);
	cdr_buf_adds(&buf, "a");
	cdr_buf_addc(&buf, '\0');
	cdr_buf_addstr(&buf, CDR_STR("b"));
	assert_memory_equal(buf.ptr, "a\0b", 4);
	assert_int_equal(buf.len, 3);
	cdr_buf_release(&buf);
	assert_null(buf.ptr);
}

static void buffer_holds_exactly_its_cap(void **state)
{
	struct cdr_err err = { 0 };
	struct cdr_buf buf;

	(void)state;
	cdr_buf_init(&buf, 5);
	cdr_buf_adds(&buf, "12345");
	assert_int_equal(cdr_buf_check(&buf, "record", &err), 0);
	cdr_buf_addc(&buf, '6');
	assert_str(cdr_buf_str(&buf), "12345");
	assert_int_equal(cdr_buf_check(&buf, "record", &err), CDR_ELIMIT);
	assert_string_equal(err.message, "record is longer than 5 bytes");
	cdr_buf_release(&buf);
}

/* What comes after the first refusal would be a text with a hole. */
static void full_buffer_takes_nothing_until_cleared(void **state)
{
	struct cdr_buf buf;

	(void)state;
	cdr_buf_init(&buf, 4);
	cdr_buf_addf(&buf, "%s", "12345");
	cdr_buf_adds(&buf, "1");
	cdr_buf_add(&buf, NULL, 0);
	assert_str(cdr_buf_str(&buf), "");
	assert_true(buf.full);
	cdr_buf_clear(&buf);
	assert_false(buf.full);
	cdr_buf_addf(&buf, "%s", "1234");
	assert_str(cdr_buf_str(&buf), "1234");
	cdr_buf_release(&buf);
}

/* The test vectors of FNV-1a, 64 bits. */
static void hashes_as_published(void **state)
{
	(void)state;
	assert_true(cdr_str_hash((struct cdr_str){ NULL, 0 }) == 0xcbf29ce484222325u);
	assert_true(cdr_str_hash(CDR_STR("a")) == 0xaf63dc4c8601ec8cu);
	assert_true(cdr_str_hash(CDR_STR("foobar")) == 0x85944171f73967e8u);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(absent_equals_empty),
		cmocka_unit_test(hashes_as_published),
		cmocka_unit_test(copy_is_terminated_and_keeps_nul),
		cmocka_unit_test(sub_is_clamped),
		cmocka_unit_test(trim_takes_ascii_space_only),
		cmocka_unit_test(ends_and_beginnings),
		cmocka_unit_test(order_is_bytes_then_length),
		cmocka_unit_test(find_gives_index_or_length),
		cmocka_unit_test(lines_lose_their_lf_only),
		cmocka_unit_test(buffer_grows_and_stays_terminated),
		cmocka_unit_test(buffer_holds_exactly_its_cap),
		cmocka_unit_test(full_buffer_takes_nothing_until_cleared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
