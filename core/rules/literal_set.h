/*
 * literal_set.h - small sets of strings, and which of two makes the better prefilter.
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

/* Bytes of the shortest member; 0 when the set is empty or a member is below CDR_LITERAL_MIN. */
size_t cdr_literal_set_weight(struct cdr_literal_set set);

/* The one whose shortest member is longer; of equals the smaller set. */
struct cdr_literal_set cdr_literal_set_better(struct cdr_literal_set a, struct cdr_literal_set b);

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
