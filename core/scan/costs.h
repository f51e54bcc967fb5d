/*
 * costs.h - private to core/scan: what rules cost all workers together.
 */
#ifndef CDR_SCAN_COSTS_H
#define CDR_SCAN_COSTS_H

#include "scan/match.h"

struct cdr_costs {
	const struct cdr_registry *registry;
	struct cdr_costly *items;   /* by index of the rule */
	struct cdr_arena arena;
};

/* REGISTRY outlives COSTS. */
void cdr_costs_init(struct cdr_costs *costs, const struct cdr_registry *registry);
void cdr_costs_release(struct cdr_costs *costs);

/* Adds MORE, by index of the rule; NULL adds nothing. */
void cdr_costs_add(struct cdr_costs *costs, const struct cdr_rule_cost *more);

/* Lists them in OUT, the dearest first, in ARENA. Nothing may be added any more. */
void cdr_costs_list(struct cdr_costs *costs, struct cdr_arena *arena, struct cdr_scan_stats *out);

#endif
