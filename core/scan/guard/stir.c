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

#define LOOK_UP 1000u    /* lines above one in which heads of its blocks are looked for */
#define LOOK_DOWN 400u   /* lines below one in which its block goes on */
#define NESTED_MAX 8u    /* entities before a line that may be around it */
#define SEARCHES_MAX 64u /* of the whole text: a change that wants more is looked at closely */

/* One side of the change. */
struct side {
	struct cdr_view *view;
	const struct cdr_entity *entities;
	size_t n;
	unsigned searches;              /* that it may still cost */
	uint32_t done;                  /* statements from this line up were looked at */
	const struct cdr_entity *asked; /* whose functions were looked at last */
	uint32_t last;                  /* the line that was asked for last, */
	size_t last_indent;             /* its indentation, */
	bool in_handler;                /* and whether it is in a handler */
};

/* A statement without its comments. */
struct piece {
	struct cdr_lines lines;
	struct cdr_str text; /* trimmed */
	size_t indent;       /* columns */
};

static struct cdr_str line_of(struct side *side, uint32_t lineno, size_t *indent)
{
	struct cdr_str line = cdr_view_line(side->view, lineno, CDR_MASK_COMMENTS);

	*indent = cdr_idle_columns(line);
	return cdr_str_trim(line);
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

	return cdr_names_has(CDR_NAMES(words), cdr_idle_word(without_braces(text)));
}

static bool begins_handler(struct cdr_str text)
{
	static const char *const words[] = { "except", "catch", "rescue" };

	return cdr_names_has(CDR_NAMES(words), cdr_idle_word(without_braces(text)));
}

/* The first line of what ended above LINENO with line AT and stands no less deep; else AT. */
static uint32_t above_sibling(struct side *side, uint32_t at, uint32_t lineno, size_t indent)
{
	const struct cdr_entity *sibling = cdr_view_entity(side->view, at);
	size_t own;

	if (!sibling || sibling->lines.to > lineno)
		return at;
	(void)line_of(side, sibling->head, &own);
	return own >= indent ? sibling->lines.from : at;
}

/* Whether the code of LINENO stands that deep at least; if so, then the more without comments. */
static bool is_deep(struct side *side, uint32_t lineno, size_t indent)
{
	struct cdr_str line = cdr_view_line(side->view, lineno, 0);
	size_t n = 0;

	while (n < line.len && n < indent && line.ptr[n] == ' ')
		n++;
	return n == indent || (n < line.len && cdr_is_space(line.ptr[n]) &&
			       cdr_idle_columns(line) >= indent);
}

/* Whether a line above is a handler's head: INDENT is that of the line at LINENO. */
static bool is_below_handler(struct side *side, uint32_t lineno, size_t indent)
{
	uint32_t at = lineno;

	for (uint32_t n = 0; at > 1 && indent > 0; n++) {
		struct cdr_str text;
		size_t own;

		if (n == LOOK_UP)
			return true;
		at = above_sibling(side, at - 1, lineno, indent);
		if (is_deep(side, at, indent))
			continue;
		text = line_of(side, at, &own);
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
	while (cdr_names_has(CDR_NAMES(conditions), word = cdr_idle_word(text)) ||
	       (decides && text.len > 0 && strchr("(!", text.ptr[0]))) {
		decides = true;
		text = cdr_str_trim(cdr_str_sub(text, word.len ? word.len : 1, text.len));
	}
	return cdr_names_has(CDR_NAMES(constants), word) || (decides && text.len == 0);
}

static bool stirs_blocks(struct side *side, const struct piece *piece)
{
	static const char *const leaving[] = { "return", "raise", "throw", "break", "continue",
					       "exit",   "die",   "panic", "next",  "sys" };
	struct cdr_str text = piece->text, bare = without_braces(text);

	if (begins_try(text) || begins_handler(text) ||
	    is_untidy(side, piece->lines.from, text, piece->indent) ||
	    cdr_str_has(text, "suppress(") || cdr_str_has(text, ".catch(") ||
	    cdr_str_has(text, " rescue ") || has_constant(bare))
		return true;
	return (cdr_names_has(CDR_NAMES(leaving), cdr_idle_word(bare)) &&
		is_followed(side, piece->lines.to - 1, piece->indent)) ||
	       is_in_handler(side, piece->lines.from, piece->indent);
}

/* --- names -------------------------------------------------------------------------- */

static bool is_quote(char c)
{
	return c == '"' || c == '\'' || c == '`';
}

/* Whether PATH stands in quotes on SIDE more than once; true when too much was asked. */
static bool is_repeated(struct side *side, struct cdr_str path)
{
	struct cdr_str text = side->view->text;
	unsigned n = 0;

	if (side->searches == 0)
		return true;
	--side->searches;
	for (size_t at; n < 2 && (at = cdr_str_find(text, path)) < text.len;
	     text = cdr_str_sub(text, at + 1, text.len))
		n += at > 0 && is_quote(text.ptr[at - 1]) && at + path.len < text.len &&
		     is_quote(text.ptr[at + path.len]);
	return n > 1;
}

/*
 * In LINES is the head of something that has a namesake, or whose last name is that of a
 * function that hands back what it gets: it is idle once no other is called so.
 */
static bool stirs_definitions(struct side *side, struct cdr_lines lines)
{
	const struct cdr_entity *owner = cdr_view_entity(side->view, lines.from);
	struct cdr_str name;

	if (!owner || owner->head < lines.from || owner->head >= lines.to)
		return false;
	if (side->searches == 0)
		return true;
	side->searches--;
	name = cdr_last_component(owner->name);
	for (size_t i = 0; i < side->n; i++) {
		const struct cdr_entity *other = &side->entities[i];

		if (other != owner && cdr_str_eq(cdr_last_component(other->name), name) &&
		    (cdr_str_eq(other->name, owner->name) || cdr_idle_function(side->view, other)))
			return true;
	}
	return false;
}

/* LINES bind the name of a function, or a name to what lets everybody through. */
static bool stirs_bindings(struct side *side, struct cdr_lines lines)
{
	struct cdr_str text =
		cdr_view_lines(side->view, lines, CDR_MASK_COMMENTS | CDR_MASK_STRINGS);
	struct cdr_str name, value;

	if (!cdr_idle_assignment(text, &name, &value))
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

/* The bracket at OPEN is of a route whose path stands in more than one place. */
static bool stirs_route(struct side *side, struct cdr_str text, size_t open)
{
	size_t word = open, from = open + 1;
	const char *end;

	while (word > 0 && cdr_is_word(text.ptr[word - 1]))
		word--;
	while (from < text.len && (cdr_is_space(text.ptr[from]) || text.ptr[from] == 'r'))
		from++;
	if (from >= text.len || !is_quote(text.ptr[from]) ||
	    !cdr_idle_is_route(cdr_str_sub(text, word, open)))
		return false;
	end = memchr(text.ptr + from + 1, text.ptr[from], text.len - from - 1);
	return end && is_repeated(side, cdr_str_sub(text, from + 1, (size_t)(end - text.ptr)));
}

static bool stirs_routes(struct side *side, struct cdr_str text)
{
	for (size_t at = 0; at < text.len; at++)
		if (text.ptr[at] == '(' && stirs_route(side, text, at))
			return true;
	return false;
}

/* --- the change ------------------------------------------------------------------------ */

/* The statement of LINENO, unless it was looked at. */
static bool stirs_at(struct side *side, uint32_t lineno)
{
	struct piece piece = { .lines = cdr_view_statement(side->view, lineno) };
	struct cdr_str text;

	if (lineno == 0 || piece.lines.from < side->done)
		return false;
	side->done = piece.lines.to;
	text = cdr_view_lines(side->view, piece.lines, CDR_MASK_COMMENTS);
	piece.indent = cdr_idle_columns(text);
	piece.text = cdr_str_trim(text);
	return piece.text.len > 0 &&
	       (stirs_blocks(side, &piece) || stirs_definitions(side, piece.lines) ||
		stirs_bindings(side, piece.lines) || stirs_function(side, lineno) ||
		stirs_routes(side, piece.text));
}

/* What a statement does may depend on the one before it: `if (x);`, or `return` above a block. */
static bool stirs(struct side *side, uint32_t lineno)
{
	struct cdr_lines own = cdr_view_statement(side->view, lineno);

	return (own.from > 0 &&
		stirs_at(side, cdr_guard_statement_before(side->view, own.from).from)) ||
	       stirs_at(side, lineno) ||
	       stirs_at(side,
			cdr_guard_next_code(side->view, cdr_view_statement(side->view, lineno).to));
}

/* Of what one side lost the other has what stands around. */
static bool is_stirred(struct side sides[2], const struct cdr_hunk *hunk)
{
	/* the last lines passed, or the first */
	uint32_t was = hunk->old_start, is = hunk->new_start;

	for (size_t i = 0; i < hunk->n_lines; i++) {
		const struct cdr_line *line = &hunk->lines[i];

		was = line->old_lineno ? line->old_lineno : was;
		is = line->new_lineno ? line->new_lineno : is;
		if (line->origin != ' ' &&
		    (stirs(&sides[CDR_SIDE_OLD], was) || stirs(&sides[CDR_SIDE_NEW], is)))
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
