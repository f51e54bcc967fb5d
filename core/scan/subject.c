/*
 * subject.c - lines of hunks, logical lines of blobs, whole hunks: three ways
 * to cut the same change. A statement is given out once, by the first hunk that
 * touches it, however many of its lines changed.
 */
#include "scan/subject.h"

#include <string.h>

struct gathering {
	struct cdr_subject_source *source;
	const struct cdr_subjects *list;
	CDR_VEC(struct cdr_subject) items;
	bool *given[2]; /* by side: the statement that begins on line i + 1 is in the list */
};

/* Whether the line of ORIGIN belongs to SIDE of a clause, and as a line of which blob. */
static bool is_on(enum cdr_match_side side, char origin, enum cdr_side *blob)
{
	*blob = origin == '-' || side == CDR_ON_OLD ? CDR_SIDE_OLD : CDR_SIDE_NEW;
	switch (side) {
	case CDR_ON_ADDED:
		return origin == '+';
	case CDR_ON_REMOVED:
		return origin == '-';
	case CDR_ON_CHANGED:
		return origin != ' ';
	case CDR_ON_CONTEXT:
		return origin == ' ';
	case CDR_ON_OLD:
		return origin != '+';
	case CDR_ON_NEW:
		return origin != '-';
	}
	return false;
}

static uint32_t lineno_on(const struct cdr_line *line, enum cdr_side side)
{
	return side == CDR_SIDE_OLD ? line->old_lineno : line->new_lineno;
}

/* --- one line, one statement --------------------------------------------- */

static void add_lines(struct gathering *g, size_t hunk, enum cdr_side side, struct cdr_lines lines)
{
	*cdr_vec_push(g->source->arena, &g->items) = (struct cdr_subject){
		.hunk = hunk,
		.text = cdr_view_lines(&g->source->views[side], lines, g->list->mask),
		.first = { side, lines.from },
	};
}

static bool *given_on(struct gathering *g, enum cdr_side side)
{
	if (!g->given[side])
		g->given[side] =
			cdr_arena_alloc(g->source->arena, g->source->views[side].n_lines + 2);
	return g->given[side];
}

static void add_statement(struct gathering *g, size_t hunk, enum cdr_side side, uint32_t lineno)
{
	struct cdr_view *view = &g->source->views[side];
	struct cdr_lines lines = cdr_view_statement(view, lineno);
	bool *given;

	cdr_view_span(view, lines); /* counts the lines */
	given = given_on(g, side);
	if (lines.from > view->n_lines || given[lines.from])
		return;
	given[lines.from] = true;
	add_lines(g, hunk, side, lines);
}

/* Lines went from between LINENO and the next: did the statement of both lose them? */
static void add_statement_with_gap(struct gathering *g, size_t hunk, uint32_t lineno)
{
	struct cdr_lines lines = cdr_view_statement(&g->source->views[CDR_SIDE_NEW], lineno);

	if (lineno >= lines.from && lineno + 1 < lines.to)
		add_statement(g, hunk, CDR_SIDE_NEW, lineno);
}

static void add_line(struct gathering *g, size_t hunk, const struct cdr_line *line)
{
	enum cdr_side side;
	uint32_t lineno;

	if (!is_on(g->list->side, line->origin, &side))
		return;
	lineno = lineno_on(line, side);
	if (g->list->scope == CDR_SCOPE_STATEMENT)
		add_statement(g, hunk, side, lineno);
	else
		add_lines(g, hunk, side, (struct cdr_lines){ lineno, lineno + 1 });
}

static bool wants_gaps(const struct cdr_subjects *list)
{
	return list->gaps && list->scope == CDR_SCOPE_STATEMENT &&
	       (list->side == CDR_ON_ADDED || list->side == CDR_ON_CHANGED);
}

static void gather_lines(struct gathering *g, size_t idx)
{
	const struct cdr_hunk *hunk = &g->source->diff->hunks[idx];
	uint32_t last_new = hunk->new_lines ? hunk->new_start - 1 : hunk->new_start;

	for (size_t i = 0; i < hunk->n_lines; i++) {
		const struct cdr_line *line = &hunk->lines[i];

		add_line(g, idx, line);
		if (line->new_lineno)
			last_new = line->new_lineno;
		else if (wants_gaps(g->list))
			add_statement_with_gap(g, idx, last_new);
	}
}

/* --- whole hunks --------------------------------------------------------- */

static size_t spots_of(struct gathering *g, const struct cdr_hunk *hunk, struct cdr_spot *spots,
		       size_t *bytes)
{
	size_t n = 0;

	*bytes = 0;
	for (size_t i = 0; i < hunk->n_lines; i++) {
		enum cdr_side side;

		if (!is_on(g->list->side, hunk->lines[i].origin, &side))
			continue;
		spots[n++] = (struct cdr_spot){ side, lineno_on(&hunk->lines[i], side) };
		*bytes += hunk->lines[i].text.len + 1;
	}
	return n;
}

static void gather_hunk(struct gathering *g, size_t idx)
{
	const struct cdr_hunk *hunk = &g->source->diff->hunks[idx];
	struct cdr_spot *spots =
		cdr_arena_alloc(g->source->arena, (hunk->n_lines + 1) * sizeof(*spots));
	size_t bytes, n = spots_of(g, hunk, spots, &bytes), len = 0;
	char *text;

	if (n == 0)
		return;
	text = cdr_arena_alloc(g->source->arena, bytes);
	for (size_t i = 0; i < n; i++) {
		struct cdr_str line = cdr_view_line(&g->source->views[spots[i].side],
						    spots[i].lineno, g->list->mask);

		memcpy(text + len, line.ptr, line.len);
		len += line.len;
		text[len++] = '\n';
	}
	*cdr_vec_push(g->source->arena, &g->items) = (struct cdr_subject){
		.hunk = idx,
		.text = { text, len - 1 },
		.first = spots[0],
		.spots = spots,
	};
}

/* --- lists --------------------------------------------------------------- */

static void fold(struct gathering *g, struct cdr_subjects *list)
{
	size_t len = 0, at = 0;
	char *all;

	for (size_t i = 0; i < g->items.n; i++)
		len += g->items.items[i].text.len + 1;
	all = cdr_arena_alloc(g->source->arena, len);
	for (size_t i = 0; i < g->items.n; i++) {
		struct cdr_subject *subject = &g->items.items[i];

		cdr_fold(all + at, subject->text);
		subject->folded = (struct cdr_str){ all + at, subject->text.len };
		at += subject->text.len;
		all[at++] = '\n';
	}
	list->folded = (struct cdr_str){ all, len };
}

static const struct cdr_subjects *gather(struct cdr_subject_source *source,
					 const struct cdr_clause *clause, bool gaps)
{
	struct cdr_subjects *list = CDR_NEW(source->arena, struct cdr_subjects);
	struct gathering g = { .source = source, .list = list };

	list->side = clause->side;
	list->scope = clause->scope;
	list->mask = clause->mask;
	list->gaps = gaps;
	for (size_t i = 0; i < source->diff->n_hunks; i++) {
		if (clause->scope == CDR_SCOPE_HUNK)
			gather_hunk(&g, i);
		else
			gather_lines(&g, i);
	}
	fold(&g, list);
	list->items = g.items.items;
	list->n = g.items.n;
	list->next = source->lists;
	source->lists = list;
	return list;
}

const struct cdr_subjects *cdr_subjects_of(struct cdr_subject_source *source,
					   const struct cdr_clause *clause, bool gaps)
{
	for (const struct cdr_subjects *list = source->lists; list; list = list->next)
		if (list->side == clause->side && list->scope == clause->scope &&
		    list->mask == clause->mask && list->gaps == gaps)
			return list;
	return gather(source, clause, gaps);
}

const struct cdr_subject *cdr_subjects_in_hunk(const struct cdr_subjects *list, size_t hunk)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->items[i].hunk == hunk)
			return &list->items[i];
	return NULL;
}

struct cdr_spot cdr_subject_spot(const struct cdr_subject *subject, size_t at, uint32_t *col)
{
	struct cdr_spot spot = subject->first;
	const char *start = subject->text.ptr, *end = start + at, *lf;
	uint32_t nth = 0;

	/* memchr, because a minified line is megabytes long and may have many matches */
	while (start < end && (lf = memchr(start, '\n', (size_t)(end - start)))) {
		start = lf + 1;
		nth++;
	}
	*col = (uint32_t)(end - start) + 1;
	if (subject->spots)
		return subject->spots[nth];
	spot.lineno += nth;
	return spot;
}
