/*
 * invisible.h - private to core/scan: characters that a reader does not see,
 * or sees elsewhere than they are.
 */
#ifndef CDR_SCAN_INVISIBLE_H
#define CDR_SCAN_INVISIBLE_H

#include "cdreview/utf8.h"
#include "rules/pattern.h"

/* What stands out in a line. */
struct cdr_sight {
	struct cdr_span span;      /* the first such character, bytes of the line */
	uint32_t cp;               /* it; CDR_UTF8_INVALID when it is not UTF-8 */
	unsigned char byte;        /* its first byte */
	enum cdr_unsafe kind;
	size_t n_more;             /* how many more are in the line */
};

/*
 * Looks LINE over. Not counted: TAB, a CR at the end, joiners and variation
 * selectors of emoji, joiners between letters of scripts that need them, one
 * variation of an ideograph, and a byte order mark where LINE is the FIRST of a
 * file.
 */
bool cdr_sight_first(struct cdr_str line, bool first, struct cdr_sight *out);

/* "a bidirectional control: <U+202E>, and 2 more", in ARENA. */
const char *cdr_sight_words(const struct cdr_sight *sight, struct cdr_arena *arena);

#endif
