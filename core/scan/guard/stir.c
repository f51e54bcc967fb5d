/*
 * stir.c - most changes put nothing out of action, and to find out what is idle on
 * two whole sides costs more than all else about guards. A look at the changed lines
 * tells; in doubt it says yes.
 */
#include "scan/guard/idle.h"

#include "base/names.h"
#include "rules/ascii.h"
#include "scan/guard/follow.h"

#include <string.h>

#define LOOK_UP 200u     /* lines above one in which the head of its block is looked for */
#define LOOK_DOWN 400u   /* lines below one in which its block goes on */
#define LITERAL_MIN 2u   /* bytes of a route's path that are worth looking for */
#define NESTED_MAX 8u    /* entities before a line that may be around it */
#define SEARCHES_MAX 64u /* of the whole text: a change that wants more is looked at closely */

/* One side of the change. */
struct side {
	struct cdr_view *view;
	const struct cdr_entity *entities;
	size_t n;
	unsigned searches;              /* that it may still cost */
	const struct cdr_entity *asked; /* whose functions were looked at last */
	uint32_t bound;                 /* the statement that was looked at last: its first line */
	uint32_t last;                  /* the line that was asked for last, */
	size_t last_indent;             /* its indentation, */
	bool in_handler;                /* and whether it is in a handler */
};

static bool is_in(struct cdr_str word, struct cdr_names names)
{
	size_t idx;

	return cdr_names_find(names, word, &idx);
}

static struct cdr_str line_of(struct side *side, uint32_t lineno, size_t *indent)
{
	struct cdr_str line = cdr_view_line(side->view, lineno, 0), text = cdr_str_trim(line);

	*indent = text.len > 0 ? (size_t)(text.ptr - line.ptr) : 0;
	return text;
}

static struct cdr_str without_braces(struct cdr_str text)
{
	while (text.len > 0 && (text.ptr[0] == '}' || cdr_is_space(text.ptr[0])))
		text = cdr_str_sub(text, 1, text.len);
	return text;
}

/* --- blocks ----------------------------------------------------------------------- */

/* What may be left behind: a line that leaves its block although that goes on. */
static bool is_followed(struct side *side, uint32_t lineno, size_t indent)
{
	for (uint32_t i = lineno + 1; i <= lineno + LOOK_DOWN; i++) {
		size_t own;
		struct cdr_str text = line_of(side, i, &own);

		if (i > cdr_view_n_lines(side->view))
			return false;
		if (text.len == 0 || own > indent || (own == indent && strchr(")]", text.ptr[0])))
			continue;
		return own == indent && text.ptr[0] != '}';
	}
	return true;
}

/* A brace that does not stand out from the block that it closes ends it all the same. */
static bool is_untidy(struct side *side, uint32_t lineno, struct cdr_str text, size_t indent)
{
	struct cdr_str before = { NULL, 0 };
	size_t own = 0;

	if (text.ptr[0] != '}')
		return false;
	while (before.len == 0 && lineno > 1)
		before = line_of(side, --lineno, &own);
	return before.len > 0 && own <= indent && !cdr_str_ends(before, "{");
}

static bool begins_try(struct cdr_str text)
{
	static const char *const words[] = { "try", "begin" };

	return is_in(cdr_idle_word(without_braces(text)), CDR_NAMES(words));
}

static bool begins_handler(struct cdr_str text)
{
	static const char *const words[] = { "except", "catch", "rescue" };

	return is_in(cdr_idle_word(without_braces(text)), CDR_NAMES(words));
}

/* Whether a line above is a handler's head: INDENT is that of the line at LINENO. */
static bool is_below_handler(struct side *side, uint32_t lineno, size_t indent)
{
	for (uint32_t n = 0; lineno > 1 && n < LOOK_UP && indent > 0; n++) {
		size_t own;
		struct cdr_str text = line_of(side, --lineno, &own);

		if (text.len == 0 || own >= indent)
			continue;
		indent = own;
		if (begins_handler(text))
			return true;
	}
	return false;
}

/* Whether the lines around are a handler's; those of one block all have one answer. */
static bool is_in_handler(struct side *side, uint32_t lineno, size_t indent)
{
	if (lineno != side->last + 1 || indent != side->last_indent) {
		side->last_indent = indent;
		side->in_handler = is_below_handler(side, lineno, indent);
	}
	side->last = lineno;
	return side->in_handler;
}

static bool has(struct cdr_str text, const char *part)
{
	return cdr_str_find(text, cdr_str_from(part)) < text.len;
}

/* A condition that begins with a constant, or may do so on its next line. */
static bool has_constant(struct cdr_str text)
{
	static const char *const conditions[] = { "if", "elif", "elsif", "while", "unless", "not" };
	static const char *const constants[] = { "False", "false", "None", "null", "nil",
						 "True",  "true",  "0",    "1",    "undefined" };
	struct cdr_str word = cdr_idle_word(text);
	bool decides = false;

	if (cdr_str_is(word, "else"))
		text = cdr_str_trim(cdr_str_sub(text, word.len, text.len));
	while (is_in(word = cdr_idle_word(text), CDR_NAMES(conditions)) ||
	       (decides && text.len > 0 && strchr("(!", text.ptr[0]))) {
		decides = true;
		text = cdr_str_trim(cdr_str_sub(text, word.len ? word.len : 1, text.len));
	}
	return is_in(word, CDR_NAMES(constants)) || (decides && text.len == 0);
}

static bool stirs_blocks(struct side *side, uint32_t lineno, struct cdr_str text, size_t indent)
{
	static const char *const leaving[] = { "return", "raise", "throw", "break", "continue",
					       "exit",   "die",   "panic", "next",  "sys" };
	struct cdr_str bare = without_braces(text), word = cdr_idle_word(bare);

	if (begins_try(text) || begins_handler(text) || is_untidy(side, lineno, text, indent) ||
	    has(text, "suppress(") || has(text, ".catch(") || has(text, " rescue ") ||
	    has_constant(bare))
		return true;
	return (is_in(word, CDR_NAMES(leaving)) && is_followed(side, lineno, indent)) ||
	       is_in_handler(side, lineno, indent);
}

/* --- names -------------------------------------------------------------------------- */

/* Whether PART stands in the text of SIDE more than once; true when too much was asked. */
static bool is_repeated(struct side *side, struct cdr_str part)
{
	struct cdr_str text = side->view->text;
	size_t at = cdr_str_find(text, part);

	if (side->searches == 0)
		return true;
	--side->searches;
	text = cdr_str_sub(text, at + part.len, text.len);
	return cdr_str_find(text, part) < text.len;
}

/* The line is the head of something whose name another one has, too. */
static bool stirs_definitions(struct side *side, uint32_t lineno)
{
	const struct cdr_entity *owner = cdr_view_entity(side->view, lineno);
	size_t n = 0;

	if (!owner || owner->head != lineno)
		return false;
	if (side->searches == 0)
		return true;
	side->searches--;
	for (size_t i = 0; i < side->n && n < 2; i++)
		n += cdr_str_eq(side->entities[i].name, owner->name);
	return n > 1;
}

/* The line binds the name of a function, or a name to what lets everybody through. */
static bool stirs_bindings(struct side *side, uint32_t lineno)
{
	struct cdr_lines lines = cdr_view_statement(side->view, lineno);
	struct cdr_str name, value;

	if (lines.from == side->bound)
		return false;
	side->bound = lines.from;
	if (!cdr_idle_assignment(
		    cdr_view_lines(side->view, lines, CDR_MASK_COMMENTS | CDR_MASK_STRINGS), &name,
		    &value))
		return false;
	if (cdr_idle_value(value) || side->searches == 0)
		return true;
	--side->searches;
	for (size_t i = 0; i < side->n; i++)
		if (cdr_str_eq(cdr_last_component(side->entities[i].name), name))
			return true;
	return false;
}

/* The line is in a function that hands back what it gets. */
static bool stirs_function(struct side *side, uint32_t lineno)
{
	const struct cdr_entity *owner = cdr_view_entity(side->view, lineno);
	size_t at = owner && owner != side->asked ? (size_t)(owner - side->entities) + 1 : 0;

	side->asked = owner;
	for (size_t n = 0; at > 0 && n < NESTED_MAX; n++) {
		const struct cdr_entity *entity = &side->entities[--at];

		if (entity->lines.from <= lineno && lineno < entity->lines.to &&
		    cdr_idle_function(side->view, entity))
			return true;
	}
	return false;
}

/* A path stands in more than one place. */
static bool stirs_routes(struct side *side, struct cdr_str text)
{
	size_t open = cdr_str_find(text, CDR_STR("(")), word = open, from = 0;
	struct cdr_str rest = cdr_str_sub(text, open + 1, text.len);
	const char *end;

	while (word > 0 && cdr_is_word(text.ptr[word - 1]))
		word--;
	if (!cdr_idle_is_route(cdr_str_sub(text, word, open)))
		return false;
	while (from < rest.len && !strchr("\"'`", rest.ptr[from]))
		from++;
	if (from >= rest.len || from > 2)
		return false;
	end = memchr(rest.ptr + from + 1, rest.ptr[from], rest.len - from - 1);
	if (!end || (size_t)(end - rest.ptr) < from + LITERAL_MIN)
		return false;
	return is_repeated(side, cdr_str_sub(rest, from, (size_t)(end - rest.ptr) + 1));
}

/* --- the change ------------------------------------------------------------------------ */

static bool stirs(struct side *side, uint32_t lineno)
{
	size_t indent;
	struct cdr_str text = line_of(side, lineno, &indent);

	return text.len > 0 && (stirs_blocks(side, lineno, text, indent) ||
				stirs_definitions(side, lineno) || stirs_bindings(side, lineno) ||
				stirs_function(side, lineno) || stirs_routes(side, text));
}

/* What a function is worth depends on what it lost, too, and that stood around IS or WAS. */
static bool is_stirred(struct side sides[2], const struct cdr_hunk *hunk)
{
	uint32_t was = hunk->old_start,
		 is = hunk->new_start; /* the last lines passed, or the first */

	for (size_t i = 0; i < hunk->n_lines; i++) {
		const struct cdr_line *line = &hunk->lines[i];

		was = line->old_lineno ? line->old_lineno : was;
		is = line->new_lineno ? line->new_lineno : is;
		if (line->origin == '-' &&
		    (stirs(&sides[CDR_SIDE_OLD], was) || stirs_function(&sides[CDR_SIDE_NEW], is)))
			return true;
		if (line->origin == '+' &&
		    (stirs(&sides[CDR_SIDE_NEW], is) || stirs_function(&sides[CDR_SIDE_OLD], was)))
			return true;
	}
	return false;
}

bool cdr_idle_is_stirred(const struct cdr_passing *passing)
{
	struct side sides[2] = { { .view = passing->was, .searches = SEARCHES_MAX },
				 { .view = passing->is, .searches = SEARCHES_MAX } };

	for (int i = 0; i < 2; i++) {
		if (cdr_transcoded_differs(&sides[i].view->source))
			return true;
		sides[i].n = cdr_view_entities(sides[i].view, &sides[i].entities);
	}
	for (size_t i = 0; i < passing->diff->n_hunks; i++)
		if (is_stirred(sides, &passing->diff->hunks[i]))
			return true;
	return false;
}
