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

/* Every literal that is sought in TEXT is reported once, in order of ends, and nothing else is. */
static void check(const struct sought *sought, struct cdr_str text, struct cdr_hits *hits)
{
	size_t at = 0;

	assert_true(cdr_automaton_scan(sought->automaton, text, hits));
	for (size_t end = 1; end <= text.len; end++) {
		bool seen[N_LITERALS] = { false };

		for (; at < hits->n && hits->items[at].end == end; at++) {
			assert_false(seen[hits->items[at].literal]);
			seen[hits->items[at].literal] = true;
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

static void test_finds_all(void **state)
{
	unsigned seed = 3;

	(void)state;
	for (int round = 0; round < 300; round++) {
		struct sought sought = { .automaton = cdr_automaton_new() };
		struct cdr_arena arena = { 0 };
		struct cdr_hits hits = { NULL, 0, 0 };

		sought.n = 1 + random_below(&seed, N_LITERALS - 1);
		for (size_t i = 0; i < sought.n; i++) {
			sought.literals[i] =
				random_text(&arena, &seed, 1 + random_below(&seed, 5), false);
			sought.ids[i] = cdr_automaton_add(sought.automaton, sought.literals[i]);
		}
		cdr_automaton_seal(sought.automaton);
		for (size_t len = 0; len < 1500; len += 1 + 3 * len / 2)
			check(&sought, random_text(&arena, &seed, len, len % 2), &hits);
		cdr_hits_release(&hits);
		cdr_automaton_free(sought.automaton);
		cdr_arena_release(&arena);
	}
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
	struct cdr_hits hits = { NULL, 0, 0 };
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
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
