/*
 * sarif_parts.h - private to the reader of SARIF: a log while it is read.
 *
 * Faults are named by their place in the log, as "runs[0].results[3].level": the tree has no
 * lines any more.
 */
#ifndef CDR_SCAN_IMPORT_SARIF_PARTS_H
#define CDR_SCAN_IMPORT_SARIF_PARTS_H

#include "cdreview/json.h"
#include "scan/import/intake.h"

struct cdr_sarif_run {
	struct cdr_intake *intake;
	const struct cdr_json *run;
	size_t idx;                    /* among the log's runs */
	struct cdr_str tool;
	enum cdr_column_kind columns;
};

/* What a run says of the rule of a result. */
struct cdr_sarif_rule {
	const struct cdr_json *descriptor;  /* or NULL: it says nothing */
	struct cdr_str id;
};
struct cdr_sarif_rule cdr_sarif_rule_of(const struct cdr_sarif_run *run, const struct cdr_json *result);

/* The same as a rule here; NULL with an error. */
const struct cdr_rule *cdr_sarif_rule_read(const struct cdr_sarif_run *run,
					   const struct cdr_sarif_rule *rule, struct cdr_err *err);

/* The severity of a result of LEVEL ({NULL, 0}: not told) by RULE. */
enum cdr_severity cdr_sarif_severity(const struct cdr_sarif_rule *rule, struct cdr_str level);

/* The text of a result's MESSAGE; by id it is one of RULE's. Arguments are put in. */
struct cdr_str cdr_sarif_message(const struct cdr_sarif_run *run, const struct cdr_sarif_rule *rule,
				 const struct cdr_json *message);

/* The "text" of a multiformatMessageString or message that is member KEY of OBJECT. */
struct cdr_str cdr_sarif_text(const struct cdr_json *object, const char *key);

#endif
