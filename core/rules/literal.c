/*
 * literal.c - required literals by parsing the pattern, not by guessing at it.
 *
 * Every part of an expression becomes a piece: either it matches exactly one of
 * a few strings, or all that is known is which literals stand in what it matches,
 * and which of them on one line; or it looks aside and matches nothing. Sequences
 * join exact pieces into longer ones and need what all their pieces need.
 */
#include "rules/literal.h"

#include "rules/ascii.h"
#include "rules/literal_way.h"
#include "rules/re.h"

#include "cdreview/utf8.h"

#include <string.h>

#define CLASS_MAX 4u /* members of a [class] that is spelled out */

/* Matches one of SET and nothing else if exact; else WAYS is what every match needs. */
struct piece {
	bool exact, aside; /* aside: takes nothing, but WAYS must be in the subject */
	struct cdr_literal_set set;
	struct cdr_ways ways;
};

struct parser {
	struct cdr_re text;
	struct cdr_arena *arena;
	bool dots_cross; /* (?s) stood somewhere before */
};

/* THROUGH: no line ends in it. */
static struct piece any(struct parser *p, bool through)
{
	return (struct piece){ .ways = cdr_ways_any(p->arena, through) };
}

static struct piece exactly(struct parser *p, struct cdr_str str)
{
	struct piece piece = { .exact = true };

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
	return any(p, false);
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
		return exactly(p, ascii);
	}
	if (p->text.modes.extended) /* PCRE2 ignores some */
		return give_up(p);
	if (p->text.modes.caseless || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
		return any(p, true);
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
		return any(p, false);
	}
	if (c == 'g' || c == 'k')
		cdr_re_skip_reference(&p->text);
	else if (cdr_is_digit(c))
		while (cdr_is_digit(cdr_re_peek(&p->text, 0)))
			p->text.at++;
	else if (!strchr("dDwWsShHvVRX", c))
		return give_up(p);
	return any(p, c == 'd' || c == 'w' || c == 'S' || c == 'h');
}

/*
 * Whether no line end is in the class SOURCE, which begins behind its '[' and whose
 * single characters are MEMBERS.
 */
static bool leaves_out_line_ends(struct cdr_str source, const bool members[128])
{
	bool named = false, doubtful = false;

	for (size_t i = 0; i + 1 < source.len; i++) {
		char next = source.ptr[i + 1];

		doubtful |= source.ptr[i] == '[' && next == ':';
		if (source.ptr[i] != '\\')
			continue;
		named |= next == 'n' || next == 's';
		doubtful |= !strchr("dwStrf.-+*?()[]{}|^$/\\\"'#@!:=<>,&~ ns", next);
		i++;
	}
	return cdr_str_starts(source, "^") ? named : !named && !doubtful && !members['\n'];
}

/* After '['. */
static struct piece parse_class(struct parser *p)
{
	struct piece piece = { .exact = true };
	bool members[128];
	size_t from = p->text.at;
	bool through;

	if (!cdr_re_class(&p->text, members)) {
		through = leaves_out_line_ends(cdr_str_sub(p->text.src, from, p->text.at),
					       members);
		return any(p, through);
	}
	through = !members['\n'];
	for (unsigned c = 0; c < 128; c++) {
		char text = (char)c;

		if (!members[c])
			continue;
		if (piece.set.n == CLASS_MAX)
			return any(p, through);
		cdr_literal_set_add(&piece.set, p->arena,
				    cdr_str_copy(p->arena, (struct cdr_str){ &text, 1 }));
	}
	return piece.set.n ? piece : any(p, through);
}

/* --- needs of pieces ----------------------------------------------------- */

/* What PIECE needs when nothing is joined to it any more. */
static struct cdr_ways needs_of(struct parser *p, const struct piece *piece)
{
	return piece->exact ? cdr_ways_of(piece->set, p->arena) : piece->ways;
}

/* What looks around from between two pieces. */
static struct piece beside(struct parser *p, struct piece around)
{
	return (struct piece){ .aside = true, .ways = needs_of(p, &around) };
}

/* --- groups -------------------------------------------------------------- */

static struct piece parse_alternatives(struct parser *p);

static struct piece finish_group(struct parser *p)
{
	struct cdr_re_modes outside = p->text.modes;
	struct piece piece = parse_alternatives(p);

	p->text.modes = outside;
	cdr_re_take_char(&p->text, ')');
	return piece;
}

/* After "(?": letters that switch options, up to ')' (rest of the group) or ':' (this group). */
static struct piece parse_options(struct parser *p)
{
	struct cdr_re_modes outside = p->text.modes;
	struct piece piece;

	if (!cdr_re_options(&p->text))
		return give_up(p);
	p->dots_cross |= p->text.modes.dotall;
	if (cdr_re_take_char(&p->text, ')'))
		return nothing(p);
	cdr_re_take_char(&p->text, ':');
	piece = finish_group(p);
	p->text.modes = outside;
	return piece;
}

/* After '('. */
static struct piece parse_group(struct parser *p)
{
	switch (cdr_re_open(&p->text).group) {
	case CDR_RE_PLAIN:
	case CDR_RE_ATOMIC:
		return finish_group(p);
	case CDR_RE_AHEAD:
	case CDR_RE_BEHIND:
		return beside(p, finish_group(p));
	case CDR_RE_NOT_AHEAD:
	case CDR_RE_NOT_BEHIND:
		finish_group(p);
		return nothing(p);
	case CDR_RE_OPTIONS:
		return parse_options(p);
	case CDR_RE_CALL:
		return any(p, false);
	case CDR_RE_STRANGE:
		break;
	}
	return give_up(p);
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
		return any(p, !p->dots_cross);
	if (cdr_re_take_char(&p->text, '^') || cdr_re_take_char(&p->text, '$'))
		return nothing(p);
	if (cdr_re_sees_char(&p->text, '*') || cdr_re_sees_char(&p->text, '+') ||
	    cdr_re_sees_char(&p->text, '?'))
		return give_up(p);
	cp = cdr_re_next_char(&p->text);
	return cp == CDR_UTF8_INVALID ? give_up(p) : one_char(p, cp);
}

static struct piece parse_quantified(struct parser *p)
{
	struct piece piece = parse_item(p);
	struct cdr_re_counts counts;
	struct cdr_ways needs;

	if (!cdr_re_take_counts(&p->text, &counts))
		return give_up(p);
	if ((counts.min == 1 && counts.max == 1) || (counts.min > 0 && piece.aside))
		return piece;
	needs = cdr_ways_again(needs_of(p, &piece), p->arena);
	if (counts.min > 0)
		return (struct piece){ .ways = needs };
	if (counts.max != 1 || !piece.exact || piece.set.n >= CDR_LITERAL_EXACT_MAX)
		return any(p, cdr_ways_go_through(needs));
	cdr_literal_set_add(&piece.set, p->arena, CDR_STR(""));
	return piece;
}

static bool ends_sequence(struct parser *p)
{
	cdr_re_skip_ignored(&p->text);
	return cdr_re_at_end(&p->text) || (!p->text.quoting && (cdr_re_sees_char(&p->text, '|') ||
								cdr_re_sees_char(&p->text, ')')));
}

static struct piece parse_sequence(struct parser *p)
{
	struct piece run = nothing(p); /* the exact pieces just before the cursor */
	struct piece all = { .exact = true, .ways = cdr_ways_any(p->arena, true) };

	while (!ends_sequence(p)) {
		struct piece next = parse_quantified(p);

		if (next.aside) {
			all.exact = false;
			all.ways = cdr_ways_beside(all.ways, next.ways, p->arena);
			continue;
		}
		if (next.exact && cdr_literal_set_can_join(run.set, next.set)) {
			run.set = cdr_literal_set_join(run.set, next.set, p->arena);
			continue;
		}
		all.exact = false;
		all.ways = cdr_ways_both(all.ways, needs_of(p, &run), p->arena);
		if (!next.exact)
			all.ways = cdr_ways_both(all.ways, next.ways, p->arena);
		run = next.exact ? next : nothing(p);
	}
	if (all.exact)
		return run;
	all.ways = cdr_ways_both(all.ways, needs_of(p, &run), p->arena);
	return all;
}

static struct piece either(struct parser *p, struct piece a, struct piece b)
{
	if (a.exact && b.exact && a.set.n + b.set.n <= CDR_LITERAL_EXACT_MAX)
		return (struct piece){ .exact = true,
				       .set = cdr_literal_set_union(a.set, b.set, p->arena) };
	return (struct piece){ .ways = cdr_ways_either(needs_of(p, &a), needs_of(p, &b),
						       p->arena) };
}

static struct piece parse_alternatives(struct parser *p)
{
	struct piece all = parse_sequence(p);

	while (cdr_re_take_char(&p->text, '|'))
		all = either(p, all, parse_sequence(p));
	return all;
}

/* --- needs ------------------------------------------------------------------ */

static struct cdr_literals kept_set(struct cdr_literal_set set, struct cdr_arena *arena)
{
	struct cdr_str *items = cdr_arena_alloc(arena, set.n * sizeof(*items));

	for (size_t i = 0; i < set.n; i++)
		items[i] = cdr_str_copy(arena, set.items[i]);
	return (struct cdr_literals){ items, set.n };
}

static struct cdr_needs kept(struct cdr_ways ways, struct cdr_arena *arena)
{
	struct cdr_way *items = cdr_arena_alloc(arena, ways.n * sizeof(*items));

	for (size_t i = 0; i < ways.n; i++) {
		items[i].n = ways.items[i].n;
		for (size_t k = 0; k < items[i].n; k++) {
			items[i].sets[k] = kept_set(ways.items[i].sets[k], arena);
			items[i].lines[k] = ways.items[i].lines[k];
		}
	}
	return (struct cdr_needs){ items, ways.n };
}

struct cdr_needs cdr_needs_of(struct cdr_str source, struct cdr_arena *arena)
{
	struct cdr_arena scratch = { 0 };
	struct parser parser = { { .src = source }, &scratch, false };
	struct piece all = parse_alternatives(&parser);
	struct cdr_ways ways = needs_of(&parser, &all);
	struct cdr_needs needs = { NULL, 0 };

	if (!parser.text.unsure && cdr_re_at_end(&parser.text) && !cdr_ways_are_any(ways))
		needs = kept(ways, arena);
	cdr_arena_release(&scratch);
	return needs;
}

struct cdr_needs cdr_needs_copy(const struct cdr_needs *needs, struct cdr_arena *arena)
{
	struct cdr_way *ways = cdr_arena_copy(arena, needs->ways, needs->n * sizeof(*needs->ways));

	for (size_t i = 0; i < needs->n; i++)
		for (size_t k = 0; k < ways[i].n; k++) {
			struct cdr_literals *set = &ways[i].sets[k];

			set->items =
				cdr_arena_copy(arena, set->items, set->n * sizeof(*set->items));
		}
	return (struct cdr_needs){ ways, needs->n };
}

static bool stands_in(struct cdr_str literal, struct cdr_str text)
{
	for (size_t i = 0; i + literal.len <= text.len; i++) {
		size_t k = 0;

		while (k < literal.len && cdr_to_lower(text.ptr[i + k]) == literal.ptr[k])
			k++;
		if (k == literal.len)
			return true;
	}
	return false;
}

static bool one_stands_in(const struct cdr_literals *literals, struct cdr_str text)
{
	for (size_t i = 0; i < literals->n; i++)
		if (stands_in(literals->items[i], text))
			return true;
	return false;
}

/* Whether one of each set of WAY that is on LINE stands in TEXT. */
static bool all_stand_in(const struct cdr_way *way, unsigned line, struct cdr_str text)
{
	for (size_t i = 0; i < way->n; i++)
		if (way->lines[i] == line && !one_stands_in(&way->sets[i], text))
			return false;
	return true;
}

/* The same in one line of TEXT; sets that are alone on their line may hold a line end. */
static bool stand_on_a_line(const struct cdr_way *way, unsigned line, struct cdr_str text)
{
	struct cdr_str own;
	size_t n = 0;

	for (size_t i = 0; i < way->n; i++)
		n += way->lines[i] == line;
	if (n == 1)
		return all_stand_in(way, line, text);
	while (cdr_str_line(&text, &own))
		if (all_stand_in(way, line, own))
			return true;
	return false;
}

size_t cdr_literal_fold(struct cdr_str text, char *out)
{
	const struct cdr_str kelvin = CDR_STR(CDR_KELVIN_SIGN), long_s = CDR_STR(CDR_LONG_S);
	size_t len = 0;

	while (text.len > 0) {
		size_t n = cdr_str_starts(text, CDR_KELVIN_SIGN) ? kelvin.len
			   : cdr_str_starts(text, CDR_LONG_S)	 ? long_s.len
								 : 1;

		out[len++] = n == kelvin.len ? 'k' : n == long_s.len ? 's' : text.ptr[0];
		text = cdr_str_sub(text, n, text.len);
	}
	return len;
}

bool cdr_needs_are_in(const struct cdr_needs *needs, struct cdr_str text)
{
	if (needs->n == 0 || stands_in(CDR_STR(CDR_KELVIN_SIGN), text) ||
	    stands_in(CDR_STR(CDR_LONG_S), text))
		return true;
	for (size_t i = 0; i < needs->n; i++) {
		const struct cdr_way *way = &needs->ways[i];
		size_t n = 0;

		while (n < way->n && stand_on_a_line(way, way->lines[n], text))
			n++;
		if (n == way->n)
			return true;
	}
	return false;
}
