/*
 * place.h - private to core/scan: a result of another tool and where it belongs.
 *
 * Ownership: everything lives as long as the import.
 * Units: lines and columns from 1; 0: not told.
 */
#ifndef CDR_SCAN_IMPORT_PLACE_H
#define CDR_SCAN_IMPORT_PLACE_H

#include "git/repo.h"
#include "scan/import/column.h"

#define CDR_REGION_LINES 1000u   /* of a result: no line beyond them is looked up */
#define CDR_PLACED_LINES ((size_t)4 << 20)   /* looked up in all */

struct cdr_foreign {
	const struct cdr_rule *rule;
	struct cdr_str path;           /* from the top of the repository */
	struct cdr_str message;
	enum cdr_severity severity;
	enum cdr_column_kind columns;
	uint32_t line, col;            /* where it begins, in the last state of the range */
	uint32_t end_line, end_col;    /* end_col is one past its last character */
	struct cdr_oid commit;         /* the change that brought it; len 0: index or work tree */
	uint32_t from, to;             /* its lines there; 0 until it is known that there is one */
};

/*
 * Finds commit, from and to of N RESULTS in the range of OPTIONS. A result on several lines
 * belongs to the first of them that came in within the range, and goes as far as the lines
 * that came in with it, one after another. Sorts them by path. CDR_ELIMIT past
 * CDR_PLACED_LINES, and the errors of git/origin.h.
 */
CDR_NODISCARD int cdr_foreign_place(struct cdr_repo *repo, const struct cdr_session_options *options,
				    struct cdr_foreign *results, size_t n, struct cdr_err *err);

#endif
