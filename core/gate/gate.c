/* gate.c - two rules until there is a policy: what is not plainly approved or passed is open. */
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

enum cdr_gate_answer cdr_gate_check(const struct cdr_check *check,
				    const struct cdr_check_standing *standing,
				    struct cdr_gate_tally *tally)
{
	if (!check->required)
		return CDR_GATE_CLEAR;
	tally->checks_needed++;
	if (standing->state == CDR_CHECK_PASSED)
		return count(&tally->checks_passed, CDR_GATE_CLEAR);
	return CDR_GATE_OPEN;
}

enum cdr_gate_answer cdr_gate_answer(const struct cdr_gate_tally *tally)
{
	bool hunks = tally->approved == tally->needed;
	bool checks = tally->checks_passed == tally->checks_needed;

	return hunks && checks ? CDR_GATE_CLEAR : CDR_GATE_OPEN;
}
