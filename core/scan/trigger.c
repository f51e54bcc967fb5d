/*
 * trigger.c - `match` and `when` with `need`: a pattern over the lines,
 * statements or hunks of a side, minus what excuses it.
 */
#include "scan/filescan.h"

static struct cdr_str group_text(const struct cdr_subject *subject, const struct cdr_match *match,
				 int group)
{
	struct cdr_span span = match->groups[group];

	return span.from > span.to ? CDR_STR("") : cdr_str_sub(subject->text, span.from, span.to);
}

/* Does MATCH make RULE fire? 1, 0 or CDR_EPATTERN. */
static int fires(struct cdr_filescan *scan, const struct cdr_rule *rule,
		 const struct cdr_subject *subject, const struct cdr_match *match,
		 struct cdr_err *err)
{
	const struct cdr_detection *detection = rule->detection;
	uint32_t col;
	struct cdr_spot spot = cdr_subject_spot(subject, match->groups[0].from, &col);
	int rc = 1;

	if (detection->has_accept)
		rc = cdr_accept_holds(scan->space, &detection->accept,
				      group_text(subject, match, detection->accept.group), err);
	if (rc == 1 && detection->has_need) {
		rc = cdr_clause_holds(scan, &detection->need, subject->hunk, spot, err);
		rc = rc < 0 ? rc : !rc;
	}
	for (size_t i = 0; rc == 1 && i < detection->n_unless; i++) {
		rc = cdr_clause_holds(scan, &detection->unless[i], subject->hunk, spot, err);
		rc = rc < 0 ? rc : !rc;
	}
	return rc;
}

/* --- secrets ------------------------------------------------------------------ */

/* What hides a secret has one line to say so on: a finding begins where its secret does. */
static void hide_by(struct cdr_finding *finding, struct cdr_extent secret)
{
	if (secret.from.lineno != finding->line) {
		finding->line = secret.from.lineno;
		finding->col = 1;
	}
	if (finding->end_line < secret.to.lineno) {
		finding->end_line = secret.to.lineno;
		finding->end_col = secret.end_col;
	}
	finding->redact_col = secret.col;
	finding->redact_end_col = secret.to.lineno == secret.from.lineno ? secret.end_col : 0;
}

/* No finding tells of it, but neither may it be shown. */
static void hide_unlisted(struct cdr_filescan *scan, size_t hunk, struct cdr_extent secret)
{
	struct cdr_harvest *harvest = &scan->harvest[hunk];
	bool last = harvest->hidden.n >= CDR_HIDDEN_MAX;

	for (uint32_t lineno = secret.from.lineno; lineno <= secret.to.lineno; lineno++)
		*cdr_vec_push(scan->scratch, &harvest->hidden) = (struct cdr_hidden){
			.side = secret.from.side,
			.line = lineno,
			.col = lineno == secret.from.lineno ? secret.col : 1,
			.end_col = lineno == secret.to.lineno && !last ? secret.end_col
								       : UINT32_MAX,
		};
}

/* FINDING is NULL where there are too many to list. */
static void redact(struct cdr_filescan *scan, struct cdr_finding *finding,
		   const struct cdr_subject *subject, struct cdr_span group)
{
	struct cdr_extent secret;
	struct cdr_view *view;

	if (group.from >= group.to)
		return;
	secret = cdr_subject_extent(subject, group);
	view = &scan->views[secret.from.side];
	if (finding)
		hide_by(finding, secret);
	else
		hide_unlisted(scan, subject->hunk, secret);
	*cdr_vec_push(scan->scratch, &scan->secrets) = (struct cdr_secret){
		secret.from.side,
		{ cdr_view_byte(view, secret.from.lineno, secret.col),
		  cdr_view_byte(view, secret.to.lineno, secret.end_col) },
	};
}

/* --- findings ----------------------------------------------------------------- */

/* False when the subject's other matches would change nothing. */
static bool add(struct cdr_filescan *scan, const struct cdr_rule *rule,
		const struct cdr_subject *subject, const struct cdr_match *match)
{
	struct cdr_extent extent = cdr_subject_extent(subject, match->groups[0]);
	struct cdr_finding *finding = cdr_filescan_add(scan, subject->hunk, rule, &extent);

	if (rule->detection->redact < 0)
		return finding != NULL;
	redact(scan, finding, subject, match->groups[rule->detection->redact]);
	return scan->harvest[subject->hunk].hidden.n <= CDR_HIDDEN_MAX;
}

static void search(struct cdr_filescan *scan, const struct cdr_rule *rule,
		   const struct cdr_subject *subject)
{
	const struct cdr_pattern *pattern = rule->detection->trigger.pattern;
	struct cdr_err err = { 0 };
	struct cdr_match match;
	size_t at = 0;
	int rc;

	while ((rc = cdr_pattern_find(pattern, scan->space,
				      (struct cdr_search){ subject->text, at }, &match, &err)) ==
	       0) {
		rc = fires(scan, rule, subject, &match, &err);
		if (rc < 0 || (rc == 1 && !add(scan, rule, subject, &match)))
			break;
		at = cdr_match_next(subject->text, &match);
	}
	if (rc == CDR_EPATTERN)
		cdr_filescan_gave_up(scan, subject->hunk, rule, &err);
}

void cdr_trigger_run(struct cdr_filescan *scan, const struct cdr_rule *rule)
{
	const struct cdr_clause *clause = &rule->detection->trigger;
	const struct cdr_subjects *list =
		cdr_subjects_of(&scan->subjects, clause, rule->detection->has_need);

	if (!cdr_filescan_may_match(scan, clause->pattern, list->folded))
		return;
	for (size_t i = 0; i < list->n; i++)
		if (cdr_filescan_may_match(scan, clause->pattern, list->items[i].folded))
			search(scan, rule, &list->items[i]);
}
