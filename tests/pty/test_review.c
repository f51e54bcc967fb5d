/* What a reviewer does in a sitting, from the first screen to the note that git shows. */
#include "pty/flow.h"

#define NOTES_MAX 65536

static void expect_note(const struct repo *repo, const char *what, size_t times)
{
	static char notes[NOTES_MAX];

	flow_notes(repo, notes, sizeof(notes));
	if (flow_count(notes, what) != times)
		fail_msg("%zu times \"%s\" in the notes, not %zu:\n%s", flow_count(notes, what),
			 what, times, notes);
}

static void test_first_screen(void **state)
{
	struct repo repo = repo_copy(&flow_template);
	struct term *term = flow_start(&repo, NULL, 30, 100);
	struct term_cell cell;
	int row, col;

	(void)state;
	expect(term, "HEAD~3..HEAD");
	expect(term, "6 flagged");
	expect(term, "0/6");
	expect_selected(term, "views.py:4");
	expect(term, "guard removed");
	assert_true(term_find(term, "cdreview", &row, &col));
	assert_true(term_cell(term, row, col).bold);
	assert_true(term_find(term, "critical open", &row, &col));
	assert_true(term_cell(term, row, col).reverse);
	assert_true(term_find(term, "- @login_required", &row, &col));
	cell = term_cell(term, row, col + 2);
	assert_int_equal(cell.fg, 231);   /* the span that fired, inside the line */
	assert_int_equal(cell.bg, 124);
	assert_int_equal(term_cell(term, row, col).fg, 210);
	assert_true(term_alternate(term));
	assert_int_equal(flow_quit(term), 1);
}

static void test_approve_advances_and_is_noted(void **state)
{
	struct repo repo;
	struct term *term = flow_open(&repo);

	(void)state;
	flow_decide(term, "a");
	expect(term, "1/6");
	expect(term, "✓ views.py:4");
	expect_selected(term, "views.py:16");
	expect_note(&repo, "verdict", 0);
	term_keys(term, "q");
	expect(term, "Summary");
	expect(term, "1 verdict in this sitting, all saved");
	term_type(term, "q");
	assert_int_equal(term_end(term), 1);
	expect_note(&repo, "\"verdict\":\"approve\"", 1);
	expect_note(&repo, "\"who\":\"ana@example.com\"", 1);
}

static void test_reject_with_reason(void **state)
{
	struct repo repo;
	struct term *term = flow_open(&repo);

	(void)state;
	flow_decide(term, "x");
	expect(term, "why reject views.py:4?");
	term_keys(term, "3");
	expect(term, "reject views.py:4: security");
	term_keys(term, "put it back é");
	term_keys(term, "\r");
	expect(term, "✗ views.py:4");
	assert_int_equal(flow_quit(term), 1);
	expect_note(&repo, "\"verdict\":\"reject\"", 1);
	expect_note(&repo, "\"reason\":\"security\"", 1);
	expect_note(&repo, "put it back é", 1);
}

static void test_note_inline(void **state)
{
	struct repo repo;
	struct term *term = flow_open(&repo);

	(void)state;
	flow_decide(term, "c");
	term_keys(term, "aaa\x7fx q");   /* every one of them a letter here */
	expect(term, "aax q");
	term_keys(term, "\r");
	expect(term, "0/6");
	expect_selected(term, "views.py:4");
	assert_int_equal(flow_quit(term), 1);
	expect_note(&repo, "\"verdict\":\"annotate\"", 1);
	expect_note(&repo, "\"text\":\"aax q\"", 1);
	expect_note(&repo, "approve", 0);
}

static struct term *start_with_editor(struct repo *repo, const char *editor)
{
	char variable[512];

	*repo = repo_copy(&flow_template);
	repo_write(repo, ".git/editor.sh",
		   "printf '%s\\n' '# a comment' 'from the editor' >\"$2\"\n");
	snprintf(variable, sizeof(variable), "GIT_EDITOR=%s", editor);
	return flow_start(repo, REPO_ARGV(variable), 24, 80);
}

static void test_note_in_editor(void **state)
{
	struct repo repo;
	struct term *term = start_with_editor(&repo, "sh .git/editor.sh \"two words\"");

	(void)state;
	flow_decide(term, "c");
	term_keys(term, "\x05");
	expect(term, "from the editor");
	expect_not(term, "a comment");
	assert_true(term_alternate(term));
	term_keys(term, "\r");
	assert_int_equal(flow_quit(term), 1);
	expect_note(&repo, "\"text\":\"from the editor\"", 1);
}

static void test_editor_that_fails(void **state)
{
	struct repo repo;
	struct term *term = start_with_editor(&repo, "false");

	(void)state;
	flow_decide(term, "c");
	term_keys(term, "kept");
	term_keys(term, "\x05");
	expect(term, "the editor \"false\" failed");
	expect(term, "kept");
	term_keys(term, "\033");
	assert_int_equal(flow_quit(term), 1);
	term = start_with_editor(&repo, "no-such-editor");
	flow_decide(term, "c");
	term_keys(term, "\x05");
	expect(term, "cannot run the editor \"no-such-editor\"");
	term_keys(term, "\033");
	assert_int_equal(flow_quit(term), 1);
}

static void test_undo(void **state)
{
	struct repo repo;
	struct term *term = flow_open(&repo);

	(void)state;
	flow_decide(term, "a");
	expect(term, "1/6");
	term_keys(term, "u");
	expect(term, "0/6");
	expect_selected(term, "views.py:4");
	expect(term, "? views.py:4");
	assert_int_equal(flow_quit(term), 1);
	expect_note(&repo, "\"verdict\":\"approve\"", 1);
	expect_note(&repo, "\"verdict\":\"withdraw\"", 1);
}

static void test_withdraw_in_a_later_sitting(void **state)
{
	struct repo repo;
	struct term *term = flow_open(&repo);

	(void)state;
	flow_decide(term, "a");
	assert_int_equal(flow_quit(term), 1);
	term = flow_start(&repo, NULL, 24, 80);
	expect(term, "1/6");
	term_keys(term, "[");
	expect_selected(term, "✓ views.py:4");
	flow_decide(term, "w");
	expect(term, "0/6");
	assert_int_equal(flow_quit(term), 1);
	expect_note(&repo, "\"verdict\":\"withdraw\"", 1);
}

static void test_search_and_filter(void **state)
{
	struct repo repo;
	struct term *term = flow_open(&repo);

	(void)state;
	term_keys(term, "/csrf_ex\r");
	expect_selected(term, "views.py:16");
	term_keys(term, "/no such words\r");
	expect_selected(term, "views.py:16");
	term_keys(term, "fagent\r");
	expect(term, "filtered");
	expect_selected(term, "text.py:1");
	expect_not(term, "big.py");
	term_keys(term, "\033");
	expect(term, "big.py");
	expect_not(term, "filtered");
	assert_int_equal(flow_quit(term), 1);
}

static void test_help(void **state)
{
	struct repo repo;
	struct term *term = flow_open(&repo);

	(void)state;
	term_keys(term, "?");
	expect(term, "approve the hunk");
	expect(term, "take back the last verdict of this sitting");
	term_keys(term, "q");
	expect_selected(term, "views.py:4");
	assert_int_equal(flow_quit(term), 1);
}

static void test_what_was_not_seen(void **state)
{
	struct repo repo;
	struct term *term = flow_open(&repo);

	(void)state;
	term_keys(term, "/big.py\r");
	expect_selected(term, "big.py:2");
	expect(term, "lines left");
	expect_not(term, "a approve");
	flow_decide(term, "a");
	expect(term, "not approved: ");
	term_keys(term, "G");   /* the end alone is not enough */
	term_keys(term, "a");
	expect(term, "not approved: ");
	term_keys(term, "g");
	for (int i = 0; i < REPO_BIG_LINES && !term_shows(term, "a approve"); i++)
		term_keys(term, " ");
	expect(term, "a approve");
	term_keys(term, "a");
	expect(term, "✓ big.py:2");
	assert_int_equal(flow_quit(term), 1);
	expect_note(&repo, "\"seen\":120", 1);
}

static void test_typing_ahead_approves_nothing(void **state)
{
	struct repo repo;
	struct term *term = flow_open(&repo);

	(void)state;
	term_keys(term, "]");
	flow_decide(term, "aa");
	expect(term, "1/6");
	expect(term, "not approved: ");
	assert_int_equal(flow_quit(term), 1);
}

static void test_resumes_where_it_was(void **state)
{
	struct repo repo;
	struct term *term = flow_open(&repo);

	(void)state;
	term_keys(term, "/text.py\r");
	expect_selected(term, "text.py:1");
	assert_int_equal(flow_quit(term), 1);
	term = flow_start(&repo, NULL, 24, 80);
	expect_selected(term, "text.py:1");
	assert_int_equal(flow_quit(term), 1);
}

static void test_all_decided(void **state)
{
	struct repo repo;
	struct term *term = flow_open(&repo);

	(void)state;
	for (int i = 0; i < 40 && !term_shows(term, "6/6"); i++) {
		if (term_shows(term, "a approve"))
			flow_decide(term, "a");
		else
			term_keys(term, " ");
	}
	expect(term, "6/6");
	term_keys(term, "q");
	expect(term, "The gate will say: clear");
	assert_int_equal(flow_quit(term), 0);
	expect_note(&repo, "\"verdict\":\"approve\"", 6);
}

static void test_hostile_bytes(void **state)
{
	static const char *const escapes[] = { "^[[2J", "^M", "^H", "<U+202E>", "<C3>" };
	struct repo repo;
	struct term *term = flow_open(&repo);
	int row, col;

	(void)state;
	term_keys(term, "/esc =\r");
	expect_selected(term, "text.py:1");
	for (size_t i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++) {
		assert_true(term_find(term, escapes[i], &row, &col));
		assert_true(term_cell(term, row, col).reverse);
	}
	expect(term, "wide = '漢字' # end");
	expect(term, "mark = 'e\xCC\x81x'");
	expect(term, "6 flagged");   /* nothing cleared the screen */
	assert_int_equal(flow_quit(term), 1);
}

static void test_another_reviewer(void **state)
{
	struct repo repo;
	struct term *first = flow_open(&repo), *second = flow_start(&repo, NULL, 24, 80);

	(void)state;
	flow_decide(second, "a");
	assert_int_equal(flow_quit(second), 1);
	assert_true(term_wait(first, "✓ views.py:4"));
	expect(first, "1/6");
	assert_int_equal(flow_quit(first), 1);
}

static void test_agents_are_refused(void **state)
{
	struct repo repo = repo_copy(&flow_template);
	const struct term_options options = {
		.dir = repo.dir,
		.argv = REPO_ARGV(flow_program(), FLOW_RANGE),
		.env = REPO_ARGV("CLAUDECODE=1"),
		.rows = 24,
		.cols = 80,
	};
	struct term *term = term_start(&options);

	(void)state;
	assert_int_equal(term_status(term), 2);
	expect(term, "CLAUDECODE is set");
	assert_int_equal(term_end(term), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_first_screen),
		cmocka_unit_test(test_approve_advances_and_is_noted),
		cmocka_unit_test(test_reject_with_reason),
		cmocka_unit_test(test_note_inline),
		cmocka_unit_test(test_note_in_editor),
		cmocka_unit_test(test_editor_that_fails),
		cmocka_unit_test(test_undo),
		cmocka_unit_test(test_withdraw_in_a_later_sitting),
		cmocka_unit_test(test_search_and_filter),
		cmocka_unit_test(test_help),
		cmocka_unit_test(test_what_was_not_seen),
		cmocka_unit_test(test_typing_ahead_approves_nothing),
		cmocka_unit_test(test_resumes_where_it_was),
		cmocka_unit_test(test_all_decided),
		cmocka_unit_test(test_hostile_bytes),
		cmocka_unit_test(test_another_reviewer),
		cmocka_unit_test(test_agents_are_refused),
	};

	return cmocka_run_group_tests(tests, flow_setup, NULL);
}
