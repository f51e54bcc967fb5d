/*
 * seen.c - walks the rows of the diff pane just as view_diff.c draws them, and
 * keeps for each line how far from its start it was on the screen.
 */
#include "review/seen.h"

#include "review/layout.h"

/* One line while its rows pass by: PROGRESS as in tui_item.seen. */
struct tracking {
	size_t line;
	size_t progress;
};

/* Bytes a line has to show: the row that says "no newline" counts as one. */
static size_t total_of(const struct cdr_line *line)
{
	return line->text.len + (line->no_newline ? 1 : 0);
}

static bool is_complete(const struct cdr_line *line, size_t progress)
{
	return progress == total_of(line) + 1;
}

/* Bytes [from, to) of a line. */
struct extent {
	size_t from, to;
};

/* What is shown of a cut line: the columns from state->left on. */
static struct extent cut_extent(const struct tui_state *state, const struct tui_wrap *wrap,
				struct cdr_str text)
{
	struct extent shown = { 0, 0 };
	int col = 0, end = state->left + wrap->cols;

	while (shown.to < text.len && col < end) {
		struct tui_cluster cluster;
		bool is_left = col < state->left;

		tui_cluster_next(&cluster, cdr_str_sub(text, shown.to, text.len), wrap->width);
		col += tui_cluster_columns(&cluster, col, wrap->tab);
		if (col > end)
			break;
		shown.to += cluster.len;
		if (is_left)
			shown.from = shown.to;
	}
	return shown;
}

/* The bytes of its line that the row at PLACE shows. */
static struct extent row_extent(const struct tui_state *state, const struct tui_wrap *wrap,
				const struct cdr_line *line, struct tui_place place)
{
	if (place.byte > line->text.len)
		return (struct extent){ line->text.len, line->text.len + 1 };
	if (wrap->cut)
		return cut_extent(state, wrap, line->text);
	return (struct extent){ place.byte, tui_wrap_end(wrap, line->text, place.byte) };
}

static size_t advance(size_t progress, struct extent shown)
{
	size_t reached = progress ? progress - 1 : 0;

	return shown.from <= reached && shown.to + 1 > progress ? shown.to + 1 : progress;
}

/*
 * Ends with the line of TRACK: counts it if it was completed just now, and keeps it if KEEP is
 * given.
 */
static size_t finish(const struct tui_item *item, struct tui_item *keep,
		     const struct tracking *track)
{
	const struct cdr_line *line = &item->flagged->hunk->lines[track->line];
	size_t before = item->seen ? item->seen[track->line] : 0;

	if (keep)
		keep->seen[track->line] = track->progress;
	return !is_complete(line, before) && is_complete(line, track->progress);
}

/* Lines that the present frame completes. KEEP: remember it there. */
static size_t walk(const struct tui_state *state, const struct tui_layout *layout,
		   struct tui_item *keep)
{
	const struct tui_item *item = tui_selected(state);
	const struct cdr_hunk *hunk = item->flagged->hunk;
	struct tui_wrap wrap = tui_layout_wrap(state, layout);
	struct tui_place place = state->top;
	struct tracking track = { place.line, item->seen ? item->seen[place.line] : 0 };
	size_t completed = 0;

	for (int row = 0; row < layout->diff.rows; row++) {
		if (place.line != track.line) {
			completed += finish(item, keep, &track);
			track = (struct tracking){ place.line,
						   item->seen ? item->seen[place.line] : 0 };
		}
		track.progress = advance(track.progress,
					 row_extent(state, &wrap, &hunk->lines[place.line], place));
		if (!tui_wrap_next(&wrap, hunk, &place))
			break;
	}
	return completed + finish(item, keep, &track);
}

/* Is the selected hunk on the screen, wide enough to be read? */
static bool is_on_screen(const struct tui_state *state, const struct tui_layout *layout)
{
	return tui_selected(state) && layout->diff.rows > 0 &&
	       tui_layout_wrap(state, layout).cols >= TUI_SEEN_MIN_COLS;
}

void tui_seen_commit(struct tui_state *state)
{
	struct tui_layout layout = tui_layout_of(state);
	struct tui_item *item;
	size_t n_lines;

	if (!is_on_screen(state, &layout))
		return;
	item = tui_item(state, state->selected);
	n_lines = item->flagged->hunk->n_lines;
	item->shown = true;
	if (item->n_seen == n_lines)
		return;
	if (!item->seen)
		item->seen = cdr_arena_alloc(&state->arena, n_lines * sizeof(*item->seen));
	item->n_seen += walk(state, &layout, item);
}

size_t tui_seen_left(const struct tui_state *state)
{
	struct tui_layout layout = tui_layout_of(state);
	const struct tui_item *item = tui_selected(state);
	size_t left = item ? tui_item_lines_left(item) : 0;

	if (left == 0 || !is_on_screen(state, &layout))
		return left;
	if (item->flagged->hunk->n_lines == 0)
		return 0;
	return left - walk(state, &layout, NULL);
}
