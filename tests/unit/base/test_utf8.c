/*
 * The decoder is compared with an independent definition (every scalar value
 * encoded by the rules of RFC 3629) on all code points and on all sequences of
 * three bytes; escaping is checked to let nothing unsafe through.
 */
#include "unit/base/test.h"

#include "cdreview/utf8.h"

#include <stdlib.h>

/* RFC 3629 section 4, as literally as C allows: the length of a well-formed sequence, or 0. */
static size_t rfc3629(const unsigned char *s, size_t len)
{
	static const struct {
		unsigned char lead[2], second[2];
		size_t len;
	} rows[] = {
		{ { 0x00, 0x7F }, { 0, 0 }, 1 },       { { 0xC2, 0xDF }, { 0x80, 0xBF }, 2 },
		{ { 0xE0, 0xE0 }, { 0xA0, 0xBF }, 3 }, { { 0xE1, 0xEC }, { 0x80, 0xBF }, 3 },
		{ { 0xED, 0xED }, { 0x80, 0x9F }, 3 }, { { 0xEE, 0xEF }, { 0x80, 0xBF }, 3 },
		{ { 0xF0, 0xF0 }, { 0x90, 0xBF }, 4 }, { { 0xF1, 0xF3 }, { 0x80, 0xBF }, 4 },
		{ { 0xF4, 0xF4 }, { 0x80, 0x8F }, 4 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		if (s[0] < rows[i].lead[0] || s[0] > rows[i].lead[1])
			continue;
		if (rows[i].len > len)
			return 0;
		if (rows[i].len > 1 && (s[1] < rows[i].second[0] || s[1] > rows[i].second[1]))
			return 0;
		for (size_t k = 2; k < rows[i].len; k++) {
			if (s[k] < 0x80 || s[k] > 0xBF)
				return 0;
		}
		return rows[i].len;
	}
	return 0;
}

static void every_scalar_value_round_trips(void **state)
{
	(void)state;
	for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
		char bytes[4];
		uint32_t back;
		size_t len;

		if (cp >= 0xD800 && cp <= 0xDFFF)
			continue;
		len = cdr_utf8_put(bytes, cp);
		if (rfc3629((unsigned char *)bytes, len) != len)
			fail_msg("U+%04X is encoded wrongly", cp);
		if (cdr_utf8_next((struct cdr_str){ bytes, len }, &back) != len || back != cp)
			fail_msg("U+%04X does not come back", cp);
	}
}

/* Compares what the decoder takes of LEN bytes with the RFC's table. */
static void check_sequence(const unsigned char *bytes, size_t len)
{
	char *exact = malloc(len);       /* so that ASan sees a read past the end */
	uint32_t cp;
	size_t expected = rfc3629(bytes, len), taken;

	assert_non_null(exact);
	memcpy(exact, bytes, len);
	taken = cdr_utf8_next((struct cdr_str){ exact, len }, &cp);
	free(exact);
	if (taken != (expected ? expected : 1) || (cp == CDR_UTF8_INVALID) != (expected == 0))
		fail_msg("%02x %02x.. of %zu bytes: took %zu, not %zu", bytes[0], bytes[1], len,
			 taken, expected);
}

static void boundaries_of_every_byte_are_right(void **state)
{
	static const unsigned char edges[] = {
		0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF,
	};

	(void)state;
	for (unsigned lead = 0; lead < 256; lead++) {
		for (unsigned second = 0; second < 256; second++) {
			for (size_t k = 0; k < COUNT(edges) * COUNT(edges); k++) {
				unsigned char s[4] = { (unsigned char)lead, (unsigned char)second,
						       edges[k / COUNT(edges)],
						       edges[k % COUNT(edges)] };

				if (k == 0) {
					check_sequence(s, 1);
					check_sequence(s, 2);
				}
				if (k % COUNT(edges) == 0)
					check_sequence(s, 3);
				if (lead >= 0xEF)
					check_sequence(s, 4);
			}
		}
	}
}

static void valid_looks_at_the_whole_text(void **state)
{
	(void)state;
	assert_true(cdr_utf8_valid(CDR_STR("")));
	assert_true(cdr_utf8_valid(CDR_STR("a\0\xC3\xA9\xF4\x8F\xBF\xBF")));
	assert_false(cdr_utf8_valid(CDR_STR("abc\xC3")));
	assert_false(cdr_utf8_valid(CDR_STR("\xED\xA0\x80")));
	assert_false(cdr_utf8_valid(CDR_STR("\xF4\x90\x80\x80")));
	assert_false(cdr_utf8_valid(CDR_STR("\xC0\x80")));
}

static void classes_have_their_boundaries(void **state)
{
	static const struct {
		uint32_t first, last;
		enum cdr_unsafe class;
	} runs[] = {
		/* in order; what is left out is safe */
		{ 0x00, 0x08, CDR_UNSAFE_CONTROL },
		{ 0x0B, 0x1F, CDR_UNSAFE_CONTROL },
		{ 0x7F, 0x9F, CDR_UNSAFE_CONTROL },
		{ 0xAD, 0xAD, CDR_UNSAFE_INVISIBLE },
		{ 0x34F, 0x34F, CDR_UNSAFE_INVISIBLE },
		{ 0x61C, 0x61C, CDR_UNSAFE_BIDI },
		{ 0x115F, 0x1160, CDR_UNSAFE_INVISIBLE },
		{ 0x17B4, 0x17B5, CDR_UNSAFE_INVISIBLE },
		{ 0x180B, 0x180F, CDR_UNSAFE_INVISIBLE },
		{ 0x200B, 0x200D, CDR_UNSAFE_INVISIBLE },
		{ 0x200E, 0x200F, CDR_UNSAFE_BIDI },
		{ 0x2028, 0x2029, CDR_UNSAFE_INVISIBLE },
		{ 0x202A, 0x202E, CDR_UNSAFE_BIDI },
		{ 0x2060, 0x2065, CDR_UNSAFE_INVISIBLE },
		{ 0x2066, 0x2069, CDR_UNSAFE_BIDI },
		{ 0x206A, 0x206F, CDR_UNSAFE_INVISIBLE },
		{ 0x3164, 0x3164, CDR_UNSAFE_INVISIBLE },
		{ 0xD800, 0xDFFF, CDR_UNSAFE_INVALID },
		{ 0xFE00, 0xFE0F, CDR_UNSAFE_INVISIBLE },
		{ 0xFEFF, 0xFEFF, CDR_UNSAFE_INVISIBLE },
		{ 0xFFA0, 0xFFA0, CDR_UNSAFE_INVISIBLE },
		{ 0xFFF0, 0xFFFB, CDR_UNSAFE_INVISIBLE },
		{ 0x1BCA0, 0x1BCA3, CDR_UNSAFE_INVISIBLE },
		{ 0x1D173, 0x1D17A, CDR_UNSAFE_INVISIBLE },
		{ 0xE0000, 0xE0FFF, CDR_UNSAFE_INVISIBLE },
		{ 0x110000, 0x110010, CDR_UNSAFE_INVALID },
	};
	size_t run = 0;

	(void)state;
	for (uint32_t cp = 0; cp <= 0x110010; cp++) {
		enum cdr_unsafe expected;

		while (run < COUNT(runs) && runs[run].last < cp)
			run++;
		expected = run < COUNT(runs) && runs[run].first <= cp ? runs[run].class : CDR_SAFE;
		if (cdr_utf8_unsafe(cp) != expected)
			fail_msg("U+%04X is of class %d, not %d", cp, cdr_utf8_unsafe(cp),
				 expected);
	}
	assert_int_equal(cdr_utf8_unsafe(CDR_UTF8_INVALID), CDR_UNSAFE_INVALID);
}

static void escapes_look_as_told(void **state)
{
	static const struct {
		struct cdr_str text;
		bool keep_layout;
		const char *expected;
	} cases[] = {
		{ TEXT(""), false, "" },
		{ TEXT("plain \xC3\xA9 \xF0\x9F\x98\x80"), false,
		  "plain \xC3\xA9 \xF0\x9F\x98\x80" },
		{ TEXT("a\tb\nc"), true, "a\tb\nc" },
		{ TEXT("a\tb\nc"), false, "a^Ib^Jc" },
		{ TEXT("\0\b\r\x1B[31m\x7F"), true, "^@^H^M^[[31m^?" },
		{ TEXT("\x9B"
		       "31m"),
		  true, "<9B>31m" },
		{ TEXT("\xC2\x9B"
		       "31m"),
		  true, "<U+009B>31m" },
		{ TEXT("\xE2\x80\xAE"
		       "evil"),
		  true, "<U+202E>evil" },
		{ TEXT("x\xE2\x80"), true, "x<E2><80>" },
		{ TEXT("\xF3\xA0\x81\x81"), true, "<U+E0041>" },
		{ TEXT("\xE2\x9D\xA4\xEF\xB8\x8F"), true, "\xE2\x9D\xA4<U+FE0F>" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cdr_buf out;

		cdr_buf_init(&out, 100);
		cdr_text_escape(&out, cases[i].text, cases[i].keep_layout);
		assert_str(cdr_buf_str(&out), cases[i].expected);
		cdr_buf_release(&out);
	}
}

static void visible_form_fits(void **state)
{
	char out[16];

	(void)state;
	for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
		size_t len = cdr_utf8_visible(out, cp, 0);

		if (len > 10 || len != strlen(out))
			fail_msg("U+%04X becomes \"%s\"", cp, out);
	}
	assert_int_equal(cdr_utf8_visible(out, CDR_UTF8_INVALID, 0xE2), 4);
	assert_string_equal(out, "<E2>");
}

/* Whatever goes in, what comes out is well-formed, and has nothing unsafe but layout that was to be
 * kept. */
static void nothing_unsafe_gets_through(void **state)
{
	static const char *const pieces[] = {
		"a",	"\t",	"\n",	"\x1B", "\x80", "\xC2", "\x9B",
		"\xE2", "\xAE", "\xF0", "\x9F", "\xED", "\xA0",
	};

	(void)state;
	srand(1);
	for (int round = 0; round < 20000; round++) {
		struct cdr_buf in, out;
		bool keep = round & 1;

		cdr_buf_init(&in, 64);
		cdr_buf_init(&out, 1024);
		for (int i = rand() % 12; i >= 0; i--)
			cdr_buf_adds(&in, pieces[(size_t)rand() % COUNT(pieces)]);
		cdr_text_escape(&out, cdr_buf_str(&in), keep);
		for (size_t at = 0; at < out.len;) {
			uint32_t cp;

			at += cdr_utf8_next(cdr_str_sub(cdr_buf_str(&out), at, out.len), &cp);
			assert_int_equal(cdr_utf8_unsafe(cp), CDR_SAFE);
			assert_true(keep || (cp != '\t' && cp != '\n'));
		}
		assert_false(out.full);
		cdr_buf_release(&in);
		cdr_buf_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_scalar_value_round_trips),
		cmocka_unit_test(boundaries_of_every_byte_are_right),
		cmocka_unit_test(valid_looks_at_the_whole_text),
		cmocka_unit_test(classes_have_their_boundaries),
		cmocka_unit_test(escapes_look_as_told),
		cmocka_unit_test(visible_form_fits),
		cmocka_unit_test(nothing_unsafe_gets_through),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
