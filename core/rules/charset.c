/* charset.c - sets of characters as bits. */
#include "rules/charset.h"

#define LAST_BITS 1u /* of the third word: CDR_CHARSET_BEYOND */

struct cdr_charset cdr_charset_all(void)
{
	return (struct cdr_charset){ { ~(uint64_t)0, ~(uint64_t)0, LAST_BITS } };
}

struct cdr_charset cdr_charset_not(struct cdr_charset set)
{
	return (struct cdr_charset){ { ~set.bits[0], ~set.bits[1], ~set.bits[2] & LAST_BITS } };
}

struct cdr_charset cdr_charset_or(struct cdr_charset a, struct cdr_charset b)
{
	for (int i = 0; i < 3; i++)
		a.bits[i] |= b.bits[i];
	return a;
}

struct cdr_charset cdr_charset_and(struct cdr_charset a, struct cdr_charset b)
{
	for (int i = 0; i < 3; i++)
		a.bits[i] &= b.bits[i];
	return a;
}

bool cdr_charset_is_empty(struct cdr_charset set)
{
	return !(set.bits[0] | set.bits[1] | set.bits[2]);
}

bool cdr_charset_has(struct cdr_charset set, uint32_t symbol)
{
	return symbol < CDR_CHARSET_SYMBOLS && (set.bits[symbol / 64] >> symbol % 64 & 1);
}

void cdr_charset_add(struct cdr_charset *set, uint32_t from, uint32_t to)
{
	for (uint32_t cp = from; cp <= to && cp < CDR_CHARSET_BEYOND; cp++)
		set->bits[cp / 64] |= (uint64_t)1 << cp % 64;
	if (to >= CDR_CHARSET_BEYOND)
		set->bits[2] |= LAST_BITS;
}

void cdr_charset_drop(struct cdr_charset *set, uint32_t cp)
{
	if (cp < CDR_CHARSET_SYMBOLS)
		set->bits[cp / 64] &= ~((uint64_t)1 << cp % 64);
}

void cdr_charset_fold(struct cdr_charset *set)
{
	for (uint32_t lower = 'a'; lower <= 'z'; lower++) {
		uint32_t upper = lower - 'a' + 'A';

		if (cdr_charset_has(*set, lower))
			cdr_charset_add(set, upper, upper);
		else if (cdr_charset_has(*set, upper))
			cdr_charset_add(set, lower, lower);
	}
}

uint32_t cdr_charset_pick(struct cdr_charset set)
{
	static const char liked[] = "axAX0_ -.,;:/=()\t\n";

	for (const char *c = liked; *c; c++)
		if (cdr_charset_has(set, (unsigned char)*c))
			return (unsigned char)*c;
	for (uint32_t symbol = '!'; symbol < CDR_CHARSET_SYMBOLS + '!'; symbol++)
		if (cdr_charset_has(set, symbol % CDR_CHARSET_SYMBOLS))
			return symbol % CDR_CHARSET_SYMBOLS;
	return CDR_CHARSET_SYMBOLS;
}
