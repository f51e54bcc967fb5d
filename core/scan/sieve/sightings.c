/*
 * sightings.c - lines come in order and rules do not, so sightings are taken down
 * as they come and dealt out to their rules at the end, which keeps the order.
 */
#include "scan/sieve/sightings.h"

#include "base/oom.h"
#include "base/sorted.h"

#include <stdlib.h>
#include <string.h>

struct sighting { uint32_t rule, lineno; };

/* Of one side. Those of rule i are in sorted[first[i]] to sorted[first[i + 1]]. */
struct column {
	struct sighting *items;
	uint32_t *sorted;
	size_t n, alloc;
	size_t *first;
};

struct cdr_sightings {
	struct column columns[2];
	size_t n_rules;
};

struct cdr_sightings *cdr_sightings_new(size_t n_rules)
{
	struct cdr_sightings *sightings = cdr_alloc_zeroed(sizeof(*sightings));

	sightings->n_rules = n_rules;
	for (int side = 0; side < 2; side++)
		sightings->columns[side].first = cdr_alloc_zeroed((n_rules + 2) * sizeof(size_t));
	return sightings;
}

void cdr_sightings_free(struct cdr_sightings *sightings)
{
	if (!sightings)
		return;
	for (int side = 0; side < 2; side++) {
		free(sightings->columns[side].items);
		free(sightings->columns[side].sorted);
		free(sightings->columns[side].first);
	}
	free(sightings);
}

void cdr_sightings_clear(struct cdr_sightings *sightings)
{
	sightings->columns[CDR_SIDE_OLD].n = 0;
	sightings->columns[CDR_SIDE_NEW].n = 0;
}

void cdr_sightings_add(struct cdr_sightings *sightings, uint32_t rule, enum cdr_side side,
		       uint32_t lineno)
{
	struct column *column = &sightings->columns[side];

	if (column->n == column->alloc) {
		column->alloc = column->alloc ? 2 * column->alloc : 256;
		column->items =
			cdr_alloc_resized(column->items, column->alloc * sizeof(*column->items));
		column->sorted =
			cdr_alloc_resized(column->sorted, column->alloc * sizeof(*column->sorted));
	}
	column->items[column->n++] = (struct sighting){ rule, lineno };
}

/* Counts two places ahead, so that filling leaves each rule's beginning behind. */
static void sort_column(struct column *column, size_t n_rules)
{
	memset(column->first, 0, (n_rules + 2) * sizeof(*column->first));
	for (size_t i = 0; i < column->n; i++)
		column->first[column->items[i].rule + 2]++;
	for (size_t i = 2; i < n_rules + 2; i++)
		column->first[i] += column->first[i - 1];
	for (size_t i = 0; i < column->n; i++)
		column->sorted[column->first[column->items[i].rule + 1]++] =
			column->items[i].lineno;
}

void cdr_sightings_sort(struct cdr_sightings *sightings)
{
	for (int side = 0; side < 2; side++)
		sort_column(&sightings->columns[side], sightings->n_rules);
}

struct cdr_sighted cdr_sightings_of(const struct cdr_sightings *sightings, size_t rule)
{
	struct cdr_sighted sighted = { .sides = { { NULL, 0 } } };

	for (int side = 0; side < 2; side++) {
		const struct column *column = &sightings->columns[side];

		sighted.sides[side].n = column->first[rule + 1] - column->first[rule];
		if (sighted.sides[side].n)
			sighted.sides[side].linenos = column->sorted + column->first[rule];
	}
	return sighted;
}

uint32_t cdr_sighted_next(const struct cdr_sighted *sighted, enum cdr_side side, uint32_t lineno)
{
	size_t n, at;

	if (!sighted)
		return lineno;
	n = sighted->sides[side].n;
	at = cdr_sorted_from(sighted->sides[side].linenos, n, lineno);
	return at < n ? sighted->sides[side].linenos[at] : UINT32_MAX;
}

bool cdr_sighted_in(const struct cdr_sighted *sighted, enum cdr_side side, struct cdr_lines lines)
{
	return cdr_sighted_next(sighted, side, lines.from) < lines.to;
}
