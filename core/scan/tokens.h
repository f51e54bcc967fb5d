/*
 * tokens.h - private to core/scan: names whose letters are not what they seem.
 */
#ifndef CDR_SCAN_TOKENS_H
#define CDR_SCAN_TOKENS_H

#include "rules/pattern.h"

enum cdr_strangeness {
	CDR_TOKEN_MIXED,       /* Latin letters with others that look like them */
	CDR_TOKEN_FOLDED,      /* letters or digits that NFKC makes Latin ones of */
};

/* The first such name in LINE, from byte FROM on, in *TOKEN. */
bool cdr_token_find(struct cdr_str line, size_t from, enum cdr_strangeness which,
		    struct cdr_span *token);

/* TOKEN with everything but ASCII as <U+0430>. */
void cdr_token_spell(struct cdr_buf *out, struct cdr_str token);

#endif
