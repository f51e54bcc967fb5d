/*
 * guard.c - a guard's answer is a comparison of two sets: both are shown
 * for what the line lies in, with what became of each guard.
 */
#include "scan/explain/explain.h"

#include "base/names.h"

#define WORDS_SHOWN 60 /* bytes of a guard's normal form */

static const char *const fates[] = {
	[CDR_FATE_KEPT] = "has its like on the other side",
	[CDR_FATE_RETIRED] = "what it guarded is gone",
	[CDR_FATE_REPLACED] = "replaced by one that protects no less",
	[CDR_FATE_WEAKENED] = "weakened",
	[CDR_FATE_CHANGED] = "changed to one that cannot be compared",
	[CDR_FATE_COMMENTED] = "commented out",
	[CDR_FATE_DROPPED] = "dropped",
	[CDR_FATE_IDLE] = "put out of action",
	[CDR_FATE_NEW] = "new",
};

static bool is_loss(enum cdr_trace_fate fate)
{
	return fate == CDR_FATE_WEAKENED || fate == CDR_FATE_CHANGED ||
	       fate == CDR_FATE_COMMENTED || fate == CDR_FATE_DROPPED || fate == CDR_FATE_IDLE;
}

/* True if the line lies in what GUARD guards or guarded. */
static bool concerns(const struct cdr_explaining *explaining, const struct cdr_trace_guard *guard)
{
	const struct cdr_spot spot = explaining->request->spot;
	const struct cdr_lines lines = guard->entity[spot.side];

	return (lines.from <= spot.lineno && spot.lineno < lines.to) ||
	       (guard->side == spot.side && guard->lineno == spot.lineno);
}

bool cdr_explain_is_lost(const struct cdr_explaining *explaining, const struct cdr_finding *finding)
{
	for (size_t i = 0; i < explaining->trace.guards.n; i++) {
		const struct cdr_trace_guard *guard = &explaining->trace.guards.items[i];
		const struct cdr_lines is = guard->entity[CDR_SIDE_NEW];

		if (!is_loss(guard->fate) || !concerns(explaining, guard))
			continue;
		if (finding->side == CDR_SIDE_OLD
			    ? finding->line == guard->lineno
			    : is.from <= finding->line && finding->line < is.to)
			return true;
	}
	return false;
}

/* Its normal form has no quotes; a cut one says so. */
static void tell(struct cdr_explaining *explaining, const struct cdr_trace_guard *guard)
{
	bool old = guard->side == CDR_SIDE_OLD, cut = guard->words.len > WORDS_SHOWN;
	struct cdr_str words = cdr_str_sub(guard->words, 0, WORDS_SHOWN);
	struct cdr_str anchor = guard->anchor.ptr ? guard->anchor : CDR_STR("the file");

	cdr_explain_add(explaining, is_loss(guard->fate) ? CDR_EXPLAIN_YES : CDR_EXPLAIN_NOTE,
			old ? "old guard" : "new guard", "line %u, (%.*s, %.*s%s): %s",
			guard->lineno, CDR_FMT(anchor), CDR_FMT(words), cut ? "..." : "",
			cdr_names_get(CDR_NAMES(fates), guard->fate));
}

void cdr_explain_guards(struct cdr_explaining *explaining)
{
	const struct cdr_trace *trace = &explaining->trace;
	size_t n = 0;

	for (size_t i = 0; i < trace->guards.n; i++)
		if (concerns(explaining, &trace->guards.items[i])) {
			tell(explaining, &trace->guards.items[i]);
			n++;
		}
	if (trace->guards.n == 0)
		cdr_explain_add(explaining, CDR_EXPLAIN_NO, "old guards",
				"nothing in the old version is such a guard");
	else if (n == 0)
		cdr_explain_add(explaining, CDR_EXPLAIN_NO, "guards",
				"none guards what the line lies in; %zu elsewhere in the file",
				trace->guards.n);
}
