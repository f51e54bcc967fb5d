/*
 * eclipse.c - of two definitions of one name the later one counts, of two equal
 * routes the earlier one, and a guard is worth no more than what its name is bound to.
 */
#include "scan/guard/idle.h"

#include "base/names.h"
#include "rules/ascii.h"
#include "rules/language.h"
#include "scan/guard/follow.h"

#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 64u       /* names in the heads of one function; one with more is not looked at */
#define ARGUMENTS_MAX 4096u /* bytes up to the end of a call */

/* Something that has a name, to be sorted by it, then by where it stands. */
struct named {
	struct cdr_str name;
	size_t at; /* index of an entity, or byte of the text */
	size_t to;
};

struct names {
	CDR_VEC(struct named) items;
};

struct sky {
	struct cdr_idle *idle;
	struct cdr_view *view;
	struct cdr_arena *arena;
	struct cdr_str text, plain; /* without comments; without strings, too */
	const struct cdr_entity *entities;
	size_t n;
	bool is_python, is_ruby, is_script;
};

static int compare_named(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int order = cdr_str_cmp(x->name, y->name);

	return order ? order : (x->at > y->at) - (x->at < y->at);
}

static void sort(struct names *names)
{
	if (names->items.n > 1)
		qsort(names->items.items, names->items.n, sizeof(struct named), compare_named);
}

static bool has_word(struct cdr_str text, struct cdr_str word)
{
	for (; text.len > 0; text = cdr_str_sub(text, 1, text.len)) {
		struct cdr_str own = cdr_idle_word(text);

		if (own.len > 0 && cdr_str_eq(own, word))
			return true;
		text = cdr_str_sub(text, own.len, text.len);
	}
	return false;
}

static uint32_t indent_of(struct sky *sky, uint32_t lineno)
{
	struct cdr_str line = cdr_view_line(sky->view, lineno, CDR_MASK_COMMENTS);
	uint32_t n = 0;

	while (n < line.len && (line.ptr[n] == ' ' || line.ptr[n] == '\t'))
		n++;
	return n == line.len ? UINT32_MAX : n;
}

static struct cdr_str head_of(struct cdr_view *view, const struct cdr_entity *entity)
{
	return cdr_view_lines(view, cdr_view_statement(view, entity->head),
			      CDR_MASK_COMMENTS | CDR_MASK_STRINGS);
}

/* --- definitions ------------------------------------------------------------------ */

/* No line between the two leaves the block in which both stand. */
static bool is_same_block(struct sky *sky, uint32_t from, uint32_t to, uint32_t indent)
{
	for (uint32_t lineno = from; lineno < to; lineno++)
		if (indent_of(sky, lineno) < indent)
			return false;
	return true;
}

/* Whether definitions of this kind stand beside others of the name by intention. */
static bool has_partners(struct sky *sky, const struct cdr_entity *entity)
{
	static const char *const marks[] = { ".setter",   ".getter",  ".deleter", "overload",
					     ".register", "property", "hybrid" };
	const struct cdr_lines lines = { entity->lines.from, entity->head };
	struct cdr_str text = { NULL, 0 };

	if (sky->is_script && !cdr_str_has(head_of(sky->view, entity), "function"))
		return true;
	if (lines.from < lines.to)
		text = cdr_view_lines(sky->view, lines, CDR_MASK_COMMENTS);
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (cdr_str_has(text, marks[i]))
			return true;
	return false;
}

static void eclipse_entities(struct sky *sky)
{
	struct names names = { .items = { NULL, 0, 0 } };

	for (size_t i = 0; i < sky->n; i++)
		*cdr_vec_push(sky->arena, &names.items) =
			(struct named){ sky->entities[i].name, i, 0 };
	sort(&names);
	for (size_t i = 1; i < names.items.n; i++) {
		const struct cdr_entity *was = &sky->entities[names.items.items[i - 1].at];
		const struct cdr_entity *is = &sky->entities[names.items.items[i].at];
		uint32_t indent;

		if (!cdr_str_eq(was->name, is->name) || was->lines.to > is->lines.from)
			continue;
		indent = indent_of(sky, was->head);
		if (indent == indent_of(sky, is->head) &&
		    is_same_block(sky, was->lines.to, is->lines.from, indent) &&
		    !has_partners(sky, was) && !has_partners(sky, is))
			cdr_idle_mark(sky->idle, was->lines.from, was->lines.to);
	}
}

/* --- names that are given to something else ------------------------------------------- */

bool cdr_idle_assignment(struct cdr_str text, struct cdr_str *name, struct cdr_str *value)
{
	static const char *const words[] = { "const", "let", "var", "export" };
	struct cdr_str rest = cdr_str_trim(text);

	while (cdr_names_has(CDR_NAMES(words), cdr_idle_word(rest)))
		rest = cdr_str_trim(cdr_str_sub(rest, cdr_idle_word(rest).len, rest.len));
	*name = cdr_idle_word(rest);
	rest = cdr_str_trim(cdr_str_sub(rest, name->len, rest.len));
	if (name->len == 0 || !cdr_str_starts(rest, "=") || cdr_str_starts(rest, "=="))
		return false;
	*value = cdr_str_trim(cdr_str_sub(rest, 1, rest.len));
	return true;
}

/* The last definition of NAME above LINENO in its block is worth nothing. */
static void eclipse_definition(struct sky *sky, const struct names *names, struct cdr_str name,
			       uint32_t lineno)
{
	const uint32_t indent = indent_of(sky, lineno);
	size_t low = 0, high = names->items.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (cdr_str_cmp(names->items.items[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < names->items.n && cdr_str_eq(names->items.items[low].name, name); low++) {
		const struct cdr_entity *entity = &sky->entities[names->items.items[low].at];

		if (entity->lines.to <= lineno && indent_of(sky, entity->head) == indent &&
		    is_same_block(sky, entity->lines.to, lineno, indent))
			cdr_idle_mark(sky->idle, entity->lines.from, entity->lines.to);
	}
}

/* --- what guards nothing ----------------------------------------------------------------- */

/* Names that a function may use without anybody being refused. */
struct own_words {
	struct cdr_str items[WORDS_MAX];
	size_t n;
	bool full;
};

static void learn(struct own_words *own, struct cdr_str text)
{
	while (text.len > 0 && !own->full) {
		struct cdr_str word = cdr_idle_word(text);

		if (word.len > 0 && own->n < WORDS_MAX)
			own->items[own->n++] = word;
		else
			own->full = word.len > 0;
		text = cdr_str_sub(text, word.len + 1, text.len);
	}
}

static bool is_own(const struct own_words *own, struct cdr_str word)
{
	static const char *const constants[] = { "next", "True", "true", "None", "null", "nil" };

	if (cdr_names_has(CDR_NAMES(constants), word))
		return true;
	for (size_t i = 0; i < own->n; i++)
		if (cdr_str_eq(own->items[i], word))
			return true;
	return false;
}

/* What is given back: one of its OWN, or what calling that brings. */
static bool is_handed_back(const struct own_words *own, struct cdr_str value)
{
	struct cdr_str word;

	while (value.len > 0 && strchr("{};", value.ptr[0]))
		value = cdr_str_trim(cdr_str_sub(value, 1, value.len));
	while (value.len > 0 && strchr("{};", value.ptr[value.len - 1]))
		value = cdr_str_trim(cdr_str_sub(value, 0, value.len - 1));
	word = cdr_idle_word(value);
	if (cdr_str_is(word, "return") || cdr_str_is(word, "await")) {
		value = cdr_str_trim(cdr_str_sub(value, word.len, value.len));
		word = cdr_idle_word(value);
	}
	value = cdr_str_sub(value, word.len, value.len);
	return word.len > 0 && is_own(own, word) &&
	       (value.len == 0 ||
		(value.ptr[0] == '(' && cdr_str_find(value, CDR_STR(")")) == value.len - 1));
}

/* A statement of a function that lets everybody through; TEXT has its strings blanked. */
static bool is_idle_statement(struct own_words *own, struct cdr_str text)
{
	static const char *const heads[] = { "def", "function", "async" };
	static const char *const nothing[] = { "pass", "end", "return", "" };
	struct cdr_str word;

	text = cdr_str_trim(text);
	while (text.len > 0 && strchr("{}();,\"'.", text.ptr[0]))
		text = cdr_str_trim(cdr_str_sub(text, 1, text.len));
	word = cdr_idle_word(text);
	if (cdr_names_has(CDR_NAMES(heads), word)) {
		learn(own, text);
		return true;
	}
	if (cdr_str_starts(text, "@wraps(") || cdr_str_starts(text, "@functools.wraps("))
		return true;
	if (cdr_str_eq(word, cdr_str_trim(text)) && cdr_names_has(CDR_NAMES(nothing), word))
		return true;
	return text.len == 0 || is_handed_back(own, text);
}

bool cdr_idle_function(struct cdr_view *view, const struct cdr_entity *entity)
{
	struct cdr_lines head = cdr_view_statement(view, entity->head);
	struct own_words own = { .n = 0 };
	bool idle = !entity->is_type && head.to < entity->lines.to;

	learn(&own, head_of(view, entity));
	for (uint32_t lineno = head.to; idle && !own.full && lineno < entity->lines.to;) {
		struct cdr_lines lines = cdr_view_statement(view, lineno);

		idle = is_idle_statement(
			&own, cdr_view_lines(view, lines, CDR_MASK_COMMENTS | CDR_MASK_STRINGS));
		lineno = lines.to > lineno ? lines.to : lineno + 1;
	}
	return idle && !own.full;
}

bool cdr_idle_value(struct cdr_str value)
{
	struct own_words own = { .n = 0 };
	size_t arrow = cdr_str_find(value, CDR_STR("=>"));
	size_t colon =
		cdr_str_starts(value, "lambda") ? cdr_str_find(value, CDR_STR(":")) : value.len;

	if (arrow == value.len && colon == value.len)
		return false;
	learn(&own, cdr_str_sub(value, 0, arrow < value.len ? arrow : colon));
	return is_handed_back(
		&own, cdr_str_trim(cdr_str_sub(value, arrow < value.len ? arrow + 2 : colon + 1,
					       value.len)));
}

/* By the last part of their names, sorted. */
static struct names functions_of(struct sky *sky)
{
	struct names names = { .items = { NULL, 0, 0 } };

	for (size_t i = 0; i < sky->n; i++)
		*cdr_vec_push(sky->arena, &names.items) =
			(struct named){ cdr_last_component(sky->entities[i].name), i, 0 };
	sort(&names);
	return names;
}

/* A name counts as idle when all that is called so is. */
static void find_idle_functions(struct sky *sky, const struct names *names)
{
	size_t to;

	for (size_t from = 0; from < names->items.n; from = to) {
		struct cdr_str name = names->items.items[from].name;
		bool idle = true;

		for (to = from;
		     to < names->items.n && cdr_str_eq(names->items.items[to].name, name); to++)
			idle = idle && cdr_idle_function(sky->view,
							 &sky->entities[names->items.items[to].at]);
		if (idle)
			*cdr_vec_push(sky->arena, &sky->idle->names) = name;
	}
}

static void look_at_assignments(struct sky *sky, const struct names *names)
{
	struct cdr_str name, value;
	uint32_t next;

	for (uint32_t lineno = 1; lineno <= sky->idle->n_lines; lineno = next) {
		struct cdr_lines lines = cdr_view_statement(sky->view, lineno);
		struct cdr_str text =
			cdr_view_lines(sky->view, lines, CDR_MASK_COMMENTS | CDR_MASK_STRINGS);

		next = lines.to > lineno ? lines.to : lineno + 1;
		if (!cdr_idle_assignment(text, &name, &value))
			continue;
		if (cdr_idle_value(value))
			*cdr_vec_push(sky->arena, &sky->idle->names) = name;
		else if (sky->is_python && !has_word(value, name))
			eclipse_definition(sky, names, name, lineno);
	}
}

/* --- routes ---------------------------------------------------------------------------- */

bool cdr_idle_is_route(struct cdr_str word)
{
	static const char *const words[] = { "get",   "post", "put", "delete",  "patch", "all",
					     "route", "path", "url", "re_path", "match" };

	return cdr_names_has(CDR_NAMES(words), word);
}

/* Past the bracket that closes the one at OPEN; OPEN when it is too far away. */
static size_t closed_at(struct cdr_str plain, size_t open)
{
	size_t depth = 0;

	for (size_t at = open; at < plain.len && at - open < ARGUMENTS_MAX; at++) {
		depth += plain.ptr[at] == '(';
		if (plain.ptr[at] == ')' && --depth == 0)
			return at + 1;
	}
	return open;
}

static struct cdr_str without_space(struct sky *sky, struct cdr_str text)
{
	char *out = cdr_arena_alloc(sky->arena, text.len);
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++)
		if (!cdr_is_space(text.ptr[i]))
			out[len++] = text.ptr[i] == '"' ? '\'' : text.ptr[i];
	return (struct cdr_str){ out, len };
}

/* The route whose bracket opens at OPEN: of a decorator all of it, of a call up to its path. */
static bool route_at(struct sky *sky, size_t open, struct named *out)
{
	struct cdr_str plain = sky->plain;
	size_t from = open, word = open, quote = open + 1, close;
	const char *end;

	while (from > 0 && (cdr_is_word(plain.ptr[from - 1]) || strchr(".$@", plain.ptr[from - 1])))
		from--;
	while (word > from && cdr_is_word(plain.ptr[word - 1]))
		word--;
	if (!cdr_idle_is_route(cdr_str_sub(plain, word, open)))
		return false;
	while (quote < plain.len && (cdr_is_space(plain.ptr[quote]) || plain.ptr[quote] == 'r'))
		quote++;
	if (quote >= plain.len || !strchr("\"'`", plain.ptr[quote]))
		return false;
	end = memchr(plain.ptr + quote + 1, plain.ptr[quote], plain.len - quote - 1);
	close = closed_at(plain, open);
	if (!end || close == open)
		return false;
	quote = (size_t)(end - plain.ptr) + 1;
	if (plain.ptr[from] == '@')
		quote = close;
	else if (quote >= plain.len || plain.ptr[quote] != ',' ||
		 cdr_str_is(cdr_str_sub(plain, word, open), "route"))
		return false;
	*out = (struct named){ without_space(sky, cdr_str_sub(sky->text, from, quote)), from,
			       close };
	return true;
}

/* A route that stands above is answered; below it nobody comes by. */
static void eclipse_route(struct sky *sky, const struct named *route)
{
	uint32_t col, from = cdr_view_locate(sky->view, route->at, &col);
	uint32_t to = cdr_view_locate(sky->view, route->to, &col) + 1;
	const struct cdr_entity *owner = cdr_view_entity(sky->view, from);

	if (cdr_str_starts(route->name, "@") && owner) {
		from = owner->lines.from;
		to = owner->lines.to;
	}
	cdr_idle_mark(sky->idle, from, to);
}

static void eclipse_routes(struct sky *sky)
{
	const struct cdr_str plain = sky->plain, bracket = CDR_STR("(");
	struct names routes = { .items = { NULL, 0, 0 } };
	struct named route;
	size_t next;

	for (size_t at = cdr_str_find(plain, bracket); at < plain.len; at = next) {
		next = at + 1 + cdr_str_find(cdr_str_sub(plain, at + 1, plain.len), bracket);
		if (route_at(sky, at, &route))
			*cdr_vec_push(sky->arena, &routes.items) = route;
	}
	sort(&routes);
	for (size_t i = 1; i < routes.items.n; i++)
		if (cdr_str_eq(routes.items.items[i - 1].name, routes.items.items[i].name))
			eclipse_route(sky, &routes.items.items[i]);
}

void cdr_idle_eclipses(struct cdr_idle *idle, struct cdr_view *view, struct cdr_arena *arena)
{
	struct cdr_str language = cdr_str_from(cdr_language_name(view->language));
	struct sky sky = { .idle = idle,
			   .view = view,
			   .arena = arena,
			   .text = cdr_view_masked(view, CDR_MASK_COMMENTS),
			   .plain = cdr_view_masked(view, CDR_MASK_COMMENTS | CDR_MASK_STRINGS),
			   .is_python = cdr_str_is(language, "python"),
			   .is_ruby = cdr_str_is(language, "ruby"),
			   .is_script = cdr_str_is(language, "javascript") ||
					cdr_str_is(language, "typescript") };
	struct names names;

	if (!sky.is_python && !sky.is_ruby && !sky.is_script)
		return;
	sky.n = cdr_view_entities(view, &sky.entities);
	names = functions_of(&sky);
	eclipse_entities(&sky);
	find_idle_functions(&sky, &names);
	look_at_assignments(&sky, &names);
	if (!sky.is_ruby)
		eclipse_routes(&sky);
}
