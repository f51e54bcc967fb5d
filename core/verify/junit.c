/*
 * junit.c - the XML that JUnit's Ant task began with and everybody writes since, without a
 * standard: test suites hold test cases, a case holds what went wrong. Suites also say how
 * many failed; where that is more than their cases show, it is what counts.
 */
#include "verify/report.h"

#include "base/xml.h"

struct junit {
	struct cdr_check_report *report;
	struct cdr_arena *arena;
	struct cdr_xml xml;
	unsigned depth;                /* elements that are open */
	unsigned case_depth;           /* of the test case that is open; 0: none */
	struct cdr_str name;           /* its own */
	bool failed, skipped;
	uint64_t declared;             /* most failures and errors that one suite says it has */
};

/* A count in an attribute; 0 for anything else. */
static uint64_t count_of(const struct cdr_xml_token *token, const char *name)
{
	struct cdr_str text = cdr_xml_attribute(token, name);
	uint64_t value = 0;

	for (size_t i = 0; i < text.len && i < 9; i++) {
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			return 0;
		value = value * 10 + (uint64_t)(text.ptr[i] - '0');
	}
	return value;
}

static bool is_suite(struct cdr_str name)
{
	return cdr_str_is(name, "testsuites") || cdr_str_is(name, "testsuite");
}

static void open_case(struct junit *junit, const struct cdr_xml_token *token)
{
	struct cdr_str class = cdr_xml_attribute(token, "classname");
	struct cdr_str name = cdr_xml_attribute(token, "name");

	junit->case_depth = junit->depth;
	junit->failed = false;
	junit->skipped = cdr_str_is(cdr_xml_attribute(token, "status"), "notrun");
	junit->name = (struct cdr_str){ NULL, 0 };
	if (junit->report->counts.failed == 0)    /* whose name is asked for */
		junit->name = cdr_str_from(cdr_arena_printf(junit->arena, "%.*s%s%.*s",
							    CDR_FMT(class), class.len ? "." : "",
							    CDR_FMT(name)));
}

static void close_case(struct junit *junit)
{
	junit->case_depth = 0;
	if (junit->failed)
		cdr_report_add_failed(junit->report, junit->arena, junit->name);
	else if (junit->skipped)
		junit->report->counts.skipped++;
	else
		junit->report->counts.passed++;
}

static int read_open(struct junit *junit, const struct cdr_xml_token *token, struct cdr_err *err)
{
	uint64_t declared;

	if (++junit->depth == 1 && !is_suite(token->name))
		return cdr_fail(err, CDR_ESYNTAX, "the root element is no test suite");
	if (junit->case_depth) {
		if (cdr_str_is(token->name, "failure") || cdr_str_is(token->name, "error"))
			junit->failed = true;
		else if (cdr_str_is(token->name, "skipped"))
			junit->skipped = true;
	} else if (cdr_str_is(token->name, "testcase")) {
		open_case(junit, token);
	} else if (is_suite(token->name)) {
		declared = count_of(token, "failures") + count_of(token, "errors");
		junit->declared = declared > junit->declared ? declared : junit->declared;
	}
	return 0;
}

static int read_token(struct junit *junit, bool *at_end, struct cdr_err *err)
{
	struct cdr_xml_token token;
	int rc = cdr_xml_next(&junit->xml, &token, err);

	*at_end = rc == 0 && token.kind == CDR_XML_END;
	if (rc < 0)
		return rc;
	if (token.kind == CDR_XML_OPEN)
		return read_open(junit, &token, err);
	if (token.kind == CDR_XML_CLOSE) {
		if (junit->case_depth == junit->depth)
			close_case(junit);
		junit->depth--;
	}
	return 0;
}

int cdr_report_read_junit(const struct cdr_report_source *source, struct cdr_arena *arena,
			  struct cdr_check_report *out, struct cdr_err *err)
{
	struct junit junit = { .report = out, .arena = arena };
	bool at_end = false;
	int rc = 0;

	cdr_xml_init(&junit.xml, source->text);
	while (rc == 0 && !at_end)
		rc = read_token(&junit, &at_end, err);
	cdr_xml_release(&junit.xml);
	if (rc == 0 && junit.declared > out->counts.failed)
		out->counts.failed = (uint32_t)junit.declared;
	return rc;
}
