/*
 * ledger.h - all records folded together. A set union: any order of adding gives the same ledger.
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
 * SAVED (from the notes) it becomes saved. Remarks are kept for the history.
 */
CDR_NODISCARD int cdr_ledger_add(struct cdr_ledger *ledger, struct cdr_str line, const struct cdr_oid *target,
				 bool saved, struct cdr_err *err);

/* What stands about FLAGGED (carry.c): level L2 everywhere, rejections and notes at L3. MINE is this clone's chain. */
struct cdr_standing cdr_ledger_standing(const struct cdr_ledger *ledger, const struct cdr_flagged *flagged,
					struct cdr_str mine, struct cdr_arena *arena);

size_t cdr_ledger_history(const struct cdr_ledger *ledger, struct cdr_str mine, struct cdr_arena *arena,
			  const struct cdr_history_entry **out);

#endif
