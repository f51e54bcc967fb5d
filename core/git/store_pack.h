/*
 * store_pack.h - private to core/git: reader B, our own reader of packs.
 *
 * Answers CDR_ENOTFOUND for whatever is not in these packs, does not fit or is
 * larger than CDR_UNPACK_MAX. Objects are not hashed again, as git does not.
 */
#ifndef CDR_GIT_STORE_PACK_H
#define CDR_GIT_STORE_PACK_H

#include "git/pack.h"
#include "git/store.h"

#define CDR_UNPACK_MAX ((size_t)256 << 20)     /* bytes: CDR_BLOB_MAX, so that sizes need not be asked for */

/* Shares PACKS. */
struct cdr_reader cdr_reader_of_packs(struct cdr_packs *packs);

#endif
