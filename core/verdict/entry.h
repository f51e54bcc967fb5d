/*
 * entry.h - the ledger from inside: ledger.c fills it, carry.c and voices.c read it.
 *
 * Ownership: everything is in the ledger's arena. Entries move while lines are
 * added; lines and records do not.
 */
#ifndef CDR_VERDICT_ENTRY_H
#define CDR_VERDICT_ENTRY_H

#include "verdict/index.h"
#include "verdict/ledger.h"

struct cdr_ledger_line {
	struct cdr_hash hash;          /* name of the line; of a remark also of its target */
	struct cdr_record record;      /* all zero for a remark */
	struct cdr_str remark;         /* else {NULL, 0} */
	struct cdr_oid target;         /* annotated object; of several the least; len 0: none yet */
	bool saved;
};

/* One hunk of one record. */
struct cdr_entry {
	const struct cdr_ledger_line *line;
	const struct cdr_record_hunk *hunk;
};

struct cdr_ledger {
	struct cdr_arena arena;
	CDR_VEC(struct cdr_ledger_line *) lines;
	CDR_VEC(struct cdr_entry) entries;
	CDR_VEC(const struct cdr_ledger_line *) checks;  /* those of `lines` that machines wrote */
	struct cdr_index by_line;      /* name of a line -> lines */
	struct cdr_index by_hid;       /* entries other than withdrawals */
	struct cdr_index by_cid;
	struct cdr_index by_region;    /* path and old blob; approvals and rejections only */
	struct cdr_index by_withdrawn; /* name of the line taken back -> withdrawals */
};

/* Key of by_region. */
uint64_t cdr_ledger_region_key(struct cdr_str path, const struct cdr_oid *old_blob);

/* True if the author of ENTRY took it back. A withdrawal is itself final. */
bool cdr_ledger_withdrawn(const struct cdr_ledger *ledger, const struct cdr_entry *entry);

#endif
