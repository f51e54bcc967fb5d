/*
 * retire.c - a guard may be of a route, or of a function that only a variable or
 * a call knows; when that is gone, nothing is left to be guarded.
 */
#include "scan/guard/retire.h"

#include "base/names.h"
#include "rules/ascii.h"
#include "scan/guard/idle.h"

#include <stdlib.h>
#include <string.h>

#define LOOK_UP 400u     /* lines above a guard in which its function begins */
#define KEPT_PERCENT 50u /* of a function's lines, when it is still there in another form */

/* --- strings ------------------------------------------------------------------------ */

static int compare_strings(const void *a, const void *b)
{
	return cdr_str_cmp(*(const struct cdr_str *)a, *(const struct cdr_str *)b);
}

/* Every string of the text. */
struct cdr_strings cdr_guard_literals(struct cdr_view *view, struct cdr_arena *arena)
{
	struct cdr_str text = cdr_view_masked(view, CDR_MASK_COMMENTS);
	struct cdr_str plain = cdr_view_masked(view, CDR_MASK_COMMENTS | CDR_MASK_STRINGS);
	struct cdr_strings out = { .items = { NULL, 0, 0 } };

	for (size_t at = 0; at < plain.len; at++) {
		const char *end;

		if (plain.ptr[at] != '"' && plain.ptr[at] != '\'' && plain.ptr[at] != '`')
			continue;
		end = memchr(plain.ptr + at + 1, plain.ptr[at], plain.len - at - 1);
		if (!end)
			break;
		*cdr_vec_push(arena, &out.items) =
			cdr_str_sub(text, at + 1, (size_t)(end - plain.ptr));
		at = (size_t)(end - plain.ptr);
	}
	if (out.items.n > 1)
		qsort(out.items.items, out.items.n, sizeof(struct cdr_str), compare_strings);
	return out;
}

bool cdr_guard_has_string(const struct cdr_strings *strings, struct cdr_str string)
{
	return strings->items.n > 0 && bsearch(&string, strings->items.items, strings->items.n,
					       sizeof(struct cdr_str), compare_strings);
}

/* How often STRING is among STRINGS; where they begin in *FIRST. */
static size_t count_of(const struct cdr_strings *strings, struct cdr_str string, size_t *first)
{
	size_t low = 0, high = strings->items.n, n = 0;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (cdr_str_cmp(strings->items.items[middle], string) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*first = low;
	while (low + n < strings->items.n && cdr_str_eq(strings->items.items[low + n], string))
		n++;
	return n;
}

/* Whether there are fewer of STRING now than were. */
static bool is_fewer(const struct cdr_strings *were, const struct cdr_strings *now,
		     struct cdr_str string)
{
	size_t first;

	return count_of(now, string, &first) < count_of(were, string, &first);
}

/* --- routes -------------------------------------------------------------------------- */

/* The literals of one side, and the text that they were taken from. */
struct side {
	struct cdr_str text;
	const struct cdr_strings *literals;
};

/* The last word of NAME. */
static struct cdr_str last_word(struct cdr_str name)
{
	size_t from = name.len;

	while (from > 0 && cdr_is_word(name.ptr[from - 1]))
		from--;
	return cdr_str_sub(name, from, name.len);
}

/* How often LITERAL is the first argument of what is called WORD. */
static size_t count_calls(const struct side *side, struct cdr_str word, struct cdr_str literal)
{
	size_t first, n = 0;

	for (size_t left = count_of(side->literals, literal, &first); left > 0; left--, first++) {
		const char *at = side->literals->items.items[first].ptr - 1;
		size_t to = (size_t)(at - side->text.ptr);

		while (to > 0 && (cdr_is_space(side->text.ptr[to - 1]) ||
				  strchr("([", side->text.ptr[to - 1])))
			to--;
		n += cdr_str_eq(last_word(cdr_str_sub(side->text, 0, to)), word);
	}
	return n;
}

/* The route of HELD is gone: its path, or of several with that path the one with its verb. */
static bool is_route_gone(const struct side *was, const struct side *is,
			  const struct cdr_held *held)
{
	struct cdr_str word = last_word(held->key.callee), path = held->key.literal;

	if (!cdr_guard_has_string(is->literals, path))
		return true;
	return is_fewer(was->literals, is->literals, path) &&
	       count_calls(is, word, path) < count_calls(was, word, path);
}

/* --- functions without a name ----------------------------------------------------------- */

/* Every line that holds code, trimmed and sorted. */
static struct cdr_strings lines_of(struct cdr_view *view, struct cdr_arena *arena)
{
	struct cdr_str rest = cdr_view_masked(view, CDR_MASK_COMMENTS), line;
	struct cdr_strings out = { .items = { NULL, 0, 0 } };

	while (cdr_str_line(&rest, &line))
		if (cdr_str_trim(line).len > 0)
			*cdr_vec_push(arena, &out.items) = cdr_str_trim(line);
	if (out.items.n > 1)
		qsort(out.items.items, out.items.n, sizeof(struct cdr_str), compare_strings);
	return out;
}

/* The trimmed text of a line, and how far it is indented; UINT32_MAX when it is blank. */
static struct cdr_str line_at(struct cdr_view *view, uint32_t lineno, uint32_t *indent)
{
	struct cdr_str line = cdr_view_line(view, lineno, CDR_MASK_COMMENTS);
	struct cdr_str text = cdr_str_trim(line);

	*indent = text.len > 0 ? (uint32_t)(text.ptr - line.ptr) : UINT32_MAX;
	return text;
}

/* The head of a method whose name is a string, and of what else no entity is. */
static bool opens_method(struct cdr_str text)
{
	static const char *const words[] = { "if",     "else",  "for", "while",
					     "switch", "catch", "try", "with" };

	return cdr_str_ends(text, ") {") && text.ptr[0] != '}' &&
	       !cdr_names_has(CDR_NAMES(words), cdr_idle_word(text));
}

static bool opens_function(struct cdr_str text)
{
	return cdr_str_ends(text, "{") &&
	       (cdr_str_find(text, CDR_STR("=>")) < text.len ||
		cdr_str_find(text, CDR_STR("function")) < text.len || opens_method(text));
}

/* The lines of the innermost function around LINENO that is no entity; from 0 when none is. */
static struct cdr_lines function_around(const struct cdr_guards *guards, uint32_t lineno)
{
	const struct cdr_entity *owner = cdr_view_entity(guards->view, lineno);
	struct cdr_lines lines = { 0, lineno };
	uint32_t indent, own, top = owner ? owner->head : 0, n = 0;
	struct cdr_str text;

	line_at(guards->view, lineno, &indent);
	for (uint32_t at = lineno; at > top + 1 && n++ < LOOK_UP && lines.from == 0;) {
		text = line_at(guards->view, --at, &own);
		if (own >= indent)
			continue;
		indent = own;
		if (opens_function(text))
			lines.from = at;
	}
	for (n = 0; lines.from && n++ < LOOK_UP; lines.to++) {
		line_at(guards->view, lines.to, &own);
		if (own <= indent || lines.to > cdr_view_n_lines(guards->view))
			break;
	}
	return lines;
}

/* Neither the first line of the function is left, nor most of the others but the guard's. */
static bool is_function_gone(const struct cdr_guards *guards, const struct cdr_held *held,
			     const struct cdr_strings lines_of_sides[2])
{
	const struct cdr_strings *were = &lines_of_sides[CDR_SIDE_OLD],
				 *now = &lines_of_sides[CDR_SIDE_NEW];
	uint32_t col, indent, lineno = cdr_view_locate(guards->view, held->span.from, &col);
	uint32_t last = cdr_view_locate(guards->view, held->span.to, &col);
	struct cdr_lines lines = function_around(guards, lineno);
	unsigned n = 0, kept = 0;

	if (lines.from == 0 || !is_fewer(were, now, line_at(guards->view, lines.from, &indent)))
		return false;
	for (uint32_t at = lines.from + 1; at < lines.to; at++) {
		struct cdr_str text = line_at(guards->view, at, &indent);

		if (text.len < 3 || (at >= lineno && at <= last))
			continue;
		n++;
		kept += !is_fewer(were, now, text);
	}
	return 100 * kept <= KEPT_PERCENT * n;
}

void cdr_guards_retire(struct cdr_guards *old_side, const struct cdr_guards *new_side,
		       const struct cdr_strings *literals, struct cdr_arena *arena)
{
	struct cdr_strings were = { .items = { NULL, 0, 0 } }, lines[2] = { were, were };
	const struct side is = { cdr_view_masked(new_side->view, CDR_MASK_COMMENTS), literals };
	const struct side was = { cdr_view_masked(old_side->view, CDR_MASK_COMMENTS), &were };

	for (size_t i = 0; i < old_side->held.n; i++) {
		struct cdr_held *held = &old_side->held.items[i];
		bool gone;

		if (held->paired || held->place == CDR_GONE)
			continue;
		if (held->key.literal.len) {
			if (were.items.n == 0)
				were = cdr_guard_literals(old_side->view, arena);
			gone = is_route_gone(&was, &is, held);
		} else {
			if (lines[CDR_SIDE_OLD].items.n == 0) {
				lines[CDR_SIDE_OLD] = lines_of(old_side->view, arena);
				lines[CDR_SIDE_NEW] = lines_of(new_side->view, arena);
			}
			gone = is_function_gone(old_side, held, lines);
		}
		if (gone)
			held->place = CDR_GONE;
	}
}
