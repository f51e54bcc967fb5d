/*
 * component.h - which places of a machine lie in a circle with each other.
 */
#ifndef CDR_RULES_BACKTRACK_COMPONENT_H
#define CDR_RULES_BACKTRACK_COMPONENT_H

#include "rules/backtrack/machine.h"

#define CDR_NO_COMPONENT (~0u)

struct cdr_component {
	const unsigned *places;
	size_t n;
};

struct cdr_components {
	const unsigned *of;          /* by place; CDR_NO_COMPONENT: in no circle */
	const unsigned *nth;         /* by place: which one of its component */
	const struct cdr_component *items;
	size_t n;
};

/* Final places are in none. In ARENA. */
struct cdr_components cdr_components_find(const struct cdr_machine *machine, struct cdr_arena *arena);

#endif
