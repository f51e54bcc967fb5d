/* check.c - verify.h's enums as registries and records spell them: changed words orphan records. */
#include "base/names.h"

#include "cdreview/verify.h"

static const char *const reports[] = {
	[CDR_CHECK_BY_EXIT] = "exit",   [CDR_CHECK_BY_SARIF] = "sarif",
	[CDR_CHECK_BY_LINES] = "lines", [CDR_CHECK_BY_JUNIT] = "junit",
	[CDR_CHECK_BY_TAP] = "tap",
};

static const char *const results[] = {
	[CDR_CHECK_PASS] = "pass",       [CDR_CHECK_FAIL] = "fail",
	[CDR_CHECK_TIMEOUT] = "timeout", [CDR_CHECK_MEMORY] = "memory",
	[CDR_CHECK_OUTPUT] = "output",   [CDR_CHECK_MISSING] = "missing",
	[CDR_CHECK_REPORT] = "report",   [CDR_CHECK_PROCESSES] = "processes",
	[CDR_CHECK_DISK] = "disk",
};

static const char *const states[] = {
	[CDR_CHECK_PASSED] = "passed",   [CDR_CHECK_FAILED] = "failed",
	[CDR_CHECK_NOT_RUN] = "missing", [CDR_CHECK_OTHER_TREE] = "stale",
	[CDR_CHECK_OTHER_REV] = "stale",
};

const char *cdr_report_kind_name(enum cdr_report_kind kind)
{
	return cdr_names_get(CDR_NAMES(reports), kind);
}

const char *cdr_check_result_name(enum cdr_check_result result)
{
	return cdr_names_get(CDR_NAMES(results), result);
}

const char *cdr_check_state_name(enum cdr_check_state state)
{
	return cdr_names_get(CDR_NAMES(states), state);
}

bool cdr_report_kind_parse(enum cdr_report_kind *out, struct cdr_str name)
{
	size_t value;

	if (!cdr_names_find(CDR_NAMES(reports), name, &value))
		return false;
	*out = (enum cdr_report_kind)value;
	return true;
}

bool cdr_check_result_parse(enum cdr_check_result *out, struct cdr_str name)
{
	size_t value;

	if (!cdr_names_find(CDR_NAMES(results), name, &value))
		return false;
	*out = (enum cdr_check_result)value;
	return true;
}
