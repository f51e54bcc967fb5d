/*
 * bits.h - sets of small numbers, a bit each.
 */
#ifndef CDR_BASE_BITS_H
#define CDR_BASE_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How many words a set of numbers below N has; one at least. */
static inline size_t cdr_bits_words(size_t n)
{
	return n / 64 + 1;
}

static inline void cdr_bits_set(uint64_t *bits, size_t i)
{
	bits[i / 64] |= (uint64_t)1 << i % 64;
}

static inline bool cdr_bits_has(const uint64_t *bits, size_t i)
{
	return bits[i / 64] >> i % 64 & 1;
}

#endif
