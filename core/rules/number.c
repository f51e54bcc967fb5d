/*
 * number.c - a limit that rose from 5 to 1_000 or from 30s to 2m must be seen
 * as one that rose. strtod would ask the locale and knows no units.
 */
#include "rules/number.h"

#include "rules/ascii.h"

#define EXPONENT_MAX 300

static char peek(struct cdr_str rest)
{
	return rest.len ? rest.ptr[0] : '\0';
}

static bool take(struct cdr_str *rest, const char *word)
{
	size_t len = cdr_str_from(word).len;

	if (!cdr_str_starts(*rest, word))
		return false;
	*rest = cdr_str_sub(*rest, len, rest->len);
	return true;
}

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
}

/* Digits of BASE onto *VALUE; how many there were. Separators stand between digits only. */
static size_t take_digits(struct cdr_str *rest, int base, double *value)
{
	size_t n = 0;

	while (rest->len) {
		bool separated = n > 0 && (peek(*rest) == '_' || peek(*rest) == '\'');
		struct cdr_str at = separated ? cdr_str_sub(*rest, 1, rest->len) : *rest;

		if (digit_of(peek(at)) >= base)
			break;
		*value = *value * base + digit_of(peek(at));
		*rest = cdr_str_sub(at, 1, at.len);
		n++;
	}
	return n;
}

static void take_fraction(struct cdr_str *rest, double *value)
{
	struct cdr_str after = *rest;
	double digits = 0;

	if (!take(&after, "."))
		return;
	for (size_t n = take_digits(&after, 10, &digits); n > 0; n--)
		digits /= 10;
	*value += digits;
	*rest = after;
}

static void take_exponent(struct cdr_str *rest, double *value)
{
	struct cdr_str after = *rest;
	double exponent = 0;
	bool negative;

	if (!take(&after, "e") && !take(&after, "E"))
		return;
	negative = take(&after, "-");
	if (!negative)
		take(&after, "+");
	if (take_digits(&after, 10, &exponent) == 0)
		return;
	for (int i = 0; i < exponent && i < EXPONENT_MAX; i++)
		*value = negative ? *value / 10 : *value * 10;
	*rest = after;
}

/* What a language wants behind a number to know its type: 200L, 1u64, 2.5f, 10n. No unit. */
static void take_type(struct cdr_str *rest)
{
	static const char *const types[] = {
		"usize", "isize", "u128", "i128", "u16", "u32", "u64", "i16", "i32", "i64", "f32",
		"f64",   "u8",    "i8",   "ULL",  "ull", "LLU", "llu", "UL",  "ul",  "Ul",  "uL",
		"LU",    "lu",    "LL",   "ll",   "L",   "l",   "U",   "u",   "F",   "f",   "n",
	};
	struct cdr_str word = *rest;

	take(&word, "_");
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		struct cdr_str after = word;

		if (!take(&after, types[i]) || (after.len && cdr_is_word(after.ptr[0])))
			continue;
		*rest = after;
		return;
	}
}

static bool take_plain(struct cdr_str *rest, double *value)
{
	size_t n;

	*value = 0;
	if (take(rest, "0x") || take(rest, "0X"))
		return take_digits(rest, 16, value) > 0;
	if (take(rest, "0b") || take(rest, "0B"))
		return take_digits(rest, 2, value) > 0;
	if (take(rest, "0o") || take(rest, "0O"))
		return take_digits(rest, 8, value) > 0;
	n = take_digits(rest, 10, value);
	if (n == 0 && !(peek(*rest) == '.' && digit_of(peek(cdr_str_sub(*rest, 1, 2))) < 10))
		return false;
	take_fraction(rest, value);
	take_exponent(rest, value);
	return true;
}

/* Longer names stand before those they begin with. */
static void take_unit(struct cdr_str *rest, struct cdr_number *out)
{
	static const struct {
		const char *name;
		double factor;
		enum cdr_unit unit;
	} units[] = {
		{ "%", 1, CDR_UNIT_PERCENT },      { "us", 1e-6, CDR_UNIT_SECONDS },
		{ "ms", 1e-3, CDR_UNIT_SECONDS },  { "min", 60, CDR_UNIT_SECONDS },
		{ "s", 1, CDR_UNIT_SECONDS },      { "m", 60, CDR_UNIT_SECONDS },
		{ "h", 3600, CDR_UNIT_SECONDS },   { "d", 86400, CDR_UNIT_SECONDS },
		{ "w", 604800, CDR_UNIT_SECONDS },
	};
	struct cdr_str word = cdr_str_trim(*rest);

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		struct cdr_str after = word;

		if (!take(&after, units[i].name) || (after.len && cdr_is_word(after.ptr[0])))
			continue;
		out->value *= units[i].factor;
		out->unit = units[i].unit;
		*rest = after;
		return;
	}
}

static bool take_number(struct cdr_str *rest, struct cdr_number *out)
{
	bool negative;

	*rest = cdr_str_trim(*rest);
	negative = take(rest, "-");
	if (!negative)
		take(rest, "+");
	out->unit = CDR_UNIT_NONE;
	if (!take_plain(rest, &out->value))
		return false;
	if (negative)
		out->value = -out->value;
	take_type(rest);
	take_unit(rest, out);
	*rest = cdr_str_trim(*rest);
	return true;
}

static double shifted(double value, double by)
{
	for (int i = 0; i < by && i < EXPONENT_MAX; i++)
		value *= 2;
	return value;
}

bool cdr_number_parse(struct cdr_str text, struct cdr_number *out)
{
	struct cdr_number next;

	if (!take_number(&text, out))
		return false;
	while (text.len) {
		bool shift = take(&text, "<<");

		if ((!shift && !take(&text, "*")) || !take_number(&text, &next))
			return false;
		out->value = shift ? shifted(out->value, next.value) : out->value * next.value;
		if (next.unit != CDR_UNIT_NONE)
			out->unit = next.unit;
	}
	return true;
}
