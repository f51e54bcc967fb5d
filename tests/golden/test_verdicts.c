/*
 * test_verdicts.c - which verdicts leave the review, when, and with what; and
 * that nothing unseen is approved.
 */
#include "shown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
