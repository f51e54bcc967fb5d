/* Wilson's bounds, and what a count of votes is worth, as the formulas were measured. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cdreview/quality.h"

#include <math.h>

static void test_wilson(void **state)
{
	static const struct {
		unsigned hits, n;
		double lower, upper;
	} rows[] = {
		{ 0, 1, 0, .7935 },
		{ 5, 5, .5655, 1 },
		{ 3, 5, .2307, .8824 },
		{ 73, 100, .6357, .8073 },
		{ 33, 100, .2456, .4269 },
		{ 100, 100, .9630, 1 },
		{ 0, 0, 0, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cdr_bounds bounds = cdr_wilson(rows[i].hits, rows[i].n);

		assert_true(fabs(bounds.lower - rows[i].lower) < .0001);
		assert_true(fabs(bounds.upper - rows[i].upper) < .0001);
	}
}

static enum cdr_quality judged(struct cdr_votes votes)
{
	struct cdr_rule_quality item = { .votes = votes };

	cdr_quality_judge(&item, 1);
	return item.quality;
}

static void test_judged(void **state)
{
	static const struct {
		struct cdr_votes votes; /* all, good, bad, waved */
		enum cdr_quality quality;
	} rows[] = {
		{ { 10, 0, 0, 2, 0 }, CDR_QUALITY_FINE },
		{ { 10, 0, 0, 3, 0 }, CDR_QUALITY_NOISY },
		{ { 20, 0, 0, 4, 0 }, CDR_QUALITY_FINE },
		{ { 20, 0, 0, 5, 0 }, CDR_QUALITY_NOISY },
		{ { 30, 0, 0, 6, 0 }, CDR_QUALITY_FINE },
		{ { 30, 0, 0, 7, 0 }, CDR_QUALITY_NOISY },
		{ { 50, 0, 0, 9, 0 }, CDR_QUALITY_FINE },
		{ { 50, 0, 0, 10, 0 }, CDR_QUALITY_NOISY },
		{ { 9, 0, 0, 9, 0 }, CDR_QUALITY_TOO_FEW },
		{ { 3, 0, 3, 0, 0 }, CDR_QUALITY_TOO_FEW },
		{ { 4, 0, 4, 0, 0 }, CDR_QUALITY_BROKEN },
		{ { 11, 0, 11, 0, 0 }, CDR_QUALITY_BROKEN },
		{ { 12, 0, 12, 0, 0 }, CDR_QUALITY_USELESS },
		{ { 15, 15, 0, 0, 0 }, CDR_QUALITY_FINE },
		{ { 16, 16, 0, 0, 0 }, CDR_QUALITY_TRUSTED },
		{ { 0, 0, 0, 0, 99 }, CDR_QUALITY_TOO_FEW },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (judged(rows[i].votes) != rows[i].quality)
			fail_msg("row %zu: %s", i, cdr_quality_name(judged(rows[i].votes)));
}

/* Among twenty rules one that is barely noisy by itself is so by chance; a clear one is not. */
static void test_many_rules(void **state)
{
	struct cdr_rule_quality items[20];

	(void)state;
	for (size_t i = 0; i < 20; i++)
		items[i] = (struct cdr_rule_quality){ .votes = { .all = 10 } };
	items[3].votes.waved = 3;
	items[7].votes.waved = 9;
	cdr_quality_judge(items, 20);
	assert_int_equal(items[3].quality, CDR_QUALITY_FINE);
	assert_int_equal(items[7].quality, CDR_QUALITY_NOISY);
	cdr_quality_judge(items, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wilson),
		cmocka_unit_test(test_judged),
		cmocka_unit_test(test_many_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
