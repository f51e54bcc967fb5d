/*
 * update_text.c - notes, reasons' words, search and filter. No key and no
 * paste acts as a command here, and what was written outlives a failed save.
 */
#include "review/update.h"

#include "review/move.h"
#include "review/order.h"
#include "review/search.h"

#include <string.h>

void tui_text_open_note(struct tui_state *state, enum cdr_verdict verdict, enum cdr_reason reason)
{
	bool goes_on = state->draft.hunk == state->selected && state->draft.verdict == verdict;

	if (!goes_on)
		tui_lineedit_set(&state->note, CDR_STR(""), true);
	state->draft = (struct tui_draft){ state->selected, verdict, reason };
	state->mode = TUI_MODE_NOTE;
}

static void open_prompt(struct tui_state *state, enum tui_prompt prompt)
{
	struct cdr_str text = CDR_STR("");

	if (prompt == TUI_PROMPT_FILTER)
		text = (struct cdr_str){ state->filter.text, state->filter.len };
	tui_lineedit_set(&state->line, text, false);
	state->prompt = prompt;
	state->mode = TUI_MODE_PROMPT;
}

static void set_query(struct tui_query *query, struct cdr_str words)
{
	words = cdr_str_sub(words, 0, TUI_QUERY_MAX);
	if (words.len)
		memcpy(query->text, words.ptr, words.len);
	query->len = words.len;
}

static void search(struct tui_state *state, struct cdr_str words)
{
	if (words.len) {
		set_query(&state->search, words);
		state->match_hunk = TUI_NO_HUNK;
	}
	if (state->search.len)
		tui_search_go(state, true);
}

/*
 * The list shows what the filter admits; where the selected hunk is not among it, the first
 * that is.
 */
void tui_filter_set(struct tui_state *state, struct cdr_str words)
{
	struct tui_query filter = { .len = 0 };
	size_t selected = state->selected;

	set_query(&filter, words);
	if (selected == TUI_NO_HUNK)
		return;
	if (tui_order_admits(state, &filter, 1) == 0) {
		tui_say_error(state, "no flagged hunk matches: %.*s", CDR_FMT(words));
		return;
	}
	state->filter = filter;
	state->selected = TUI_NO_HUNK;
	tui_order_rebuild(state);
	state->selected = selected;
	if (tui_order_position(state, selected) < state->visible.n)
		return;
	tui_select(state, tui_order_hunk(state, 0));
}

static void submit(struct tui_state *state)
{
	struct cdr_str words = cdr_str_trim(tui_lineedit_text(&state->line));

	state->mode = TUI_MODE_REVIEW;
	if (!tui_selected(state))
		return;
	if (state->prompt == TUI_PROMPT_SEARCH)
		search(state, words);
	else
		tui_filter_set(state, words);
}

static void search_again(struct tui_state *state, bool forward)
{
	if (state->search.len && tui_selected(state))
		tui_search_go(state, forward);
	else
		tui_say(state, "nothing was searched for yet");
}

static void clear(struct tui_state *state)
{
	state->search.len = 0;
	if (state->filter.len)
		tui_filter_set(state, CDR_STR(""));
}

static bool prompt_action(struct tui_state *state, enum tui_action action)
{
	if (action == TUI_ACT_SEARCH)
		open_prompt(state, TUI_PROMPT_SEARCH);
	else if (action == TUI_ACT_FILTER)
		open_prompt(state, TUI_PROMPT_FILTER);
	else if (action == TUI_ACT_SEARCH_NEXT || action == TUI_ACT_SEARCH_PREV)
		search_again(state, action == TUI_ACT_SEARCH_NEXT);
	else if (action == TUI_ACT_CLEAR)
		clear(state);
	else
		return false;
	return true;
}

bool tui_text_action(struct tui_state *state, enum tui_action action)
{
	if (prompt_action(state, action))
		return true;
	if (action == TUI_ACT_SAVE)
		tui_decide_note(state);
	else if (action == TUI_ACT_SUBMIT)
		submit(state);
	else if (action == TUI_ACT_CANCEL)
		state->mode = TUI_MODE_REVIEW;
	else if (action == TUI_ACT_EDITOR)
		tui_effect(state, TUI_EFFECT_EDIT, state->selected)->text =
			tui_lineedit_text(&state->note);
	else
		return false;
	return true;
}

void tui_text_key(struct tui_state *state, uint32_t key)
{
	if (state->mode == TUI_MODE_NOTE)
		tui_lineedit_key(&state->note, key);
	else if (state->mode == TUI_MODE_PROMPT)
		tui_lineedit_key(&state->line, key);
}

void tui_text_paste(struct tui_state *state, struct cdr_str text)
{
	bool fits = true;

	if (state->mode == TUI_MODE_NOTE)
		fits = tui_lineedit_insert(&state->note, text);
	else if (state->mode == TUI_MODE_PROMPT)
		fits = tui_lineedit_insert(&state->line, text);
	else
		tui_say(state, "what was pasted is ignored here");
	if (!fits)
		tui_say_error(state, "what was pasted is too long for this field");
}

void tui_text_edited(struct tui_state *state, struct cdr_str text, bool ok)
{
	if (state->mode != TUI_MODE_NOTE)
		return;
	if (!ok)
		tui_say_error(state, "the editor left nothing new");
	else if (text.len > CDR_NOTE_MAX)
		tui_say_error(state, "too long: a note has at most %zu bytes", CDR_NOTE_MAX);
	else
		tui_lineedit_set(&state->note, cdr_str_trim(text), true);
}
