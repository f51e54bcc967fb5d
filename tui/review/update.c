/*
 * update.c - one event in, effects out. It finds out what a key means here and
 * now and hands it to the file that knows; afterwards everything is brought
 * back into range in one place.
 */
#include "review/update.h"

#include "review/move.h"
#include "review/order.h"
#include "review/seen.h"

#define IDLE_MS 60000   /* a pause longer than this is not reading */

static void open_page(struct tui_state *state, enum tui_page page)
{
	state->mode = TUI_MODE_PAGE;
	state->page = page;
	state->page_top = 0;
}

static void quit(struct tui_state *state)
{
	if (state->n_verdicts > 0 && state->mode != TUI_MODE_SUMMARY) {
		state->mode = TUI_MODE_SUMMARY;
		state->page_top = 0;
		return;
	}
	state->leaving = true;
	if (state->n_saving)
		tui_say(state, "saving, then leaving");
}

static void next_order(struct tui_state *state)
{
	state->order = (enum tui_order)((state->order + 1) % TUI_ORDER_COUNT);
	tui_order_rebuild(state);
	tui_say(state, "ordered by %s", tui_order_name(state->order));
}

static void next_pane(struct tui_state *state)
{
	static const char *const names[TUI_FOCUS_COUNT] = {
		[TUI_FOCUS_DIFF] = "the diff",
		[TUI_FOCUS_LIST] = "the list",
		[TUI_FOCUS_WHY] = "the reasons",
	};

	state->focus = (enum tui_focus)((state->focus + 1) % TUI_FOCUS_COUNT);
	tui_say(state, "the keys now move in %s", names[state->focus]);
}

/* Actions that only change what is shown; false when ACTION is none. */
static bool show_action(struct tui_state *state, enum tui_action action)
{
	if (action == TUI_ACT_WRAP)
		state->cut = !state->cut;
	else if (action == TUI_ACT_ORDER)
		next_order(state);
	else if (action == TUI_ACT_PANE)
		next_pane(state);
	else if (action == TUI_ACT_OPEN)
		state->focus = TUI_FOCUS_DIFF;
	else if (action == TUI_ACT_HELP)
		open_page(state, TUI_PAGE_HELP);
	else if (action == TUI_ACT_RULE && tui_selected(state))
		open_page(state, TUI_PAGE_RULE);
	else if (action == TUI_ACT_HISTORY && tui_selected(state))
		open_page(state, TUI_PAGE_HISTORY);
	else
		return false;
	return true;
}

/* Actions about the program itself, and the ways out of pages. */
static void program_action(struct tui_state *state, enum tui_action action)
{
	if (action == TUI_ACT_QUIT || action == TUI_ACT_LEAVE)
		quit(state);
	else if (action == TUI_ACT_CLOSE || action == TUI_ACT_BACK)
		state->mode = TUI_MODE_REVIEW;
	else if (action == TUI_ACT_SUSPEND)
		tui_effect(state, TUI_EFFECT_SUSPEND, state->selected);
	else if (action == TUI_ACT_REDRAW)
		tui_effect(state, TUI_EFFECT_REDRAW, state->selected);
}

static void press(struct tui_state *state, uint32_t key)
{
	enum tui_action action = tui_keymap_action(&state->keys, state->mode, key);

	if (state->leaving)
		return;
	state->touched = true;
	state->message[0] = '\0';
	if (action == TUI_ACT_NONE && state->mode == TUI_MODE_REASON)
		tui_decide_reason(state, key);
	else if (action == TUI_ACT_NONE)
		tui_text_key(state, key);
	else if (!tui_decide_action(state, action) && !tui_text_action(state, action) &&
		 !tui_move_action(state, action) && !show_action(state, action))
		program_action(state, action);
}

static void tick(struct tui_state *state, int64_t now_ms)
{
	int64_t passed;

	if (!state->has_clock) {
		state->has_clock = true;
		state->now_ms = state->started_ms = now_ms > 0 ? now_ms : 0;
	}
	passed = now_ms > state->now_ms ? now_ms - state->now_ms : 0;
	state->now_ms += passed;
	tui_seen_commit(state);
	if (state->selected != TUI_NO_HUNK) {
		struct tui_item *item = tui_item(state, state->selected);
		uint32_t room = UINT32_MAX - item->ms,
			 ms = (uint32_t)(passed < IDLE_MS ? passed : IDLE_MS);

		item->ms += ms < room ? ms : room;
	}
}

static void resize(struct tui_state *state, int rows, int cols)
{
	state->rows = rows > 0 ? rows : 1;
	state->cols = cols > 0 ? cols : 1;
}

static void apply(struct tui_state *state, const struct tui_event *event)
{
	switch (event->kind) {
	case TUI_EVENT_KEY:
		press(state, event->key);
		break;
	case TUI_EVENT_PASTE:
		tui_text_paste(state, event->text);
		break;
	case TUI_EVENT_RESIZE:
		resize(state, event->rows, event->cols);
		break;
	case TUI_EVENT_SCANNED:
		tui_update_scanned(state, event->scanned);
		break;
	case TUI_EVENT_PROGRESS:
		state->progress = event->progress;
		break;
	case TUI_EVENT_SCAN_FAILED:
		state->scan_failed = true;
		tui_say_error(state, "%.*s", CDR_FMT(event->text));
		break;
	case TUI_EVENT_STANDING:
		tui_update_standing(state, event->hunk, &event->standing);
		break;
	case TUI_EVENT_REFRESHED:
		tui_update_refreshed(state);
		break;
	case TUI_EVENT_SAVED:
		tui_update_saved(state, event->hunk, &event->line);
		break;
	case TUI_EVENT_SAVE_FAILED:
		tui_update_save_failed(state, event->hunk, event->text);
		break;
	case TUI_EVENT_EDITED:
		tui_text_edited(state, event->text, event->ok);
		break;
	case TUI_EVENT_MESSAGE:
		tui_say(state, "%.*s", CDR_FMT(event->text));
		break;
	case TUI_EVENT_TICK:
		tick(state, event->now_ms);
		break;
	}
}

/* Leaves once nothing is being saved any more. */
static void leave(struct tui_state *state)
{
	if (!state->leaving || state->n_saving || state->left_for_good)
		return;
	if (state->selected != TUI_NO_HUNK)
		tui_effect(state, TUI_EFFECT_RESUME, state->selected);
	tui_effect(state, TUI_EFFECT_QUIT, state->selected);
	state->left_for_good = true;
}

void tui_update(struct tui_state *state, const struct tui_event *event, struct tui_effects *effects)
{
	effects->n = 0;
	state->effects = effects;
	apply(state, event);
	leave(state);
	if (!state->left_for_good)
		tui_update_ask(state);
	tui_move_settle(state);
	state->effects = NULL;
}
