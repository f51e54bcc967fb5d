/*
 * identity.h - hid and cid of a hunk (DESIGN section 5; vectors in cdreview-notes(5)).
 */
#ifndef CDR_GIT_IDENTITY_H
#define CDR_GIT_IDENTITY_H

#include "cdreview/hunk.h"

/* Fills hid and cid from kind, file, lines and reason. */
void cdr_identity_fill(struct cdr_hunk *hunk);

/* Fills nth and of over the hunks of one file. */
void cdr_identity_count(struct cdr_hunk *hunks, size_t n);

#endif
