/*
 * workdir.h - a folder for one run of a check: a checkout, a home and a place for temporary
 * files, all empty, all gone afterwards.
 *
 * Errors: CDR_EIO with the path.
 */
#ifndef CDR_VERIFY_WORKDIR_H
#define CDR_VERIFY_WORKDIR_H

#include "cdreview/str.h"

struct cdr_workdir {
	const char *path;          /* absolute; in the arena */
	const char *checkout, *home, *temporary;
	int checkout_fd;
};

/* Makes it in the folder PARENT, for nobody but this user. */
CDR_NODISCARD int cdr_workdir_make(struct cdr_workdir *out, struct cdr_arena *arena,
				   const char *parent, struct cdr_err *err);

/* Removes it with all that is in it, whatever modes it was left with; follows no link. */
CDR_NODISCARD int cdr_workdir_remove(struct cdr_workdir *workdir, struct cdr_err *err);

/*
 * The regular file PATH of the checkout, at most CDR_WORKDIR_FILE bytes, in ARENA. What was run
 * there may have put links anywhere: none is followed. CDR_ENOTFOUND, CDR_ELIMIT, CDR_EIO.
 */
#define CDR_WORKDIR_FILE ((size_t)16 << 20)
CDR_NODISCARD int cdr_workdir_read(const struct cdr_workdir *workdir, struct cdr_arena *arena,
				   struct cdr_str path, struct cdr_str *out, struct cdr_err *err);

#endif
