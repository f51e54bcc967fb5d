/* test_identity.c - hid and cid against vectors that a shell computes with printf and sha256sum. */
#include "sandbox.h"

#include "git/identity.h"

#define TAG "printf 'cdreview-hunk\\0v1\\0"
#define SUM "' | sha256sum"

static void assert_hash(const struct cdr_hash *hash, const char *script)
{
	struct sandbox sandbox = { "/tmp" };
	char *expected = sandbox_line(&sandbox, script);
	char hex[CDR_HASH_HEX + 1];

	cdr_hash_hex(hex, hash);
	expected[CDR_HASH_HEX] = '\0';
	assert_string_equal(hex, expected);
	free(expected);
}

static const struct cdr_line lines[] = {
	{ { "a", 1 }, 1, 1, ' ', false },
	{ { "b\r", 2 }, 2, 0, '-', false },
	{ { "cc", 2 }, 0, 2, '+', true },
};

static void test_text(void **state)
{
	struct cdr_file file = {
		.path = CDR_STR("x.py"), .old_mode = 0100644, .new_mode = 0100644, .status = 'M'
	};
	struct cdr_hunk hunk = {
		.file = &file, .kind = CDR_HUNK_TEXT, .lines = lines, .n_lines = 3
	};

	(void)state;
	cdr_identity_fill(&hunk);
	assert_hash(&hunk.hid,
		    TAG "\\0\\0\\0\\4text\\0\\0\\0\\4x.py\\0\\0\\0\\006100644\\0\\0\\0\\006100644"
			"\\0\\0\\0\\2 a\\0\\0\\0\\3-b\\r\\0\\0\\0\\3+cc\\0\\0\\0\\1\\\\" SUM);
	assert_hash(&hunk.cid,
		    TAG "\\0\\0\\0\\4text\\0\\0\\0\\4x.py\\0\\0\\0\\006100644\\0\\0\\0\\006100644"
			"\\0\\0\\0\\3-b\\r\\0\\0\\0\\3+cc\\0\\0\\0\\1\\\\" SUM);
}

static void test_kinds_without_lines(void **state)
{
	struct cdr_file file = { .path = CDR_STR("e"), .new_mode = 0100755, .status = 'A' };
	struct cdr_hunk hunk = { .file = &file, .kind = CDR_HUNK_EMPTY };

	(void)state;
	cdr_identity_fill(&hunk);
	assert_hash(&hunk.hid,
		    TAG "\\0\\0\\0\\5empty\\0\\0\\0\\1e\\0\\0\\0\\0010\\0\\0\\0\\006100755" SUM);
	assert_true(cdr_hash_eq(&hunk.hid, &hunk.cid));
	hunk.kind = CDR_HUNK_UNSCANNABLE;
	hunk.reason = CDR_STR("gone");
	cdr_identity_fill(&hunk);
	assert_hash(&hunk.hid,
		    TAG "\\0\\0\\0\\013unscannable\\0\\0\\0\\1e\\0\\0\\0\\0010\\0\\0\\0\\006100755"
			"\\0\\0\\0\\4gone" SUM);
}

static void test_binary(void **state)
{
	struct cdr_file file = {
		.path = CDR_STR("p"), .old_mode = 0, .new_mode = 0100644, .status = 'A'
	};
	struct cdr_hunk hunk = { .file = &file, .kind = CDR_HUNK_BINARY };

	(void)state;
	file.new_blob.len = 20;
	memset(file.new_blob.bytes, 0xAB, 20);
	cdr_identity_fill(&hunk);
	assert_hash(
		&hunk.hid, TAG
		"\\0\\0\\0\\006binary\\0\\0\\0\\1p\\0\\0\\0\\0010\\0\\0\\0\\006100644\\0\\0\\0\\0"
		"\\0\\0\\0\\050abababababababababababababababababababab" SUM);
}

/* What one field loses the next must not gain: equal bytes, cut differently. */
static void test_lengths_keep_fields_apart(void **state)
{
	const struct cdr_line one[] = { { CDR_STR("ab"), 0, 1, '+', false } };
	const struct cdr_line two[] = { { CDR_STR("a"), 0, 1, '+', false },
					{ CDR_STR(""), 0, 2, '+', false } };
	struct cdr_file file = { .path = CDR_STR("p"), .new_mode = 0100644, .status = 'A' };
	struct cdr_hunk a = { .file = &file, .kind = CDR_HUNK_TEXT, .lines = one, .n_lines = 1 };
	struct cdr_hunk b = { .file = &file, .kind = CDR_HUNK_TEXT, .lines = two, .n_lines = 2 };

	(void)state;
	cdr_identity_fill(&a);
	cdr_identity_fill(&b);
	assert_false(cdr_hash_eq(&a.hid, &b.hid));
}

/* Texts around the size of the staging buffer come out as one hash over all bytes. */
static void test_long_lines(void **state)
{
	static char text[9000];
	struct cdr_file file = { .path = CDR_STR("p"), .new_mode = 0100644, .status = 'A' };
	struct cdr_line line = { { text, 0 }, 0, 1, '+', false };
	struct cdr_hunk hunk = {
		.file = &file, .kind = CDR_HUNK_TEXT, .lines = &line, .n_lines = 1
	};
	static const size_t sizes[] = { 4030, 4031, 4095, 4096, 4097, 8999 };

	(void)state;
	memset(text, 'y', sizeof(text));
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		char script[512];

		line.text.len = sizes[i];
		cdr_identity_fill(&hunk);
		snprintf(script, sizeof(script),
			 "{ " TAG "\\0\\0\\0\\4text\\0\\0\\0\\1p\\0\\0\\0\\0010\\0\\0\\0\\006100644"
			 "\\0\\0\\%03o\\%03o+'; head -c %zu /dev/zero | tr '\\0' y; } | sha256sum",
			 (unsigned)(sizes[i] + 1) >> 8, (unsigned)(sizes[i] + 1) & 0xFF, sizes[i]);
		assert_hash(&hunk.hid, script);
	}
}

static void test_count(void **state)
{
	struct cdr_hunk hunks[5] = { { .file = NULL } };
	static const unsigned char names[5] = { 2, 1, 2, 3, 2 };
	static const uint32_t nth[5] = { 1, 1, 2, 1, 3 }, of[5] = { 3, 1, 3, 1, 3 };

	(void)state;
	for (size_t i = 0; i < 5; i++)
		hunks[i].hid.bytes[31] = names[i];
	cdr_identity_count(hunks, 5);
	for (size_t i = 0; i < 5; i++) {
		assert_int_equal(hunks[i].nth, nth[i]);
		assert_int_equal(hunks[i].of, of[i]);
	}
	cdr_identity_count(NULL, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_kinds_without_lines),
		cmocka_unit_test(test_binary),
		cmocka_unit_test(test_lengths_keep_fields_apart),
		cmocka_unit_test(test_long_lines),
		cmocka_unit_test(test_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
