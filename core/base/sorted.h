/*
 * sorted.h - looking things up in ascending numbers.
 */
#ifndef CDR_BASE_SORTED_H
#define CDR_BASE_SORTED_H

#include <stddef.h>
#include <stdint.h>

/* The first of N ascending ITEMS that is not below LEAST; N when all are. */
static inline size_t cdr_sorted_from(const uint32_t *items, size_t n, uint32_t least)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (items[middle] < least)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* For qsort of such numbers. */
static inline int cdr_sorted_compare(const void *left, const void *right)
{
	const uint32_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

#endif
