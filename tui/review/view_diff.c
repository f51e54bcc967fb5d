/*
 * view_diff.c - the selected hunk as a unified diff, row by row from the top
 * place on, with the bytes that fired marked inside their line.
 */
#include "review/flow.h"
#include "review/search.h"
#include "review/span.h"

#define MARKS_MAX 32   /* in one row; what lies beyond is drawn unmarked */

struct mark {
	size_t from, to;            /* bytes of the line */
	enum tui_style style;
};

/* One row while it is drawn. */
struct row {
	const struct cdr_line *line;
	size_t from, to;            /* bytes that it may show */
	struct mark marks[MARKS_MAX];
	size_t n_marks;
	const struct cdr_flagged *flagged;
	size_t hidden_from, hidden_to;   /* the secret that is next, or the one being drawn */
	struct tui_pen pen;
};

static enum tui_style line_style(const struct cdr_line *line)
{
	return line->origin == '+'   ? TUI_STYLE_ADDED
	       : line->origin == '-' ? TUI_STYLE_REMOVED
				     : TUI_STYLE_CONTEXT;
}

static void add_mark(struct row *row, size_t from, size_t to, enum tui_style style)
{
	if (row->n_marks < MARKS_MAX && from < row->to && to > row->from)
		row->marks[row->n_marks++] = (struct mark){ from, to, style };
}

static void mark_findings(struct row *row, const struct cdr_flagged *flagged)
{
	enum tui_style style = row->line->origin == '-' ? TUI_STYLE_SPAN_REMOVED : TUI_STYLE_SPAN;

	for (size_t i = 0; i < flagged->n_findings; i++) {
		size_t from, to;

		if (!flagged->findings[i].suppressed.ptr &&
		    tui_span_on(&flagged->findings[i], row->line, &from, &to))
			add_mark(row, from, to, style);
	}
}

/* A match may begin before the row and end behind it. */
static void mark_matches(struct row *row, const struct tui_query *search)
{
	struct cdr_str needle = { search->text, search->len };
	struct cdr_str text = cdr_str_sub(row->line->text, 0, row->to + needle.len);
	size_t at = row->from > needle.len ? row->from - needle.len : 0;

	while (row->n_marks < MARKS_MAX && (at = tui_search_find(text, needle, at)) < text.len) {
		add_mark(row, at, at + needle.len, TUI_STYLE_FOUND);
		at += needle.len;
	}
}

static enum tui_style style_at(const struct row *row, size_t byte)
{
	for (size_t i = 0; i < row->n_marks; i++)
		if (byte >= row->marks[i].from && byte < row->marks[i].to)
			return row->marks[i].style;
	return line_style(row->line);
}

/* Is the byte at AT part of a secret? Asked from left to right. */
static bool is_hidden(struct row *row, size_t at)
{
	if (at >= row->hidden_to) {
		row->hidden_from = at;
		if (!cdr_flagged_redaction(row->flagged, row->line, &row->hidden_from,
					   &row->hidden_to))
			row->hidden_from = row->hidden_to = SIZE_MAX;
	}
	return at >= row->hidden_from && at < row->hidden_to;
}

/* One cluster, or as many asterisks when it is part of a secret. False when it did not fit. */
static bool draw_cluster(struct row *row, const struct tui_cluster *cluster, size_t at)
{
	struct tui_pen *pen = &row->pen;

	pen->style = style_at(row, at);
	if (!is_hidden(row, at))
		return tui_pen_str(pen, cdr_str_sub(row->line->text, at, at + cluster->len)) ==
		       cluster->len;
	for (int i = tui_cluster_columns(cluster, pen->col - pen->origin, pen->tab); i > 0; i--)
		if (tui_pen_cstr(pen, "*") == 0)
			return false;
	return true;
}

/* Cluster by cluster, as wrap.c measured them. Returns the byte that is no longer shown. */
static size_t draw_text(struct row *row)
{
	size_t at = row->from;

	while (at < row->to) {
		struct cdr_str rest = cdr_str_sub(row->line->text, at, row->to);
		struct tui_cluster cluster;

		tui_cluster_next(&cluster, rest, row->pen.width);
		if (!draw_cluster(row, &cluster, at))
			break;
		at += cluster.len;
	}
	return at;
}

static void draw_lineno(struct tui_pen *pen, uint32_t lineno, int digits)
{
	if (lineno)
		tui_pen_printf(pen, "%*u ", digits, (unsigned)lineno);
	else
		tui_pen_printf(pen, "%*s ", digits, "");
}

/* Only the first row of a line is numbered. */
static void draw_numbers(struct row *row, struct tui_gutter gutter, bool goes_on)
{
	uint32_t old_lineno = goes_on ? 0 : row->line->old_lineno;
	uint32_t new_lineno = goes_on ? 0 : row->line->new_lineno;

	row->pen.style = TUI_STYLE_LINENO;
	if (gutter.digits == 0)
		return;
	if (gutter.both)
		draw_lineno(&row->pen, old_lineno, gutter.digits);
	else if (new_lineno == 0)
		new_lineno = old_lineno;
	draw_lineno(&row->pen, new_lineno, gutter.digits);
}

/* '+', '-' or ' '; a row that goes on with a line has a sign of its own. */
static void draw_sign(const struct tui_canvas *canvas, struct row *row, size_t byte)
{
	char sign[2] = { row->line->origin, '\0' };

	if (byte > row->line->text.len)
		tui_pen_styled(&row->pen, TUI_STYLE_DIM, "\\");
	else if (byte > 0)
		tui_pen_styled(&row->pen, TUI_STYLE_DIM,
			       tui_glyph(canvas->state, TUI_GLYPH_WRAPPED));
	else
		tui_pen_styled(&row->pen, line_style(row->line), sign);
}

static void draw_gutter(const struct tui_canvas *canvas, struct row *row, size_t byte)
{
	struct tui_gutter gutter = tui_layout_gutter(row->flagged->hunk, canvas->layout.diff.cols);
	bool is_scrolled = canvas->state->left > 0 && row->line->text.len > 0;

	draw_numbers(row, gutter, byte > 0);
	draw_sign(canvas, row, byte);
	tui_pen_styled(&row->pen, TUI_STYLE_DIM,
		       is_scrolled ? tui_glyph(canvas->state, TUI_GLYPH_MORE_LEFT) : " ");
	row->pen.origin = row->pen.col;
}

/* The bytes of the row at PLACE: of a cut line more than fit, the pen ends it. */
static void set_range(struct row *row, const struct tui_wrap *wrap, struct tui_place place,
		      int left)
{
	size_t most = (size_t)(left + wrap->cols) * TUI_GRAPHEME_MAX;

	row->from = place.byte;
	row->to = tui_wrap_end(wrap, row->line->text, place.byte);
	if (wrap->cut && row->to > most)
		row->to = most;
}

static void draw_row(const struct tui_canvas *canvas, const struct tui_wrap *wrap,
		     struct tui_place place, int at)
{
	const struct tui_state *state = canvas->state;
	const struct cdr_flagged *flagged = tui_selected(state)->flagged;
	struct row row = {
		.line = &flagged->hunk->lines[place.line],
		.flagged = flagged,
		.pen = tui_canvas_pen(canvas, canvas->layout.diff, at, TUI_STYLE_TEXT),
	};

	draw_gutter(canvas, &row, place.byte);
	if (place.byte > row.line->text.len) {
		tui_pen_styled(&row.pen, TUI_STYLE_DIM, "No newline at end of file");
		return;
	}
	set_range(&row, wrap, place, state->left);
	mark_findings(&row, flagged);
	mark_matches(&row, &state->search);
	if (wrap->cut) {
		row.pen.skip = state->left;
		row.pen.end--;
	}
	if (draw_text(&row) < row.line->text.len && wrap->cut) {
		row.pen.end++;
		row.pen.skip = 0;
		row.pen.col = row.pen.end - 1;
		tui_pen_styled(&row.pen, TUI_STYLE_DIM, tui_glyph(state, TUI_GLYPH_MORE_RIGHT));
	}
}

static void oid_row(struct tui_flow *flow, const char *label, const struct cdr_oid *oid)
{
	char hex[CDR_OID_HEX_MAX + 1];

	cdr_oid_hex(hex, oid);
	tui_flow_labelled(flow, label, TUI_STYLE_TEXT,
			  oid->len ? cdr_str_from(hex) : CDR_STR("(none)"));
}

/* A hunk without lines says what changed instead. */
static void draw_description(const struct tui_canvas *canvas, const struct cdr_hunk *hunk)
{
	const struct cdr_file *file = hunk->file;
	struct tui_flow flow = { canvas->state, canvas->cells, canvas->layout.diff, 0, 0 };

	switch (hunk->kind) {
	case CDR_HUNK_MODE:
	case CDR_HUNK_TYPE:
		tui_flow_printf(&flow, TUI_STYLE_TEXT, 0, "%s of the file changed:",
				hunk->kind == CDR_HUNK_MODE ? "The mode" : "The type");
		tui_flow_printf(&flow, TUI_STYLE_REMOVED, 0, "- %06o", (unsigned)file->old_mode);
		tui_flow_printf(&flow, TUI_STYLE_ADDED, 0, "+ %06o", (unsigned)file->new_mode);
		break;
	case CDR_HUNK_EMPTY:
		tui_flow_printf(&flow, TUI_STYLE_TEXT, 0, "An empty file was %s.",
				file->status == 'D' ? "deleted" : "added");
		break;
	case CDR_HUNK_BINARY:
		tui_flow_text(&flow, TUI_STYLE_TEXT, 0, CDR_STR("A binary file changed:"));
		oid_row(&flow, "-", &file->old_blob);
		oid_row(&flow, "+", &file->new_blob);
		break;
	case CDR_HUNK_UNSCANNABLE:
		tui_flow_labelled(&flow, "This could not be read:", TUI_STYLE_ERROR, hunk->reason);
		break;
	case CDR_HUNK_TEXT:
		break;
	}
}

/* What stands there while there is nothing to review. */
static void draw_nothing(const struct tui_canvas *canvas)
{
	const struct tui_state *state = canvas->state;
	struct tui_flow flow = { state, canvas->cells, canvas->layout.diff, 0, 0 };

	if (state->scan_failed)
		tui_flow_text(&flow, TUI_STYLE_ERROR, 1, CDR_STR("The range could not be read."));
	else if (!state->progress.done)
		tui_flow_text(&flow, TUI_STYLE_DIM, 1,
			      CDR_STR("Reading the range; nothing is flagged so far."));
	else
		tui_flow_printf(&flow, TUI_STYLE_TEXT, 1,
				"Nothing is flagged: %zu hunks of %zu changes were read.",
				state->progress.hunks, state->progress.changes);
}

static void draw_change(struct tui_pen *pen, const struct cdr_change *change)
{
	char hex[CDR_OID_HEX_MAX + 1];

	cdr_oid_hex(hex, &change->commit);
	pen->style = TUI_STYLE_DIM;
	if (change->kind == CDR_CHANGE_COMMIT)
		tui_pen_printf(pen, "%.7s ", hex);
	else
		tui_pen_cstr(pen, change->kind == CDR_CHANGE_INDEX ? "staged " : "work tree ");
	tui_pen_str(pen, change->subject);
}

static void draw_title(const struct tui_canvas *canvas)
{
	const struct cdr_flagged *flagged = tui_selected(canvas->state)->flagged;
	const struct cdr_hunk *hunk = flagged->hunk;
	struct tui_pen pen = tui_canvas_pen(canvas, canvas->layout.diff_title, 0, TUI_STYLE_TITLE);

	tui_pen_cstr(&pen, " ");
	tui_pen_str(&pen, hunk->file->path);
	pen.style = TUI_STYLE_DIM;
	if (hunk->kind == CDR_HUNK_TEXT)
		tui_pen_printf(&pen, "  @@ %u,%u %s %u,%u", (unsigned)hunk->old_start,
			       (unsigned)hunk->old_lines, tui_glyph(canvas->state, TUI_GLYPH_ARROW),
			       (unsigned)hunk->new_start, (unsigned)hunk->new_lines);
	else
		tui_pen_printf(&pen, "  (%s)", cdr_hunk_kind_name(hunk->kind));
	tui_pen_styled(&pen, TUI_STYLE_TEXT, "  ");
	pen.style = TUI_STYLE_CONTEXT;
	tui_pen_str(&pen, hunk->heading);
	tui_pen_cstr(&pen, hunk->heading.len ? "  " : "");
	draw_change(&pen, flagged->change);
}

void tui_view_diff(const struct tui_canvas *canvas)
{
	const struct tui_item *item = tui_selected(canvas->state);
	struct tui_wrap wrap = tui_layout_wrap(canvas->state, &canvas->layout);
	struct tui_place place = canvas->state->top;

	if (!item) {
		draw_nothing(canvas);
		return;
	}
	if (canvas->layout.diff_title.rows)
		draw_title(canvas);
	if (item->flagged->hunk->n_lines == 0) {
		draw_description(canvas, item->flagged->hunk);
		return;
	}
	for (int row = 0; row < canvas->layout.diff.rows; row++) {
		draw_row(canvas, &wrap, place, row);
		if (!tui_wrap_next(&wrap, item->flagged->hunk, &place))
			break;
	}
}
