/* sha256.h - SHA-256 (FIPS 180-4) by libcrypto; the only file that knows it is sha256.c. */
#ifndef CDR_BASE_SHA256_H
#define CDR_BASE_SHA256_H

#include "cdreview/hunk.h"

struct cdr_sha256;   /* one running hash */

struct cdr_sha256 *cdr_sha256_new(void);
void cdr_sha256_add(struct cdr_sha256 *sha, const void *bytes, size_t len);
/* Adds the length as u32 big-endian, then the bytes. */
void cdr_sha256_field(struct cdr_sha256 *sha, const void *bytes, size_t len);

struct cdr_hash cdr_sha256_take(struct cdr_sha256 *sha);                      /* finishes and frees */
struct cdr_hash cdr_sha256_of(struct cdr_str bytes);

#endif
