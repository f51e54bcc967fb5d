/*
 * test_behaviour.c - what the review does, beyond what one screen can show:
 * which effects leave it, in which order, and what must never happen.
 */
#include "service.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* The service's hunks in range order. */
enum { JWT, LIMIT, CSRF, DROP, CASCADE };

static void open_service(struct world *world)
{
	struct tui_setup setup = world_setup(24, 80);

	world_open(world, &setup);
	service(world);
	tui_view(world->state, &world->cells);
}

static struct cdr_str row_text(const struct world *world, int row)
{
	static char text[4096];
	size_t len = 0;

	for (int col = 0; col < world->cells.cols; col++)
		len += (size_t)snprintf(text + len, sizeof(text) - len, "%s",
					world->cells.grid[row * world->cells.cols + col].text);
	return (struct cdr_str){ text, len };
}

static bool is_shown(const struct world *world, const char *words)
{
	for (int row = 0; row < world->cells.rows; row++) {
		struct cdr_str text = row_text(world, row);

		if (cdr_str_find(text, cdr_str_from(words)) < text.len)
			return true;
	}
	return false;
}

/* --- verdicts --------------------------------------------------------------------------------- */
static void approve_names_hunk_and_what_was_seen(void **data)
{
	struct world world;

	(void)data;
	open_service(&world);
	world_key(&world, 'a');
	assert_int_equal(world.n_decisions, 1);
	assert_int_equal(world.last_decision.hunk, LIMIT);
	assert_int_equal(world.last_decision.decision.verdict, CDR_APPROVE);
	assert_ptr_equal(world.last_decision.decision.target,
			 tui_state_flagged(world.state, LIMIT));
	assert_int_equal(world.last_decision.decision.seen, 5);
	assert_int_equal(world.last_decision.decision.ms, WORLD_KEY_MS);
	assert_false(world.last_decision.decision.batch);
	world_close(&world);
}

static void reject_carries_reason_and_words(void **data)
{
	struct world world;

	(void)data;
	open_service(&world);
	world_key(&world, 'x');
	world_key(&world, '4');
	world_type(&world, " quoted in a test ");
	world_key(&world, TUI_KEY_ENTER);
	assert_int_equal(world.last_decision.decision.verdict, CDR_REJECT);
	assert_int_equal(world.last_decision.decision.reason, CDR_REASON_FALSE_POSITIVE);
	assert_true(cdr_str_is(world.last_decision.decision.text, "quoted in a test"));
	world_close(&world);
}

static void note_stays_on_the_hunk(void **data)
{
	struct world world;

	(void)data;
	open_service(&world);
	world_key(&world, 'c');
	world_type(&world, "q a x");      /* letters, not commands */
	world_key(&world, TUI_KEY_ENTER);
	assert_int_equal(world.n_decisions, 1);
	assert_int_equal(world.last_decision.decision.verdict, CDR_ANNOTATE);
	assert_true(is_shown(&world, "@limiter.limit"));
	world_key(&world, 'c');
	world_key(&world, TUI_KEY_ENTER); /* nothing written */
	assert_int_equal(world.n_decisions, 1);
	world_close(&world);
}

static void undo_withdraws_the_last_line_and_returns(void **data)
{
	struct world world;
	struct cdr_hash line;

	(void)data;
	open_service(&world);
	world_key(&world, 'a');
	world_key(&world, 'a');
	line = world.ledgers[JWT].voices[0].line;
	world_key(&world, ']');
	world_key(&world, 'u');
	assert_int_equal(world.last_decision.decision.verdict, CDR_WITHDRAW);
	assert_int_equal(world.last_decision.hunk, JWT);
	assert_true(cdr_hash_eq(&world.last_decision.decision.withdraws, &line));
	assert_true(is_shown(&world, "ALGORITHMS"));
	world_key(&world, 'u');
	assert_int_equal(world.last_decision.hunk, LIMIT);
	world_key(&world, 'u');
	assert_int_equal(world.n_decisions, 4);
	assert_true(is_shown(&world, "no verdict of this sitting"));
	world_close(&world);
}

static void failed_undo_can_be_tried_again(void **data)
{
	struct world world;

	(void)data;
	open_service(&world);
	world_key(&world, 'a');
	world.save_error = "disk full";
	world_key(&world, 'u');
	world.save_error = NULL;
	world_key(&world, 'u');
	assert_int_equal(world.n_decisions, 3);
	assert_int_equal(world.last_decision.decision.verdict, CDR_WITHDRAW);
	world_close(&world);
}

static void withdraw_takes_back_ones_own_only(void **data)
{
	struct world world;

	(void)data;
	open_service(&world);
	world_key(&world, 'k');                    /* from now on the hunk stays selected */
	world_voice(&world, LIMIT, CDR_APPROVE);   /* ana's */
	world_answer_standing(&world, LIMIT);
	world_key(&world, 'w');
	assert_int_equal(world.n_decisions, 0);
	world.ledgers[LIMIT].voices[0].mine = true;
	world_answer_standing(&world, LIMIT);
	world_key(&world, 'w');
	assert_int_equal(world.last_decision.decision.verdict, CDR_WITHDRAW);
	world_close(&world);
}

static void nothing_is_decided_until_it_is_saved(void **data)
{
	struct world world;

	(void)data;
	open_service(&world);
	world.save_error = "No space left on device";
	world_key(&world, 'a');
	assert_true(is_shown(&world, "0/5"));
	assert_true(is_shown(&world, "NOT saved"));
	world.save_error = NULL;
	world.hold_saves = true;
	world_key(&world, '[');
	world_key(&world, 'a');
	world_key(&world, '[');
	world_key(&world, 'a');
	assert_int_equal(world.n_decisions, 2);   /* one failed, one under way: no third */
	assert_true(is_shown(&world, "0/5"));
	world_close(&world);
}

static void words_survive_a_failed_save(void **data)
{
	struct world world;

	(void)data;
	open_service(&world);
	world.save_error = "disk full";
	world_key(&world, 'c');
	world_type(&world, "long thoughts");
	world_key(&world, TUI_KEY_ENTER);
	world.save_error = NULL;
	world_key(&world, 'c');
	world_key(&world, TUI_KEY_ENTER);
	assert_int_equal(world.n_decisions, 2);
	assert_true(cdr_str_is(world.last_decision.decision.text, "long thoughts"));
	world_close(&world);
}

/* --- seen ------------------------------------------------------------------------------------- */
static void typed_ahead_approves_nothing_unseen(void **data)
{
	struct tui_setup setup = world_setup(24, 80);
	struct tui_event page = { .kind = TUI_EVENT_KEY, .key = ' ' },
			 approve = { .kind = TUI_EVENT_KEY, .key = 'a' };
	struct world world;

	(void)data;
	world_open(&world, &setup);
	tall(&world);
	world_tick(&world, 1000);
	for (int i = 0; i < 6; i++)
		world_send(&world, &page);
	world_send(&world, &approve);        /* all in one round: no frame was painted */
	assert_int_equal(world.n_decisions, 0);
	world_close(&world);
}

static void scrolling_through_allows_approval(void **data)
{
	struct tui_setup setup = world_setup(24, 80);
	struct world world;

	(void)data;
	world_open(&world, &setup);
	tall(&world);
	for (int i = 0; i < 4; i++)
		world_key(&world, ' ');
	world_key(&world, 'a');
	assert_int_equal(world.n_decisions, 1);
	assert_int_equal(world.last_decision.decision.seen, 60);
	world_close(&world);
}

/* A hunk of one line of N letters. */
static void add_line(struct world *world, size_t n)
{
	struct cdr_buf body;

	cdr_buf_init(&body, 1 << 16);
	cdr_buf_addc(&body, '+');
	while (body.len <= n)
		cdr_buf_addc(&body, 'x');
	world_file(world, "one.js");
	world_hunk(world, 1, cdr_str_copy(&world->arena, cdr_buf_str(&body)));
	world_finding(world, world_rule(world, "agent.one", CDR_LOW, CDR_MATCH), CDR_SIDE_NEW, 1,
		      COLS(1, 2));
	world_scanned(world);
	cdr_buf_release(&body);
}

static void the_middle_of_a_long_line_is_not_skipped(void **data)
{
	struct tui_setup setup = world_setup(24, 80);
	struct world world;

	(void)data;
	world_open(&world, &setup);
	add_line(&world, 3000);
	world_key(&world, 'G');
	world_key(&world, 'g');
	world_key(&world, 'a');
	assert_int_equal(world.n_decisions, 0);
	for (int i = 0; i < 8; i++)
		world_key(&world, ' ');
	world_key(&world, 'a');
	assert_int_equal(world.n_decisions, 1);
	world_close(&world);
}

/* At 80 columns the pane has 41 for code; of a cut line the last one says that there is more. */
static void the_column_under_the_cut_mark_is_not_seen(void **data)
{
	struct tui_setup setup = world_setup(24, 80);
	struct world world;

	(void)data;
	world_open(&world, &setup);
	world_key(&world, 'W');
	add_line(&world, 41);
	world_tick(&world, 10000);
	world_key(&world, 'a');
	assert_int_equal(world.n_decisions, 0);
	world_key(&world, '>');
	world_key(&world, 'a');
	assert_int_equal(world.n_decisions, 1);
	world_close(&world);
}

static void hidden_columns_are_not_seen(void **data)
{
	struct tui_setup setup = world_setup(24, 80);
	struct world world;

	(void)data;
	world_open(&world, &setup);
	world_key(&world, 'W');
	wide(&world);
	world_tick(&world, 10000);
	world_key(&world, 'a');
	assert_int_equal(world.n_decisions, 0);
	for (int i = 0; i < 4; i++)
		world_key(&world, '<');              /* it stood at the finding */
	for (int i = 0; i < 16; i++)
		world_key(&world, '>');
	world_key(&world, 'a');
	assert_int_equal(world.n_decisions, 1);
	world_close(&world);
}

static void folded_diff_is_not_seen(void **data)
{
	static const struct { int rows, cols; uint32_t key; } hidden[] = {
		{ 10, 40, TUI_KEY_TAB },     /* the list covers it */
		{ 1, 80, 0 },                /* one line only */
		{ 24, 8, 0 },                /* too narrow to read */
		{ 24, 80, '?' },             /* a page covers it */
	};

	(void)data;
	for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++) {
		struct tui_setup setup = world_setup(hidden[i].rows, hidden[i].cols);
		struct world world;

		world_open(&world, &setup);
		if (hidden[i].key)
			world_key(&world, hidden[i].key);
		service(&world);
		world_tick(&world, 10000);
		if (hidden[i].key == '?')
			world_key(&world, 'q');
		else
			world_key(&world, 'a');
		assert_int_equal(world.n_decisions, 0);
		world_close(&world);
	}
}

/* --- streaming -------------------------------------------------------------------------------- */
static void reading_is_not_disturbed(void **data)
{
	struct tui_setup setup = world_setup(24, 80);
	struct world world;

	(void)data;
	world_open(&world, &setup);
	service_views(&world);
	world_key(&world, 'j');
	service_login(&world);       /* more severe, but later */
	tui_view(world.state, &world.cells);
	assert_true(is_shown(&world, "def webhook"));
	world_close(&world);
}

static void a_key_ends_the_first_moments(void **data)
{
	struct tui_setup setup = world_setup(24, 80);
	struct tui_event down = { .kind = TUI_EVENT_KEY, .key = 'j' };
	struct world world;

	(void)data;
	world_open(&world, &setup);
	service_views(&world);
	world_tick(&world, 100);
	world_send(&world, &down);
	service_login(&world);
	tui_view(world.state, &world.cells);
	assert_true(is_shown(&world, "def webhook"));
	world_close(&world);
}

static void first_moments_show_the_most_urgent(void **data)
{
	struct tui_setup setup = world_setup(24, 80);
	struct world world;

	(void)data;
	world_open(&world, &setup);
	service_views(&world);
	world_tick(&world, 100);
	service_login(&world);
	tui_view(world.state, &world.cells);
	assert_true(is_shown(&world, "@limiter.limit"));
	world_tick(&world, 1000);
	service_schema(&world);
	tui_view(world.state, &world.cells);
	assert_true(is_shown(&world, "@limiter.limit"));
	world_close(&world);
}

static void no_verdict_right_after_the_screen_changed(void **data)
{
	struct tui_setup setup = world_setup(24, 80);
	struct tui_event approve = { .kind = TUI_EVENT_KEY, .key = 'a' };
	struct world world;

	(void)data;
	world_open(&world, &setup);
	service_views(&world);
	world_tick(&world, 100);
	service_login(&world);
	world_tick(&world, 50);
	world_send(&world, &approve);
	assert_int_equal(world.n_decisions, 0);
	world_tick(&world, 300);
	world_send(&world, &approve);
	assert_int_equal(world.n_decisions, 1);
	world_close(&world);
}

static void resume_begins_where_one_left(void **data)
{
	struct tui_setup setup = world_setup(24, 80);
	struct world first, second;

	(void)data;
	open_service(&first);
	world_key(&first, 'G');
	world_key(&first, ']');
	world_key(&first, ']');
	world_key(&first, ']');
	world_key(&first, 'q');
	assert_true(first.has_quit);
	assert_int_equal(first.resumed, DROP);
	setup.has_resume = true;
	setup.resume = tui_state_flagged(first.state, first.resumed)->hunk->hid;
	world_open(&second, &setup);
	service(&second);
	tui_view(second.state, &second.cells);
	assert_true(is_shown(&second, "RemoveField"));
	world_close(&first);
	world_close(&second);
}

static void standings_are_asked_in_rounds(void **data)
{
	struct tui_setup setup = world_setup(24, 80);
	struct tui_event event = { .kind = TUI_EVENT_SCANNED },
			 answer = { .kind = TUI_EVENT_STANDING };
	struct tui_effects effects;
	struct world world;

	(void)data;
	world_open(&world, &setup);
	many(&world, 60);
	event.scanned = world_result(&world);
	tui_update(world.state, &event, &effects);
	assert_int_equal(effects.n, 32);
	for (size_t i = 0; i < effects.n; i++)
		assert_int_equal(effects.items[i].kind, TUI_EFFECT_STANDING);
	answer.hunk = effects.items[0].hunk;
	tui_update(world.state, &answer, &effects);
	assert_int_equal(effects.n, 1);              /* one answer, one more question */
	tui_update(world.state, &answer, &effects);
	assert_int_equal(effects.n, 0);              /* nobody asked for this one */
	world_close(&world);
}

static void guards_come_before_others_of_their_severity(void **data)
{
	struct tui_setup setup = world_setup(24, 80);
	struct world world;

	(void)data;
	world_open(&world, &setup);
	world_file(&world, "a.py");
	world_hunk(&world, 1, CDR_STR("+matched\n"));
	world_finding(&world, world_rule(&world, "auth.one", CDR_HIGH, CDR_MATCH), CDR_SIDE_NEW, 1,
		      COLS(1, 2));
	world_hunk(&world, 9, CDR_STR("-guarded\n"));
	world_finding(&world, world_rule(&world, "auth.two", CDR_HIGH, CDR_GUARD), CDR_SIDE_OLD, 9,
		      COLS(1, 2));
	world_scanned(&world);
	tui_view(world.state, &world.cells);
	assert_true(is_shown(&world, "guarded"));
	world_key(&world, ']');
	assert_true(is_shown(&world, "matched"));
	world_close(&world);
}

/* --- leaving ---------------------------------------------------------------------------------- */
static void quit_waits_for_saves(void **data)
{
	struct world world;
	struct tui_event saved = { .kind = TUI_EVENT_SAVED, .hunk = LIMIT };

	(void)data;
	open_service(&world);
	world.hold_saves = true;
	world_key(&world, 'a');
	world_key(&world, 'q');
	assert_false(world.has_quit);
	world_send(&world, &saved);
	assert_true(world.has_quit);
	world_close(&world);
}

static void quit_without_verdicts_asks_nothing(void **data)
{
	struct world world;

	(void)data;
	open_service(&world);
	world_key(&world, 'q');
	assert_true(world.has_quit);
	assert_int_equal(world.resumed, LIMIT);
	world_close(&world);
}

static void summary_can_be_left_both_ways(void **data)
{
	struct world world;

	(void)data;
	open_service(&world);
	world_key(&world, 'a');
	world_key(&world, 'q');
	assert_true(is_shown(&world, "The gate will say: not clear"));
	world_key(&world, TUI_KEY_ESC);
	assert_true(is_shown(&world, "ALGORITHMS"));
	world_key(&world, 'q');
	world_key(&world, TUI_KEY_ENTER);
	assert_true(world.has_quit);
	world_close(&world);
}

static void all_decided_needs_every_approval_and_the_whole_range(void **data)
{
	struct world world;

	(void)data;
	open_service(&world);
	for (int i = 0; i < 5; i++) {
		assert_false(tui_state_all_decided(world.state));
		world_key(&world, 'a');
	}
	assert_true(tui_state_all_decided(world.state));
	world_progress(&world, false);
	assert_false(tui_state_all_decided(world.state));
	world_close(&world);
}

static void filter_follows_verdicts(void **data)
{
	struct world world;

	(void)data;
	open_service(&world);
	world_key(&world, 'f');
	world_type(&world, "auth pending");
	world_key(&world, TUI_KEY_ENTER);
	assert_true(is_shown(&world, "csrf-exempt"));
	assert_false(is_shown(&world, "drop-column"));
	world_key(&world, 'a');
	assert_false(is_shown(&world, "rate-limit-"));     /* decided: left the list */
	world_key(&world, 'u');
	assert_true(is_shown(&world, "rate-limit-"));
	world_key(&world, TUI_KEY_ESC);
	assert_true(is_shown(&world, "drop-column"));
	world_close(&world);
}

/* The list drops it only when the reviewer has left it. */
static void filter_keeps_the_selected_hunk(void **data)
{
	struct world world;

	(void)data;
	open_service(&world);
	world_key(&world, 'f');
	world_type(&world, "pending");
	world_key(&world, TUI_KEY_ENTER);
	world_voice(&world, LIMIT, CDR_APPROVE);
	world_answer_standing(&world, LIMIT);
	tui_view(world.state, &world.cells);
	assert_true(is_shown(&world, "login.py:42"));
	world_key(&world, ']');
	assert_false(is_shown(&world, "login.py:42"));
	world_close(&world);
}

static void search_goes_both_ways(void **data)
{
	struct world world;

	(void)data;
	open_service(&world);
	world_key(&world, '/');
	world_type(&world, "app/auth");
	world_key(&world, TUI_KEY_ENTER);
	assert_true(is_shown(&world, "@limiter"));
	world_key(&world, 'n');
	assert_true(is_shown(&world, "ALGORITHMS"));
	world_key(&world, 'N');
	assert_true(is_shown(&world, "@limiter"));
	world_key(&world, 'N');
	assert_true(is_shown(&world, "webhook"));
	world_close(&world);
}

static void search_goes_around(void **data)
{
	struct world world;
	static const char *const found[] = { "RemoveField", "ForeignKey", "webhook" };

	(void)data;
	open_service(&world);
	for (size_t i = 0; i < 3; i++) {
		world_key(&world, '/');
		world_type(&world, found[i]);
		world_key(&world, TUI_KEY_ENTER);
		assert_true(is_shown(&world, found[i]));
	}
	world_key(&world, '/');
	world_type(&world, "on-delete");                    /* a rule */
	world_key(&world, TUI_KEY_ENTER);
	assert_true(is_shown(&world, "ForeignKey"));
	world_key(&world, 'N');
	assert_true(is_shown(&world, "ForeignKey"));
	world_close(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(approve_names_hunk_and_what_was_seen),
		cmocka_unit_test(reject_carries_reason_and_words),
		cmocka_unit_test(note_stays_on_the_hunk),
		cmocka_unit_test(undo_withdraws_the_last_line_and_returns),
		cmocka_unit_test(failed_undo_can_be_tried_again),
		cmocka_unit_test(withdraw_takes_back_ones_own_only),
		cmocka_unit_test(nothing_is_decided_until_it_is_saved),
		cmocka_unit_test(words_survive_a_failed_save),
		cmocka_unit_test(typed_ahead_approves_nothing_unseen),
		cmocka_unit_test(scrolling_through_allows_approval),
		cmocka_unit_test(the_middle_of_a_long_line_is_not_skipped),
		cmocka_unit_test(the_column_under_the_cut_mark_is_not_seen),
		cmocka_unit_test(hidden_columns_are_not_seen),
		cmocka_unit_test(folded_diff_is_not_seen),
		cmocka_unit_test(reading_is_not_disturbed),
		cmocka_unit_test(a_key_ends_the_first_moments),
		cmocka_unit_test(guards_come_before_others_of_their_severity),
		cmocka_unit_test(first_moments_show_the_most_urgent),
		cmocka_unit_test(no_verdict_right_after_the_screen_changed),
		cmocka_unit_test(resume_begins_where_one_left),
		cmocka_unit_test(standings_are_asked_in_rounds),
		cmocka_unit_test(quit_waits_for_saves),
		cmocka_unit_test(quit_without_verdicts_asks_nothing),
		cmocka_unit_test(summary_can_be_left_both_ways),
		cmocka_unit_test(all_decided_needs_every_approval_and_the_whole_range),
		cmocka_unit_test(filter_follows_verdicts),
		cmocka_unit_test(filter_keeps_the_selected_hunk),
		cmocka_unit_test(search_goes_both_ways),
		cmocka_unit_test(search_goes_around),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
