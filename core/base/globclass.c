/*
 * globclass.c - bracket expressions as git's wildmatch reads them, which is
 * fnmatch in the C locale with '^' beside '!'.
 */
#include "base/globclass.h"

#include <string.h>

bool cdr_globclass_has(const struct cdr_globclass *set, unsigned char byte)
{
	return set->bits[byte / 8] >> byte % 8 & 1;
}

void cdr_globclass_add(struct cdr_globclass *set, unsigned char byte)
{
	set->bits[byte / 8] |= (uint8_t)(1u << byte % 8);
}

void cdr_globclass_remove(struct cdr_globclass *set, unsigned char byte)
{
	set->bits[byte / 8] &= (uint8_t)~(1u << byte % 8);
}

static void add_range(struct cdr_globclass *set, unsigned char first, unsigned char last)
{
	for (unsigned byte = first; byte <= last; byte++)
		set->bits[byte / 8] |= (uint8_t)(1u << byte % 8);
}

/* Adds the bytes of [:NAME:]; false when nobody knows it. */
static bool add_named(struct cdr_globclass *set, struct cdr_str name)
{
	static const struct {
		const char *name;
		const char *pairs;      /* first and last of each range */
	} kin[] = {
		{ "alnum", "09AZaz" }, { "alpha", "AZaz" },     { "blank", "\t\t  " },
		{ "cntrl", "\1\37\177\177" }, { "digit", "09" }, { "graph", "!~" },
		{ "lower", "az" },     { "print", " ~" },       { "punct", "!/:@[`{~" },
		{ "space", "\t\r  " }, { "upper", "AZ" },       { "xdigit", "09AFaf" },
	};

	for (size_t i = 0; i < sizeof(kin) / sizeof(kin[0]); i++) {
		if (!cdr_str_is(name, kin[i].name))
			continue;
		for (const char *pair = kin[i].pairs; *pair; pair += 2)
			add_range(set, (unsigned char)pair[0], (unsigned char)pair[1]);
		return true;
	}
	return false;
}

static void add_other_case(struct cdr_globclass *set)
{
	for (unsigned char lower = 'a'; lower <= 'z'; lower++) {
		unsigned char upper = (unsigned char)(lower - 32);

		if (cdr_globclass_has(set, lower))
			add_range(set, upper, upper);
		else if (cdr_globclass_has(set, upper))
			add_range(set, lower, lower);
	}
}

/* Takes one byte, quoted or not, off *AT; false at the end of PATTERN. */
static bool take_byte(struct cdr_str pattern, size_t *at, unsigned char *byte)
{
	if (*at < pattern.len && pattern.ptr[*at] == '\\')
		(*at)++;
	if (*at >= pattern.len)
		return false;
	*byte = (unsigned char)pattern.ptr[(*at)++];
	return true;
}

/* Adds [:NAME:] or a byte or a range and moves *AT past it; false when malformed. */
static bool add_item(struct cdr_globclass *set, struct cdr_str pattern, size_t *at)
{
	struct cdr_str rest = cdr_str_sub(pattern, *at, pattern.len);
	unsigned char first, last;

	if (cdr_str_starts(rest, "[:")) {
		size_t len = cdr_str_find(rest, CDR_STR(":]"));

		*at += len + 2;
		return len < rest.len && add_named(set, cdr_str_sub(rest, 2, len));
	}
	if (!take_byte(pattern, at, &first))
		return false;
	last = first;
	rest = cdr_str_sub(pattern, *at, pattern.len);
	if (rest.len > 1 && rest.ptr[0] == '-' && rest.ptr[1] != ']') {
		(*at)++;
		if (!take_byte(pattern, at, &last))
			return false;
	}
	add_range(set, first, last);
	return true;
}

size_t cdr_globclass_parse(struct cdr_globclass *set, struct cdr_str pattern, size_t at, bool icase)
{
	bool negated;
	size_t first;

	memset(set, 0, sizeof(*set));
	at++;
	negated = at < pattern.len && (pattern.ptr[at] == '!' || pattern.ptr[at] == '^');
	at += negated;
	first = at;
	while (at < pattern.len && (pattern.ptr[at] != ']' || at == first)) {
		if (!add_item(set, pattern, &at))
			return 0;
	}
	if (at >= pattern.len)
		return 0;
	if (icase)
		add_other_case(set);
	for (size_t i = 0; negated && i < sizeof(set->bits); i++)
		set->bits[i] = (uint8_t)~set->bits[i];
	return at + 1;
}
