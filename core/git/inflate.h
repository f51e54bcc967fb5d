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
 * Inflates what STREAM begins with into the LEN bytes of OUT. False unless it is
 * whole, of exactly that length and has the right checksum.
 */
bool cdr_inflate(struct cdr_inflater *inflater, struct cdr_mapping stream, char *out, size_t len);

#endif
