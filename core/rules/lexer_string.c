/*
 * lexer_string.c - strings and the code in their holes.
 *
 * A string that never closes counts to the end of its line only, and a hole is
 * code only when its brackets balance, so that one stray mark cannot hide the
 * rest of a file.
 */
#include "rules/lexer_parts.h"

#include "rules/ascii.h"

#define CHAR_BYTES_MAX 16u /* '\u{10FFFF}' and some '_' */

/* A string while it is read. */
struct string {
	const struct cdr_quote *quote;
	const struct cdr_hole *holes; /* or NULL */
	struct cdr_fence_end end;
	uint32_t stop; /* what can mean something in it */
	size_t nested; /* brackets open in a sigil */
};

/* --- may it open? -------------------------------------------------------- */

/* The letters before a Python string hold an f or t, and nothing but a prefix: no `if"`. */
static bool has_f_prefix(const struct cdr_lex *lex)
{
	size_t n = 0;
	bool f = false;

	while (n < 3 && n < lex->pos && cdr_lex_is_name(lex->text.ptr[lex->pos - n - 1])) {
		char c = cdr_to_lower(lex->text.ptr[lex->pos - n - 1]);

		if (!strchr("frt", c))
			return false;
		f |= c != 'r';
		n++;
	}
	return f && n <= 2;
}

/* The word right before the cursor. */
static struct cdr_str word_before(const struct cdr_lex *lex)
{
	size_t from = lex->pos;

	while (from > 0 && lex->pos - from < 8 && cdr_lex_is_name(lex->text.ptr[from - 1]))
		from--;
	return cdr_str_sub(lex->text, from, lex->pos);
}

/* 1'000 and 0xFF'FF, but not the prefix of u8'"'. */
static bool in_number(const struct cdr_lex *lex)
{
	struct cdr_str word = word_before(lex);

	return word.len > 0 &&
	       (cdr_is_digit(word.ptr[0]) || cdr_is_digit(word.ptr[word.len - 1])) &&
	       !cdr_str_is(word, "u8");
}

/* --- YAML: only the first mark of a value opens a string ----------------- */

/*
 * Whether the value that begins at the cursor follows a tag or anchor, from
 * which *AT is moved back.
 */
static void skip_properties(const struct cdr_lex *lex, size_t *at)
{
	size_t from = *at;

	while (from > 0 && !cdr_is_space(lex->text.ptr[from - 1]))
		from--;
	if (from < *at && strchr("!&", lex->text.ptr[from]))
		for (*at = from; *at > 0 && lex->text.ptr[*at - 1] == ' '; --*at)
			;
}

/* Whether a line that begins with a mark begins a value: it closes there, or one was announced. */
static bool begins_line(const struct cdr_lex *lex)
{
	size_t eol = cdr_lex_line_end(lex, lex->pos);
	char last = lex->last_code ? lex->text.ptr[lex->last_code - 1] : ':';

	return strchr(":-?,[{", last) ||
	       memchr(lex->text.ptr + lex->pos + 1, lex->text.ptr[lex->pos], eol - lex->pos - 1);
}

static bool begins_value(const struct cdr_lex *lex)
{
	size_t at = lex->pos;
	char before;

	while (at > 0 && (lex->text.ptr[at - 1] == ' ' || lex->text.ptr[at - 1] == '\t'))
		at--;
	if (at < lex->pos)
		skip_properties(lex, &at);
	if (at == 0 || lex->text.ptr[at - 1] == '\n')
		return begins_line(lex);
	before = lex->text.ptr[at - 1];
	if (strchr(",[{", before) || (before == ':' && at == lex->pos))
		return lex->flow > 0;
	return at < lex->pos && strchr(":-?", before);
}

/* A setting's: after '=' or ':' or at the start of the line. */
static bool begins_setting(const struct cdr_lex *lex)
{
	size_t at = lex->pos;

	while (at > 0 && (lex->text.ptr[at - 1] == ' ' || lex->text.ptr[at - 1] == '\t'))
		at--;
	return at == 0 || strchr("\n=:", lex->text.ptr[at - 1]);
}

/* --- characters ---------------------------------------------------------- */

/* Bytes of the character at POS; nothing is a character of no bytes. */
static size_t char_len(const struct cdr_lex *lex, size_t pos)
{
	size_t len = 1;

	if (lex->text.ptr[pos] == '\'' || lex->text.ptr[pos] == '\n')
		return 0;
	while (len < 4 && ((unsigned char)cdr_lex_byte(lex, pos + len) & 0xC0) == 0x80)
		len++;
	return len;
}

/* 'x' and '\n' but not the ' of a lifetime or of a generic type. */
static bool is_character(const struct cdr_lex *lex)
{
	struct cdr_str prefix = word_before(lex);
	size_t pos = lex->pos + 1, max = lex->pos + CHAR_BYTES_MAX;

	if (prefix.len && !cdr_str_is(prefix, "b"))
		return false;
	if (cdr_lex_byte(lex, pos) != '\\')
		return pos < lex->text.len && cdr_lex_at(lex, pos + char_len(lex, pos), "'");
	for (pos += 2; pos < lex->text.len && pos < max && lex->text.ptr[pos] != '\n'; pos++)
		if (lex->text.ptr[pos] == '\'')
			return true;
	return false;
}

/* With nothing but white space after it in its line. */
static bool ends_line(const struct cdr_lex *lex, size_t pos)
{
	while (pos < lex->text.len && strchr(" \t\r", lex->text.ptr[pos]) && lex->text.ptr[pos])
		pos++;
	return pos == lex->text.len || lex->text.ptr[pos] == '\n';
}

static bool may_open(const struct cdr_lex *lex, const struct cdr_quote *quote)
{
	char before = lex->pos > 0 ? lex->text.ptr[lex->pos - 1] : '\n';

	if (quote->flags & CDR_QUOTE_WORD && cdr_lex_is_name(before))
		return false;
	if (quote->flags & CDR_QUOTE_NUMBER && in_number(lex))
		return false;
	if (quote->flags & CDR_QUOTE_CHAR && !is_character(lex))
		return false;
	if (quote->flags & CDR_QUOTE_ALONE && !ends_line(lex, lex->pos + strlen(quote->open)))
		return false;
	if (quote->flags & CDR_QUOTE_VALUE)
		return lex->language->block_scalars ? begins_value(lex) : begins_setting(lex);
	return true;
}

/* --- holes --------------------------------------------------------------- */

/* What opens code at the cursor, or NULL. In #"..."# it is \#( with as many. */
static const struct cdr_hole *hole_at(const struct cdr_lex *lex, const struct string *string)
{
	const struct cdr_hole *hole = string->holes;
	size_t hashes = string->end.middle.len;

	if (hole && string->quote->fence == CDR_FENCE_HASHES)
		return lex->text.ptr[lex->pos] == '\\' &&
				       cdr_str_starts(
					       cdr_str_sub(lex->text, lex->pos + 1, lex->text.len),
					       "#") &&
				       lex->text.len - lex->pos > hashes + 1 &&
				       memcmp(lex->text.ptr + lex->pos + 1, string->end.middle.ptr,
					      hashes) == 0 &&
				       lex->text.ptr[lex->pos + 1 + hashes] == '('
			       ? hole
			       : NULL;
	while (hole && hole->open && !cdr_lex_at(lex, lex->pos, hole->open))
		hole++;
	return hole && hole->open ? hole : NULL;
}

/* Bytes at the cursor that are plain text whatever they look like; 0 when they mean something. */
static size_t plain_len(const struct cdr_lex *lex, const struct string *string)
{
	char c = lex->text.ptr[lex->pos];
	unsigned flags = string->quote->flags;
	const struct cdr_hole *hole;

	if (flags & CDR_QUOTE_TICK && c == '`')
		return 2;
	if (flags & CDR_QUOTE_ESC && c == '\\' && !hole_at(lex, string)) {
		if (string->quote->fence == CDR_FENCE_HASHES)
			return 1 + string->end.middle.len;
		if (string->end.raw)
			return cdr_fence_at(lex, &string->end, lex->pos + 1) ? 2 : 1;
		return flags & CDR_QUOTE_F && cdr_lex_byte(lex, lex->pos + 1) == '{' ? 1 : 2;
	}
	hole = hole_at(lex, string);
	if (hole && hole->nest && strlen(hole->open) == 1 &&
	    cdr_lex_at(lex, lex->pos + 1, hole->open))
		return 2;
	return 0;
}

static void take_inside(struct cdr_lex *lex, const struct cdr_quote *quote, size_t len)
{
	if (len > lex->text.len - lex->pos)
		len = lex->text.len - lex->pos;
	cdr_lex_classify(lex, lex->pos, lex->pos + len,
			 quote->flags & CDR_QUOTE_SHOWN ? CDR_BYTE_OPAQUE : CDR_BYTE_STRING);
	lex->pos += len;
}

static bool take_hole(struct cdr_lex *lex, const struct string *string,
		      const struct cdr_hole *hole);

/* The format after a ':' up to the end of its hole; false when the string or line ends before. */
static bool take_format(struct cdr_lex *lex, const struct string *string,
			const struct cdr_hole *hole)
{
	while (lex->pos < lex->text.len) {
		char c = lex->text.ptr[lex->pos];
		size_t plain = plain_len(lex, string);

		if (c == hole->close)
			return true;
		if (cdr_fence_at(lex, &string->end, lex->pos) ||
		    (c == '\n' && !(string->quote->flags & CDR_QUOTE_MULTI)))
			return false;
		if (hole_at(lex, string)) {
			if (!take_hole(lex, string, hole))
				return false;
			continue;
		}
		take_inside(lex, string->quote, plain ? plain : 1);
	}
	return false;
}

static bool take_hole(struct cdr_lex *lex, const struct string *string, const struct cdr_hole *hole)
{
	const struct cdr_lex before = *lex;
	struct cdr_nest nest = { .hole = hole,
				 .format = string && string->quote->flags & CDR_QUOTE_FORMAT };
	size_t open = strlen(hole->open) + (string && string->quote->fence == CDR_FENCE_HASHES
						    ? string->end.middle.len - 1
						    : 0);
	bool closed;

	if (lex->depth >= CDR_LEX_DEPTH_MAX)
		cdr_lex_doubt(lex, lex->pos);
	if (lex->depth >= CDR_LEX_DEPTH_MAX || lex->doubt <= lex->pos)
		return false;
	cdr_lex_classify(lex, lex->pos, lex->pos + open, CDR_BYTE_QUOTE);
	lex->pos = lex->last_code = lex->pos + open;
	lex->depth++;
	closed = cdr_lex_inside(lex, &nest);
	if (closed && lex->text.ptr[lex->pos] != hole->close)
		closed = take_format(lex, string, hole);
	lex->depth--;
	if (closed)
		lex->classes[lex->pos++] = CDR_BYTE_QUOTE;
	else
		cdr_lex_give_back(lex, &before);
	return closed;
}

bool cdr_lex_hole(struct cdr_lex *lex, const struct cdr_hole *hole)
{
	return take_hole(lex, NULL, hole);
}

/* --- strings ------------------------------------------------------------- */

static void skip_plain(struct cdr_lex *lex, const struct string *string)
{
	size_t from = lex->pos, to = from;

	while (to < lex->text.len && !(lex->stops[(unsigned char)lex->text.ptr[to]] & string->stop))
		to++;
	take_inside(lex, string->quote, to - from);
}

/* In Elixir a closing """ has only blanks before it, in PowerShell nothing. */
static bool closes_line(const struct cdr_lex *lex, const struct string *string)
{
	size_t pos = lex->pos;

	if (!(string->quote->flags & CDR_QUOTE_ALONE) &&
	    !(string->quote->fence == CDR_FENCE_SIGIL && string->end.middle.len == 3))
		return true;
	while (!(string->quote->flags & CDR_QUOTE_TICK) && pos > 0 &&
	       (lex->text.ptr[pos - 1] == ' ' || lex->text.ptr[pos - 1] == '\t'))
		pos--;
	return pos > 0 && lex->text.ptr[pos - 1] == '\n';
}

/* Length of the mark at the cursor that closes STRING; 0 when it goes on. */
static size_t close_len(struct cdr_lex *lex, struct string *string)
{
	size_t len = cdr_fence_at(lex, &string->end, lex->pos);

	if (string->end.nest && lex->text.ptr[lex->pos] == string->end.nest)
		string->nested++;
	if (!len || !closes_line(lex, string))
		return 0;
	if (string->nested > 0 && string->end.nest) {
		string->nested--;
		return 0;
	}
	if (string->quote->flags & CDR_QUOTE_GREEDY)
		while (cdr_lex_byte(lex, lex->pos + len) == string->end.before[0])
			len++;
	return len;
}

/* A doubt that only dialects decide: 'a\' of SQL. */
static void note_doubts(struct cdr_lex *lex, const struct string *string)
{
	if (string->quote->flags & CDR_QUOTE_STANDARD && lex->text.ptr[lex->pos] == '\\' &&
	    cdr_lex_byte(lex, lex->pos + 1) == string->quote->close[0])
		cdr_lex_doubt(lex, lex->pos);
	if (cdr_lex_any_at(lex, lex->pos, lex->language->string_doubts))
		cdr_lex_doubt(lex, lex->pos);
}

/* The inside of STRING; the length of its closing mark, which is not taken, or 0 without one. */
static size_t take_string(struct cdr_lex *lex, struct string *string)
{
	bool doubled = string->quote->flags & CDR_QUOTE_DOUBLED;

	while (lex->pos < lex->text.len) {
		const struct cdr_hole *hole;
		size_t plain, close;

		skip_plain(lex, string);
		if (lex->pos == lex->text.len)
			break;
		note_doubts(lex, string);
		plain = plain_len(lex, string);
		close = plain ? 0 : close_len(lex, string);
		if (close && doubled && cdr_fence_at(lex, &string->end, lex->pos + close))
			plain = 2 * close;
		else if (close)
			return close;
		if (!plain && lex->text.ptr[lex->pos] == '\n' &&
		    !(string->quote->flags & CDR_QUOTE_MULTI))
			return 0;
		hole = plain ? NULL : hole_at(lex, string);
		if (!hole || !take_hole(lex, string, hole))
			take_inside(lex, string->quote, plain ? plain : 1);
	}
	return 0;
}

/* One that has no end reaches to the end of its line. INSIDE is past its opening mark. */
static void cut_string(struct cdr_lex *lex, const struct cdr_quote *quote, size_t inside)
{
	size_t eol = cdr_lex_line_end(lex, inside);

	if (eol < lex->pos) {
		cdr_lex_classify(lex, eol, lex->pos, CDR_BYTE_CODE);
		cdr_lex_spend(lex, eol, lex->pos - eol);
	}
	lex->pos = inside;
	take_inside(lex, quote, eol - inside);
}

static bool has_holes(const struct cdr_lex *lex, const struct string *string)
{
	if (string->quote->flags & CDR_QUOTE_F)
		return has_f_prefix(lex);
	if (string->quote->flags & CDR_QUOTE_NAMED)
		return word_before(lex).len > 0;
	return !string->end.raw;
}

/* The stops of QUOTE; a fence is made of bytes that no table knows. */
static uint32_t stops_of(const struct cdr_quote *quote, uint32_t bit)
{
	return quote->fence == CDR_FENCE_SIGIL ? ~0u : bit;
}

/* False, and nothing taken, when STRING has no end. */
static bool take_whole(struct cdr_lex *lex, struct string *string)
{
	size_t open = lex->pos, close;

	cdr_lex_classify(lex, open, open + string->end.open_len, CDR_BYTE_QUOTE);
	lex->pos += string->end.open_len;
	close = take_string(lex, string);
	cdr_lex_classify(lex, lex->pos, lex->pos + close, CDR_BYTE_QUOTE);
	lex->pos += close;
	lex->last_code = lex->pos;
	return close > 0;
}

static void take_quote(struct cdr_lex *lex, struct string *string, uint32_t bit)
{
	size_t inside = lex->pos + string->end.open_len;

	if (lex->dead_quotes & bit) {
		cdr_lex_classify(lex, lex->pos, inside, CDR_BYTE_QUOTE);
		cut_string(lex, string->quote, inside);
		return;
	}
	if (take_whole(lex, string))
		return;
	if (string->quote->fence != CDR_FENCE_NONE)
		cdr_lex_spend(lex, inside, lex->text.len - inside);
	else if (string->quote->flags & CDR_QUOTE_MULTI)
		lex->dead_quotes |= bit;
	cut_string(lex, string->quote, inside);
}

/* %q(...) where a '%' may as well divide: shown, and never longer than its line. */
static bool is_sigil(const struct cdr_lex *lex, struct cdr_quote *quote)
{
	enum cdr_lex_value value = cdr_lex_value(lex);

	if (lex->language->heredoc != CDR_HEREDOC_RUBY)
		return true;
	if (value == CDR_VALUE_PERHAPS)
		quote->flags |= CDR_QUOTE_SHOWN;
	return value != CDR_VALUE_NO;
}

bool cdr_lex_quote(struct cdr_lex *lex)
{
	const struct cdr_quote *quote = lex->language->quotes;

	for (uint32_t bit = 1; quote && quote->open; quote++, bit <<= 1) {
		struct cdr_quote own = *quote;
		struct string string = { .quote = quote, .stop = stops_of(quote, bit) };

		if (!cdr_lex_at(lex, lex->pos, quote->open) || !may_open(lex, quote) ||
		    !cdr_fence_open(lex, quote, &string.end))
			continue;
		if (quote->fence == CDR_FENCE_SIGIL) {
			if (!is_sigil(lex, &own))
				continue;
			string.quote = &own;
		}
		string.holes = has_holes(lex, &string) ? quote->holes : NULL;
		take_quote(lex, &string, bit);
		return true;
	}
	return false;
}

bool cdr_lex_between(struct cdr_lex *lex, const struct cdr_quote *quote)
{
	const struct cdr_lex before = *lex;
	struct string string = { .quote = quote, .holes = quote->holes, .stop = ~0u };

	if (cdr_fence_open(lex, quote, &string.end) && take_whole(lex, &string))
		return true;
	cdr_lex_give_back(lex, &before);
	return false;
}

void cdr_lex_body(struct cdr_lex *lex, const struct cdr_hole *holes, size_t end)
{
	static const struct cdr_quote endless = { .flags = CDR_QUOTE_ESC | CDR_QUOTE_MULTI };
	struct string string = { .quote = &endless, .holes = holes, .stop = ~0u };
	size_t len = lex->text.len;

	if (!holes) {
		take_inside(lex, &endless, end - lex->pos);
		return;
	}
	lex->text.len = end;
	take_string(lex, &string);
	lex->text.len = len;
}
