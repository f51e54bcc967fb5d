/*
 * charset.h - sets of characters, as far as it matters which of them stand in both of two:
 * ASCII one by one, and one symbol for all that is beyond.
 */
#ifndef CDR_RULES_CHARSET_H
#define CDR_RULES_CHARSET_H

#include "cdreview/str.h"

#include <stdint.h>

#define CDR_CHARSET_BEYOND 128u  /* every character beyond ASCII */
#define CDR_CHARSET_SYMBOLS 129u

/* By value; all bytes zero is the empty set. */
struct cdr_charset {
	uint64_t bits[3];
};

struct cdr_charset cdr_charset_all(void);
struct cdr_charset cdr_charset_not(struct cdr_charset set);
struct cdr_charset cdr_charset_or(struct cdr_charset a, struct cdr_charset b);
struct cdr_charset cdr_charset_and(struct cdr_charset a, struct cdr_charset b);
bool cdr_charset_is_empty(struct cdr_charset set);
bool cdr_charset_has(struct cdr_charset set, uint32_t symbol);

/* Adds the code points FROM to TO; takes one out. */
void cdr_charset_add(struct cdr_charset *set, uint32_t from, uint32_t to);
void cdr_charset_drop(struct cdr_charset *set, uint32_t cp);

/* Adds the other case of every letter. */
void cdr_charset_fold(struct cdr_charset *set);

/* The member that is read most easily, CDR_CHARSET_SYMBOLS when there is none. */
uint32_t cdr_charset_pick(struct cdr_charset set);

#endif
