/*
 * ground.c - most statements of a file are as they were, and to try every
 * guard's pattern on all of them, twice, was four fifths of a scan.
 */
#include "scan/guard/ground.h"

#include "rules/ascii.h"
#include "rules/language.h"
#include "scan/guard/follow.h"
#include "scan/guard/text.h"

#include <string.h>

#define BLOCK 32u         /* statements before one may be a condition in whose block it stands */
#define BLOCK_DIRECT 8u   /* of its statements that do not stand in a further block */

struct surveyor {
	struct cdr_guard_ground *out;
	struct cdr_arena *arena;
	struct cdr_view *views[2]; /* by enum cdr_side: 0 is old, 1 new */
	const unsigned char *classes[2];
	const struct cdr_entity *entities[2];
	const size_t *same; /* of each entity of the old side */
};

/* --- entities ---------------------------------------------------------------- */

/* Of each entity the index of the innermost one around it; CDR_GONE without one. */
static size_t *parents_of(const struct cdr_entity *entities, size_t n, struct cdr_arena *arena)
{
	size_t *parents = cdr_arena_alloc(arena, n * sizeof(*parents));

	for (size_t i = 0; i < n; i++) {
		size_t outer = i > 0 ? i - 1 : CDR_GONE;

		while (outer != CDR_GONE && entities[outer].lines.to < entities[i].lines.to)
			outer = parents[outer];
		parents[i] = outer;
	}
	return parents;
}

/* Which entities are the same on both sides, and all that is around them, too. */
static const size_t *same_entities(struct surveyor *s)
{
	struct cdr_cast casts[2];
	size_t *same, *parents[2];

	for (int side = 0; side < 2; side++) {
		size_t n = cdr_view_entities(s->views[side], &s->entities[side]);

		casts[side] = (struct cdr_cast){ s->views[side], s->entities[side], n, NULL };
		parents[side] = parents_of(s->entities[side], n, s->arena);
	}
	same = cdr_follow_sole(&casts[CDR_SIDE_OLD], &casts[CDR_SIDE_NEW], s->arena);
	for (size_t i = 0; i < casts[CDR_SIDE_OLD].n; i++) {
		size_t outer = parents[CDR_SIDE_OLD][i], is = same[i];

		if (is == CDR_GONE)
			continue;
		if (s->entities[CDR_SIDE_OLD][i].is_type != s->entities[CDR_SIDE_NEW][is].is_type ||
		    (outer == CDR_GONE ? CDR_GONE : same[outer]) != parents[CDR_SIDE_NEW][is] ||
		    (outer != CDR_GONE && same[outer] == CDR_GONE))
			same[i] = CDR_GONE;
	}
	return same;
}

/* --- lines ------------------------------------------------------------------- */

/* Whether the N equal lines from WAS and from IS on are comment, string and code alike. */
static bool same_classes(const struct surveyor *s, uint32_t was, uint32_t is, uint32_t n)
{
	struct cdr_span a = cdr_view_span(s->views[0], (struct cdr_lines){ was, was + n });
	struct cdr_span b = cdr_view_span(s->views[1], (struct cdr_lines){ is, is + n });
	size_t len = a.to - a.from;

	return len == b.to - b.from &&
	       memcmp(s->classes[0] + a.from, s->classes[1] + b.from, len) == 0;
}

/* Whether the lines AT, of STATEMENTS, lie in the same entity, and in the same part of it. */
static bool same_owner(const struct surveyor *s, const uint32_t at[2],
		       const struct cdr_lines statements[2])
{
	const struct cdr_entity *owners[2];

	for (int side = 0; side < 2; side++)
		owners[side] = cdr_view_entity(s->views[side], at[side]);
	if (!owners[CDR_SIDE_OLD] || !owners[CDR_SIDE_NEW])
		return owners[CDR_SIDE_OLD] == owners[CDR_SIDE_NEW];
	return s->same[owners[CDR_SIDE_OLD] - s->entities[CDR_SIDE_OLD]] ==
		       (size_t)(owners[CDR_SIDE_NEW] - s->entities[CDR_SIDE_NEW]) &&
	       (statements[CDR_SIDE_OLD].from <= owners[CDR_SIDE_OLD]->head) ==
		       (statements[CDR_SIDE_NEW].from <= owners[CDR_SIDE_NEW]->head);
}

/* ALIKE: the classes of all of STRETCH are the same. */
static bool is_kept(const struct surveyor *s, const struct cdr_stretch *stretch, uint32_t i,
		    bool alike)
{
	const uint32_t at[2] = { stretch->at[0] + i, stretch->at[1] + i };
	const struct cdr_lines statements[2] = { cdr_view_statement(s->views[0], at[0]),
						 cdr_view_statement(s->views[1], at[1]) };

	return at[0] - statements[0].from == at[1] - statements[1].from &&
	       statements[0].to - at[0] == statements[1].to - at[1] &&
	       (alike || same_classes(s, at[0], at[1], 1)) && same_owner(s, at, statements);
}

/* --- blocks -------------------------------------------------------------------- */

uint32_t cdr_guard_next_code(struct cdr_view *view, uint32_t lineno)
{
	while (lineno <= cdr_view_n_lines(view) &&
	       cdr_str_trim(cdr_view_line(view, lineno, CDR_MASK_COMMENTS)).len == 0)
		lineno++;
	return lineno;
}

struct cdr_lines cdr_guard_statement_before(struct cdr_view *view, uint32_t lineno)
{
	do
		lineno--;
	while (lineno > 0 && cdr_str_trim(cdr_view_line(view, lineno, CDR_MASK_COMMENTS)).len == 0);
	return lineno > 0 ? cdr_view_statement(view, lineno) : (struct cdr_lines){ 0, 0 };
}

size_t cdr_guard_indent(struct cdr_view *view, uint32_t lineno)
{
	struct cdr_str line = cdr_view_line(view, lineno, CDR_MASK_COMMENTS);

	return (size_t)(cdr_str_trim(line).ptr - line.ptr);
}

/* Whether the bracket that TEXT opens first is closed by its last byte. */
static bool is_in_brackets(struct cdr_str text)
{
	size_t depth = 0;

	for (size_t at = cdr_str_find(text, CDR_STR("(")); at < text.len; at++) {
		depth += text.ptr[at] == '(';
		if (text.ptr[at] == ')' && --depth == 0)
			return at + 1 == text.len;
	}
	return false;
}

/* Whether what follows the condition OWN belongs to it however it is indented. */
static bool is_open_ended(struct cdr_view *view, struct cdr_lines own)
{
	struct cdr_str text =
		cdr_str_trim(cdr_view_lines(view, own, CDR_MASK_COMMENTS | CDR_MASK_STRINGS));

	return cdr_str_ends(text, "{") || is_in_brackets(text);
}

uint32_t cdr_guard_block_end(struct cdr_view *view, struct cdr_lines own)
{
	size_t indent = cdr_guard_indent(view, own.from), level = 0;
	bool belongs = is_open_ended(view, own);
	unsigned direct = 0;

	for (unsigned n = 0; n < BLOCK; n++, belongs = false) {
		uint32_t lineno = cdr_guard_next_code(view, own.to);
		size_t deep = cdr_guard_indent(view, lineno);
		struct cdr_lines next = { own.from, lineno };
		struct cdr_span span;

		if (lineno > cdr_view_n_lines(view) || (!belongs && deep <= indent))
			break;
		level = level == 0 && deep > indent ? deep : level;
		direct += deep <= level && cdr_view_line(view, lineno, 0).ptr[deep] != '}';
		next.to = cdr_view_statement(view, lineno).to;
		span = cdr_view_span(view, next);
		if (direct > BLOCK_DIRECT || span.to - span.from > CDR_GUARD_BLOCK_BYTES)
			break;
		own.to = next.to;
	}
	return own.to;
}

/*
 * A way up from a place through the conditions that may decide about it: what stands in the
 * block of one, but for its first statement, stands deeper than the condition.
 */
struct climb {
	struct cdr_view *view;
	struct cdr_lines at; /* the statement that was reached */
	size_t last, limit;  /* its indentation, and the least of those below */
	unsigned n;          /* statements passed */
};

/* Goes up to the next one that begins from FLOOR on; false when there is none. */
static bool climb_on(struct climb *climb, uint32_t floor)
{
	while (climb->limit > 0 && climb->n++ <= BLOCK) {
		size_t limit = climb->limit, indent;

		climb->at = cdr_guard_statement_before(climb->view, climb->at.from);
		if (climb->at.from == 0 || climb->at.from < floor)
			return false;
		indent = cdr_guard_indent(climb->view, climb->at.from);
		climb->limit = climb->last < limit ? climb->last : limit;
		climb->last = indent;
		if (indent < limit && cdr_guard_decides(cdr_view_lines(climb->view, climb->at,
								       CDR_MASK_COMMENTS)))
			return true;
	}
	return false;
}

/* --- open and closed ------------------------------------------------------------- */

/* The first line behind the last one of LINES that holds code; LINES.from when none does. */
static uint32_t end_of_code(const struct surveyor *s, struct cdr_lines lines)
{
	struct cdr_view *view = s->views[CDR_SIDE_OLD];

	while (lines.to > lines.from) {
		struct cdr_span span =
			cdr_view_span(view, (struct cdr_lines){ lines.to - 1, lines.to });

		for (size_t i = span.from; i < span.to; i++)
			if (!cdr_is_space(view->text.ptr[i]) &&
			    s->classes[CDR_SIDE_OLD][i] != CDR_BYTE_COMMENT)
				return lines.to;
		lines.to--;
	}
	return lines.to;
}

/* Cuts off LINES of the old side each condition about whose block they do not tell all. */
static struct cdr_lines without_condition(struct surveyor *s, struct cdr_lines lines)
{
	struct cdr_view *view = s->views[CDR_SIDE_OLD];
	uint32_t end = end_of_code(s, lines);
	struct climb climb = {
		.view = view, .at = { end, end }, .last = SIZE_MAX, .limit = SIZE_MAX
	};

	while (climb_on(&climb, lines.from))
		if (cdr_guard_next_code(view, cdr_guard_block_end(view, climb.at)) >= end)
			lines.to = climb.at.from;
	return lines;
}

/* Leaves out lines [FROM, TO) of STRETCH, which are kept, as far as they are whole statements. */
static void keep(struct surveyor *s, const struct cdr_stretch *stretch, uint32_t from, uint32_t to)
{
	struct cdr_view *was = s->views[CDR_SIDE_OLD], *is = s->views[CDR_SIDE_NEW];
	uint32_t shift = stretch->at[CDR_SIDE_NEW] - stretch->at[CDR_SIDE_OLD]; /* modulo 2^32 */
	struct cdr_lines lines = { stretch->at[0] + from, stretch->at[0] + to };

	while (lines.from < lines.to && cdr_view_statement(was, lines.from).from < lines.from)
		lines.from++;
	while (lines.from < lines.to && cdr_view_statement(was, lines.to - 1).to > lines.to)
		lines.to--;
	if (lines.to <= cdr_view_n_lines(was) || lines.to + shift <= cdr_view_n_lines(is))
		lines = without_condition(s, lines);
	if (lines.from >= lines.to)
		return;
	*cdr_vec_push(s->arena, &s->out->closed) =
		(struct cdr_stretch){ { lines.from, lines.from + shift }, lines.to - lines.from };
}

static void survey(struct surveyor *s, const struct cdr_stretch *stretch)
{
	uint32_t from = 0;
	bool alike = stretch->n > 0 && same_classes(s, stretch->at[0], stretch->at[1], stretch->n);

	s->out->reread |= stretch->n > 0 && !alike;
	for (uint32_t i = 0; i < stretch->n; i++) {
		if (is_kept(s, stretch, i, alike))
			continue;
		keep(s, stretch, from, i);
		from = i + 1;
	}
	keep(s, stretch, from, stretch->n);
}

/* --- the change ---------------------------------------------------------------- */

/* The lines between what was surveyed and the changed LINE, which is passed. */
static struct cdr_stretch stretch_before(uint32_t next[2], const struct cdr_line *line)
{
	int side = line->origin == '-' ? CDR_SIDE_OLD : CDR_SIDE_NEW;
	uint32_t lineno = line->origin == '-' ? line->old_lineno : line->new_lineno;
	struct cdr_stretch stretch = { { next[0], next[1] }, lineno - next[side] };

	for (int i = 0; i < 2; i++)
		next[i] += stretch.n;
	next[side]++;
	return stretch;
}

static void survey_hunk(struct surveyor *s, const struct cdr_hunk *hunk, uint32_t next[2])
{
	for (size_t i = 0; i < hunk->n_lines; i++) {
		struct cdr_stretch stretch;

		if (hunk->lines[i].origin == ' ')
			continue;
		stretch = stretch_before(next, &hunk->lines[i]);
		survey(s, &stretch);
	}
}

static void survey_rest(struct surveyor *s, const uint32_t next[2])
{
	struct cdr_stretch stretch = { { next[0], next[1] }, 0 };
	uint32_t left[2];

	for (int side = 0; side < 2; side++)
		left[side] = cdr_view_n_lines(s->views[side]) + 1 - next[side];
	stretch.n = left[0] < left[1] ? left[0] : left[1];
	survey(s, &stretch);
}

/* Lines of what was transcoded are not those of its hunks. */
static bool is_transcoded(const struct cdr_view *view)
{
	return cdr_transcoded_differs(&view->source);
}

static void open_side(struct cdr_guard_ground *ground, int side, uint32_t end,
		      struct cdr_arena *arena)
{
	struct cdr_lines lines = { 1, 1 };

	ground->open[side].items.n = 0;
	for (size_t i = 0; i <= ground->closed.n; i++) {
		const struct cdr_stretch *next = &ground->closed.items[i];

		lines.to = i < ground->closed.n ? next->at[side] : end;
		if (lines.from < lines.to)
			*cdr_vec_push(arena, &ground->open[side].items) = lines;
		lines.from = lines.to + (i < ground->closed.n ? next->n : 0);
	}
}

void cdr_guard_ground_open(struct cdr_guard_ground *ground, const struct cdr_passing *passing,
			   struct cdr_arena *arena)
{
	open_side(ground, CDR_SIDE_OLD, cdr_view_n_lines(passing->was) + 1, arena);
	open_side(ground, CDR_SIDE_NEW, cdr_view_n_lines(passing->is) + 1, arena);
}

void cdr_guard_ground_all(struct cdr_guard_ground *out, const struct cdr_passing *passing,
			  struct cdr_arena *arena)
{
	out->closed.n = 0;
	cdr_guard_ground_open(out, passing, arena);
}

void cdr_guard_ground_changed(struct cdr_guard_ground *out, const struct cdr_passing *passing,
			      struct cdr_arena *arena)
{
	struct surveyor s = {
		.out = out,
		.arena = arena,
		.views = { [CDR_SIDE_OLD] = passing->was, [CDR_SIDE_NEW] = passing->is },
	};
	uint32_t next[2] = { 1, 1 };

	if (is_transcoded(passing->was) || is_transcoded(passing->is)) {
		cdr_guard_ground_all(out, passing, arena);
		return;
	}
	for (int side = 0; side < 2; side++)
		s.classes[side] = cdr_view_classes(s.views[side]);
	s.same = same_entities(&s);
	for (size_t i = 0; i < passing->diff->n_hunks; i++)
		if (passing->diff->hunks[i].kind == CDR_HUNK_TEXT)
			survey_hunk(&s, &passing->diff->hunks[i], next);
	survey_rest(&s, next);
	cdr_guard_ground_open(out, passing, arena);
}
