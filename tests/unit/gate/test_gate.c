/* test_gate.c - the one rule of the gate, over every severity and standing. */
#include "cdreview/gate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static enum cdr_gate_answer decide(enum cdr_severity severity, bool suppressed,
				   enum cdr_standing_state state, struct cdr_gate_tally *tally)
{
	struct cdr_finding finding = { .severity = severity };
	struct cdr_flagged flagged = { .findings = &finding, .n_findings = 1 };
	struct cdr_standing standing = { .state = state };

	if (suppressed)
		finding.suppressed = CDR_STR("ENG-1");
	return cdr_gate_decide(&flagged, &standing, tally);
}

static bool counted(const struct cdr_gate_tally *tally, const struct cdr_gate_tally *expected)
{
	return memcmp(tally, expected, sizeof(*tally)) == 0;
}

static void each_standing_has_its_column(void **state)
{
	static const struct {
		enum cdr_standing_state state;
		struct cdr_gate_tally tally;
		enum cdr_gate_answer answer;
	} rows[] = {
		{ CDR_STANDING_APPROVED, { .needed = 1, .approved = 1 }, CDR_GATE_CLEAR },
		{ CDR_STANDING_REJECTED, { .needed = 1, .rejected = 1 }, CDR_GATE_OPEN },
		{ CDR_STANDING_STALE, { .needed = 1, .stale = 1 }, CDR_GATE_OPEN },
		{ CDR_STANDING_PENDING, { .needed = 1, .pending = 1 }, CDR_GATE_OPEN },
	};
	const struct cdr_gate_tally below = { .below = 1 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		for (int severity = CDR_INFO; severity <= CDR_CRITICAL; severity++) {
			struct cdr_gate_tally tally = { 0 };
			bool light = severity < CDR_MEDIUM;
			enum cdr_gate_answer answer = light ? CDR_GATE_CLEAR : rows[i].answer;

			assert_int_equal(
				decide((enum cdr_severity)severity, false, rows[i].state, &tally),
				answer);
			assert_true(counted(&tally, light ? &below : &rows[i].tally));
			assert_int_equal(cdr_gate_answer(&tally), answer);
		}
	}
}

static void one_open_hunk_is_enough(void **state)
{
	struct cdr_gate_tally tally = { 0 };

	(void)state;
	assert_int_equal(cdr_gate_answer(&tally), CDR_GATE_CLEAR);
	decide(CDR_HIGH, false, CDR_STANDING_APPROVED, &tally);
	decide(CDR_LOW, false, CDR_STANDING_PENDING, &tally);
	assert_int_equal(cdr_gate_answer(&tally), CDR_GATE_CLEAR);
	decide(CDR_MEDIUM, false, CDR_STANDING_PENDING, &tally);
	decide(CDR_HIGH, false, CDR_STANDING_APPROVED, &tally);
	assert_int_equal(cdr_gate_answer(&tally), CDR_GATE_OPEN);
	assert_int_equal(tally.needed, 3);
}

static void what_is_not_flagged_is_not_counted(void **state)
{
	const struct cdr_gate_tally nothing = { 0 };
	struct cdr_gate_tally tally = { 0 };

	(void)state;
	assert_int_equal(decide(CDR_CRITICAL, true, CDR_STANDING_PENDING, &tally), CDR_GATE_CLEAR);
	assert_true(counted(&tally, &nothing));
}

static void only_a_check_that_passed_opens(void **state)
{
	const struct cdr_check required = { .required = true }, other = { .required = false };

	(void)state;
	for (int at = CDR_CHECK_PASSED; at <= CDR_CHECK_OTHER_REV; at++) {
		struct cdr_check_standing standing = { .state = (enum cdr_check_state)at };
		struct cdr_gate_tally tally = { 0 }, nothing = { 0 };
		bool passed = at == CDR_CHECK_PASSED;
		enum cdr_gate_answer answer = passed ? CDR_GATE_CLEAR : CDR_GATE_OPEN;

		assert_int_equal(cdr_gate_check(&other, &standing, &tally), CDR_GATE_CLEAR);
		assert_true(counted(&tally, &nothing));
		assert_int_equal(cdr_gate_check(&required, &standing, &tally), answer);
		assert_int_equal(tally.checks_needed, 1);
		assert_int_equal(tally.checks_passed, passed);
		assert_int_equal(cdr_gate_answer(&tally), answer);
	}
}

static void hunks_and_checks_do_not_stand_in_for_each_other(void **state)
{
	const struct cdr_gate_tally hunk_open = {
		.needed = 1, .checks_needed = 1, .checks_passed = 1,
	};
	const struct cdr_gate_tally check_open = {
		.needed = 1, .approved = 1, .checks_needed = 1,
	};

	(void)state;
	assert_int_equal(cdr_gate_answer(&hunk_open), CDR_GATE_OPEN);
	assert_int_equal(cdr_gate_answer(&check_open), CDR_GATE_OPEN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_standing_has_its_column),
		cmocka_unit_test(one_open_hunk_is_enough),
		cmocka_unit_test(what_is_not_flagged_is_not_counted),
		cmocka_unit_test(only_a_check_that_passed_opens),
		cmocka_unit_test(hunks_and_checks_do_not_stand_in_for_each_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
