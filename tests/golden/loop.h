/*
 * loop.h - the event loop of the tests' world: rounds of a tick, an event and
 * a frame; effects are performed at once, unless the world is told to be slow
 * or to fail.
 */
#ifndef TESTS_GOLDEN_LOOP_H
#define TESTS_GOLDEN_LOOP_H

#include "ledger.h"

static inline void world_decide(struct world *world, const struct tui_effect *effect)
{
	struct tui_event failed = { .kind = TUI_EVENT_SAVE_FAILED, .hunk = effect->hunk };
	struct cdr_decision decision = effect->decision;

	world->last_decision = *effect;
	world->last_decision.decision.text = cdr_str_copy(&world->arena, decision.text);
	decision.text = world->last_decision.decision.text;
	world->n_decisions++;
	if (world->hold_saves)
		return;
	if (world->save_error) {
		failed.text = cdr_str_from(world->save_error);
		world_send(world, &failed);
	} else {
		world_save(world, effect->hunk, &decision);
	}
}

static inline void world_perform(struct world *world, const struct tui_effect *effect)
{
	struct tui_event edited = { .kind = TUI_EVENT_EDITED,
				    .text = CDR_STR("written elsewhere\n"),
				    .ok = true };

	switch (effect->kind) {
	case TUI_EFFECT_STANDING:
		if (!world->hold_standings)
			world_answer_standing(world, effect->hunk);
		break;
	case TUI_EFFECT_DECIDE:
		world_decide(world, effect);
		break;
	case TUI_EFFECT_EDIT:
		world->n_edits++;
		world_send(world, &edited);
		break;
	case TUI_EFFECT_RESUME:
		world->resumed = effect->hunk;
		break;
	case TUI_EFFECT_SUSPEND:
		world->has_suspended = true;
		break;
	case TUI_EFFECT_REDRAW:
		break;
	case TUI_EFFECT_QUIT:
		world->has_quit = true;
		break;
	}
}

static inline void world_send(struct world *world, const struct tui_event *event)
{
	struct tui_effects effects;

	tui_update(world->state, event, &effects);
	tui_state_check(world->state);
	for (size_t i = 0; i < effects.n; i++)
		world_perform(world, &effects.items[i]);
}

static inline void world_tick(struct world *world, int64_t ms)
{
	struct tui_event tick = { .kind = TUI_EVENT_TICK };

	world->now += ms;
	tick.now_ms = world->now;
	world_send(world, &tick);
}

/* One round of the loop: the clock, EVENT, a frame. */
static inline void world_round(struct world *world, const struct tui_event *event)
{
	world_tick(world, WORLD_KEY_MS);
	world_send(world, event);
	tui_view(world->state, &world->cells);
}

static inline void world_key(struct world *world, uint32_t key)
{
	struct tui_event event = { .kind = TUI_EVENT_KEY, .key = key };

	world_round(world, &event);
}

static inline void world_type(struct world *world, const char *text)
{
	struct cdr_str rest = cdr_str_from(text);

	while (rest.len) {
		uint32_t cp;

		rest = cdr_str_sub(rest, cdr_utf8_next(rest, &cp), rest.len);
		world_key(world, cp);
	}
}

/* The file built since world_file(), as the scan would hand it over. */
static inline struct cdr_scanned *world_result(struct world *world)
{
	struct cdr_scanned *scanned = calloc(1, sizeof(*scanned));

	scanned->change = &world->change;
	scanned->file = world->file;
	scanned->hunks = world->flagged;
	scanned->n_hunks = world->n_hunks;
	return scanned;
}

static inline void world_scanned(struct world *world)
{
	struct tui_event event = { .kind = TUI_EVENT_SCANNED, .scanned = world_result(world) };

	world_send(world, &event);
}

static inline void world_progress(struct world *world, bool done)
{
	struct tui_event event = { .kind = TUI_EVENT_PROGRESS };

	event.progress = (struct cdr_progress){ .changes = 3, .hunks = 41, .done = done };
	world_send(world, &event);
}

static inline struct tui_setup world_setup(int rows, int cols)
{
	return (struct tui_setup){ .range = CDR_STR("main..agent/login"),
				   .width = world_width,
				   .rows = rows,
				   .cols = cols,
				   .tab = 8 };
}

static inline void world_open(struct world *world, const struct tui_setup *setup)
{
	*world = (struct world){ .resumed = SIZE_MAX };
	world->ledgers = calloc(WORLD_HUNKS_MAX, sizeof(*world->ledgers));
	world->change = (struct cdr_change){ .kind = CDR_CHANGE_COMMIT,
					     .subject = CDR_STR("Simplify login"),
					     .author = CDR_STR("Agent") };
	world->change.commit = (struct cdr_oid){ .bytes = { 0xa1, 0xb2, 0xc3, 0xd4 }, .len = 20 };
	tui_cells_init(&world->cells);
	world->state = tui_state_new(setup);
	world_tick(world, 0);
}

static inline void world_close(struct world *world)
{
	tui_state_free(world->state);
	tui_cells_release(&world->cells);
	free(world->ledgers);
	cdr_arena_release(&world->arena);
}

#endif
