/* What two readers could read differently is refused; what is written is read back the same. */
#include "unit/base/test.h"

#include "cdreview/json.h"
#include "cdreview/utf8.h"

#include <stdlib.h>

static void malformed_is_refused(void **state)
{
	static const struct {
		struct cdr_str text;
		const char *cause;
	} cases[] = {
		{ TEXT(""), "JSON line 1" },
		{ TEXT("   "), "JSON line 1" },
		{ TEXT("{\"a\":1,\"a\":2}"), "duplicate" },
		{ TEXT("{\"a\":1,\"\\u0061\":2}"), "duplicate" },
		{ TEXT("{\"o\":{\"a\":1,\"b\":2,\"a\":2}}"), "duplicate" },
		{ TEXT("{} x"), "end of file expected" },
		{ TEXT("{}{}"), "end of file expected" },
		{ TEXT("{}\0"), "end of file expected" },
		{ TEXT("{\"a\":1.5}"), "line 1, column 7: not an integer" },
		{ TEXT("{\n\"a\":1e3}"), "line 2, column 6: not an integer" },
		{ TEXT("[1E3]"), "not an integer" },
		{ TEXT("[-0.0]"), "not an integer" },
		{ TEXT("[9223372036854775808]"), "too big" },
		{ TEXT("[01]"), "JSON line 1" },
		{ TEXT("[NaN]"), "JSON line 1" },
		{ TEXT("[1,]"), "JSON line 1" },
		{ TEXT("['a']"), "JSON line 1" },
		{ TEXT("[\"a\nb\"]"), "newline" },
		{ TEXT("[\"a\tb\"]"), "control character" },
		{ TEXT("[\"a\0b\"]"), "control character" },
		{ TEXT("[\"\xFF\"]"), "unable to decode byte" },
		{ TEXT("[\"\xC0\x80\"]"), "unable to decode byte" },
		{ TEXT("[\"\xED\xA0\x80\"]"), "unable to decode byte" },
		{ TEXT("[\"\\ud83d\"]"), "Unicode" },
		{ TEXT("[\"\\ude00\"]"), "Unicode" },
		{ TEXT("{\"\\u0000\":1}"), "NUL" },
		{ TEXT("\xEF\xBB\xBF{}"), "JSON line 1" },
		{ TEXT("[\"abc"), "JSON line 1" },
		{ TEXT("[\"abc\\"), "JSON line 1" },
		{ TEXT("{\"a\":1 /* c */}"), "JSON line 1" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cdr_json *doc = (struct cdr_json *)&doc;
		struct cdr_err err = { 0 };

		if (cdr_json_parse(&doc, cases[i].text, 8, &err) != CDR_ESYNTAX)
			fail_msg("not refused: %.*s", CDR_FMT(cases[i].text));
		if (!strstr(err.message, cases[i].cause) || strchr(err.message, '\n'))
			fail_msg("%.*s: message \"%s\"", CDR_FMT(cases[i].text), err.message);
		assert_null(doc);
	}
}

/* Text of the document could carry escape sequences to the terminal of whoever reads the error. */
static void message_does_not_quote_the_text(void **state)
{
	struct cdr_err err = { 0 };
	struct cdr_json *doc;

	(void)state;
	assert_int_equal(cdr_json_parse(&doc, CDR_STR("{\"a\": \x1B[31mEVIL}"), 8, &err),
			 CDR_ESYNTAX);
	assert_null(strstr(err.message, "EVIL"));
	assert_null(strchr(err.message, '\x1B'));
}

static void depth_is_capped_exactly(void **state)
{
	struct cdr_json *doc;
	struct cdr_err err = { 0 };

	(void)state;
	assert_int_equal(cdr_json_parse(&doc, CDR_STR("[[[[\"[[{{\\\"[\"]]],[]]"), 4, &err), 0);
	cdr_json_free(doc);
	assert_int_equal(cdr_json_parse(&doc, CDR_STR("[[{\"a\":[[]]}]]"), 4, &err), CDR_ESYNTAX);
	assert_string_equal(err.message, "JSON line 1, column 9: nested too deeply");
}

static void values_and_floats_are_as_allowed(void **state)
{
	const struct cdr_json_limits limits = { .depth = 4, .values = 4, .floats = true };
	struct cdr_json *doc;
	struct cdr_err err = { 0 };

	(void)state;
	assert_int_equal(cdr_json_parse_within(&doc, CDR_STR("[1.5,\",,,,\",-2e3]"), &limits,
		&err), 0);
	assert_true(cdr_json_number(cdr_json_at((struct cdr_json *)doc, 0), 0) == 1.5);
	assert_true(cdr_json_number(cdr_json_at((struct cdr_json *)doc, 1), -1) == -1);
	cdr_json_free(doc);
	assert_int_equal(cdr_json_parse_within(&doc, CDR_STR("[1,\n2,3,4,5]"), &limits, &err),
			 CDR_ESYNTAX);
	assert_string_equal(err.message, "JSON line 2, column 4: too many values");
	assert_int_equal(cdr_json_parse(&doc, CDR_STR("[1.5]"), 4, NULL), CDR_ESYNTAX);
}

static void hostile_depth_is_refused_before_it_recurses(void **state)
{
	size_t len = 10u << 20;
	char *text = malloc(len);
	struct cdr_json *doc;

	(void)state;
	assert_non_null(text);
	memset(text, '[', len);
	assert_int_equal(cdr_json_parse(&doc, (struct cdr_str){ text, len }, 6, NULL), CDR_ESYNTAX);
	free(text);
}

static void getters_read_their_type(void **state)
{
	static const char text[] = " {\"s\":\"a\\u0000\\ud83d\\ude00\",\"i\":-9223372036854775808,"
				   "\"t\":true,\"n\":null,\"a\":[1,\"x\"]}\n";
	struct cdr_json *doc;
	struct cdr_str s;

	(void)state;
	assert_int_equal(cdr_json_parse(&doc, cdr_str_from(text), 2, NULL), 0);
	s = cdr_json_str(cdr_json_get(doc, "s"));
	assert_int_equal(s.len, 6);
	assert_memory_equal(s.ptr, "a\0\xF0\x9F\x98\x80", 6);
	assert_true(cdr_json_int(cdr_json_get(doc, "i"), 1) == INT64_MIN);
	assert_true(cdr_json_bool(cdr_json_get(doc, "t"), false));
	assert_true(cdr_json_is_object(doc));
	assert_true(cdr_json_is_array(cdr_json_get(doc, "a")));
	assert_true(cdr_json_is_string(cdr_json_get(doc, "s")));
	assert_true(cdr_json_is_int(cdr_json_get(doc, "i")));
	assert_int_equal(cdr_json_count(cdr_json_get(doc, "a")), 2);
	assert_str(cdr_json_str(cdr_json_at(cdr_json_get(doc, "a"), 1)), "x");
	cdr_json_free(doc);
}

static void getters_fall_back_on_other_types(void **state)
{
	struct cdr_json *doc;
	const struct cdr_json *array;

	(void)state;
	assert_int_equal(cdr_json_parse(&doc, CDR_STR("{\"a\":[true,\"7\",null]}"), 2, NULL), 0);
	array = cdr_json_get(doc, "a");
	assert_null(cdr_json_get(doc, "b"));
	assert_null(cdr_json_get(array, "a"));
	assert_null(cdr_json_at(doc, 0));
	assert_null(cdr_json_at(array, 3));
	assert_int_equal(cdr_json_count(doc), 0);
	assert_null(cdr_json_str(cdr_json_at(array, 0)).ptr);
	assert_int_equal(cdr_json_int(cdr_json_at(array, 1), 42), 42);
	assert_true(cdr_json_bool(cdr_json_at(array, 2), true));
	assert_false(cdr_json_is_object(NULL) || cdr_json_is_array(NULL) || cdr_json_is_int(NULL));
	assert_null(cdr_json_get(NULL, "x"));
	assert_null(cdr_json_at(NULL, 0));
	assert_int_equal(cdr_json_int(NULL, -1), -1);
	cdr_json_free(doc);
	cdr_json_free(NULL);
}

static void writer_sets_commas_and_colons(void **state)
{
	struct cdr_buf out;
	struct cdr_jw w;

	(void)state;
	cdr_buf_init(&out, 1000);
	cdr_jw_init(&w, &out);
	cdr_jw_object(&w, NULL);
	cdr_jw_cstr(&w, "s", "x");
	cdr_jw_array(&w, "a");
	cdr_jw_int(&w, NULL, INT64_MIN);
	cdr_jw_object(&w, NULL);
	cdr_jw_int(&w, "i", 1);
	cdr_jw_end(&w);
	cdr_jw_object(&w, NULL);
	cdr_jw_int(&w, "i", 2);
	cdr_jw_int(&w, "k", 3);
	cdr_jw_end(&w);
	cdr_jw_array(&w, NULL);
	cdr_jw_end(&w);
	cdr_jw_bool(&w, NULL, true);
	cdr_jw_null(&w, NULL);
	cdr_jw_end(&w);
	cdr_jw_str(&w, "none", (struct cdr_str){ NULL, 0 });
	cdr_jw_cstr(&w, "null", NULL);
	cdr_jw_str(&w, "empty", CDR_STR(""));
	cdr_jw_bool(&w, "f\"", false);
	cdr_jw_end(&w);
	assert_str(cdr_buf_str(&out),
		   "{\"s\":\"x\",\"a\":[-9223372036854775808,{\"i\":1},"
		   "{\"i\":2,\"k\":3},[],true,null],"
		   "\"none\":null,\"null\":null,\"empty\":\"\",\"f\\\"\":false}");
	assert_int_equal(w.depth, 0);
	cdr_buf_release(&out);
}

static void writer_nests_to_32(void **state)
{
	struct cdr_buf out;
	struct cdr_json *doc;
	struct cdr_jw w;

	(void)state;
	cdr_buf_init(&out, 1000);
	cdr_jw_init(&w, &out);
	for (int i = 0; i < 32; i++) {
		if (i % 2)
			cdr_jw_array(&w, "a");
		else
			cdr_jw_object(&w, NULL);
	}
	for (int i = 0; i < 32; i++)
		cdr_jw_end(&w);
	assert_int_equal(cdr_json_parse(&doc, cdr_buf_str(&out), 32, NULL), 0);
	assert_int_not_equal(
		cdr_json_parse(&(struct cdr_json *){ NULL }, cdr_buf_str(&out), 31, NULL), 0);
	cdr_json_free(doc);
	cdr_buf_release(&out);
}

/* The JSON string for TEXT, without its quotes, in BUF. */
static struct cdr_str written(struct cdr_buf *buf, struct cdr_str text)
{
	struct cdr_jw w;

	cdr_buf_clear(buf);
	cdr_jw_init(&w, buf);
	cdr_jw_str(&w, NULL, text);
	return cdr_str_sub(cdr_buf_str(buf), 1, buf->len - 1);
}

static void writer_escapes_what_is_unsafe(void **state)
{
	struct cdr_buf buf;

	(void)state;
	cdr_buf_init(&buf, 1000);
	assert_str(written(&buf, CDR_STR("a\"\\/b")), "a\\\"\\\\/b");
	assert_str(written(&buf, CDR_STR("\b\f\n\r\t\0\x1B\x7F")),
		   "\\b\\f\\n\\r\\t\\u0000\\u001b\\u007f");
	assert_str(written(&buf, CDR_STR("\xC3\xA9\xF0\x9F\x98\x80")), "\xC3\xA9\xF0\x9F\x98\x80");
	assert_str(written(&buf, CDR_STR("\xE2\x80\xAE\xC2\x9B")), "\\u202e\\u009b");
	assert_str(written(&buf, CDR_STR("\xF3\xA0\x81\x81")), "\\udb40\\udc41");
	assert_str(written(&buf, CDR_STR("x\xFF\xE2\x80")),
		   "x\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
	cdr_buf_release(&buf);
}

/* Every scalar value comes back as it was, and what is written holds nothing unsafe. */
static void every_character_round_trips(void **state)
{
	struct cdr_buf text, out;
	struct cdr_json *doc;
	struct cdr_jw w;

	(void)state;
	cdr_buf_init(&text, 8u << 20);
	cdr_buf_init(&out, 16u << 20);
	for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
		char bytes[4];

		if (cp < 0xD800 || cp > 0xDFFF)
			cdr_buf_add(&text, bytes, cdr_utf8_put(bytes, cp));
	}
	cdr_jw_init(&w, &out);
	cdr_jw_str(&w, NULL, cdr_buf_str(&text));
	assert_false(out.full);
	for (size_t at = 0; at < out.len;) {
		uint32_t cp;

		at += cdr_utf8_next(cdr_str_sub(cdr_buf_str(&out), at, out.len), &cp);
		assert_int_equal(cdr_utf8_unsafe(cp), CDR_SAFE);
		assert_true(cp >= 0x20);
	}
	assert_int_equal(cdr_json_parse(&doc, cdr_buf_str(&out), 1, NULL), 0);
	assert_true(cdr_str_eq(cdr_json_str(doc), cdr_buf_str(&text)));
	cdr_json_free(doc);
	cdr_buf_release(&text);
	cdr_buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(malformed_is_refused),
		cmocka_unit_test(message_does_not_quote_the_text),
		cmocka_unit_test(depth_is_capped_exactly),
		cmocka_unit_test(values_and_floats_are_as_allowed),
		cmocka_unit_test(hostile_depth_is_refused_before_it_recurses),
		cmocka_unit_test(getters_read_their_type),
		cmocka_unit_test(getters_fall_back_on_other_types),
		cmocka_unit_test(writer_sets_commas_and_colons),
		cmocka_unit_test(writer_nests_to_32),
		cmocka_unit_test(writer_escapes_what_is_unsafe),
		cmocka_unit_test(every_character_round_trips),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
