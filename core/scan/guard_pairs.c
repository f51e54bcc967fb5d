/*
 * guard_pairs.c - a guard that is missing from a diff's plus side is mostly
 * not lost but moved, reformatted, or gone with what it guarded. Only the
 * comparison of both sides' sets tells.
 */
#include "scan/guard.h"

#include "scan/guard_text.h"

/* --- collecting ---------------------------------------------------------- */

static void hold(struct cdr_guards *guards, struct cdr_filescan *scan,
		 const struct cdr_entity *entity, struct cdr_span span)
{
	struct cdr_str text =
		cdr_str_sub(cdr_view_masked(guards->view, CDR_MASK_COMMENTS), span.from, span.to);

	*cdr_vec_push(scan->scratch, &guards->held) = (struct cdr_held){
		.entity = entity,
		.text = text,
		.normal = cdr_guard_normal(text, scan->scratch),
		.span = span,
	};
}

static int collect_statement(struct cdr_guards *guards, struct cdr_filescan *scan,
			     const struct cdr_entity *entity, struct cdr_lines lines,
			     const struct cdr_pattern *pattern)
{
	struct cdr_str text = cdr_view_lines(guards->view, lines, CDR_MASK_COMMENTS);
	struct cdr_str plain =
		cdr_view_lines(guards->view, lines, CDR_MASK_COMMENTS | CDR_MASK_STRINGS);
	size_t start = cdr_view_span(guards->view, lines).from, at = 0;
	struct cdr_match match;
	int rc;

	while ((rc = cdr_pattern_find(pattern, scan->space, (struct cdr_search){ text, at }, &match,
				      NULL)) == 0) {
		struct cdr_span span = cdr_guard_span(text, plain, match.groups[0]);

		hold(guards, scan, entity, (struct cdr_span){ start + span.from, start + span.to });
		at = cdr_match_next(text, &match);
		if (at < span.to)
			at = span.to;
	}
	return rc == CDR_ENOTFOUND ? 0 : rc;
}

int cdr_guards_collect(struct cdr_guards *out, struct cdr_filescan *scan,
		       struct cdr_view *view, const struct cdr_pattern *pattern,
		       struct cdr_err *err)
{
	*out = (struct cdr_guards){ .view = view };
	out->n_entities = cdr_view_entities(out->view, &out->entities);
	for (size_t i = 0; i < out->n_entities; i++) {
		const struct cdr_entity *entity = &out->entities[i];

		for (uint32_t lineno = entity->lines.from; lineno <= entity->head;) {
			struct cdr_lines lines = cdr_view_statement(out->view, lineno);

			if (collect_statement(out, scan, entity, lines, pattern) < 0)
				return cdr_fail(err, CDR_EPATTERN,
						"the pattern hit a limit on %.*s",
						CDR_FMT(entity->name));
			lineno = lines.to > lineno ? lines.to : lineno + 1;
		}
	}
	return 0;
}

/* --- names --------------------------------------------------------------- */

static struct cdr_str last_component(struct cdr_str name)
{
	for (size_t i = name.len; i > 0; i--)
		if (name.ptr[i - 1] == '.')
			return cdr_str_sub(name, i, name.len);
	return name;
}

static bool same_last(const struct cdr_entity *a, const struct cdr_entity *b)
{
	return cdr_str_eq(last_component(a->name), last_component(b->name));
}

static size_t count_named(const struct cdr_guards *guards, struct cdr_str name)
{
	size_t n = 0;

	for (size_t i = 0; i < guards->n_entities; i++)
		n += cdr_str_eq(guards->entities[i].name, name);
	return n;
}

/* --- pairing ------------------------------------------------------------- */

static bool left(const struct cdr_guards *from, const struct cdr_guards *to, struct cdr_str name)
{
	return count_named(to, name) < count_named(from, name);
}

/* The new number of an old line, 0 if it was removed. */
static uint32_t line_now(const struct cdr_filediff *diff, uint32_t old_lineno)
{
	uint32_t shift = 0; /* modulo 2^32, so that it can be negative */

	for (size_t i = 0; i < diff->n_hunks; i++) {
		const struct cdr_hunk *hunk = &diff->hunks[i];
		uint32_t first = hunk->old_lines ? hunk->old_start : hunk->old_start + 1;

		if (old_lineno < first)
			break;
		for (size_t k = 0; k < hunk->n_lines; k++)
			if (hunk->lines[k].old_lineno == old_lineno)
				return hunk->lines[k].new_lineno;
		shift += hunk->new_lines - hunk->old_lines;
	}
	return old_lineno + shift;
}

/* How two guards of equal normal form come to be the same one; from strict to lenient. */
enum kinship { STAYED, MOVED, RENAMED };

struct pairing {
	const struct cdr_filediff *diff;
	struct cdr_guards *old_side, *new_side;
};

/* The entity has another name, and its guard is the very line that it was. */
static bool is_renamed(const struct pairing *p, const struct cdr_held *a, const struct cdr_held *b)
{
	uint32_t col, was = cdr_view_locate(p->old_side->view, a->span.from, &col);

	return count_named(p->new_side, a->entity->name) == 0 &&
	       count_named(p->old_side, b->entity->name) == 0 &&
	       line_now(p->diff, was) == cdr_view_locate(p->new_side->view, b->span.from, &col);
}

static bool are_kin(enum kinship kinship, const struct pairing *p, const struct cdr_held *a,
		    const struct cdr_held *b)
{
	switch (kinship) {
	case STAYED:
		return cdr_str_eq(a->entity->name, b->entity->name);
	case MOVED:
		return same_last(a->entity, b->entity) &&
		       left(p->old_side, p->new_side, a->entity->name);
	case RENAMED:
		return is_renamed(p, a, b);
	}
	return false;
}

static void pair_kin(enum kinship kinship, const struct pairing *p)
{
	for (size_t i = 0; i < p->old_side->held.n; i++) {
		struct cdr_held *a = &p->old_side->held.items[i];

		for (size_t k = 0; k < p->new_side->held.n && !a->paired; k++) {
			struct cdr_held *b = &p->new_side->held.items[k];

			if (!b->paired && cdr_str_eq(a->normal, b->normal) &&
			    are_kin(kinship, p, a, b))
				a->paired = b->paired = true;
		}
	}
}

void cdr_guards_pair(const struct cdr_filediff *diff, struct cdr_guards *old_side,
		     struct cdr_guards *new_side)
{
	const struct pairing p = { diff, old_side, new_side };

	pair_kin(STAYED, &p);
	pair_kin(MOVED, &p);
	pair_kin(RENAMED, &p);
}

/* --- survival ------------------------------------------------------------ */

static struct cdr_str head_of(const struct cdr_guards *guards, const struct cdr_entity *entity,
			      struct cdr_arena *arena)
{
	struct cdr_lines lines = cdr_view_statement(guards->view, entity->head);

	lines.from = entity->head;
	return cdr_guard_normal(cdr_view_lines(guards->view, lines, CDR_MASK_COMMENTS), arena);
}

/* The Nth (from 0) entity called NAME, or NULL. */
static const struct cdr_entity *nth_named(const struct cdr_guards *guards, struct cdr_str name,
					  size_t nth)
{
	for (size_t i = 0; i < guards->n_entities; i++)
		if (cdr_str_eq(guards->entities[i].name, name) && nth-- == 0)
			return &guards->entities[i];
	return NULL;
}

/* Overloads share a name: the same head is the same one, else as many as before stand in order. */
static const struct cdr_entity *namesake(const struct cdr_guards *old_side,
					 const struct cdr_guards *new_side,
					 const struct cdr_entity *entity, struct cdr_arena *arena)
{
	struct cdr_str head = head_of(old_side, entity, arena);
	const struct cdr_entity *other;
	size_t nth = 0;

	for (size_t i = 0; (other = nth_named(new_side, entity->name, i)); i++)
		if (cdr_str_eq(head, head_of(new_side, other, arena)))
			return other;
	if (count_named(new_side, entity->name) < count_named(old_side, entity->name))
		return NULL;
	for (const struct cdr_entity *at = old_side->entities; at < entity; at++)
		nth += cdr_str_eq(at->name, entity->name);
	return nth_named(new_side, entity->name, nth);
}

const struct cdr_entity *cdr_guards_survivor(const struct cdr_guards *old_side,
					     const struct cdr_guards *new_side,
					     const struct cdr_entity *entity,
					     struct cdr_arena *arena)
{
	if (count_named(new_side, entity->name) > 0)
		return namesake(old_side, new_side, entity, arena);
	for (size_t i = 0; i < new_side->n_entities; i++) {
		const struct cdr_entity *other = &new_side->entities[i];

		if (same_last(other, entity) && count_named(old_side, other->name) == 0)
			return other;
	}
	return NULL;
}
