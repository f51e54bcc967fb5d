/*
 * test_sitting.c - a sitting from the first hunk that streams in to the last
 * page: order, filter, search, resume, leaving.
 */
#include "shown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

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
