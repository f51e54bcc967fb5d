/*
 * import_parts.h - private to the import: what has come in.
 */
#ifndef CDR_SCAN_IMPORT_IMPORT_PARTS_H
#define CDR_SCAN_IMPORT_IMPORT_PARTS_H

#include "scan/import/import.h"
#include "scan/import/place.h"

struct cdr_import {
	struct cdr_arena arena;
	const struct cdr_foreign *results;   /* on changed lines, by path, commit, rule and line */
	size_t n;
	struct cdr_imported counts;
};

/* The *N results on PATH of the change called COMMIT (len 0: index or work tree). */
const struct cdr_foreign *cdr_import_find(const struct cdr_import *import, const struct cdr_oid *commit,
					  struct cdr_str path, size_t *n);

#endif
