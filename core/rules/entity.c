/*
 * entity.c - classes and functions of a text, with what decorates them.
 *
 * Goes statement by statement. Where a body ends is told by indentation
 * (Python, Ruby) or by counting braces; a head's name comes from head.c for
 * languages with braces and from its first words for the others.
 */
#include "rules/head.h"
#include "rules/passes.h"

#include "rules/ascii.h"

#include <string.h>

#define NAME_BYTES 200u

struct open_entity {
	size_t idx;      /* in the list of entities */
	size_t level;    /* indentation, or braces open around it */
	size_t brackets; /* round and square brackets open around it */
	bool is_type;
	bool waits; /* its '{' is still to come */
};

struct finder {
	struct cdr_pass *pass;
	struct cdr_arena *arena;
	struct cdr_stretch code; /* the whole text, cut to the statement being read */
	const struct cdr_lines *lines;
	size_t n_lines;
	const uint32_t *starts; /* offset of each line; one more past the end */
	struct open_entity open[CDR_ENTITY_DEPTH];
	size_t n_open;
	uint32_t decorated; /* first line of the decorators just before, 0 when none */
	uint32_t last_line; /* past the last line with code */
	size_t braces, brackets;
};

static uint32_t line_of(const struct finder *f, uint32_t from, size_t pos)
{
	while (from < f->n_lines && f->starts[from] <= pos)
		from++;
	return from;
}

/* --- opening and closing ------------------------------------------------- */

static struct cdr_str qualified(struct finder *f, struct cdr_str owner, struct cdr_str name)
{
	struct cdr_str outer = owner, own = cdr_str_sub(name, 0, NAME_BYTES);

	if (f->n_open > 0)
		outer = f->pass->entities.items[f->open[f->n_open - 1].idx].name;
	if (!outer.len)
		return cdr_str_copy(f->arena, own);
	return cdr_str_from(cdr_arena_printf(f->arena, "%.*s.%.*s", CDR_FMT(outer), CDR_FMT(own)));
}

/* Adds the entity whose head stands in LINES and leaves it open. */
static struct open_entity *begin(struct finder *f, const struct cdr_lines *lines,
				 const struct cdr_head *head)
{
	struct cdr_entity entity = { .name = qualified(f, head->owner, head->name),
				     .is_type = head->is_type };

	if (f->n_open == CDR_ENTITY_DEPTH)
		return NULL;
	entity.lines.from = f->decorated ? f->decorated : lines->from;
	entity.lines.to = lines->to;
	entity.head = line_of(f, lines->from, f->code.from);
	f->open[f->n_open] = (struct open_entity){ .idx = f->pass->entities.n };
	*cdr_vec_push(f->arena, &f->pass->entities) = entity;
	return &f->open[f->n_open++];
}

/* Closes the innermost entity before line TO. */
static void end(struct finder *f, uint32_t to)
{
	f->n_open--;
	f->pass->entities.items[f->open[f->n_open].idx].lines.to = to;
}

/* --- indentation --------------------------------------------------------- */

static size_t indentation(const struct finder *f, uint32_t line)
{
	size_t columns = 0;

	for (size_t i = f->starts[line - 1]; i < f->code.text.len; i++) {
		if (f->code.text.ptr[i] == ' ')
			columns++;
		else if (f->code.text.ptr[i] == '\t')
			columns = (columns / 8 + 1) * 8;
		else
			break;
	}
	return columns;
}

static bool takes(const struct finder *f, size_t *pos, const char *word)
{
	if (!cdr_str_is(cdr_stretch_word(&f->code, *pos), word))
		return false;
	*pos = cdr_stretch_next(&f->code, *pos + strlen(word));
	return true;
}

/* What `def`, `async def`, `class`, or Ruby's `get "/x" do` at POS declares. */
static struct cdr_head indented_head(struct finder *f, size_t pos)
{
	struct cdr_head head = { .is_type = false };
	struct cdr_str name;

	if (f->code.language->entities == CDR_ENTITY_END)
		while (takes(f, &pos, "private") || takes(f, &pos, "public") ||
		       takes(f, &pos, "protected"))
			;
	takes(f, &pos, "async");
	head.is_type = takes(f, &pos, "class") || takes(f, &pos, "module");
	if (!head.is_type && !takes(f, &pos, "def")) {
		if (f->code.language->entities == CDR_ENTITY_END)
			head.name = cdr_callback_of(&f->code);
		return head;
	}
	name = cdr_stretch_word(&f->code, pos);
	pos += name.len;
	if (cdr_str_is(name, "self") && pos < f->code.to && f->code.text.ptr[pos] == '.')
		name = cdr_stretch_word(&f->code, pos + 1);
	head.name = name;
	return head;
}

/* In Ruby these stand at the level of a `def` and belong to it. */
static bool is_clause(const struct finder *f, struct cdr_str word)
{
	static const char *const clauses[] = { "rescue", "ensure", "else", "elsif", "when", "in" };

	if (f->code.language->entities != CDR_ENTITY_END)
		return false;
	for (size_t i = 0; i < sizeof(clauses) / sizeof(clauses[0]); i++)
		if (cdr_str_is(word, clauses[i]))
			return true;
	return false;
}

/* Ends the bodies that a statement at LEVEL is no longer in. */
static void close_indented(struct finder *f, const struct cdr_lines *lines, size_t level,
			   struct cdr_str word)
{
	bool is_end = f->code.language->entities == CDR_ENTITY_END && cdr_str_is(word, "end");

	if (is_clause(f, word))
		return;
	while (f->n_open > 0 && level <= f->open[f->n_open - 1].level) {
		bool own = is_end && level == f->open[f->n_open - 1].level;

		end(f, own ? lines->to : f->last_line);
		if (own)
			return;
	}
}

static void read_indented(struct finder *f, const struct cdr_lines *lines)
{
	const char *mark = f->code.language->annotation;
	size_t level = indentation(f, lines->from);
	struct cdr_head head;

	close_indented(f, lines, level, cdr_stretch_word(&f->code, f->code.from));
	if (mark && f->code.text.ptr[f->code.from] == mark[0]) {
		f->decorated = f->decorated ? f->decorated : lines->from;
		return;
	}
	head = indented_head(f, f->code.from);
	if (head.name.len) {
		struct open_entity *entity = begin(f, lines, &head);

		if (entity)
			entity->level = level;
	}
	f->decorated = 0;
}

/* --- braces -------------------------------------------------------------- */

static bool awaits_brace(const struct finder *f)
{
	const struct open_entity *top = f->n_open ? &f->open[f->n_open - 1] : NULL;

	return top && top->waits && top->brackets == f->brackets;
}

static void open_brace(struct finder *f)
{
	if (awaits_brace(f))
		f->open[f->n_open - 1].waits = false;
	f->braces++;
}

static void close_brace(struct finder *f, uint32_t line)
{
	f->braces -= f->braces > 0;
	while (f->n_open > 0 && !f->open[f->n_open - 1].waits &&
	       f->open[f->n_open - 1].level >= f->braces)
		end(f, line + 1);
}

/* A method of an object in the middle of the statement, whose body the '{' at BRACE opens. */
static void begin_member(struct finder *f, const struct cdr_lines *lines, size_t brace)
{
	struct cdr_head head = { .name = cdr_member_of(&f->code, brace) };
	struct cdr_lines own;
	struct open_entity *entity;

	if (!head.name.len)
		return;
	own.from = line_of(f, lines->from, (size_t)(head.name.ptr - f->code.text.ptr));
	own.to = own.from + 1;
	entity = begin(f, &own, &head);
	if (!entity)
		return;
	f->pass->entities.items[entity->idx].head = own.from;
	entity->level = f->braces;
	entity->brackets = f->brackets;
	entity->waits = true;
}

/* Follows the brackets of the statement, which ends entities. */
static void read_brackets(struct finder *f, const struct cdr_lines *lines)
{
	uint32_t line = lines->from;

	for (size_t i = f->starts[lines->from - 1]; i < f->code.to; i++) {
		char c = f->code.classes[i] == CDR_BYTE_CODE ? f->code.text.ptr[i] : ' ';

		while (line < lines->to - 1 && f->starts[line] <= i)
			line++;
		if (c == '{') {
			if (f->code.language->members && !awaits_brace(f))
				begin_member(f, lines, i);
			open_brace(f);
		} else if (c == '}')
			close_brace(f, line);
		else if (c == '(' || c == '[')
			f->brackets++;
		else if ((c == ')' || c == ']') && f->brackets > 0)
			f->brackets--;
	}
}

/* Whether the code after line LINE begins with '{', as in the Allman style. */
static bool brace_follows(const struct finder *f, uint32_t line)
{
	struct cdr_stretch rest = f->code;
	size_t pos;

	rest.to = rest.text.len;
	pos = cdr_stretch_next(&rest, f->starts[line - 1]);
	return pos < rest.to && rest.text.ptr[pos] == '{';
}

static bool in_type(const struct finder *f)
{
	return f->n_open == 0 || f->open[f->n_open - 1].is_type;
}

/* The block that is open now, if the statement is a call that takes it. */
static void begin_callback(struct finder *f, const struct cdr_lines *lines)
{
	struct cdr_head head = { .name = cdr_callback_of(&f->code) };
	struct open_entity *entity;

	if (!head.name.len || f->braces == 0)
		return;
	head.name = cdr_str_from(cdr_arena_printf(f->arena, "%.*s)", CDR_FMT(head.name)));
	entity = begin(f, lines, &head);
	if (entity)
		entity->level = f->braces - 1;
}

static void read_braced(struct finder *f, const struct cdr_lines *lines)
{
	bool allman = lines->to <= f->n_lines && brace_follows(f, lines->to);
	struct cdr_head head = cdr_head_of(&f->code, in_type(f), f->decorated != 0, allman);
	struct open_entity *entity = NULL;
	size_t slot = f->n_open;

	if (head.bare) {
		f->decorated = f->decorated ? f->decorated : lines->from;
		read_brackets(f, lines);
		return;
	}
	if (head.name.len) {
		f->code.from = head.at;
		entity = begin(f, lines, &head);
	}
	if (entity)
		*entity = (struct open_entity){ .idx = entity->idx,
						.level = f->braces,
						.brackets = f->brackets,
						.is_type = head.is_type,
						.waits = true };
	f->decorated = 0;
	read_brackets(f, lines);
	if (entity && f->n_open == slot + 1 && entity->waits && !allman)
		end(f, lines->to);
	if (!entity)
		begin_callback(f, lines);
}

/* --- all ----------------------------------------------------------------- */

static void read_statement(struct finder *f, const struct cdr_lines *lines)
{
	f->code.to = f->starts[lines->to - 1];
	f->code.from = cdr_stretch_next(&f->code, f->starts[lines->from - 1]);
	if (f->code.from >= f->code.to)
		return;
	if (f->code.language->entities == CDR_ENTITY_BRACE)
		read_braced(f, lines);
	else
		read_indented(f, lines);
	f->last_line = lines->to;
}

/* --- seams --------------------------------------------------------------- */

/* Cuts `code` to the statement of line IDX. */
static void look_at(struct finder *f, size_t idx)
{
	f->code.to = f->starts[f->lines[idx].to - 1];
	f->code.from = cdr_stretch_next(&f->code, f->starts[idx]);
}

/* Whether the statement of line IDX goes on with what its level says is over. */
static bool goes_on(struct finder *f, size_t idx)
{
	struct cdr_str word;

	look_at(f, idx);
	word = cdr_stretch_word(&f->code, f->code.from);
	return is_clause(f, word) ||
	       (f->code.language->entities == CDR_ENTITY_END && cdr_str_is(word, "end"));
}

/* Each brace that is open is an entity's, and each entity has one. */
static bool opens_entities(const struct finder *f)
{
	for (size_t i = 0; i < f->n_open; i++)
		if (f->open[i].waits || f->open[i].level != i)
			return false;
	return f->braces == f->n_open;
}

static bool is_seam(struct finder *f, size_t idx)
{
	if (f->decorated || f->brackets)
		return false;
	return f->code.language->entities == CDR_ENTITY_BRACE ? opens_entities(f)
							      : !f->braces && !goes_on(f, idx);
}

/* Takes line IDX, with which a statement begins, out of the seams from NEXT on if it is none. */
static void check_seam(struct finder *f, size_t idx, size_t *next, size_t *n_kept)
{
	uint32_t *seams = f->pass->seams.items;

	if (*next == f->pass->seams.n || seams[*next] != idx)
		return;
	++*next;
	if (is_seam(f, idx))
		seams[(*n_kept)++] = (uint32_t)idx;
}

/* The entities around the first line are open, as they were left. */
static void enter(struct finder *f)
{
	const struct cdr_pass *pass = f->pass;
	bool braced = f->code.language->entities == CDR_ENTITY_BRACE;

	for (; f->n_open < pass->n_around; f->n_open++) {
		const struct cdr_entity *entity = &pass->entities.items[pass->around[f->n_open]];
		uint32_t line = f->lines[entity->head - 1].from;

		f->open[f->n_open] =
			(struct open_entity){ .idx = pass->around[f->n_open],
					      .level = braced ? f->n_open : indentation(f, line),
					      .is_type = entity->is_type };
	}
	f->braces = braced ? f->n_open : 0;
}

/* Whether what is open at the last line is what the pass says. */
static bool leave(struct finder *f)
{
	const struct cdr_pass *pass = f->pass;

	if (!is_seam(f, pass->to))
		return false;
	if (f->code.language->entities != CDR_ENTITY_BRACE)
		close_indented(f, &f->lines[pass->to], indentation(f, f->lines[pass->to].from),
			       cdr_stretch_word(&f->code, f->code.from));
	if (f->n_open != pass->n_below)
		return false;
	for (size_t i = 0; i < f->n_open; i++)
		if (f->open[i].idx != pass->around[i])
			return false;
	return true;
}

bool cdr_pass_entities(struct cdr_pass *pass)
{
	struct finder f = { .pass = pass,
			    .arena = pass->arena,
			    .lines = pass->statements,
			    .n_lines = pass->n_lines,
			    .starts = pass->starts };
	size_t next = 0, n_kept = 0;
	bool whole;

	if (pass->language->entities == CDR_ENTITY_NONE)
		return true;
	f.code.language = pass->language;
	f.code.text = pass->text;
	f.code.classes = pass->classes;
	enter(&f);
	for (size_t i = pass->from; i < pass->to; i = f.lines[i].to - 1) {
		check_seam(&f, i, &next, &n_kept);
		read_statement(&f, &f.lines[i]);
	}
	whole = pass->to == pass->n_lines || leave(&f);
	pass->seams.n = n_kept;
	while (f.n_open > 0)
		end(&f, f.last_line);
	return whole;
}
