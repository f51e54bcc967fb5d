/*
 * wrap.h - a hunk as rows of a given width, found one by one from any place.
 *
 * Nothing is laid out in advance: the next and the previous row cost the same
 * in a hunk of 3 lines, of 60,000 lines and in a line of 5 MB. For that, rows
 * of a very long line begin anew every TUI_WRAP_CHUNK bytes.
 */
#ifndef TUI_REVIEW_WRAP_H
#define TUI_REVIEW_WRAP_H

#include "review/cluster.h"

#include "cdreview/hunk.h"

#define TUI_WRAP_CHUNK ((size_t)4096)

struct tui_wrap {
	tui_width_fn *width;
	int tab;              /* columns a tab stop */
	int cols;             /* columns of a row, at least 1 */
	bool cut;             /* one row a line, the rest is hidden */
};

/*
 * Where a row begins. The row after the text that says "no newline at end of
 * file" has byte = length of the line + 1.
 */
struct tui_place {
	size_t line;          /* 0-based index into the hunk's lines */
	size_t byte;
};

bool tui_place_eq(struct tui_place a, struct tui_place b);
bool tui_place_is_before(struct tui_place a, struct tui_place b);

/* Byte of TEXT at which the row that begins at FROM ends; TEXT.len for the last one. */
size_t tui_wrap_end(const struct tui_wrap *wrap, struct cdr_str text, size_t from);

/* Moves *PLACE to the next or previous row of HUNK; false, and unmoved, at its end or beginning. */
bool tui_wrap_next(const struct tui_wrap *wrap, const struct cdr_hunk *hunk,
		   struct tui_place *place);
bool tui_wrap_prev(const struct tui_wrap *wrap, const struct cdr_hunk *hunk,
		   struct tui_place *place);

/* The row that shows BYTE of line LINE, which must exist. */
struct tui_place tui_wrap_find(const struct tui_wrap *wrap, const struct cdr_hunk *hunk,
			       struct tui_place at);

/* The last row of HUNK; {0, 0} when it has no lines. */
struct tui_place tui_wrap_last(const struct tui_wrap *wrap, const struct cdr_hunk *hunk);

/* Moves *PLACE by ROWS rows (negative: back), as far as there are any. Returns the rows moved. */
int tui_wrap_move(const struct tui_wrap *wrap, const struct cdr_hunk *hunk, struct tui_place *place,
		  int rows);

#endif
