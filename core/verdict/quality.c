/* quality.c - what a count of votes is worth, in the field's formulas. */
#include "cdreview/quality.h"

#include <math.h>
#include <stdlib.h>

#define Z_95 1.959964

const char *cdr_quality_name(enum cdr_quality quality)
{
	static const char *const names[] = { "too-few", "fine",   "trusted",
					     "noisy",   "broken", "useless" };

	return names[quality];
}

struct cdr_bounds cdr_wilson(unsigned hits, unsigned n)
{
	double p = n ? (double)hits / n : 0, z2 = Z_95 * Z_95;
	double centre = (p + z2 / (2.0 * n)) / (1 + z2 / n);
	double margin = Z_95 * sqrt(p * (1 - p) / n + z2 / (4.0 * n * n)) / (1 + z2 / n);

	if (n == 0)
		return (struct cdr_bounds){ 0, 1 };
	return (struct cdr_bounds){ fmax(0, centre - margin), fmin(1, centre + margin) };
}

static unsigned waved(const struct cdr_rule_quality *item)
{
	return item->votes.bad + item->votes.waved;
}

/* By the strict votes alone, which say why. */
static enum cdr_quality judge_strictly(const struct cdr_rule_quality *item)
{
	struct cdr_bounds precision =
		cdr_wilson(item->votes.good, item->votes.good + item->votes.bad);

	if (precision.upper < 0.25)
		return CDR_QUALITY_USELESS;
	if (precision.upper < 0.5)
		return CDR_QUALITY_BROKEN;
	if (precision.lower > 0.8)
		return CDR_QUALITY_TRUSTED;
	return item->votes.all < CDR_VOTES_MIN ? CDR_QUALITY_TOO_FEW : CDR_QUALITY_FINE;
}

/* How probable at most so many waved through would be, were the share CDR_NOISY_SHARE. */
static double chance(const struct cdr_rule_quality *item)
{
	unsigned n = item->votes.all;
	double excess = (double)waved(item) / n - CDR_NOISY_SHARE;

	if (excess <= 0)
		return 1;
	return erfc(excess / sqrt(2 * CDR_NOISY_SHARE * (1 - CDR_NOISY_SHARE) / n));
}

static int by_chance(const void *left, const void *right)
{
	double a = chance(*(struct cdr_rule_quality *const *)left);
	double b = chance(*(struct cdr_rule_quality *const *)right);

	return (a > b) - (a < b);
}

/* Holm: the least probable has to stand against all, the next against one less, until one fails. */
static void mark_noisy(struct cdr_rule_quality **enough, size_t n)
{
	if (n > 0)
		qsort(enough, n, sizeof(struct cdr_rule_quality *), by_chance);
	for (size_t i = 0; i < n && chance(enough[i]) <= 0.05 / (double)(n - i); i++)
		if (enough[i]->quality == CDR_QUALITY_FINE)
			enough[i]->quality = CDR_QUALITY_NOISY;
}

void cdr_quality_judge(struct cdr_rule_quality *items, size_t n)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_rule_quality **enough = cdr_arena_alloc(&arena, n * sizeof(*enough));
	size_t n_enough = 0;

	for (size_t i = 0; i < n; i++) {
		items[i].quality = judge_strictly(&items[i]);
		if (items[i].votes.all >= CDR_VOTES_MIN)
			enough[n_enough++] = &items[i];
	}
	mark_noisy(enough, n_enough);
	cdr_arena_release(&arena);
}
