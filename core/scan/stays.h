/*
 * stays.h - private to core/scan: pieces of text that a change touches and leaves
 * as they are: moved, wrapped anew, with other comments.
 */
#ifndef CDR_SCAN_STAYS_H
#define CDR_SCAN_STAYS_H

#include "scan/filescan.h"

/*
 * By index in LIST, lines or statements of both sides: whether the other side has the piece, too,
 * in the same normal form (form.h). Of equal pieces as many stay as the side with fewer has, of
 * blank ones all. Lives as long as LIST.
 */
const bool *cdr_stays_of(struct cdr_filescan *scan, const struct cdr_subjects *list);

#endif
