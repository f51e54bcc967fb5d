/* rule.c - the words of rule.h's enums as registries, records and JSON spell them. */
#include "base/names.h"

#include "cdreview/rule.h"

static const char *const rule_kinds[] = {
	[CDR_FORBID] = "forbid",
	[CDR_REQUIRE] = "require",
};

static const char *const severities[] = {
	[CDR_OFF] = "off",
	[CDR_INFO] = "info",
	[CDR_LOW] = "low",
	[CDR_MEDIUM] = "medium",
	[CDR_HIGH] = "high",
	[CDR_CRITICAL] = "critical",
};

static const char *const confidences[] = {
	[CDR_CONFIDENCE_LOW] = "low",
	[CDR_CONFIDENCE_MEDIUM] = "medium",
	[CDR_CONFIDENCE_HIGH] = "high",
};

static const char *const detectors[] = {
	[CDR_PLAIN] = "plain",
	[CDR_MATCH] = "match",
	[CDR_NEED] = "need",
	[CDR_GUARD] = "guard",
	[CDR_TOUCH] = "touch",
	[CDR_BUILTIN] = "builtin",
	[CDR_TOOL] = "tool",
};

const char *cdr_rule_kind_name(enum cdr_rule_kind kind)
{
	return cdr_names_get(CDR_NAMES(rule_kinds), kind);
}

const char *cdr_severity_name(enum cdr_severity severity)
{
	return cdr_names_get(CDR_NAMES(severities), severity);
}

const char *cdr_confidence_name(enum cdr_confidence confidence)
{
	return cdr_names_get(CDR_NAMES(confidences), confidence);
}

const char *cdr_detector_name(enum cdr_detector detector)
{
	return cdr_names_get(CDR_NAMES(detectors), detector);
}

bool cdr_severity_parse(enum cdr_severity *out, struct cdr_str name)
{
	size_t value;

	if (!cdr_names_find(CDR_NAMES(severities), name, &value))
		return false;
	*out = (enum cdr_severity)value;
	return true;
}
