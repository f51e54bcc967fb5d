/*
 * page_summary.c - the last page: what was decided, what is left, what the
 * gate will say. It counts by category whatever order the list has.
 */
#include "review/page.h"

#include "cdreview/gate.h"

#define CATEGORIES_MAX 64   /* rows of the table; more are summed up in the last */

struct count {
	struct cdr_str category;
	size_t n[CDR_STANDING_STALE + 1];
};

struct table {
	struct count rows[CATEGORIES_MAX];
	size_t n;
};

static struct count *row_of(struct table *table, struct cdr_str category)
{
	for (size_t i = 0; i < table->n; i++)
		if (cdr_str_eq(table->rows[i].category, category))
			return &table->rows[i];
	if (table->n == CATEGORIES_MAX) {
		table->rows[table->n - 1].category = CDR_STR("others");
		return &table->rows[table->n - 1];
	}
	table->rows[table->n] = (struct count){ .category = category };
	return &table->rows[table->n++];
}

#define TABLE_COLS 56   /* below it a sentence a category */

static void row_flow(struct tui_flow *flow, const struct count *row)
{
	const size_t *n = row->n;

	if (flow->rect.cols >= TABLE_COLS)
		tui_flow_printf(flow, TUI_STYLE_TEXT, 0, "%-18.*s %8zu %8zu %8zu %8zu",
				CDR_FMT(row->category), n[CDR_STANDING_APPROVED],
				n[CDR_STANDING_REJECTED], n[CDR_STANDING_STALE],
				n[CDR_STANDING_PENDING]);
	else
		tui_flow_printf(flow, TUI_STYLE_TEXT, 0,
				"%.*s: %zu approved, %zu rejected, %zu stale, %zu open",
				CDR_FMT(row->category), n[CDR_STANDING_APPROVED],
				n[CDR_STANDING_REJECTED], n[CDR_STANDING_STALE],
				n[CDR_STANDING_PENDING]);
}

static void table_flow(const struct tui_state *state, struct tui_flow *flow)
{
	struct table table = { .n = 0 };

	for (size_t i = 0; i < state->items.n; i++) {
		const struct tui_item *item = tui_item_at(state, i);

		row_of(&table, item->lead->rule->category)->n[item->standing.state]++;
	}
	if (flow->rect.cols >= TABLE_COLS)
		tui_flow_printf(flow, TUI_STYLE_TITLE, 0, "%-18s %8s %8s %8s %8s", "", "approved",
				"rejected", "stale", "open");
	for (size_t i = 0; i < table.n; i++)
		row_flow(flow, &table.rows[i]);
}

static void gate_flow(const struct tui_state *state, struct tui_flow *flow)
{
	struct cdr_gate_tally tally = { 0 };

	for (size_t i = 0; i < state->items.n; i++)
		cdr_gate_decide(tui_item_at(state, i)->flagged, &tui_item_at(state, i)->standing,
				&tally);
	if (!state->progress.done)
		tui_flow_text(flow, TUI_STYLE_STALE, 0,
			      CDR_STR("The range has not been read to its end yet."));
	if (cdr_gate_answer(&tally) == CDR_GATE_CLEAR)
		tui_flow_printf(flow, TUI_STYLE_APPROVED, 0,
				"The gate will say: clear (%zu approved).", tally.approved);
	else
		tui_flow_printf(flow, TUI_STYLE_REJECTED, 0,
				"The gate will say: not clear (%zu open, %zu stale, %zu rejected "
				"of %zu that need a verdict).",
				tally.pending, tally.stale, tally.rejected, tally.needed);
	if (state->progress.unscannable)
		tui_flow_printf(flow, TUI_STYLE_ERROR, 0, "%zu hunks could not be scanned.",
				state->progress.unscannable);
}

static uint64_t seconds_looked(const struct tui_state *state)
{
	uint64_t ms = 0;

	for (size_t i = 0; i < state->items.n; i++)
		ms += tui_item_at(state, i)->ms;
	return ms / 1000;
}

void tui_summary_flow(const struct tui_state *state, struct tui_flow *flow)
{
	uint64_t seconds = seconds_looked(state);

	tui_flow_text(flow, TUI_STYLE_CATEGORY, 0, CDR_STR("Summary"));
	tui_flow_printf(flow, TUI_STYLE_TEXT, 0,
			"%zu verdict%s in this sitting, all saved; %u min %02u s looked at code.",
			state->n_verdicts, state->n_verdicts == 1 ? "" : "s",
			(unsigned)(seconds / 60), (unsigned)(seconds % 60));
	tui_flow_blank(flow);
	table_flow(state, flow);
	tui_flow_blank(flow);
	gate_flow(state, flow);
}
