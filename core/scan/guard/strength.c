/*
 * strength.c - most guards ask for everything they name, so one more word
 * asks for more and one less for less. What turns that around: words that let
 * somebody through, lists of which one is enough, and conditions that refuse.
 * In doubt the answer is that nobody can tell, which a person is shown.
 */
#include "scan/guard/strength.h"

#include "base/names.h"
#include "rules/ascii.h"
#include "scan/guard/text.h"

#include <stdlib.h>
#include <string.h>

#define WORD_BYTES 64u

/* Words of one guard that the other lacks; in lower case, sorted. */
struct words {
	CDR_VEC(struct cdr_str) items;
};

/* One guard's words and numbers. */
struct sides {
	struct words was, is;           /* what only one of them has */
	bool refuses;                   /* a condition: what follows is the refusal */
	bool lets_through;              /* a list of roles of which one will do, or of exceptions */
	bool is_floor;                  /* a lower bound: more is stronger */
	bool reversed;                  /* what it switches on lets somebody through */
};

/* Let somebody through, or take something away from the guard. */
static const char *const opening[] = {
	"except", "exclude", "exempt",	  "skip",   "unless",	 "if",	     "only",
	"public", "guest",   "anonymous", "any",    "optional",	 "allowany", "permitall",
	"or",	  "||",	     "|",	  "none",   "null",	 "nil",	     "false",
	"bypass", "off",     "disabled",  "noop",   "everyone",	 "*",	     "**",
};
/* The same, and what follows them is let through. */
static const char *const exceptions[] = { "except", "exclude", "exempt", "skip", "unless" };
static const char *const alternatives[] = {
	"hasanyrole",	 "hasanyauthority", "rolesallowed", "secured",	      "roles",
	"roles_allowed", "roles_accepted",  "role",	    "requireanyrole", "allowedroles",
	"allowed_roles", "requiredanyrole", "restrictto",   "authorities",    "anyof",
	"hasroles",	 "requires_roles",  "rolesguard",   "roleguard",
};
static const char *const reversed[] = { "optional", "exempt", "disabled", "skip" };
static const char *const floors[] = { "min",	  "minimum", "min_length", "minlength",
				      "gte",	  "gt",	     "greater_than", "cost",
				      "rounds",	  "iterations", "decimalmin" };

/* --- words ------------------------------------------------------------------ */

static bool has_one_of(const struct words *words, struct cdr_names names)
{
	for (size_t i = 0; i < words->items.n; i++)
		if (cdr_names_has(names, words->items.items[i]))
			return true;
	return false;
}

static struct cdr_str lower(struct cdr_str word, struct cdr_arena *arena)
{
	char *out = cdr_arena_alloc(arena, word.len);

	for (size_t i = 0; i < word.len; i++)
		out[i] = word.ptr[i] >= 'A' && word.ptr[i] <= 'Z' ? (char)(word.ptr[i] + 32)
								  : word.ptr[i];
	return (struct cdr_str){ out, word.len };
}

static int compare(const void *a, const void *b)
{
	return cdr_str_cmp(*(const struct cdr_str *)a, *(const struct cdr_str *)b);
}

static struct words sorted(struct cdr_str text, struct cdr_arena *arena)
{
	struct words out = { .items = { NULL, 0, 0 } };
	struct cdr_str word;

	while (cdr_guard_word(&text, &word))
		*cdr_vec_push(arena, &out.items) = lower(word, arena);
	if (out.items.n > 1)
		qsort(out.items.items, out.items.n, sizeof(word), compare);
	return out;
}

/* What A has and B lacks. */
static struct words without(const struct words *a, const struct words *b, struct cdr_arena *arena)
{
	struct words out = { .items = { NULL, 0, 0 } };
	size_t k = 0;

	for (size_t i = 0; i < a->items.n; i++) {
		int order = 1;

		while (k < b->items.n &&
		       (order = cdr_str_cmp(b->items.items[k], a->items.items[i])) < 0)
			k++;
		if (k < b->items.n && order == 0)
			k++;
		else
			*cdr_vec_push(arena, &out.items) = a->items.items[i];
	}
	return out;
}

/* --- numbers ---------------------------------------------------------------- */

/* Seconds in a unit of time that WORD names, 0 when it names none. */
static double unit(struct cdr_str word)
{
	static const struct {
		const char *name;
		double seconds;
	} units[] = { { "s", 1 },	  { "sec", 1 },	     { "second", 1 },	 { "seconds", 1 },
		      { "m", 60 },	  { "min", 60 },     { "minute", 60 },	 { "minutes", 60 },
		      { "h", 3600 },	  { "hour", 3600 },  { "hours", 3600 }, { "d", 86400 },
		      { "day", 86400 },	  { "days", 86400 }, { "week", 604800 } };

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (cdr_str_is(word, units[i].name))
			return units[i].seconds;
	return 0;
}

static bool is_number(struct cdr_str word)
{
	return word.len > 0 && cdr_is_digit(word.ptr[0]);
}

/* The number that a word begins with, "1_000" and "5m" too; a unit's letter counts. */
static double number(struct cdr_str word)
{
	char digits[WORD_BYTES];
	size_t n = 0, at = 0;
	double seconds;

	for (; at < word.len && n + 1 < sizeof(digits); at++) {
		if (cdr_is_digit(word.ptr[at]))
			digits[n++] = word.ptr[at];
		else if (word.ptr[at] != '_')
			break;
	}
	digits[n] = '\0';
	seconds = unit(cdr_str_sub(word, at, word.len));
	return seconds > 0 ? strtod(digits, NULL) / seconds : strtod(digits, NULL);
}

/* The product of what WORDS let through in their time; 1 when they hold no number. */
static double rate(const struct words *words, bool *counts)
{
	double product = 1;

	for (size_t i = 0; i < words->items.n; i++) {
		struct cdr_str word = words->items.items[i];

		if (is_number(word))
			product *= number(word) + 1e-9;
		else if (unit(word) > 0)
			product /= unit(word);
		else
			continue;
		*counts = true;
	}
	return product;
}

/* Sixty a minute are one a second. */
static bool about_equal(double a, double b)
{
	double least = a < b ? a : b, most = a < b ? b : a;

	return most - least <= 1e-6 * most;
}

static enum cdr_strength by_number(const struct sides *sides)
{
	bool counts = false;
	double was = rate(&sides->was, &counts), is = rate(&sides->is, &counts);

	if (!counts || about_equal(was, is))
		return CDR_GUARD_OTHER;
	return (is > was) == sides->is_floor ? CDR_GUARD_STRONGER : CDR_GUARD_WEAKER;
}

/* --- ranks ------------------------------------------------------------------ */

static bool holds(struct cdr_str word, const char *part)
{
	return cdr_str_find(word, cdr_str_from(part)) < word.len;
}

/* How much somebody must be to pass: 0 unknown, 1 anybody, 2 somebody known, up to 5 the owner. */
static int rank_of(struct cdr_str word)
{
	static const struct {
		const char *part;
		int rank;
	} ranks[] = {
		{ "anonym", 1 },      { "public", 1 },	{ "permitall", 1 }, { "allowany", 1 },
		{ "allow_any", 1 },   { "optional", 1 }, { "guest", 1 },    { "exempt", 1 },
		{ "everyone", 1 },    { "orreadonly", 1 }, { "super", 5 },  { "root", 5 },
		{ "owner", 5 },	      { "admin", 5 },	{ "denyall", 6 },   { "manag", 4 },
		{ "staff", 4 },	      { "moderat", 4 }, { "permission", 3 }, { "role", 3 },
		{ "scope", 3 },	      { "authority", 3 }, { "write", 3 },   { "edit", 3 },
		{ "authenticat", 2 }, { "login", 2 },	{ "logged", 2 },    { "signed", 2 },
		{ "member", 2 },      { "user", 2 },	{ "read", 2 },	    { "view", 2 },
	};

	for (size_t i = 0; i < sizeof(ranks) / sizeof(ranks[0]); i++)
		if (holds(word, ranks[i].part))
			return ranks[i].rank;
	return 0;
}

static int rank(const struct words *words)
{
	int best = 0;

	for (size_t i = 0; i < words->items.n; i++) {
		int own = rank_of(words->items.items[i]);

		if (own == 1)
			return 1;
		if (own > best)
			best = own;
	}
	return best;
}

static enum cdr_strength by_rank(const struct sides *sides)
{
	int was = rank(&sides->was), is = rank(&sides->is);

	if (was == 0 || is == 0 || was == is)
		return CDR_GUARD_OTHER;
	return is > was ? CDR_GUARD_STRONGER : CDR_GUARD_WEAKER;
}

/* --- the answer ------------------------------------------------------------- */

/* Words came and none went, or the other way round. */
static enum cdr_strength by_amount(const struct sides *sides)
{
	static const char *const both[] = { "&&", "and", "&" };
	static const char *const either[] = { "||", "or" };
	bool more = sides->was.items.n == 0;
	const struct words *words = more ? &sides->is : &sides->was;
	bool opens = has_one_of(words, CDR_NAMES(opening));

	if (sides->refuses) {
		if (has_one_of(words, CDR_NAMES(both)))
			return more ? CDR_GUARD_WEAKER : CDR_GUARD_STRONGER;
		if (has_one_of(words, CDR_NAMES(either)))
			return more ? CDR_GUARD_STRONGER : CDR_GUARD_WEAKER;
		return CDR_GUARD_OTHER;
	}
	if (has_one_of(words, CDR_NAMES(both)))
		return more ? CDR_GUARD_STRONGER : CDR_GUARD_WEAKER;
	return more == (opens || sides->lets_through) ? CDR_GUARD_WEAKER : CDR_GUARD_STRONGER;
}

static enum cdr_strength by_switch(const struct sides *sides)
{
	static const char *const on[] = { "true" }, *const off[] = { "false" };

	if (sides->reversed || sides->refuses)
		return CDR_GUARD_OTHER;
	if (has_one_of(&sides->was, CDR_NAMES(on)) && has_one_of(&sides->is, CDR_NAMES(off)))
		return CDR_GUARD_WEAKER;
	if (has_one_of(&sides->was, CDR_NAMES(off)) && has_one_of(&sides->is, CDR_NAMES(on)))
		return CDR_GUARD_STRONGER;
	return CDR_GUARD_OTHER;
}

static bool has_number(struct cdr_str text)
{
	struct cdr_str word;

	while (cdr_guard_word(&text, &word))
		if (is_number(word))
			return true;
	return false;
}

enum cdr_strength cdr_guard_strength(struct cdr_str was, struct cdr_str is, struct cdr_arena *arena)
{
	struct words old_words = sorted(was, arena), new_words = sorted(is, arena);
	struct sides sides = { .was = without(&old_words, &new_words, arena),
			       .is = without(&new_words, &old_words, arena),
			       .refuses = cdr_guard_decides(was),
			       .lets_through = has_one_of(&old_words, CDR_NAMES(alternatives)) ||
					       has_one_of(&old_words, CDR_NAMES(exceptions)),
			       .is_floor = has_one_of(&old_words, CDR_NAMES(floors)),
			       .reversed = has_one_of(&old_words, CDR_NAMES(reversed)) };
	enum cdr_strength strength;

	if (sides.was.items.n == 0 && sides.is.items.n == 0)
		return has_number(was) && !cdr_str_eq(was, is) ? CDR_GUARD_OTHER : CDR_GUARD_SAME;
	if (sides.was.items.n == 0 || sides.is.items.n == 0)
		return by_amount(&sides);
	strength = by_number(&sides);
	if (strength == CDR_GUARD_OTHER)
		strength = by_switch(&sides);
	if (strength == CDR_GUARD_OTHER && !sides.refuses)
		strength = by_rank(&sides);
	return strength;
}
