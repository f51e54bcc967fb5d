/*
 * subject.c - five ways to cut the same change. A statement, an entity or a file
 * is given out once, by the first hunk that touches it, however many of its lines
 * changed.
 */
#include "scan/subject.h"

#include <string.h>

#define HEAD_BYTES 256u /* of a file, to tell its language by */

void cdr_views_init(struct cdr_view views[2], struct cdr_arena *arena,
		    const struct cdr_filediff *diff)
{
	struct cdr_str head = diff->new_text.ptr ? diff->new_text : diff->old_text;
	const struct cdr_language *language =
		cdr_language_of(diff->file.path, cdr_str_sub(head, 0, HEAD_BYTES));

	cdr_view_init(&views[CDR_SIDE_OLD], arena, language, diff->old_text);
	cdr_view_init(&views[CDR_SIDE_NEW], arena, language, diff->new_text);
}

struct gathering {
	struct cdr_subject_source *source;
	const struct cdr_subjects *list;
	const struct cdr_sighted *sighted; /* pieces without one are left out; NULL: none is */
	CDR_VEC(struct cdr_subject) items;
	bool *given[2]; /* by version: what begins on line i is in the list */
};

bool cdr_line_is_on(enum cdr_match_side side, char origin, enum cdr_side *version)
{
	*version = origin == '-' || side == CDR_ON_OLD ? CDR_SIDE_OLD : CDR_SIDE_NEW;
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

/* --- pieces of a version ---------------------------------------------------- */

static void add_lines(struct gathering *g, size_t hunk, enum cdr_side side, struct cdr_lines lines)
{
	struct cdr_view *view = &g->source->views[side];

	if (!cdr_sighted_all(g->sighted, side, lines))
		return;
	*cdr_vec_push(g->source->arena, &g->items) = (struct cdr_subject){
		.hunk = hunk,
		.text = cdr_view_lines(view, lines, g->list->mask),
		.first = { side, lines.from },
		.view = view,
		.at = cdr_view_span(view, lines).from,
	};
}

/* The same, once. */
static void give_lines(struct gathering *g, size_t hunk, enum cdr_side side, struct cdr_lines lines)
{
	uint32_t n_lines = cdr_view_n_lines(&g->source->views[side]);

	if (!g->given[side])
		g->given[side] = cdr_arena_alloc(g->source->arena, (size_t)n_lines + 2);
	if (lines.from > n_lines || g->given[side][lines.from])
		return;
	g->given[side][lines.from] = true;
	add_lines(g, hunk, side, lines);
}

/* What of scope statement, entity or file LINENO lies in. */
static struct cdr_lines piece_of(struct gathering *g, enum cdr_side side, uint32_t lineno)
{
	struct cdr_view *view = &g->source->views[side];

	if (g->list->scope == CDR_SCOPE_FILE)
		return (struct cdr_lines){ 1, cdr_view_n_lines(view) + 1 };
	if (g->list->scope == CDR_SCOPE_ENTITY)
		return cdr_view_surroundings(view, lineno);
	return cdr_view_statement(view, lineno);
}

static void add_line(struct gathering *g, size_t hunk, const struct cdr_line *line)
{
	enum cdr_side side;
	uint32_t lineno;

	if (!cdr_line_is_on(g->list->side, line->origin, &side))
		return;
	lineno = lineno_on(line, side);
	if (g->list->scope == CDR_SCOPE_LINE)
		add_lines(g, hunk, side, (struct cdr_lines){ lineno, lineno + 1 });
	else
		give_lines(g, hunk, side, piece_of(g, side, lineno));
}

/* --- pieces that lost lines -------------------------------------------------- */

static bool wants_gaps(const struct cdr_subjects *list)
{
	return list->gaps && list->scope != CDR_SCOPE_LINE &&
	       (list->side == CDR_ON_ADDED || list->side == CDR_ON_CHANGED);
}

/* Lines went from between LINENO and the next: did the piece of both lose them? */
static void give_around_gap(struct gathering *g, size_t hunk, uint32_t lineno)
{
	struct cdr_lines lines = piece_of(g, CDR_SIDE_NEW, lineno);

	if (lineno >= lines.from && lineno + 1 < lines.to)
		give_lines(g, hunk, CDR_SIDE_NEW, lines);
}

/* Every entity of the new version that has the name of the one line OLD_LINENO was in. */
static bool give_namesakes(struct gathering *g, size_t hunk, uint32_t old_lineno)
{
	const struct cdr_entity *loser =
		cdr_view_entity(&g->source->views[CDR_SIDE_OLD], old_lineno);
	const struct cdr_entity *entities;
	size_t n = cdr_view_entities(&g->source->views[CDR_SIDE_NEW], &entities);

	for (size_t i = 0; loser && i < n; i++)
		if (cdr_str_eq(entities[i].name, loser->name))
			give_lines(g, hunk, CDR_SIDE_NEW, entities[i].lines);
	return loser != NULL;
}

/* LINE was removed after line LAST_NEW of the new version. */
static void add_gap(struct gathering *g, size_t hunk, const struct cdr_line *line,
		    uint32_t last_new)
{
	if (g->list->scope == CDR_SCOPE_FILE)
		give_lines(g, hunk, CDR_SIDE_NEW, piece_of(g, CDR_SIDE_NEW, 1));
	else if (g->list->scope == CDR_SCOPE_STATEMENT ||
		 !give_namesakes(g, hunk, line->old_lineno))
		give_around_gap(g, hunk, last_new);
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
			add_gap(g, idx, line, last_new);
	}
}

/* --- whole hunks --------------------------------------------------------- */

/* As rules see it, which in a transcoded file is longer or shorter than the hunk's. */
static struct cdr_str seen_line(struct gathering *g, struct cdr_spot spot)
{
	return cdr_view_line(&g->source->views[spot.side], spot.lineno, g->list->mask);
}

/* Spots, their starts and the bytes of all: the lines of HUNK that are on the list's side. */
static size_t place_lines(struct gathering *g, const struct cdr_hunk *hunk,
			  struct cdr_subject *subject)
{
	struct cdr_spot *spots =
		cdr_arena_alloc(g->source->arena, (hunk->n_lines + 1) * sizeof(*spots));
	size_t *starts = cdr_arena_alloc(g->source->arena, (hunk->n_lines + 1) * sizeof(*starts));
	size_t bytes = 0;

	for (size_t i = 0; i < hunk->n_lines; i++) {
		enum cdr_side side;

		if (!cdr_line_is_on(g->list->side, hunk->lines[i].origin, &side))
			continue;
		starts[subject->n_spots] = bytes;
		spots[subject->n_spots] =
			(struct cdr_spot){ side, lineno_on(&hunk->lines[i], side) };
		bytes += seen_line(g, spots[subject->n_spots++]).len + 1;
	}
	subject->spots = spots;
	subject->starts = starts;
	return bytes;
}

static bool is_sighted(const struct gathering *g, const struct cdr_subject *subject)
{
	for (size_t i = 0; i < subject->n_spots; i++) {
		struct cdr_spot spot = subject->spots[i];

		if (cdr_sighted_in(g->sighted, spot.side,
				   (struct cdr_lines){ spot.lineno, spot.lineno + 1 }))
			return true;
	}
	return false;
}

static void gather_hunk(struct gathering *g, size_t idx)
{
	struct cdr_subject subject = { .hunk = idx };
	size_t bytes = place_lines(g, &g->source->diff->hunks[idx], &subject);
	char *text;

	if (!is_sighted(g, &subject))
		return;
	text = cdr_arena_alloc(g->source->arena, bytes);
	memset(text, '\n', bytes);
	for (size_t i = 0; i < subject.n_spots; i++) {
		struct cdr_str line = seen_line(g, subject.spots[i]);

		memcpy(text + subject.starts[i], line.ptr, line.len);
	}
	subject.text = (struct cdr_str){ text, bytes - 1 };
	subject.first = subject.spots[0];
	*cdr_vec_push(g->source->arena, &g->items) = subject;
}

/* --- lists --------------------------------------------------------------- */

static struct cdr_subjects *gather(struct cdr_subject_source *source,
				   const struct cdr_clause *clause, bool gaps,
				   const struct cdr_sighted *sighted)
{
	struct cdr_subjects *list = CDR_NEW(source->arena, struct cdr_subjects);
	struct gathering g = { .source = source, .list = list, .sighted = sighted };

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
	list->items = g.items.items;
	list->n = g.items.n;
	return list;
}

const struct cdr_subjects *cdr_subjects_of(struct cdr_subject_source *source,
					   const struct cdr_clause *clause, bool gaps)
{
	struct cdr_subjects *made;

	for (const struct cdr_subjects *list = source->lists; list; list = list->next)
		if (list->side == clause->side && list->scope == clause->scope &&
		    list->mask == clause->mask && list->gaps == gaps)
			return list;
	made = gather(source, clause, gaps, NULL);
	made->next = source->lists;
	source->lists = made;
	return made;
}

const struct cdr_subjects *cdr_subjects_sighted(struct cdr_subject_source *source,
						const struct cdr_clause *clause, bool gaps,
						const struct cdr_sighted *sighted)
{
	return gather(source, clause, gaps, sighted);
}

const struct cdr_subject *cdr_subjects_in_hunk(const struct cdr_subjects *list, size_t hunk)
{
	size_t low = 0, high = list->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (list->items[middle].hunk < hunk)
			low = middle + 1;
		else
			high = middle;
	}
	return low < list->n && list->items[low].hunk == hunk ? &list->items[low] : NULL;
}

/* --- places ---------------------------------------------------------------- */

static uint32_t start_on(const struct cdr_hunk *hunk, enum cdr_side side)
{
	return side == CDR_SIDE_OLD ? hunk->old_start : hunk->new_start;
}

/* How far HUNK's lines are from LINENO of SIDE; 0 when it shows it. */
static uint32_t distance(const struct cdr_hunk *hunk, enum cdr_side side, uint32_t lineno)
{
	uint32_t start = start_on(hunk, side);
	uint32_t n = side == CDR_SIDE_OLD ? hunk->old_lines : hunk->new_lines;

	if (lineno < start)
		return start - lineno;
	return lineno < start + n ? 0 : lineno - (start + n) + 1;
}

/* Hunks without lines stand before or after those with. */
size_t cdr_hunk_of(const struct cdr_filediff *diff, struct cdr_spot spot, size_t fallback)
{
	size_t low = 0, high = diff->n_hunks, end;

	while (low < high && diff->hunks[low].kind != CDR_HUNK_TEXT)
		low++;
	while (high > low && diff->hunks[high - 1].kind != CDR_HUNK_TEXT)
		high--;
	if (low == high)
		return fallback;
	end = high;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (start_on(&diff->hunks[middle], spot.side) <= spot.lineno)
			low = middle;
		else
			high = middle;
	}
	if (low + 1 < end && distance(&diff->hunks[low + 1], spot.side, spot.lineno) <
				     distance(&diff->hunks[low], spot.side, spot.lineno))
		low++;
	return low;
}

/* Which of the lines of a hunk byte AT stands in. */
static size_t line_at(const struct cdr_subject *subject, size_t at)
{
	size_t low = 0, high = subject->n_spots;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (subject->starts[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

struct cdr_spot cdr_subject_spot(const struct cdr_subject *subject, size_t at, uint32_t *col)
{
	size_t nth;

	if (subject->view)
		return (struct cdr_spot){ subject->first.side,
					  cdr_view_locate(subject->view, subject->at + at, col) };
	nth = line_at(subject, at);
	*col = (uint32_t)(at - subject->starts[nth]) + 1;
	return subject->spots[nth];
}

bool cdr_subject_covers(const struct cdr_subject *subject, struct cdr_spot spot)
{
	uint32_t col;

	if (subject->view)
		return spot.side == subject->first.side && spot.lineno >= subject->first.lineno &&
		       spot.lineno <= cdr_subject_spot(subject, subject->text.len, &col).lineno;
	for (size_t i = 0; i < subject->n_spots; i++)
		if (subject->spots[i].side == spot.side && subject->spots[i].lineno == spot.lineno)
			return true;
	return false;
}
