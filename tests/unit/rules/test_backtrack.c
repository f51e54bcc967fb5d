/*
 * Expressions that backtrack badly and their neighbours that do not: what is said of them is held
 * against the steps that PCRE2 takes, never against a clock.
 */
#include "unit/rules/rules_test.h"
#include "unit/rules/steps.h"

#include <stdio.h>

static struct cdr_backtracking judged(const char *source, struct cdr_arena *arena)
{
	return cdr_backtracking_of(cdr_str_from(source), arena);
}

/*
 * How many times more steps SOURCE takes when the pump of ATTACK comes 2N times, not N;
 * STEPS_MAX when it does not come to an end.
 */
static double ratio(const char *source, const struct cdr_attack *attack, size_t n)
{
	struct cdr_arena arena = { 0 };
	pcre2_code *code = steps_compile(cdr_str_from(source));
	double once, twice;

	assert_non_null(code);
	once = steps_count(code, steps_text(attack, n, &arena));
	twice = steps_count(code, steps_text(attack, 2 * n, &arena));
	pcre2_code_free(code);
	cdr_arena_release(&arena);
	return twice >= STEPS_MAX ? STEPS_MAX : twice / once;
}

/* REFUSED is what it is said to be; NEIGHBOUR is linear, on the same text as well. */
struct family {
	const char *name;
	enum cdr_growth growth;
	const char *refused, *first, *second, *neighbour;
};

static const struct family families[] = {
	{ "nested", CDR_EXPONENTIAL, "x(?:a+)+y", "a+", "(?:a+)+", "x(?:a+,)+y" },
	{ "nested, empty", CDR_EXPONENTIAL, "x(?:a*)*y", "a*", "(?:a*)*", "xa*y" },
	{ "nested, a separator that may be missing", CDR_EXPONENTIAL, "x(?:\\w+\\s?)+=", "\\w+",
	  "(?:\\w+\\s?)+", "x(?:\\w+\\s)+=" },
	{ "nested, with ends", CDR_EXPONENTIAL, "x(?:a{1,30}){1,30}y", "a{1,30}",
	  "(?:a{1,30}){1,30}", "xa{1,30}y" },
	{ "alternatives that overlap", CDR_EXPONENTIAL, "\"(?:[^\"]|\\\\.)*\"",
	  "(?:[^\"]|\\\\.)*", "(?:[^\"]|\\\\.)*", "\"(?:[^\"\\\\]|\\\\.)*\"" },
	{ "alternatives that begin alike", CDR_EXPONENTIAL, "x(?:a|ab|b)*y", "(?:a|ab|b)*",
	  "(?:a|ab|b)*", "x(?:a|b)*y" },
	{ "alternatives of one letter", CDR_EXPONENTIAL, "(?i)x(?:k|K)*y", "(?:k|K)*", "(?:k|K)*",
	  "x(?:k|K)*y" },
	{ "adjacent", CDR_POLYNOMIAL, "x\\s*\\s*=", "\\s*", "\\s*", "x\\s*+\\s*=" },
	{ "adjacent, something optional between", CDR_POLYNOMIAL, "x\\s*,?\\s*=", "\\s*", "\\s*",
	  "x\\s*(?:,\\s*)?=" },
	{ "adjacent, one between that both take", CDR_POLYNOMIAL, "x\\w*\\w\\w*=", "\\w*", "\\w*",
	  "x\\w+=" },
	{ "adjacent, of different classes", CDR_POLYNOMIAL, "x\\w+[\\d.]*=", "\\w+", "[\\d.]*",
	  "x\\w+[.]*=" },
	{ "adjacent, of two letters", CDR_POLYNOMIAL, "x(?:ab)*(?:ab)*y", "(?:ab)*", "(?:ab)*",
	  "x(?:ab)*(?:cd)*y" },
	{ "adjacent, lazy", CDR_POLYNOMIAL, "x.*?\\s*y", ".*?", "\\s*", "x[^\\sy]*?\\s*y" },
	{ "adjacent, beyond ASCII", CDR_POLYNOMIAL, "x[^a]*[^b\\x00-\\x7f]*y", "[^a]*",
	  "[^b\\x00-\\x7f]*", "x[a-z]*[^b\\x00-\\x7f]*y" },
	{ "adjacent, at the edge of a word", CDR_POLYNOMIAL, "x\\w*\\B\\w*=", "\\w*", "\\w*",
	  "x\\w*\\b\\w*=" },
	{ "a lookahead in a repetition", CDR_POLYNOMIAL, "x(?:(?!.*!y)a)*z", "(?:(?!.*!y)a)*", ".*",
	  "x(?:(?!y)a)*z" },
	{ "a lookahead behind a repetition", CDR_POLYNOMIAL, "x\\w+(?=\\w*y)=", "\\w+", "\\w*",
	  "x\\w+(?=[=y])=" },
	{ "kept apart by a condition", CDR_POLYNOMIAL, "x\\w*(?!,)\\w*=", "\\w*", "\\w*",
	  "x\\w*(?!\\w)\\w*=" },
	{ "what gives nothing back", CDR_POLYNOMIAL, "x(?:(?>(?:a)+)|a)*y",
	  "(?:(?>(?:a)+)|a)*", "(?:a)+",
	  "x(?>(?:a+)+)y" },
	{ "a group that is called", CDR_POLYNOMIAL, "(?<s>\\s*)x(?&s)\\s*=", "\\s*", "\\s*",
	  "(?<s>\\s*)x(?&s)=" },
	{ "a reference back", CDR_POLYNOMIAL, "(a+)x\\1*a*y", "\\1*", "a*", "(a+)x\\1b*y" },
	{ "three in a row", CDR_POLYNOMIAL, "x.*1.*2.*3", ".*", ".*", "x[^1]*1[^2]*2[^3]*3" },
	{ "apart", CDR_SQUARE_APART, "x.*y.*z", ".*", ".*", "x[^y]*y[^z]*z" },
};

#define N_FAMILIES (sizeof(families) / sizeof(families[0]))

static void test_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_FAMILIES; i++) {
		const struct family *row = &families[i];
		struct cdr_arena arena = { 0 };
		struct cdr_backtracking found = judged(row->refused, &arena);
		bool doubles = row->growth == CDR_EXPONENTIAL;
		char first[64], second[64];
		double measured;

		snprintf(first, sizeof(first), "%.*s", CDR_FMT(found.first));
		snprintf(second, sizeof(second), "%.*s", CDR_FMT(found.second));
		if (found.growth != row->growth || strcmp(first, row->first) ||
		    strcmp(second, row->second))
			fail_msg("%s: %s: growth %d, \"%s\" and \"%s\"", row->name, row->refused,
				 found.growth, first, second);
		measured = ratio(row->refused, &found.attack, doubles ? 8 : 60);
		if (measured < (doubles ? 20 : 3))
			fail_msg("%s: %s: %.1f times the steps", row->name, row->refused, measured);
		cdr_arena_release(&arena);
	}
}

static void test_neighbours(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_FAMILIES; i++) {
		const struct family *row = &families[i];
		struct cdr_arena arena = { 0 };
		struct cdr_backtracking bad = judged(row->refused, &arena);
		struct cdr_backtracking good = judged(row->neighbour, &arena);
		double measured = ratio(row->neighbour, &bad.attack, 60);

		if (good.growth != CDR_LINEAR || measured > 2.2)
			fail_msg("%s: %s: growth %d, %.1f times the steps", row->name,
				 row->neighbour, good.growth, measured);
		cdr_arena_release(&arena);
	}
}

/* Grammar of which not much can go wrong by itself. */
static void test_accepted(void **state)
{
	static const char *const rows[] = {
		"\\w+\\(",
		"\\bfoo\\b\\s*\\w+=",
		"a*a*",
		"(?:a+)+",
		"foo.*bar.*",
		"\\w+\\b\\s*\\b\\w+\\(",
		"[^\\n]*\\b\\w+=",
		"(?m)^\\s*x\\s*$",
		".{0,80}a.{0,80}b",
		"(?x) a+ # a+ \n b+ c",
		"\\Qa+a+\\E+b",
		"(?<t>\\w+) \\s* = \\k<t>",
		"x(*SKIP)(*FAIL)|y+",
		"[[:alpha:]]+[[:digit:]]+x",
		"[^\\W\\d]+\\d+x",
		"\\p{L}+\\d+x",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cdr_arena arena = { 0 };

		if (judged(rows[i], &arena).growth != CDR_LINEAR)
			fail_msg("%s: growth %d", rows[i], judged(rows[i], &arena).growth);
		cdr_arena_release(&arena);
	}
}

static void test_undecided(void **state)
{
	static const char *const rows[] = { "(?:[a-z]{1,9}x){1,9}(*ACCEPT)", "(*atomic:a+)b" };
	struct cdr_arena arena = { 0 };
	char *deep = cdr_arena_alloc(&arena, 1000);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(judged(rows[i], &arena).growth, CDR_UNDECIDED);
	memset(deep, '(', 200);
	memset(deep + 200, ')', 200);
	assert_int_equal(judged(deep, &arena).growth, CDR_UNDECIDED);
	cdr_arena_release(&arena);
}

/* --- random expressions against PCRE2 ---------------------------------------- */

static uint64_t next_random(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return *seed >> 33;
}

/* What gives nothing back is left out: PCRE2 does not count what it looks at there. */
static void random_expression(struct cdr_buf *out, uint64_t *seed, unsigned depth)
{
	static const char *const atoms[] = { "a", "b", "[ab]", "c", ".", "[^c]" };
	static const char *const counts[] = { "", "", "*", "+", "?", "*?", "{1,2}" };
	size_t n = 1 + next_random(seed) % 3;

	for (size_t i = 0; i < n; i++) {
		if (depth > 0 && next_random(seed) % 3 == 0) {
			cdr_buf_adds(out, "(?:");
			random_expression(out, seed, depth - 1);
			if (next_random(seed) % 3 == 0) {
				cdr_buf_adds(out, "|");
				random_expression(out, seed, depth - 1);
			}
			cdr_buf_adds(out, ")");
		} else {
			cdr_buf_adds(out, atoms[next_random(seed) % 6]);
		}
		cdr_buf_adds(out, counts[next_random(seed) % 7]);
	}
}

/* The worst ratio over all texts of a short lead, a short pump and an end. */
static double worst_ratio(const char *source)
{
	static const char *const leads[] = { "", "a", "b" };
	static const char *const pumps[] = { "a", "b", "ab", "aab", "c" };
	double worst = 0;

	for (size_t i = 0; i < 3 * 5; i++) {
		struct cdr_attack attack = { cdr_str_from(leads[i / 5]), cdr_str_from(pumps[i % 5]),
					     CDR_STR("!") };
		double measured = ratio(source, &attack, 24);

		worst = measured > worst ? measured : worst;
	}
	return worst;
}

/* What is said to be linear is so on every short text, and what is not has a text to show it. */
static void test_random(void **state)
{
	uint64_t seed = 20260105;
	size_t n_linear = 0, n_others = 0, n_spared = 0;

	(void)state;
	for (size_t i = 0; i < 150; i++) {
		struct cdr_arena arena = { 0 };
		struct cdr_backtracking found;
		struct cdr_buf source;

		cdr_buf_init(&source, 4096);
		random_expression(&source, &seed, 2);
		cdr_buf_adds(&source, "d");
		found = judged(source.ptr, &arena);
		if (found.growth == CDR_LINEAR) {
			n_linear++;
			if (worst_ratio(source.ptr) > 2.4)
				fail_msg("%s is not linear", source.ptr);
		} else {
			bool doubles = found.growth == CDR_EXPONENTIAL;

			n_others++;
			n_spared += ratio(source.ptr, &found.attack, doubles ? 6 : 30) < 2.6;
		}
		cdr_buf_release(&source);
		cdr_arena_release(&arena);
	}
	assert_true(n_linear > 50 && n_others > 50);
	assert_true(n_spared * 20 < n_others);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refused),   cmocka_unit_test(test_neighbours),
		cmocka_unit_test(test_accepted),  cmocka_unit_test(test_undecided),
		cmocka_unit_test(test_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
