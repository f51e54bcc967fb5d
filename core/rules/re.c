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
		else if (p->modes.extended && !cdr_re_at_end(p) &&
			 strchr(" \t\n\v\f\r", cdr_re_peek(p, 0)))
			p->at++;
		else if (p->modes.extended && cdr_re_peek(p, 0) == '#')
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

/* --- groups ---------------------------------------------------------------- */

/* After "(?": a call of another group, or a reference to what one matched. */
static bool sees_call(const struct cdr_re *p)
{
	if (cdr_re_sees_char(p, '&') || cdr_re_sees_char(p, 'R') || cdr_re_sees(p, "P>") ||
	    cdr_re_sees(p, "P=") || cdr_is_digit(cdr_re_peek(p, 0)))
		return true;
	return (cdr_re_peek(p, 0) == '+' || cdr_re_peek(p, 0) == '-') &&
	       cdr_is_digit(cdr_re_peek(p, 1));
}

static struct cdr_str take_name(struct cdr_re *p, char close)
{
	size_t from = p->at;

	cdr_re_skip_past(p, close);
	return cdr_str_sub(p->src, from, p->at > from ? p->at - 1 : from);
}

static struct cdr_re_head open_call(struct cdr_re *p)
{
	if (!cdr_re_take_char(p, '&') && !cdr_re_take(p, "P>"))
		cdr_re_take(p, "P=");
	return (struct cdr_re_head){ .group = CDR_RE_CALL, .name = take_name(p, ')') };
}

/* The marks that tell by themselves what is opened; longer ones first. */
static const struct {
	const char *mark;
	enum cdr_re_group group;
} marks[] = {
	{ "<*", CDR_RE_STRANGE }, { "<=", CDR_RE_BEHIND },    { "<!", CDR_RE_NOT_BEHIND },
	{ "=", CDR_RE_AHEAD },    { "!", CDR_RE_NOT_AHEAD },  { ">", CDR_RE_ATOMIC },
	{ ":", CDR_RE_PLAIN },    { "|", CDR_RE_PLAIN },
};

struct cdr_re_head cdr_re_open(struct cdr_re *p)
{
	struct cdr_re_head head = { CDR_RE_PLAIN, true, { NULL, 0 } };

	if (cdr_re_sees_char(p, '*'))
		return (struct cdr_re_head){ .group = CDR_RE_STRANGE };
	if (!cdr_re_take_char(p, '?'))
		return head;
	if (sees_call(p))
		return open_call(p);
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (cdr_re_take(p, marks[i].mark))
			return (struct cdr_re_head){ .group = marks[i].group };
	if (cdr_re_take_char(p, '<') || cdr_re_take(p, "P<"))
		head.name = take_name(p, '>');
	else if (cdr_re_take_char(p, '\''))
		head.name = take_name(p, '\'');
	else
		return (struct cdr_re_head){ .group = CDR_RE_OPTIONS };
	return head;
}

bool cdr_re_options(struct cdr_re *p)
{
	struct cdr_re_modes *modes = &p->modes;
	bool on = true;

	for (; !cdr_re_at_end(p) && cdr_re_peek(p, 0) != ')' && cdr_re_peek(p, 0) != ':'; p->at++) {
		char c = cdr_re_peek(p, 0);

		if (c == '^')
			*modes = (struct cdr_re_modes){ .caseless = false };
		else if (c == '-')
			on = false;
		else if (c == 's')
			modes->dotall = on;
		else if (c == 'm')
			modes->multiline = on;
		else if (c == 'i')
			modes->caseless = on;
		else if (c == 'x')
			modes->extended = on;
		else if (!strchr("nJU", c))
			return false;
		if (cdr_re_sees(p, "xx"))
			return false;
	}
	return true;
}

/* --- counts ------------------------------------------------------------------ */

/* "{n}", "{n,}", "{n,m}" at the cursor. Other braces are plain text, or mean a count to newer
 * PCRE2. */
static bool take_braces(struct cdr_re *p, struct cdr_re_counts *out)
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
	out->min = counts[0];
	out->max = which == 0 ? counts[0] : n_digits[1] ? counts[1] : CDR_RE_ENDLESS;
	return true;
}

/* Braces with nothing but what counts have: digits beyond reason, blanks of a newer PCRE2. */
static bool may_count(const struct cdr_re *p)
{
	size_t ahead = 1;

	while (cdr_re_peek(p, ahead) && strchr("0123456789, \t", cdr_re_peek(p, ahead)))
		ahead++;
	return ahead > 1 && cdr_re_peek(p, ahead) == '}';
}

bool cdr_re_take_counts(struct cdr_re *p, struct cdr_re_counts *out)
{
	*out = (struct cdr_re_counts){ 1, 1, false };
	cdr_re_skip_ignored(p);
	if (p->quoting)
		return true;
	if (cdr_re_take_char(p, '*'))
		out->min = 0, out->max = CDR_RE_ENDLESS;
	else if (cdr_re_take_char(p, '+'))
		out->max = CDR_RE_ENDLESS;
	else if (cdr_re_take_char(p, '?'))
		out->min = 0;
	else if (!cdr_re_sees_char(p, '{'))
		return true;
	else if (!take_braces(p, out))
		return !may_count(p);
	if (!cdr_re_take_char(p, '?'))
		out->possessive = cdr_re_take_char(p, '+');
	return true;
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
