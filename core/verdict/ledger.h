/*
 * ledger.h - all records folded together. A set union: any order of adding gives the same ledger.
 *
 * What counts (the carry level is L2 everywhere until there is a policy):
 * - a line that its author (`who`) withdrew is as if it had never been given;
 * - within one chain and `who` the record with the highest seq speaks, about
 *   each hunk anew: whoever approves the changed hunk has answered his own older
 *   rejection of it. An annotation replaces nothing. Equal seq: both speak;
 * - across chains and people nothing is replaced: a rejection stays until its
 *   author withdraws it;
 * - an approval speaks of the same hid and the same occurrence (n), and is stale
 *   when a rule that fires now is not among its rules at the same revision;
 * - a rejection or annotation speaks of the same hid or cid; if `of` is still the
 *   same, only of its own occurrence, else of every one;
 * - of a later version or an unknown type only the rejections count;
 * - a waiver is shown and counts for nothing until policy knows it.
 * When nobody speaks of a hunk, the votes on its predecessor (same cid; or same
 * path, kind and old blob, and overlapping old lines) are shown as stale.
 */
#ifndef CDR_VERDICT_LEDGER_H
#define CDR_VERDICT_LEDGER_H

#include "cdreview/session.h"
#include "verdict/record.h"

struct cdr_ledger;

struct cdr_ledger *cdr_ledger_new(void);
void cdr_ledger_free(struct cdr_ledger *ledger);

/*
 * Adds one line (copied). A repeated line counts once; if it comes again as
 * SAVED (from the notes) it becomes saved. Remarks are kept for the history,
 * blank lines are not. CDR_ETAMPER: the line is not added, TARGET is in the message.
 */
CDR_NODISCARD int cdr_ledger_add(struct cdr_ledger *ledger, struct cdr_str line, const struct cdr_oid *target,
				 bool saved, struct cdr_err *err);

/* What stands about FLAGGED (carry.c). MINE is this clone's chain, or {NULL, 0}. Voices are in ARENA. */
struct cdr_standing cdr_ledger_standing(const struct cdr_ledger *ledger, const struct cdr_flagged *flagged,
					struct cdr_str mine, struct cdr_arena *arena);

/* Every verdict and remark in ARENA, as in cdr_session_history; `live` knows neither code nor rules. */
size_t cdr_ledger_history(const struct cdr_ledger *ledger, struct cdr_str mine,
			  struct cdr_arena *arena, const struct cdr_history_entry **out);

/* Where a verdict stands; borrowed from the ledger. */
struct cdr_ledger_place {
	const struct cdr_record *record;
	const struct cdr_record_hunk *hunk;
	struct cdr_oid target;         /* object that the line annotates; len 0: none yet */
	bool withdrawn;
};

/* The hunk HID in the record line called LINE; false when there is none. */
bool cdr_ledger_find(const struct cdr_ledger *ledger, const struct cdr_hash *line, const struct cdr_hash *hid,
		     struct cdr_ledger_place *out);

/* A run of a check; borrowed from the ledger. Verdicts never come from one. */
struct cdr_ledger_check {
	const struct cdr_record *record;
	struct cdr_hash line;
	bool saved;
};

/* All of them, in no order that means anything; *OUT is in ARENA. */
size_t cdr_ledger_checks(const struct cdr_ledger *ledger, struct cdr_arena *arena,
			 const struct cdr_ledger_check **out);

/* A chain whose numbers have holes: that many of its records are not here. */
struct cdr_ledger_gap {
	struct cdr_str who, chain;     /* borrowed from the ledger */
	uint64_t n_missing;
};

/*
 * All gaps by chain, whose numbers run through records of every type and version; *OUT is in ARENA. The last
 * records of a chain can vanish without a trace.
 */
size_t cdr_ledger_gaps(const struct cdr_ledger *ledger, struct cdr_arena *arena,
		       const struct cdr_ledger_gap **out);

#endif
