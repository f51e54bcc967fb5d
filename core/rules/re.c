/*
 * re.c - PCRE2's lexical rules: escapes, classes, ignored text.
 */
#include "rules/re.h"

#include "rules/ascii.h"

#include "cdreview/utf8.h"

#include <string.h>

bool cdr_re_at_end(const struct cdr_re *p)
{
	return p->at >= p->src.len;
}

char cdr_re_peek(const struct cdr_re *p, size_t ahead)
{
	return p->at + ahead < p->src.len ? p->src.ptr[p->at + ahead] : '\0';
}

bool cdr_re_sees_char(const struct cdr_re *p, char c)
{
	return p->at < p->src.len && p->src.ptr[p->at] == c;
}

bool cdr_re_take_char(struct cdr_re *p, char c)
{
	if (!cdr_re_sees_char(p, c))
		return false;
	p->at++;
	return true;
}

bool cdr_re_sees(const struct cdr_re *p, const char *text)
{
	return cdr_str_starts(cdr_str_sub(p->src, p->at, p->src.len), text);
}

bool cdr_re_take(struct cdr_re *p, const char *text)
{
	if (!cdr_re_sees(p, text))
		return false;
	p->at += strlen(text);
	return true;
}

/* Past CLOSE, which need not be there when the pattern compiled; then to the end. */
void cdr_re_skip_past(struct cdr_re *p, char close)
{
	while (!cdr_re_at_end(p) && p->src.ptr[p->at] != close)
		p->at++;
	if (!cdr_re_at_end(p))
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

uint32_t cdr_re_next_char(struct cdr_re *p)
{
	uint32_t cp;

	p->at += cdr_utf8_next(cdr_str_sub(p->src, p->at, p->src.len), &cp);
	return cp;
}

/* What PCRE2 ignores between an item and its quantifier, too. */
void cdr_re_skip_ignored(struct cdr_re *p)
{
	for (;;) {
		if (cdr_re_take(p, "\\E"))
			p->quoting = false;
		else if (!p->quoting && cdr_re_take(p, "\\Q\\E"))
			continue;
		else if (p->quoting)
			return;
		else if (cdr_re_sees_char(p, '(') && cdr_re_sees(p, "(?#"))
			cdr_re_skip_past(p, ')');
		else if (p->extended && !cdr_re_at_end(p) &&
			 strchr(" \t\n\v\f\r", cdr_re_peek(p, 0)))
			p->at++;
		else if (p->extended && cdr_re_peek(p, 0) == '#')
			cdr_re_skip_past(p, '\n');
		else
			return;
	}
}

/* --- escapes ------------------------------------------------------------- */

static uint32_t read_hex(struct cdr_re *p)
{
	uint32_t cp = 0;
	bool braces = cdr_re_take_char(p, '{');

	for (size_t n = 0; hex_value(cdr_re_peek(p, 0)) >= 0 && n < (braces ? 8u : 2u); n++)
		cp = cp * 16 + (uint32_t)hex_value(p->src.ptr[p->at++]);
	p->unsure |= braces && hex_value(cdr_re_peek(p, 0)) >= 0;
	if (braces)
		cdr_re_skip_past(p, '}');
	return cp;
}

static uint32_t read_octal(struct cdr_re *p)
{
	uint32_t cp = 0;

	for (size_t n = 0; n < 2 && cdr_re_peek(p, 0) >= '0' && cdr_re_peek(p, 0) <= '7'; n++)
		cp = cp * 8 + (uint32_t)(p->src.ptr[p->at++] - '0');
	return cp;
}

/* The code point that the escape after '\' names; CDR_NO_CHAR and nothing read if it names none. */
uint32_t cdr_re_escaped_char(struct cdr_re *p)
{
	static const char names[] = "tnrfea", values[] = "\t\n\r\f\033\a";
	char c = cdr_re_peek(p, 0);
	const char *name = c ? strchr(names, c) : NULL;

	if (name) {
		p->at++;
		return (unsigned char)values[name - names];
	}
	if (c == 'x' || c == '0') {
		p->at++;
		return c == 'x' ? read_hex(p) : read_octal(p);
	}
	if (cdr_is_digit(c) || (cdr_to_lower(c) >= 'a' && cdr_to_lower(c) <= 'z') ||
	    cdr_re_at_end(p))
		return CDR_NO_CHAR;
	return cdr_re_next_char(p);
}

/* \g and \k: {name}, <name>, 'name' or a number. */
void cdr_re_skip_reference(struct cdr_re *p)
{
	static const char open[] = "{<'", close[] = "}>'";
	const char *bracket = cdr_re_peek(p, 0) ? strchr(open, cdr_re_peek(p, 0)) : NULL;

	if (bracket) {
		p->at++;
		cdr_re_skip_past(p, close[bracket - open]);
		return;
	}
	while (cdr_is_digit(cdr_re_peek(p, 0)) || cdr_re_peek(p, 0) == '-' ||
	       cdr_re_peek(p, 0) == '+')
		p->at++;
}

/* --- classes --------------------------------------------------------------- */

struct ascii_class {
	bool *members;
	bool wide; /* something else than single ASCII characters */
};

/* "[:alpha:]" at the cursor; a mere "[:" is two members. */
static bool sees_posix_class(const struct cdr_re *p)
{
	size_t ahead = 2;

	if (!cdr_re_sees(p, "[:"))
		return false;
	while (cdr_re_peek(p, ahead) == '^' || (cdr_to_lower(cdr_re_peek(p, ahead)) >= 'a' &&
						cdr_to_lower(cdr_re_peek(p, ahead)) <= 'z'))
		ahead++;
	return cdr_re_peek(p, ahead) == ':' && cdr_re_peek(p, ahead + 1) == ']';
}

/* One end of a range or a single member; CDR_NO_CHAR for \w and its kin. */
static uint32_t class_member(struct cdr_re *p, struct ascii_class *set)
{
	uint32_t cp;

	if (sees_posix_class(p)) {
		set->wide = true;
		cdr_re_skip_past(p, ']');
		return CDR_NO_CHAR;
	}
	if (!cdr_re_take_char(p, '\\'))
		return cdr_re_next_char(p);
	if (cdr_re_take_char(p, 'b'))
		return '\b';
	cp = cdr_re_escaped_char(p);
	if (cp != CDR_NO_CHAR)
		return cp;
	set->wide = true;
	if (cdr_re_peek(p, 0) == 'Q' || cdr_re_peek(p, 0) == 'E' || cdr_re_peek(p, 0) == 'N' ||
	    cdr_re_peek(p, 0) == 'o')
		p->unsure = true;
	else if (cdr_to_lower(cdr_re_peek(p, 0)) == 'p' && cdr_re_peek(p, 1) == '{')
		cdr_re_skip_past(p, '}');
	else
		p->at++;
	return CDR_NO_CHAR;
}

static void class_add(struct ascii_class *set, uint32_t from, uint32_t to)
{
	if (from == CDR_NO_CHAR || to >= 128) {
		set->wide = true;
		set->members['\n'] |= from <= '\n';
		return;
	}
	for (uint32_t cp = from; cp <= to; cp++)
		set->members[(unsigned char)cdr_to_lower((char)cp)] = true;
}

/* After '['. */
bool cdr_re_class(struct cdr_re *p, bool members[128])
{
	struct ascii_class set = { .members = members, .wide = cdr_re_take_char(p, '^') };
	bool first = true;

	memset(members, 0, 128 * sizeof(*members));
	while (!cdr_re_at_end(p) && (first || cdr_re_peek(p, 0) != ']')) {
		uint32_t from = class_member(p, &set), to = from;

		if (from != CDR_NO_CHAR && cdr_re_peek(p, 0) == '-' && cdr_re_peek(p, 1) != ']') {
			p->at++;
			to = class_member(p, &set);
		}
		class_add(&set, to == CDR_NO_CHAR ? CDR_NO_CHAR : from, to);
		first = false;
	}
	cdr_re_take_char(p, ']');
	return !set.wide;
}

/* --- spelling out ------------------------------------------------------------ */

/* Moves past one item that is copied as it stands; what may be a comment counts as one. */
static void pass_item(struct cdr_re *p, bool lines)
{
	bool members[128];

	if (cdr_re_take(p, "\\Q")) {
		while (!cdr_re_at_end(p) && !cdr_re_take(p, "\\E"))
			p->at++;
	} else if (cdr_re_take_char(p, '\\')) {
		p->at++;
	} else if (cdr_re_take_char(p, '[')) {
		(void)cdr_re_class(p, members);
	} else if (cdr_re_sees(p, "(?#")) {
		cdr_re_skip_past(p, ')');
	} else if (lines && cdr_re_sees_char(p, '#')) {
		cdr_re_skip_past(p, '\n');
	} else {
		p->at++;
	}
}

struct cdr_str cdr_re_spell_out(struct cdr_str source, struct cdr_arena *arena)
{
	static const char *const shorthands[] = { "\\D", "\\S", "\\W" };
	static const char *const spelled[] = { "[^\\d]", "[^\\s]", "[^\\w]" };
	const bool lines = cdr_str_has(source, "\n");
	struct cdr_re p = { .src = source };
	struct cdr_buf out;
	struct cdr_str text;

	cdr_buf_init(&out, 4 * source.len + 1);
	while (!cdr_re_at_end(&p)) {
		size_t from = p.at, i = 0;

		while (i < 3 && !cdr_re_take(&p, shorthands[i]))
			i++;
		if (i < 3) {
			cdr_buf_adds(&out, spelled[i]);
			continue;
		}
		pass_item(&p, lines);
		cdr_buf_addstr(&out, cdr_str_sub(source, from, p.at));
	}
	text = out.len > source.len ? cdr_str_copy(arena, cdr_buf_str(&out)) : source;
	cdr_buf_release(&out);
	return text;
}
