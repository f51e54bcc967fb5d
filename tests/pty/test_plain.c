/* The linear mode: what a screen reader follows, and what a dumb terminal gets. */
#include "pty/flow.h"

#define TEXT_MAX 65536
#define QUESTION "a approve, x reject, c note, s skip, q quit:"

static char text[TEXT_MAX];

static struct term *start(const struct repo *repo, const char *variable, unsigned piped)
{
	const struct term_options options = {
		.dir = repo->dir,
		.argv = REPO_ARGV(flow_program(), FLOW_RANGE, "--", "app/views.py",
				  "app/client.py"),
		.env = REPO_ARGV(variable),
		.rows = 100,
		.cols = 100,
		.piped = piped,
	};

	return term_start(&options);
}

/* Answers the question that is the last thing on the screen, then waits for THEN. */
static void answer(struct term *term, const char *line, const char *then)
{
	term_type(term, line);
	if (!term_wait(term, then))
		expect(term, then);
}

static void test_a_sitting(void **state)
{
	struct repo repo = repo_copy(&flow_template);
	struct term *term = start(&repo, "TERM=dumb", 0);

	(void)state;
	assert_true(term_wait(term, QUESTION));
	expect(term, "TERM is dumb: using the linear mode");
	expect(term, "hunk 1");
	expect(term, "-@login_required");
	expect(term, "critical: auth.login-guard-dropped, line ");
	expect(term, "standing: pending");
	answer(term, "maybe\n", QUESTION " maybe");
	answer(term, "c\n", "note:");
	answer(term, "what of é?\n", "saved: annotate");
	answer(term, "approve\n", "+@csrf_exempt");
	expect(term, "hunk 2");
	answer(term, "x\n", "reason, by number:");
	expect(term, "3 security");
	answer(term, "3\n", "words (may be empty):");
	answer(term, "no\n", "hunk 3");
	answer(term, "s\n", "2 of 3 flagged hunks are open or rejected");
	assert_false(term_alternate(term));
	assert_int_equal(term_end(term), 1);
	flow_notes(&repo, text, sizeof(text));
	assert_int_equal(flow_count(text, "\"verdict\":\"approve\""), 1);
	assert_int_equal(flow_count(text, "\"text\":\"what of é?\""), 1);
	assert_int_equal(flow_count(text, "\"reason\":\"security\""), 1);
}

static void test_a_long_answer_decides_nothing_else(void **state)
{
	struct repo repo = repo_copy(&flow_template);
	struct term *term = start(&repo, "CDREVIEW_ACCESSIBLE=1", 0);

	(void)state;
	assert_true(term_wait(term, QUESTION));
	answer(term, "sssssssssssssssa\n", "sa");
	answer(term, "q\n", "3 of 3 flagged hunks are open or rejected");
	assert_int_equal(term_end(term), 1);
	flow_log(&repo, text, sizeof(text));
	assert_int_equal(flow_count(text, "approve"), 0);
}

/* A hunk that went into a pipe was not seen by the person who answers at the terminal. */
static void test_hunks_are_shown_at_the_terminal(void **state)
{
	struct repo repo = repo_copy(&flow_template);
	struct term *term = start(&repo, "TERM=dumb", TERM_PIPE_IN | TERM_PIPE_OUT);

	(void)state;
	term_feed(term, "a\na\na\n");
	assert_true(term_wait(term, QUESTION));
	expect(term, "-@login_required");
	answer(term, "a\n", "hunk 2");
	term_type(term, "q\n");
	assert_int_equal(term_status(term), 1);
	term_output(term, text, sizeof(text));
	assert_null(strstr(text, "login_required"));
	assert_non_null(strstr(text, "2 of 3 flagged hunks are open or rejected"));
	assert_int_equal(term_end(term), 1);
}

static void test_end_of_input(void **state)
{
	struct repo repo = repo_copy(&flow_template);
	struct term *term = start(&repo, "TERM=dumb", 0);

	(void)state;
	assert_true(term_wait(term, QUESTION));
	answer(term, "a\n", "hunk 2");
	term_type(term, "\x04");
	assert_int_equal(term_end(term), 1);
	flow_notes(&repo, text, sizeof(text));
	assert_int_equal(flow_count(text, "\"verdict\":\"approve\""), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_sitting),
		cmocka_unit_test(test_a_long_answer_decides_nothing_else),
		cmocka_unit_test(test_hunks_are_shown_at_the_terminal),
		cmocka_unit_test(test_end_of_input),
	};

	return cmocka_run_group_tests(tests, flow_setup, NULL);
}
