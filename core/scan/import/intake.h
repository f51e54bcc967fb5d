/*
 * intake.h - private to core/scan: what readers of reports hand over, and the limits.
 *
 * A rule is called TOOL/RULE, both from the report and made of printable ASCII. Words of a
 * report are cleaned on the way in: white space is one blank, lengths are bounded.
 *
 * Ownership: what is handed over is copied into the arena.
 * Errors: CDR_ESYNTAX for what is no report, CDR_ELIMIT past a limit, both with its name.
 */
#ifndef CDR_SCAN_IMPORT_INTAKE_H
#define CDR_SCAN_IMPORT_INTAKE_H

#include "rules/registry.h"
#include "scan/import/place.h"

#define CDR_FOREIGN_RESULTS ((size_t)100000)  /* places in all reports */
#define CDR_FOREIGN_RULES   ((size_t)10000)
#define CDR_FOREIGN_TAGS    20u               /* of a rule */
#define CDR_FOREIGN_WORDS   ((size_t)500)     /* bytes of a message or a title */
#define CDR_FOREIGN_PROSE   ((size_t)2000)    /* bytes of why and fix */

struct cdr_intake {
	struct cdr_arena *arena;
	const struct cdr_registry *registry;
	struct cdr_str top, prefix;           /* git/path.h: work tree, where the caller stands in it */
	const char *name;                     /* of the report at hand */
	CDR_VEC(struct cdr_rule *) rules;     /* by id */
	CDR_VEC(struct cdr_foreign) results;
	struct cdr_imported counts;
};

/* What a report says of a rule. All bytes zero is nothing. */
struct cdr_tool_rule {
	struct cdr_str tool, id;
	struct cdr_str title, why, fix, category;
	enum cdr_severity severity;
	enum cdr_confidence confidence;
	struct cdr_str tags[CDR_FOREIGN_TAGS];
	size_t n_tags;
	struct cdr_str refs[CDR_FOREIGN_TAGS + 1];   /* CWE-N first, then a URL */
	size_t n_refs;
};

/* The rule that TOLD is about, made at its first appearance; NULL with CDR_ELIMIT in ERR. */
const struct cdr_rule *cdr_intake_rule(struct cdr_intake *intake, const struct cdr_tool_rule *told,
				       struct cdr_err *err);

/*
 * One place of one result; its rule, path and severity are set, its line is not 0. What the
 * registry switches off is counted and dropped. CDR_ELIMIT.
 */
CDR_NODISCARD int cdr_intake_result(struct cdr_intake *intake, const struct cdr_foreign *result,
				    struct cdr_err *err);

/* TEXT on one line of at most MAX bytes; "..." stands for what is cut off. */
struct cdr_str cdr_intake_words(struct cdr_intake *intake, struct cdr_str text, size_t max);

/* Reads a report into INTAKE. */
CDR_NODISCARD int cdr_sarif_read(struct cdr_intake *intake, struct cdr_str text, struct cdr_err *err);
CDR_NODISCARD int cdr_lines_read(struct cdr_intake *intake, struct cdr_str tool, struct cdr_str text,
				 struct cdr_err *err);

#endif
