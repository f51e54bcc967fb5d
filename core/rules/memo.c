/*
 * memo.c - a text is the coefficients of a polynomial over the field of 2^61 - 1, and its
 * fingerprint the value at a secret point (Carter and Wegman, JCSS 22:3, 1981, use such
 * families): two polynomials of degree n meet at n of 2^61 points at most.
 */
#include "rules/memo.h"

#include "base/oom.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define PRIME (((uint64_t)1 << 61) - 1)
#define SLOTS ((size_t)1 << 15)
#define DIGIT ((size_t)7) /* bytes, so that a digit is below the prime */

__extension__ typedef unsigned __int128 wide;

struct cdr_memo {
	uint64_t point;
	uint64_t slots[SLOTS];
};

struct cdr_memo *cdr_memo_new(void)
{
	struct cdr_memo *memo;
	uint64_t point = 0;

	if (getrandom(&point, sizeof(point), GRND_NONBLOCK) != (ssize_t)sizeof(point))
		return NULL;
	memo = cdr_alloc_zeroed(sizeof(*memo));
	memo->point = point % PRIME;
	return memo;
}

void cdr_memo_free(struct cdr_memo *memo)
{
	free(memo);
}

/* VALUE * POINT + DIGIT, below 2^61 + 2^3: 2^61 is 1 modulo the prime. */
static uint64_t step(uint64_t value, uint64_t point, uint64_t digit)
{
	wide product = (wide)value * point + digit;
	uint64_t sum = (uint64_t)(product & PRIME) + (uint64_t)(product >> 61);

	return (sum & PRIME) + (sum >> 61);
}

static uint64_t digit_at(struct cdr_str text, size_t at, size_t len)
{
	uint64_t digit = 0;

	memcpy(&digit, text.ptr + at, len);
	return digit;
}

uint64_t cdr_memo_key(const struct cdr_memo *memo, struct cdr_str text, const void *who)
{
	uint64_t key = text.len;
	size_t at = 0;

	if (!memo || text.len < CDR_MEMO_LEAST || text.len > CDR_MEMO_BYTES)
		return 0;
	for (; at + DIGIT <= text.len; at += DIGIT)
		key = step(key, memo->point, digit_at(text, at, DIGIT));
	key = step(key, memo->point, digit_at(text, at, text.len - at));
	return step(key, memo->point, (uint64_t)(uintptr_t)who);
}

bool cdr_memo_has(const struct cdr_memo *memo, uint64_t key)
{
	return key != 0 && memo->slots[key % SLOTS] == key;
}

void cdr_memo_put(struct cdr_memo *memo, uint64_t key)
{
	if (key != 0)
		memo->slots[key % SLOTS] = key;
}
