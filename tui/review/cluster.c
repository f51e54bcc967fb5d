/*
 * cluster.c - one place decides what a terminal would show as one and how wide
 * it is; were pen and wrapping to disagree, text would be lost at the right edge.
 */
#include "review/cluster.h"

#include <string.h>

static void escape(struct tui_cluster *out, struct cdr_str text, size_t len, uint32_t cp)
{
	out->kind = TUI_CLUSTER_ESCAPE;
	out->len = len;
	out->width = (int)cdr_utf8_visible(out->shown, cp, (unsigned char)text.ptr[0]);
}

/* Columns of CP when it may be drawn as it is; -1 when it must be escaped. */
static int drawable(uint32_t cp, tui_width_fn *width)
{
	int columns;

	if (cp == CDR_UTF8_INVALID || cp == '\n' || cp == '\t' || cdr_utf8_unsafe(cp) != CDR_SAFE)
		return -1;
	columns = width(cp);
	return columns > 2 ? 2 : columns;
}

/* Bytes of the combining marks that follow the first FROM bytes of TEXT and fit into a cell. */
static size_t marks(struct cdr_str text, size_t from, tui_width_fn *width)
{
	size_t at = from;

	while (at < text.len && (unsigned char)text.ptr[at] >= 0x80) {
		uint32_t cp;
		size_t len = cdr_utf8_next(cdr_str_sub(text, at, text.len), &cp);

		if (at + len > TUI_GRAPHEME_MAX || drawable(cp, width) != 0)
			break;
		at += len;
	}
	return at - from;
}

void tui_cluster_next(struct tui_cluster *out, struct cdr_str text, tui_width_fn *width)
{
	uint32_t cp;
	size_t len = cdr_utf8_next(text, &cp);
	int columns;

	if (cp == '\t') {
		*out = (struct tui_cluster){ .kind = TUI_CLUSTER_TAB, .len = 1, .shown = " " };
		return;
	}
	columns = drawable(cp, width);
	if (columns <= 0) {      /* a mark without a base would join whatever stands before it */
		escape(out, text, len, cp);
		return;
	}
	len += marks(text, len, width);
	out->kind = TUI_CLUSTER_TEXT;
	out->len = len;
	out->width = columns;
	memcpy(out->shown, text.ptr, len);
	out->shown[len] = '\0';
}

int tui_cluster_columns(const struct tui_cluster *cluster, int col, int tab)
{
	return cluster->kind == TUI_CLUSTER_TAB ? tab - col % tab : cluster->width;
}

int tui_text_columns(struct cdr_str text, tui_width_fn *width, int tab)
{
	struct tui_cluster cluster;
	int col = 0;

	for (size_t at = 0; at < text.len; at += cluster.len) {
		tui_cluster_next(&cluster, cdr_str_sub(text, at, text.len), width);
		col += tui_cluster_columns(&cluster, col, tab);
	}
	return col;
}
