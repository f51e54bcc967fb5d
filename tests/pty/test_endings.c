/*
 * However the review ends: no verdict that was shown as saved is lost, and the
 * terminal is the shell's again.
 */
#include "pty/flow.h"

#include <signal.h>

#define TEXT_MAX 65536

static char text[TEXT_MAX];

static void expect_notes(const struct repo *repo, size_t approvals)
{
	flow_notes(repo, text, sizeof(text));
	assert_int_equal(flow_count(text, "\"verdict\":\"approve\""), approvals);
}

static void expect_log(const struct repo *repo, size_t approvals)
{
	flow_log(repo, text, sizeof(text));
	assert_int_equal(flow_count(text, "\"verdict\":\"approve\""), approvals);
}

/* A review in which one hunk was approved. */
static struct term *open_and_approve(struct repo *repo)
{
	struct term *term = flow_open(repo);

	flow_decide(term, "a");
	expect(term, "1/6");
	return term;
}

/* The verdict is there after all, and the next sitting publishes it. */
static void expect_kept(const struct repo *repo)
{
	struct term *term;

	expect_log(repo, 1);
	term = flow_start(repo, NULL, 24, 80);
	expect(term, "1/6");
	expect(term, "✓ views.py:4");
	assert_int_equal(flow_quit(term), 1);
	expect_log(repo, 1);
}

static void test_kill_9(void **state)
{
	struct repo repo;
	struct term *term = open_and_approve(&repo);

	(void)state;
	term_kill(term, SIGKILL);
	assert_int_equal(term_end(term), 128 + SIGKILL);
	expect_notes(&repo, 0);
	expect_kept(&repo);
}

static void test_kill_9_in_the_middle_of_a_save(void **state)
{
	struct repo repo;

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct term *term = flow_open(&repo);

		usleep(260000);   /* else the screen wants a second look */
		term_type(term, "a");
		usleep((useconds_t)i * 2500);
		term_kill(term, SIGKILL);
		assert_int_equal(term_end(term), 128 + SIGKILL);
		term = flow_start(&repo, NULL, 24, 80);   /* the journal opens, whatever it holds */
		expect(term, "6 flagged");
		assert_int_equal(flow_quit(term), 1);
	}
}

static void test_crash(void **state)
{
	static const int signals[] = { SIGSEGV, SIGABRT, SIGQUIT };

	(void)state;
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		struct repo repo;
		struct term *term = open_and_approve(&repo);

		assert_true(term_alternate(term));
		assert_false(term_cooked(term));
		term_kill(term, signals[i]);
		assert_int_equal(term_status(term), 128 + signals[i]);
		assert_false(term_alternate(term));
		assert_true(term_cooked(term));
		term_end(term);
		expect_notes(&repo, 0);
		expect_log(&repo, 1);
	}
}

static void test_hang_up_signal(void **state)
{
	struct repo repo;
	struct term *term = open_and_approve(&repo);

	(void)state;
	term_kill(term, SIGHUP);
	assert_int_equal(term_status(term), 2);
	assert_false(term_alternate(term));
	term_end(term);
	expect_notes(&repo, 0);
	expect_kept(&repo);
	expect_notes(&repo, 1);
}

static void test_terminal_closes(void **state)
{
	struct repo repo;
	struct term *term = open_and_approve(&repo);

	(void)state;
	term_hang_up(term);
	assert_int_equal(term_end(term), 2);
	expect_notes(&repo, 0);
	expect_kept(&repo);
}

static void test_terminal_closes_while_hups_are_ignored(void **state)
{
	struct repo repo = repo_copy(&flow_template);
	const struct term_options options = {
		.dir = repo.dir,
		.argv = REPO_ARGV("sh", "-c", "trap '' HUP; exec \"$0\" " FLOW_RANGE,
				  flow_program()),
		.rows = 24,
		.cols = 80,
	};
	struct term *term = term_start(&options);

	(void)state;
	assert_true(term_settle(term));
	term_kill(term, SIGHUP);
	flow_decide(term, "a");
	expect(term, "1/6");
	term_hang_up(term);
	assert_int_equal(term_end(term), 2);
	expect_kept(&repo);
}

static void test_termination(void **state)
{
	static const int signals[] = { SIGTERM, SIGINT };

	(void)state;
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		struct repo repo;
		struct term *term = open_and_approve(&repo);

		term_kill(term, signals[i]);
		assert_int_equal(term_status(term), 130);
		assert_false(term_alternate(term));
		assert_true(term_cooked(term));
		term_end(term);
		expect_notes(&repo, 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kill_9),
		cmocka_unit_test(test_kill_9_in_the_middle_of_a_save),
		cmocka_unit_test(test_crash),
		cmocka_unit_test(test_hang_up_signal),
		cmocka_unit_test(test_terminal_closes),
		cmocka_unit_test(test_terminal_closes_while_hups_are_ignored),
		cmocka_unit_test(test_termination),
	};

	return cmocka_run_group_tests(tests, flow_setup, NULL);
}
