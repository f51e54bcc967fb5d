/*
 * secret.h - private to core/scan: what a rule's `redact` group captured, hidden
 * in every hunk that shows one of its lines.
 */
#ifndef CDR_SCAN_SECRET_H
#define CDR_SCAN_SECRET_H

#include "scan/filescan.h"

/* Hides bytes SPAN of SUBJECT. FINDING, on hunk HUNK, tells of them; NULL where there are too many. */
void cdr_secret_hide(struct cdr_filescan *scan, struct cdr_finding *finding, size_t hunk,
		     const struct cdr_subject *subject, struct cdr_span span);

/* Hides whole lines of SUBJECT from byte FROM on: nobody looked which of them hold a secret. */
void cdr_secret_hide_rest(struct cdr_filescan *scan, const struct cdr_subject *subject, size_t from);

/* Blots secrets out of what findings say: a guard is quoted as it is written. Once, when all are known. */
void cdr_secret_hush(struct cdr_filescan *scan);

#endif
