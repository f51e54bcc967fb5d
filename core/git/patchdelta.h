/*
 * patchdelta.h - private to core/git: an object told as copies from another and
 * new bytes (gitformat-pack(5), "Deltified representation").
 *
 * Pure; false for a delta that does not fit, whatever its bytes.
 */
#ifndef CDR_GIT_PATCHDELTA_H
#define CDR_GIT_PATCHDELTA_H

#include "cdreview/str.h"

/* Takes the sizes of base and result off the start of DELTA. */
bool cdr_patchdelta_sizes(struct cdr_str *delta, size_t *base_len, size_t *result_len);

/* Runs DELTA, sizes taken off, over BASE; fills exactly LEN bytes of OUT or is false. */
bool cdr_patchdelta_apply(char *out, size_t len, struct cdr_str base, struct cdr_str delta);

#endif
