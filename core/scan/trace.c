/* trace.c - takes steps down; texts are copied, because the scan of a file forgets them. */
#include "scan/trace.h"

#include "base/names.h"

const char *cdr_trace_kind_name(enum cdr_trace_kind kind)
{
	static const char *const names[] = {
		[CDR_TRACE_MATCH] = "match",   [CDR_TRACE_KEPT] = "kept",
		[CDR_TRACE_ACCEPT] = "accept", [CDR_TRACE_NUMBER] = "number",
		[CDR_TRACE_CLAUSE] = "clause", [CDR_TRACE_NEED] = "need",
		[CDR_TRACE_UNLESS] = "unless", [CDR_TRACE_CHANGED] = "changed",
		[CDR_TRACE_FINDING] = "finding",
	};

	return cdr_names_get(CDR_NAMES(names), kind);
}

static void add(struct cdr_trace *trace, const struct cdr_trace_step *step)
{
	if (trace->muted)
		return;
	if (trace->steps.n < CDR_TRACE_STEPS)
		*cdr_vec_push(trace->arena, &trace->steps) = *step;
	else
		trace->n_left_out++;
}

static struct cdr_str keep(struct cdr_trace *trace, struct cdr_str text)
{
	if (trace->last_text.ptr != text.ptr || trace->last_text.len != text.len) {
		trace->last_text = text;
		trace->kept_text = cdr_str_copy(trace->arena, text);
	}
	return trace->kept_text;
}

void cdr_trace_match(struct cdr_trace *trace, const struct cdr_clause *clause,
		     const struct cdr_subject *subject, const struct cdr_match *match)
{
	struct cdr_trace_step step = { .kind = CDR_TRACE_MATCH, .clause = clause, .verdict = 1 };

	if (!trace)
		return;
	trace->muted = trace->about.lineno && !cdr_subject_covers(subject, trace->about);
	if (trace->muted)
		return;
	step.spot = cdr_subject_spot(subject, match->groups[0].from, &step.col);
	step.text = keep(trace, subject->text);
	step.span = match->groups[0];
	step.match = cdr_arena_copy(trace->arena, match, sizeof(*match));
	add(trace, &step);
}

void cdr_trace_clause(struct cdr_trace *trace, const struct cdr_clause *clause,
		      const struct cdr_trace_found *found)
{
	struct cdr_trace_step step = { .kind = CDR_TRACE_CLAUSE,
				       .clause = clause,
				       .span = { 1, 0 },
				       .verdict = found->match != NULL };

	if (!trace || trace->muted)
		return;
	step.text = keep(trace, found->text);
	if (found->match) {
		step.span = found->match->groups[0];
		step.spot = found->spot;
		step.col = found->col;
	}
	add(trace, &step);
}

void cdr_trace_turn(struct cdr_trace *trace, struct cdr_spot spot)
{
	if (trace && trace->about.lineno)
		trace->muted = spot.lineno != trace->about.lineno || spot.side != trace->about.side;
}

int cdr_trace_answer(struct cdr_trace *trace, enum cdr_trace_kind kind,
		     const struct cdr_clause *clause, int verdict)
{
	const struct cdr_trace_step step = {
		.kind = kind, .clause = clause, .span = { 1, 0 }, .verdict = verdict
	};

	if (trace)
		add(trace, &step);
	return verdict;
}
