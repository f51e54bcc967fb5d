/*
 * literal.h - what text a regular expression cannot match without.
 *
 * Parses the pattern itself (PCRE2's syntax as pattern.c compiles it). What it
 * does not understand makes it say nothing, never something wrong.
 */
#ifndef CDR_RULES_LITERAL_H
#define CDR_RULES_LITERAL_H

#include "cdreview/str.h"

#define CDR_LITERAL_MIN	 2u /* bytes: shorter ones stand in nearly every line */
#define CDR_LITERALS_MAX 64u

/*
 * Literals of SOURCE of which at least one stands in every match (or just before
 * it, when \K cuts it short), ASCII
 * letters in lower case: look for them in ASCII-folded text. Returns how many;
 * 0 when none is known. They live in ARENA.
 */
size_t cdr_literals_of(struct cdr_str source, struct cdr_arena *arena, const struct cdr_str **out);

#endif
