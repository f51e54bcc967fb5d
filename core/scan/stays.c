/*
 * stays.c - a line that was moved or wrapped anew is removed and added, for git; a
 * person who is asked to look at it finds nothing to decide.
 */
#include "scan/stays.h"

#include "scan/form.h"

#include <stdlib.h>
#include <string.h>

enum answer { UNASKED, STAYS, CHANGES };

/* Pieces of one file that were compared. */
struct cdr_stays {
	const struct cdr_subjects *list;
	struct cdr_str *forms; /* by piece */
	enum answer *answers;  /* by piece; UNASKED: the other side's pieces are others */
	struct cdr_stays *next;
};

/* A piece in its normal form. */
struct form {
	struct cdr_str text;
	size_t idx;
};

/* --- equal pieces ---------------------------------------------------------------- */

static int compare(const void *left, const void *right)
{
	const struct form *a = left, *b = right;
	int order = cdr_str_cmp(a->text, b->text);

	return order ? order : (a->idx > b->idx) - (a->idx < b->idx);
}

/* Of N equal FORMS as many stay on either side as the side with fewer has; of nothing all do. */
static void pair(const struct cdr_subjects *list, const struct form *forms, size_t n,
		 enum answer *answers)
{
	size_t left[2] = { 0, 0 };

	for (size_t i = 0; i < n; i++)
		left[list->items[forms[i].idx].first.side]++;
	left[0] = left[1] = left[0] < left[1] ? left[0] : left[1];
	if (forms->text.len == 0)
		left[0] = left[1] = n;
	for (size_t i = 0; i < n; i++) {
		size_t *rest = &left[list->items[forms[i].idx].first.side];

		if (*rest > 0)
			answers[forms[i].idx] = STAYS;
		*rest -= *rest > 0;
	}
}

/* --- lines that came between ------------------------------------------------------- */

static struct cdr_lines lines_of(const struct cdr_subject *piece)
{
	uint32_t col;
	uint32_t last = cdr_subject_spot(piece, piece->text.len, &col).lineno;

	return (struct cdr_lines){ piece->first.lineno, last + 1 };
}

/* A line of PIECE that the change left alone, on the other side; 0: there is none in the hunk. */
static uint32_t twin_line(const struct cdr_hunk *hunk, const struct cdr_subject *piece)
{
	bool old = piece->first.side == CDR_SIDE_OLD;
	struct cdr_lines lines = lines_of(piece);

	for (size_t i = 0; i < hunk->n_lines; i++) {
		const struct cdr_line *line = &hunk->lines[i];
		uint32_t lineno = old ? line->old_lineno : line->new_lineno;

		if (line->origin == ' ' && lineno >= lines.from && lineno < lines.to)
			return old ? line->new_lineno : line->old_lineno;
	}
	return 0;
}

/* Is piece IDX, of which some lines are the change's, the statement that it was? */
static bool is_same_statement(struct cdr_filescan *scan, const struct cdr_stays *stays, size_t idx)
{
	const struct cdr_subject *piece = &stays->list->items[idx];
	struct cdr_view *other = &scan->views[!piece->first.side];
	uint32_t lineno = twin_line(&scan->diff->hunks[piece->hunk], piece);
	struct cdr_lines lines;
	struct cdr_str text;
	size_t at;

	if (lineno == 0)
		return false;
	lines = cdr_view_statement(other, lineno);
	text = cdr_view_lines(other, lines, stays->list->mask);
	at = cdr_view_span(other, lines).from;
	text = cdr_form_of(other, at, text, stays->list->mask, scan->scratch);
	return cdr_str_eq(text, stays->forms[idx]);
}

/* --- all pieces ---------------------------------------------------------------------- */

static struct cdr_stays *compare_pieces(struct cdr_filescan *scan, const struct cdr_subjects *list)
{
	struct cdr_stays *stays = CDR_NEW(scan->scratch, struct cdr_stays);
	struct form *forms = cdr_arena_alloc(scan->scratch, (list->n + 1) * sizeof(*forms));

	stays->list = list;
	stays->forms = cdr_arena_alloc(scan->scratch, (list->n + 1) * sizeof(*stays->forms));
	stays->answers = cdr_arena_alloc(scan->scratch, (list->n + 1) * sizeof(*stays->answers));
	for (size_t i = 0; i < list->n; i++) {
		const struct cdr_subject *piece = &list->items[i];

		stays->forms[i] =
			cdr_form_of(piece->view, piece->at, piece->text, list->mask, scan->scratch);
		forms[i] = (struct form){ stays->forms[i], i };
	}
	if (list->n > 0)
		qsort(forms, list->n, sizeof(*forms), compare);
	for (size_t i = 0, end; i < list->n; i = end) {
		for (end = i; end < list->n && cdr_str_eq(forms[end].text, forms[i].text);)
			end++;
		pair(list, forms + i, end - i, stays->answers);
	}
	return stays;
}

static struct cdr_stays *stays_of(struct cdr_filescan *scan, const struct cdr_subjects *list)
{
	struct cdr_stays *stays = scan->stays;

	while (stays && stays->list != list)
		stays = stays->next;
	if (!stays) {
		stays = compare_pieces(scan, list);
		stays->next = scan->stays;
		scan->stays = stays;
	}
	return stays;
}

bool cdr_piece_stays(struct cdr_filescan *scan, const struct cdr_subjects *list, size_t idx)
{
	struct cdr_stays *stays = stays_of(scan, list);
	enum answer *answer = &stays->answers[idx];

	if (*answer == UNASKED)
		*answer = list->scope == CDR_SCOPE_STATEMENT && is_same_statement(scan, stays, idx)
				  ? STAYS
				  : CHANGES;
	return *answer == STAYS;
}
