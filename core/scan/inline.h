/*
 * inline.h - private to core/scan: `cdreview:allow ID -- REASON [until=DATE]`.
 */
#ifndef CDR_SCAN_INLINE_H
#define CDR_SCAN_INLINE_H

#include "cdreview/str.h"

#define CDR_INLINE_MARKER "cdreview:allow"

struct cdr_inline_allow {
	struct cdr_str rule;     /* id, exactly */
	struct cdr_str reason;
	struct cdr_str until;    /* YYYY-MM-DD, or {NULL, 0} */
	bool alone;              /* nothing but a comment's opening before it in the line */
};

enum cdr_inline {
	CDR_INLINE_ABSENT,       /* there is none in the line */
	CDR_INLINE_GOOD,
	CDR_INLINE_NO_ID,        /* what excuses everything excuses nothing */
	CDR_INLINE_NO_REASON,
	CDR_INLINE_NO_DATE,      /* until= without a day */
};

/* The suppression in LINE, borrowed from it; complete only if GOOD. */
enum cdr_inline cdr_inline_parse(struct cdr_str line, struct cdr_inline_allow *out);

/* Byte of LINE where a suppression begins; LINE.len when it has none. */
size_t cdr_inline_find(struct cdr_str line);

#endif
