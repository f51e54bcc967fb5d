/*
 * trigger.c - `match` and `when` with `need`: a pattern over the pieces of a
 * side, minus what excuses it.
 */
#include "scan/clause.h"
#include "scan/numeric.h"
#include "scan/secret.h"
#include "scan/trace.h"

/* --- conditions ---------------------------------------------------------------- */

/* A rule's trigger on its way through one piece of text. */
struct firing {
	struct cdr_filescan *scan;
	const struct cdr_rule *rule;
	const struct cdr_subject *subject;
	struct cdr_match match;
};

static struct cdr_occasion occasion_of(const struct firing *firing)
{
	struct cdr_occasion occasion = { .text = firing->subject->text, .match = &firing->match };
	uint32_t col;

	occasion.spot = cdr_subject_spot(firing->subject, firing->match.groups[0].from, &col);
	occasion.hunk = firing->subject->hunk;
	if (firing->subject->view)
		occasion.hunk =
			cdr_hunk_of(firing->scan->diff, occasion.spot, firing->subject->hunk);
	return occasion;
}

/* Whether the match itself is one: `not`, `accept`, `numeric`. 1, 0 or an error. */
static int counts(struct firing *firing, struct cdr_err *err)
{
	struct cdr_filescan *scan = firing->scan;
	const struct cdr_detection *detection = firing->rule->detection;
	const struct cdr_clause *trigger = &detection->trigger;
	const struct cdr_numeric *numerics[] = { trigger->numeric, detection->numeric };
	struct cdr_str text = firing->subject->text;
	int rc = cdr_clause_keeps(scan->space, trigger, text, &firing->match, err);

	cdr_trace_answer(scan->trace, CDR_TRACE_KEPT, trigger, rc);
	if (rc == 1 && detection->has_accept) {
		rc = cdr_accept_holds(
			scan->space, &detection->accept,
			cdr_match_group(text, &firing->match, detection->accept.group), err);
		cdr_trace_answer(scan->trace, CDR_TRACE_ACCEPT, NULL, rc);
	}
	for (size_t i = 0; rc == 1 && i < 2; i++) {
		if (!numerics[i])
			continue;
		rc = cdr_numeric_holds(scan, numerics[i], firing->subject, &firing->match, err);
		cdr_trace_answer(scan->trace, CDR_TRACE_NUMBER, trigger, rc);
	}
	return rc;
}

/* Is CLAUSE not there? 1, 0 or an error. */
static int lacks(struct firing *firing, const struct cdr_clause *clause,
		 const struct cdr_occasion *occasion, struct cdr_err *err)
{
	bool needed = clause == &firing->rule->detection->need;
	int rc = cdr_clause_holds(firing->scan, clause, occasion, err);

	return cdr_trace_answer(firing->scan->trace, needed ? CDR_TRACE_NEED : CDR_TRACE_UNLESS,
				clause, rc < 0 ? rc : !rc);
}

/* Does the match make the rule fire? 1, 0 or an error. */
static int fires(struct firing *firing, const struct cdr_occasion *occasion, struct cdr_err *err)
{
	const struct cdr_detection *detection = firing->rule->detection;
	int rc = counts(firing, err);

	if (rc == 1)
		rc = cdr_words_stand(firing->scan, firing->rule);
	if (rc == 1 && detection->has_need)
		rc = lacks(firing, &detection->need, occasion, err);
	for (size_t i = 0; rc == 1 && i < detection->n_unless; i++)
		rc = lacks(firing, &detection->unless[i], occasion, err);
	return rc;
}

/* --- findings ----------------------------------------------------------------- */

/* False when the subject's other matches would change nothing. */
static bool add(struct firing *firing, size_t hunk)
{
	struct cdr_filescan *scan = firing->scan;
	int group = firing->rule->detection->redact;
	struct cdr_extent extent = cdr_subject_extent(firing->subject, firing->match.groups[0]);
	struct cdr_finding *finding = cdr_filescan_add(scan, hunk, firing->rule, &extent);

	cdr_trace_answer(scan->trace, CDR_TRACE_FINDING, NULL, 1);
	if (group < 0)
		return finding || firing->subject->view;
	cdr_secret_hide(scan, finding, hunk, firing->subject, firing->match.groups[group]);
	return scan->harvest[hunk].hidden.n <= CDR_HIDDEN_MAX;
}

/*
 * The next match from *AT on that makes the rule fire, with its hunk; *AT goes behind it.
 * CDR_ENOTFOUND when there is none, or an error.
 */
static int next_firing(struct firing *firing, size_t *at, size_t *hunk, struct cdr_err *err)
{
	struct cdr_filescan *scan = firing->scan;
	const struct cdr_clause *trigger = &firing->rule->detection->trigger;
	struct cdr_str text = firing->subject->text;
	int rc;

	while ((rc = cdr_pattern_find(trigger->pattern, scan->space,
				      (struct cdr_search){ text, *at }, &firing->match, err)) ==
	       0) {
		struct cdr_occasion occasion = occasion_of(firing);

		cdr_trace_match(scan->trace, trigger, firing->subject, &firing->match);
		rc = cdr_asking_try(&scan->asking, err);
		if (rc == 0)
			rc = fires(firing, &occasion, err);
		if (rc < 0)
			return rc;
		*at = cdr_match_next(text, &firing->match);
		*hunk = occasion.hunk;
		if (rc == 1)
			return 0;
	}
	return rc;
}

/* 1 when the subject was searched to its end, 0 when the rest was left out, or an error. */
static int search(struct firing *firing, size_t *at, struct cdr_err *err)
{
	size_t hunk;
	int rc;

	while ((rc = next_firing(firing, at, &hunk, err)) == 0)
		if (!add(firing, hunk))
			return 0;
	return rc == CDR_ENOTFOUND ? 1 : rc;
}

bool cdr_trigger_fires(struct cdr_filescan *scan, const struct cdr_rule *rule,
		       const struct cdr_subject *subject, struct cdr_span *span)
{
	struct firing firing = { .scan = scan, .rule = rule, .subject = subject };
	struct cdr_err err = { 0 };
	size_t at = 0, hunk;
	int rc = next_firing(&firing, &at, &hunk, &err);

	if (rc == 0)
		*span = firing.match.groups[0];
	else if (rc != CDR_ENOTFOUND && cdr_words_stand(scan, rule))
		cdr_filescan_gave_up(scan, subject->hunk, rule, &err);
	return rc == 0;
}

/* False when the rule has had its share of work on this file. */
static bool search_subject(struct cdr_filescan *scan, const struct cdr_rule *rule,
			   const struct cdr_subject *subject)
{
	struct firing firing = { .scan = scan, .rule = rule, .subject = subject };
	struct cdr_err err = { 0 };
	size_t at = 0;
	int rc = search(&firing, &at, &err);

	if (rc == 1)
		return true;
	if (rule->detection->redact >= 0)
		cdr_secret_hide_rest(scan, subject, at);
	if (rc < 0 && cdr_words_stand(scan, rule))
		cdr_filescan_gave_up(scan, subject->hunk, rule, &err);
	return rc == 0 || rc == CDR_EPATTERN;
}

static const struct cdr_subjects *subjects_of(struct cdr_filescan *scan,
					      const struct cdr_detection *detection)
{
	if (!scan->sighted)
		return cdr_subjects_of(&scan->subjects, &detection->trigger, detection->has_need);
	return cdr_subjects_sighted(&scan->subjects, &detection->trigger, detection->has_need,
				    scan->sighted);
}

void cdr_trigger_run(struct cdr_filescan *scan, const struct cdr_rule *rule)
{
	const struct cdr_detection *detection = rule->detection;
	const struct cdr_clause *clause = &detection->trigger;
	const struct cdr_subjects *list = subjects_of(scan, detection);
	bool goes_on = true;

	cdr_asking_begin(scan, rule);
	for (size_t i = 0; i < list->n; i++) {
		size_t n_signs = scan->n_signs;

		if (goes_on)
			goes_on = search_subject(scan, rule, &list->items[i]);
		else if (detection->redact >= 0 &&
			 cdr_needs_are_in(cdr_pattern_needs(clause->pattern), list->items[i].text))
			cdr_secret_hide_rest(scan, &list->items[i], 0);
		if (scan->n_signs != n_signs)
			*cdr_vec_push(scan->scratch, &scan->sign_spots) = list->items[i].first;
	}
}
