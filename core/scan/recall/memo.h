/*
 * memo.h - private to core/scan: what is remembered of one change that was scanned.
 *
 * Where nothing was found, never what was: how much there was to count, and which of
 * its files have to be looked at again, by which rules, to come to the same. A file is
 * among them when a rule had something to say or to hide there, and when an answer
 * depended on more than the commit and the rules: on the rest of the range, on the day.
 *
 * Ownership: lists live in the memo's arena.
 * Units: files are counted as cdr_diff_count does, rules as in the registry.
 */
#ifndef CDR_SCAN_RECALL_MEMO_H
#define CDR_SCAN_RECALL_MEMO_H

#include "scan/match.h"

#define CDR_MEMO_BYTES ((size_t)1 << 20)   /* of one memo: a larger one is neither kept nor read */

struct cdr_memo_file {
	uint32_t idx;
	struct cdr_again again;
};

/* All bytes zero is empty. */
struct cdr_memo {
	struct cdr_arena arena;
	struct cdr_oid commit;
	size_t n_files;            /* that the change has */
	size_t n_read;             /* of which this tells: all, or those of a slice; not written */
	size_t hunks;              /* of files that need not be looked at again */
	size_t uncovered;          /* files that no rule looks at but those for every file */
	bool unsure;               /* something could not be read: it may be there next time; not written */
	CDR_VEC(struct cdr_memo_file) files;   /* to be looked at again, in order */
};

/* Empties MEMO, which is ready for another change. */
void cdr_memo_clear(struct cdr_memo *memo);

/*
 * File IDX has N_HUNKS hunks and is to be looked at AGAIN, unless that is all zero. The three
 * parts of a type change share one index and become one entry; the first always has a
 * finding (builtin.type).
 */
void cdr_memo_note(struct cdr_memo *memo, size_t idx, const struct cdr_again *again, size_t n_hunks);

/* Adds MORE, another slice of the same change. */
void cdr_memo_join(struct cdr_memo *memo, const struct cdr_memo *more);

/* Adds MEMO's bytes to OUT. */
void cdr_memo_write(struct cdr_buf *out, const struct cdr_memo *memo);

/*
 * Takes a memo off *REST, and into MEMO (empty) unless that is NULL; rules are below N_RULES.
 * False if the bytes are no memo.
 */
bool cdr_memo_read(struct cdr_str *rest, size_t n_rules, struct cdr_oid *commit, struct cdr_memo *memo);

#endif
