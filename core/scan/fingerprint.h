/*
 * fingerprint.h - private to core/scan: what makes two findings the same one
 * although the lines around them moved.
 */
#ifndef CDR_SCAN_FINGERPRINT_H
#define CDR_SCAN_FINGERPRINT_H

#include "scan/filescan.h"

/* Sets `fingerprint` of every finding of SCAN. */
void cdr_fingerprint(struct cdr_filescan *scan);

#endif
