/*
 * globset.h - many path patterns against one path: each compiled once, however
 * many rules share it.
 *
 * A pattern that is malformed matches nothing, as in glob.h; no flags.
 * Threads: a set is shared once it is complete; a space belongs to one thread.
 */
#ifndef CDR_BASE_GLOBSET_H
#define CDR_BASE_GLOBSET_H

#include "base/glob.h"

#include <stdint.h>

struct cdr_globset;
struct cdr_globset_space;   /* what paths have led to so far */

struct cdr_globset *cdr_globset_new(void);
void cdr_globset_free(struct cdr_globset *set);

/* The number of PATTERN in SET, counted from 0; equal ones share it. */
size_t cdr_globset_add(struct cdr_globset *set, struct cdr_str pattern);

/* How many words of 64 bits hold a bit for each pattern. */
size_t cdr_globset_words(const struct cdr_globset *set);

struct cdr_globset_space *cdr_globset_space_new(const struct cdr_globset *set);
void cdr_globset_space_free(struct cdr_globset_space *space);

/* Sets bit i % 64 of BITS[i / 64] where pattern i matches PATH, and clears all others. */
void cdr_globset_match(const struct cdr_globset *set, struct cdr_globset_space *space, struct cdr_str path,
		       uint64_t *bits);

#endif
