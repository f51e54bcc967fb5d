/*
 * inflate.h - private to core/git: zlib streams of a known length.
 *
 * Ownership: _new/_free; reused for one stream after another by one thread.
 */
#ifndef CDR_GIT_INFLATE_H
#define CDR_GIT_INFLATE_H

#include "git/pack.h"

struct cdr_inflater;

struct cdr_inflater *cdr_inflater_new(void);
void cdr_inflater_free(struct cdr_inflater *inflater);

/*
 * Inflates what STREAM begins with into OUT, which has room for LEN + 1 bytes.
 * False unless it is whole, of exactly LEN bytes and has the right checksum.
 */
bool cdr_inflate(struct cdr_inflater *inflater, struct cdr_mapping stream, char *out, size_t len);

/* The first bytes only, at most MOST. Returns how many there are; 0 for none. */
size_t cdr_inflate_start(struct cdr_inflater *inflater, struct cdr_mapping stream, char *out, size_t most);

#endif
