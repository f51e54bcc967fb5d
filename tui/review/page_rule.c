/* page_rule.c - the rules that fired on a hunk, in full. */
#include "review/page.h"

static bool is_repeated(const struct cdr_flagged *flagged, size_t idx)
{
	for (size_t i = 0; i < idx; i++)
		if (flagged->findings[i].rule == flagged->findings[idx].rule)
			return true;
	return false;
}

static void list_flow(struct tui_flow *flow, const char *label, const struct cdr_str *words,
		      size_t n)
{
	for (size_t i = 0; i < n; i++)
		tui_flow_labelled(flow, label, TUI_STYLE_TEXT, words[i]);
}

static void examples_flow(struct tui_flow *flow, const struct cdr_rule *rule)
{
	for (size_t i = 0; i < rule->n_examples; i++) {
		const struct cdr_example *example = &rule->examples[i];

		tui_flow_text(flow, TUI_STYLE_TITLE, 0,
			      example->bad ? CDR_STR("Bad:") : CDR_STR("Good:"));
		tui_flow_text(flow, example->bad ? TUI_STYLE_REMOVED : TUI_STYLE_ADDED, 4,
			      example->text);
	}
}

static void rule_flow(struct tui_flow *flow, const struct cdr_rule *rule)
{
	char rev[CDR_HASH_HEX + 1];

	cdr_hash_hex(rev, &rule->rev);
	tui_flow_text(flow, TUI_STYLE_CATEGORY, 0, rule->id);
	tui_flow_text(flow, TUI_STYLE_TITLE, 0, rule->title);
	tui_flow_printf(flow, TUI_STYLE_DIM, 0,
			"%.*s, %s, %s severity, %s confidence, detector %s, revision %.12s",
			CDR_FMT(rule->category), cdr_rule_kind_name(rule->kind),
			cdr_severity_name(rule->severity), cdr_confidence_name(rule->confidence),
			cdr_detector_name(rule->detector), rev);
	tui_flow_labelled(flow, "Why:", TUI_STYLE_TEXT, rule->why);
	tui_flow_labelled(flow, "Instead:", TUI_STYLE_TEXT, rule->fix);
	tui_flow_labelled(flow, "Agents are told:", TUI_STYLE_TEXT, rule->prompt);
	list_flow(flow, "See:", rule->refs, rule->n_refs);
	list_flow(flow, "Tag:", rule->tags, rule->n_tags);
	examples_flow(flow, rule);
	if (rule->line > 0)
		tui_flow_printf(flow, TUI_STYLE_DIM, 0, "from %.*s:%zu", CDR_FMT(rule->source),
				rule->line);
	else if (rule->source.len)
		tui_flow_printf(flow, TUI_STYLE_DIM, 0, "from %.*s", CDR_FMT(rule->source));
	tui_flow_blank(flow);
}

void tui_rule_flow(const struct tui_state *state, struct tui_flow *flow)
{
	const struct tui_item *item = tui_selected(state);

	for (size_t i = 0; item && i < item->flagged->n_findings; i++)
		if (!is_repeated(item->flagged, i))
			rule_flow(flow, item->flagged->findings[i].rule);
}
