/*
 * heredoc.c - finds tags, and believes only those that are closed: `1 << LIMIT` is a shift.
 */
#include "rules/heredoc.h"

#include "rules/ascii.h"
#include <string.h>

#define UNCLOSED_MAX 16u

static char byte_at(struct cdr_str text, size_t pos)
{
	return pos < text.len ? text.ptr[pos] : '\0';
}

/* "<<" or PHP's "<<<" at POS, alone: its length, else 0. */
static size_t arrows_at(enum cdr_heredoc style, struct cdr_str text, size_t pos)
{
	size_t n = 0;

	if (pos > 0 && text.ptr[pos - 1] == '<')
		return 0;
	while (byte_at(text, pos + n) == '<')
		n++;
	return n == (style == CDR_HEREDOC_PHP ? 3u : 2u) ? n : 0;
}

static size_t skip_any(struct cdr_str text, size_t pos, const char *bytes)
{
	while (pos < text.len && text.ptr[pos] && strchr(bytes, text.ptr[pos]))
		pos++;
	return pos;
}

/* In Ruby a bare `<< word` appends or shifts; a tag is in capitals, quoted or has a sign. */
static bool is_bare(enum cdr_heredoc style, struct cdr_str text, size_t from, size_t to)
{
	return style == CDR_HEREDOC_RUBY && from == to && !cdr_is_upper(byte_at(text, to));
}

void cdr_heredoc_open(struct cdr_heredocs *heredocs, enum cdr_heredoc style, struct cdr_str text,
		      size_t pos)
{
	size_t arrows = arrows_at(style, text, pos), sign, quote, from, to;

	if (!arrows || heredocs->n == CDR_HEREDOCS_MAX || heredocs->n_unclosed > UNCLOSED_MAX)
		return;
	pos += arrows;
	sign = skip_any(text, pos, "-~");
	quote = skip_any(text, sign, style == CDR_HEREDOC_RUBY ? "\"'" : " \t\"'");
	for (from = to = quote; cdr_is_word(byte_at(text, to)); to++)
		;
	if (from == to || is_bare(style, text, pos, quote))
		return;
	heredocs->items[heredocs->n].tag = cdr_str_sub(text, from, to);
	heredocs->items[heredocs->n].indented = sign > pos || style == CDR_HEREDOC_PHP;
	heredocs->items[heredocs->n].followed = style == CDR_HEREDOC_PHP;
	heredocs->n++;
}

static bool closes(const struct cdr_heredocs *heredocs, struct cdr_str line)
{
	struct cdr_str tag = heredocs->items[0].tag;
	size_t at = 0;

	while (heredocs->items[0].indented && at < line.len &&
	       (line.ptr[at] == ' ' || line.ptr[at] == '\t'))
		at++;
	if (line.len - at < tag.len || memcmp(line.ptr + at, tag.ptr, tag.len) != 0)
		return false;
	at += tag.len;
	if (heredocs->items[0].followed)
		return at == line.len || !cdr_is_word(line.ptr[at]);
	return at == line.len || (at + 1 == line.len && line.ptr[at] == '\r');
}

bool cdr_heredoc_body(struct cdr_heredocs *heredocs, struct cdr_str text, size_t body, size_t *end)
{
	struct cdr_str rest = cdr_str_sub(text, body, text.len), line = { NULL, 0 };
	bool closed = false;

	if (heredocs->n == 0)
		return false;
	while (!closed && cdr_str_line(&rest, &line))
		closed = closes(heredocs, line);
	if (closed)
		*end = (size_t)(line.ptr - text.ptr);
	else
		heredocs->n_unclosed++;
	heredocs->n--;
	memmove(heredocs->items, heredocs->items + 1, heredocs->n * sizeof(heredocs->items[0]));
	return closed;
}

/* --- YAML ---------------------------------------------------------------- */

static size_t line_start(struct cdr_str text, size_t pos)
{
	while (pos > 0 && text.ptr[pos - 1] != '\n')
		pos--;
	return pos;
}

/* True if the line [FROM, TO) ends with | or >, perhaps with a digit or sign after it. */
static bool opens_block(struct cdr_str text, size_t from, size_t to)
{
	while (to > from && strchr(" \t\r", text.ptr[to - 1]))
		to--;
	for (size_t n = 0; n < 2 && to > from && strchr("0123456789+-", text.ptr[to - 1]); n++)
		to--;
	return to > from + 1 && strchr("|>", text.ptr[to - 1]) && text.ptr[to - 2] == ' ';
}

/* The column that a block of the line [FROM, TO) must go beyond: that of its key. */
static size_t key_column(struct cdr_str text, size_t from, size_t to)
{
	size_t pos = from, key = from;

	while (pos < to && text.ptr[pos] == ' ')
		pos++;
	key = pos;
	while (pos + 1 < to && text.ptr[pos] == '-' && text.ptr[pos + 1] == ' ') {
		for (pos++; pos < to && text.ptr[pos] == ' '; pos++)
			;
		if (pos < to && !strchr("|>", text.ptr[pos]))
			key = pos;
	}
	return key - from;
}

size_t cdr_block_scalar_end(struct cdr_str text, size_t lf)
{
	size_t from = line_start(text, lf), end = lf, column;
	struct cdr_str rest = cdr_str_sub(text, lf + 1, text.len), line = { NULL, 0 };

	if (!opens_block(text, from, lf))
		return lf;
	column = key_column(text, from, lf);
	while (cdr_str_line(&rest, &line)) {
		struct cdr_str body = cdr_str_trim(line);
		size_t indent = body.len ? (size_t)(body.ptr - line.ptr) : 0;

		if (body.len && indent <= column)
			break;
		if (body.len)
			end = (size_t)(line.ptr - text.ptr) + line.len;
	}
	return end;
}
