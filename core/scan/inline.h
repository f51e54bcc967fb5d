/*
 * inline.h - private to core/scan: `cdreview:allow ID -- REASON [until=DATE]`.
 */
#ifndef CDR_SCAN_INLINE_H
#define CDR_SCAN_INLINE_H

#include "cdreview/str.h"

struct cdr_inline_allow {
	struct cdr_str rule;     /* id, exactly */
	struct cdr_str reason;   /* never empty */
	struct cdr_str until;    /* YYYY-MM-DD, or {NULL, 0} */
	bool alone;              /* nothing but a comment's opening before it in the line */
};

/*
 * The suppression in LINE, borrowed from it. False when there is none or it is
 * not well-formed: no id, no reason, a date that is none.
 */
bool cdr_inline_parse(struct cdr_str line, struct cdr_inline_allow *out);

#endif
