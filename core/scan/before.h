/*
 * before.h - private to core/scan: a file as it was before the reviewed range,
 * and before it was renamed.
 *
 * Few findings depend on either, so blobs are read when they are asked for.
 * What cannot be read is as if it had not been there.
 * Ownership: everything lives in the scratch arena of the file's scan.
 */
#ifndef CDR_SCAN_BEFORE_H
#define CDR_SCAN_BEFORE_H

#include "git/diff.h"
#include "scan/view.h"

struct cdr_filescan;

/* A diff that is made once, on demand. */
struct cdr_before_diff {
	const struct cdr_filediff *diff;   /* NULL: there was no such file */
	bool is_known;
};

struct cdr_before {
	struct cdr_repo *repo;             /* NULL: there is no repository, as for examples */
	struct cdr_oid base;               /* of the reviewed range; len 0: it begins with nothing */
	struct cdr_before_diff range, renaming;
	struct cdr_view renamed;           /* of the file under its old name, once `renaming` is known */
};

/*
 * From the file at the range's base, under its path or the one it was renamed
 * from, to the file now; every line without white space at its ends.
 */
const struct cdr_filediff *cdr_before_range(struct cdr_filescan *scan);

/* From the deleted file that an added one continues, to it; NULL when there is none. */
const struct cdr_filediff *cdr_before_renaming(struct cdr_filescan *scan);

#endif
