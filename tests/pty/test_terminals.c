/* Every kind of terminal, size and way of being started; what arrives from it that is no key. */
#include "pty/flow.h"

#include <time.h>

#define TEXT_MAX 65536

static char text[TEXT_MAX];

static void read_screen(struct term *term, char *out, size_t size)
{
	size_t len = 0;

	out[0] = '\0';
	for (int row = 0; row < 24 && len < size - 1; row++) {
		term_row(term, row, out + len, size - len);
		len += strlen(out + len);
	}
}

static void test_sizes(void **state)
{
	static const int sizes[][2] = { { 10, 40 }, { 60, 200 }, { 1, 1 }, { 2, 300 }, { 300, 2 } };
	static char before[TEXT_MAX], after[TEXT_MAX];
	struct repo repo;
	struct term *term = flow_open(&repo);

	(void)state;
	read_screen(term, before, sizeof(before));
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		term_resize(term, sizes[i][0], sizes[i][1]);
		if (i < 2)
			expect(term, "@login_required");
	}
	term_resize(term, 24, 80);
	read_screen(term, after, sizeof(after));
	assert_string_equal(before, after);
	assert_int_equal(flow_quit(term), 1);
}

static void test_sizes_at_the_start(void **state)
{
	static const int sizes[][2] = { { 1, 1 }, { 10, 40 }, { 60, 200 } };
	struct repo repo = repo_copy(&flow_template);

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct term *term = flow_start(&repo, REPO_ARGV("LINES=7", "COLUMNS=9"),
					       sizes[i][0], sizes[i][1]);

		if (i > 0)
			expect(term, "@login_required");
		assert_int_equal(flow_quit(term), 1);
	}
}

static void test_resize_storm(void **state)
{
	static char before[TEXT_MAX], after[TEXT_MAX];
	struct repo repo;
	struct term *term = flow_open(&repo);

	(void)state;
	srand(7);
	read_screen(term, before, sizeof(before));
	for (int i = 0; i < 200; i++)
		term_drag(term, 1 + rand() % 90, 1 + rand() % 250);
	term_resize(term, 24, 80);
	term_keys(term, "\x0c");
	read_screen(term, after, sizeof(after));
	assert_string_equal(before, after);
	assert_int_equal(flow_quit(term), 1);
}

static bool has_color(struct term *term)
{
	for (int row = 0; row < 24; row++)
		for (int col = 0; col < 80; col++) {
			struct term_cell cell = term_cell(term, row, col);

			if (cell.fg != -1 || cell.bg != -1)
				return true;
		}
	return false;
}

static void test_no_color(void **state)
{
	struct repo repo;
	struct term *term = flow_open(&repo);
	int row, col;

	(void)state;
	assert_true(has_color(term));
	assert_int_equal(flow_quit(term), 1);
	term = flow_start(&repo, REPO_ARGV("NO_COLOR=1"), 24, 80);
	assert_false(has_color(term));
	assert_true(term_find(term, "- @login_required", &row, &col));
	assert_true(term_cell(term, row, col + 2).underline);   /* the span is still to be seen */
	assert_false(term_cell(term, row, col).underline);
	assert_int_equal(flow_quit(term), 1);
	repo_git(&repo, REPO_ARGV("git", "config", "color.ui", "never"));
	term = flow_start(&repo, NULL, 24, 80);
	assert_false(has_color(term));
	assert_int_equal(flow_quit(term), 1);
}

static void test_terminal_types(void **state)
{
	static const char *const types[] = {
		"vt100", "linux", "tmux-256color", "screen", "nosuchterm",
	};
	struct repo repo = repo_copy(&flow_template);

	(void)state;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		char variable[64];
		struct term *term;

		snprintf(variable, sizeof(variable), "TERM=%s", types[i]);
		term = flow_start(&repo, REPO_ARGV(variable), 24, 80);
		expect(term, "- @login_required");
		expect_selected(term, "views.py:4");
		assert_int_equal(has_color(term), strcmp(types[i], "vt100") != 0);
		assert_int_equal(flow_quit(term), 1);
	}
}

static void test_c_locale(void **state)
{
	struct repo repo = repo_copy(&flow_template);
	struct term *term = flow_start(&repo, REPO_ARGV("LC_ALL=C", "LANG="), 24, 80);

	(void)state;
	expect(term, "- @login_required");
	term_keys(term, "/esc =\r");
	expect(term, "<U+202E>");
	assert_int_equal(flow_quit(term), 1);
}

static struct term *start_piped(const struct repo *repo, unsigned piped)
{
	const struct term_options options = {
		.dir = repo->dir,
		.argv = REPO_ARGV(flow_program(), FLOW_RANGE),
		.rows = 24,
		.cols = 80,
		.piped = piped,
	};
	struct term *term = term_start(&options);

	if (piped & TERM_PIPE_IN)
		term_feed(term, "aaaa\n");   /* not from the terminal: never keys */
	assert_true(term_settle(term));
	return term;
}

static void test_pipes(void **state)
{
	struct repo repo = repo_copy(&flow_template);
	struct term *term = start_piped(&repo, TERM_PIPE_IN);

	(void)state;
	expect(term, "0/6");
	expect_selected(term, "views.py:4");
	assert_int_equal(flow_quit(term), 1);
	term = start_piped(&repo, TERM_PIPE_IN | TERM_PIPE_OUT);
	expect(term, "0/6");
	flow_decide(term, "a");
	expect(term, "1/6");
	term_keys(term, "q");
	term_type(term, "q");
	assert_int_equal(term_status(term), 1);
	term_output(term, text, sizeof(text));
	assert_string_equal(text, "");   /* no byte of the screen went into the pipe */
	assert_int_equal(term_end(term), 1);
}

static void test_no_terminal_at_all(void **state)
{
	struct repo repo = repo_copy(&flow_template);
	int status = repo_run(repo.dir, REPO_ARGV("setsid", "-w", flow_program(), FLOW_RANGE),
			      text, sizeof(text));

	(void)state;
	assert_int_equal(status, 1);
	assert_non_null(strstr(text, "auth.login-guard-dropped"));
	assert_non_null(strstr(text, "pending"));
}

/* The best of some tries: a busy machine is no fault of the program. */
static void test_escape_is_quick(void **state)
{
	struct repo repo;
	struct term *term = flow_open(&repo);
	long best = 10000;

	(void)state;
	for (int i = 0; i < 5; i++) {
		struct timespec from, to;
		long ms;

		flow_decide(term, "c");
		expect(term, "Esc cancel");
		clock_gettime(CLOCK_MONOTONIC, &from);
		term_keys(term, "\033");
		clock_gettime(CLOCK_MONOTONIC, &to);
		expect_not(term, "Esc cancel");
		ms = (to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000;
		best = ms < best ? ms : best;
	}
	assert_in_range(best, 0, 200);
	assert_int_equal(flow_quit(term), 1);
}

static void test_paste(void **state)
{
	struct repo repo;
	struct term *term = flow_open(&repo);

	(void)state;
	usleep(260000);   /* else it is the second look that stops the verdict */
	term_keys(term, "\033[200~a\raaxq\033[201~");
	expect(term, "pasted is ignored");
	expect(term, "0/6");
	flow_decide(term, "c");
	term_keys(term, "\033[200~qxa\rsecond line\033[201~");
	expect(term, "qxa");
	expect(term, "second line");
	term_type(term, "\033[200~ more\033[20");   /* a slow line tears the end mark */
	usleep(60000);
	term_keys(term, "1~");
	expect(term, "second line more");
	term_keys(term, "\r");
	expect_not(term, "C-e editor");
	assert_int_equal(flow_quit(term), 1);
	flow_notes(&repo, text, sizeof(text));
	assert_int_equal(flow_count(text, "\"text\":\"qxa\\nsecond line more\""), 1);
	assert_int_equal(flow_count(text, "approve"), 0);
}

static void test_paste_that_is_too_long(void **state)
{
	struct repo repo;
	struct term *term = flow_open(&repo);

	(void)state;
	flow_decide(term, "c");
	term_type(term, "\033[200~");
	memset(text, 'x', 1000);
	text[1000] = '\0';
	for (int i = 0; i < 70; i++)
		term_type(term, text);
	term_keys(term, "\033[201~");
	expect(term, "too long for this field");
	expect_not(term, "xxxx");
	term_keys(term, "\033");
	assert_int_equal(flow_quit(term), 1);
}

static void test_unknown_sequences_are_no_keys(void **state)
{
	static const char *const sequences[] = {
		"\033[a", "\033[1;9a", "\033Oa", "\033[<0;3;3M", "\033[I",
	};
	struct repo repo;
	struct term *term = flow_open(&repo);

	(void)state;
	usleep(260000);
	for (size_t i = 0; i < sizeof(sequences) / sizeof(sequences[0]); i++) {
		term_keys(term, sequences[i]);
		expect(term, "0/6");
		expect_selected(term, "views.py:4");
	}
	term_keys(term, "\xff");   /* not UTF-8 */
	term_keys(term, "?");
	term_keys(term, "?");
	expect(term, "approve the hunk");
	term_keys(term, "q");
	assert_int_equal(flow_quit(term), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_sizes_at_the_start),
		cmocka_unit_test(test_resize_storm),
		cmocka_unit_test(test_no_color),
		cmocka_unit_test(test_terminal_types),
		cmocka_unit_test(test_c_locale),
		cmocka_unit_test(test_pipes),
		cmocka_unit_test(test_no_terminal_at_all),
		cmocka_unit_test(test_escape_is_quick),
		cmocka_unit_test(test_paste),
		cmocka_unit_test(test_paste_that_is_too_long),
		cmocka_unit_test(test_unknown_sequences_are_no_keys),
	};

	return cmocka_run_group_tests(tests, flow_setup, NULL);
}
