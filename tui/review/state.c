/*
 * state.c - birth, death and the small questions. The state owns what the scan
 * hands over, so that a hunk on the screen never loses its text.
 */
#include "review/model.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tui_state *tui_state_new(const struct tui_setup *setup)
{
	struct tui_state *state = calloc(1, sizeof(*state));

	if (!state)
		abort();   /* as arena.h */
	cdr_arena_init(&state->arena);
	state->range = cdr_str_copy(&state->arena, setup->range);
	state->checklist = setup->checklist;
	state->n_checklist = setup->n_checklist;
	if (setup->keys)
		state->keys = *setup->keys;
	else
		tui_keymap_init(&state->keys);
	state->width = setup->width;
	state->tab = setup->tab > 0 && setup->tab <= 64 ? setup->tab : 8;
	state->ascii = setup->ascii;
	state->resume = setup->resume;
	state->has_resume = setup->has_resume;
	state->rows = setup->rows > 0 ? setup->rows : 1;
	state->cols = setup->cols > 0 ? setup->cols : 1;
	state->selected = state->match_hunk = state->draft.hunk = TUI_NO_HUNK;
	tui_lineedit_init(&state->note, CDR_NOTE_MAX, state->width);
	tui_lineedit_init(&state->line, TUI_QUERY_MAX, state->width);
	return state;
}

void tui_state_free(struct tui_state *state)
{
	if (!state)
		return;
	for (size_t i = 0; i < state->scanned.n; i++)
		cdr_scanned_free(state->scanned.items[i]);
	tui_lineedit_release(&state->note);
	tui_lineedit_release(&state->line);
	cdr_arena_release(&state->arena);
	free(state);
}

size_t tui_state_count(const struct tui_state *state)
{
	return state->items.n;
}

const struct cdr_flagged *tui_state_flagged(const struct tui_state *state, size_t hunk)
{
	return tui_item_at(state, hunk)->flagged;
}

struct cdr_progress tui_state_progress(const struct tui_state *state)
{
	return state->progress;
}

bool tui_state_all_decided(const struct tui_state *state)
{
	if (!state->progress.done || state->scan_failed)
		return false;
	for (size_t i = 0; i < state->items.n; i++)
		if (state->items.items[i].standing.state != CDR_STANDING_APPROVED)
			return false;
	return true;
}

struct tui_item *tui_item(struct tui_state *state, size_t hunk)
{
	return &state->items.items[hunk];
}

const struct tui_item *tui_item_at(const struct tui_state *state, size_t hunk)
{
	return &state->items.items[hunk];
}

const struct tui_item *tui_selected(const struct tui_state *state)
{
	return state->selected == TUI_NO_HUNK ? NULL : tui_item_at(state, state->selected);
}

bool tui_item_is_decided(const struct tui_item *item)
{
	return item->standing.state == CDR_STANDING_APPROVED ||
	       item->standing.state == CDR_STANDING_REJECTED;
}

bool tui_item_is_open(const struct tui_item *item)
{
	return !tui_item_is_decided(item) && !item->saving;
}

size_t tui_item_lines_left(const struct tui_item *item)
{
	size_t n_lines = item->flagged->hunk->n_lines;

	if (n_lines == 0)
		return item->shown ? 0 : 1;
	return n_lines - item->n_seen;
}

uint32_t tui_item_lineno(const struct tui_item *item)
{
	return item->lead->line ? item->lead->line : item->flagged->hunk->new_start;
}

struct cdr_str tui_path_name(struct cdr_str path)
{
	size_t from = path.len;

	while (from > 0 && path.ptr[from - 1] != '/')
		from--;
	return cdr_str_sub(path, from, path.len);
}

struct tui_effect *tui_effect(struct tui_state *state, enum tui_effect_kind kind, size_t hunk)
{
	struct tui_effects *effects = state->effects;
	struct tui_effect *effect =
		&effects->items[effects->n < TUI_EFFECTS_MAX ? effects->n++ : TUI_EFFECTS_MAX - 1];

	*effect = (struct tui_effect){ .kind = kind, .hunk = hunk };
	return effect;
}

void tui_say(struct tui_state *state, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(state->message, sizeof(state->message), fmt, args);
	va_end(args);
	state->is_error = false;
}

void tui_say_error(struct tui_state *state, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(state->message, sizeof(state->message), fmt, args);
	va_end(args);
	state->is_error = true;
}
