/*
 * update_scan.c - hunks stream in while somebody reads. The one being read
 * stays where it is; only in the first moments, before any key, the most
 * urgent one takes its place.
 */
#include "review/update.h"

#include "review/move.h"
#include "review/order.h"

#define ASK_AT_ONCE 32       /* standings under way, so that keys never wait behind them */
#define FIRST_MOMENTS_MS 300

static const struct cdr_finding *find_lead(const struct cdr_flagged *flagged)
{
	for (size_t i = 0; i < flagged->n_findings; i++)
		if (!flagged->findings[i].suppressed.ptr)
			return &flagged->findings[i];
	return NULL;
}

static bool has_guard(const struct cdr_flagged *flagged)
{
	for (size_t i = 0; i < flagged->n_findings; i++)
		if (!flagged->findings[i].suppressed.ptr &&
		    flagged->findings[i].rule->detector == CDR_GUARD)
			return true;
	return false;
}

static bool is_resumed(const struct tui_state *state, size_t hunk)
{
	return state->has_resume &&
	       cdr_hash_eq(&tui_item_at(state, hunk)->flagged->hunk->hid, &state->resume);
}

/* Nobody asked for this: verdicts wait a moment, until it has been noticed (update_decide.c). */
static void select_unasked(struct tui_state *state, size_t hunk)
{
	if (state->selected != TUI_NO_HUNK) {
		state->moved_ms = state->now_ms;
		state->has_moved = true;
	}
	tui_select(state, hunk);
}

/* May the new HUNK take the place of the selected one? */
static bool is_better(const struct tui_state *state, size_t hunk)
{
	const struct tui_item *selected = tui_selected(state);

	if (!selected)
		return true;
	if (state->touched || is_resumed(state, state->selected))
		return false;
	if (is_resumed(state, hunk))
		return true;
	if (state->now_ms - state->started_ms > FIRST_MOMENTS_MS)
		return false;
	return !tui_item_is_open(selected) ||
	       tui_order_urgency(state, hunk) < tui_order_urgency(state, state->selected);
}

static void add_hunk(struct tui_state *state, const struct cdr_flagged *flagged)
{
	size_t hunk = state->items.n;

	*cdr_vec_push(&state->arena, &state->items) = (struct tui_item){
		.flagged = flagged,
		.lead = find_lead(flagged),
		.is_guard = has_guard(flagged),
	};
	state->n_critical += tui_item_at(state, hunk)->lead->severity == CDR_CRITICAL;
	tui_order_add(state, hunk);
	if (is_better(state, hunk))
		select_unasked(state, hunk);
}

void tui_update_scanned(struct tui_state *state, struct cdr_scanned *scanned)
{
	if (!scanned)
		return;
	*cdr_vec_push(&state->arena, &state->scanned) = scanned;
	for (size_t i = 0; i < scanned->n_hunks; i++)
		if (cdr_flagged_is(&scanned->hunks[i]))
			add_hunk(state, &scanned->hunks[i]);
}

static bool is_critical_open(const struct tui_item *item)
{
	return !tui_item_is_decided(item) && item->lead->severity == CDR_CRITICAL;
}

/* In the first moments: what was decided earlier makes room for what is open. */
static void leave_decided(struct tui_state *state)
{
	size_t best = TUI_NO_HUNK;

	if (state->touched || state->now_ms - state->started_ms > FIRST_MOMENTS_MS ||
	    tui_item_is_open(tui_selected(state)) || is_resumed(state, state->selected))
		return;
	for (size_t i = 0; i < state->items.n; i++)
		if (tui_item_is_open(tui_item_at(state, i)) &&
		    (best == TUI_NO_HUNK ||
		     tui_order_urgency(state, i) < tui_order_urgency(state, best)))
			best = i;
	if (best != TUI_NO_HUNK)
		select_unasked(state, best);
}

void tui_update_standing(struct tui_state *state, size_t hunk, const struct cdr_standing *standing)
{
	struct tui_item *item;
	struct tui_section *section;
	bool was_decided, was_critical;

	if (hunk >= state->items.n)
		return;
	item = tui_item(state, hunk);
	section = &state->sections.items.items[item->section];
	was_decided = tui_item_is_decided(item);
	was_critical = is_critical_open(item);
	state->n_waiting -= item->waiting;
	item->waiting = false;
	item->standing = *standing;
	state->n_decided = state->n_decided - was_decided + tui_item_is_decided(item);
	state->n_critical = state->n_critical - was_critical + is_critical_open(item);
	section->n_decided = section->n_decided - was_decided + tui_item_is_decided(item);
	tui_order_refresh(state, hunk);
	leave_decided(state);
}

void tui_update_refreshed(struct tui_state *state)
{
	for (size_t i = 0; i < state->items.n; i++)
		tui_item(state, i)->asked = tui_item_at(state, i)->waiting;
	state->next_unasked = 0;
}

static void ask(struct tui_state *state, size_t hunk)
{
	struct tui_item *item = tui_item(state, hunk);

	if (item->asked)
		return;
	item->asked = item->waiting = true;
	state->n_waiting++;
	tui_effect(state, TUI_EFFECT_STANDING, hunk);
}

void tui_update_ask(struct tui_state *state)
{
	if (state->selected != TUI_NO_HUNK && state->effects->n < TUI_EFFECTS_MAX)
		ask(state, state->selected);
	while (state->n_waiting < ASK_AT_ONCE && state->effects->n < TUI_EFFECTS_MAX &&
	       state->next_unasked < state->items.n)
		ask(state, state->next_unasked++);
}
