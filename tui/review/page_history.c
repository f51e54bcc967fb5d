/* page_history.c - every verdict that bears on the selected hunk, the newest first. */
#include "review/page.h"

void tui_history_flow(const struct tui_state *state, struct tui_flow *flow)
{
	const struct tui_item *item = tui_selected(state);
	char hid[CDR_HASH_HEX + 1];

	if (!item)
		return;
	cdr_hash_hex(hid, &item->flagged->hunk->hid);
	tui_flow_text(flow, TUI_STYLE_CATEGORY, 0, item->flagged->hunk->file->path);
	tui_flow_printf(flow, TUI_STYLE_DIM, 0, "hunk %.*s, now %s", CDR_SHORT_HEX, hid,
			cdr_standing_name(item->standing.state));
	tui_flow_blank(flow);
	if (item->standing.n_voices == 0)
		tui_flow_text(flow, TUI_STYLE_TEXT, 0,
			      CDR_STR("Nobody has said anything about this hunk yet."));
	for (size_t i = item->standing.n_voices; i > 0; i--)
		tui_voice_flow(flow, &item->standing.voices[i - 1],
			       tui_glyph(state, TUI_GLYPH_BULLET));
}
