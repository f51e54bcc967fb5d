/* update_changes.h - private to core/update*.c: two registries held against each other. */
#ifndef CDR_UPDATE_CHANGES_H
#define CDR_UPDATE_CHANGES_H

#include "cdreview/update.h"
#include "rules/registry.h"

/* What AFTER does that BEFORE did not, in ARENA: rules first, exceptions last. Returns how many. */
size_t cdr_update_changes(const struct cdr_registry *before, const struct cdr_registry *after,
			  struct cdr_arena *arena, const struct cdr_rule_change **out);

#endif
