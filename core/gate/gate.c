/* gate.c - one rule until there is a policy: a hunk that is not plainly approved is open. */
#include "cdreview/gate.h"

static enum cdr_gate_answer count(size_t *cell, enum cdr_gate_answer answer)
{
	(*cell)++;
	return answer;
}

enum cdr_gate_answer cdr_gate_decide(const struct cdr_flagged *flagged,
				     const struct cdr_standing *standing,
				     struct cdr_gate_tally *tally)
{
	if (!cdr_flagged_is(flagged))
		return CDR_GATE_CLEAR;
	if (cdr_flagged_severity(flagged) < CDR_GATE_SEVERITY)
		return count(&tally->below, CDR_GATE_CLEAR);
	tally->needed++;
	switch (standing->state) {
	case CDR_STANDING_APPROVED:
		return count(&tally->approved, CDR_GATE_CLEAR);
	case CDR_STANDING_REJECTED:
		return count(&tally->rejected, CDR_GATE_OPEN);
	case CDR_STANDING_STALE:
		return count(&tally->stale, CDR_GATE_OPEN);
	case CDR_STANDING_PENDING:
		break;
	}
	return count(&tally->pending, CDR_GATE_OPEN);
}

enum cdr_gate_answer cdr_gate_answer(const struct cdr_gate_tally *tally)
{
	return tally->approved == tally->needed ? CDR_GATE_CLEAR : CDR_GATE_OPEN;
}
