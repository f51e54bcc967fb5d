/* costs.c - each worker counts for itself; only the sum tells which rule is dear. */
#include "scan/costs.h"

#include <stdlib.h>

void cdr_costs_init(struct cdr_costs *costs, const struct cdr_registry *registry)
{
	size_t n = cdr_registry_count(registry);

	*costs = (struct cdr_costs){ .registry = registry };
	costs->items = cdr_arena_alloc(&costs->arena, n * sizeof(*costs->items));
	for (size_t i = 0; i < n; i++)
		costs->items[i].rule = cdr_registry_rule(registry, i);
}

void cdr_costs_release(struct cdr_costs *costs)
{
	cdr_arena_release(&costs->arena);
}

void cdr_costs_add(struct cdr_costs *costs, const struct cdr_rule_cost *more)
{
	size_t n = more ? cdr_registry_count(costs->registry) : 0;

	for (size_t i = 0; i < n; i++) {
		costs->items[i].ns += more[i].ns;
		costs->items[i].files += more[i].files;
		costs->items[i].findings += more[i].findings;
	}
}

static int by_time(const void *left, const void *right)
{
	const struct cdr_costly *a = left, *b = right;

	if (a->ns != b->ns)
		return a->ns > b->ns ? -1 : 1;
	return cdr_str_cmp(a->rule->id, b->rule->id);
}

void cdr_costs_list(struct cdr_costs *costs, struct cdr_arena *arena, struct cdr_scan_stats *out)
{
	size_t n = cdr_registry_count(costs->registry);

	qsort(costs->items, n, sizeof(*costs->items), by_time);
	while (out->n_costly < n && costs->items[out->n_costly].ns > 0)
		out->n_costly++;
	out->costly = cdr_arena_copy(arena, costs->items, out->n_costly * sizeof(*costs->items));
}
