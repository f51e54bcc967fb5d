/*
 * import.h - findings of other tools, taken up from their reports.
 *
 * Ownership: an import owns its rules and results; findings borrow its rules, so it outlives
 * every scan that was given it.
 * Threads: read only once it is made.
 */
#ifndef CDR_SCAN_IMPORT_IMPORT_H
#define CDR_SCAN_IMPORT_IMPORT_H

#include "git/range.h"
#include "rules/registry.h"

struct cdr_import;

struct cdr_import_request {
	struct cdr_repo *repo;
	const struct cdr_registry *registry;
	const struct cdr_session_options *options;  /* range and reports */
	const struct cdr_range *range;              /* whose pathspecs select files */
};

/*
 * Reads the reports of REQUEST's options and looks their lines up in the range. Errors:
 * CDR_ESYNTAX and CDR_ELIMIT with the name of the report, those of git/origin.h.
 */
CDR_NODISCARD int cdr_import_new(struct cdr_import **out, const struct cdr_import_request *request,
				 struct cdr_err *err);
void cdr_import_free(struct cdr_import *import);

struct cdr_imported cdr_import_counts(const struct cdr_import *import);

/* True if there is something on PATH of CHANGE. IMPORT may be NULL, as below. */
bool cdr_import_has(const struct cdr_import *import, const struct cdr_change *change,
		    struct cdr_str path);

/* Puts what there is onto the hunks of SCAN's file. */
struct cdr_filescan;
void cdr_import_put(const struct cdr_import *import, struct cdr_filescan *scan);

#endif
