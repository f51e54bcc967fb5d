/*
 * voices.h - entries that were heard on one question: which of them speak, and in what order they are shown.
 */
#ifndef CDR_VERDICT_VOICES_H
#define CDR_VERDICT_VOICES_H

#include "verdict/entry.h"

struct cdr_heard {
	const struct cdr_entry *entry;
	struct cdr_str since;      /* time, never before an earlier line of its chain: for display order */
	bool predecessor;          /* about an earlier form of the hunk */
	bool withdrawn;
	bool live, stale;          /* as in struct cdr_voice */
};

/* An approval or rejection that takes part: not withdrawn, and of a later version only as a rejection. */
bool cdr_heard_is_vote(const struct cdr_heard *heard);

enum cdr_heard_group {
	CDR_HEARD_BY_PERSON,       /* one chain and who have one voice: all is about one hunk */
	CDR_HEARD_BY_HUNK,         /* ... one voice about each hid and occurrence */
};

/*
 * Sets `live`: of the votes of a group those with the highest seq, annotations
 * and withdrawals that stand, waivers never. Reorders ITEMS.
 */
void cdr_heard_judge(struct cdr_heard *items, size_t n, enum cdr_heard_group group);

/* Oldest first as far as chains order them; times only place the chains beside each other. */
void cdr_heard_order(struct cdr_heard *items, size_t n);

struct cdr_voice cdr_heard_voice(const struct cdr_heard *heard, struct cdr_str mine);

#endif
