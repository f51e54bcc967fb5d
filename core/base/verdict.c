/* verdict.c - verdict.h's enums as records spell them: changing a word orphans records. */
#include "base/names.h"

#include "cdreview/verdict.h"

static const char *const verdicts[] = {
	[CDR_APPROVE] = "approve",
	[CDR_REJECT] = "reject",
	[CDR_ANNOTATE] = "annotate",
	[CDR_WITHDRAW] = "withdraw",
	[CDR_WAIVE] = "waive",
};

static const char *const reasons[CDR_REASON_COUNT] = {
	[CDR_REASON_NONE] = "",
	[CDR_REASON_VIOLATION] = "violation",
	[CDR_REASON_BUG] = "bug",
	[CDR_REASON_SECURITY] = "security",
	[CDR_REASON_FALSE_POSITIVE] = "false-positive",
	[CDR_REASON_NOT_APPLICABLE] = "not-applicable",
	[CDR_REASON_ACCEPTED_RISK] = "accepted-risk",
	[CDR_REASON_LEGACY] = "legacy",
	[CDR_REASON_FIXED_ELSEWHERE] = "fixed-elsewhere",
	[CDR_REASON_OTHER] = "other",
};

static const char *const standings[] = {
	[CDR_STANDING_PENDING] = "pending",
	[CDR_STANDING_APPROVED] = "approved",
	[CDR_STANDING_REJECTED] = "rejected",
	[CDR_STANDING_STALE] = "stale",
};

const char *cdr_verdict_name(enum cdr_verdict verdict)
{
	return cdr_names_get(CDR_NAMES(verdicts), verdict);
}

const char *cdr_reason_name(enum cdr_reason reason)
{
	return cdr_names_get(CDR_NAMES(reasons), reason);
}

const char *cdr_standing_name(enum cdr_standing_state state)
{
	return cdr_names_get(CDR_NAMES(standings), state);
}

bool cdr_verdict_parse(enum cdr_verdict *out, struct cdr_str name)
{
	size_t value;

	if (!cdr_names_find(CDR_NAMES(verdicts), name, &value))
		return false;
	*out = (enum cdr_verdict)value;
	return true;
}

bool cdr_reason_parse(enum cdr_reason *out, struct cdr_str name)
{
	size_t value;

	if (!cdr_names_find(CDR_NAMES(reasons), name, &value))
		return false;
	*out = (enum cdr_reason)value;
	return true;
}
