/*
 * suppress.h - private to core/scan: what excuses a finding.
 *
 * `allow` entries of the trusted base, and suppressions in the new blob on the
 * finding's line or alone on the line above. A suppression that the reviewed
 * range itself adds excuses nothing, whichever of its commits does. Built-in findings that say the scan is
 * incomplete are never excused.
 */
#ifndef CDR_SCAN_SUPPRESS_H
#define CDR_SCAN_SUPPRESS_H

#include "scan/filescan.h"

/* Sets `suppressed` of the findings of SCAN that are excused. */
void cdr_suppress(struct cdr_filescan *scan);

#endif
