/*
 * literal.h - what text a regular expression cannot match without.
 *
 * Parses the pattern itself (PCRE2's syntax as pattern.c compiles it). What it
 * does not understand makes it say nothing, never something wrong.
 */
#ifndef CDR_RULES_LITERAL_H
#define CDR_RULES_LITERAL_H

#include "cdreview/str.h"

#include <stdint.h>

#define CDR_LITERAL_MIN	 2u /* bytes, but for rare ones: others stand in nearly every line */
#define CDR_LITERALS_MAX 64u /* of a set */
#define CDR_SETS_MAX 3u      /* of a way */
#define CDR_WAYS_MAX 96u     /* of an expression */

/* To Unicode a `k` and an `s` in either case. */
#define CDR_KELVIN_SIGN "\xe2\x84\xaa" /* U+212A */
#define CDR_LONG_S "\xc5\xbf"           /* U+017F */

/* Literals of which one must be there. */
struct cdr_literals {
	const struct cdr_str *items;
	size_t n;
};

/* A way to match: one of each set must be there, the rarest first. */
struct cdr_way {
	struct cdr_literals sets[CDR_SETS_MAX];
	uint8_t lines[CDR_SETS_MAX];   /* sets with equal numbers stand on the same line */
	size_t n;
};

/*
 * The ways to match: what one of them needs stands in the subject of every match. n 0 when
 * nothing is known. Literals are bytes with the letters
 * of ASCII in lower case: look for them in a text folded like that, without a
 * CDR_KELVIN_SIGN or CDR_LONG_S in it.
 */
struct cdr_needs {
	const struct cdr_way *ways;
	size_t n;
};

/* What SOURCE needs; all of it in ARENA. */
struct cdr_needs cdr_needs_of(struct cdr_str source, struct cdr_arena *arena);

/* About how often one of SET begins at a byte of source code; at most 1. */
double cdr_literals_share(const struct cdr_literals *set);

/* NEEDS in ARENA; the bytes of literals are borrowed. */
struct cdr_needs cdr_needs_copy(const struct cdr_needs *needs, struct cdr_arena *arena);

/*
 * TEXT with CDR_KELVIN_SIGN and CDR_LONG_S as the letters that they are the same as, in OUT,
 * which has room for TEXT. Returns how long that is.
 */
size_t cdr_literal_fold(struct cdr_str text, char *out);

/* Whether TEXT has what NEEDS asks for, so that there may be a match in it. Slow. */
bool cdr_needs_are_in(const struct cdr_needs *needs, struct cdr_str text);

#endif
