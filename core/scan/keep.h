/*
 * keep.h - private to core/scan: what of a scanned file is handed on.
 *
 * A file is read with both of its blobs; a result holds the hunks that are
 * shown and nothing else, so that memory grows with findings.
 */
#ifndef CDR_SCAN_KEEP_H
#define CDR_SCAN_KEEP_H

#include "scan/match.h"

/* A copy of CHANGE in ARENA. */
const struct cdr_change *cdr_change_keep(const struct cdr_change *change, struct cdr_arena *arena);

/* How many of N_HUNKS hunks are shown: those with findings, or ALL. */
size_t cdr_matched_shown(const struct cdr_matched *matched, size_t n_hunks, bool all);

/* Those hunks of DIFF as a result of its own; CHANGE outlives it. */
struct cdr_scanned *cdr_scanned_keep(const struct cdr_change *change, const struct cdr_filediff *diff,
				     const struct cdr_matched *matched, bool all);

#endif
