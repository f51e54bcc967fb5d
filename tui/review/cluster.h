/*
 * cluster.h - text cut into what a terminal shows as one: a base with its
 * marks, a tab, or the visible form of something unsafe.
 *
 * The pen, the wrapping and the text fields all step through text here, so
 * that they agree on every width.
 */
#ifndef TUI_REVIEW_CLUSTER_H
#define TUI_REVIEW_CLUSTER_H

#include "cdreview/utf8.h"

#define TUI_GRAPHEME_MAX 15   /* UTF-8 bytes of one cluster; further marks are shown escaped */

/*
 * Columns that CP takes: 1 or 2, 0 for a combining mark, -1 when it cannot be drawn: it is
 * escaped.
 */
typedef int tui_width_fn(uint32_t cp);

enum tui_cluster_kind { TUI_CLUSTER_TEXT, TUI_CLUSTER_TAB, TUI_CLUSTER_ESCAPE };

struct tui_cluster {
	enum tui_cluster_kind kind;
	size_t len;                            /* bytes of the source */
	int width;                             /* columns; 0 for a tab: that depends on its place */
	char shown[TUI_GRAPHEME_MAX + 1];      /* NUL-terminated, drawable; ASCII for an escape */
};

/* The first cluster of TEXT, which must not be empty. */
void tui_cluster_next(struct tui_cluster *out, struct cdr_str text, tui_width_fn *width);

/* Columns of CLUSTER when it begins COL columns behind the origin of tab stops. */
int tui_cluster_columns(const struct tui_cluster *cluster, int col, int tab);

/* Columns of TEXT drawn from column 0 on. */
int tui_text_columns(struct cdr_str text, tui_width_fn *width, int tab);

#endif
