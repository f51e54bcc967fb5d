/* page_help.c - the `?` page: the key table, and what the signs mean. */
#include "review/page.h"

#include "cdreview/verdict.h"

#define KEYS_COLS 18

static void key_row(const struct tui_state *state, struct tui_flow *flow,
		    const struct tui_binding *binding)
{
	struct cdr_buf row;

	cdr_buf_init(&row, 512);
	cdr_buf_adds(&row, "  ");
	tui_keymap_keys(&state->keys, binding->action, &row);
	while (row.len < KEYS_COLS && !row.full)
		cdr_buf_addc(&row, ' ');
	tui_flow_labelled(flow, row.ptr ? row.ptr : "", TUI_STYLE_TEXT,
			  cdr_str_from(binding->help));
	cdr_buf_release(&row);
}

static void keys_of(const struct tui_state *state, struct tui_flow *flow, const char *title,
		    unsigned modes)
{
	tui_flow_printf(flow, TUI_STYLE_CATEGORY, 0, "%s", title);
	for (size_t i = 0; i < tui_keymap_count(); i++) {
		const struct tui_binding *binding = tui_keymap_at(i);
		bool in_review = binding->modes & 1u << TUI_MODE_REVIEW;

		if ((binding->modes & modes) && (modes & 1u << TUI_MODE_REVIEW || !in_review))
			key_row(state, flow, binding);
	}
	tui_flow_blank(flow);
}

static void sign(const struct tui_state *state, struct tui_flow *flow, enum tui_glyph glyph,
		 const char *words)
{
	tui_flow_printf(flow, TUI_STYLE_TEXT, 2, "%s  %s", tui_glyph(state, glyph), words);
}

static void signs(const struct tui_state *state, struct tui_flow *flow)
{
	tui_flow_text(flow, TUI_STYLE_CATEGORY, 0, CDR_STR("Signs in the list"));
	sign(state, flow, TUI_GLYPH_PENDING, "nobody has decided");
	sign(state, flow, TUI_GLYPH_APPROVED, "approved");
	sign(state, flow, TUI_GLYPH_REJECTED, "rejected");
	sign(state, flow, TUI_GLYPH_STALE,
	     "was approved, but the code or a rule has changed since");
	sign(state, flow, TUI_GLYPH_SAVING, "being saved");
}

void tui_help_flow(const struct tui_state *state, struct tui_flow *flow)
{
	keys_of(state, flow, "Keys", 1u << TUI_MODE_REVIEW);
	keys_of(state, flow, "While writing",
		1u << TUI_MODE_NOTE | 1u << TUI_MODE_PROMPT | 1u << TUI_MODE_REASON);
	keys_of(state, flow, "On pages like this one",
		1u << TUI_MODE_PAGE | 1u << TUI_MODE_SUMMARY);
	signs(state, flow);
	tui_flow_blank(flow);
	tui_flow_text(flow, TUI_STYLE_DIM, 0,
		      CDR_STR("A hunk can be approved once all of it has been on the screen.\n"
			      "Keys are changed by git config cdreview.key.NAME KEY (names: "
			      "cdreview(1))."));
}
