/*
 * stays.h - private to core/scan: pieces of text that a change touches and leaves
 * as they are: moved, wrapped anew, with other comments.
 */
#ifndef CDR_SCAN_STAYS_H
#define CDR_SCAN_STAYS_H

#include "scan/filescan.h"

/*
 * Whether the other side has piece IDX of LIST, lines or statements of both sides, too, in the
 * same normal form (form.h). Of equal pieces as many stay as the side with fewer has, of blank
 * ones all. LIST lives as long as the scan of the file.
 */
bool cdr_piece_stays(struct cdr_filescan *scan, const struct cdr_subjects *list, size_t idx);

#endif
