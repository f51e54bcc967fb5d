/* trigger.c - the piece of text, what matched in it, and how each clause answered. */
#include "scan/explain/explain.h"

#include "scan/clause.h"

struct telling {
	struct cdr_explaining *explaining;
	const struct cdr_detection *detection;
	const struct cdr_subject *subject;
	const struct cdr_trace_step *match; /* the last one */
	size_t n_matches;
};

static const char *side_of(enum cdr_side side)
{
	return side == CDR_SIDE_OLD ? " of the old file" : "";
}

/* --- the match ------------------------------------------------------------------- */

/* " group 1 at 3:5-3:9" for each that took part. */
static struct cdr_str groups(const struct telling *telling, const struct cdr_match *match)
{
	struct cdr_arena *arena = telling->explaining->arena;
	struct cdr_str out = CDR_STR("");

	for (size_t i = 1; i < match->n_groups; i++) {
		struct cdr_extent extent;

		if (match->groups[i].from > match->groups[i].to)
			continue;
		extent = cdr_subject_extent(telling->subject, match->groups[i]);
		out = cdr_str_from(cdr_arena_printf(
			arena, "%.*s; group %zu at %u:%u-%u:%u%s", CDR_FMT(out), i,
			extent.from.lineno, extent.col, extent.to.lineno, extent.end_col,
			(int)i == telling->detection->redact ? " (hidden)" : ""));
	}
	return out;
}

static void tell_match(struct telling *telling, const struct cdr_trace_step *step)
{
	struct cdr_extent extent = cdr_subject_extent(telling->subject, step->span);
	struct cdr_explain_step *out;

	telling->match = step;
	telling->n_matches++;
	out = cdr_explain_add(telling->explaining, CDR_EXPLAIN_YES, "match", "%u:%u-%u:%u%s%.*s",
			      extent.from.lineno, extent.col, extent.to.lineno, extent.end_col,
			      side_of(extent.from.side), CDR_FMT(groups(telling, step->match)));
	cdr_explain_lines(telling->explaining, telling->subject, &step->span, out);
}

/* --- what the match must be --------------------------------------------------------- */

static void tell_kept(struct telling *telling, const struct cdr_trace_step *step)
{
	const struct cdr_clause *trigger = &telling->detection->trigger;

	if (!trigger->not_re && !trigger->numeric)
		return;
	cdr_explain_add(
		telling->explaining, step->verdict ? CDR_EXPLAIN_YES : CDR_EXPLAIN_NO, "not",
		step->verdict ? "leaves the match in" : "this match is one that it leaves out");
}

static struct cdr_str why_not(struct cdr_arena *arena, const struct cdr_accept *accept,
			      const struct cdr_acceptance *why)
{
	if (why->lacks)
		return cdr_str_from(cdr_arena_printf(arena, "it has no %s", why->lacks));
	if (why->stopword.ptr)
		return cdr_str_from(cdr_arena_printf(arena, "the stop word %.*s is in it",
						     CDR_FMT(why->stopword)));
	if (why->excluded)
		return CDR_STR("accept's `not` matches it");
	if (why->entropy < accept->min_entropy)
		return cdr_str_from(cdr_arena_printf(arena, "its entropy is %.2f, asked is %.2f",
						     why->entropy, accept->min_entropy));
	return CDR_STR("nothing was captured");
}

static void tell_accept(struct telling *telling, const struct cdr_trace_step *step)
{
	struct cdr_explaining *explaining = telling->explaining;
	const struct cdr_accept *accept = &telling->detection->accept;
	struct cdr_acceptance why;
	struct cdr_str captured =
		cdr_match_group(telling->match->text, telling->match->match, accept->group);

	if (cdr_accept_judge(explaining->space, accept, captured, &why, NULL) < 0)
		cdr_explain_add(explaining, CDR_EXPLAIN_NO, "accept", "its `not` hit a limit");
	else if (!step->verdict)
		cdr_explain_add(explaining, CDR_EXPLAIN_NO, "accept", "%.*s",
				CDR_FMT(why_not(explaining->arena, accept, &why)));
	else if (accept->min_entropy > 0)
		cdr_explain_add(explaining, CDR_EXPLAIN_YES, "accept",
				"all it asks; its entropy is %.2f, asked is %.2f", why.entropy,
				accept->min_entropy);
	else
		cdr_explain_add(explaining, CDR_EXPLAIN_YES, "accept", "all it asks");
}

static void tell_number(struct telling *telling, const struct cdr_trace_step *step)
{
	cdr_explain_add(telling->explaining, step->verdict ? CDR_EXPLAIN_YES : CDR_EXPLAIN_NO,
			"numeric",
			step->verdict ? "the number went the way that the rule asks"
				      : "the number did not go that way, or replaces none");
}

/* --- what stands around it ------------------------------------------------------------ */

static const char *name_of(const struct telling *telling, const struct cdr_clause *clause)
{
	const struct cdr_detection *detection = telling->detection;

	if (clause == &detection->need)
		return "need";
	for (size_t i = 0; i < detection->n_unless; i++)
		if (clause == &detection->unless[i])
			return cdr_arena_printf(telling->explaining->arena, "unless %zu", i + 1);
	for (size_t i = 0; i < detection->n_escalations; i++)
		if (clause == &detection->escalations[i].condition)
			return cdr_arena_printf(telling->explaining->arena, "escalate %zu", i + 1);
	return "clause";
}

/* FOUND: the search for it, or NULL when it was not made here (scope range, paths). */
static void tell_clause(struct telling *telling, const struct cdr_clause *clause, bool stands,
			const struct cdr_trace_step *found)
{
	const char *scope = cdr_scope_name(clause->scope);
	bool wants = clause != &telling->detection->need;
	bool escalates = wants && name_of(telling, clause)[0] == 'e';
	enum cdr_explain_mark mark = escalates ? CDR_EXPLAIN_NOTE
				     : stands  ? CDR_EXPLAIN_NO
					       : CDR_EXPLAIN_YES;

	if (stands && found && found->spot.lineno)
		cdr_explain_add(telling->explaining, mark, name_of(telling, clause),
				"stands at %u:%u%s, in the %s", found->spot.lineno, found->col,
				side_of(found->spot.side), scope);
	else
		cdr_explain_add(telling->explaining, mark, name_of(telling, clause),
				stands ? "stands in the %s" : "does not stand in the %s", scope);
}

/* --- all steps --------------------------------------------------------------------------- */

/* The search that STEP, an answer, came from. */
static const struct cdr_trace_step *search_of(const struct cdr_trace_step *step)
{
	return step[-1].kind == CDR_TRACE_CLAUSE && step[-1].clause == step->clause ? &step[-1]
										    : NULL;
}

static bool is_escalation(const struct telling *telling, const struct cdr_trace_step *step)
{
	return step->kind == CDR_TRACE_CLAUSE && name_of(telling, step->clause)[0] == 'e';
}

static void tell_step(struct telling *telling, const struct cdr_trace_step *step)
{
	if (step->verdict < 0) {
		cdr_explain_add(telling->explaining, CDR_EXPLAIN_NO,
				cdr_trace_kind_name(step->kind), "gave up: a limit was hit");
		return;
	}
	switch (step->kind) {
	case CDR_TRACE_MATCH:
		break;
	case CDR_TRACE_KEPT:
		tell_kept(telling, step);
		break;
	case CDR_TRACE_ACCEPT:
		tell_accept(telling, step);
		break;
	case CDR_TRACE_NUMBER:
		tell_number(telling, step);
		break;
	case CDR_TRACE_CLAUSE:
		if (is_escalation(telling, step))
			tell_clause(telling, step->clause, step->verdict, step);
		break;
	case CDR_TRACE_NEED:
	case CDR_TRACE_UNLESS:
		tell_clause(telling, step->clause, !step->verdict, search_of(step));
		break;
	case CDR_TRACE_CHANGED:
		cdr_explain_add(telling->explaining,
				step->verdict ? CDR_EXPLAIN_YES : CDR_EXPLAIN_NO, "changed",
				step->verdict ? "the other side does not have it"
					      : "the other side has it too, but for place, white "
						"space and quotes");
		break;
	case CDR_TRACE_FINDING:
		cdr_explain_add(telling->explaining, CDR_EXPLAIN_YES, "finding",
				"nothing speaks against it");
		break;
	}
}

static void tell_steps(struct telling *telling)
{
	const struct cdr_trace *trace = &telling->explaining->trace;
	size_t n_more = trace->n_left_out;
	bool ours = false;

	for (size_t i = 0; i < trace->steps.n; i++) {
		const struct cdr_trace_step *step = &trace->steps.items[i];

		if (step->kind == CDR_TRACE_MATCH) {
			ours = cdr_str_eq(step->text, telling->subject->text) &&
			       telling->n_matches < CDR_EXPLAIN_MATCHES;
			n_more += !ours;
			if (ours)
				tell_match(telling, step);
		}
		if (ours || is_escalation(telling, step))
			tell_step(telling, step);
	}
	if (telling->n_matches == 0)
		cdr_explain_add(telling->explaining, CDR_EXPLAIN_NO, "match",
				"the expression matches nothing in it");
	if (n_more > 0)
		cdr_explain_add(telling->explaining, CDR_EXPLAIN_NOTE, "more",
				"%zu more steps are not listed", n_more);
}

static const struct cdr_subject *piece_with(const struct cdr_subjects *list, struct cdr_spot spot)
{
	for (size_t i = 0; i < list->n; i++)
		if (cdr_subject_covers(&list->items[i], spot))
			return &list->items[i];
	return NULL;
}

const struct cdr_subject *cdr_explain_trigger(struct cdr_explaining *explaining)
{
	const struct cdr_detection *detection = explaining->request->rule->detection;
	const struct cdr_clause *trigger = &detection->trigger;
	const struct cdr_subjects *list =
		cdr_subjects_of(&explaining->subjects, trigger, detection->has_need);
	struct telling telling = { .explaining = explaining, .detection = detection };
	struct cdr_explain_step *step;

	telling.subject = piece_with(list, explaining->request->spot);
	if (!telling.subject) {
		cdr_explain_add(explaining, CDR_EXPLAIN_NO, cdr_scope_name(trigger->scope),
				"the rule reads the %s side; the line is in none of its %zu pieces",
				cdr_match_side_name(trigger->side), list->n);
		return NULL;
	}
	step = cdr_explain_add(explaining, CDR_EXPLAIN_YES, cdr_scope_name(trigger->scope),
			       "%s side, from line %u%s", cdr_match_side_name(trigger->side),
			       telling.subject->first.lineno, side_of(telling.subject->first.side));
	cdr_explain_lines(explaining, telling.subject, NULL, step);
	tell_steps(&telling);
	return telling.subject;
}
