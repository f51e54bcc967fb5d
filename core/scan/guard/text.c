/*
 * text.c - a guard is compared as a whole, with its arguments, although
 * the rule's pattern may match only its name, or all the rest of the line.
 * What a formatter may change is no part of what is compared.
 */
#include "scan/guard/text.h"

#include "rules/ascii.h"

#include <string.h>

static bool is_name(char c)
{
	return cdr_is_word(c) || c == '$' || (unsigned char)c >= 0x80;
}

static size_t skip_space(struct cdr_str text, size_t at)
{
	while (at < text.len && cdr_is_space(text.ptr[at]))
		at++;
	return at;
}

static size_t skip_name(struct cdr_str text, size_t at)
{
	while (at < text.len && is_name(text.ptr[at]))
		at++;
	return at;
}

/* --- the span --------------------------------------------------------------- */

/* Where the brackets (of OPENERS) that open in [FROM, TO) of PLAIN have closed; TO if none does. */
static size_t close_brackets(struct cdr_str plain, const char *openers, size_t from, size_t to)
{
	int depth = 0;

	for (size_t at = from; at < plain.len; at++) {
		char c = plain.ptr[at];

		if (at >= to && depth <= 0)
			return at;
		if (c != '\0' && strchr(openers, c))
			depth++;
		else if ((c == ')' || c == ']' || (c == '}' && strchr(openers, '{'))))
			depth--;
	}
	return plain.len;
}

/* "@a.b.c" with what follows in parentheses. AT is behind the '@'. */
static size_t annotation_end(struct cdr_str plain, size_t at)
{
	size_t paren;

	at = skip_space(plain, at);
	while (at < plain.len && (is_name(plain.ptr[at]) || strchr(".:", plain.ptr[at])))
		at++;
	paren = skip_space(plain, at);
	if (paren < plain.len && plain.ptr[paren] == '(')
		return close_brackets(plain, "([{", paren, paren + 1);
	return at;
}

bool cdr_guard_decides(struct cdr_str text)
{
	static const char *const words[] = { "if", "unless", "elif", "elsif", "else" };

	text = cdr_str_trim(text);
	if (cdr_str_starts(text, "}"))
		text = cdr_str_trim(cdr_str_sub(text, 1, text.len));
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t len = cdr_str_from(words[i]).len;

		if (cdr_str_starts(text, words[i]) &&
		    (len == text.len || !cdr_is_word(text.ptr[len])))
			return true;
	}
	return false;
}

struct cdr_span cdr_guard_span(struct cdr_str text, struct cdr_str plain, struct cdr_span match)
{
	size_t from = skip_space(text, match.from);
	struct cdr_str rest = cdr_str_sub(text, from, text.len);

	if (cdr_str_starts(rest, "@"))
		return (struct cdr_span){ from, annotation_end(plain, from + 1) };
	if (cdr_str_starts(rest, "[") || cdr_str_starts(rest, "#["))
		return (struct cdr_span){ from, close_brackets(plain, "([{", from, from + 2) };
	if (cdr_guard_decides(rest)) /* its block is no part of it */
		return (struct cdr_span){ from, close_brackets(plain, "([", from, match.to) };
	return (struct cdr_span){ from, close_brackets(plain, "([{", from, match.to) };
}

/* --- words ------------------------------------------------------------------ */

/* Past "@" and the "a.b." of "a.b.c". */
static size_t skip_qualifier(struct cdr_str text)
{
	size_t at = skip_space(text, 0), end;

	if (at < text.len && text.ptr[at] == '@')
		at++;
	for (;;) {
		end = skip_name(text, at);
		if (end == at || end + 1 >= text.len || text.ptr[end] != '.' ||
		    !is_name(text.ptr[end + 1]))
			return at;
		at = end + 1;
	}
}

/* Past the word at AT, with Ruby's mark at its end. */
static size_t word_end(struct cdr_str text, size_t at)
{
	size_t end = skip_name(text, at);

	if (end > at && end + 1 < text.len && strchr("!?", text.ptr[end]) &&
	    !strchr("=.?", text.ptr[end + 1]))
		end++;
	else if (end > at && end + 1 == text.len && strchr("!?", text.ptr[end]))
		end++;
	return end;
}

static size_t operator_end(struct cdr_str text, size_t at)
{
	while (at < text.len && text.ptr[at] != '\0' && strchr("!<>|&*+-/?%^~=", text.ptr[at]))
		at++;
	return at;
}

/* What only gives a value to a name, or a member to an object. */
static bool is_filler(struct cdr_str sign)
{
	return cdr_str_is(sign, "=") || cdr_str_is(sign, "=>") || cdr_str_is(sign, "->") ||
	       cdr_str_is(sign, "?") || cdr_str_is(sign, "&");
}

struct cdr_str cdr_guard_words(struct cdr_str text, struct cdr_arena *arena)
{
	char *out = cdr_arena_alloc(arena, 2 * text.len);
	size_t len = 0, end;

	for (size_t at = skip_qualifier(text); at < text.len; at = end) {
		bool is_word = true;

		end = word_end(text, at);
		if (end == at) {
			is_word = false;
			end = operator_end(text, at);
		}
		if (end == at) {
			end++;
			continue;
		}
		if (!is_word && is_filler(cdr_str_sub(text, at, end)))
			continue;
		if (len > 0)
			out[len++] = ' ';
		memcpy(out + len, text.ptr + at, end - at);
		len += end - at;
	}
	return (struct cdr_str){ out, len };
}

bool cdr_guard_word(struct cdr_str *rest, struct cdr_str *word)
{
	const char *space;

	if (rest->len == 0)
		return false;
	space = memchr(rest->ptr, ' ', rest->len);
	*word = cdr_str_sub(*rest, 0, space ? (size_t)(space - rest->ptr) : rest->len);
	*rest = cdr_str_sub(*rest, word->len + 1, rest->len);
	return true;
}

bool cdr_guard_contains(struct cdr_str all, struct cdr_str part)
{
	for (struct cdr_str rest = all; part.len > 0;) {
		size_t at = cdr_str_find(rest, part), end = at + part.len;

		if (at == rest.len)
			return false;
		if ((at == 0 || rest.ptr[at - 1] == ' ') &&
		    (end == rest.len || rest.ptr[end] == ' '))
			return true;
		rest = cdr_str_sub(rest, at + 1, rest.len);
	}
	return false;
}

/* --- comments --------------------------------------------------------------- */

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
		if (text.ptr[at] == '\n') {
			begun = false;
			bare[len++] = ' ';
		}
		if (text.ptr[at] == masked.ptr[at])
			continue;
		begun |= !opens_comment(text.ptr[at]);
		if (begun)
			bare[len++] = text.ptr[at];
	}
	return cdr_guard_words((struct cdr_str){ bare, len }, arena);
}
