/*
 * lexer_fence.c - marks that are made up where a string begins, so that no list
 * can hold them: r##"..."##, R"d(...)d", [==[...]==], $tag$...$tag$, """"...""""
 * and %q(...) or ~s|...|, whose bracket nests.
 */
#include "rules/lexer_parts.h"

#include "rules/ascii.h"

#define DELIMITER_MAX 16u /* C++: [lex.string] */

static size_t skip_run(const struct cdr_lex *lex, size_t pos, char c)
{
	while (pos < lex->text.len && lex->text.ptr[pos] == c)
		pos++;
	return pos;
}

static bool open_tag(const struct cdr_lex *lex, struct cdr_fence_end *end)
{
	size_t pos = lex->pos + 1;

	if (cdr_is_digit(cdr_lex_byte(lex, pos)))
		return false;
	while (pos < lex->text.len && lex->text.ptr[pos] != '$' &&
	       cdr_lex_is_name(lex->text.ptr[pos]))
		pos++;
	if (cdr_lex_byte(lex, pos) != '$')
		return false;
	end->middle = cdr_str_sub(lex->text, lex->pos, pos + 1);
	end->open_len = end->middle.len;
	return true;
}

static bool open_hashes(const struct cdr_lex *lex, const struct cdr_quote *quote,
			struct cdr_fence_end *end)
{
	size_t from = lex->pos + (quote->open[0] == '#' ? 0 : strlen(quote->open));
	size_t to;

	if (from == lex->pos && from > 0 && lex->text.ptr[from - 1] == '#')
		return false;
	to = skip_run(lex, from, '#');
	if (!cdr_lex_at(lex, to, quote->close))
		return false;
	end->middle = cdr_str_sub(lex->text, from, to);
	end->before = quote->close;
	end->open_len = to + strlen(quote->close) - lex->pos;
	return true;
}

static bool open_delimiter(const struct cdr_lex *lex, const struct cdr_quote *quote,
			   struct cdr_fence_end *end)
{
	size_t from = lex->pos + strlen(quote->open), to = from;

	while (to - from <= DELIMITER_MAX && cdr_lex_byte(lex, to) &&
	       !cdr_is_space(cdr_lex_byte(lex, to)) && !strchr("()\\\"", lex->text.ptr[to]))
		to++;
	if (to - from > DELIMITER_MAX || cdr_lex_byte(lex, to) != '(')
		return false;
	end->middle = cdr_str_sub(lex->text, from, to);
	end->before = ")";
	end->after = "\"";
	end->open_len = to + 1 - lex->pos;
	return true;
}

static bool open_level(const struct cdr_lex *lex, struct cdr_fence_end *end)
{
	size_t to = skip_run(lex, lex->pos + 1, '=');

	if (cdr_lex_byte(lex, to) != '[')
		return false;
	end->middle = cdr_str_sub(lex->text, lex->pos + 1, to);
	end->before = end->after = "]";
	end->open_len = to + 1 - lex->pos;
	return true;
}

static bool open_run(const struct cdr_lex *lex, const struct cdr_quote *quote,
		     struct cdr_fence_end *end)
{
	size_t from = lex->pos + strlen(quote->open) - 3;
	size_t to = skip_run(lex, from, quote->close[0]);

	end->middle = cdr_str_sub(lex->text, from, to);
	end->open_len = to - lex->pos;
	return true;
}

/* What closes the bracket C, or NULL. */
static const char *closing(char c)
{
	switch (c) {
	case '(':
		return ")";
	case '[':
		return "]";
	case '{':
		return "}";
	case '<':
		return ">";
	default:
		return NULL;
	}
}

/* Ruby: one letter or none, and `%=` assigns. *RAW when nothing in it is code. */
static size_t ruby_letters(const struct cdr_lex *lex, size_t pos, bool *raw)
{
	char c = cdr_lex_byte(lex, pos);

	*raw = c && strchr("qwis", c);
	return c && strchr("qQwWiIrsx", c) ? pos + 1 : pos;
}

/* Elixir: one letter in lower case, or some in upper case, which make it raw. */
static size_t elixir_letters(const struct cdr_lex *lex, size_t pos, bool *raw)
{
	*raw = cdr_is_upper(cdr_lex_byte(lex, pos));
	while (cdr_is_letter(cdr_lex_byte(lex, pos)))
		pos++;
	return pos;
}

/* A mark that is no letter, digit or space. */
static bool is_mark(char c)
{
	return c > ' ' && c <= '~' && !cdr_is_word(c);
}

/* Ruby's and Elixir's: letters say what is read inside, then comes any mark. */
static bool open_sigil(const struct cdr_lex *lex, const struct cdr_quote *quote,
		       struct cdr_fence_end *end)
{
	bool ruby = lex->language->heredoc == CDR_HEREDOC_RUBY;
	size_t letter = lex->pos + strlen(quote->open);
	size_t pos = ruby ? ruby_letters(lex, letter, &end->raw)
			  : elixir_letters(lex, letter, &end->raw);
	char mark = cdr_lex_byte(lex, pos);

	if (!is_mark(mark) || (pos == letter && (!ruby || mark == '=')))
		return false;
	end->before = closing(mark);
	end->nest = end->before ? mark : '\0';
	end->middle = cdr_str_sub(lex->text, pos, end->before ? pos : pos + 1);
	if (!ruby && (mark == '"' || mark == '\'') && skip_run(lex, pos, mark) - pos >= 3)
		end->middle = cdr_str_sub(lex->text, pos, pos + 3);
	end->open_len = pos + (end->before ? 1 : end->middle.len) - lex->pos;
	return true;
}

bool cdr_fence_open(const struct cdr_lex *lex, const struct cdr_quote *quote,
		    struct cdr_fence_end *end)
{
	*end = (struct cdr_fence_end){ .open_len = strlen(quote->open) };
	switch (quote->fence) {
	case CDR_FENCE_NONE:
		end->before = quote->close;
		return true;
	case CDR_FENCE_TAG:
		return open_tag(lex, end);
	case CDR_FENCE_HASHES:
		return open_hashes(lex, quote, end);
	case CDR_FENCE_DELIMITER:
		return open_delimiter(lex, quote, end);
	case CDR_FENCE_LEVEL:
		return open_level(lex, end);
	case CDR_FENCE_RUN:
		return open_run(lex, quote, end);
	case CDR_FENCE_SIGIL:
		return open_sigil(lex, quote, end);
	}
	return false;
}

size_t cdr_fence_at(const struct cdr_lex *lex, const struct cdr_fence_end *end, size_t pos)
{
	size_t before = end->before ? strlen(end->before) : 0;
	size_t after = end->after ? strlen(end->after) : 0;
	size_t len = before + end->middle.len + after;

	if (len == 0 || pos > lex->text.len || len > lex->text.len - pos)
		return 0;
	if (before && memcmp(lex->text.ptr + pos, end->before, before) != 0)
		return 0;
	if (end->middle.len &&
	    memcmp(lex->text.ptr + pos + before, end->middle.ptr, end->middle.len) != 0)
		return 0;
	if (after && memcmp(lex->text.ptr + pos + len - after, end->after, after) != 0)
		return 0;
	return len;
}
