/*
 * page.c - which text is shown as a page, where it is scrolled to, and what several of them
 * have in common.
 */
#include "review/page.h"

#define DATE_LEN 10   /* of an RFC 3339 time */

static void page_flow(const struct tui_state *state, struct tui_flow *flow)
{
	if (state->mode == TUI_MODE_SUMMARY) {
		tui_summary_flow(state, flow);
		return;
	}
	switch (state->page) {
	case TUI_PAGE_HELP:
		tui_help_flow(state, flow);
		break;
	case TUI_PAGE_RULE:
		tui_rule_flow(state, flow);
		break;
	case TUI_PAGE_HISTORY:
		tui_history_flow(state, flow);
		break;
	}
}

static int clamp_top(int top, int rows, int window)
{
	int most = rows > window ? rows - window : 0;

	return top < most ? top : most;
}

void tui_page_clamp(struct tui_state *state, const struct tui_layout *layout)
{
	struct tui_flow measure = { .state = state, .rect = layout->page };

	if (layout->page.rows == 0)
		return;
	page_flow(state, &measure);
	state->page_top = clamp_top(state->page_top, measure.row, layout->page.rows);
}

void tui_why_clamp(struct tui_state *state, const struct tui_layout *layout)
{
	struct tui_flow measure = { .state = state, .rect = layout->why };

	if (layout->why.rows == 0) {
		state->why_top = 0;
		return;
	}
	tui_why_flow(state, &measure);
	state->why_top = clamp_top(state->why_top, measure.row, layout->why.rows);
}

void tui_view_page(const struct tui_canvas *canvas)
{
	const struct tui_state *state = canvas->state;
	struct tui_flow flow = { state, canvas->cells, canvas->layout.page, state->page_top, 0 };

	page_flow(state, &flow);
	canvas->cells->cursor_row = canvas->layout.page.row;
	canvas->cells->cursor_col = 0;
}

const char *tui_detector_words(enum cdr_detector detector)
{
	switch (detector) {
	case CDR_MATCH:
		return "found";
	case CDR_NEED:
		return "something is missing";
	case CDR_GUARD:
		return "guard removed";
	case CDR_TOUCH:
		return "sensitive place changed";
	case CDR_BUILTIN:
		return "found by the scan itself";
	case CDR_TOOL:
		return "found by another tool";
	case CDR_PLAIN:
		break;
	}
	return "";
}

static const char *past_tense(enum cdr_verdict verdict)
{
	switch (verdict) {
	case CDR_APPROVE:
		return "approved";
	case CDR_REJECT:
		return "rejected";
	case CDR_ANNOTATE:
		return "noted";
	case CDR_WITHDRAW:
		return "withdrawn";
	case CDR_WAIVE:
		break;
	}
	return "waived";
}

static const char *validity(const struct cdr_voice *voice)
{
	if (voice->stale)
		return ", stale: the code or a rule has changed since";
	if (!voice->live)
		return ", no longer counts";
	return voice->saved ? "" : ", not yet published";
}

void tui_voice_flow(struct tui_flow *flow, const struct cdr_voice *voice, const char *label)
{
	struct cdr_buf text;
	char hex[CDR_OID_HEX_MAX + 1];

	cdr_oid_hex(hex, &voice->commit);
	cdr_buf_init(&text, CDR_NOTE_MAX + 1024);
	cdr_buf_addf(&text, "%s by %.*s", past_tense(voice->verdict), CDR_FMT(voice->who));
	if (voice->time.len)
		cdr_buf_addf(&text, " %.*s", CDR_FMT(cdr_str_sub(voice->time, 0, DATE_LEN)));
	if (voice->commit.len)
		cdr_buf_addf(&text, " on %.7s", hex);
	if (voice->reason != CDR_REASON_NONE)
		cdr_buf_addf(&text, " (%s)", cdr_reason_name(voice->reason));
	cdr_buf_adds(&text, validity(voice));
	if (voice->text.len) {
		cdr_buf_adds(&text, ": ");
		cdr_buf_addstr(&text, voice->text);
	}
	tui_flow_labelled(flow, label, voice->stale ? TUI_STYLE_STALE : TUI_STYLE_TEXT,
			  cdr_buf_str(&text));
	cdr_buf_release(&text);
}
