/*
 * lexer.c - one pass that says of each byte whether it is code, comment or string.
 *
 * Works on broken and hostile text: a string or comment that is never closed
 * counts only to the end of its line, and code inside of a string counts as
 * code only when its brackets balance, so that one stray mark cannot hide the
 * rest of a file. What was found never to close is not looked for again, and
 * reading again has a budget, which keeps the pass linear.
 */
#include "rules/language.h"

#include "rules/ascii.h"
#include "rules/heredoc.h"

#include <string.h>

#define HOLE_DEPTH_MAX	16u
#define HOLE_AGAIN_MAX	16u /* times the text that may be read again */
#define CHAR_BYTES_MAX	12u
#define REGEX_BYTES_MAX 1000u

struct scan {
	const struct cdr_language *language;
	struct cdr_str text;
	unsigned char *classes;
	size_t pos;
	unsigned depth;	      /* holes we are in */
	size_t budget;	      /* bytes that may be read again after a hole that was none */
	uint32_t dead_quotes; /* bit i: quote i has no end in the rest of the text */
	uint32_t dead_comments;
	bool opens[256];  /* bytes that a comment or quote can begin with */
	size_t last_code; /* index + 1 of the last code or quote byte that is no space */
	uint64_t controls; /* a bit for each open '(': one of `if (`, the innermost lowest */
	bool after_control; /* the last ')' closed such a one */
	struct cdr_heredocs heredocs; /* opened in this line, bodies still to come */
};

static bool at(const struct scan *scan, size_t pos, const char *mark)
{
	size_t len = strlen(mark);

	return pos <= scan->text.len && len <= scan->text.len - pos &&
	       memcmp(scan->text.ptr + pos, mark, len) == 0;
}

static size_t line_end(const struct scan *scan, size_t pos)
{
	const char *lf = memchr(scan->text.ptr + pos, '\n', scan->text.len - pos);

	return lf ? (size_t)(lf - scan->text.ptr) : scan->text.len;
}

static void classify(struct scan *scan, size_t from, size_t to, enum cdr_byte class)
{
	memset(scan->classes + from, (int)class, to - from);
}

/* --- comments ------------------------------------------------------------ */

static bool comment_may_begin(const struct scan *scan, const struct cdr_comment *comment)
{
	size_t pos = scan->pos;
	const char *annotation = scan->language->annotation;

	if (annotation && strlen(annotation) > strlen(comment->open) && at(scan, pos, annotation))
		return false;
	if (comment->place == CDR_COMMENT_ANYWHERE || pos == 0)
		return true;
	if (comment->place == CDR_COMMENT_SPACED)
		return cdr_is_space(scan->text.ptr[pos - 1]);
	if (comment->place == CDR_COMMENT_ALONE)
		while (pos > 0 &&
		       (scan->text.ptr[pos - 1] == ' ' || scan->text.ptr[pos - 1] == '\t'))
			pos--;
	return pos == 0 || scan->text.ptr[pos - 1] == '\n';
}

/* Where a comment that begins at the cursor ends; 0 when it does not. */
static size_t comment_end(const struct scan *scan, const struct cdr_comment *comment)
{
	size_t pos = scan->pos + strlen(comment->open), depth = 1;

	for (; pos < scan->text.len; pos++) {
		if (at(scan, pos, comment->close)) {
			pos += strlen(comment->close);
			if (--depth == 0)
				return pos;
			pos--;
		} else if (comment->nests && at(scan, pos, comment->open)) {
			pos += strlen(comment->open) - 1;
			depth++;
		}
	}
	return 0;
}

static bool take_comment(struct scan *scan)
{
	const struct cdr_comment *comment = scan->language->comments;

	for (uint32_t bit = 1; comment && comment->open; comment++, bit <<= 1) {
		size_t end = 0;

		if (!at(scan, scan->pos, comment->open) || !comment_may_begin(scan, comment))
			continue;
		if (comment->close && !(scan->dead_comments & bit))
			end = comment_end(scan, comment);
		if (comment->close && !end)
			scan->dead_comments |= bit;
		if (!end)
			end = line_end(scan, scan->pos);
		classify(scan, scan->pos, end, CDR_BYTE_COMMENT);
		scan->pos = end;
		return true;
	}
	return false;
}

/* --- strings ------------------------------------------------------------- */

/* Code inside of a string, and its brackets that are open by kind: ( [ {. */
struct hole {
	const struct cdr_quote *quote;
	size_t open[3];
};

static bool scan_code(struct scan *scan, struct hole *hole);

/* Letters before a Python string: f"..", rf'..'. */
static bool has_f_prefix(const struct scan *scan)
{
	size_t n = 0;
	bool f = false;

	while (n < 3 && n < scan->pos && cdr_is_word(scan->text.ptr[scan->pos - n - 1])) {
		char c = scan->text.ptr[scan->pos - n - 1] | 32;

		f |= c == 'f' || c == 't';
		n++;
	}
	return f && n <= 2;
}

static bool quote_may_open(const struct scan *scan, const struct cdr_quote *quote)
{
	char before = scan->pos > 0 ? scan->text.ptr[scan->pos - 1] : '\n';

	if (quote->flags & CDR_QUOTE_WORD)
		return !cdr_is_word(before);
	if (quote->flags & CDR_QUOTE_VALUE)
		return cdr_is_space(before) || strchr("[{,(:=-", before);
	return true;
}

/* $tag$ at the cursor: its length; 0 when there is none. */
static size_t tag_len(const struct scan *scan)
{
	size_t pos = scan->pos + 1;

	while (pos < scan->text.len && cdr_is_word(scan->text.ptr[pos]) && pos - scan->pos < 64)
		pos++;
	return pos < scan->text.len && scan->text.ptr[pos] == '$' ? pos + 1 - scan->pos : 0;
}

static enum cdr_byte inside_of(const struct cdr_quote *quote)
{
	return quote->flags & CDR_QUOTE_SHOWN ? CDR_BYTE_OPAQUE : CDR_BYTE_STRING;
}

/* What opens code at the cursor, or NULL. */
static const char *hole_at(const struct scan *scan, const struct cdr_quote *quote)
{
	const char *const *mark = quote->holes;

	while (*mark && !at(scan, scan->pos, *mark))
		mark++;
	return *mark;
}

/* Bytes at the cursor that a backslash makes plain text; in an f-string it leaves a brace alone. */
static size_t escape_len(const struct scan *scan, const struct cdr_quote *quote)
{
	if (!(quote->flags & CDR_QUOTE_ESC) || scan->text.ptr[scan->pos] != '\\')
		return 0;
	return quote->flags & CDR_QUOTE_F && at(scan, scan->pos + 1, "{") ? 1 : 2;
}

static void take_inside(struct scan *scan, const struct cdr_quote *quote, size_t len)
{
	if (len > scan->text.len - scan->pos)
		len = scan->text.len - scan->pos;
	classify(scan, scan->pos, scan->pos + len, inside_of(quote));
	scan->pos += len;
}

static bool take_hole(struct scan *scan, const struct cdr_quote *quote, const char *close);

/* The format after a ':' up to the end of its hole; false when the string or line ends before. */
static bool scan_format(struct scan *scan, const struct cdr_quote *quote, const char *close)
{
	while (scan->pos < scan->text.len) {
		size_t escaped = escape_len(scan, quote);
		char c = scan->text.ptr[scan->pos];

		if (c == quote->hole_close)
			return true;
		if (at(scan, scan->pos, close) || (c == '\n' && !(quote->flags & CDR_QUOTE_MULTI)))
			return false;
		if (hole_at(scan, quote) && !take_hole(scan, quote, close))
			return false;
		if (c != quote->hole_open)
			take_inside(scan, quote, escaped ? escaped : 1);
	}
	return false;
}

/* Takes back what was read since BEFORE, at the cost of what it took to read. */
static void give_back(struct scan *scan, const struct scan *before)
{
	bool to_end = scan->dead_quotes != before->dead_quotes ||
		      scan->dead_comments != before->dead_comments;
	size_t cost = to_end ? scan->text.len : scan->pos - before->pos;
	size_t left = scan->budget > cost ? scan->budget - cost : 0;

	*scan = *before;
	scan->budget = left;
}

/* Code inside of a string, from its "${" to its "}". False, and nothing taken, when it is none. */
static bool take_hole(struct scan *scan, const struct cdr_quote *quote, const char *close)
{
	struct hole hole = { .quote = quote };
	const struct scan before = *scan;
	size_t open = strlen(hole_at(scan, quote));
	bool closed;

	if (scan->depth >= HOLE_DEPTH_MAX || !scan->budget)
		return false;
	classify(scan, scan->pos, scan->pos + open, CDR_BYTE_QUOTE);
	scan->pos += open;
	scan->depth++;
	closed = scan_code(scan, &hole);
	if (closed && scan->text.ptr[scan->pos] != quote->hole_close)
		closed = scan_format(scan, quote, close);
	scan->depth--;
	if (closed)
		scan->classes[scan->pos++] = CDR_BYTE_QUOTE;
	else
		give_back(scan, &before);
	return closed;
}

/* "{{" in an f-string is a brace. */
static bool is_doubled_hole(const struct scan *scan, const char *mark)
{
	return strlen(mark) == 1 && at(scan, scan->pos + 1, mark);
}

/* The inside of QUOTE up to CLOSE, which is not taken. False when the text or line ends before. */
static bool scan_string(struct scan *scan, const struct cdr_quote *quote, const char *close)
{
	bool holes = quote->holes && (!(quote->flags & CDR_QUOTE_F) || has_f_prefix(scan));

	scan->pos += strlen(quote->open);
	while (scan->pos < scan->text.len) {
		const char *mark = holes ? hole_at(scan, quote) : NULL;
		size_t step = escape_len(scan, quote);

		if (at(scan, scan->pos, close)) {
			if (!(quote->flags & CDR_QUOTE_DOUBLED) ||
			    !at(scan, scan->pos + strlen(close), close))
				return true;
			step = 2 * strlen(close);
		} else if (scan->text.ptr[scan->pos] == '\n' && !(quote->flags & CDR_QUOTE_MULTI)) {
			return false;
		} else if (mark && is_doubled_hole(scan, mark)) {
			step = 2;
		} else if (mark && take_hole(scan, quote, close)) {
			continue;
		}
		take_inside(scan, quote, step ? step : 1);
	}
	return false;
}

/* Bytes of the character at POS; nothing is a character of no bytes. */
static size_t char_len(const struct scan *scan, size_t pos)
{
	size_t len = 1;

	if (scan->text.ptr[pos] == '\'' || scan->text.ptr[pos] == '\n')
		return 0;
	while (len < 4 && pos + len < scan->text.len &&
	       ((unsigned char)scan->text.ptr[pos + len] & 0xC0) == 0x80)
		len++;
	return len;
}

/* 'x' and '\n' but not the ' of a lifetime, of 1'000 or of a generic type. */
static bool is_character(const struct scan *scan)
{
	size_t pos = scan->pos + 1, max = scan->pos + CHAR_BYTES_MAX;

	if (scan->pos > 0 && cdr_is_word(scan->text.ptr[scan->pos - 1]))
		return false;
	if (!at(scan, pos, "\\"))
		return pos < scan->text.len && at(scan, pos + char_len(scan, pos), "'");
	for (pos += 2; pos < scan->text.len && pos < max && scan->text.ptr[pos] != '\n'; pos++)
		if (scan->text.ptr[pos] == '\'')
			return true;
	return false;
}

/* One that has no end reaches to the end of its line. INSIDE is past its opening mark. */
static void cut_string(struct scan *scan, const struct cdr_quote *quote, size_t inside)
{
	scan->pos = line_end(scan, inside);
	classify(scan, inside, scan->pos, inside_of(quote));
}

static void scan_quote(struct scan *scan, const struct cdr_quote *quote, uint32_t bit)
{
	size_t open = scan->pos, len = strlen(quote->open);
	char tag[72];
	const char *close = quote->close;

	if (quote->flags & CDR_QUOTE_TAG) {
		len = tag_len(scan);
		memcpy(tag, scan->text.ptr + open, len);
		tag[len] = '\0';
		close = tag;
		scan->pos += len - 1;
	}
	classify(scan, open, open + len, CDR_BYTE_QUOTE);
	if (scan->dead_quotes & bit || !scan_string(scan, quote, close)) {
		if (quote->flags & CDR_QUOTE_MULTI)
			scan->dead_quotes |= bit;
		cut_string(scan, quote, open + len);
		return;
	}
	classify(scan, scan->pos, scan->pos + strlen(close), CDR_BYTE_QUOTE);
	scan->pos += strlen(close);
	scan->last_code = scan->pos;
}

static bool take_quote(struct scan *scan)
{
	const struct cdr_quote *quote = scan->language->quotes;

	for (uint32_t bit = 1; quote && quote->open; quote++, bit <<= 1) {
		if (!at(scan, scan->pos, quote->open) || !quote_may_open(scan, quote))
			continue;
		if (quote->flags & CDR_QUOTE_CHAR && !is_character(scan))
			continue;
		if (quote->flags & CDR_QUOTE_TAG && !tag_len(scan))
			continue;
		scan_quote(scan, quote, bit);
		return true;
	}
	return false;
}

/* --- regular expressions ------------------------------------------------- */

static bool ends_with_word(const struct scan *scan, const char *word)
{
	size_t len = strlen(word), end = scan->last_code;

	return end >= len && memcmp(scan->text.ptr + end - len, word, len) == 0 &&
	       (end == len || !cdr_is_word(scan->text.ptr[end - len - 1]));
}

/* Whether the '(' at the cursor belongs to a statement that another may follow after its ')'. */
static bool is_control(const struct scan *scan)
{
	return ends_with_word(scan, "if") || ends_with_word(scan, "while") ||
	       ends_with_word(scan, "for") || ends_with_word(scan, "with");
}

static void follow_control(struct scan *scan, char c)
{
	if (c == '(') {
		scan->controls = scan->controls << 1 | is_control(scan);
	} else if (c == ')') {
		scan->after_control = scan->controls & 1;
		scan->controls >>= 1;
	}
}

/* `split /,/`: a blank before the '/' at the cursor and none after it. */
static bool is_argument(const struct scan *scan, char last)
{
	char next = scan->pos + 1 < scan->text.len ? scan->text.ptr[scan->pos + 1] : ' ';

	return scan->language->regex == CDR_REGEX_COMMAND && cdr_is_word(last) &&
	       !cdr_is_digit(last) && scan->last_code < scan->pos && !cdr_is_space(next) &&
	       next != '=';
}

/* A '/' divides after a value and opens an expression anywhere else. */
static bool value_may_stand(const struct scan *scan)
{
	static const char *const words[] = { "return", "typeof", "case",  "in",	    "of",  "delete",
					     "void",   "throw",	 "if",	  "unless", "and", "or",
					     "not",    "when",	 "while", "else" };
	size_t end = scan->last_code;
	char last = end ? scan->text.ptr[end - 1] : ';';
	char before = end > 1 ? scan->text.ptr[end - 2] : ';';

	if (last == ')')
		return scan->after_control;
	if (last == '+' || last == '-')
		return before != last;
	if (last == '<' || last == '>')
		return before == (last == '<' ? '<' : '=');
	if (strchr("(,=:[!&|?{};*%~^", last))
		return true;
	if (is_argument(scan, last))
		return true;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (ends_with_word(scan, words[i]))
			return true;
	return false;
}

static bool take_regex(struct scan *scan)
{
	size_t pos = scan->pos + 1, max = scan->pos + REGEX_BYTES_MAX;
	bool in_class = false;

	if (!scan->language->regex || scan->text.ptr[scan->pos] != '/' || !value_may_stand(scan))
		return false;
	for (; pos < scan->text.len && pos < max && scan->text.ptr[pos] != '\n'; pos++) {
		char c = scan->text.ptr[pos];

		if (c == '\\')
			pos++;
		else if (c == '[' || c == ']')
			in_class = c == '[';
		else if (c == '/' && !in_class)
			break;
	}
	if (pos >= scan->text.len || scan->text.ptr[pos] != '/')
		return false;
	classify(scan, scan->pos + 1, pos, CDR_BYTE_STRING);
	scan->classes[scan->pos] = scan->classes[pos] = CDR_BYTE_QUOTE;
	scan->pos = pos + 1;
	scan->last_code = scan->pos;
	return true;
}

/* --- lines --------------------------------------------------------------- */

/* After a line end at the cursor: bodies of heredocs and of YAML's block scalars. */
static void take_bodies(struct scan *scan)
{
	size_t body = scan->pos + 1, end;

	while (cdr_heredoc_body(&scan->heredocs, scan->text, body, &end)) {
		classify(scan, body - 1, end, CDR_BYTE_STRING);
		body = line_end(scan, end);
		classify(scan, end, body, CDR_BYTE_QUOTE);
		scan->pos = body;
		body += body < scan->text.len;
	}
	if (scan->language->block_scalars && scan->pos > 0 &&
	    scan->classes[scan->pos - 1] == CDR_BYTE_CODE) {
		end = cdr_block_scalar_end(scan->text, scan->pos);
		classify(scan, scan->pos, end, CDR_BYTE_OPAQUE);
		scan->pos = end;
	}
}

static void take_line_end(struct scan *scan)
{
	take_bodies(scan);
	if (scan->pos < scan->text.len)
		scan->classes[scan->pos++] = scan->depth ? CDR_BYTE_STRING : CDR_BYTE_CODE;
}

static void take_code(struct scan *scan)
{
	char c = scan->text.ptr[scan->pos];

	if (c == '<' && scan->language->heredoc)
		cdr_heredoc_open(&scan->heredocs, scan->language->heredoc, scan->text, scan->pos);
	if (scan->language->regex)
		follow_control(scan, c);
	scan->classes[scan->pos++] = CDR_BYTE_CODE;
	if (!cdr_is_space(c))
		scan->last_code = scan->pos;
}

static bool is_balanced(const struct hole *hole)
{
	return !hole->open[0] && !hole->open[1] && !hole->open[2];
}

/* Whether the hole may go on after C; else it ends here or is no code. */
static bool follow_bracket(struct hole *hole, bool all_kinds, char c)
{
	static const char marks[] = "([{)]}";
	const char *mark = strchr(marks, c);
	size_t kind;

	if (c == ':' && hole->quote->flags & CDR_QUOTE_FORMAT)
		return !is_balanced(hole);
	all_kinds |= c == hole->quote->hole_open || c == hole->quote->hole_close;
	if (!c || !mark || !all_kinds)
		return true;
	kind = (size_t)(mark - marks) % 3;
	if (mark < marks + 3)
		hole->open[kind]++;
	else if (hole->open[kind] == 0)
		return false;
	else
		hole->open[kind]--;
	return true;
}

/*
 * Code up to the end of the text; or of the HOLE we are in, and then true when
 * its brackets balance, the cursor on its end or on the ':' of its format.
 */
static bool scan_code(struct scan *scan, struct hole *hole)
{
	bool all_kinds = scan->language->braces != CDR_BRACES_FLAT;

	while (scan->pos < scan->text.len) {
		char c = scan->text.ptr[scan->pos];

		if (hole && !follow_bracket(hole, all_kinds, c))
			return is_balanced(hole) && (c == hole->quote->hole_close || c == ':');
		if (c == '\n')
			take_line_end(scan);
		else if (!scan->opens[(unsigned char)c] ||
			 (!take_comment(scan) && !take_quote(scan) && !take_regex(scan)))
			take_code(scan);
	}
	return !hole;
}

static void note_openers(struct scan *scan)
{
	const struct cdr_comment *comment = scan->language->comments;
	const struct cdr_quote *quote = scan->language->quotes;

	for (; comment && comment->open; comment++)
		scan->opens[(unsigned char)comment->open[0]] = true;
	for (; quote && quote->open; quote++)
		scan->opens[(unsigned char)quote->open[0]] = true;
	if (scan->language->regex)
		scan->opens['/'] = true;
}

static const unsigned char *read_classes(const struct cdr_lexed *lexed)
{
	struct scan scan = {
		.language = lexed->language,
		.text = lexed->text,
		.budget = HOLE_AGAIN_MAX * lexed->text.len,
	};

	scan.classes = cdr_arena_alloc(lexed->arena, lexed->text.len + 1);
	if (!lexed->language)
		return scan.classes;
	note_openers(&scan);
	scan_code(&scan, NULL);
	return scan.classes;
}

const unsigned char *cdr_lexer_classes(struct cdr_lexed *lexed)
{
	if (!lexed->classes)
		lexed->classes = read_classes(lexed);
	return lexed->classes;
}

struct cdr_str cdr_lexer_mask(struct cdr_lexed *lexed, unsigned mask)
{
	struct cdr_str text = lexed->text;
	char *bytes = cdr_arena_alloc(lexed->arena, text.len + 1);
	const unsigned char *classes = cdr_lexer_classes(lexed);

	for (size_t i = 0; i < text.len; i++) {
		bool hidden = (mask & CDR_MASK_COMMENTS && classes[i] == CDR_BYTE_COMMENT) ||
			      (mask & CDR_MASK_STRINGS && classes[i] == CDR_BYTE_STRING);

		bytes[i] = hidden && text.ptr[i] != '\n' ? ' ' : text.ptr[i];
	}
	return (struct cdr_str){ bytes, text.len };
}
