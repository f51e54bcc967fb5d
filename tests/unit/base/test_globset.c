/* Many patterns at once give what each gives alone, whichever path came before. */
#include "base/globset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define N_PATTERNS 150
#define WORDS (N_PATTERNS / 64 + 1)

static bool has(const uint64_t *bits, size_t i)
{
	return bits[i / 64] >> i % 64 & 1;
}

/* Of every form that is told apart, and of those that only look like one. */
static const char *const shapes[] = {
	"**", "**/*", "*", "a", "**/a", "**/a.py", "**/*.py", "**/*.{py,b}", "a/**", "**/a/**",
	"**/{a,b}/**", "{a,b/}**", "x{a/,b}/**", "**/{a,b/**}", "**/a{/,}**", "**/a/**/b",
	"**/[ab]*",
	"**/[!a]", "**/?", "a*/**", "**/**", "**/", "**/.*", "a", "[a", "{", "", "/**", "b/**/",
};

static void random_text(struct cdr_buf *out, const char *const *pieces, size_t n)
{
	cdr_buf_clear(out);
	for (int i = rand() % 6; i >= 0; i--)
		cdr_buf_adds(out, pieces[(size_t)rand() % n]);
}

static void fill(struct cdr_globset *set, struct cdr_arena *arena, struct cdr_str *patterns,
		 size_t *numbers)
{
	static const char *const pieces[] = { "a", "b", ".py", "/", "/", "*", "?", "**/", "/**",
					      "{a,b}", "{*,b/}", "{,/a}", "[ab]", "**" };
	struct cdr_buf buf;

	cdr_buf_init(&buf, 1000);
	for (size_t i = 0; i < N_PATTERNS; i++) {
		random_text(&buf, pieces, COUNT(pieces));
		patterns[i] = i < COUNT(shapes) ? cdr_str_from(shapes[i])
						: cdr_str_copy(arena, cdr_buf_str(&buf));
		numbers[i] = cdr_globset_add(set, patterns[i]);
	}
	cdr_buf_release(&buf);
}

static void agrees_with_one_by_one(void **state)
{
	static const char *const pieces[] = { "a", "b", ".py", "/", "/", "x", "/a", "" };
	struct cdr_globset *set = cdr_globset_new();
	struct cdr_globset_space *space;
	struct cdr_arena arena = { 0 };
	struct cdr_str patterns[N_PATTERNS];
	size_t numbers[N_PATTERNS], n_hits = 0;
	uint64_t bits[WORDS];
	struct cdr_buf path;

	(void)state;
	srand(7);
	fill(set, &arena, patterns, numbers);
	assert_true(cdr_globset_words(set) <= WORDS);
	space = cdr_globset_space_new(set);
	cdr_buf_init(&path, 1000);
	for (int round = 0; round < 3000; round++) {
		random_text(&path, pieces, COUNT(pieces));
		cdr_globset_match(set, space, cdr_buf_str(&path), bits);
		for (size_t i = 0; i < N_PATTERNS; i++) {
			bool alone = cdr_glob_match(patterns[i], cdr_buf_str(&path), 0);

			n_hits += alone;
			if (has(bits, numbers[i]) != alone)
				fail_msg("%.*s on %s: %d alone", CDR_FMT(patterns[i]), path.ptr,
					 alone);
		}
	}
	assert_true(n_hits > 10000);
	cdr_buf_release(&path);
	cdr_globset_space_free(space);
	cdr_globset_free(set);
	cdr_arena_release(&arena);
}

/* Stars before letters multiply what may be alive, until it is more than is kept. */
static void agrees_beyond_what_it_keeps(void **state)
{
	struct cdr_globset *set = cdr_globset_new();
	struct cdr_globset_space *space;
	char patterns[26][16], path[64];
	uint64_t bits[WORDS];
	size_t n_hits = 0;

	(void)state;
	for (unsigned i = 0; i < 26; i++) {
		snprintf(patterns[i], sizeof(patterns[i]), "**/*%c*%c", 'a' + i,
			 'a' + (i * 7 + 3) % 26);
		assert_int_equal(cdr_globset_add(set, cdr_str_from(patterns[i])), i);
	}
	space = cdr_globset_space_new(set);
	for (unsigned round = 0; round < 4000; round++) {
		size_t len = 30 + (size_t)rand() % 30;

		for (size_t i = 0; i < len; i++)
			path[i] = (char)('a' + rand() % 26);
		cdr_globset_match(set, space, (struct cdr_str){ path, len }, bits);
		for (unsigned i = 0; i < 26; i++) {
			struct cdr_str text = { path, len };

			assert_int_equal(has(bits, i),
					 cdr_glob_match(cdr_str_from(patterns[i]), text, 0));
			n_hits += has(bits, i);
		}
	}
	assert_true(n_hits > 1000);
	cdr_globset_space_free(space);
	cdr_globset_free(set);
}

static void equal_patterns_share_a_number(void **state)
{
	struct cdr_globset *set = cdr_globset_new();

	(void)state;
	assert_int_equal(cdr_globset_add(set, CDR_STR("a")), 0);
	assert_int_equal(cdr_globset_add(set, CDR_STR("b")), 1);
	assert_int_equal(cdr_globset_add(set, CDR_STR("a")), 0);
	cdr_globset_free(set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agrees_with_one_by_one),
		cmocka_unit_test(agrees_beyond_what_it_keeps),
		cmocka_unit_test(equal_patterns_share_a_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
