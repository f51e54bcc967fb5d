/*
 * gap.c - records that are gone, of whatever type: a chain counts all lines of its clone.
 * Numbers of a chain have no holes when they are given, so a hole says that somebody removed
 * a line, or that it waits in its clone still; which of the two, only a signature could tell.
 */
#include "verdict/entry.h"

#include <stdlib.h>

static int by_chain(const void *a, const void *b)
{
	const struct cdr_record *left = *(const struct cdr_record *const *)a;
	const struct cdr_record *right = *(const struct cdr_record *const *)b;
	int cmp = cdr_str_cmp(left->chain, right->chain);

	return cmp ? cmp : (left->seq > right->seq) - (left->seq < right->seq);
}

/* Numbers missing up to the last of the N records of one chain, which are in order. */
static uint64_t missing(const struct cdr_record *const *records, size_t n)
{
	uint64_t last = 0, holes = 0;

	for (size_t i = 0; i < n; i++) {
		if (records[i]->seq > last)
			holes += records[i]->seq - last - 1;
		last = records[i]->seq;
	}
	return holes;
}

static size_t chain_length(const struct cdr_record *const *records, size_t n)
{
	size_t len = 1;

	while (len < n && cdr_str_eq(records[len]->chain, records[0]->chain))
		len++;
	return len;
}

size_t cdr_ledger_gaps(const struct cdr_ledger *ledger, struct cdr_arena *arena,
		       const struct cdr_ledger_gap **out)
{
	CDR_VEC(const struct cdr_record *) records = { NULL, 0, 0 };
	CDR_VEC(struct cdr_ledger_gap) gaps = { NULL, 0, 0 };
	size_t len;

	for (size_t i = 0; i < ledger->lines.n; i++) {
		const struct cdr_ledger_line *line = ledger->lines.items[i];

		if (!line->remark.ptr && line->record.chain.len && line->record.seq)
			*cdr_vec_push(arena, &records) = &line->record;
	}
	if (records.n)
		qsort(records.items, records.n, sizeof(records.items[0]), by_chain);
	for (size_t at = 0; at < records.n; at += len) {
		const struct cdr_record *const *chain = &records.items[at];
		uint64_t holes;

		len = chain_length(chain, records.n - at);
		holes = missing(chain, len);
		if (holes)
			*cdr_vec_push(arena, &gaps) =
				(struct cdr_ledger_gap){ chain[0]->who, chain[0]->chain, holes };
	}
	*out = gaps.items;
	return gaps.n;
}
