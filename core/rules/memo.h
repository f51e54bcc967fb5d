/*
 * memo.h - private to core/rules: in which texts which expressions found nothing.
 *
 * Texts of a history are statements that come again with every change near them, and
 * most expressions find nothing in most of them. What is kept of a text is a fingerprint
 * of 61 bits under a secret key: two texts of at most CDR_MEMO_BYTES that somebody chose
 * without the key are taken for each other with a probability below 2^-47.
 *
 * Threads: a memo is one thread's.
 */
#ifndef CDR_RULES_MEMO_H
#define CDR_RULES_MEMO_H

#include "cdreview/str.h"

#include <stdint.h>

#define CDR_MEMO_BYTES ((size_t)1 << 16)   /* a longer text is not kept */
#define CDR_MEMO_LEAST ((size_t)64)        /* a shorter one is searched as fast as found again */

struct cdr_memo;

/* NULL when there is no secret to be had: then nothing can be kept. */
struct cdr_memo *cdr_memo_new(void);
void cdr_memo_free(struct cdr_memo *memo);

/* What stands for TEXT and WHO looked in it; 0: it is not kept. MEMO may be NULL. */
uint64_t cdr_memo_key(const struct cdr_memo *memo, struct cdr_str text, const void *who);

/* Whether KEY was put there, and no other has taken its place since; false for 0. */
bool cdr_memo_has(const struct cdr_memo *memo, uint64_t key);
void cdr_memo_put(struct cdr_memo *memo, uint64_t key);

#endif
