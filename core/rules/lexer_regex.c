/*
 * lexer_regex.c - whether a '/' divides or opens a regular expression.
 *
 * Where that depends on more than the text before it (a name that may be a
 * variable, a '}' that may end a value), the expression is shown, not masked.
 */
#include "rules/lexer_parts.h"

#include "rules/ascii.h"

/* --- brackets of statements ---------------------------------------------- */

/* Whether the '(' at the cursor belongs to a statement that another may follow after its ')'. */
static bool is_control(const struct cdr_lex *lex)
{
	static const char *const words[] = { "if", "while", "for", "with" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (cdr_lex_word_before(lex, lex->last_code, words[i]))
			return true;
	return false;
}

void cdr_lex_follow_control(struct cdr_lex *lex, char c)
{
	if (c == '(') {
		lex->controls = lex->controls << 1 | is_control(lex);
	} else if (c == ')') {
		lex->after_control = lex->controls & 1;
		lex->controls >>= 1;
	}
}

/* --- values -------------------------------------------------------------- */

static enum cdr_lex_value sure(bool yes)
{
	return yes ? CDR_VALUE_YES : CDR_VALUE_NO;
}

static bool is_any_word(const struct cdr_lex *lex, const char *const *words)
{
	while (*words && !cdr_lex_word_before(lex, lex->last_code, *words))
		words++;
	return *words != NULL;
}

/* A name that is reserved in one language only may be a variable in another. */
static enum cdr_lex_value after_word(const struct cdr_lex *lex)
{
	static const char *const reserved[] = { "return", "case", "in",    "if",
						"else",   "do",   "while", NULL };
	static const char *const others[] = { "typeof", "delete",  "void", "throw", "of",
					      "unless", "and",     "or",   "not",   "when",
					      "elsif",  "yield",   "then", "await", "until",
					      "new",    "default", NULL };
	size_t end = lex->last_code;
	char next = cdr_lex_byte(lex, lex->pos + 1);

	if (is_any_word(lex, reserved))
		return CDR_VALUE_YES;
	if (is_any_word(lex, others))
		return CDR_VALUE_PERHAPS;
	/* `split /,/`: a blank before and none after */
	if (lex->language->regex == CDR_REGEX_COMMAND && end < lex->pos && next &&
	    !cdr_is_space(next) && next != '=')
		return CDR_VALUE_PERHAPS;
	return CDR_VALUE_NO;
}

enum cdr_lex_value cdr_lex_value(const struct cdr_lex *lex)
{
	size_t end = lex->last_code;
	char last = end ? lex->text.ptr[end - 1] : ';';
	char before = end > 1 ? lex->text.ptr[end - 2] : ';';

	if (end && lex->classes[end - 1] == CDR_BYTE_QUOTE)
		return sure(last == '{');
	switch (last) {
	case ')':
		return sure(lex->after_control);
	case '+':
	case '-':
		return sure(before != last);
	case '<':
		return sure(before == '<');
	case '>':
		return before == '=' ? CDR_VALUE_YES : CDR_VALUE_NO;
	case '}':
		return CDR_VALUE_PERHAPS;
	case '!':
	case '?':
		/* a!/b: TypeScript says that `a` is there; a? of Ruby is a name */
		return cdr_lex_is_name(before) || strchr(")]}\"'`", before) ? CDR_VALUE_PERHAPS
									    : CDR_VALUE_YES;
	default:
		return strchr("(,=:[&|{;*%~^", last) ? CDR_VALUE_YES : after_word(lex);
	}
}

/* --- expressions --------------------------------------------------------- */

/* Past the '/' that ends the expression at the cursor, in its line; 0 when there is none. */
static size_t expression_end(struct cdr_lex *lex)
{
	size_t pos = lex->pos + 1;
	bool in_class = false;

	for (; pos < lex->text.len && lex->text.ptr[pos] != '\n'; pos++) {
		char c = lex->text.ptr[pos];

		if (c == '\\')
			pos++;
		else if (c == '[' || c == ']')
			in_class = c == '[';
		else if (c == '/' && !in_class)
			return pos + 1;
	}
	cdr_lex_spend(lex, lex->pos, pos - lex->pos);
	return 0;
}

/* One with holes, as in Ruby; where it is not sure it is one it does not reach over lines. */
static bool take_holed(struct cdr_lex *lex, bool certain)
{
	const struct cdr_quote slashes = {
		.open = "/",
		.close = "/",
		.flags = CDR_QUOTE_ESC | (certain ? CDR_QUOTE_MULTI : CDR_QUOTE_SHOWN),
		.holes = lex->language->regex_body,
	};

	return cdr_lex_between(lex, &slashes);
}

bool cdr_lex_regex(struct cdr_lex *lex)
{
	enum cdr_lex_value value;
	size_t end;

	if (!lex->language->regex || lex->text.ptr[lex->pos] != '/')
		return false;
	value = cdr_lex_value(lex);
	if (value == CDR_VALUE_NO)
		return false;
	if (lex->language->regex_body)
		return take_holed(lex, value == CDR_VALUE_YES);
	end = expression_end(lex);
	if (!end)
		return false;
	cdr_lex_classify(lex, lex->pos, end,
			 value == CDR_VALUE_YES ? CDR_BYTE_STRING : CDR_BYTE_OPAQUE);
	lex->classes[lex->pos] = lex->classes[end - 1] = CDR_BYTE_QUOTE;
	lex->pos = lex->last_code = end;
	return true;
}
