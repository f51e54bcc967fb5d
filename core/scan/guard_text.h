/*
 * guard_text.h - private to core/scan: how much of a line is the guard, and
 * when two guards are the same whatever they look like.
 */
#ifndef CDR_SCAN_GUARD_TEXT_H
#define CDR_SCAN_GUARD_TEXT_H

#include "rules/pattern.h"

/*
 * The guard that MATCH found in TEXT: an annotation or attribute with its
 * arguments, else what matched with the brackets it leaves open. PLAIN is TEXT
 * with comments and strings blanked.
 */
struct cdr_span cdr_guard_span(struct cdr_str text, struct cdr_str plain, struct cdr_span match);

/* TEXT without white space, quote style and trailing commas, in ARENA. */
struct cdr_str cdr_guard_normal(struct cdr_str text, struct cdr_arena *arena);

/* The same of what stands in the comments of TEXT. MASKED is TEXT with comments blanked. */
struct cdr_str cdr_guard_commented(struct cdr_str text, struct cdr_str masked, struct cdr_arena *arena);

#endif
