/*
 * literal.c - required literals by parsing the pattern, not by guessing at it.
 *
 * Every part of an expression becomes a piece: either it matches exactly one of
 * a few strings, or all that is known is that one of some literals stands in
 * what it matches. Sequences join exact pieces into longer ones; what cannot
 * be joined is weighed, and the best set wins. In caseless mode `k` and `s`
 * also match U+212A and U+017F, so they are one of two strings.
 */
#include "rules/literal.h"

#include "rules/ascii.h"
#include "rules/re.h"
#include "rules/literal_set.h"

#include "cdreview/utf8.h"

#include <string.h>

#define CLASS_MAX 4u /* members of a [class] that is spelled out */
#define ALTERNATIVES_MAX 48u /* literals so far, when the next alternative has many, too */
#define CUT_FROM 8u	     /* bytes that too many literals are cut to, */
#define CUT_TO 3u	     /* and below which that is no use */
#define KELVIN_SIGN "\xe2\x84\xaa" /* U+212A, a `k` to Unicode */
#define LONG_S "\xc5\xbf"	     /* U+017F, an `s` */

/* Matches one of SET and nothing else if exact; else SET is what every match needs, or is empty. */
struct piece {
	bool exact;
	struct cdr_literal_set set;
};

struct parser {
	struct cdr_re text;
	struct cdr_arena *arena;
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

static struct piece give_up(struct parser *p)
{
	p->text.unsure = true;
	p->text.at = p->text.src.len;
	return any;
}

/* `k` or `s` where case does not matter: itself, or what Unicode folds to it. */
static struct piece either_case(struct parser *p, struct cdr_str ascii)
{
	struct piece piece = exactly(p, ascii);

	cdr_literal_set_add(&piece.set, p->arena,
			    ascii.ptr[0] == 'k' ? CDR_STR(KELVIN_SIGN) : CDR_STR(LONG_S));
	return piece;
}

/* One code point that stands for itself. */
static struct piece one_char(struct parser *p, uint32_t cp)
{
	struct cdr_str ascii;
	char text[4];
	size_t len;

	if (cp < 0x80) {
		text[0] = cdr_to_lower((char)cp);
		ascii = cdr_str_copy(p->arena, (struct cdr_str){ text, 1 });
		if (p->text.caseless && cdr_folds_out_of_ascii(text[0]))
			return either_case(p, ascii);
		return exactly(p, ascii);
	}
	if (p->text.caseless || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
		return any;
	len = cdr_utf8_put(text, cp);
	return exactly(p, cdr_str_copy(p->arena, (struct cdr_str){ text, len }));
}

/* After '\', outside of a class. */
static struct piece parse_escape(struct parser *p)
{
	uint32_t cp = cdr_re_escaped_char(&p->text);
	char c = cdr_re_peek(&p->text, 0);

	if (cp != CDR_NO_CHAR)
		return one_char(p, cp);
	if (cdr_re_at_end(&p->text))
		return give_up(p);
	p->text.at++;
	if (strchr("bBAzZGEK", c))
		return nothing(p);
	if (c == 'Q') {
		p->text.quoting = true;
		return nothing(p);
	}
	if (c == 'p' || c == 'P') {
		if (cdr_re_take_char(&p->text, '{'))
			cdr_re_skip_past(&p->text, '}');
		else
			p->text.at++;
		return any;
	}
	if (c == 'g' || c == 'k')
		cdr_re_skip_reference(&p->text);
	else if (cdr_is_digit(c))
		while (cdr_is_digit(cdr_re_peek(&p->text, 0)))
			p->text.at++;
	else if (!strchr("dDwWsShHvVRX", c))
		return give_up(p);
	return any;
}

/* After '['. */
static struct piece parse_class(struct parser *p)
{
	struct piece piece = { true, { NULL, 0 } };
	bool members[128];

	if (!cdr_re_class(&p->text, members))
		return any;
	for (unsigned c = 0; c < 128; c++) {
		char text = (char)c;

		if (!members[c])
			continue;
		if (piece.set.n == CLASS_MAX)
			return any;
		cdr_literal_set_add(&piece.set, p->arena,
				    cdr_str_copy(p->arena, (struct cdr_str){ &text, 1 }));
	}
	return piece.set.n ? piece : any;
}

/* --- groups -------------------------------------------------------------- */

static struct piece parse_alternatives(struct parser *p);

static struct piece finish_group(struct parser *p)
{
	bool caseless = p->text.caseless, extended = p->text.extended;
	struct piece piece = parse_alternatives(p);

	p->text.caseless = caseless;
	p->text.extended = extended;
	cdr_re_take_char(&p->text, ')');
	return piece;
}

/* After "(?": letters that switch options, up to ')' (rest of the group) or ':' (this group). */
static struct piece parse_options(struct parser *p)
{
	bool caseless = p->text.caseless, extended = p->text.extended, on = true;
	struct piece piece;

	for (; !cdr_re_at_end(&p->text) && cdr_re_peek(&p->text, 0) != ')' &&
	       cdr_re_peek(&p->text, 0) != ':';
	     p->text.at++) {
		char c = cdr_re_peek(&p->text, 0);

		if (c == '^')
			p->text.caseless = p->text.extended = false;
		else if (c == '-')
			on = false;
		else if (c == 'i')
			p->text.caseless = on;
		else if (c == 'x')
			p->text.extended = on;
		else if (!strchr("msnJU", c))
			return give_up(p);
		if (cdr_re_sees(&p->text, "xx"))
			return give_up(p);
	}
	if (cdr_re_take_char(&p->text, ')'))
		return nothing(p);
	cdr_re_take_char(&p->text, ':');
	piece = finish_group(p);
	p->text.caseless = caseless;
	p->text.extended = extended;
	return piece;
}

/* After "(?": a call of another group, or a reference to what one matched. */
static bool sees_call(const struct parser *p)
{
	if (cdr_re_sees_char(&p->text, '&') || cdr_re_sees_char(&p->text, 'R') ||
	    cdr_re_sees(&p->text, "P>") || cdr_re_sees(&p->text, "P=") ||
	    cdr_is_digit(cdr_re_peek(&p->text, 0)))
		return true;
	return (cdr_re_peek(&p->text, 0) == '+' || cdr_re_peek(&p->text, 0) == '-') &&
	       cdr_is_digit(cdr_re_peek(&p->text, 1));
}

/* After '('. */
static struct piece parse_group(struct parser *p)
{
	if (cdr_re_sees_char(&p->text, '*'))
		return give_up(p);
	if (!cdr_re_take_char(&p->text, '?'))
		return finish_group(p);
	if (cdr_re_take_char(&p->text, '=') || cdr_re_take_char(&p->text, '!') ||
	    cdr_re_take(&p->text, "<=") || cdr_re_take(&p->text, "<!")) {
		finish_group(p);
		return nothing(p);
	}
	if (sees_call(p)) {
		cdr_re_skip_past(&p->text, ')');
		return any;
	}
	if (cdr_re_take_char(&p->text, ':') || cdr_re_take_char(&p->text, '>') ||
	    cdr_re_take_char(&p->text, '|'))
		return finish_group(p);
	if (cdr_re_take_char(&p->text, '<') || cdr_re_take(&p->text, "P<")) {
		cdr_re_skip_past(&p->text, '>');
		return finish_group(p);
	}
	if (cdr_re_take_char(&p->text, '\'')) {
		cdr_re_skip_past(&p->text, '\'');
		return finish_group(p);
	}
	return parse_options(p);
}

/* --- items, sequences, alternatives -------------------------------------- */

static struct piece parse_item(struct parser *p)
{
	uint32_t cp;

	if (p->text.quoting)
		return one_char(p, cdr_re_next_char(&p->text));
	if (cdr_re_take_char(&p->text, '('))
		return parse_group(p);
	if (cdr_re_take_char(&p->text, '['))
		return parse_class(p);
	if (cdr_re_take_char(&p->text, '\\'))
		return parse_escape(p);
	if (cdr_re_take_char(&p->text, '.'))
		return any;
	if (cdr_re_take_char(&p->text, '^') || cdr_re_take_char(&p->text, '$'))
		return nothing(p);
	if (cdr_re_sees_char(&p->text, '*') || cdr_re_sees_char(&p->text, '+') ||
	    cdr_re_sees_char(&p->text, '?'))
		return give_up(p);
	cp = cdr_re_next_char(&p->text);
	return cp == CDR_UTF8_INVALID ? give_up(p) : one_char(p, cp);
}

/* "{n}", "{n,}", "{n,m}" at the cursor. Other braces are plain text, or mean a count to newer
 * PCRE2. */
static bool take_counts(struct parser *p, unsigned *min, unsigned *max)
{
	size_t at = p->text.at + 1;
	unsigned counts[2] = { 0, 0 };
	size_t n_digits[2] = { 0, 0 };
	size_t which = 0;

	for (; at < p->text.src.len && p->text.src.ptr[at] != '}'; at++) {
		char c = p->text.src.ptr[at];

		if (c == ',' && which == 0)
			which = 1;
		else if (cdr_is_digit(c) && n_digits[which]++ < 6)
			counts[which] = counts[which] * 10 + (unsigned)(c - '0');
		else
			return false;
	}
	if (at >= p->text.src.len || n_digits[0] == 0)
		return false;
	p->text.at = at + 1;
	*min = counts[0];
	*max = which == 0 ? counts[0] : n_digits[1] ? counts[1] : ~0u;
	return true;
}

static struct piece parse_quantified(struct parser *p)
{
	struct piece piece = parse_item(p);
	unsigned min = 1, max = 1;

	cdr_re_skip_ignored(&p->text);
	if (p->text.quoting)
		return piece;
	if (cdr_re_take_char(&p->text, '*'))
		min = 0, max = ~0u;
	else if (cdr_re_take_char(&p->text, '+'))
		max = ~0u;
	else if (cdr_re_take_char(&p->text, '?'))
		min = 0;
	else if (!cdr_re_sees_char(&p->text, '{'))
		return piece;
	else if (!take_counts(p, &min, &max))
		return cdr_re_peek(&p->text, 1) == ',' || cdr_re_peek(&p->text, 1) == ' '
			       ? give_up(p)
			       : piece;
	if (!cdr_re_take_char(&p->text, '?'))
		cdr_re_take_char(&p->text, '+');
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

		cdr_re_skip_ignored(&p->text);
		if (cdr_re_at_end(&p->text) ||
		    (!p->text.quoting &&
		     (cdr_re_sees_char(&p->text, '|') || cdr_re_sees_char(&p->text, ')'))))
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

/* As few members of SET as tell its matches apart from other text: at most MAX, or none. */
static struct cdr_literal_set within(struct parser *p, struct cdr_literal_set set, size_t max)
{
	set = cdr_literal_set_needed(set, p->arena);
	for (size_t len = CUT_FROM; set.n > max && len >= CUT_TO; len--)
		set = cdr_literal_set_needed(cdr_literal_set_cut(set, len, p->arena), p->arena);
	return set.n > max ? any.set : set;
}

static struct piece either(struct parser *p, struct piece a, struct piece b)
{
	if (a.exact && b.exact && a.set.n + b.set.n <= CDR_LITERAL_EXACT_MAX)
		return (struct piece){ true, cdr_literal_set_union(a.set, b.set, p->arena) };
	if (!cdr_literal_set_weight(a.set) || !cdr_literal_set_weight(b.set))
		return any;
	if (a.set.n + b.set.n > CDR_LITERALS_MAX)
		a.set = within(p, a.set, ALTERNATIVES_MAX);
	if (a.set.n + b.set.n > CDR_LITERALS_MAX)
		b.set = within(p, b.set, CDR_LITERALS_MAX - ALTERNATIVES_MAX);
	if (a.set.n == 0 || b.set.n == 0 || a.set.n + b.set.n > CDR_LITERALS_MAX)
		return any;
	return (struct piece){ false, cdr_literal_set_union(a.set, b.set, p->arena) };
}

static struct piece parse_alternatives(struct parser *p)
{
	struct piece all = parse_sequence(p);

	while (cdr_re_take_char(&p->text, '|'))
		all = either(p, all, parse_sequence(p));
	return all;
}

size_t cdr_literals_of(struct cdr_str source, struct cdr_arena *arena, const struct cdr_str **out)
{
	struct cdr_arena scratch = { 0 };
	struct parser parser = { { .src = source }, &scratch };
	struct piece all = parse_alternatives(&parser);
	struct cdr_str *kept;
	size_t n = 0;

	*out = NULL;
	all.set = cdr_literal_set_needed(all.set, &scratch);
	if (!parser.text.unsure && cdr_re_at_end(&parser.text) && cdr_literal_set_weight(all.set)) {
		kept = cdr_arena_alloc(arena, all.set.n * sizeof(*kept));
		for (; n < all.set.n; n++)
			kept[n] = cdr_str_copy(arena, all.set.items[n]);
		*out = kept;
	}
	cdr_arena_release(&scratch);
	return n;
}
