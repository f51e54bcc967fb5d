/*
 * guard_text.c - a guard is compared as a whole, with its arguments, although
 * the rule's pattern may match only its name, or all the rest of the line.
 */
#include "scan/guard_text.h"

#include <string.h>

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_name(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_' ||
	       c == '.' || c == ':' || (unsigned char)c >= 0x80;
}

static size_t skip_space(struct cdr_str text, size_t at)
{
	while (at < text.len && is_space(text.ptr[at]))
		at++;
	return at;
}

/* Where the brackets that open in [FROM, TO) of PLAIN have closed; TO if none is open there. */
static size_t close_brackets(struct cdr_str plain, size_t from, size_t to)
{
	int depth = 0;

	for (size_t at = from; at < plain.len; at++) {
		if (at >= to && depth <= 0)
			return at;
		if (memchr("([{", plain.ptr[at], 3))
			depth++;
		if (memchr(")]}", plain.ptr[at], 3))
			depth--;
	}
	return plain.len;
}

/* "@a.b.c" with what follows in parentheses. AT is behind the '@'. */
static size_t annotation_end(struct cdr_str plain, size_t at)
{
	size_t paren;

	at = skip_space(plain, at);
	while (at < plain.len && is_name(plain.ptr[at]))
		at++;
	paren = skip_space(plain, at);
	if (paren < plain.len && plain.ptr[paren] == '(')
		return close_brackets(plain, paren, paren + 1);
	return at;
}

struct cdr_span cdr_guard_span(struct cdr_str text, struct cdr_str plain, struct cdr_span match)
{
	size_t from = skip_space(text, match.from);
	struct cdr_str rest = cdr_str_sub(text, from, text.len);

	if (cdr_str_starts(rest, "@"))
		return (struct cdr_span){ from, annotation_end(plain, from + 1) };
	if (cdr_str_starts(rest, "[") || cdr_str_starts(rest, "#["))
		return (struct cdr_span){ from, close_brackets(plain, from, from + 2) };
	return (struct cdr_span){ from, close_brackets(plain, from, match.to) };
}

/* Whether only white space stands between AT and a closing bracket or the end. */
static bool trails(struct cdr_str text, size_t at)
{
	at = skip_space(text, at);
	return at == text.len || memchr(")]}", text.ptr[at], 3);
}

struct cdr_str cdr_guard_normal(struct cdr_str text, struct cdr_arena *arena)
{
	char *out = cdr_arena_alloc(arena, text.len);
	size_t len = 0;

	for (size_t at = 0; at < text.len; at++) {
		char c = text.ptr[at];

		if (is_space(c) || (c == ',' && trails(text, at + 1)))
			continue;
		out[len++] = c == '"' || c == '`' ? '\'' : c;
	}
	return (struct cdr_str){ out, len };
}

/* What makes the line a comment, and blanks. */
static bool opens_comment(char c)
{
	return c != '\0' && strchr(" \t#/*;-", c);
}

struct cdr_str cdr_guard_commented(struct cdr_str text, struct cdr_str masked,
				   struct cdr_arena *arena)
{
	char *bare = cdr_arena_alloc(arena, text.len);
	size_t len = 0;
	bool begun = false;

	for (size_t at = 0; at < text.len; at++) {
		if (text.ptr[at] == '\n')
			begun = false;
		if (text.ptr[at] == masked.ptr[at])
			continue;
		begun |= !opens_comment(text.ptr[at]);
		if (begun)
			bare[len++] = text.ptr[at];
	}
	return cdr_guard_normal((struct cdr_str){ bare, len }, arena);
}
