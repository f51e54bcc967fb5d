/*
 * escalate.c - the same finding weighs more in one place than in another; the
 * first condition that holds says how much, and the finding tells that it did.
 */
#include "scan/clause.h"
#include "scan/trace.h"

/* What a condition asks about is where the finding is. */
static struct cdr_occasion occasion_of(const struct cdr_finding *finding, size_t hunk)
{
	return (struct cdr_occasion){ .hunk = hunk, .spot = { finding->side, finding->line } };
}

static void weigh(struct cdr_filescan *scan, struct cdr_finding *finding, enum cdr_severity to)
{
	if (finding->severity == to)
		return;
	finding->message = cdr_str_from(cdr_arena_printf(
		scan->arena, "%.*s (%s from %s: escalated)", CDR_FMT(finding->message),
		to > finding->severity ? "raised" : "lowered",
		cdr_severity_name(finding->severity)));
	finding->severity = to;
}

static void escalate(struct cdr_filescan *scan, struct cdr_finding *finding, size_t hunk)
{
	const struct cdr_detection *detection = finding->rule->detection;
	const struct cdr_occasion occasion = occasion_of(finding, hunk);

	cdr_trace_turn(scan->trace, occasion.spot);
	for (size_t i = 0; i < detection->n_escalations; i++) {
		struct cdr_err err = { 0 };
		int rc = cdr_clause_holds(scan, &detection->escalations[i].condition, &occasion,
					  &err);

		if (rc < 0)
			cdr_filescan_gave_up(scan, hunk, finding->rule, &err);
		if (rc == 0)
			continue;
		if (rc == 1)
			weigh(scan, finding, detection->escalations[i].to);
		return;
	}
}

static void escalate_all(struct cdr_filescan *scan, const struct cdr_rule *rule)
{
	cdr_asking_begin(scan, rule);
	for (size_t i = 0; i < scan->diff->n_hunks; i++)
		for (size_t k = 0; k < scan->harvest[i].findings.n; k++) {
			struct cdr_finding finding = scan->harvest[i].findings.items[k];

			if (finding.rule != rule)
				continue;
			escalate(scan, &finding, i); /* which may add to the findings */
			scan->harvest[i].findings.items[k] = finding;
		}
}

/* One rule after another, so that what was found out about a file is asked once. */
void cdr_escalate(struct cdr_filescan *scan)
{
	for (size_t i = 0; i < cdr_registry_count(scan->registry); i++) {
		const struct cdr_rule *rule = cdr_registry_rule(scan->registry, i);

		if (rule->detection->n_escalations > 0)
			escalate_all(scan, rule);
	}
}
