/*
 * sarif_rule.h - the rules that fired, as SARIF describes them.
 *
 * Two rules of one id (a layer defines it anew) are one here: the first that fired.
 */
#ifndef TUI_CMD_SARIF_RULE_H
#define TUI_CMD_SARIF_RULE_H

#include "cdreview/finding.h"

#include <stdio.h>

#define TUI_SARIF_TAGS 20u   /* of a rule: GitHub refuses a file with more */

/* All bytes zero is empty. */
struct tui_sarif_rules {
	struct cdr_arena arena;
	CDR_VEC(const struct cdr_rule *) fired;   /* in the order of their first results */
	CDR_VEC(struct cdr_str) cwes;             /* numbers, likewise; filled by writing */
	size_t n_cut;                             /* rules whose tags are not all written */
};

/* Where RULE stands among those that fired. */
size_t tui_sarif_rule_index(struct tui_sarif_rules *rules, const struct cdr_rule *rule);

/* "error", "warning" or "note". */
const char *tui_sarif_level(enum cdr_severity severity);

/*
 * Writes "rules":[...] and what belongs to them to the end of the tool, then the taxonomy of
 * weaknesses they refer to.
 */
CDR_NODISCARD int tui_sarif_rules_write(struct tui_sarif_rules *rules, FILE *data, struct cdr_err *err);

void tui_sarif_rules_release(struct tui_sarif_rules *rules);

#endif
