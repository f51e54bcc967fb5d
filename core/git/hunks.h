/*
 * hunks.h - private to core/git: from two sides of a file to its hunks.
 *
 * Everything lives in the arena handed in; lines are slices of the sides' texts.
 * Errors: none; what cannot be compared becomes an UNSCANNABLE hunk.
 */
#ifndef CDR_GIT_HUNKS_H
#define CDR_GIT_HUNKS_H

#include "git/diff.h"
#include "git/content.h"

/* Fills hunks and n_hunks of OUT, whose `file` is set: synthetic ones, then those under @@. */
void cdr_hunks_build(struct cdr_filediff *out, struct cdr_arena *arena,
		     const struct cdr_content *old_side, const struct cdr_content *new_side);

#endif
