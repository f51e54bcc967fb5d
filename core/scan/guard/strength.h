/*
 * strength.h - private to core/scan: whether one guard protects more or
 * less than the one it took the place of, as far as words and numbers tell.
 */
#ifndef CDR_SCAN_GUARD_STRENGTH_H
#define CDR_SCAN_GUARD_STRENGTH_H

#include "cdreview/str.h"

enum cdr_strength {
	CDR_GUARD_SAME,      /* only the order of its words differs */
	CDR_GUARD_STRONGER,
	CDR_GUARD_WEAKER,
	CDR_GUARD_OTHER,     /* nobody can tell */
};

/* What IS means beside WAS, both in normal form (text.h). */
enum cdr_strength cdr_guard_strength(struct cdr_str was, struct cdr_str is, struct cdr_arena *arena);

#endif
