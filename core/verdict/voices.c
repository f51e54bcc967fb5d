/*
 * voices.c - who speaks last. Clocks lie, so within a chain only seq orders;
 * between chains nothing does, and a tie leaves both speaking, which can only
 * keep the gate shut.
 */
#include "verdict/voices.h"

#include <stdlib.h>
#include <string.h>

static int compare_u64(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int compare_seq(const struct cdr_heard *a, const struct cdr_heard *b)
{
	int order = compare_u64(a->entry->line->record.seq, b->entry->line->record.seq);

	if (!order)
		order = memcmp(&a->entry->line->hash, &b->entry->line->hash,
			       sizeof(struct cdr_hash));
	if (!order)    /* hunks of one record are neighbours in one array */
		order = (a->entry->hunk > b->entry->hunk) - (a->entry->hunk < b->entry->hunk);
	return order;
}

static int compare_chain(const struct cdr_heard *a, const struct cdr_heard *b)
{
	return cdr_str_cmp(a->entry->line->record.chain, b->entry->line->record.chain);
}

static int compare_person(const struct cdr_heard *a, const struct cdr_heard *b)
{
	int order = (int)a->predecessor - (int)b->predecessor;

	if (!order)
		order = compare_chain(a, b);
	if (!order)
		order = cdr_str_cmp(a->entry->line->record.who, b->entry->line->record.who);
	return order;
}

static int compare_hunk(const struct cdr_heard *a, const struct cdr_heard *b)
{
	int order = compare_person(a, b);

	if (!order)
		order = memcmp(&a->entry->hunk->hid, &b->entry->hunk->hid, sizeof(struct cdr_hash));
	if (!order)
		order = compare_u64(a->entry->hunk->nth, b->entry->hunk->nth);
	return order;
}

static int by_person(const void *a, const void *b)
{
	int order = compare_person(a, b);

	return order ? order : compare_seq(a, b);
}

static int by_hunk(const void *a, const void *b)
{
	int order = compare_hunk(a, b);

	return order ? order : compare_seq(a, b);
}

static int by_chain(const void *a, const void *b)
{
	int order = compare_chain(a, b);

	return order ? order : compare_seq(a, b);
}

static int by_time(const void *a, const void *b)
{
	const struct cdr_heard *first = a, *second = b;
	int order = cdr_str_cmp(first->since, second->since);

	return order ? order : by_chain(a, b);
}

bool cdr_heard_is_vote(const struct cdr_heard *heard)
{
	enum cdr_verdict verdict = heard->entry->hunk->verdict;

	if (heard->withdrawn)
		return false;
	return verdict == CDR_REJECT ||
	       (verdict == CDR_APPROVE && cdr_record_is_ours(&heard->entry->line->record));
}

/* What is live without being a vote. */
static bool stands(const struct cdr_heard *heard)
{
	enum cdr_verdict verdict = heard->entry->hunk->verdict;

	if (heard->withdrawn)
		return false;
	return verdict == CDR_ANNOTATE ||
	       (verdict == CDR_WITHDRAW && cdr_record_is_ours(&heard->entry->line->record));
}

static uint64_t seq_of(const struct cdr_heard *heard)
{
	return heard->entry->line->record.seq;
}

/* One group, sorted by seq: the votes with the highest seq are live. */
static void judge_group(struct cdr_heard *items, size_t n)
{
	uint64_t last = 0;

	for (size_t i = 0; i < n; i++) {
		if (cdr_heard_is_vote(&items[i]))
			last = seq_of(&items[i]);
	}
	for (size_t i = 0; i < n; i++) {
		bool speaks = cdr_heard_is_vote(&items[i]) && seq_of(&items[i]) == last;

		items[i].live = speaks || stands(&items[i]);
	}
}

void cdr_heard_judge(struct cdr_heard *items, size_t n, enum cdr_heard_group group)
{
	bool per_hunk = group == CDR_HEARD_BY_HUNK;
	size_t from = 0;

	if (n)
		qsort(items, n, sizeof(*items), per_hunk ? by_hunk : by_person);
	for (size_t i = 1; i <= n; i++) {
		bool same = i < n && (per_hunk ? compare_hunk(&items[from], &items[i])
					       : compare_person(&items[from], &items[i])) == 0;

		if (same)
			continue;
		judge_group(items + from, i - from);
		from = i;
	}
}

void cdr_heard_order(struct cdr_heard *items, size_t n)
{
	if (!n)
		return;
	qsort(items, n, sizeof(*items), by_chain);
	for (size_t i = 0; i < n; i++) {
		items[i].since = items[i].entry->line->record.time;
		if (i && compare_chain(&items[i - 1], &items[i]) == 0 &&
		    cdr_str_cmp(items[i].since, items[i - 1].since) < 0)
			items[i].since = items[i - 1].since;
	}
	qsort(items, n, sizeof(*items), by_time);
}

struct cdr_voice cdr_heard_voice(const struct cdr_heard *heard, struct cdr_str mine)
{
	const struct cdr_ledger_line *line = heard->entry->line;
	const struct cdr_record_hunk *hunk = heard->entry->hunk;

	return (struct cdr_voice){
		.who = line->record.who,
		.time = line->record.time,
		.commit = line->remark.ptr ? line->target : line->record.commit,
		.verdict = hunk->verdict,
		.reason = hunk->reason,
		.text = hunk->text,
		.line = line->hash,
		.hid = hunk->hid,
		.live = heard->live,
		.stale = heard->stale,
		.saved = line->saved,
		.mine = mine.len && cdr_str_eq(mine, line->record.chain),
	};
}
