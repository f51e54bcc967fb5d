/*
 * key.c - a guard among arguments guards what the other arguments name:
 * of app.get("/x", GUARD, show) it is the route, and not the line.
 */
#include "scan/guard/text.h"

#include "rules/ascii.h"

#include <string.h>

static bool is_callee_byte(char c)
{
	return cdr_is_word(c) || c == '.' || c == '$' || c == ':' || (unsigned char)c >= 0x80;
}

static bool is_opener(char c)
{
	return c == '(' || c == '[' || c == '{';
}

static bool is_closer(char c)
{
	return c == ')' || c == ']' || c == '}';
}

static bool is_quote(char c)
{
	return c == '"' || c == '\'' || c == '`';
}

/* The bracket that is open at AT, looked for to the left; PLAIN.len when none is. */
static size_t open_before(struct cdr_str plain, size_t at)
{
	size_t depth = 0;

	while (at-- > 0) {
		if (is_closer(plain.ptr[at]))
			depth++;
		else if (is_opener(plain.ptr[at]) && depth-- == 0)
			return at;
	}
	return plain.len;
}

/* What is called with the bracket at OPEN, or what the list that it opens is assigned to. */
static struct cdr_str callee(struct cdr_str plain, size_t open, struct cdr_arena *arena)
{
	size_t from, to = open;

	while (to > 0 && (cdr_is_space(plain.ptr[to - 1]) || strchr("=:", plain.ptr[to - 1])))
		to--;
	for (from = to; from > 0 && is_callee_byte(plain.ptr[from - 1]); from--)
		;
	return cdr_guard_words(cdr_str_sub(plain, from, to), arena);
}

/* The first string among the arguments behind the bracket at OPEN, and not in GUARD. */
static struct cdr_str first_literal(struct cdr_str text, struct cdr_str plain, size_t open,
				    struct cdr_span guard)
{
	size_t depth = 0;

	for (size_t at = open + 1; at < plain.len; at++) {
		char c = plain.ptr[at];
		const char *end;

		if (is_opener(c))
			depth++;
		if (is_closer(c) && depth-- == 0)
			break;
		if (!is_quote(c))
			continue;
		end = memchr(plain.ptr + at + 1, c, plain.len - at - 1);
		if (!end)
			break;
		if (depth == 0 && (at < guard.from || at >= guard.to))
			return cdr_str_sub(text, at + 1, (size_t)(end - plain.ptr));
		at = (size_t)(end - plain.ptr);
	}
	return (struct cdr_str){ NULL, 0 };
}

/* The bracket of the call before the '.' that the guard at AT follows; PLAIN.len when none is. */
static size_t link_before(struct cdr_str plain, size_t at)
{
	if (at < plain.len && plain.ptr[at] != '.')
		while (at > 0 && is_callee_byte(plain.ptr[at - 1]) && plain.ptr[at - 1] != '.')
			at--;
	while (at > 0 && (cdr_is_space(plain.ptr[at - 1]) || strchr(".->", plain.ptr[at - 1])))
		at--;
	if (at == 0 || plain.ptr[at - 1] != ')')
		return plain.len;
	return open_before(plain, at - 1);
}

struct cdr_guard_key cdr_guard_key_of(struct cdr_str text, struct cdr_str plain,
				      struct cdr_span span, struct cdr_arena *arena)
{
	struct cdr_guard_key key = { { NULL, 0 }, { NULL, 0 } };
	size_t open = link_before(plain, span.from);

	if (open < plain.len) {
		key.callee = callee(plain, open, arena);
		key.literal = first_literal(text, plain, open, span);
		if (key.literal.len)
			return key;
	}
	for (open = open_before(plain, span.from); open < plain.len;
	     open = open_before(plain, open)) {
		if (!key.callee.len)
			key.callee = callee(plain, open, arena);
		if (plain.ptr[open] != '(')
			continue;
		key.literal = first_literal(text, plain, open, span);
		if (!key.literal.len)
			continue;
		key.callee = callee(plain, open, arena);
		return key;
	}
	return key;
}
