/*
 * view_bars.c - header, footer and the one line that is left of both on a
 * very small screen. Whatever has no room is left out whole, never cut in half.
 */
#include "review/canvas.h"

#include <stdio.h>
#include <string.h>

/* --- header ----------------------------------------------------------------------------------- */
static void add(char *out, size_t size, const char *words)
{
	size_t len = strlen(out);

	snprintf(out + len, size - len, "%s%s", len ? "  " : "", words);
}

/* "3 commits  17 flagged", as far as there is room. */
static void counts(const struct tui_state *state, char *out, size_t size)
{
	char words[64];

	out[0] = '\0';
	if (state->cols >= 90) {
		snprintf(words, sizeof(words), "%zu change%s", state->progress.changes,
			 state->progress.changes == 1 ? "" : "s");
		add(out, size, words);
	}
	if (state->cols >= 60) {
		snprintf(words, sizeof(words), "%zu flagged", state->items.n);
		add(out, size, words);
	}
}

/* What a reviewer must not miss, the worst first. */
static void alarms(const struct tui_state *state, char *out, size_t size)
{
	char words[64];

	out[0] = '\0';
	if (state->scan_failed)
		add(out, size, "scan broke off");
	if (state->progress.unscannable) {
		snprintf(words, sizeof(words), "%zu unscannable", state->progress.unscannable);
		add(out, size, words);
	}
	if (state->n_critical && state->cols >= 60) {
		snprintf(words, sizeof(words), "%zu critical open", state->n_critical);
		add(out, size, words);
	}
}

static void draw_progress(const struct tui_canvas *canvas, struct tui_pen *pen, int cols)
{
	const struct tui_state *state = canvas->state;
	size_t full = state->items.n ? state->n_decided * (size_t)cols / state->items.n : 0;

	for (int i = 0; i < cols; i++)
		tui_pen_styled(
			pen, TUI_STYLE_BAR,
			tui_glyph(state, (size_t)i < full ? TUI_GLYPH_BAR : TUI_GLYPH_BAR_REST));
}

/* Nothing moves in the first moments: a short scan shows no sign of itself. */
static bool is_reading(const struct tui_state *state)
{
	return !state->progress.done && !state->scan_failed &&
	       state->now_ms - state->started_ms >= 300;
}

static void mode_words(const struct tui_state *state, char *out, size_t size)
{
	static const char *const orders[TUI_ORDER_COUNT] = { "", "by severity", "by file",
							     "by range" };

	out[0] = '\0';
	if (is_reading(state))
		add(out, size, "reading");
	if (state->order != TUI_ORDER_CATEGORY && state->cols >= 60)
		add(out, size, orders[state->order]);
	if (state->filter.len)
		add(out, size, "filtered");
}

void tui_view_header(const struct tui_canvas *canvas)
{
	const struct tui_state *state = canvas->state;
	struct tui_pen pen = tui_canvas_pen(canvas, canvas->layout.header, 0, TUI_STYLE_TITLE);
	int bar = state->cols >= 100 ? 16 : state->cols >= 80 ? 8 : 0;
	char left[128], done[64], alarm[128], modes[64];
	int right;

	counts(state, left, sizeof(left));
	alarms(state, alarm, sizeof(alarm));
	mode_words(state, modes, sizeof(modes));
	snprintf(done, sizeof(done), "%zu/%zu", state->n_decided, state->items.n);
	right = (int)(strlen(left) + strlen(done) + strlen(alarm) + strlen(modes)) + bar + 9;
	tui_pen_cstr(&pen, state->cols >= 60 ? " cdreview  " : " ");
	pen.style = TUI_STYLE_TEXT;
	tui_canvas_fit(canvas, &pen, state->range,
		       pen.end - pen.col - right > 0 ? pen.end - pen.col - right : 0);
	pen.style = TUI_STYLE_DIM;
	tui_pen_printf(&pen, "%s%s  ", left[0] ? "  " : "", left);
	draw_progress(canvas, &pen, bar);
	tui_pen_printf(&pen, " %s", done);
	if (modes[0])
		tui_pen_printf(&pen, "  %s", modes);
	pen.style = TUI_STYLE_CRITICAL;
	if (alarm[0]) {
		tui_pen_styled(&pen, TUI_STYLE_TEXT, "  ");
		tui_pen_cstr(&pen, alarm);
	}
}

/* --- footer ----------------------------------------------------------------------------------- */
static bool is_valid(const struct tui_state *state, enum tui_action action)
{
	const struct tui_item *item = tui_selected(state);

	if (action == TUI_ACT_APPROVE)
		return item && !item->saving && state->lines_left == 0 &&
		       item->standing.state != CDR_STANDING_APPROVED;
	if (action == TUI_ACT_REJECT || action == TUI_ACT_NOTE)
		return item && !item->saving;
	if (action == TUI_ACT_UNDO)
		return state->given.n > 0;
	if (action == TUI_ACT_NEXT || action == TUI_ACT_PREV)
		return state->visible.n > 1;
	if (action == TUI_ACT_SEARCH)
		return item != NULL;
	return true;
}

/* What is left to do, right of the keys. */
static void status(const struct tui_state *state, char *out, size_t size)
{
	size_t left = state->items.n - state->n_decided;

	out[0] = '\0';
	if (state->mode != TUI_MODE_REVIEW || state->items.n == 0)
		return;
	if (state->lines_left)
		snprintf(out, size, "%zu line%s left ", state->lines_left,
			 state->lines_left == 1 ? "" : "s");
	else if (left)
		snprintf(out, size, "%zu to go ", left);
	else
		snprintf(out, size, "all decided ");
}

static int key_cols(const struct tui_state *state, const struct tui_binding *binding)
{
	char key[TUI_KEY_NAME_MAX];
	struct cdr_str name = cdr_str_from(tui_keymap_first(&state->keys, binding->action, key));

	return 2 + tui_text_columns(name, state->width, state->tab) + (int)strlen(binding->label);
}

static void draw_key(const struct tui_state *state, struct tui_pen *pen,
		     const struct tui_binding *binding)
{
	char key[TUI_KEY_NAME_MAX];

	tui_pen_cstr(pen, " ");
	tui_pen_styled(pen, TUI_STYLE_KEY, tui_keymap_first(&state->keys, binding->action, key));
	tui_pen_cstr(pen, " ");
	tui_pen_cstr(pen, binding->label);
}

/* The keys that do something now, in the table's order; `?` has its place kept. */
static void draw_keys(const struct tui_state *state, struct tui_pen *pen, int end)
{
	int kept = state->mode == TUI_MODE_REVIEW ? 7 : 0;

	for (size_t i = 0; i < tui_keymap_count(); i++) {
		const struct tui_binding *binding = tui_keymap_at(i);
		bool is_help = binding->action == TUI_ACT_HELP;

		if (!binding->label || !(binding->modes & 1u << state->mode) ||
		    !is_valid(state, binding->action))
			continue;
		if (is_help)
			kept = 0;
		if (pen->col + key_cols(state, binding) + kept <= end)
			draw_key(state, pen, binding);
	}
}

void tui_view_footer(const struct tui_canvas *canvas)
{
	const struct tui_state *state = canvas->state;
	struct tui_pen pen = tui_canvas_pen(canvas, canvas->layout.footer, 0, TUI_STYLE_FOOTER);
	char words[64];
	int right;

	if (state->mode == TUI_MODE_PROMPT)
		return;
	if (state->message[0]) {
		pen.style = state->is_error ? TUI_STYLE_ERROR : TUI_STYLE_FOOTER;
		tui_pen_cstr(&pen, " ");
		tui_canvas_fit(canvas, &pen, cdr_str_from(state->message), pen.end - pen.col);
		return;
	}
	status(state, words, sizeof(words));
	right = pen.end - (int)strlen(words);
	draw_keys(state, &pen, right);
	if (right > pen.col) {
		pen.col = right;
		tui_pen_styled(&pen, state->lines_left ? TUI_STYLE_STALE : TUI_STYLE_FOOTER, words);
	}
}

/* --- one line --------------------------------------------------------------------------------- */
void tui_view_line(const struct tui_canvas *canvas)
{
	const struct tui_state *state = canvas->state;
	const struct tui_item *item = tui_selected(state);
	struct tui_pen pen = tui_canvas_pen(canvas, canvas->layout.line, 0, TUI_STYLE_TEXT);

	if (state->message[0]) {
		tui_pen_styled(&pen, state->is_error ? TUI_STYLE_ERROR : TUI_STYLE_TEXT,
			       state->message);
		return;
	}
	if (!item) {
		tui_pen_cstr(&pen, state->progress.done ? "nothing flagged" : "reading");
		return;
	}
	tui_pen_styled(&pen, tui_item_style(item), tui_glyph(state, tui_item_glyph(item)));
	tui_pen_printf(&pen, " %zu/%zu ", state->n_decided, state->items.n);
	tui_pen_str(&pen, tui_path_name(item->flagged->hunk->file->path));
	tui_pen_printf(&pen, ":%u ", (unsigned)tui_item_lineno(item));
	tui_pen_str(&pen, item->lead->rule->id);
}
