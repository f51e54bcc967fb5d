/* UTF-16 as UTF-8: the lines of git, the text of the compiler, the columns of the bytes. */
#include "test.h"

#include "base/transcode.h"

#define BYTES(literal)                         \
	{                                      \
		(literal), sizeof(literal) - 1 \
	}

static const struct {
	const char *name;
	struct cdr_str bytes, text;
} rows[] = {
	{ "nothing", BYTES(""), BYTES("") },
	{ "plain", BYTES("ab\n"), BYTES("ab\n") },
	{ "a NUL", BYTES("ab\0#\n"), BYTES("ab\0#\n") },
	{ "Latin-1", BYTES("\xE9t\xE9\n"), BYTES("\xE9t\xE9\n") },
	{ "UTF-8 with a mark", BYTES("\xEF\xBB\xBFx\n"), BYTES("x\n") },
	{ "little end", BYTES("\xFF\xFEx\0\n\0y\0"), BYTES("x\ny") },
	{ "big end", BYTES("\xFE\xFF\0x\0\n\0y"), BYTES("x\ny") },
	{ "little end without a mark", BYTES("x\0=\0\xE9\0"), BYTES("x=\xC3\xA9") },
	{ "big end without a mark", BYTES("\0x\0=\0y"), BYTES("x=y") },
	{ "too short to tell", BYTES("x\0"), BYTES("x\0") },
	{ "a pair", BYTES("\xFE\xFF\xD8\x3D\xDE\x00"), BYTES("\xF0\x9F\x98\x80") },
	{ "half of one", BYTES("\xFE\xFF\xD8\x3D\0x"), BYTES("\xEF\xBF\xBDx") },
	{ "the other half", BYTES("\xFF\xFE\x00\xDEx\0"), BYTES("\xEF\xBF\xBDx") },
	{ "a lone last byte", BYTES("\xFF\xFEx\0y"), BYTES("xy") },
	{ "0A in a letter", BYTES("\xFE\xFF\x0A\x41\x41\x0A\x0A\x0A"),
	  BYTES("\xE0\xA9\x81\n\xE4\x84\x8A\n\xE0\xA8\x8A\n\n") },
};

static size_t lines_in(struct cdr_str text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.len; i++)
		n += text.ptr[i] == '\n';
	return n;
}

static void test_texts(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct cdr_arena arena = { 0 };
		struct cdr_transcoded got = cdr_transcode(&arena, rows[i].bytes);

		if (!cdr_str_eq(got.text, rows[i].text))
			fail_msg("%s: %.*s", rows[i].name, CDR_FMT(got.text));
		assert_int_equal(lines_in(got.text), lines_in(rows[i].bytes));
		cdr_arena_release(&arena);
	}
}

static void test_columns(void **state)
{
	const struct cdr_str little = BYTES("\xFF\xFE"
					    "a\0b\0\n\0"
					    "c\0\xE9\0d\0\n\0");
	const struct cdr_str marked = BYTES("\xEF\xBB\xBF"
					    "ab\nc");
	struct cdr_arena arena = { 0 };
	struct cdr_transcoded text = cdr_transcode(&arena, little);

	(void)state;
	assert_true(cdr_transcoded_differs(&text));
	assert_int_equal(cdr_transcoded_col(&text, 0, 1), 3); /* a, after the mark */
	assert_int_equal(cdr_transcoded_col(&text, 0, 2), 5);
	assert_int_equal(cdr_transcoded_col(&text, 0, 3), 7); /* the byte 0A */
	assert_int_equal(cdr_transcoded_col(&text, 0, 99), 7);
	assert_int_equal(cdr_transcoded_col(&text, 3, 1), 2); /* c, after the rest of the LF */
	assert_int_equal(cdr_transcoded_col(&text, 3, 4),
			 6); /* d: the letter before has two bytes */
	text = cdr_transcode(&arena, marked);
	assert_int_equal(cdr_transcoded_col(&text, 0, 1), 4);
	assert_int_equal(cdr_transcoded_col(&text, 3, 1), 1);
	text = cdr_transcode(&arena, CDR_STR("ab"));
	assert_false(cdr_transcoded_differs(&text));
	cdr_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
