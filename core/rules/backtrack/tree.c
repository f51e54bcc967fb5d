/*
 * tree.c - the grammar of expressions. What looks aside at one character becomes a
 * condition on it, because such conditions are what people keep repetitions apart with.
 */
#include "rules/backtrack/tree.h"

#include "rules/ascii.h"

#include "cdreview/utf8.h"

#include <string.h>

#define DEPTH_MAX 64u
#define GROUPS_MAX 32u

struct parser {
	struct cdr_re text;
	struct cdr_arena *arena;
	unsigned depth;
	size_t n_groups;
	const struct cdr_re_node
		*groups[GROUPS_MAX]; /* by number, for calls; NULL: not closed yet */
	struct cdr_str names[GROUPS_MAX];
};

static struct cdr_re_node *parse_alternatives(struct parser *p);

static struct cdr_re_node *node(struct parser *p, enum cdr_re_kind kind)
{
	struct cdr_re_node *made = CDR_NEW(p->arena, struct cdr_re_node);

	made->kind = kind;
	made->at = (struct cdr_span){ p->text.at, p->text.at };
	return made;
}

static struct cdr_re_node *give_up(struct parser *p)
{
	p->text.unsure = true;
	p->text.at = p->text.src.len;
	return node(p, CDR_RE_EMPTY);
}

static struct cdr_re_node *set_node(struct parser *p, struct cdr_charset set)
{
	struct cdr_re_node *made = node(p, CDR_RE_SET);

	made->set = set;
	return made;
}

static struct cdr_re_node *one_char(struct parser *p, uint32_t cp)
{
	struct cdr_charset set = { { 0 } };

	cdr_charset_add(&set, cp, cp);
	if (p->text.modes.caseless)
		cdr_charset_fold(&set);
	return set_node(p, set);
}

/* --- edges ----------------------------------------------------------------- */

static struct cdr_re_node *edge(struct parser *p, struct cdr_charset before,
				struct cdr_charset behind)
{
	struct cdr_re_node *made = node(p, CDR_RE_EDGE);

	made->before = before;
	made->behind = behind;
	return made;
}

static struct cdr_charset only(uint32_t cp)
{
	struct cdr_charset set = { { 0 } };

	cdr_charset_add(&set, cp, cp);
	return set;
}

/* `$` and \Z may stand before a last line end, \z may not. */
static struct cdr_re_node *end_of_text(struct parser *p, bool strict)
{
	const struct cdr_charset none = { { 0 } };

	return edge(p, cdr_charset_all(), strict ? none : only('\n'));
}

static struct cdr_re_node *start_of_text(struct parser *p, bool any_line)
{
	const struct cdr_charset none = { { 0 } };

	return edge(p, any_line ? only('\n') : none, cdr_charset_all());
}

static struct cdr_re_node *word_edge(struct parser *p, bool same)
{
	struct cdr_re_node *made = edge(p, cdr_charset_all(), cdr_charset_all());

	made->flips = !same;
	made->same = same;
	return made;
}

/* What PART matches first, when it must match something. */
static bool first_set(const struct cdr_re_node *part, struct cdr_charset *out)
{
	struct cdr_charset all = { { 0 } }, one;

	switch (part->kind) {
	case CDR_RE_SET:
		*out = part->set;
		return true;
	case CDR_RE_CUT:
		return first_set(part->first, out);
	case CDR_RE_REPEAT:
		return part->counts.min > 0 && first_set(part->first, out);
	case CDR_RE_ALTERNATIVES:
		for (const struct cdr_re_node *way = part->first; way; way = way->next) {
			if (!first_set(way, &one))
				return false;
			all = cdr_charset_or(all, one);
		}
		*out = all;
		return true;
	case CDR_RE_SEQUENCE:
		part = part->first;
		while (part && (part->kind == CDR_RE_EDGE || part->kind == CDR_RE_LOOK))
			part = part->next;
		return part && first_set(part, out);
	case CDR_RE_EMPTY:
	case CDR_RE_LOOK:
	case CDR_RE_EDGE:
		break;
	}
	return false;
}

/* Whether PART is one character, whatever stands around. */
static bool is_one_char(const struct cdr_re_node *part)
{
	if (part->kind == CDR_RE_SEQUENCE)
		return part->first && !part->first->next && is_one_char(part->first);
	if (part->kind == CDR_RE_ALTERNATIVES) {
		for (const struct cdr_re_node *way = part->first; way; way = way->next)
			if (!is_one_char(way))
				return false;
		return true;
	}
	return part->kind == CDR_RE_SET;
}

/* Lookbehinds are as long as they are; ahead PART is tried, and tells of the next character. */
static struct cdr_re_node *look(struct parser *p, const struct cdr_re_node *part,
				enum cdr_re_group group)
{
	bool negative = group == CDR_RE_NOT_AHEAD || group == CDR_RE_NOT_BEHIND;
	bool ahead = group == CDR_RE_AHEAD || group == CDR_RE_NOT_AHEAD;
	struct cdr_re_node *all = node(p, CDR_RE_SEQUENCE), *tried = node(p, CDR_RE_LOOK), *place;
	struct cdr_charset set = cdr_charset_all();

	if (negative && is_one_char(part) && first_set(part, &set))
		set = cdr_charset_not(set);
	else if (negative || (!is_one_char(part) && !ahead) || !first_set(part, &set))
		set = cdr_charset_all();
	tried->first = part;
	place = ahead ? edge(p, cdr_charset_all(), set) : edge(p, set, cdr_charset_all());
	place->next = ahead ? tried : NULL;
	all->first = place;
	return all;
}

/* --- groups by their names -------------------------------------------------- */

/* A copy without neighbours of what is matched elsewhere, too. */
static struct cdr_re_node *borrow(struct parser *p, const struct cdr_re_node *from)
{
	struct cdr_re_node *made = cdr_arena_copy(p->arena, from, sizeof(*from));

	made->next = NULL;
	return made;
}

/* The number of the group called NAME: by its name, its number, or "-1" for the last; 0: none. */
static size_t group_number(const struct parser *p, struct cdr_str name)
{
	bool back = cdr_str_starts(name, "-");
	size_t number = 0;

	for (size_t i = 1; i <= p->n_groups && i < GROUPS_MAX; i++)
		if (p->names[i].len && cdr_str_eq(p->names[i], name))
			return i;
	for (size_t i = back; i < name.len && number < GROUPS_MAX; i++) {
		if (!cdr_is_digit(name.ptr[i]))
			return 0;
		number = number * 10 + (size_t)(name.ptr[i] - '0');
	}
	return back ? p->n_groups + 1 - (number <= p->n_groups ? number : p->n_groups + 1) : number;
}

/* The group called NAME; NULL when it is still open, and calls itself, or is not known. */
static const struct cdr_re_node *group_called(const struct parser *p, struct cdr_str name)
{
	size_t number = group_number(p, name);

	return number > 0 && number < GROUPS_MAX ? p->groups[number] : NULL;
}

static struct cdr_re_node *call(struct parser *p, struct cdr_str name)
{
	const struct cdr_re_node *group = group_called(p, name);

	return group ? borrow(p, group) : node(p, CDR_RE_EMPTY);
}

static struct cdr_charset all_of(const struct cdr_re_node *part)
{
	struct cdr_charset all = part->set;

	if (part->kind == CDR_RE_LOOK)
		return all;
	for (const struct cdr_re_node *one = part->first; one; one = one->next)
		all = cdr_charset_or(all, all_of(one));
	return all;
}

/*
 * After '\' and C, which is g, k or a digit: one character of its group, as what a group matched
 * is as short as an attacker likes, and the same each time.
 */
static struct cdr_re_node *reference(struct parser *p, char c)
{
	size_t from = cdr_is_digit(c) ? p->text.at - 1 : p->text.at;
	const struct cdr_re_node *group;
	struct cdr_str name;

	cdr_re_skip_reference(&p->text);
	name = cdr_str_sub(p->text.src, from, p->text.at);
	if (name.len > 2 && strchr("{<'", name.ptr[0]))
		name = cdr_str_sub(name, 1, name.len - 1);
	group = group_called(p, name);
	return group ? set_node(p, all_of(group)) : node(p, CDR_RE_EMPTY);
}

/* --- escapes ---------------------------------------------------------------- */

/* After '\', outside of a class. */
static struct cdr_re_node *parse_escape(struct parser *p)
{
	uint32_t cp = cdr_re_escaped_char(&p->text);
	char c = cdr_re_peek(&p->text, 0);
	struct cdr_charset set;

	if (cp != CDR_NO_CHAR)
		return one_char(p, cp);
	if (cdr_re_at_end(&p->text))
		return give_up(p);
	p->text.at++;
	if (cdr_re_shorthand(c, &set))
		return set_node(p, set);
	if (c == 'p' || c == 'P')
		return set_node(p, cdr_re_property(&p->text, c == 'P'));
	if (c == 'b' || c == 'B')
		return word_edge(p, c == 'B');
	if (c == 'A' || c == 'G')
		return start_of_text(p, false);
	if (c == 'Z' || c == 'z')
		return end_of_text(p, c == 'z');
	if (c == 'g' || c == 'k' || cdr_is_digit(c))
		return reference(p, c);
	if (c == 'Q')
		p->text.quoting = true;
	else if (c != 'K' && c != 'E')
		return give_up(p);
	return node(p, CDR_RE_EMPTY);
}

/* --- groups ------------------------------------------------------------------ */

static struct cdr_re_node *finish_group(struct parser *p)
{
	struct cdr_re_modes outside = p->text.modes;
	struct cdr_re_node *body;

	if (++p->depth > DEPTH_MAX)
		return give_up(p);
	body = parse_alternatives(p);
	p->depth--;
	p->text.modes = outside;
	cdr_re_take_char(&p->text, ')');
	return body;
}

static struct cdr_re_node *parse_options(struct parser *p)
{
	struct cdr_re_modes outside = p->text.modes;
	struct cdr_re_node *body;

	if (!cdr_re_options(&p->text))
		return give_up(p);
	if (cdr_re_take_char(&p->text, ')'))
		return node(p, CDR_RE_EMPTY);
	cdr_re_take_char(&p->text, ':');
	body = finish_group(p);
	p->text.modes = outside;
	return body;
}

static struct cdr_re_node *capture(struct parser *p, struct cdr_str name)
{
	size_t number = ++p->n_groups;
	struct cdr_re_node *body;

	if (number < GROUPS_MAX)
		p->names[number] = name;
	body = finish_group(p);
	if (number < GROUPS_MAX)
		p->groups[number] = body;
	return body;
}

static struct cdr_re_node *wrap(struct parser *p, enum cdr_re_kind kind,
				const struct cdr_re_node *part)
{
	struct cdr_re_node *made = node(p, kind);

	made->first = part;
	return made;
}

/* After '(', at a '*': a verb, whose only effect is to try less, but for the one that fails. */
static struct cdr_re_node *verb(struct parser *p)
{
	const struct cdr_charset none = { { 0 } };
	bool fails = cdr_re_sees(&p->text, "*F)") || cdr_re_sees(&p->text, "*FAIL)");
	char first = cdr_re_peek(&p->text, 1);

	if (!cdr_re_sees_char(&p->text, '*') || first < 'A' || first > 'Z' ||
	    cdr_re_sees(&p->text, "*ACCEPT"))
		return give_up(p);
	cdr_re_skip_past(&p->text, ')');
	return fails ? set_node(p, none) : node(p, CDR_RE_EMPTY);
}

/* After '('. */
static struct cdr_re_node *parse_group(struct parser *p)
{
	struct cdr_re_head head = cdr_re_open(&p->text);

	switch (head.group) {
	case CDR_RE_PLAIN:
		return head.captures ? capture(p, head.name) : finish_group(p);
	case CDR_RE_ATOMIC:
		return wrap(p, CDR_RE_CUT, finish_group(p));
	case CDR_RE_AHEAD:
	case CDR_RE_NOT_AHEAD:
	case CDR_RE_BEHIND:
	case CDR_RE_NOT_BEHIND:
		return look(p, finish_group(p), head.group);
	case CDR_RE_OPTIONS:
		return parse_options(p);
	case CDR_RE_CALL:
		return call(p, head.name);
	case CDR_RE_STRANGE:
		break;
	}
	return verb(p);
}

/* --- items, sequences, alternatives -------------------------------------------- */

static struct cdr_re_node *parse_dot(struct parser *p)
{
	struct cdr_charset set = cdr_charset_all();

	if (!p->text.modes.dotall)
		cdr_charset_drop(&set, '\n');
	return set_node(p, set);
}

static struct cdr_re_node *parse_item(struct parser *p)
{
	uint32_t cp;

	if (p->text.quoting)
		return one_char(p, cdr_re_next_char(&p->text));
	if (cdr_re_take_char(&p->text, '('))
		return parse_group(p);
	if (cdr_re_take_char(&p->text, '['))
		return set_node(p, cdr_re_class_set(&p->text));
	if (cdr_re_take_char(&p->text, '\\'))
		return parse_escape(p);
	if (cdr_re_take_char(&p->text, '.'))
		return parse_dot(p);
	if (cdr_re_take_char(&p->text, '^'))
		return start_of_text(p, p->text.modes.multiline);
	if (cdr_re_take_char(&p->text, '$'))
		return end_of_text(p, false);
	if (cdr_re_sees_char(&p->text, '*') || cdr_re_sees_char(&p->text, '+') ||
	    cdr_re_sees_char(&p->text, '?'))
		return give_up(p);
	cp = cdr_re_next_char(&p->text);
	return cp == CDR_UTF8_INVALID ? give_up(p) : one_char(p, cp);
}

static struct cdr_re_node *parse_quantified(struct parser *p)
{
	size_t from = p->text.at;
	struct cdr_re_node *item = parse_item(p), *repeat;
	struct cdr_re_counts counts;

	item->at = (struct cdr_span){ from, p->text.at };
	if (!cdr_re_take_counts(&p->text, &counts))
		return give_up(p);
	if (counts.min == 1 && counts.max == 1)
		return item;
	repeat = wrap(p, CDR_RE_REPEAT, item);
	repeat->counts = counts;
	repeat->at = (struct cdr_span){ from, p->text.at };
	if (!counts.possessive)
		return repeat;
	item = wrap(p, CDR_RE_CUT, repeat);
	item->at = repeat->at;
	return item;
}

static bool ends_sequence(struct parser *p)
{
	cdr_re_skip_ignored(&p->text);
	return cdr_re_at_end(&p->text) || (!p->text.quoting && (cdr_re_sees_char(&p->text, '|') ||
								cdr_re_sees_char(&p->text, ')')));
}

static struct cdr_re_node *parse_sequence(struct parser *p)
{
	struct cdr_re_node *all = node(p, CDR_RE_SEQUENCE), *last = NULL;

	while (!ends_sequence(p)) {
		struct cdr_re_node *part = parse_quantified(p);

		if (last)
			last->next = part;
		else
			all->first = part;
		last = part;
	}
	return all;
}

static struct cdr_re_node *parse_alternatives(struct parser *p)
{
	struct cdr_re_node *all = node(p, CDR_RE_ALTERNATIVES), *last = parse_sequence(p);

	all->first = last;
	while (cdr_re_take_char(&p->text, '|')) {
		struct cdr_re_node *way = parse_sequence(p);

		last->next = way;
		last = way;
	}
	return all->first == last ? last : all;
}

const struct cdr_re_node *cdr_re_tree(struct cdr_str source, struct cdr_arena *arena)
{
	struct parser parser = { .text = { .src = source }, .arena = arena };
	const struct cdr_re_node *tree = parse_alternatives(&parser);

	return parser.text.unsure || !cdr_re_at_end(&parser.text) ? NULL : tree;
}
