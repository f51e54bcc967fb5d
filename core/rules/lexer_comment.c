/*
 * lexer_comment.c - comments, and what only looks like one.
 *
 * A comment that never closes counts to the end of its line. One with a line end
 * in it that only some compilers know (a lone CR, U+2028) is a doubt: its rest
 * may be code.
 */
#include "rules/lexer_parts.h"

#include "rules/ascii.h"

/* With nothing but blanks before POS in its line. */
static bool is_first(const struct cdr_lex *lex, size_t pos)
{
	while (pos > 0 && (lex->text.ptr[pos - 1] == ' ' || lex->text.ptr[pos - 1] == '\t'))
		pos--;
	return pos == 0 || lex->text.ptr[pos - 1] == '\n';
}

/* In a shell a '#' begins a comment where a word could begin. */
static bool begins_word(const struct cdr_lex *lex, char before)
{
	return !lex->expansions && (cdr_is_space(before) || strchr(";&|(){}`", before));
}

static bool may_begin(const struct cdr_lex *lex, const struct cdr_comment *comment)
{
	char before = lex->pos > 0 ? lex->text.ptr[lex->pos - 1] : '\n';

	if (cdr_lex_any_at(lex, lex->pos, comment->except))
		return false;
	switch (comment->place) {
	case CDR_COMMENT_ANYWHERE:
	case CDR_COMMENT_SINGLE:
		return true;
	case CDR_COMMENT_SPACED:
		return cdr_is_space(before);
	case CDR_COMMENT_WORD:
		return begins_word(lex, before);
	case CDR_COMMENT_ALONE:
		return is_first(lex, lex->pos);
	case CDR_COMMENT_LINES:
		return before == '\n' &&
		       !cdr_lex_is_name(cdr_lex_byte(lex, lex->pos + strlen(comment->open)));
	}
	return false;
}

/* --- to the end of the line ---------------------------------------------- */

/* A line end for some: CR before anything but a line end, VT, FF, U+0085, U+2028, U+2029. */
static bool ends_line_for_some(const struct cdr_lex *lex, size_t pos)
{
	switch (lex->text.ptr[pos]) {
	case '\v':
	case '\f':
		return true;
	case '\r':
		return pos + 1 < lex->text.len && !strchr("\r\n", lex->text.ptr[pos + 1]);
	default:
		return cdr_lex_at(lex, pos, "\xC2\x85") || cdr_lex_at(lex, pos, "\xE2\x80\xA8") ||
		       cdr_lex_at(lex, pos, "\xE2\x80\xA9");
	}
}

static size_t rest_of_line(struct cdr_lex *lex)
{
	size_t pos = lex->pos;

	for (; pos < lex->text.len; pos++) {
		if (!(lex->stops[(unsigned char)lex->text.ptr[pos]] & CDR_STOP_COMMENT))
			continue;
		if (lex->text.ptr[pos] == '\n')
			break;
		if (lex->language->around == CDR_AROUND_PHP && cdr_lex_at(lex, pos, "?>"))
			break;
		if (ends_line_for_some(lex, pos))
			cdr_lex_doubt(lex, pos);
	}
	return pos;
}

/* --- to a closing mark --------------------------------------------------- */

static size_t nested_end(const struct cdr_lex *lex, const struct cdr_comment *comment)
{
	size_t pos = lex->pos + strlen(comment->open), depth = 1;

	while (pos < lex->text.len) {
		if (cdr_lex_at(lex, pos, comment->close)) {
			pos += strlen(comment->close);
			if (--depth == 0)
				return pos;
		} else if (cdr_lex_at(lex, pos, comment->open)) {
			pos += strlen(comment->open);
			depth++;
		} else {
			pos++;
		}
	}
	return 0;
}

/* Past the first MARK after the opening one; 0 when there is none. */
static size_t past(const struct cdr_lex *lex, size_t pos, struct cdr_str mark)
{
	struct cdr_str rest = cdr_str_sub(lex->text, pos, lex->text.len);
	const char *found = rest.len ? memmem(rest.ptr, rest.len, mark.ptr, mark.len) : NULL;

	return found ? (size_t)(found - lex->text.ptr) + mark.len : 0;
}

/* Ruby's =begin: to the end of the line that begins with =end. */
static size_t lines_end(const struct cdr_lex *lex, const struct cdr_comment *comment)
{
	size_t pos = lex->pos;

	while ((pos = past(lex, pos, cdr_str_from(comment->close))))
		if (!cdr_lex_is_name(cdr_lex_byte(lex, pos)))
			return cdr_lex_line_end(lex, pos);
	return 0;
}

/* Lua's --[==[ ... ]==]; 0 too when it is but a line of dashes. */
static size_t level_end(const struct cdr_lex *lex, const struct cdr_comment *comment)
{
	static const struct cdr_quote bracket = { .open = "[", .fence = CDR_FENCE_LEVEL };
	struct cdr_lex from = *lex;
	struct cdr_fence_end end;

	from.pos += strlen(comment->open) - 1;
	if (!cdr_fence_open(&from, &bracket, &end))
		return 0;
	for (size_t pos = from.pos + end.open_len; pos < lex->text.len; pos++) {
		const char *next = memchr(lex->text.ptr + pos, ']', lex->text.len - pos);

		if (!next)
			return 0;
		pos = (size_t)(next - lex->text.ptr);
		if (cdr_fence_at(lex, &end, pos))
			return pos + end.middle.len + 2;
	}
	return 0;
}

/* {# note #}, as every template engine has it; {# <b> #} is text where none runs. */
static size_t single_end(const struct cdr_lex *lex, const struct cdr_comment *comment)
{
	size_t eol = cdr_lex_line_end(lex, lex->pos);
	struct cdr_lex line = *lex;
	size_t end;

	line.text.len = eol;
	end = past(&line, lex->pos + strlen(comment->open), cdr_str_from(comment->close));
	return end && !memchr(lex->text.ptr + lex->pos, '<', end - lex->pos) ? end : 0;
}

static size_t block_end(const struct cdr_lex *lex, const struct cdr_comment *comment)
{
	if (comment->place == CDR_COMMENT_SINGLE)
		return single_end(lex, comment);
	if (comment->place == CDR_COMMENT_LINES)
		return lines_end(lex, comment);
	if (comment->close[0] == ']')
		return level_end(lex, comment);
	if (comment->nests)
		return nested_end(lex, comment);
	return past(lex, lex->pos + strlen(comment->open), cdr_str_from(comment->close));
}

/* Where COMMENT at the cursor ends; the cursor when it is none. */
static size_t end_of(struct cdr_lex *lex, const struct cdr_comment *comment, uint32_t bit)
{
	size_t end = 0;
	bool local = comment->place == CDR_COMMENT_SINGLE ||
		     (comment->close && comment->close[0] == ']');

	if (!comment->close)
		return rest_of_line(lex);
	if (local && lex->budget == 0)
		return lex->pos;
	if (!(lex->dead_comments & bit))
		end = block_end(lex, comment);
	if (end)
		return end;
	if (local) {
		cdr_lex_spend(lex, lex->pos,
			      comment->place == CDR_COMMENT_SINGLE
				      ? cdr_lex_line_end(lex, lex->pos) - lex->pos
				      : lex->text.len - lex->pos);
		return lex->pos;
	}
	lex->dead_comments |= bit;
	return rest_of_line(lex);
}

bool cdr_lex_comment(struct cdr_lex *lex)
{
	const struct cdr_comment *comment = lex->language->comments;

	for (uint32_t bit = 1; comment && comment->open; comment++, bit <<= 1) {
		size_t end;

		if (!cdr_lex_at(lex, lex->pos, comment->open) || !may_begin(lex, comment))
			continue;
		end = end_of(lex, comment, bit);
		if (end == lex->pos)
			continue;
		cdr_lex_classify(lex, lex->pos, end, CDR_BYTE_COMMENT);
		lex->pos = end;
		return true;
	}
	return false;
}
