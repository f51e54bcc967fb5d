/*
 * companion.h - private to core/scan and its callers: `need` and `unless` with
 * scope range, which look for their companion in the changed lines of every
 * change of the range: a model in one commit, its migration in another.
 *
 * Results come while the range is still being read, so the range is walked a
 * second time, once for all clauses, when the first of them is asked. Only files
 * that a clause names by its paths are read. Pathspecs do not narrow it: what a
 * review leaves out may well be the companion.
 *
 * Threads: one table, shared by the workers of a scan; it locks for itself, and
 * who asks meanwhile waits.
 */
#ifndef CDR_SCAN_COMPANION_H
#define CDR_SCAN_COMPANION_H

#include "scan/filescan.h"

#include <stdatomic.h>

#define CDR_COMPANION_BYTES ((size_t)16 << 20)   /* of changed lines, kept for a clause with holes */

struct cdr_companions;

/*
 * The range is that of OPTIONS, which are copied. REGISTRY and STOP, which ends a walk
 * when it becomes true, outlive it.
 */
struct cdr_companions *cdr_companions_new(const struct cdr_registry *registry,
					  const struct cdr_session_options *options,
					  const atomic_bool *stop);
void cdr_companions_free(struct cdr_companions *companions);

/*
 * Does a changed line of the range match CLAUSE, whose expression is PATTERN now? 1, 0 or
 * an error: CDR_EPATTERN, CDR_ELIMIT, those of reading. Without a table in SCAN the file
 * at hand is the whole range.
 */
int cdr_companion_stands(struct cdr_filescan *scan, const struct cdr_clause *clause,
			 const struct cdr_pattern *pattern, struct cdr_err *err);

#endif
