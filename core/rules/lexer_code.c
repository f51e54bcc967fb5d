/*
 * lexer_code.c - the cursor, and the loop that asks at each byte which can begin
 * something what begins there. Runs of other bytes are skipped by a table.
 */
#include "rules/lexer_parts.h"

#include "rules/ascii.h"

/* --- the cursor ---------------------------------------------------------- */

const char *cdr_lex_any_at(const struct cdr_lex *lex, size_t pos, const char *const *marks)
{
	while (marks && *marks && !cdr_lex_at(lex, pos, *marks))
		marks++;
	return marks ? *marks : NULL;
}

size_t cdr_lex_line_end(const struct cdr_lex *lex, size_t pos)
{
	const char *lf =
		pos < lex->text.len ? memchr(lex->text.ptr + pos, '\n', lex->text.len - pos) : NULL;

	return lf ? (size_t)(lf - lex->text.ptr) : lex->text.len;
}

void cdr_lex_classify(struct cdr_lex *lex, size_t from, size_t to, enum cdr_byte class)
{
	memset(lex->classes + from, (int)class, to - from);
}

void cdr_lex_doubt(struct cdr_lex *lex, size_t pos)
{
	if (pos < lex->doubt)
		lex->doubt = pos;
}

void cdr_lex_spend(struct cdr_lex *lex, size_t pos, size_t cost)
{
	if (cost > lex->budget)
		cdr_lex_doubt(lex, pos);
	lex->budget -= cost < lex->budget ? cost : lex->budget;
}

void cdr_lex_give_back(struct cdr_lex *lex, const struct cdr_lex *before)
{
	bool to_end = lex->dead_quotes != before->dead_quotes ||
		      lex->dead_comments != before->dead_comments;
	size_t to = lex->pos, budget = lex->budget, doubt = lex->doubt;

	*lex = *before;
	lex->budget = budget;
	lex->doubt = doubt;
	if (to > lex->text.len)
		to = lex->text.len;
	cdr_lex_classify(lex, lex->pos, to, CDR_BYTE_CODE);
	cdr_lex_spend(lex, lex->pos, to_end ? lex->text.len : to - lex->pos);
}

bool cdr_lex_is_name(char c)
{
	return cdr_is_word(c) || c == '$' || (unsigned char)c >= 0x80;
}

/* The code byte before POS, past spaces and comments; ';' when there is none. */
static char code_before(const struct cdr_lex *lex, size_t pos)
{
	while (pos > 0 &&
	       (cdr_is_space(lex->text.ptr[pos - 1]) || lex->classes[pos - 1] == CDR_BYTE_COMMENT))
		pos--;
	return pos > 0 ? lex->text.ptr[pos - 1] : ';';
}

bool cdr_lex_word_before(const struct cdr_lex *lex, size_t end, const char *word)
{
	size_t len = strlen(word);

	if (end < len || memcmp(lex->text.ptr + end - len, word, len) != 0)
		return false;
	if (end > len && cdr_lex_is_name(lex->text.ptr[end - len - 1]))
		return false;
	if (lex->language->character && end > len && lex->text.ptr[end - len - 1] == ':')
		return false;
	return !strchr(".#@\\", code_before(lex, end - len));
}

/* --- lines --------------------------------------------------------------- */

static void take_block_scalar(struct cdr_lex *lex)
{
	size_t to = lex->pos, end;

	while (to > 0 && lex->classes[to - 1] == CDR_BYTE_COMMENT)
		to--;
	end = cdr_block_scalar_end(lex->text, to, lex->pos);
	cdr_lex_classify(lex, lex->pos, end, CDR_BYTE_OPAQUE);
	lex->pos = end;
}

/* After a line end at the cursor: bodies of heredocs and of YAML's block scalars. */
static void take_bodies(struct cdr_lex *lex)
{
	struct cdr_heredoc_body body;

	while (lex->pos < lex->text.len && lex->heredocs.n > 0) {
		size_t before = lex->pos;

		if (!cdr_heredoc_body(&lex->heredocs, lex->text, before + 1, &body)) {
			cdr_lex_spend(lex, before, lex->text.len - before);
			continue;
		}
		lex->classes[lex->pos++] = CDR_BYTE_STRING;
		cdr_lex_body(lex, body.holes ? lex->language->body : NULL, body.end);
		cdr_lex_classify(lex, body.end, body.past, CDR_BYTE_QUOTE);
		lex->pos = body.past;
	}
	if (lex->language->block_scalars && lex->pos < lex->text.len)
		take_block_scalar(lex);
}

static void take_line_end(struct cdr_lex *lex)
{
	lex->expansions = 0;
	take_bodies(lex);
	if (lex->pos < lex->text.len)
		lex->classes[lex->pos++] = lex->depth ? CDR_BYTE_STRING : CDR_BYTE_CODE;
}

/* --- what is neither comment nor string ---------------------------------- */

/* Brackets of a shell in which '#' and "<<" mean something else. */
static void follow_shell(struct cdr_lex *lex, char c)
{
	if (c == '{' && lex->pos > 0 && lex->text.ptr[lex->pos - 1] == '$')
		lex->expansions++;
	else if (c == '}' && lex->expansions > 0)
		lex->expansions--;
	else if (c == '(' && lex->pos > 0 && lex->text.ptr[lex->pos - 1] == '(')
		lex->arithmetic++;
	else if (c == ')' && lex->arithmetic > 0 && cdr_lex_byte(lex, lex->pos + 1) == ')')
		lex->arithmetic--;
}

static void follow_flow(struct cdr_lex *lex, char c)
{
	if (c == '[' || c == '{')
		lex->flow++;
	else if ((c == ']' || c == '}') && lex->flow > 0)
		lex->flow--;
}

/* A byte that a backslash, or ? for a character, takes with it so that it opens nothing. */
static size_t escaped_len(const struct cdr_lex *lex)
{
	char c = lex->text.ptr[lex->pos], next = cdr_lex_byte(lex, lex->pos + 1);
	char before = lex->pos > 0 ? lex->text.ptr[lex->pos - 1] : ' ';

	if (lex->language->shell && c == '\\' && next && next != '\n')
		return 2;
	if (lex->language->character && c == '?' && !cdr_lex_is_name(before) && next > ' ')
		return next == '\\' ? 3 : cdr_is_word(next) ? 1 : 2;
	return 1;
}

/* In Ruby `x ?"a` chooses where x is a variable and passes a character where it is a method. */
static void note_doubtful_character(struct cdr_lex *lex, size_t len)
{
	if (len > 1 && lex->text.ptr[lex->pos] == '?' && lex->language->regex &&
	    cdr_lex_value(lex) != CDR_VALUE_YES)
		cdr_lex_doubt(lex, lex->pos);
}

static void note_heredoc(struct cdr_lex *lex)
{
	if (!cdr_heredoc_open(&lex->heredocs, lex->language->heredoc, lex->text, lex->pos))
		cdr_lex_doubt(lex, lex->pos);
}

static void take_code(struct cdr_lex *lex)
{
	char c = lex->text.ptr[lex->pos];
	size_t len = escaped_len(lex);

	note_doubtful_character(lex, len);
	if (c == '<' && lex->language->heredoc && !lex->arithmetic && !lex->expansions)
		note_heredoc(lex);
	if (lex->language->regex)
		cdr_lex_follow_control(lex, c);
	if (lex->language->shell)
		follow_shell(lex, c);
	if (lex->language->block_scalars)
		follow_flow(lex, c);
	if (len > lex->text.len - lex->pos)
		len = lex->text.len - lex->pos;
	cdr_lex_classify(lex, lex->pos, lex->pos + len, CDR_BYTE_CODE);
	lex->pos += len;
	if (!cdr_is_space(c))
		lex->last_code = lex->pos;
}

/* --- brackets of holes --------------------------------------------------- */

static bool is_balanced(const struct cdr_nest *nest)
{
	return !nest->open[0] && !nest->open[1] && !nest->open[2];
}

/* A ')' after a pattern of `case` closes nothing. */
static bool ends_pattern(const struct cdr_lex *lex, struct cdr_nest *nest, char c)
{
	if (!lex->language->shell)
		return false;
	if (c == 'e' && cdr_lex_at(lex, lex->pos, "esac") && nest->cases > 0)
		nest->cases--;
	if (c == 'c' && cdr_lex_at(lex, lex->pos, "case ") && lex->pos > 0 &&
	    !cdr_lex_is_name(lex->text.ptr[lex->pos - 1]))
		nest->cases++;
	return c == ')' && nest->cases > 0 && nest->open[0] == 0;
}

/* Whether the hole goes on at the byte at the cursor; else it ends here or is no code. */
static bool follow_bracket(const struct cdr_lex *lex, struct cdr_nest *nest)
{
	static const char marks[] = "([{)]}";
	char c = lex->text.ptr[lex->pos];
	const char *mark = strchr(marks, c);
	bool counts = lex->language->braces != CDR_BRACES_FLAT || c == nest->hole->nest ||
		      c == nest->hole->close;
	size_t kind;

	if (c == ':' && nest->format)
		return !is_balanced(nest);
	if (ends_pattern(lex, nest, c))
		return true;
	if (c == nest->hole->close && !nest->hole->nest)
		return false;
	if (!c || !mark || !counts)
		return true;
	kind = (size_t)(mark - marks) % 3;
	if (mark < marks + 3)
		nest->open[kind]++;
	else if (nest->open[kind] == 0)
		return false;
	else
		nest->open[kind]--;
	return true;
}

/* --- the loop ------------------------------------------------------------ */

static void skip_plain(struct cdr_lex *lex, uint32_t stop, size_t end)
{
	const unsigned char *bytes = (const unsigned char *)lex->text.ptr;
	size_t from = lex->pos, to = from;

	while (to < end && !(lex->stops[bytes[to]] & stop))
		to++;
	lex->pos = to;
	while (to > from && cdr_is_space(lex->text.ptr[to - 1]))
		to--;
	if (to > from)
		lex->last_code = to;
}

static void take_next(struct cdr_lex *lex)
{
	unsigned char c = (unsigned char)lex->text.ptr[lex->pos];

	if (c == '\n') {
		take_line_end(lex);
		return;
	}
	if (!(lex->stops[c] & CDR_STOP_OPEN)) {
		take_code(lex);
		return;
	}
	if (cdr_lex_any_at(lex, lex->pos, lex->language->doubts))
		cdr_lex_doubt(lex, lex->pos);
	if (lex->language->around == CDR_AROUND_PHP && !lex->depth &&
	    cdr_lex_at(lex, lex->pos, "?>"))
		cdr_lex_php_text(lex);
	else if (!cdr_lex_comment(lex) && !cdr_lex_quote(lex) && !cdr_lex_regex(lex) &&
		 !cdr_lex_element(lex))
		take_code(lex);
}

/* What was taken at FROM is a whole: lines that begin in it are none to begin with. */
static void note_inner(struct cdr_lex *lex, size_t from)
{
	if (!lex->starts || lex->pos < from + 2)
		return;
	for (; *lex->starts <= from; lex->starts++)
		lex->inner++;
	for (; *lex->starts < lex->pos; lex->starts++)
		*lex->inner++ = true;
}

void cdr_lex_code(struct cdr_lex *lex)
{
	for (;;) {
		size_t from;

		skip_plain(lex, CDR_STOP_CODE, lex->until);
		from = lex->pos;
		if (from >= lex->until || lex->doubt <= from)
			return;
		take_next(lex);
		note_inner(lex, from);
	}
}

bool cdr_lex_inside(struct cdr_lex *lex, struct cdr_nest *nest)
{
	for (;;) {
		char c;

		skip_plain(lex, CDR_STOP_HOLE, lex->text.len);
		if (lex->pos >= lex->text.len || lex->doubt <= lex->pos)
			return false;
		c = lex->text.ptr[lex->pos];
		if (!follow_bracket(lex, nest))
			return is_balanced(nest) && (c == nest->hole->close || c == ':');
		take_next(lex);
	}
}

/* --- tables -------------------------------------------------------------- */

static void note(uint32_t stops[256], const char *bytes, uint32_t bits)
{
	for (; *bytes; bytes++)
		stops[(unsigned char)*bytes] |= bits;
}

static void note_first(uint32_t stops[256], const char *const *marks, uint32_t bits)
{
	for (; marks && *marks; marks++)
		stops[(unsigned char)(*marks)[0]] |= bits;
}

static void note_quote(const struct cdr_language *language, uint32_t stops[256],
		       const struct cdr_quote *quote, uint32_t bit)
{
	stops[(unsigned char)quote->open[0]] |= CDR_STOP_CODE | CDR_STOP_HOLE | CDR_STOP_OPEN;
	stops['\n'] |= bit;
	if (quote->close)
		stops[(unsigned char)quote->close[0]] |= bit;
	for (const struct cdr_hole *hole = quote->holes; hole && hole->open; hole++)
		stops[(unsigned char)hole->open[0]] |= bit;
	note_first(stops, language->string_doubts, bit);
	note(stops, "\\`", bit);
	note(stops,
	     quote->fence == CDR_FENCE_TAG         ? "$"
	     : quote->fence == CDR_FENCE_LEVEL     ? "]"
	     : quote->fence == CDR_FENCE_DELIMITER ? ")"
						   : "",
	     bit);
}

/* Bytes at which the loop has more to do than to skip, beside those that open something. */
static const char *own_stops(const struct cdr_language *language)
{
	if (language->shell)
		return "\n\\${}()<";
	if (language->block_scalars)
		return "\n[]{}";
	if (language->heredoc)
		return language->regex ? "\n<?()" : "\n<";
	if (language->regex)
		return "()";
	return language->character ? "?" : "";
}

void cdr_lex_note_stops(const struct cdr_language *language, uint32_t stops[256])
{
	const struct cdr_comment *comment = language->comments;
	const struct cdr_quote *quote = language->quotes;
	uint32_t both = CDR_STOP_CODE | CDR_STOP_HOLE, open = both | CDR_STOP_OPEN;

	memset(stops, 0, 256 * sizeof(*stops));
	note(stops, "\n\r\v\f\xC2\xE2", CDR_STOP_COMMENT);
	if (language->around == CDR_AROUND_PHP)
		note(stops, "?", CDR_STOP_COMMENT | open);
	for (; comment && comment->open; comment++)
		stops[(unsigned char)comment->open[0]] |= open;
	for (uint32_t bit = 1; quote && quote->open; quote++, bit <<= 1)
		note_quote(language, stops, quote, bit);
	note_first(stops, language->doubts, open);
	note(stops, language->regex ? "/" : "", open);
	note(stops, language->jsx ? "<" : "", open);
	note(stops, own_stops(language), both);
	note(stops, language->shell ? "\n:([{)]}`ce" : "\n:([{)]}`", CDR_STOP_HOLE);
}

void cdr_lex_other(struct cdr_lex *lex, const struct cdr_language *language, size_t from, size_t to)
{
	uint32_t stops[256];
	struct cdr_lex other = {
		.language = language,
		.text = cdr_str_sub(lex->text, 0, to),
		.classes = lex->classes,
		.stops = stops,
		.pos = from,
		.budget = lex->budget,
		.doubt = lex->doubt,
		.until = to,
	};

	cdr_lex_note_stops(language, stops);
	cdr_lex_code(&other);
	lex->budget = other.budget;
	lex->doubt = other.doubt;
}
