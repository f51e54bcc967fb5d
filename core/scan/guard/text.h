/*
 * text.h - private to core/scan: how much of a line is the guard, what it
 * guards there, and when two guards are the same whatever they look like.
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

/* True if TEXT, without comments, begins with a condition of the statements after it. */
bool cdr_guard_decides(struct cdr_str text);

/*
 * The normal form of TEXT: its words and operators with one space between them, in
 * ARENA. White space, quotes, brackets, commas and what qualifies its name are left out.
 */
struct cdr_str cdr_guard_words(struct cdr_str text, struct cdr_arena *arena);

/* The normal form of what stands in the comments of TEXT. MASKED is TEXT with comments blanked. */
struct cdr_str cdr_guard_commented(struct cdr_str text, struct cdr_str masked, struct cdr_arena *arena);

/* Takes the first word off *REST; false when there is none. */
bool cdr_guard_word(struct cdr_str *rest, struct cdr_str *word);

/* Whether the words of PART stand in a row in ALL. */
bool cdr_guard_contains(struct cdr_str all, struct cdr_str part);

/*
 * The call that a guard is an argument of: app.get("/x", GUARD), or the link of the
 * chain before it, as in matchers("/x").GUARD.
 */
struct cdr_guard_key {
	struct cdr_str callee;    /* its words, or those of what a list is assigned to; len 0: none */
	struct cdr_str literal;   /* its first string, without quotes; len 0: none */
};

/* The key of the guard at SPAN of TEXT, borrowed from TEXT but for the words. PLAIN as above. */
struct cdr_guard_key cdr_guard_key_of(struct cdr_str text, struct cdr_str plain, struct cdr_span span,
				      struct cdr_arena *arena);

#endif
