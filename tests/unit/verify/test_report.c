/* test_report.c - reports of tests: what they count, and what is not believed. */
#include "unit/base/test.h"

#include "verify/report.h"

struct row {
	struct cdr_str text;
	const char *words; /* "P/F/S FIRST", or "!" and the cause */
};

static void check_row(enum cdr_report_kind kind, const struct row *row)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_err err = { 0 };
	const struct cdr_report_source source = { .kind = kind, .text = row->text };
	struct cdr_check_report report;
	struct cdr_buf out;

	cdr_buf_init(&out, 1000);
	if (cdr_report_read(&source, &arena, &report, &err) < 0)
		cdr_buf_addf(&out, "!%s", err.message);
	else
		cdr_buf_addf(&out, "%u/%u/%u %.*s", report.counts.passed, report.counts.failed,
			     report.counts.skipped, CDR_FMT(report.first));
	assert_str(cdr_buf_str(&out), row->words);
	cdr_buf_release(&out);
	cdr_arena_release(&arena);
}

static void tap_is_counted_and_must_be_complete(void **state)
{
	static const struct row rows[] = {
		{ TEXT("1..2\nok 1 - a\nok 2\n"), "2/0/0 " },
		{ TEXT("TAP version 14\r\nok\r\nnot ok - b\r\n1..2\r\n"), "1/1/0 b" },
		{ TEXT("ok 1 a # SKIP no\nnot ok 2 # todo later\nok 3 # TODO done\n1..3"),
		  "1/0/2 " },
		{ TEXT("ok 1 - a \\# SKIP\n1..1"), "1/0/0 " },
		{ TEXT("noise\n# not ok 1\n    not ok 1 - inner\n  ---\n  not ok\nok 1 - "
		       "outer\n1..1\n"),
		  "1/0/0 " },
		{ TEXT("not ok 1 - x\nnot ok 2 - y\n1..2\n"), "0/2/0 x" },
		{ TEXT("1..0 # SKIP nothing here\n"), "0/0/0 " },
		{ TEXT("okay\nnot okay\n1..0\n"), "0/0/0 " },
		{ TEXT(""), "!there is no plan (\"1..N\")" },
		{ TEXT("ok 1\nok 2\n"), "!there is no plan (\"1..N\")" },
		{ TEXT("1..3\nok 1\n"), "!3 tests were planned, 1 ran" },
		{ TEXT("1..1\nok 1\nok 2\n"), "!1 tests were planned, 2 ran" },
		{ TEXT("1..1\nok 1\n1..1\n"), "!line 3: a second plan" },
		{ TEXT("1..x\n"), "!line 1: a plan without a number" },
		{ TEXT("1..9999999999999999999999\n"), "!line 1: a plan without a number" },
		{ TEXT("1..2\nok 1\nok 1\n"),
		  "!line 3: tests are not numbered one after the other" },
		{ TEXT("1..2\nok 1\nBail out! no disk\n"), "!line 3: the tests bailed out" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		check_row(CDR_CHECK_BY_TAP, &rows[i]);
}

static void junit_is_counted_by_its_cases(void **state)
{
	static const struct row rows[] = {
		{ TEXT("<testsuites><testsuite><testcase name='a'/><testcase name='b'><system-out>"
		       "failure</system-out></testcase></testsuite></testsuites>"),
		  "2/0/0 " },
		{ TEXT("<testsuite><testcase classname='c' name='a'><failure/></testcase>"
		       "<testcase name='b'><error/><skipped/></testcase></testsuite>"),
		  "0/2/0 c.a" },
		{ TEXT("<testsuite><testcase name='a'><skipped/></testcase>"
		       "<testcase name='b' status='notrun'/><testcase name='c'/></testsuite>"),
		  "1/0/2 " },
		{ TEXT("<testsuite errors='2' failures='1'><testcase name='a'/></testsuite>"),
		  "1/3/0 " },
		{ TEXT("<testsuites><testsuite><testsuite failures='1'><testcase name='a'>"
		       "<failure>x</failure></testcase></testsuite></testsuite></testsuites>"),
		  "0/1/0 a" },
		{ TEXT("<testsuite/>"), "0/0/0 " },
		{ TEXT("<testsuite><properties><failure/></properties></testsuite>"), "0/0/0 " },
		{ TEXT("<html><testcase/></html>"), "!the root element is no test suite" },
		{ TEXT("<testsuite><testcase name='a'/>"),
		  "!line 1, column 32: it ends within an element" },
		{ TEXT("<!DOCTYPE testsuite SYSTEM 'file:///etc/passwd'><testsuite/>"),
		  "!line 1, column 1: a document type, which reports have no use for" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		check_row(CDR_CHECK_BY_JUNIT, &rows[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tap_is_counted_and_must_be_complete),
		cmocka_unit_test(junit_is_counted_by_its_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
