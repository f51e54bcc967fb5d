/*
 * collect.c - where a file's guards stand, and on what.
 *
 * Every statement that may have changed is looked at once. A condition is looked
 * at together with the block that it decides about, because `if not admin` guards
 * by what follows, and what follows may be a line for the log before the refusal.
 */
#include "scan/guard/guard.h"

#include "rules/ascii.h"

#include <string.h>

struct collector {
	struct cdr_guards *out;
	struct cdr_filescan *scan;
	const struct cdr_guard *guard;
	enum cdr_side side;
};

/* What a guard in LINENO is anchored to. */
static size_t anchor_at(const struct collector *c, uint32_t lineno)
{
	const struct cdr_entity *owner = cdr_view_entity(c->out->view, lineno);
	size_t at;

	if (!owner || c->guard->anchor == CDR_ANCHOR_FILE)
		return CDR_NO_ENTITY;
	at = (size_t)(owner - c->out->entities);
	if (c->guard->anchor == CDR_ANCHOR_ENTITY)
		return at;
	for (size_t i = at + 1; i-- > 0;)
		if (c->out->entities[i].is_type && c->out->entities[i].lines.from <= lineno &&
		    lineno < c->out->entities[i].lines.to)
			return i;
	return CDR_NO_ENTITY;
}

/* Whether a guard in a statement that begins in LINENO stands before the body of its entity. */
static bool in_head(const struct cdr_guards *guards, const struct cdr_held *held, uint32_t lineno)
{
	return held->entity != CDR_NO_ENTITY && lineno <= guards->entities[held->entity].head;
}

/* What looks like a call of the entity in its own head is its name. */
static bool defines(const struct cdr_guards *guards, const struct cdr_held *held)
{
	struct cdr_str rest = held->words, word, name = guards->entities[held->entity].name;

	return !cdr_str_starts(held->text, "@") && cdr_guard_word(&rest, &word) &&
	       cdr_str_eq(word, cdr_last_component(name));
}

/*
 * A base class behind one that is no mixin: what it overrides is found there first. BEFORE
 * is the head up to it.
 */
static bool is_overruled(const struct cdr_guards *guards, const struct cdr_held *held,
			 struct cdr_str before)
{
	size_t at = cdr_str_find(before, CDR_STR("("));

	if (!guards->entities[held->entity].is_type || !cdr_str_ends(held->text, "Mixin"))
		return false;
	before = cdr_str_trim(cdr_str_sub(before, at + 1, before.len));
	while (before.len > 0) {
		struct cdr_str base = cdr_str_sub(before, 0, cdr_str_find(before, CDR_STR(",")));

		before = cdr_str_trim(cdr_str_sub(before, base.len + 1, before.len));
		base = cdr_str_trim(base);
		if (base.len > 0 && !cdr_str_ends(base, "Mixin"))
			return true;
	}
	return false;
}

/* A statement, or a condition with the block that it decides about. */
struct passage {
	uint32_t lineno; /* of its first line */
	struct cdr_lines lines;
	size_t own; /* bytes of the first statement */
};

/*
 * What of TEXT the guard at SPAN is: of a condition and a refusal further down its
 * block only these two, because between them things are said, not refused.
 */
static struct cdr_str text_of(struct collector *c, const struct passage *passage,
			      struct cdr_str text, struct cdr_span span)
{
	size_t last = span.to;

	while (last > passage->own && text.ptr[last - 1] != '\n')
		last--;
	if (span.to <= passage->own || span.from >= passage->own ||
	    !cdr_guard_decides(cdr_str_sub(text, span.from, span.to)))
		return cdr_str_sub(text, span.from, span.to);
	return cdr_str_from(cdr_arena_printf(
		c->scan->scratch, "%.*s\n%.*s", CDR_FMT(cdr_str_sub(text, span.from, passage->own)),
		CDR_FMT(cdr_str_trim(cdr_str_sub(text, last, span.to)))));
}

static void hold(struct collector *c, const struct passage *passage, struct cdr_str text,
		 struct cdr_str plain, struct cdr_span span)
{
	struct cdr_guards *guards = c->out;
	size_t start = cdr_view_span(guards->view, passage->lines).from;
	uint32_t col, lineno = cdr_view_locate(guards->view, start + span.from, &col);
	struct cdr_str own = text_of(c, passage, text, span);
	struct cdr_held held = {
		.lineno = passage->lineno,
		.entity = anchor_at(c, lineno),
		.text = own,
		.words = cdr_guard_words(own, c->scan->scratch),
		.span = { start + span.from, start + span.to },
	};

	if (in_head(guards, &held, passage->lineno)) {
		if (defines(guards, &held))
			return;
		held.idle = is_overruled(guards, &held, cdr_str_sub(plain, 0, span.from));
	} else if (c->guard->anchor != CDR_ANCHOR_FILE)
		held.key = cdr_guard_key_of(text, plain, span, c->scan->scratch);
	*cdr_vec_push(c->scan->scratch, &guards->held) = held;
}

/* An annotation in a string is an example of one. */
static bool is_quoted_annotation(struct cdr_str text, struct cdr_str plain, size_t at)
{
	return at < text.len && text.ptr[at] == '@' && plain.ptr[at] != '@';
}

/* Blanks in TEXT, of PASSAGE, what stands deeper than the statements of its block. */
static void blank_nested(struct cdr_view *view, const struct passage *passage, char *text)
{
	size_t start = cdr_view_span(view, passage->lines).from;
	size_t outer = cdr_guard_indent(view, passage->lineno), level = SIZE_MAX;
	uint32_t lineno = cdr_view_statement(view, passage->lineno).to, next;

	for (; lineno < passage->lines.to; lineno = next) {
		struct cdr_lines lines = cdr_view_statement(view, lineno);
		struct cdr_span span = cdr_view_span(view, lines);
		size_t indent = cdr_guard_indent(view, lineno);

		next = lines.to > lineno ? lines.to : lineno + 1;
		if (cdr_guard_next_code(view, lineno) > lineno)
			continue;
		level = level == SIZE_MAX && indent > outer ? indent : level;
		for (size_t i = span.from; i < span.to && indent > level; i++)
			if (text[i - start] != '\n')
				text[i - start] = ' ';
	}
}

static struct cdr_str passage_text(struct collector *c, const struct passage *passage,
				   unsigned mask)
{
	struct cdr_str text = cdr_view_lines(c->out->view, passage->lines, mask);
	char *copy;

	if (text.len <= passage->own)
		return text;
	copy = cdr_arena_alloc(c->scan->scratch, text.len);
	memcpy(copy, text.ptr, text.len);
	blank_nested(c->out->view, passage, copy);
	return (struct cdr_str){ copy, text.len };
}

static int collect_passage(struct collector *c, const struct passage *passage)
{
	struct cdr_str text = passage_text(c, passage, CDR_MASK_COMMENTS);
	struct cdr_str plain = passage_text(c, passage, CDR_MASK_COMMENTS | CDR_MASK_STRINGS);
	struct cdr_match match;
	size_t at = 0;
	int rc;

	while ((rc = cdr_pattern_find(c->guard->pattern, c->scan->space,
				      (struct cdr_search){ text, at }, &match, NULL)) == 0) {
		struct cdr_span span;

		if (match.groups[0].from >= passage->own)
			return 0;
		span = cdr_guard_span(text, plain, match.groups[0]);
		if (!is_quoted_annotation(text, plain, span.from))
			hold(c, passage, text, plain, span);
		at = cdr_match_next(text, &match);
		if (at < span.to)
			at = span.to;
	}
	return rc == CDR_ENOTFOUND ? 0 : rc;
}

static struct passage passage_at(struct cdr_view *view, uint32_t lineno)
{
	struct passage passage = { .lineno = lineno, .lines = cdr_view_statement(view, lineno) };
	struct cdr_span own = cdr_view_span(view, passage.lines);

	passage.own = own.to - own.from;
	if (cdr_guard_decides(cdr_view_lines(view, passage.lines, CDR_MASK_COMMENTS)))
		passage.lines.to = cdr_guard_block_end(view, passage.lines);
	return passage;
}

/*
 * Whether a guard may stand in the statement OWN, or in what it decides about, if it does:
 * NEXT is the first line from there on where one may.
 */
static bool may_hold(const struct collector *c, struct cdr_lines own, uint32_t next)
{
	struct cdr_view *view = c->out->view;
	struct cdr_str text;

	if (next < own.to)
		return true;
	if (cdr_view_span(view, (struct cdr_lines){ next, next + 1 }).from >
	    cdr_view_span(view, own).from + CDR_GUARD_BLOCK_BYTES)
		return false;
	text = cdr_view_lines(view, own, 0);
	return cdr_str_has(text, "if") || cdr_str_has(text, "else") || cdr_str_has(text, "unless");
}

static int collect_at(struct collector *c, uint32_t lineno, struct cdr_err *err)
{
	struct passage passage = passage_at(c->out->view, lineno);

	if (cdr_sighted_all(c->scan->sighted, c->side, passage.lines) &&
	    collect_passage(c, &passage) < 0)
		return cdr_fail(err, CDR_EPATTERN, "the pattern hit a limit on line %u", lineno);
	return 0;
}

static int collect_lines(struct collector *c, struct cdr_lines lines, struct cdr_err *err)
{
	uint32_t next, sighted = 0;
	int rc = 0;

	for (uint32_t lineno = lines.from; lineno < lines.to && rc == 0; lineno = next) {
		struct cdr_lines own = cdr_view_statement(c->out->view, lineno);

		next = own.to > lineno ? own.to : lineno + 1;
		if (sighted < own.from)
			sighted = cdr_sighted_next(c->scan->sighted, c->side, own.from);
		if (sighted == UINT32_MAX)
			return 0;
		if (may_hold(c, own, sighted))
			rc = collect_at(c, lineno, err);
	}
	return rc;
}

int cdr_guards_collect(struct cdr_guards *out, struct cdr_filescan *scan,
		       const struct cdr_guard_place *where, struct cdr_err *err)
{
	struct collector c = { out, scan, where->guard, where->side };
	int rc = 0;

	*out = (struct cdr_guards){ .view = where->view };
	out->n_entities = cdr_view_entities(out->view, &out->entities);
	for (size_t i = 0; i < where->open->items.n && rc == 0; i++)
		rc = collect_lines(&c, where->open->items.items[i], err);
	return rc;
}
