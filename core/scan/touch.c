/*
 * touch.c - some places a person wants to look at whatever happens there: one
 * finding a hunk, without a claim that anything is wrong.
 */
#include "scan/filescan.h"

static bool is_sighted(const struct cdr_filescan *scan, const struct cdr_line *line)
{
	struct cdr_spot spot = cdr_line_extent(line).from;

	return cdr_sighted_in(scan->sighted, spot.side,
			      (struct cdr_lines){ spot.lineno, spot.lineno + 1 });
}

/* The first changed line that PATTERN matches; NULL if none does or it gave up. */
static const struct cdr_line *first_match(struct cdr_filescan *scan, const struct cdr_rule *rule,
					  size_t hunk)
{
	const struct cdr_pattern *pattern = rule->detection->touch.pattern;
	const struct cdr_hunk *changed = &scan->diff->hunks[hunk];
	struct cdr_err err = { 0 };
	struct cdr_match match;

	for (size_t i = 0; i < changed->n_lines; i++) {
		const struct cdr_line *line = &changed->lines[i];
		int rc = CDR_ENOTFOUND;

		if (line->origin != ' ' && is_sighted(scan, line))
			rc = cdr_pattern_find(pattern, scan->space,
					      (struct cdr_search){ line->text, 0 }, &match, &err);
		if (rc == 0)
			return line;
		if (rc == CDR_EPATTERN)
			cdr_filescan_gave_up(scan, hunk, rule, &err);
	}
	return NULL;
}

void cdr_touch_run(struct cdr_filescan *scan, const struct cdr_rule *rule)
{
	bool any = !rule->detection->touch.pattern;

	for (size_t i = 0; i < scan->diff->n_hunks; i++) {
		const struct cdr_line *line = any ? cdr_hunk_first_change(&scan->diff->hunks[i])
						  : first_match(scan, rule, i);
		struct cdr_extent extent = CDR_EXTENT_HUNK;

		if (line)
			extent = cdr_line_extent(line);
		if (line || any)
			cdr_filescan_add(scan, i, rule, &extent);
	}
}
