/*
 * suppress.h - private to core/scan: what excuses a finding.
 *
 * `allow` entries of the trusted base, and suppressions in the new blob on the
 * finding's line or alone on the line above. One that stands in a string is none,
 * and one that the reviewed range itself adds excuses nothing, whichever of its
 * commits does. Built-in findings that say the scan is incomplete are never excused.
 */
#ifndef CDR_SCAN_SUPPRESS_H
#define CDR_SCAN_SUPPRESS_H

#include "scan/filescan.h"
#include "scan/inline.h"

/* Sets `suppressed` of the findings of SCAN that are excused. */
void cdr_suppress(struct cdr_filescan *scan);

/* The suppression in line LINENO of the new version. */
enum cdr_inline cdr_suppression_read(struct cdr_filescan *scan, uint32_t lineno,
				     struct cdr_inline_allow *out);

/* True if its day is past. */
bool cdr_suppression_is_over(struct cdr_filescan *scan, const struct cdr_inline_allow *allow);

/*
 * Adds a finding for each suppression that cannot excuse anything: incomplete, of no known rule, past
 * its day, or beside changed code in which its rule finds nothing.
 */
void cdr_suppression_check(struct cdr_filescan *scan);

/* A locked rule of a registry; what is built in says by itself whether it is final. */
static inline bool cdr_suppression_is_locked_out(const struct cdr_rule *rule)
{
	return rule->locked && rule->detector != CDR_BUILTIN;
}

#endif
