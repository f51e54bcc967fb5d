/*
 * view_why.c - why a hunk is flagged: what fired and what to do instead, what
 * was said before, and what no detector can check.
 */
#include "review/page.h"

#define VOICES_SHOWN 3

static void finding_flow(struct tui_flow *flow, const struct cdr_finding *finding)
{
	const struct cdr_rule *rule = finding->rule;

	tui_flow_text(flow, TUI_STYLE_TEXT, 0,
		      finding->message.len ? finding->message : rule->title);
	tui_flow_labelled(flow, "Instead:", TUI_STYLE_TEXT, rule->fix);
}

static void other_findings(struct tui_flow *flow, const struct tui_item *item)
{
	for (size_t i = 0; i < item->flagged->n_findings; i++) {
		const struct cdr_finding *finding = &item->flagged->findings[i];

		if (finding == item->lead || finding->suppressed.ptr)
			continue;
		tui_flow_printf(flow, tui_severity_style(finding->severity), 0, "%.*s, %s, line %u",
				CDR_FMT(finding->rule->id), cdr_severity_name(finding->severity),
				(unsigned)finding->line);
		finding_flow(flow, finding);
		tui_flow_labelled(flow, "Why:", TUI_STYLE_TEXT, finding->rule->why);
	}
}

static void excuses(struct tui_flow *flow, const struct tui_item *item)
{
	for (size_t i = 0; i < item->flagged->n_findings; i++) {
		const struct cdr_finding *finding = &item->flagged->findings[i];

		if (finding->suppressed.ptr)
			tui_flow_printf(flow, TUI_STYLE_DIM, 0, "Excused: %.*s: %.*s",
					CDR_FMT(finding->rule->id), CDR_FMT(finding->suppressed));
	}
}

/* What counts or is stale, the newest first; what was replaced or withdrawn is in the history. */
static void voices(struct tui_flow *flow, const struct tui_item *item)
{
	size_t shown = 0;

	if (item->standing.disputed)
		tui_flow_text(flow, TUI_STYLE_ERROR, 0, CDR_STR("People disagree on this hunk."));
	for (size_t i = item->standing.n_voices; i > 0 && shown < VOICES_SHOWN; i--) {
		const struct cdr_voice *voice = &item->standing.voices[i - 1];

		if (!voice->live && !voice->stale)
			continue;
		tui_voice_flow(flow, voice, "Before:");
		shown++;
	}
}

/* Plain constraints of the same category: only a person can check them. */
static void checklist(const struct tui_state *state, struct tui_flow *flow, struct cdr_str category)
{
	bool begun = false;

	for (size_t i = 0; i < state->n_checklist; i++) {
		const struct cdr_rule *rule = state->checklist[i];

		if (!cdr_str_eq(rule->category, category))
			continue;
		if (!begun)
			tui_flow_printf(flow, TUI_STYLE_TITLE, 0,
					"Also check (%.*s):", CDR_FMT(category));
		begun = true;
		tui_flow_labelled(flow, " -", TUI_STYLE_TEXT, rule->title);
		if (rule->bound.len)
			tui_flow_printf(flow, TUI_STYLE_DIM, 3, "(%.*s looks for it)",
					CDR_FMT(rule->bound));
	}
}

void tui_why_flow(const struct tui_state *state, struct tui_flow *flow)
{
	const struct tui_item *item = tui_selected(state);

	if (!item)
		return;
	finding_flow(flow, item->lead);
	voices(flow, item);
	tui_flow_labelled(flow, "Why:", TUI_STYLE_TEXT, item->lead->rule->why);
	other_findings(flow, item);
	excuses(flow, item);
	checklist(state, flow, item->lead->rule->category);
}

static void draw_cwe(struct tui_pen *pen, const struct cdr_rule *rule)
{
	for (size_t i = 0; i < rule->n_refs; i++) {
		if (!cdr_str_starts(rule->refs[i], "CWE-"))
			continue;
		tui_pen_cstr(pen, "   ");
		tui_pen_str(pen, rule->refs[i]);
	}
}

/* Where the pane has room: a line with the rule's name and weight, and the text below it. */
static void draw_title(const struct tui_canvas *canvas, const struct tui_item *item)
{
	const struct cdr_finding *finding = item->lead;
	struct tui_pen pen =
		tui_canvas_pen(canvas, canvas->layout.why_title, 0, TUI_STYLE_RULE_LINE);

	tui_pen_cstr(&pen, tui_glyph(canvas->state, TUI_GLYPH_HORIZONTAL));
	tui_pen_cstr(&pen, " ");
	pen.style = canvas->state->focus == TUI_FOCUS_WHY ? TUI_STYLE_SELECTED : TUI_STYLE_TITLE;
	tui_pen_str(&pen, finding->rule->id);
	tui_pen_styled(&pen, TUI_STYLE_TEXT, "   ");
	tui_pen_styled(&pen, tui_severity_style(finding->severity),
		       cdr_severity_name(finding->severity));
	pen.style = TUI_STYLE_DIM;
	tui_pen_printf(&pen, "   %s", tui_detector_words(finding->rule->detector));
	draw_cwe(&pen, finding->rule);
	if (item->flagged->n_findings > 1)
		tui_pen_printf(&pen, "   1 of %zu", item->flagged->n_findings);
	tui_pen_cstr(&pen, " ");
	tui_canvas_rule(canvas, &pen);
}

/* Where it has not: everything in one line. */
static void draw_short(const struct tui_canvas *canvas, const struct tui_item *item)
{
	const struct cdr_finding *finding = item->lead;
	struct tui_pen pen = tui_canvas_pen(canvas, canvas->layout.why_title, 0, TUI_STYLE_TITLE);

	tui_pen_styled(&pen, tui_severity_style(finding->severity),
		       cdr_severity_name(finding->severity));
	tui_pen_cstr(&pen, " ");
	tui_pen_str(&pen, finding->rule->id);
	pen.style = TUI_STYLE_TEXT;
	tui_pen_cstr(&pen, ": ");
	tui_canvas_fit(canvas, &pen, finding->message.len ? finding->message : finding->rule->title,
		       pen.end - pen.col);
}

void tui_view_why(const struct tui_canvas *canvas)
{
	const struct tui_state *state = canvas->state;
	const struct tui_item *item = tui_selected(state);
	struct tui_flow flow = { state, canvas->cells, canvas->layout.why, state->why_top, 0 };

	if (!item || canvas->layout.why_title.rows == 0)
		return;
	if (canvas->layout.why.rows == 0) {
		draw_short(canvas, item);
		return;
	}
	draw_title(canvas, item);
	tui_why_flow(state, &flow);
}
