/*
 * form.c - what of a piece of code a formatter may change without changing it. The
 * lexer says what is string and what is code: quotes and blanks do not tell by themselves.
 */
#include "scan/form.h"

#include "rules/ascii.h"
#include "rules/language.h"

#include <string.h>

/* Deeper brackets keep their commas. */
#define MAX_DEPTH 64u

struct bracket {
	size_t at;       /* in the form */
	size_t n_commas; /* directly inside of it */
};

struct forming {
	bool spaced; /* white space counts wherever it stands, as far as is known */
	char *out;
	size_t len;
	struct bracket open[MAX_DEPTH];
	size_t depth;
};

static bool is_word(char c)
{
	return cdr_is_word(c) || c == '$' || (unsigned char)c >= 0x80;
}

/* In a string of some languages these stand for something else, between some quotes. */
static bool has_replacements(struct cdr_str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (strchr("$#{\\%@`", text.ptr[i]))
			return true;
	return false;
}

static bool has_quotes_inside(struct cdr_str text, const unsigned char *classes)
{
	for (size_t i = 0; i < text.len; i++)
		if (classes[i] == CDR_BYTE_STRING && strchr("'\"", text.ptr[i]))
			return true;
	return false;
}

/* Are the two kinds of quotes in TEXT the same? Around the tag of a document they are not. */
static bool quotes_are_alike(const struct cdr_language *language, struct cdr_str text,
			     const unsigned char *classes)
{
	if (!language || !language->quotes_alike || has_replacements(text) ||
	    has_quotes_inside(text, classes))
		return false;
	return language->heredoc == CDR_HEREDOC_NONE || language->heredoc == CDR_HEREDOC_SHELL ||
	       !cdr_str_has(text, "<<");
}

/* --- white space ------------------------------------------------------------------ */

/* Does the white space before C, behind what was written, make a difference? */
static bool parts(const struct forming *forming, char c)
{
	char before;

	if (forming->len == 0)
		return false;
	if (forming->spaced)
		return true;
	before = forming->out[forming->len - 1];
	return (is_word(before) && is_word(c)) || (before == c && strchr("+-&|*/=<:.", c));
}

/* --- commas ----------------------------------------------------------------------- */

/* `(x,)` is a tuple unless the bracket is that of a call, `[,]` has two dimensions. */
static bool comma_counts(const struct forming *forming)
{
	const struct bracket *open;
	char before;

	if (forming->depth == 0 || forming->depth > MAX_DEPTH)
		return true;
	open = &forming->open[forming->depth - 1];
	if (open->at + 2 == forming->len)
		return true;
	if (forming->out[open->at] != '(' || open->n_commas > 1)
		return false;
	before = open->at > 0 ? forming->out[open->at - 1] : ' ';
	return !is_word(before) && before != ')' && before != ']';
}

static void close_bracket(struct forming *forming)
{
	if (!forming->spaced && forming->len > 0 && forming->out[forming->len - 1] == ',' &&
	    !comma_counts(forming))
		forming->len--;
	forming->depth -= forming->depth > 0;
}

static void follow_brackets(struct forming *forming, char c)
{
	bool known = forming->depth > 0 && forming->depth <= MAX_DEPTH;

	if (strchr(")]}", c))
		close_bracket(forming);
	else if (c == ',' && known)
		forming->open[forming->depth - 1].n_commas++;
	else if (strchr("([{", c) && forming->depth++ < MAX_DEPTH)
		forming->open[forming->depth - 1] = (struct bracket){ forming->len, 0 };
}

/* --- all of it -------------------------------------------------------------------- */

struct cdr_str cdr_form_of(struct cdr_view *view, size_t at, struct cdr_str text, unsigned mask,
			   struct cdr_arena *arena)
{
	struct forming forming = { .spaced = !view->language || view->language->spaced };
	const unsigned char *classes = cdr_view_classes(view) + at;
	bool alike = quotes_are_alike(view->language, text, classes);
	bool gap = false;

	forming.out = cdr_arena_alloc(arena, 2 * text.len + 1);
	for (size_t i = 0; i < text.len; i++) {
		bool string = classes[i] == CDR_BYTE_STRING && !(mask & CDR_MASK_STRINGS);
		char c = text.ptr[i];

		if (!string && cdr_is_space(c)) {
			gap = true;
			continue;
		}
		if (gap && parts(&forming, c))
			forming.out[forming.len++] = ' ';
		gap = false;
		if (classes[i] == CDR_BYTE_CODE)
			follow_brackets(&forming, c);
		forming.out[forming.len++] =
			classes[i] == CDR_BYTE_QUOTE && c == '\'' && alike ? '"' : c;
	}
	return (struct cdr_str){ forming.out, forming.len };
}
