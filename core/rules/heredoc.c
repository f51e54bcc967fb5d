/*
 * heredoc.c - finds tags, and believes only those that are closed: `1 << LIMIT` is a shift.
 */
#include "rules/heredoc.h"

#include "rules/ascii.h"
#include <string.h>

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

static bool is_word(char c)
{
	return cdr_is_word(c) || (unsigned char)c >= 0x80;
}

/* Past a word of a shell: to a blank or operator outside of quotes. */
static size_t shell_word_end(struct cdr_str text, size_t pos)
{
	char quote = '\0';

	for (; pos < text.len && text.ptr[pos] != '\n'; pos++) {
		char c = text.ptr[pos];

		if (!quote && (cdr_is_space(c) || strchr("|&;()<>,", c)))
			break;
		if (!quote && (c == '\'' || c == '"'))
			quote = c;
		else if (c == quote)
			quote = '\0';
	}
	return pos;
}

/* Past the tag at POS: a word, or what stands in quotes. */
static size_t tag_end(enum cdr_heredoc style, struct cdr_str text, size_t pos)
{
	char quote = byte_at(text, pos);
	size_t end = pos;

	if (style == CDR_HEREDOC_SHELL)
		return shell_word_end(text, pos);
	if (!quote || !strchr("'\"`", quote)) {
		while (is_word(byte_at(text, end)))
			end++;
		return end;
	}
	do
		end++;
	while (end < text.len && text.ptr[end] != quote && text.ptr[end] != '\n');
	return byte_at(text, end) == quote ? end + 1 : pos;
}

/* In Ruby a bare `<< word` appends or shifts; a tag is in capitals, quoted or has a sign. */
static bool is_bare(enum cdr_heredoc style, struct cdr_str text, size_t from, size_t sign)
{
	char c = byte_at(text, sign);

	return style == CDR_HEREDOC_RUBY && from == sign && cdr_is_word(c) && !cdr_is_upper(c);
}

/* In a shell a part in quotes is enough to make all of the body plain. */
static bool is_quoted(enum cdr_heredoc style, struct cdr_str tag)
{
	for (size_t i = 0; i < tag.len; i++)
		if (tag.ptr[i] == '\'' ||
		    (style == CDR_HEREDOC_SHELL && strchr("\"\\", tag.ptr[i])))
			return true;
	return false;
}

bool cdr_heredoc_open(struct cdr_heredocs *heredocs, enum cdr_heredoc style, struct cdr_str text,
		      size_t pos)
{
	size_t arrows = arrows_at(style, text, pos), from, to;

	if (!arrows)
		return true;
	pos += arrows;
	from = skip_any(text, pos, style == CDR_HEREDOC_PHP ? " \t" : "-~");
	if (is_bare(style, text, pos, from))
		return true;
	if (style == CDR_HEREDOC_SHELL)
		from = skip_any(text, from, " \t");
	to = tag_end(style, text, from);
	if (from == to)
		return true;
	if (heredocs->n == CDR_HEREDOCS_MAX)
		return false;
	heredocs->items[heredocs->n].tag = cdr_str_sub(text, from, to);
	heredocs->items[heredocs->n].indented = from > pos || style == CDR_HEREDOC_PHP;
	heredocs->items[heredocs->n].followed = style == CDR_HEREDOC_PHP;
	heredocs->items[heredocs->n].quoted = is_quoted(style, cdr_str_sub(text, from, to));
	heredocs->n++;
	return true;
}

/* Length of TAG, without its quotes, at the start of LINE; 0 when it is not there. */
static size_t tag_at(struct cdr_str line, struct cdr_str tag)
{
	size_t at = 0;

	for (size_t i = 0; i < tag.len; i++) {
		if (strchr("'\"`\\", tag.ptr[i]) && tag.ptr[i])
			continue;
		if (at == line.len || line.ptr[at] != tag.ptr[i])
			return 0;
		at++;
	}
	return at;
}

/* Where the closing tag of the first heredoc ends in LINE; 0 when it is not there. */
static size_t closes(const struct cdr_heredocs *heredocs, struct cdr_str line)
{
	size_t at = 0, len;

	while (heredocs->items[0].indented && at < line.len &&
	       (line.ptr[at] == ' ' || line.ptr[at] == '\t'))
		at++;
	len = tag_at(cdr_str_sub(line, at, line.len), heredocs->items[0].tag);
	at += len;
	if (!len || (heredocs->items[0].followed && is_word(byte_at(line, at))))
		return 0;
	if (!heredocs->items[0].followed && skip_any(line, at, "\r") < line.len)
		return 0;
	return at;
}

bool cdr_heredoc_body(struct cdr_heredocs *heredocs, struct cdr_str text, size_t body,
		      struct cdr_heredoc_body *out)
{
	struct cdr_str rest = cdr_str_sub(text, body, text.len), line = { NULL, 0 };
	size_t past = 0;

	while (!past && cdr_str_line(&rest, &line))
		past = closes(heredocs, line);
	if (past) {
		out->end = (size_t)(line.ptr - text.ptr);
		out->past = out->end + past;
		out->holes = !heredocs->items[0].quoted;
	}
	heredocs->n--;
	memmove(heredocs->items, heredocs->items + 1, heredocs->n * sizeof(heredocs->items[0]));
	return past > 0;
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

size_t cdr_block_scalar_end(struct cdr_str text, size_t to, size_t lf)
{
	size_t from = line_start(text, lf), end = lf, column;
	struct cdr_str rest = cdr_str_sub(text, lf + 1, text.len), line = { NULL, 0 };

	if (!opens_block(text, from, to))
		return lf;
	column = key_column(text, from, to);
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
