/*
 * wrap.c - rows are a function of (line, byte, width) alone, so that scrolling
 * needs no index of a hunk, and a resize nothing to rebuild.
 */
#include "review/wrap.h"

bool tui_place_eq(struct tui_place a, struct tui_place b)
{
	return a.line == b.line && a.byte == b.byte;
}

bool tui_place_is_before(struct tui_place a, struct tui_place b)
{
	return a.line < b.line || (a.line == b.line && a.byte < b.byte);
}

static bool is_continuation(char byte)
{
	return ((unsigned char)byte & 0xC0) == 0x80;
}

/*
 * First byte of chunk IDX: its nominal place, moved on so that no character and no mark is cut
 * off.
 */
static size_t chunk_start(const struct tui_wrap *wrap, struct cdr_str text, size_t idx)
{
	size_t at = idx * TUI_WRAP_CHUNK, limit = at + 64;

	if (idx == 0 || at >= text.len)
		return at < text.len ? at : text.len;
	for (int i = 0; i < 3 && at < text.len && is_continuation(text.ptr[at]); i++)
		at++;
	while (at < text.len && at < limit) {
		uint32_t cp;
		size_t len = cdr_utf8_next(cdr_str_sub(text, at, text.len), &cp);

		if (cp == CDR_UTF8_INVALID || cdr_utf8_unsafe(cp) != CDR_SAFE ||
		    wrap->width(cp) != 0)
			break;
		at += len;
	}
	return at;
}

/* The chunk that BYTE is in. */
static size_t chunk_of(const struct tui_wrap *wrap, struct cdr_str text, size_t byte)
{
	size_t idx = byte / TUI_WRAP_CHUNK;

	return idx > 0 && byte < chunk_start(wrap, text, idx) ? idx - 1 : idx;
}

size_t tui_wrap_end(const struct tui_wrap *wrap, struct cdr_str text, size_t from)
{
	size_t at = from, limit;
	int col = 0;

	if (wrap->cut || from >= text.len)
		return text.len;
	limit = chunk_start(wrap, text, chunk_of(wrap, text, from) + 1);
	while (at < limit && col < wrap->cols) {
		struct tui_cluster cluster;

		tui_cluster_next(&cluster, cdr_str_sub(text, at, limit), wrap->width);
		col += tui_cluster_columns(&cluster, col, wrap->tab);
		if (col > wrap->cols && cluster.kind != TUI_CLUSTER_TAB && at > from)
			break;
		at += cluster.len;
	}
	return at;
}

/* The row of TEXT that shows BYTE. */
static size_t row_of(const struct tui_wrap *wrap, struct cdr_str text, size_t byte)
{
	size_t row, end;

	if (wrap->cut || text.len == 0)
		return 0;
	if (byte >= text.len)
		byte = text.len - 1;
	row = chunk_start(wrap, text, chunk_of(wrap, text, byte));
	while ((end = tui_wrap_end(wrap, text, row)) <= byte)
		row = end;
	return row;
}

static struct tui_place last_row(const struct tui_wrap *wrap, const struct cdr_hunk *hunk,
				 size_t line)
{
	const struct cdr_line *l = &hunk->lines[line];

	if (l->no_newline)
		return (struct tui_place){ line, l->text.len + 1 };
	return (struct tui_place){ line, row_of(wrap, l->text, l->text.len) };
}

bool tui_wrap_next(const struct tui_wrap *wrap, const struct cdr_hunk *hunk,
		   struct tui_place *place)
{
	const struct cdr_line *line;
	size_t end;

	if (place->line >= hunk->n_lines)
		return false;
	line = &hunk->lines[place->line];
	end = tui_wrap_end(wrap, line->text, place->byte);
	if (end < line->text.len) {
		place->byte = end;
	} else if (line->no_newline && place->byte <= line->text.len) {
		place->byte = line->text.len + 1;
	} else if (place->line + 1 < hunk->n_lines) {
		*place = (struct tui_place){ place->line + 1, 0 };
	} else {
		return false;
	}
	return true;
}

bool tui_wrap_prev(const struct tui_wrap *wrap, const struct cdr_hunk *hunk,
		   struct tui_place *place)
{
	if (place->line >= hunk->n_lines)
		return false;
	if (place->byte > 0)
		place->byte = row_of(wrap, hunk->lines[place->line].text, place->byte - 1);
	else if (place->line > 0)
		*place = last_row(wrap, hunk, place->line - 1);
	else
		return false;
	return true;
}

struct tui_place tui_wrap_find(const struct tui_wrap *wrap, const struct cdr_hunk *hunk,
			       struct tui_place at)
{
	const struct cdr_line *line = &hunk->lines[at.line];

	if (at.byte > line->text.len)
		return last_row(wrap, hunk, at.line);
	return (struct tui_place){ at.line, row_of(wrap, line->text, at.byte) };
}

struct tui_place tui_wrap_last(const struct tui_wrap *wrap, const struct cdr_hunk *hunk)
{
	if (hunk->n_lines == 0)
		return (struct tui_place){ 0, 0 };
	return last_row(wrap, hunk, hunk->n_lines - 1);
}

int tui_wrap_move(const struct tui_wrap *wrap, const struct cdr_hunk *hunk, struct tui_place *place,
		  int rows)
{
	int moved = 0;

	while (moved < rows && tui_wrap_next(wrap, hunk, place))
		moved++;
	while (moved > rows && tui_wrap_prev(wrap, hunk, place))
		moved--;
	return moved;
}
