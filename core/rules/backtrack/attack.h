/*
 * attack.h - the text on which an ambiguous expression takes long: what leads there, what is
 * repeated, and what lets no match be.
 */
#ifndef CDR_RULES_BACKTRACK_ATTACK_H
#define CDR_RULES_BACKTRACK_ATTACK_H

#include "rules/backtrack/ambiguity.h"

struct cdr_attack {
	struct cdr_str prefix, pump, suffix;   /* UTF-8 */
};

struct cdr_attack cdr_attack_on(const struct cdr_machine *machine, const struct cdr_ambiguity *ambiguity,
				struct cdr_arena *arena);

#endif
