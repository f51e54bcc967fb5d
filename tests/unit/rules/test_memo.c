/* test_memo.c - a text is known again, and no other is taken for it. */
#include "rules/memo.h"
#include "rules/pattern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#define LEN 200u

static struct cdr_str of(const char *bytes, size_t len)
{
	return (struct cdr_str){ bytes, len };
}

static void keeps_what_was_put(void **state)
{
	struct cdr_memo *memo = cdr_memo_new();
	char text[LEN];
	uint64_t key;

	(void)state;
	assert_non_null(memo);
	memset(text, 'x', LEN);
	key = cdr_memo_key(memo, of(text, LEN), &memo);
	assert_false(cdr_memo_has(memo, key));
	cdr_memo_put(memo, key);
	assert_true(cdr_memo_has(memo, key));
	assert_true(cdr_memo_has(memo, cdr_memo_key(memo, of(text, LEN), &memo)));
	cdr_memo_free(memo);
}

/* Each byte counts, and each bit of it, and so do the length and who asks. */
static void tells_texts_apart(void **state)
{
	struct cdr_memo *memo = cdr_memo_new();
	char text[LEN] = { 0 };
	uint64_t key = cdr_memo_key(memo, of(text, LEN), &memo);

	(void)state;
	for (size_t i = 0; i < LEN; i++) {
		for (unsigned bit = 0; bit < 8; bit++) {
			text[i] = (char)(1u << bit);
			assert_true(cdr_memo_key(memo, of(text, LEN), &memo) != key);
		}
		text[i] = 0;
	}
	for (size_t len = CDR_MEMO_LEAST; len < LEN; len++)
		assert_true(cdr_memo_key(memo, of(text, len), &memo) != key);
	assert_true(cdr_memo_key(memo, of(text, LEN), text) != key);
	assert_true(cdr_memo_key(memo, of(text, LEN), &memo) == key);
	cdr_memo_free(memo);
}

/* The key is a secret of the run: nobody can look for two texts that have one fingerprint. */
static void has_a_secret(void **state)
{
	struct cdr_memo *one = cdr_memo_new(), *other = cdr_memo_new();
	char text[LEN] = { 0 };

	(void)state;
	assert_true(cdr_memo_key(one, of(text, LEN), &state) !=
		    cdr_memo_key(other, of(text, LEN), &state));
	cdr_memo_free(one);
	cdr_memo_free(other);
}

static void leaves_out_what_is_short_or_long(void **state)
{
	struct cdr_memo *memo = cdr_memo_new();
	static char text[CDR_MEMO_BYTES + 1];

	(void)state;
	assert_int_equal(cdr_memo_key(memo, of(text, CDR_MEMO_LEAST - 1), &memo), 0);
	assert_int_equal(cdr_memo_key(memo, of(text, CDR_MEMO_BYTES + 1), &memo), 0);
	assert_int_not_equal(cdr_memo_key(memo, of(text, CDR_MEMO_BYTES), &memo), 0);
	assert_int_equal(cdr_memo_key(NULL, of(text, LEN), &memo), 0);
	cdr_memo_put(memo, 0);
	assert_false(cdr_memo_has(memo, 0));
	cdr_memo_free(memo);
}

/* --- patterns ------------------------------------------------------------------- */

static int find(const struct cdr_pattern *pattern, struct cdr_match_space *space,
		struct cdr_str text, size_t from)
{
	struct cdr_match match;

	return cdr_pattern_find(pattern, space, (struct cdr_search){ text, from }, &match, NULL);
}

/* Only a search of the whole text says something of it, and only one that was in vain. */
static void patterns_remember(void **state)
{
	struct cdr_match_space *space = cdr_match_space_new();
	struct cdr_pattern *a, *b;
	char text[LEN];

	(void)state;
	memset(text, '.', LEN);
	text[10] = 'a';
	assert_int_equal(cdr_pattern_new(&a, CDR_STR("a"), NULL, NULL), 0);
	assert_int_equal(cdr_pattern_new(&b, CDR_STR("b"), NULL, NULL), 0);
	cdr_match_space_remember(space);
	assert_int_equal(find(a, space, of(text, LEN), 11), CDR_ENOTFOUND);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(find(b, space, of(text, LEN), 0), CDR_ENOTFOUND);
		assert_int_equal(find(a, space, of(text, LEN), 0), 0);
	}
	text[LEN - 1] = 'b';
	assert_int_equal(find(b, space, of(text, LEN), 0), 0);
	text[LEN - 1] = '.';
	assert_int_equal(find(b, space, of(text, LEN), 0), CDR_ENOTFOUND);
	cdr_pattern_free(a);
	cdr_pattern_free(b);
	cdr_match_space_free(space);
}

/* Freed memory is used again at once, as it is without ASan. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "quarantine_size_mb=0:thread_local_quarantine_size_kb=0";
}

/* One that is made for a file and freed leaves nothing behind for the next at its address. */
static void passing_patterns_are_not_remembered(void **state)
{
	struct cdr_match_space *space = cdr_match_space_new();
	char text[LEN];

	(void)state;
	memset(text, '.', LEN);
	text[10] = 'a';
	cdr_match_space_remember(space);
	for (size_t i = 0; i < 200; i++) {
		const char *source = i % 2 ? "a" : "b";
		struct cdr_pattern *pattern;

		assert_int_equal(cdr_pattern_new(&pattern, cdr_str_from(source), NULL, NULL), 0);
		cdr_pattern_set_passing(pattern);
		assert_int_equal(find(pattern, space, of(text, LEN), 0),
				 i % 2 ? 0 : CDR_ENOTFOUND);
		cdr_pattern_free(pattern);
	}
	cdr_match_space_free(space);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_what_was_put),
		cmocka_unit_test(tells_texts_apart),
		cmocka_unit_test(has_a_secret),
		cmocka_unit_test(leaves_out_what_is_short_or_long),
		cmocka_unit_test(patterns_remember),
		cmocka_unit_test(passing_patterns_are_not_remembered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
