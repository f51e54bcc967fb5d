/*
 * lexer_jsx.c - elements of JSX: <p>don't {value}</p> is text, not a string
 * that begins at the apostrophe. The text is shown, not masked.
 */
#include "rules/lexer_parts.h"

#include "rules/ascii.h"

enum tag { TAG_NONE, TAG_OPEN, TAG_ALONE, TAG_CLOSE };

static const struct cdr_hole braces = { "{", '{', '}' };

static bool begins_tag(const struct cdr_lex *lex)
{
	char next = cdr_lex_byte(lex, lex->pos + 1);

	return next == '>' || next == '/' || cdr_is_letter(next) || next == '_' || next == '$';
}

/* The attribute's string at the cursor; false when it has no end. */
static bool take_attribute(struct cdr_lex *lex)
{
	const char *from = lex->text.ptr + lex->pos;
	const char *to = memchr(from + 1, *from, lex->text.len - lex->pos - 1);
	size_t end = to ? (size_t)(to - lex->text.ptr) : 0;

	if (!to)
		return false;
	cdr_lex_classify(lex, lex->pos + 1, end, CDR_BYTE_STRING);
	lex->classes[lex->pos] = lex->classes[end] = CDR_BYTE_QUOTE;
	lex->pos = end + 1;
	return true;
}

/* The tag at the cursor up to its '>'. */
static enum tag take_tag(struct cdr_lex *lex)
{
	enum tag tag = cdr_lex_byte(lex, lex->pos + 1) == '/' ? TAG_CLOSE : TAG_OPEN;

	lex->classes[lex->pos++] = CDR_BYTE_CODE;
	while (lex->pos < lex->text.len) {
		char c = lex->text.ptr[lex->pos];

		if (c == '>') {
			lex->classes[lex->pos++] = CDR_BYTE_CODE;
			lex->last_code = lex->pos;
			return tag == TAG_OPEN && lex->text.ptr[lex->pos - 2] == '/' ? TAG_ALONE
										     : tag;
		}
		if (strchr(";()", c) && c)
			return TAG_NONE;
		if (c == '{' && !cdr_lex_hole(lex, &braces))
			return TAG_NONE;
		if ((c == '"' || c == '\'') && !take_attribute(lex))
			return TAG_NONE;
		if (c != '{' && c != '"' && c != '\'' && !(c == '/' && cdr_lex_comment(lex)))
			lex->classes[lex->pos++] = CDR_BYTE_CODE;
	}
	return TAG_NONE;
}

/* Text between tags up to the next tag or '{'. */
static void take_text(struct cdr_lex *lex)
{
	size_t from = lex->pos;

	while (lex->pos < lex->text.len && lex->text.ptr[lex->pos] != '{' &&
	       !(lex->text.ptr[lex->pos] == '<' && begins_tag(lex)))
		lex->pos++;
	cdr_lex_classify(lex, from, lex->pos, CDR_BYTE_OPAQUE);
}

static bool take_element(struct cdr_lex *lex)
{
	size_t depth = 0;

	do {
		char c = lex->text.ptr[lex->pos];
		enum tag tag;

		if (depth > 0 && c != '<' && c != '{') {
			take_text(lex);
			continue;
		}
		if (c == '{') {
			if (!cdr_lex_hole(lex, &braces))
				return false;
			continue;
		}
		if (!begins_tag(lex)) {
			take_text(lex);
			continue;
		}
		tag = take_tag(lex);
		if (tag == TAG_NONE)
			return false;
		depth = tag == TAG_OPEN ? depth + 1 : tag == TAG_CLOSE && depth ? depth - 1 : depth;
	} while (depth > 0 && lex->pos < lex->text.len);
	return depth == 0;
}

bool cdr_lex_element(struct cdr_lex *lex)
{
	const struct cdr_lex before = *lex;

	if (!lex->language->jsx || lex->text.ptr[lex->pos] != '<' || !begins_tag(lex) ||
	    cdr_lex_value(lex) != CDR_VALUE_YES)
		return false;
	if (take_element(lex))
		return true;
	cdr_lex_give_back(lex, &before);
	return false;
}
