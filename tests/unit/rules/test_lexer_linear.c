/*
 * test_lexer_linear.c - no text makes the lexer slow: four times as many bytes cost about
 * four times as much, in every language and whatever is opened and never closed.
 */
#include "unit/rules/rules_test.h"

#include "rules/language.h"

#include <time.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Bytes of the smaller text, in which a statement reaches its cap; the larger is 4 times that. */
#define SMALL ((size_t)2560)

#define RUNS 3        /* when it matters: the fastest counts, noise only adds */
#define TRIES 4       /* a ratio too high is measured again: noise goes away, the square does not */
#define SLOWEST 8.0   /* ratio of times; quadratic is 16 */
#define NOISE 100000u /* ns for the larger text under which nothing is judged */

static const char *const units[] = {
	"(",           "[",        "{",
	"\"",          "'",        "`",
	"/",           "/*",       "//",
	"#",           "<",        "<!--",
	"<?",          "$(",       "${",
	"#{",          "\"${",     "\"$(",
	"\"#{",        "`${",      "$@\"{",
	"$\"{",        "$/",       "$/${",
	"\"\"\"",      "'''",      "--[[",
	"--[==[",      "r#\"",     "R\"(",
	"%q(",         "%Q{#{",    "<<A\n",
	"<<~A #{",     "<<<A\n",   "$a$",
	"@\"",         "f\"{",     "f'{a:{",
	"\\",          "\\\n",     "\\u0022",
	"a(\n",        "a: |\n",   "- '",
	"{{",          "{%",       "{#",
	"<script>",    "<a b='",   "</a",
	"(* ",         "=begin\n", "def a\n",
	"class A {\n", "if (a) /", "case a in b)",
	"((",          "@a(",      "x = /a#{",
	"\r",
};

static uint64_t cpu_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* Everything the lexer tells of the first LEN bytes of TEXT. */
static uint64_t time_once(const struct cdr_language *language, const char *text, size_t len)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_lexed lexed = { .arena = &arena, .language = language, .text = { text, len } };
	const struct cdr_entity *entities;
	const struct cdr_lines *statements;
	uint64_t start = cpu_ns(), end;

	cdr_lexer_mask(&lexed, CDR_MASK_COMMENTS | CDR_MASK_STRINGS);
	cdr_lexer_statements(&lexed, &statements);
	cdr_lexer_entities(&lexed, &entities);
	end = cpu_ns();
	cdr_arena_release(&arena);
	return end - start;
}

static uint64_t fastest(const struct cdr_language *language, const char *text, size_t len, int n)
{
	uint64_t least = UINT64_MAX;

	for (int i = 0; i < n; i++) {
		uint64_t ns = time_once(language, text, len);

		least = ns < least ? ns : least;
	}
	return least;
}

/* How many times longer the larger text takes by the fastest of N runs; 0: too fast to judge. */
static double ratio(const struct cdr_language *language, const char *text, int n)
{
	uint64_t large = fastest(language, text, 4 * SMALL, n), small;

	if (large < NOISE)
		return 0;
	small = fastest(language, text, SMALL, n);
	return (double)large / (double)(small ? small : 1);
}

static void fill(char text[4 * SMALL], const char *unit)
{
	size_t len = strlen(unit);

	for (size_t i = 0; i < 4 * SMALL; i++)
		text[i] = unit[i % len];
}

static void takes_time_in_proportion(void **state)
{
	static char text[4 * SMALL];
	size_t n_slow = 0;

	(void)state;
	for (size_t u = 0; u < COUNT(units); u++) {
		fill(text, units[u]);
		for (size_t l = 0; l < cdr_n_languages; l++) {
			const struct cdr_language *language = cdr_language_at(l);
			double slowest = ratio(language, text, 1);

			for (int i = 1; i < TRIES && slowest > SLOWEST; i++)
				slowest = ratio(language, text, RUNS);
			if (slowest <= SLOWEST)
				continue;
			print_error("%s, \"%s\": %.1f times\n", cdr_language_name(language),
				    units[u], slowest);
			n_slow++;
		}
	}
	assert_int_equal(n_slow, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_time_in_proportion),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
