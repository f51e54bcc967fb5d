/* test_guard_strength.c - two forms of a guard: which of them asks for more. */
#include "bench.h"

#include "scan/guard/strength.h"
#include "scan/guard/text.h"

struct row {
	const char *was, *is;
	enum cdr_strength strength;
};

/* With WAS and IS exchanged, stronger is weaker. */
static enum cdr_strength turned(enum cdr_strength strength)
{
	return strength == CDR_GUARD_STRONGER ? CDR_GUARD_WEAKER
	       : strength == CDR_GUARD_WEAKER ? CDR_GUARD_STRONGER
					      : strength;
}

static bool is_right(const char *was, const char *is, enum cdr_strength wanted)
{
	struct cdr_arena arena = { NULL, 0 };
	enum cdr_strength got =
		cdr_guard_strength(cdr_guard_words(cdr_str_from(was), &arena),
				   cdr_guard_words(cdr_str_from(is), &arena), &arena);

	if (got != wanted)
		print_error("%s -> %s: %d, expected %d\n", was, is, (int)got, (int)wanted);
	cdr_arena_release(&arena);
	return got == wanted;
}

static void check_both_ways(const struct row *rows, size_t n)
{
	size_t n_wrong = 0;

	for (size_t i = 0; i < n; i++) {
		n_wrong += !is_right(rows[i].was, rows[i].is, rows[i].strength);
		n_wrong += !is_right(rows[i].is, rows[i].was, turned(rows[i].strength));
	}
	assert_int_equal(n_wrong, 0);
}

static void counts_words(void **state)
{
	static const struct row rows[] = {
		{ "@auth", "@auth", CDR_GUARD_SAME },
		{ "@auth(a, b)", "@auth(b, a)", CDR_GUARD_SAME },
		{ "@auth(A)", "@auth(a)", CDR_GUARD_SAME },
		{ "@auth(a, b)", "@auth(a)", CDR_GUARD_WEAKER },
		{ "@auth(a && b)", "@auth(a)", CDR_GUARD_WEAKER },
		{ "before_action :a", "before_action :a, except: :b", CDR_GUARD_WEAKER },
		{ "before_action :a, only: :b", "before_action :a", CDR_GUARD_STRONGER },
		{ "before_action :a, except: [:b]", "before_action :a, except: [:b, :c]",
		  CDR_GUARD_WEAKER },
		{ "hasAnyRole('a')", "hasAnyRole('a', 'b')", CDR_GUARD_WEAKER },
		{ "@auth(a)", "@auth(a || b)", CDR_GUARD_WEAKER },
		{ "@auth(a)", "@auth(b)", CDR_GUARD_OTHER },
	};

	(void)state;
	check_both_ways(rows, COUNT(rows));
}

static void reads_refusals_the_other_way_round(void **state)
{
	static const struct row rows[] = {
		{ "if not a: raise", "if not a and b: raise", CDR_GUARD_WEAKER },
		{ "if not a: raise", "if not a or b: raise", CDR_GUARD_STRONGER },
		{ "unless a return", "unless a && b return", CDR_GUARD_WEAKER },
		{ "if not a: raise", "if not a c: raise", CDR_GUARD_OTHER },
		{ "if a is True: raise", "if a is False: raise", CDR_GUARD_OTHER },
		{ "if not admin: raise", "if not user: raise", CDR_GUARD_OTHER },
	};

	(void)state;
	check_both_ways(rows, COUNT(rows));
}

static void compares_rates(void **state)
{
	static const struct row rows[] = {
		{ "@limit('5/minute')", "@limit('6/minute')", CDR_GUARD_WEAKER },
		{ "@limit('5/minute')", "@limit('5/second')", CDR_GUARD_WEAKER },
		{ "@limit('1000/hour')", "@limit('100/minute')", CDR_GUARD_WEAKER },
		{ "@limit('5/m')", "@limit('50/h')", CDR_GUARD_STRONGER },
		{ "@limit('1_000/h')", "@limit('999/h')", CDR_GUARD_STRONGER },
		{ "@Size(min = 8)", "@Size(min = 4)", CDR_GUARD_WEAKER },
		{ "@Size(max = 8)", "@Size(max = 4)", CDR_GUARD_STRONGER },
		{ "@limit('60/minute')", "@limit('1/second')", CDR_GUARD_OTHER },
	};

	(void)state;
	check_both_ways(rows, COUNT(rows));
}

static void compares_switches_and_ranks(void **state)
{
	static const struct row rows[] = {
		{ "@auth(required=True)", "@auth(required=False)", CDR_GUARD_WEAKER },
		{ "@auth(optional=False)", "@auth(optional=True)", CDR_GUARD_OTHER },
		{ "@role('admin')", "@role('staff')", CDR_GUARD_WEAKER },
		{ "@role('staff')", "@role('editor')", CDR_GUARD_WEAKER },
		{ "@role('writer')", "@role('member')", CDR_GUARD_WEAKER },
		{ "@role('reader')", "@role('guest')", CDR_GUARD_WEAKER },
		{ "@need('denyAll')", "@need('admin')", CDR_GUARD_WEAKER },
		{ "@role('member')", "@role('guest', 'admin')", CDR_GUARD_WEAKER },
		{ "@role('member', 'x')", "@role('owner', 'y')", CDR_GUARD_STRONGER },
		{ "@role('admin')", "@role('owner')", CDR_GUARD_OTHER },
		{ "@role('admin')", "@role('zebra')", CDR_GUARD_OTHER },
	};

	(void)state;
	check_both_ways(rows, COUNT(rows));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_words),
		cmocka_unit_test(reads_refusals_the_other_way_round),
		cmocka_unit_test(compares_rates),
		cmocka_unit_test(compares_switches_and_ranks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
