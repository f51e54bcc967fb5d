/*
 * test_random.c - 20,000 random events with every invariant checked after each,
 * and the screen drawn at random sizes. The world answers now and then late,
 * wrongly or not at all.
 */
#include "service.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define EVENTS 20000
#define LIVES 10            /* a new review begins so often */

static uint64_t seed = 88172645463325252u;

/* xorshift64: the same run everywhere. */
static uint32_t below(uint32_t limit)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed >> 32) % limit;
}

static uint32_t random_key(void)
{
	static const uint32_t usual[] = {
		'a',           'x',
		'c',           'u',
		']',           '[',
		'}',           '{',
		'j',           'k',
		'g',           'G',
		'/',           'n',
		'N',           '?',
		'w',           'o',
		'f',           'i',
		'l',           'W',
		'<',           '>',
		' ',           '1',
		'9',           TUI_KEY_TAB,
		TUI_KEY_ENTER, TUI_KEY_ESC,
		TUI_CTRL('d'), TUI_CTRL('u'),
		TUI_CTRL('e'), TUI_CTRL('w'),
		TUI_KEY_UP,    TUI_KEY_DOWN,
		TUI_KEY_LEFT,  TUI_KEY_BACKSPACE,
		TUI_KEY_END,
	};
	static const uint32_t odd[] = { 0,        0x301,  0x6F22, 0x202E, 0x1F600, 0x10FFFF,
					0x110000, 0xD800, 0x7F,   0x1C,   '\n' };

	if (below(200) == 0)
		return 'q';
	if (below(10) == 0)
		return odd[below(sizeof(odd) / sizeof(odd[0]))];
	return usual[below(sizeof(usual) / sizeof(usual[0]))];
}

static struct tui_event random_event(const struct world *world)
{
	static const char *const texts[] = { "",         "pending",  "token", "a\x1b[31m\r\nb",
					     "\xff\xfe", "e\xCC\x81" };
	struct tui_event event = { .kind = TUI_EVENT_KEY, .ok = below(2) };

	event.key = random_key();
	event.text = cdr_str_from(texts[below(6)]);
	event.hunk = below((uint32_t)tui_state_count(world->state) + 2);
	event.rows = (int)below(70);
	event.cols = (int)below(220);
	switch (below(40)) {
	case 0:
		event.kind = TUI_EVENT_RESIZE;
		break;
	case 1:
		event.kind = TUI_EVENT_PASTE;
		break;
	case 2:
		event.kind = TUI_EVENT_SAVED;
		break;
	case 3:
		event.kind = TUI_EVENT_SAVE_FAILED;
		break;
	case 4:
		event.kind = TUI_EVENT_STANDING;
		event.standing.state = (enum cdr_standing_state)below(4);
		break;
	case 5:
		event.kind = TUI_EVENT_EDITED;
		break;
	case 6:
		event.kind = below(2) ? TUI_EVENT_REFRESHED : TUI_EVENT_MESSAGE;
		break;
	default:
		break;
	}
	return event;
}

static void stream_more(struct world *world)
{
	static void (*const fixtures[])(struct world * world) = { service, tall, wide, hostile,
								  synthetic };

	if (tui_state_count(world->state) < WORLD_HUNKS_MAX - 16)
		fixtures[below(5)](world);
}

static void begin(struct world *world)
{
	struct tui_setup setup = world_setup(24, 80);

	setup.ascii = below(2);
	world_open(world, &setup);
}

static void live(void **data)
{
	struct world world;

	(void)data;
	begin(&world);
	for (int i = 0; i < EVENTS / LIVES; i++) {
		struct tui_event event = random_event(&world);

		if (below(100) == 0)
			stream_more(&world);
		world.hold_saves = below(8) == 0;
		world.save_error = below(8) == 0 ? "disk full" : NULL;
		world.hold_standings = below(50) == 0;
		if (below(5))
			world_tick(&world, (int64_t)below(400));
		world_send(&world, &event);
		tui_view(world.state, &world.cells);
		assert_in_range(world.cells.cursor_row, 0, world.cells.rows - 1);
		assert_in_range(world.cells.cursor_col, 0, world.cells.cols - 1);
		if (world.has_quit) {
			world_close(&world);
			begin(&world);
		}
	}
	world_close(&world);
}

static size_t n_decided(const struct world *world)
{
	size_t n = 0;

	for (size_t hunk = 0; hunk < tui_state_count(world->state); hunk++) {
		enum cdr_standing_state now = world_standing(world, hunk).state;

		n += now == CDR_STANDING_APPROVED || now == CDR_STANDING_REJECTED;
	}
	return n;
}

/*
 * The header says so many decided as the ledger holds, whatever is pressed and however saves
 * end.
 */
static void shown_is_saved(void **data)
{
	struct world world;
	size_t n_decisions = 0;

	(void)data;
	begin(&world);
	service(&world);
	for (int i = 0; i < 5000; i++) {
		char wanted[32], header[512] = "";

		world.save_error = below(4) == 0 ? "disk full" : NULL;
		world_key(&world, below(2) ? random_key() : (uint32_t)"axcuw]1\r\x1b"[below(9)]);
		for (int col = 0; col < world.cells.cols; col++)
			strcat(header, world.cells.grid[col].text);
		snprintf(wanted, sizeof(wanted), " %zu/5", n_decided(&world));
		if (!strstr(header, wanted))
			fail_msg("saved:%s shown:%s", wanted, header);
		if (world.has_quit) {
			n_decisions += world.n_decisions;
			world_close(&world);
			begin(&world);
			service(&world);
		}
	}
	assert_true(n_decisions > 100);
	world_close(&world);
}

int main(void)
{
	struct CMUnitTest tests[LIVES + 1] = { [LIVES] = cmocka_unit_test(shown_is_saved) };

	for (size_t i = 0; i < LIVES; i++)
		tests[i] = (struct CMUnitTest)cmocka_unit_test(live);
	return _cmocka_run_group_tests("random events", tests, LIVES + 1, NULL, NULL);
}
