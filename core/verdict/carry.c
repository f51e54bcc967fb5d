/*
 * carry.c - which verdicts still speak of a hunk. The asymmetry is deliberate
 * (gating.md section 1, Gerrit): a rejection follows its lines wherever they go,
 * an approval stays with exactly what was read, under exactly the rules that fired.
 */
#include "verdict/voices.h"

struct hearing {
	const struct cdr_ledger *ledger;
	const struct cdr_flagged *flagged;
	struct cdr_arena *arena;
	CDR_VEC(struct cdr_heard) heard;
};

static void hear(struct hearing *hearing, const struct cdr_entry *entry, bool predecessor)
{
	*cdr_vec_push(hearing->arena, &hearing->heard) = (struct cdr_heard){
		.entry = entry,
		.predecessor = predecessor,
		.withdrawn = cdr_ledger_withdrawn(hearing->ledger, entry),
	};
}

/*
 * Occurrences are told apart for as long as there are as many as when the verdict was given.
 * When one of them went, nobody knows which: then a rejection speaks of all that are left and
 * an approval of none. One more leaves an approval where it was, and the extra one pending.
 */
static bool same_occurrence(const struct cdr_record_hunk *given, const struct cdr_hunk *hunk)
{
	if (given->verdict == CDR_APPROVE)
		return given->nth == hunk->nth && given->of <= hunk->of;
	return given->nth == hunk->nth || given->of != hunk->of;
}

static void hear_same_hid(struct hearing *hearing)
{
	const struct cdr_ledger *ledger = hearing->ledger;
	const struct cdr_hunk *hunk = hearing->flagged->hunk;
	struct cdr_index_walk walk = cdr_index_find(&ledger->by_hid, cdr_index_key(&hunk->hid));
	size_t item;

	while (cdr_index_next(&ledger->by_hid, &walk, &item)) {
		const struct cdr_entry *entry = &ledger->entries.items[item];

		if (cdr_hash_eq(&entry->hunk->hid, &hunk->hid) &&
		    same_occurrence(entry->hunk, hunk))
			hear(hearing, entry, false);
	}
}

static bool carries_by_cid(const struct cdr_record_hunk *given)
{
	return given->verdict == CDR_REJECT || given->verdict == CDR_ANNOTATE;
}

/* The same changed lines in another context. */
static void hear_same_cid(struct hearing *hearing)
{
	const struct cdr_ledger *ledger = hearing->ledger;
	const struct cdr_hunk *hunk = hearing->flagged->hunk;
	struct cdr_index_walk walk = cdr_index_find(&ledger->by_cid, cdr_index_key(&hunk->cid));
	size_t item;

	while (cdr_index_next(&ledger->by_cid, &walk, &item)) {
		const struct cdr_entry *entry = &ledger->entries.items[item];

		if (!cdr_hash_eq(&entry->hunk->cid, &hunk->cid) ||
		    cdr_hash_eq(&entry->hunk->hid, &hunk->hid))
			continue;
		if (carries_by_cid(entry->hunk))
			hear(hearing, entry, false);
		else if (entry->hunk->verdict == CDR_APPROVE)
			hear(hearing, entry, true);
	}
}

/* True if two ranges of lines have a line in common; an empty one stands for its place. */
static bool overlap(uint32_t a_start, uint32_t a_len, uint32_t b_start, uint32_t b_len)
{
	uint64_t a_end = (uint64_t)a_start + (a_len ? a_len : 1);
	uint64_t b_end = (uint64_t)b_start + (b_len ? b_len : 1);

	return a_start < b_end && b_start < a_end;
}

/*
 * Another change of the same old lines: what an amended commit has in place of
 * the hunk that was voted on. Two hunks of one diff never overlap.
 */
static bool is_predecessor(const struct cdr_record_hunk *given, const struct cdr_hunk *hunk)
{
	return given->kind == hunk->kind && cdr_str_eq(given->path, hunk->file->path) &&
	       cdr_oid_eq(&given->old_blob, &hunk->file->old_blob) &&
	       overlap(given->at[0], given->at[1], hunk->old_start, hunk->old_lines) &&
	       !cdr_hash_eq(&given->hid, &hunk->hid) && !cdr_hash_eq(&given->cid, &hunk->cid);
}

static void hear_predecessors(struct hearing *hearing)
{
	const struct cdr_ledger *ledger = hearing->ledger;
	const struct cdr_hunk *hunk = hearing->flagged->hunk;
	uint64_t key = cdr_ledger_region_key(hunk->file->path, &hunk->file->old_blob);
	struct cdr_index_walk walk = cdr_index_find(&ledger->by_region, key);
	size_t item;

	while (cdr_index_next(&ledger->by_region, &walk, &item)) {
		const struct cdr_entry *entry = &ledger->entries.items[item];

		if (is_predecessor(entry->hunk, hunk))
			hear(hearing, entry, true);
	}
}

static bool answers(const struct cdr_record_hunk *given, const struct cdr_rule *rule)
{
	for (size_t i = 0; i < given->n_rules; i++) {
		if (cdr_str_eq(given->rules[i].id, rule->id) &&
		    cdr_hash_eq(&given->rules[i].rev, &rule->rev))
			return true;
	}
	return false;
}

/* True if the approval GIVEN knew every rule that fires now. */
static bool covers(const struct cdr_record_hunk *given, const struct cdr_flagged *flagged)
{
	for (size_t i = 0; i < flagged->n_findings; i++) {
		if (!flagged->findings[i].suppressed.ptr &&
		    !answers(given, flagged->findings[i].rule))
			return false;
	}
	return true;
}

/* Of a group's votes the last is live by now: did code or rules leave it behind? */
static void age(struct hearing *hearing)
{
	for (size_t i = 0; i < hearing->heard.n; i++) {
		struct cdr_heard *heard = &hearing->heard.items[i];
		const struct cdr_record_hunk *given = heard->entry->hunk;

		if (!heard->live || !cdr_heard_is_vote(heard))
			continue;
		heard->stale = heard->predecessor ||
			       (given->verdict == CDR_APPROVE && !covers(given, hearing->flagged));
		heard->live = !heard->stale;
	}
}

static bool is_live_vote(const struct cdr_heard *heard)
{
	return heard->live && cdr_heard_is_vote(heard);
}

static bool anybody_votes(const struct hearing *hearing)
{
	for (size_t i = 0; i < hearing->heard.n; i++) {
		if (is_live_vote(&hearing->heard.items[i]))
			return true;
	}
	return false;
}

/* Predecessors are worth showing while nobody speaks of the hunk itself, each by its last word. */
static void drop_predecessors(struct hearing *hearing)
{
	bool decided = anybody_votes(hearing);
	size_t kept = 0;

	for (size_t i = 0; i < hearing->heard.n; i++) {
		struct cdr_heard *heard = &hearing->heard.items[i];

		if (!heard->predecessor || (heard->stale && !decided))
			hearing->heard.items[kept++] = *heard;
	}
	hearing->heard.n = kept;
}

/* How many of the heard are approvals or rejections, live or stale. */
struct count { size_t approvals, rejections, stale_approvals; };

static struct count count_votes(const struct hearing *hearing)
{
	struct count count = { 0, 0, 0 };

	for (size_t i = 0; i < hearing->heard.n; i++) {
		const struct cdr_heard *heard = &hearing->heard.items[i];
		bool approves = heard->entry->hunk->verdict == CDR_APPROVE;

		count.approvals += is_live_vote(heard) && approves;
		count.rejections += is_live_vote(heard) && !approves;
		count.stale_approvals += heard->stale && approves;
	}
	return count;
}

static enum cdr_standing_state state_of(struct count count)
{
	if (count.rejections)
		return CDR_STANDING_REJECTED;
	if (count.approvals)
		return CDR_STANDING_APPROVED;
	return count.stale_approvals ? CDR_STANDING_STALE : CDR_STANDING_PENDING;
}

static bool several_people_vote(const struct hearing *hearing)
{
	const struct cdr_heard *first = NULL;

	for (size_t i = 0; i < hearing->heard.n; i++) {
		const struct cdr_heard *heard = &hearing->heard.items[i];

		if (!is_live_vote(heard))
			continue;
		if (!first)
			first = heard;
		if (!cdr_str_eq(first->entry->line->record.who, heard->entry->line->record.who))
			return true;
	}
	return false;
}

struct cdr_standing cdr_ledger_standing(const struct cdr_ledger *ledger,
					const struct cdr_flagged *flagged, struct cdr_str mine,
					struct cdr_arena *arena)
{
	struct hearing hearing = { .ledger = ledger, .flagged = flagged, .arena = arena };
	struct cdr_voice *voices;
	struct count count;

	hear_same_hid(&hearing);
	hear_same_cid(&hearing);
	hear_predecessors(&hearing);
	cdr_heard_judge(hearing.heard.items, hearing.heard.n, CDR_HEARD_BY_PERSON);
	age(&hearing);
	drop_predecessors(&hearing);
	cdr_heard_order(hearing.heard.items, hearing.heard.n);
	count = count_votes(&hearing);
	voices = cdr_arena_alloc(arena, hearing.heard.n * sizeof(*voices));
	for (size_t i = 0; i < hearing.heard.n; i++)
		voices[i] = cdr_heard_voice(&hearing.heard.items[i], mine);
	return (struct cdr_standing){
		.state = state_of(count),
		.voices = voices,
		.n_voices = hearing.heard.n,
		.disputed = count.approvals && count.rejections && several_people_vote(&hearing),
	};
}
