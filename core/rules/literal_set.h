/*
 * literal_set.h - small sets of strings, and how rare a text is that holds one of them.
 *
 * Sets and their strings live in the arena handed in; sets are values and are
 * never changed once shared, but by cdr_literal_set_add.
 */
#ifndef CDR_RULES_LITERAL_SET_H
#define CDR_RULES_LITERAL_SET_H

#include "rules/literal.h"

#define CDR_LITERAL_EXACT_MAX 64u /* strings that one part of an expression is spelled out as */
#define CDR_LITERAL_LEN_MAX   64u /* bytes of one literal */

struct cdr_literal_set {
	struct cdr_str *items;
	size_t n;
};

/* Adds STR unless it is there. SET holds at most CDR_LITERALS_MAX; more is a mistake of the caller.
 */
void cdr_literal_set_add(struct cdr_literal_set *set, struct cdr_arena *arena, struct cdr_str str);

/*
 * About how often one of SET begins at a byte of source code: the less, the better it
 * tells matches from other text. 1 when SET is empty or a member is below CDR_LITERAL_MIN.
 */
double cdr_literal_set_share(struct cdr_literal_set set);

/* Whether every member of A followed by every member of B stays within the limits above. */
bool cdr_literal_set_can_join(struct cdr_literal_set a, struct cdr_literal_set b);
struct cdr_literal_set cdr_literal_set_join(struct cdr_literal_set a, struct cdr_literal_set b,
					    struct cdr_arena *arena);

struct cdr_literal_set cdr_literal_set_union(struct cdr_literal_set a, struct cdr_literal_set b,
					     struct cdr_arena *arena);

/* SET without members that hold another one: where any of SET stands, one of these does. */
struct cdr_literal_set cdr_literal_set_needed(struct cdr_literal_set set, struct cdr_arena *arena);

/* SET with members of at most LEN bytes, which stand wherever the whole ones do. */
struct cdr_literal_set cdr_literal_set_cut(struct cdr_literal_set set, size_t len,
					   struct cdr_arena *arena);

#endif
