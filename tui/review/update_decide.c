/*
 * update_decide.c - verdicts: who may give one now, and what happens until it
 * is on disk. A hunk changes its sign only when the ledger says so.
 */
#include "review/update.h"

#include "review/move.h"

#define NOTICE_MS 250   /* after the screen changed by itself no verdict is taken for so long */

static void start_saving(struct tui_state *state, size_t hunk, const struct cdr_decision *decision)
{
	struct tui_item *item = tui_item(state, hunk);
	struct tui_effect *effect = tui_effect(state, TUI_EFFECT_DECIDE, hunk);

	effect->decision = *decision;
	effect->decision.target = item->flagged;
	effect->decision.seen = (uint32_t)(item->n_seen < UINT32_MAX ? item->n_seen : UINT32_MAX);
	effect->decision.ms = item->ms;
	item->saving = (uint8_t)(decision->verdict + 1);
	state->n_saving++;
}

/* May a verdict be given on the selected hunk now? Says why not. */
static bool may_decide(struct tui_state *state)
{
	const struct tui_item *item = tui_selected(state);

	if (!item)
		tui_say_error(state, "there is no hunk to decide on");
	else if (item->saving)
		tui_say_error(state, "the last verdict on this hunk is still being saved");
	else if (state->has_moved && state->now_ms - state->moved_ms < NOTICE_MS)
		tui_say_error(state, "the screen has just changed by itself: look again");
	else
		return true;
	return false;
}

static void go_on(struct tui_state *state)
{
	size_t next = tui_next_open(state);

	if (next != TUI_NO_HUNK)
		tui_select(state, next);
}

static void approve(struct tui_state *state)
{
	const struct tui_item *item = tui_selected(state);
	struct cdr_decision decision = { .verdict = CDR_APPROVE };
	char key[TUI_KEY_NAME_MAX];

	if (!may_decide(state))
		return;
	if (item->standing.state == CDR_STANDING_APPROVED) {
		tui_say(state, "this hunk is approved already");
	} else if (tui_item_lines_left(item)) {
		tui_say_error(
			state,
			"not approved: %zu of its lines have not been on the screen (%s scrolls)",
			tui_item_lines_left(item),
			tui_keymap_first(&state->keys, TUI_ACT_PAGE_DOWN, key));
	} else {
		start_saving(state, state->selected, &decision);
		go_on(state);
	}
}

void tui_decide_reason(struct tui_state *state, uint32_t key)
{
	if (key >= '1' && key < '0' + CDR_REASON_COUNT)
		tui_text_open_note(state, CDR_REJECT, (enum cdr_reason)(key - '0'));
}

void tui_decide_note(struct tui_state *state)
{
	struct cdr_decision decision = {
		.verdict = state->draft.verdict,
		.reason = state->draft.reason,
		.text = cdr_str_trim(tui_lineedit_text(&state->note)),
	};

	state->mode = TUI_MODE_REVIEW;
	if (!may_decide(state))
		return;
	if (decision.verdict == CDR_ANNOTATE && decision.text.len == 0) {
		tui_say(state, "nothing was written, nothing is saved");
		return;
	}
	start_saving(state, state->selected, &decision);
	if (decision.verdict == CDR_REJECT)
		go_on(state);
}

static void withdraw(struct tui_state *state, size_t hunk, const struct cdr_hash *line,
		     const struct cdr_hash *hid)
{
	struct cdr_decision decision = { .verdict = CDR_WITHDRAW,
					 .withdraws = *line,
					 .withdraws_hid = *hid };

	for (size_t i = 0; i < state->given.n; i++)
		if (cdr_hash_eq(&state->given.items[i].line, line))
			state->given.items[i].going = true;
	start_saving(state, hunk, &decision);
}

/* The last verdict of this sitting that is not being taken back already. */
static struct tui_given *last_given(struct tui_state *state)
{
	for (size_t i = state->given.n; i > 0; i--)
		if (!state->given.items[i - 1].going)
			return &state->given.items[i - 1];
	return NULL;
}

static void undo(struct tui_state *state)
{
	const struct tui_given *given = last_given(state);
	struct tui_given last;

	if (!given) {
		tui_say(state, "there is no verdict of this sitting to take back");
		return;
	}
	last = *given;
	if (last.hunk != state->selected)
		tui_select(state, last.hunk);
	if (tui_item_at(state, last.hunk)->saving)
		tui_say_error(state, "the last verdict on this hunk is still being saved");
	else
		withdraw(state, last.hunk, &last.line,
			 &tui_item_at(state, last.hunk)->flagged->hunk->hid);
}

static void withdraw_mine(struct tui_state *state)
{
	const struct tui_item *item = tui_selected(state);

	if (!may_decide(state))
		return;
	for (size_t i = item->standing.n_voices; i > 0; i--) {
		const struct cdr_voice *voice = &item->standing.voices[i - 1];

		if (!voice->mine || !voice->live || voice->verdict == CDR_WITHDRAW)
			continue;
		withdraw(state, state->selected, &voice->line, &voice->hid);
		return;
	}
	tui_say(state, "you have no verdict on this hunk that counts");
}

bool tui_decide_action(struct tui_state *state, enum tui_action action)
{
	if (action == TUI_ACT_APPROVE)
		approve(state);
	else if (action == TUI_ACT_UNDO)
		undo(state);
	else if (action == TUI_ACT_WITHDRAW)
		withdraw_mine(state);
	else if (action == TUI_ACT_NOTE && may_decide(state))
		tui_text_open_note(state, CDR_ANNOTATE, CDR_REASON_NONE);
	else if (action == TUI_ACT_REJECT && may_decide(state))
		state->mode = TUI_MODE_REASON;
	else
		return action == TUI_ACT_NOTE || action == TUI_ACT_REJECT;
	return true;
}

/* Ends the save of HUNK; the verdict that was being saved, or false when there was none. */
static bool end_saving(struct tui_state *state, size_t hunk, enum cdr_verdict *verdict)
{
	struct tui_item *item;

	if (hunk >= state->items.n || !tui_item_at(state, hunk)->saving)
		return false;
	item = tui_item(state, hunk);
	*verdict = (enum cdr_verdict)(item->saving - 1);
	item->saving = 0;
	state->n_saving--;
	return true;
}

/* A withdrawal of HUNK came to its end: what it took back is gone, or stays. */
static void settle_given(struct tui_state *state, size_t hunk, bool done)
{
	size_t kept = 0;

	for (size_t i = 0; i < state->given.n; i++) {
		struct tui_given *given = &state->given.items[i];

		if (given->going && given->hunk == hunk) {
			if (done)
				continue;
			given->going = false;
		}
		state->given.items[kept++] = *given;
	}
	state->given.n = kept;
}

void tui_update_saved(struct tui_state *state, size_t hunk, const struct cdr_hash *line)
{
	enum cdr_verdict verdict;

	if (!end_saving(state, hunk, &verdict))
		return;
	state->n_verdicts++;
	if (verdict == CDR_WITHDRAW) {
		settle_given(state, hunk, true);
		return;
	}
	*cdr_vec_push(&state->arena, &state->given) =
		(struct tui_given){ .hunk = hunk, .line = *line };
	if (state->draft.hunk == hunk && state->mode != TUI_MODE_NOTE)
		state->draft.hunk = TUI_NO_HUNK;
}

void tui_update_save_failed(struct tui_state *state, size_t hunk, struct cdr_str why)
{
	enum cdr_verdict verdict;
	const struct tui_item *item;

	if (!end_saving(state, hunk, &verdict))
		return;
	item = tui_item_at(state, hunk);
	if (verdict == CDR_WITHDRAW)
		settle_given(state, hunk, false);
	if (state->leaving || state->mode == TUI_MODE_SUMMARY)
		state->mode = TUI_MODE_REVIEW;
	state->leaving = false;
	tui_say_error(state, "NOT saved, %s of %.*s:%u: %.*s", cdr_verdict_name(verdict),
		      CDR_FMT(tui_path_name(item->flagged->hunk->file->path)),
		      (unsigned)tui_item_lineno(item), CDR_FMT(why));
}
