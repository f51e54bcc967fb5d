/*
 * literal.c - required literals by parsing the pattern, not by guessing at it.
 *
 * Every part of an expression becomes a piece: either it matches exactly one of
 * a few strings, or all that is known is that one of some literals stands in
 * what it matches. Sequences join exact pieces into longer ones; what cannot
 * be joined is weighed, and the best set wins. In caseless mode `k` and `s`
 * also match U+212A and U+017F, so they end a literal.
 */
#include "rules/literal.h"

#include "rules/ascii.h"
#include "rules/literal_set.h"

#include "cdreview/utf8.h"

#include <string.h>

#define CLASS_MAX 4u /* members of a [class] that is spelled out */

/* Matches one of SET and nothing else if exact; else SET is what every match needs, or is empty. */
struct piece {
	bool exact;
	struct cdr_literal_set set;
};

struct parser {
	struct cdr_str src;
	size_t at;
	struct cdr_arena *arena;
	bool caseless, extended;
	bool quoting; /* between \Q and \E */
	bool unsure;  /* met something that is not understood: the answer is "none" */
};

static const struct piece any = { false, { NULL, 0 } };

static struct piece exactly(struct parser *p, struct cdr_str str)
{
	struct piece piece = { true, { NULL, 0 } };

	cdr_literal_set_add(&piece.set, p->arena, str);
	return piece;
}

static struct piece nothing(struct parser *p)
{
	return exactly(p, CDR_STR(""));
}

/* --- reading characters -------------------------------------------------- */

static bool at_end(const struct parser *p)
{
	return p->at >= p->src.len;
}

static char peek(const struct parser *p, size_t ahead)
{
	return p->at + ahead < p->src.len ? p->src.ptr[p->at + ahead] : '\0';
}

static bool sees_char(const struct parser *p, char c)
{
	return p->at < p->src.len && p->src.ptr[p->at] == c;
}

static bool take_char(struct parser *p, char c)
{
	if (!sees_char(p, c))
		return false;
	p->at++;
	return true;
}

static bool sees(const struct parser *p, const char *text)
{
	return cdr_str_starts(cdr_str_sub(p->src, p->at, p->src.len), text);
}

static bool take(struct parser *p, const char *text)
{
	if (!sees(p, text))
		return false;
	p->at += strlen(text);
	return true;
}

static struct piece give_up(struct parser *p)
{
	p->unsure = true;
	p->at = p->src.len;
	return any;
}

/* Past CLOSE, which need not be there when the pattern compiled; then to the end. */
static void skip_past(struct parser *p, char close)
{
	while (!at_end(p) && p->src.ptr[p->at] != close)
		p->at++;
	if (!at_end(p))
		p->at++;
}

static int hex_value(char c)
{
	if (cdr_is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool folds_out_of_ascii(char lower)
{
	return lower == 'k' || lower == 's';
}

/* One code point that stands for itself. */
static struct piece one_char(struct parser *p, uint32_t cp)
{
	char text[4];
	size_t len;

	if (cp < 0x80) {
		text[0] = cdr_to_lower((char)cp);
		if (p->caseless && folds_out_of_ascii(text[0]))
			return any;
		return exactly(p, cdr_str_copy(p->arena, (struct cdr_str){ text, 1 }));
	}
	if (p->caseless || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
		return any;
	len = cdr_utf8_put(text, cp);
	return exactly(p, cdr_str_copy(p->arena, (struct cdr_str){ text, len }));
}

static uint32_t next_char(struct parser *p)
{
	uint32_t cp;

	p->at += cdr_utf8_next(cdr_str_sub(p->src, p->at, p->src.len), &cp);
	return cp;
}

/* What PCRE2 ignores between an item and its quantifier, too. */
static void skip_ignored(struct parser *p)
{
	for (;;) {
		if (p->quoting && take(p, "\\E"))
			p->quoting = false;
		else if (p->quoting)
			return;
		else if (sees_char(p, '(') && sees(p, "(?#"))
			skip_past(p, ')');
		else if (p->extended && !at_end(p) && strchr(" \t\n\v\f\r", peek(p, 0)))
			p->at++;
		else if (p->extended && peek(p, 0) == '#')
			skip_past(p, '\n');
		else
			return;
	}
}

/* --- escapes ------------------------------------------------------------- */

#define CP_NONE 0xFFFFFFFFu

static uint32_t read_hex(struct parser *p)
{
	uint32_t cp = 0;
	bool braces = take_char(p, '{');

	for (size_t n = 0; hex_value(peek(p, 0)) >= 0 && n < (braces ? 8u : 2u); n++)
		cp = cp * 16 + (uint32_t)hex_value(p->src.ptr[p->at++]);
	if (braces)
		skip_past(p, '}');
	return cp;
}

static uint32_t read_octal(struct parser *p)
{
	uint32_t cp = 0;

	for (size_t n = 0; n < 2 && peek(p, 0) >= '0' && peek(p, 0) <= '7'; n++)
		cp = cp * 8 + (uint32_t)(p->src.ptr[p->at++] - '0');
	return cp;
}

/* The code point that the escape after '\' names; CP_NONE and nothing read if it names none. */
static uint32_t escaped_char(struct parser *p)
{
	static const char names[] = "tnrfea", values[] = "\t\n\r\f\033\a";
	char c = peek(p, 0);
	const char *name = c ? strchr(names, c) : NULL;

	if (name) {
		p->at++;
		return (unsigned char)values[name - names];
	}
	if (c == 'x' || c == '0') {
		p->at++;
		return c == 'x' ? read_hex(p) : read_octal(p);
	}
	if (cdr_is_digit(c) || (cdr_to_lower(c) >= 'a' && cdr_to_lower(c) <= 'z') || at_end(p))
		return CP_NONE;
	return next_char(p);
}

/* \g and \k: {name}, <name>, 'name' or a number. */
static void skip_reference(struct parser *p)
{
	static const char open[] = "{<'", close[] = "}>'";
	const char *bracket = peek(p, 0) ? strchr(open, peek(p, 0)) : NULL;

	if (bracket) {
		p->at++;
		skip_past(p, close[bracket - open]);
		return;
	}
	while (cdr_is_digit(peek(p, 0)) || peek(p, 0) == '-' || peek(p, 0) == '+')
		p->at++;
}

/* After '\', outside of a class. */
static struct piece parse_escape(struct parser *p)
{
	uint32_t cp = escaped_char(p);
	char c = peek(p, 0);

	if (cp != CP_NONE)
		return one_char(p, cp);
	if (at_end(p))
		return give_up(p);
	p->at++;
	if (strchr("bBAzZGEK", c))
		return nothing(p);
	if (c == 'Q') {
		p->quoting = true;
		return nothing(p);
	}
	if (c == 'p' || c == 'P') {
		if (take_char(p, '{'))
			skip_past(p, '}');
		else
			p->at++;
		return any;
	}
	if (c == 'g' || c == 'k')
		skip_reference(p);
	else if (cdr_is_digit(c))
		while (cdr_is_digit(peek(p, 0)))
			p->at++;
	else if (!strchr("dDwWsShHvVRX", c))
		return give_up(p);
	return any;
}

/* --- classes ------------------------------------------------------------- */

struct class
{
	bool has[128];
	bool wide; /* something else than single ASCII characters */
};

/* "[:alpha:]" at the cursor; a mere "[:" is two members. */
static bool sees_posix_class(const struct parser *p)
{
	size_t ahead = 2;

	if (!sees(p, "[:"))
		return false;
	while (peek(p, ahead) == '^' ||
	       (cdr_to_lower(peek(p, ahead)) >= 'a' && cdr_to_lower(peek(p, ahead)) <= 'z'))
		ahead++;
	return peek(p, ahead) == ':' && peek(p, ahead + 1) == ']';
}

/* One end of a range or a single member; CP_NONE for \w and its kin. */
static uint32_t class_member(struct parser *p, struct class *class)
{
	uint32_t cp;

	if (sees_posix_class(p)) {
		class->wide = true;
		skip_past(p, ']');
		return CP_NONE;
	}
	if (!take_char(p, '\\'))
		return next_char(p);
	if (take_char(p, 'b'))
		return '\b';
	cp = escaped_char(p);
	if (cp != CP_NONE)
		return cp;
	class->wide = true;
	if (peek(p, 0) == 'Q' || peek(p, 0) == 'E' || peek(p, 0) == 'N' || peek(p, 0) == 'o')
		give_up(p);
	else if (cdr_to_lower(peek(p, 0)) == 'p' && peek(p, 1) == '{')
		skip_past(p, '}');
	else
		p->at++;
	return CP_NONE;
}

static void class_add(struct parser *p, struct class *class, uint32_t from, uint32_t to)
{
	if (from == CP_NONE || to >= 128) {
		class->wide = true;
		return;
	}
	for (uint32_t cp = from; cp <= to; cp++) {
		char c = cdr_to_lower((char)cp);

		if (p->caseless && folds_out_of_ascii(c))
			class->wide = true;
		class->has[(unsigned char)c] = true;
	}
}

static struct piece class_piece(struct parser *p, const struct class *class)
{
	struct piece piece = { true, { NULL, 0 } };

	for (unsigned c = 0; c < 128; c++) {
		char text = (char)c;

		if (!class->has[c])
			continue;
		if (piece.set.n == CLASS_MAX)
			return any;
		cdr_literal_set_add(&piece.set, p->arena,
				    cdr_str_copy(p->arena, (struct cdr_str){ &text, 1 }));
	}
	return piece.set.n ? piece : any;
}

/* After '['. */
static struct piece parse_class(struct parser *p)
{
	struct class class = { .wide = take_char(p, '^') };
	bool first = true;

	while (!at_end(p) && (first || peek(p, 0) != ']')) {
		uint32_t from = class_member(p, &class), to = from;

		if (from != CP_NONE && peek(p, 0) == '-' && peek(p, 1) != ']') {
			p->at++;
			to = class_member(p, &class);
		}
		class_add(p, &class, to == CP_NONE ? CP_NONE : from, to);
		first = false;
	}
	take_char(p, ']');
	return class.wide ? any : class_piece(p, &class);
}

/* --- groups -------------------------------------------------------------- */

static struct piece parse_alternatives(struct parser *p);

static struct piece finish_group(struct parser *p)
{
	bool caseless = p->caseless, extended = p->extended;
	struct piece piece = parse_alternatives(p);

	p->caseless = caseless;
	p->extended = extended;
	take_char(p, ')');
	return piece;
}

/* After "(?": letters that switch options, up to ')' (rest of the group) or ':' (this group). */
static struct piece parse_options(struct parser *p)
{
	bool caseless = p->caseless, extended = p->extended, on = true;
	struct piece piece;

	for (; !at_end(p) && peek(p, 0) != ')' && peek(p, 0) != ':'; p->at++) {
		char c = peek(p, 0);

		if (c == '^')
			p->caseless = p->extended = false;
		else if (c == '-')
			on = false;
		else if (c == 'i')
			p->caseless = on;
		else if (c == 'x')
			p->extended = on;
		else if (!strchr("msnJU", c))
			return give_up(p);
		if (sees(p, "xx"))
			return give_up(p);
	}
	if (take_char(p, ')'))
		return nothing(p);
	take_char(p, ':');
	piece = finish_group(p);
	p->caseless = caseless;
	p->extended = extended;
	return piece;
}

/* After "(?": a call of another group, or a reference to what one matched. */
static bool sees_call(const struct parser *p)
{
	if (sees_char(p, '&') || sees_char(p, 'R') || sees(p, "P>") || sees(p, "P=") ||
	    cdr_is_digit(peek(p, 0)))
		return true;
	return (peek(p, 0) == '+' || peek(p, 0) == '-') && cdr_is_digit(peek(p, 1));
}

/* After '('. */
static struct piece parse_group(struct parser *p)
{
	if (sees_char(p, '*'))
		return give_up(p);
	if (!take_char(p, '?'))
		return finish_group(p);
	if (take_char(p, '=') || take_char(p, '!') || take(p, "<=") || take(p, "<!")) {
		finish_group(p);
		return nothing(p);
	}
	if (sees_call(p)) {
		skip_past(p, ')');
		return any;
	}
	if (take_char(p, ':') || take_char(p, '>') || take_char(p, '|'))
		return finish_group(p);
	if (take_char(p, '<') || take(p, "P<")) {
		skip_past(p, '>');
		return finish_group(p);
	}
	if (take_char(p, '\'')) {
		skip_past(p, '\'');
		return finish_group(p);
	}
	return parse_options(p);
}

/* --- items, sequences, alternatives -------------------------------------- */

static struct piece parse_item(struct parser *p)
{
	uint32_t cp;

	if (p->quoting)
		return one_char(p, next_char(p));
	if (take_char(p, '('))
		return parse_group(p);
	if (take_char(p, '['))
		return parse_class(p);
	if (take_char(p, '\\'))
		return parse_escape(p);
	if (take_char(p, '.'))
		return any;
	if (take_char(p, '^') || take_char(p, '$'))
		return nothing(p);
	if (sees_char(p, '*') || sees_char(p, '+') || sees_char(p, '?'))
		return give_up(p);
	cp = next_char(p);
	return cp == CDR_UTF8_INVALID ? give_up(p) : one_char(p, cp);
}

/* "{n}", "{n,}", "{n,m}" at the cursor. Other braces are plain text, or mean a count to newer
 * PCRE2. */
static bool take_counts(struct parser *p, unsigned *min, unsigned *max)
{
	size_t at = p->at + 1;
	unsigned counts[2] = { 0, 0 };
	size_t n_digits[2] = { 0, 0 };
	size_t which = 0;

	for (; at < p->src.len && p->src.ptr[at] != '}'; at++) {
		char c = p->src.ptr[at];

		if (c == ',' && which == 0)
			which = 1;
		else if (cdr_is_digit(c) && n_digits[which]++ < 6)
			counts[which] = counts[which] * 10 + (unsigned)(c - '0');
		else
			return false;
	}
	if (at >= p->src.len || n_digits[0] == 0)
		return false;
	p->at = at + 1;
	*min = counts[0];
	*max = which == 0 ? counts[0] : n_digits[1] ? counts[1] : ~0u;
	return true;
}

static struct piece parse_quantified(struct parser *p)
{
	struct piece piece = parse_item(p);
	unsigned min = 1, max = 1;

	skip_ignored(p);
	if (p->quoting)
		return piece;
	if (take_char(p, '*'))
		min = 0, max = ~0u;
	else if (take_char(p, '+'))
		max = ~0u;
	else if (take_char(p, '?'))
		min = 0;
	else if (!sees_char(p, '{'))
		return piece;
	else if (!take_counts(p, &min, &max))
		return peek(p, 1) == ',' || peek(p, 1) == ' ' ? give_up(p) : piece;
	if (!take_char(p, '?'))
		take_char(p, '+');
	if (min == 1 && max == 1)
		return piece;
	if (min > 0)
		return (struct piece){ false, piece.set };
	if (max != 1 || !piece.exact || piece.set.n >= CDR_LITERAL_EXACT_MAX)
		return any;
	cdr_literal_set_add(&piece.set, p->arena, CDR_STR(""));
	return piece;
}

static struct piece parse_sequence(struct parser *p)
{
	struct piece run = nothing(p); /* the exact pieces just before the cursor */
	struct cdr_literal_set best = { NULL, 0 };
	bool exact = true;

	for (;;) {
		struct piece next;

		skip_ignored(p);
		if (at_end(p) || (!p->quoting && (sees_char(p, '|') || sees_char(p, ')'))))
			break;
		next = parse_quantified(p);
		if (next.exact && cdr_literal_set_can_join(run.set, next.set)) {
			run.set = cdr_literal_set_join(run.set, next.set, p->arena);
			continue;
		}
		exact = false;
		best = cdr_literal_set_better(best, run.set);
		if (!next.exact)
			best = cdr_literal_set_better(best, next.set);
		run = next.exact ? next : nothing(p);
	}
	if (exact)
		return run;
	return (struct piece){ false, cdr_literal_set_better(best, run.set) };
}

static struct piece either(struct parser *p, struct piece a, struct piece b)
{
	if (a.exact && b.exact && a.set.n + b.set.n <= CDR_LITERAL_EXACT_MAX)
		return (struct piece){ true, cdr_literal_set_union(a.set, b.set, p->arena) };
	if (!cdr_literal_set_weight(a.set) || !cdr_literal_set_weight(b.set) ||
	    a.set.n + b.set.n > CDR_LITERALS_MAX)
		return any;
	return (struct piece){ false, cdr_literal_set_union(a.set, b.set, p->arena) };
}

static struct piece parse_alternatives(struct parser *p)
{
	struct piece all = parse_sequence(p);

	while (take_char(p, '|'))
		all = either(p, all, parse_sequence(p));
	return all;
}

size_t cdr_literals_of(struct cdr_str source, struct cdr_arena *arena, const struct cdr_str **out)
{
	struct cdr_arena scratch = { 0 };
	struct parser parser = { .src = source, .arena = &scratch };
	struct piece all = parse_alternatives(&parser);
	struct cdr_str *kept;
	size_t n = 0;

	*out = NULL;
	if (!parser.unsure && at_end(&parser) && cdr_literal_set_weight(all.set)) {
		kept = cdr_arena_alloc(arena, all.set.n * sizeof(*kept));
		for (; n < all.set.n; n++)
			kept[n] = cdr_str_copy(arena, all.set.items[n]);
		*out = kept;
	}
	cdr_arena_release(&scratch);
	return n;
}
