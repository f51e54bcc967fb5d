/*
 * head.c - enough of many grammars to name what a guard stands on.
 *
 * A statement is cut into words and marks; what is in brackets is one mark. A
 * handful of shapes then decides. What is not recognised is no entity: its
 * guards get the enclosing one as their anchor.
 */
#include "rules/head.h"

#include "base/names.h"
#include "rules/ascii.h"

#include <string.h>

#define TOKENS_MAX 48u

struct token {
	struct cdr_str word;   /* len 0: a mark */
	struct cdr_str inside; /* of brackets, with them; of a string, without its marks */
	char mark;	       /* '(' and '[' stand for all up to their end; 's' for a string */
};

struct tokens {
	struct token items[TOKENS_MAX];
	size_t n;
};

static bool is_code(const struct cdr_stretch *stretch, size_t pos)
{
	return pos < stretch->to && stretch->classes[pos] == CDR_BYTE_CODE;
}

size_t cdr_stretch_next(const struct cdr_stretch *stretch, size_t pos)
{
	while (pos < stretch->to &&
	       (stretch->classes[pos] == CDR_BYTE_COMMENT || cdr_is_space(stretch->text.ptr[pos])))
		pos++;
	return pos;
}

static bool is_name_byte(char c)
{
	return cdr_is_word(c) || c == '$' || (unsigned char)c >= 0x80;
}

struct cdr_str cdr_stretch_word(const struct cdr_stretch *stretch, size_t pos)
{
	size_t end = pos;

	while (is_code(stretch, end) && is_name_byte(stretch->text.ptr[end]))
		end++;
	return cdr_str_sub(stretch->text, pos, end);
}

/* Past the bracket that closes the one at POS; 0 when the statement ends before. */
static size_t skip_group(const struct cdr_stretch *stretch, size_t pos)
{
	size_t depth = 0;

	for (; pos < stretch->to; pos++) {
		char c = is_code(stretch, pos) ? stretch->text.ptr[pos] : ' ';

		if (c == '(' || c == '[' || c == '{')
			depth++;
		else if ((c == ')' || c == ']' || c == '}') && --depth == 0)
			return pos + 1;
	}
	return 0;
}

/* --- annotations --------------------------------------------------------- */

static bool begins_annotation(const struct cdr_stretch *stretch, size_t pos)
{
	const char *mark = stretch->language->annotation;
	size_t len = mark ? strlen(mark) : 0;

	if (!mark || !is_code(stretch, pos) || stretch->to - pos < len ||
	    memcmp(stretch->text.ptr + pos, mark, len) != 0)
		return false;
	return !cdr_str_is(cdr_stretch_word(stretch, pos + len), "interface");
}

/* @a.b.C(...) or [...] or #[...] at POS: where it ends; the statement's end when unfinished. */
static size_t skip_annotation(const struct cdr_stretch *stretch, size_t pos)
{
	size_t end = pos + strlen(stretch->language->annotation) - 1;

	if (stretch->text.ptr[end] == '@') {
		do
			end += 1 + cdr_stretch_word(stretch, end + 1).len;
		while (is_code(stretch, end) &&
		       (stretch->text.ptr[end] == '.' || stretch->text.ptr[end] == ':'));
		pos = cdr_stretch_next(stretch, end);
		if (!is_code(stretch, pos) || stretch->text.ptr[pos] != '(')
			return end;
		end = pos;
	}
	pos = skip_group(stretch, end);
	return pos ? pos : stretch->to;
}

/* --- tokens -------------------------------------------------------------- */

/* Past the mark at POS, or the brackets that open there; 0 when they stay open. */
static size_t cut_mark(const struct cdr_stretch *stretch, size_t pos, struct token *token)
{
	size_t end = pos + 1;

	if (token->mark == '(' || token->mark == '[')
		end = skip_group(stretch, pos);
	if (end)
		token->inside = cdr_str_sub(stretch->text, pos, end);
	return end;
}

/* Past the string at POS. */
static size_t cut_string(const struct cdr_stretch *stretch, size_t pos, struct token *token)
{
	size_t end = pos;

	while (end < stretch->to && stretch->classes[end] != CDR_BYTE_CODE)
		end++;
	if (end - pos > 2)
		token->inside = cdr_str_sub(stretch->text, pos + 1, end - 1);
	return end;
}

/* Cuts [POS, STRETCH->to) up to the first '{' or ';' into tokens. */
static void cut(const struct cdr_stretch *stretch, size_t pos, struct tokens *out)
{
	pos = cdr_stretch_next(stretch, pos);
	while (pos < stretch->to && out->n < TOKENS_MAX) {
		struct token *token = &out->items[out->n++];

		token->word = cdr_stretch_word(stretch, pos);
		if (token->word.len) {
			pos += token->word.len;
		} else if (stretch->classes[pos] != CDR_BYTE_CODE) {
			token->mark = 's';
			pos = cut_string(stretch, pos, token);
		} else {
			token->mark = stretch->text.ptr[pos];
			if (token->mark == '{' || token->mark == ';')
				return;
			pos = cut_mark(stretch, pos, token);
			if (pos == 0)
				return;
		}
		pos = cdr_stretch_next(stretch, pos);
	}
}

static bool is_word_of(const struct token *token, struct cdr_names words)
{
	size_t idx;

	return token->word.len && cdr_names_find(words, token->word, &idx);
}

static bool is_mark(const struct tokens *tokens, size_t idx, char mark)
{
	return idx < tokens->n && !tokens->items[idx].word.len && tokens->items[idx].mark == mark;
}

static bool has_mark(const struct tokens *tokens, char mark)
{
	for (size_t i = 0; i < tokens->n; i++)
		if (is_mark(tokens, i, mark))
			return true;
	return false;
}

/* Past "<...>" at IDX. */
static size_t skip_generics(const struct tokens *tokens, size_t idx)
{
	size_t depth = 0;

	for (size_t i = idx; i < tokens->n; i++) {
		depth += is_mark(tokens, i, '<');
		if (is_mark(tokens, i, '>') && depth-- <= 1)
			return i + 1;
		if (depth == 0)
			return i;
	}
	return idx;
}

static struct cdr_str word_at(const struct tokens *tokens, size_t idx)
{
	return idx < tokens->n ? tokens->items[idx].word : (struct cdr_str){ NULL, 0 };
}

/* --- shapes -------------------------------------------------------------- */

static const char *const types[] = { "class",  "interface", "trait",	 "struct",  "enum",
				     "union",  "record",    "object",	 "impl",    "namespace",
				     "module", "mod",	    "extension", "protocol" };
static const char *const functions[] = { "func", "function", "fun", "fn" };

/* impl Trait for Type */
static struct cdr_str impl_name(const struct tokens *tokens, size_t idx)
{
	for (size_t i = idx; i < tokens->n; i++)
		if (cdr_str_is(tokens->items[i].word, "for"))
			return word_at(tokens, i + 1);
	return word_at(tokens, skip_generics(tokens, idx));
}

/* class NAME, struct NAME, type NAME struct, impl T for NAME. */
static struct cdr_str type_name(const struct tokens *tokens, bool has_body)
{
	static const char *const plain[] = { "struct", "enum", "union" };

	for (size_t i = 0; i < tokens->n && i < 6; i++) {
		struct cdr_str word = tokens->items[i].word, next = word_at(tokens, i + 1);

		if (!is_word_of(&tokens->items[i], CDR_NAMES(types)))
			continue;
		if (is_mark(tokens, i - 1, '.') || is_mark(tokens, i - 1, ':'))
			continue;
		if (!has_body && !cdr_str_is(word, "class") && !cdr_str_is(word, "interface"))
			continue;
		if (is_word_of(&tokens->items[i], CDR_NAMES(plain)) &&
		    (has_mark(tokens, '(') || has_mark(tokens, '=')))
			continue;
		if (cdr_str_is(word, "impl"))
			return impl_name(tokens, i + 1);
		if (i == 2 && cdr_str_is(word_at(tokens, 0), "type"))
			return word_at(tokens, 1);
		if (i + 1 < tokens->n && is_word_of(&tokens->items[i + 1], CDR_NAMES(types)))
			continue;
		if (next.len && !cdr_str_is(next, "extends") && !cdr_str_is(next, "implements"))
			return next;
	}
	return (struct cdr_str){ NULL, 0 };
}

/* The word that a value is given to: `const NAME =`, `NAME:`, `this.NAME =`. */
static struct cdr_str assigned_name(const struct tokens *tokens)
{
	static const char *const binders[] = { "const", "let", "var", "val" };

	for (size_t i = 0; i < tokens->n; i++) {
		if (is_word_of(&tokens->items[i], CDR_NAMES(binders)))
			return word_at(tokens, i + 1);
		if (i > 0 && (is_mark(tokens, i, '=') || is_mark(tokens, i, ':')))
			return word_at(tokens, i - 1);
	}
	return (struct cdr_str){ NULL, 0 };
}

/* "(r *T)" -> "T"; of a generic receiver the type before its brackets. */
static struct cdr_str last_word(struct cdr_str brackets)
{
	size_t end = 0, from;

	while (end < brackets.len && !strchr(end ? "[)" : "", brackets.ptr[end]))
		end++;
	while (end > 0 && !is_name_byte(brackets.ptr[end - 1]))
		end--;
	for (from = end; from > 0 && is_name_byte(brackets.ptr[from - 1]); from--)
		;
	return cdr_str_sub(brackets, from, end);
}

/* func NAME, func (r T) NAME, fun <T> T.NAME, name = function (. */
static struct cdr_str function_name(const struct tokens *tokens, struct cdr_str *receiver)
{
	for (size_t i = 0; i < tokens->n; i++) {
		size_t at = i + 1;

		if (!is_word_of(&tokens->items[i], CDR_NAMES(functions)))
			continue;
		at = skip_generics(tokens, at);
		if (is_mark(tokens, at, '*') || is_mark(tokens, at, '&'))
			at++;
		if (i == 0 && is_mark(tokens, at, '(') && word_at(tokens, at + 1).len)
			*receiver = last_word(tokens->items[at++].inside);
		while (word_at(tokens, at).len && is_mark(tokens, at + 1, '.'))
			at += 2;
		if (word_at(tokens, at).len)
			return word_at(tokens, at);
		return i > 0 ? assigned_name(tokens) : word_at(tokens, at);
	}
	return (struct cdr_str){ NULL, 0 };
}

/* Before a method's name only types and modifiers stand. */
static bool may_precede_method(const struct token *token)
{
	static const char *const others[] = { "return", "new",	  "throw",  "await", "else",
					      "yield",	"typeof", "delete", "case",  "goto",
					      "using",	"in",	  "of" };

	if (token->word.len)
		return !is_word_of(token, CDR_NAMES(others));
	return strchr("<>,[*&?:~#s", token->mark) != NULL;
}

static bool is_control(struct cdr_str word)
{
	static const char *const control[] = { "if",	 "for",		 "while",  "switch",
					       "catch",	 "do",		 "with",   "using",
					       "lock",	 "synchronized", "return", "super",
					       "this",	 "assert",	 "when",   "sizeof",
					       "foreach", "elsif",	 "elif",   "unless" };
	size_t idx;

	return cdr_names_find(CDR_NAMES(control), word, &idx);
}

/* Where the brackets are that a method's name stands before; 0 when this is none. */
static size_t parameters_at(const struct tokens *tokens, bool has_body)
{
	size_t at = 0;

	for (; at < tokens->n && !is_mark(tokens, at, '('); at++)
		if (!may_precede_method(&tokens->items[at]) &&
		    !(has_body && is_mark(tokens, at + 1, '(')))
			return 0;
	if (at == tokens->n || has_mark(tokens, '.') || has_mark(tokens, '='))
		return 0;
	return at;
}

/* TYPE NAME(...) { */
static struct cdr_str method_name(const struct tokens *tokens, bool has_body, bool is_declaration)
{
	const struct cdr_str none = { NULL, 0 };
	size_t at = parameters_at(tokens, has_body), name;

	if (at == 0)
		return none;
	name = at - 1;
	if (is_mark(tokens, name, 's'))
		return has_body ? tokens->items[name].inside : none;
	while (name > 0 && !tokens->items[name].word.len && !is_mark(tokens, name, '<'))
		name--;
	if (is_mark(tokens, name, '<'))
		name--;
	if (name >= tokens->n || is_control(tokens->items[name].word))
		return none;
	if (!has_body && (!is_declaration || at + 1 == tokens->n || name == 0))
		return none;
	return tokens->items[name].word;
}

static bool has_arrow(const struct tokens *tokens)
{
	for (size_t i = 1; i + 1 < tokens->n; i++)
		if (is_mark(tokens, i, '=') && is_mark(tokens, i + 1, '>'))
			return true;
	return false;
}

/* An annotated declaration: the word before its type, value or end. */
static struct cdr_str field_name(const struct tokens *tokens)
{
	struct cdr_str name = { NULL, 0 };

	for (size_t i = 0; i < tokens->n; i++) {
		if (tokens->items[i].word.len)
			name = tokens->items[i].word;
		else if (strchr("=:;?!({", tokens->items[i].mark))
			break;
	}
	return name;
}

/* --- heads --------------------------------------------------------------- */

static struct cdr_str name_of(const struct tokens *tokens, const struct cdr_stretch *stretch,
			      struct cdr_head *head, bool in_type)
{
	struct cdr_str name = type_name(tokens, head->has_body);

	head->is_type = name.len > 0;
	if (!name.len)
		name = function_name(tokens, &head->owner);
	if (!name.len && stretch->language->methods)
		name = method_name(tokens, head->has_body, in_type);
	if (!name.len && has_arrow(tokens))
		name = assigned_name(tokens);
	if (!name.len && head->annotated)
		name = field_name(tokens);
	return name;
}

struct cdr_head cdr_head_of(const struct cdr_stretch *stretch, bool in_type, bool annotated,
			    bool braced)
{
	struct cdr_head head = { .at = cdr_stretch_next(stretch, stretch->from),
				 .annotated = annotated };
	struct tokens tokens = { .n = 0 };

	while (begins_annotation(stretch, head.at)) {
		head.at = cdr_stretch_next(stretch, skip_annotation(stretch, head.at));
		head.annotated = true;
	}
	head.bare = head.annotated && head.at >= stretch->to;
	if (head.at >= stretch->to)
		return head;
	cut(stretch, head.at, &tokens);
	head.has_body = has_mark(&tokens, '{') || (braced && !has_mark(&tokens, ';'));
	head.name = name_of(&tokens, stretch, &head, in_type);
	return head;
}

/* --- members of an object ------------------------------------------------------ */

/* Back over white space and comments: past the last byte of code before POS. */
static size_t back(const struct cdr_stretch *stretch, size_t pos)
{
	while (pos > stretch->from &&
	       (cdr_is_space(stretch->text.ptr[pos - 1]) || !is_code(stretch, pos - 1)))
		pos--;
	return pos;
}

/* The word that ends at *POS, which goes back before it. */
static struct cdr_str back_word(const struct cdr_stretch *stretch, size_t *pos)
{
	size_t to = back(stretch, *pos), from = to;

	while (from > stretch->from && is_name_byte(stretch->text.ptr[from - 1]))
		from--;
	*pos = back(stretch, from);
	return cdr_str_sub(stretch->text, from, to);
}

/* The bracket that the ')' before POS closes; POS when there is none. */
static size_t back_group(const struct cdr_stretch *stretch, size_t pos)
{
	size_t depth = 0;

	if (pos == stretch->from || stretch->text.ptr[pos - 1] != ')')
		return pos;
	for (size_t at = pos; at-- > stretch->from;) {
		char c = is_code(stretch, at) ? stretch->text.ptr[at] : ' ';

		depth += c == ')';
		if (c == '(' && --depth == 0)
			return at;
	}
	return pos;
}

struct cdr_str cdr_member_of(const struct cdr_stretch *stretch, size_t brace)
{
	static const char *const fillers[] = { "function", "async", "get", "set", "static" };
	const struct cdr_str none = { NULL, 0 };
	size_t pos = back(stretch, brace), open, idx;
	struct cdr_str name;

	if (pos > stretch->from + 1 && stretch->text.ptr[pos - 1] == '>' &&
	    stretch->text.ptr[pos - 2] == '=')
		pos = back(stretch, pos - 2);
	open = back_group(stretch, pos);
	if (open == pos)
		return none;
	pos = open;
	name = back_word(stretch, &pos);
	while (!name.len || cdr_names_find(CDR_NAMES(fillers), name, &idx)) {
		if (pos > stretch->from && strchr(":=", stretch->text.ptr[pos - 1]))
			pos--;
		else if (!name.len)
			return none;
		name = back_word(stretch, &pos);
	}
	if (is_control(name))
		return none;
	if (pos > stretch->from && !strchr("{,;}*:", stretch->text.ptr[pos - 1]) &&
	    !cdr_names_find(CDR_NAMES(fillers), back_word(stretch, &pos), &idx))
		return none;
	return name;
}

/* --- blocks that are arguments ------------------------------------------------ */

/* Past the names of a call at POS: "a.b::c". */
static size_t skip_callee(const struct cdr_stretch *stretch, size_t pos)
{
	while (is_code(stretch, pos) &&
	       (is_name_byte(stretch->text.ptr[pos]) || strchr(".:", stretch->text.ptr[pos])))
		pos++;
	return pos;
}

/* Past the string or symbol at POS; POS when there is none. */
static size_t skip_literal(const struct cdr_stretch *stretch, size_t pos)
{
	size_t end = pos;

	if (pos < stretch->to && stretch->classes[pos] == CDR_BYTE_QUOTE)
		while (end < stretch->to && (end == pos || stretch->classes[end] != CDR_BYTE_CODE))
			end++;
	else if (is_code(stretch, pos) && stretch->text.ptr[pos] == ':')
		end += 1 + cdr_stretch_word(stretch, pos + 1).len;
	return end;
}

/* The last byte of code of the statement, spaces apart; its start when there is none. */
static size_t last_code(const struct cdr_stretch *stretch)
{
	size_t pos = stretch->to;

	while (pos > stretch->from &&
	       (cdr_is_space(stretch->text.ptr[pos - 1]) || !is_code(stretch, pos - 1)))
		pos--;
	return pos > stretch->from ? pos - 1 : stretch->from;
}

/* Whether the statement ends in `do` or `do |names|`. */
static bool ends_in_do(const struct cdr_stretch *stretch)
{
	size_t pos = last_code(stretch);

	if (stretch->text.ptr[pos] == '|') {
		do
			pos--;
		while (pos > stretch->from && stretch->text.ptr[pos] != '|');
		while (pos > stretch->from && cdr_is_space(stretch->text.ptr[pos - 1]))
			pos--;
		pos -= pos > stretch->from;
	}
	return pos >= stretch->from + 3 && stretch->text.ptr[pos] == 'o' &&
	       stretch->text.ptr[pos - 1] == 'd' && cdr_is_space(stretch->text.ptr[pos - 2]);
}

struct cdr_str cdr_callback_of(const struct cdr_stretch *stretch)
{
	bool by_words = stretch->language->entities == CDR_ENTITY_END;
	size_t start = cdr_stretch_next(stretch, stretch->from);
	size_t at = skip_callee(stretch, start), end;

	if (at == start || at >= stretch->to || is_control(cdr_stretch_word(stretch, start)))
		return (struct cdr_str){ NULL, 0 };
	if (by_words ? !ends_in_do(stretch) : stretch->text.ptr[last_code(stretch)] != '{')
		return (struct cdr_str){ NULL, 0 };
	if (stretch->text.ptr[at] == '(')
		at++;
	else if (!by_words)
		return (struct cdr_str){ NULL, 0 };
	at = cdr_stretch_next(stretch, at);
	end = skip_literal(stretch, at);
	return end == at ? (struct cdr_str){ NULL, 0 } : cdr_str_sub(stretch->text, start, end);
}
