/*
 * idle.c - a guard can be taken out of action without a byte of it being
 * touched. Both sides are asked, since only what became idle was lost.
 */
#include "scan/guard/idle.h"

#include "base/names.h"
#include "rules/ascii.h"
#include "rules/language.h"
#include "scan/guard/text.h"

#include <stdlib.h>

struct cdr_str cdr_idle_word(struct cdr_str text)
{
	size_t len = 0;

	while (len < text.len && cdr_is_word(text.ptr[len]))
		len++;
	return cdr_str_sub(text, 0, len);
}

void cdr_idle_mark(struct cdr_idle *idle, uint32_t from, uint32_t to)
{
	for (uint32_t lineno = from; lineno < to && lineno <= idle->n_lines; lineno++)
		idle->lines[lineno - 1] = true;
}

static bool is_understood(const struct cdr_language *language)
{
	static const char *const names[] = { "python", "ruby",   "javascript", "typescript", "java",
					     "kotlin", "csharp", "php",        "go" };

	for (size_t i = 0; language && i < sizeof(names) / sizeof(names[0]); i++)
		if (cdr_str_is(cdr_str_from(cdr_language_name(language)), names[i]))
			return true;
	return false;
}

static int compare_names(const void *a, const void *b)
{
	return cdr_str_cmp(*(const struct cdr_str *)a, *(const struct cdr_str *)b);
}

const struct cdr_idle *cdr_idle_of(struct cdr_view *view, struct cdr_arena *arena)
{
	struct cdr_idle *idle = CDR_NEW(arena, struct cdr_idle);

	idle->n_lines = cdr_view_n_lines(view);
	idle->lines = cdr_arena_alloc(arena, (idle->n_lines + 1) * sizeof(*idle->lines));
	if (!is_understood(view->language))
		return idle;
	(void)cdr_view_masked(view, CDR_MASK_COMMENTS | CDR_MASK_STRINGS); /* all of it is read */
	cdr_idle_blocks(idle, view);
	cdr_idle_eclipses(idle, view, arena);
	if (idle->names.n > 1)
		qsort(idle->names.items, idle->names.n, sizeof(struct cdr_str), compare_names);
	return idle;
}

/* Behind these stands what is guarded and when: `only: [:new]`. */
static bool ends_guard(struct cdr_str word)
{
	static const char *const words[] = { "only", "except", "if", "unless" };

	return cdr_names_has(CDR_NAMES(words), word);
}

bool cdr_idle_covers(const struct cdr_idle *idle, uint32_t lineno, struct cdr_str words)
{
	struct cdr_str word;
	bool first = true;

	if (lineno >= 1 && lineno <= idle->n_lines && idle->lines[lineno - 1])
		return true;
	for (; idle->names.n > 0 && cdr_guard_word(&words, &word); first = false) {
		if (!first && ends_guard(word))
			return false;
		if (bsearch(&word, idle->names.items, idle->names.n, sizeof(word), compare_names))
			return true;
	}
	return false;
}

/* --- opening ------------------------------------------------------------------ */

static bool same_names(const struct cdr_idle *a, const struct cdr_idle *b)
{
	if (a->names.n != b->names.n)
		return false;
	for (size_t i = 0; i < a->names.n; i++)
		if (!cdr_str_eq(a->names.items[i], b->names.items[i]))
			return false;
	return true;
}

/* The lists of open lines, made anew: what was open and what is now. */
struct opening {
	struct cdr_guard_ground *out;
	const struct cdr_passing *passing;
	const struct cdr_idle *const *idle;
	struct cdr_arena *arena;
};

static void open_lines(struct opening *o, int side, struct cdr_lines lines)
{
	struct cdr_open_lines *open = &o->out->open[side];
	struct cdr_lines *last = open->items.n ? &open->items.items[open->items.n - 1] : NULL;

	if (lines.from >= lines.to)
		return;
	if (last && last->to >= lines.from)
		last->to = last->to > lines.to ? last->to : lines.to;
	else
		*cdr_vec_push(o->arena, &open->items) = lines;
}

/* The closed lines WAS are the same as the N from IS on, and whole statements. */
static void open_changed(struct opening *o, struct cdr_lines was, uint32_t is)
{
	uint32_t shift = is - was.from; /* modulo 2^32 */

	for (uint32_t lineno = was.from; lineno < was.to; lineno++) {
		struct cdr_lines lines;

		if (o->idle[CDR_SIDE_OLD]->lines[lineno - 1] ==
		    o->idle[CDR_SIDE_NEW]->lines[lineno + shift - 1])
			continue;
		lines = cdr_view_statement(o->passing->was, lineno);
		open_lines(o, CDR_SIDE_OLD, lines);
		open_lines(o, CDR_SIDE_NEW,
			   (struct cdr_lines){ lines.from + shift, lines.to + shift });
	}
}

/* Closed lines stand between open ones, as many of them on both sides. */
static void open_between(struct opening *o, const struct cdr_guard_ground *before)
{
	uint32_t done[2] = { 1, 1 };
	size_t i[2] = { 0, 0 };
	uint32_t end = cdr_view_n_lines(o->passing->was) + 1;

	for (;;) {
		struct cdr_lines closed;

		for (int side = 0; side < 2; side++) {
			const struct cdr_open_lines *open = &before->open[side];

			while (i[side] < open->items.n &&
			       open->items.items[i[side]].from <= done[side]) {
				open_lines(o, side, open->items.items[i[side]]);
				done[side] = open->items.items[i[side]++].to;
			}
		}
		closed.from = done[CDR_SIDE_OLD];
		closed.to = end;
		for (int side = 0; side < 2; side++) {
			const struct cdr_open_lines *open = &before->open[side];
			uint32_t n;

			if (i[side] == open->items.n)
				continue;
			n = open->items.items[i[side]].from - done[side];
			if (closed.from + n < closed.to)
				closed.to = closed.from + n;
		}
		if (closed.from >= closed.to)
			return;
		open_changed(o, closed, done[CDR_SIDE_NEW]);
		for (int side = 0; side < 2; side++)
			done[side] += closed.to - closed.from;
	}
}

void cdr_guard_ground_idle(struct cdr_guard_ground *ground, const struct cdr_passing *passing,
			   struct cdr_arena *arena)
{
	const struct cdr_guard_ground before = *ground;
	const struct cdr_idle *idle[2] = { cdr_idle_of(passing->was, arena),
					   cdr_idle_of(passing->is, arena) };
	struct opening o = { ground, passing, idle, arena };

	*ground = (struct cdr_guard_ground){ .idle = { idle[CDR_SIDE_OLD], idle[CDR_SIDE_NEW] } };
	if (same_names(idle[CDR_SIDE_OLD], idle[CDR_SIDE_NEW]))
		open_between(&o, &before);
	else
		cdr_guard_ground_all(ground, passing, arena);
}
