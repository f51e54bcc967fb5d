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

/* The first number of the set from I on; N, which its numbers are below, when there is none. */
static inline size_t cdr_bits_next(const uint64_t *bits, size_t i, size_t n)
{
	while (i < n) {
		uint64_t rest = bits[i / 64] >> i % 64;

		if (rest)
			return i + (size_t)__builtin_ctzll(rest);
		i = (i / 64 + 1) * 64;
	}
	return n;
}

#endif
