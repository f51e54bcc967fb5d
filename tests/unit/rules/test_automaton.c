/* Literals found by the automaton, against looking for each of them at each byte. */
#include "unit/rules/rules_test.h"

#include "rules/automaton.h"

#include <stdlib.h>

#define N_LITERALS 40u

static unsigned random_below(unsigned *seed, unsigned n)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed / 65536u % n;
}

static char folded(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool ends_at(struct cdr_str text, size_t end, struct cdr_str literal)
{
	if (end < literal.len)
		return false;
	for (size_t i = 0; i < literal.len; i++)
		if (folded(text.ptr[end - literal.len + i]) != folded(literal.ptr[i]))
			return false;
	return true;
}

struct sought {
	struct cdr_automaton *automaton;
	struct cdr_str literals[N_LITERALS];
	uint32_t ids[N_LITERALS];
	size_t n;
};

static size_t len_of(const struct sought *sought, uint32_t id)
{
	size_t i = 0;

	while (sought->ids[i] != id)
		i++;
	return sought->literals[i].len;
}

/* Every literal that is sought in TEXT is reported once, in order, and nothing else is. */
static void check(const struct sought *sought, struct cdr_str text, struct cdr_hits *hits)
{
	size_t at = 0;

	assert_true(cdr_automaton_scan(sought->automaton, text, hits));
	for (size_t end = 1; end <= text.len; end++) {
		bool seen[N_LITERALS] = { false };
		size_t longer = SIZE_MAX;

		for (; at < hits->n && hits->items[at].end == end; at++) {
			size_t len = len_of(sought, hits->items[at].literal);

			assert_false(seen[hits->items[at].literal]);
			seen[hits->items[at].literal] = true;
			assert_true(len < longer);
			longer = len;
		}
		for (size_t i = 0; i < sought->n; i++)
			assert_int_equal(seen[sought->ids[i]],
					 ends_at(text, end, sought->literals[i]));
	}
	assert_int_equal(at, hits->n);
}

static struct cdr_str random_text(struct cdr_arena *arena, unsigned *seed, size_t len, bool lines)
{
	static const char alphabet[] = "aAbB.\xc3\xa9\n";
	char *out = cdr_arena_alloc(arena, len);

	for (size_t i = 0; i < len; i++)
		out[i] = alphabet[random_below(seed, lines ? 8 : 7)];
	return (struct cdr_str){ out, len };
}

/* Random bytes with literals, and beginnings of some, in other case. */
static struct cdr_str likely_text(const struct sought *sought, struct cdr_arena *arena,
				  unsigned *seed, size_t len)
{
	struct cdr_str text = random_text(arena, seed, len, true);
	char *out = (char *)(uintptr_t)text.ptr;

	for (size_t at = 0; at < len; at += 1 + random_below(seed, 30)) {
		struct cdr_str literal = sought->literals[random_below(seed, (unsigned)sought->n)];
		size_t n = literal.len - random_below(seed, 2) * (literal.len / 4);

		for (size_t i = 0; i < n && at + i < len; i++)
			out[at + i] = random_below(seed, 2) ? folded(literal.ptr[i])
							    : literal.ptr[i];
	}
	return text;
}

/* LITERAL with another one's beginning, so that they part late. */
static struct cdr_str grafted(struct cdr_arena *arena, struct cdr_str literal, struct cdr_str other,
			      size_t n)
{
	char *out = cdr_arena_copy(arena, literal.ptr, literal.len);

	for (size_t i = 0; i < n && i < literal.len && i < other.len; i++)
		out[i] = other.ptr[i];
	return (struct cdr_str){ out, literal.len };
}

/* Short ones, or long ones, of which many begin alike. */
static struct cdr_str literal_of(const struct sought *sought, struct cdr_arena *arena,
				 unsigned *seed, size_t i, bool is_long)
{
	struct cdr_str literal =
		random_text(arena, seed, 1 + random_below(seed, is_long ? 24 : 5), false);

	if (!is_long || i == 0 || !random_below(seed, 2))
		return literal;
	return grafted(arena, literal, sought->literals[random_below(seed, (unsigned)i)],
		       random_below(seed, 20));
}

static void check_rounds(unsigned seed, bool is_long)
{
	for (int round = 0; round < 300; round++) {
		struct sought sought = { .automaton = cdr_automaton_new() };
		struct cdr_arena arena = { 0 };
		struct cdr_hits hits = { .n = 0 };

		sought.n = 1 + random_below(&seed, N_LITERALS - 1);
		for (size_t i = 0; i < sought.n; i++) {
			sought.literals[i] = literal_of(&sought, &arena, &seed, i, is_long);
			sought.ids[i] = cdr_automaton_add(sought.automaton, sought.literals[i]);
		}
		cdr_automaton_seal(sought.automaton);
		for (size_t len = 0; len < (is_long ? 5000 : 1500); len += 1 + 3 * len / 2)
			check(&sought,
			      is_long ? likely_text(&sought, &arena, &seed, len)
				      : random_text(&arena, &seed, len, len % 2),
			      &hits);
		cdr_hits_release(&hits);
		cdr_automaton_free(sought.automaton);
		cdr_arena_release(&arena);
	}
}

static void test_finds_long_ones(void **state)
{
	(void)state;
	check_rounds(5, true);
}

static void test_finds_all(void **state)
{
	(void)state;
	check_rounds(3, false);
}

static void test_numbers(void **state)
{
	struct cdr_automaton *automaton = cdr_automaton_new();

	(void)state;
	assert_int_equal(cdr_automaton_add(automaton, CDR_STR("one")), 0);
	assert_int_equal(cdr_automaton_add(automaton, CDR_STR("two")), 1);
	assert_int_equal(cdr_automaton_add(automaton, CDR_STR("ONE")), 0);
	assert_int_equal(cdr_automaton_add(automaton, CDR_STR("")), CDR_AUTOMATON_FULL);
	assert_int_equal(cdr_automaton_add(automaton, CDR_STR("a\nb")), CDR_AUTOMATON_FULL);
	assert_int_equal(cdr_automaton_count(automaton), 2);
	cdr_automaton_seal(automaton);
	cdr_automaton_free(automaton);
}

static void test_limits(void **state)
{
	struct cdr_automaton *automaton = cdr_automaton_new();
	struct cdr_hits hits = { .n = 0 };
	size_t len = 2 * CDR_AUTOMATON_HITS;
	char *text = malloc(len), literal[64];
	uint32_t id = 0;

	(void)state;
	memset(text, 'a', len);
	memset(literal, 'a', sizeof(literal));
	for (size_t i = 1; i <= sizeof(literal); i++)
		cdr_automaton_add(automaton, (struct cdr_str){ literal, i });
	for (size_t i = 0; i < CDR_AUTOMATON_STATES && id != CDR_AUTOMATON_FULL; i++) {
		for (size_t k = 0; k < 8; k++)
			literal[k] = (char)('b' + (i >> (2 * k)) % 4);
		id = cdr_automaton_add(automaton, (struct cdr_str){ literal, sizeof(literal) });
	}
	assert_int_equal(id, CDR_AUTOMATON_FULL);
	cdr_automaton_seal(automaton);
	assert_false(cdr_automaton_scan(automaton, (struct cdr_str){ text, len }, &hits));
	assert_true(cdr_automaton_scan(automaton, (struct cdr_str){ text, 100 }, &hits));
	assert_int_equal(hits.n, 64 * 100 - 63 * 64 / 2);
	cdr_hits_release(&hits);
	cdr_automaton_free(automaton);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finds_all),
		cmocka_unit_test(test_finds_long_ones),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
