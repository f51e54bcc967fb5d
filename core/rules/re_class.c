/*
 * re_class.c - [classes] of a regular expression and the letters that stand for sets.
 */
#include "rules/re.h"

#include "rules/ascii.h"

#include <string.h>

/* A class on its way. */
struct class_work {
	bool *members; /* single ASCII characters, letters in lower case */
	bool wide;     /* something else than those */
	struct cdr_charset all;
	bool all_beyond; /* no character beyond ASCII is left out, so that [^...] has none */
};

struct named_class {
	const char *name;   /* of [:name:], or a letter */
	const char *ranges; /* pairs of first and last */
	bool beyond;        /* and some characters beyond ASCII */
};

static const struct named_class posix_classes[] = {
	{ "alpha", "azAZ", false },
	{ "digit", "09", false },
	{ "alnum", "azAZ09", false },
	{ "upper", "AZ", false },
	{ "lower", "az", false },
	{ "space", "\t\r  ", false },
	{ "blank", "\t\t  ", false },
	{ "punct", "!/:@[`{~", false },
	{ "word", "azAZ09__", false },
	{ "xdigit", "09afAF", false },
	{ "cntrl", "\001\037\177\177", false },
	{ "print", " ~", false },
	{ "graph", "!~", false },
	{ "ascii", "\001\177", false },
};

static const struct named_class letters[] = {
	{ "d", "09", false },    { "w", "azAZ09__", false }, { "s", "\t\r  ", false },
	{ "h", "\t\t  ", true }, { "v", "\n\r", true },      { "R", "\n\r", true },
};

static struct cdr_charset named_set(const struct named_class *named)
{
	struct cdr_charset set = { { 0 } };

	for (const char *pair = named->ranges; *pair; pair += 2)
		cdr_charset_add(&set, (unsigned char)pair[0], (unsigned char)pair[1]);
	if (named->beyond)
		cdr_charset_add(&set, CDR_CHARSET_BEYOND, CDR_CHARSET_BEYOND);
	return set;
}

bool cdr_re_shorthand(char c, struct cdr_charset *out)
{
	bool negative = c >= 'A' && c <= 'Z' && c != 'R';

	if (c == 'N') {
		*out = cdr_charset_all();
		cdr_charset_drop(out, '\n');
		return true;
	}
	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
		if (letters[i].name[0] != (negative ? cdr_to_lower(c) : c))
			continue;
		*out = named_set(&letters[i]);
		if (negative)
			*out = cdr_charset_not(*out);
		if (letters[i].beyond) /* some are in and some are not */
			cdr_charset_add(out, CDR_CHARSET_BEYOND, CDR_CHARSET_BEYOND);
		return true;
	}
	return false;
}

struct cdr_charset cdr_re_property(struct cdr_re *p, bool negative)
{
	struct cdr_charset set = { { 0 } };
	bool braces = cdr_re_take_char(p, '{');
	char kind = cdr_re_peek(p, 0);

	if (kind == 'L')
		cdr_charset_add(&set, 'A', 'Z'), cdr_charset_add(&set, 'a', 'z');
	else if (kind == 'N')
		cdr_charset_add(&set, '0', '9');
	else
		set = cdr_charset_all();
	if (negative)
		set = cdr_charset_all();
	cdr_charset_add(&set, CDR_CHARSET_BEYOND, CDR_CHARSET_BEYOND);
	if (braces)
		cdr_re_skip_past(p, '}');
	else if (!cdr_re_at_end(p))
		p->at++;
	return set;
}

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

static void take_set(struct class_work *work, struct cdr_charset set)
{
	work->wide = true;
	work->all = cdr_charset_or(work->all, set);
}

/* "[:name:]" or "[:^name:]", without its last ']'. */
static void take_posix(struct cdr_re *p, struct class_work *work)
{
	size_t from = p->at + 2;
	struct cdr_str name;
	bool negative;

	cdr_re_skip_past(p, ']');
	name = cdr_str_sub(p->src, from, p->at - 2);
	negative = cdr_str_starts(name, "^");
	name = cdr_str_sub(name, negative, name.len);
	for (size_t i = 0; i < sizeof(posix_classes) / sizeof(posix_classes[0]); i++) {
		struct cdr_charset set = named_set(&posix_classes[i]);

		if (cdr_str_is(name, posix_classes[i].name))
			take_set(work, negative ? cdr_charset_not(set) : set);
	}
	work->all_beyond |= negative;
	work->wide = true;
}

/* \w and its kin, after the '\'. */
static void take_letter(struct cdr_re *p, struct class_work *work)
{
	char c = cdr_re_peek(p, 0);
	struct cdr_charset set;

	work->wide = true;
	if (c == 'Q' || c == 'E' || c == 'N' || c == 'o') {
		p->unsure = true;
	} else if (c == 'p' || c == 'P') {
		p->at++;
		take_set(work, cdr_re_property(p, c == 'P'));
	} else {
		if (cdr_re_shorthand(c, &set))
			take_set(work, set);
		work->all_beyond |= c == 'W' || c == 'D' || c == 'S';
		p->at++;
	}
}

/* One end of a range or a single member; CDR_NO_CHAR for what is a set by itself. */
static uint32_t class_member(struct cdr_re *p, struct class_work *work)
{
	uint32_t cp;

	if (sees_posix_class(p)) {
		take_posix(p, work);
		return CDR_NO_CHAR;
	}
	if (!cdr_re_take_char(p, '\\'))
		return cdr_re_next_char(p);
	if (cdr_re_take_char(p, 'b'))
		return '\b';
	cp = cdr_re_escaped_char(p);
	if (cp == CDR_NO_CHAR)
		take_letter(p, work);
	return cp;
}

static void class_add(struct class_work *work, uint32_t from, uint32_t to)
{
	if (from <= to && from != CDR_NO_CHAR)
		cdr_charset_add(&work->all, from, to);
	work->all_beyond |= from <= 128 && to >= 0x10FFFF && to != CDR_NO_CHAR;
	if (from == CDR_NO_CHAR || to >= 128) {
		work->wide = true;
		work->members['\n'] |= from <= '\n';
		return;
	}
	for (uint32_t cp = from; cp <= to; cp++)
		work->members[(unsigned char)cdr_to_lower((char)cp)] = true;
}

/* After '['. */
static void take_class(struct cdr_re *p, struct class_work *work)
{
	bool first = true;

	while (!cdr_re_at_end(p) && (first || cdr_re_peek(p, 0) != ']')) {
		uint32_t from = class_member(p, work), to = from;

		if (from != CDR_NO_CHAR && cdr_re_peek(p, 0) == '-' && cdr_re_peek(p, 1) != ']' &&
		    p->at + 1 < p->src.len) {
			p->at++;
			to = class_member(p, work);
		}
		class_add(work, to == CDR_NO_CHAR ? CDR_NO_CHAR : from, to);
		first = false;
	}
	cdr_re_take_char(p, ']');
}

bool cdr_re_class(struct cdr_re *p, bool members[128])
{
	struct class_work work = { .members = members, .wide = cdr_re_take_char(p, '^') };

	memset(members, 0, 128 * sizeof(*members));
	take_class(p, &work);
	return !work.wide;
}

struct cdr_charset cdr_re_class_set(struct cdr_re *p)
{
	bool members[128] = { false }, negative = cdr_re_take_char(p, '^');
	struct class_work work = { .members = members };

	take_class(p, &work);
	if (p->modes.caseless)
		cdr_charset_fold(&work.all);
	if (!negative)
		return work.all;
	work.all = cdr_charset_not(work.all);
	if (!work.all_beyond) /* one character beyond ASCII stands for every one */
		cdr_charset_add(&work.all, CDR_CHARSET_BEYOND, CDR_CHARSET_BEYOND);
	return work.all;
}
