/* test_scopes.c - how far a trigger and its conditions look, and at which lines there. */
#include "bench.h"

#define MATCH(clause) "- {id: t.rule, title: T, severity: high, match: " clause "}\n"
#define BAD(unless) MATCH("{re: bad}, unless: [" unless "]")
#define WHEN(scope, need)                                                                         \
	"- {id: t.rule, title: T, severity: high, when: {scope: " scope ", re: pay}, need: " need \
	"}\n"

/* Twenty U+2020 in UTF-16. */
#define DAGGERS "                                        "

#define FAR "\n1\n2\n3\n4\n5\n6\n7\n8\n9\n"

/* --- triggers ------------------------------------------------------------------ */

static const char py_old[] =
	"@route('/pay')\ndef pay(r):\n    x = 1\n    return r\n\n\ndef other():\n    return 1\n";
static const char py_new[] =
	"@route('/pay')\ndef pay(r):\n    x = 2\n    return r\n\n\ndef other():\n    return 1\n";
static const char js_old[] =
	"class A {\n  pay(x) {\n    a(1);\n  }\n  other() {\n    b(1);\n  }\n}\n";
static const char js_new[] =
	"class A {\n  pay(x) {\n    a(2);\n  }\n  other() {\n    b(1);\n  }\n}\n";

static const struct bench_case triggers[] = {
	{ "entity: decorators, head and body", MATCH("{scope: entity, re: '(?s)@route.*return r'}"),
	  "a.py", py_old, py_new, "1 t.rule new 1:1-4:13 high\n" },
	{ "entity: only the one that changed", MATCH("{scope: entity, re: 'other'}"), "a.py",
	  py_old, py_new, "" },
	{ "entity: with braces, the innermost", MATCH("{scope: entity, re: '(?s)pay.*a\\(2\\)'}"),
	  "a.js", js_old, js_new, "1 t.rule new 2:3-3:9 high\n" },
	{ "entity: not what is around it", MATCH("{scope: entity, re: 'class A'}"), "a.js", js_old,
	  js_new, "" },
	{ "entity: of the old side", MATCH("{side: removed, scope: entity, re: 'x = 1'}"), "a.py",
	  py_old, py_new, "1 t.rule old 3:5-3:10 high\n" },
	{ "entity: outside of all the statement", MATCH("{scope: entity, re: '(?s)f\\(.*bad'}"),
	  "a.py", NULL, "f(\n  bad)\n", "1 t.rule new 1:1-2:6 high\n" },
	{ "entity: masked", MATCH("{scope: entity, mask: comments, re: bad}"), "a.py",
	  "def f():\n  # bad\n  x\n", "def f():\n  # bad\n  y\n", "" },
	{ "file: all of it, on the hunk that shows the match", MATCH("{scope: file, re: 'bad'}"),
	  "a.txt", "bad" FAR "x\n" FAR "x\n", "bad" FAR "y\n" FAR "y bad\n",
	  "1 t.rule new 1:1-1:4 high\n2 t.rule new 22:3-22:6 high\n" },
	{ "file: over lines far apart", MATCH("{scope: file, re: '(?s)one.*two'}"), "a.txt",
	  "one" FAR "x\n", "one" FAR "two\n", "1 t.rule new 1:1-11:4 high\n" },
	{ "file: nothing without a changed line of the side", MATCH("{scope: file, re: bad}"),
	  "a.txt", "bad\nx\n", "bad\n", "" },
	{ "file: the old one", MATCH("{side: removed, scope: file, re: bad}"), "a.txt", "bad\nx\n",
	  "bad\n", "1 t.rule old 1:1-1:4 high\n" },
	{ "file: between two hunks, on the nearer one", MATCH("{scope: file, re: 'bad'}"), "a.txt",
	  "x" FAR FAR "bad\n1\n2\n3\n4\n5\nx\n", "y" FAR FAR "bad\n1\n2\n3\n4\n5\ny\n",
	  "2 t.rule new 21:1-21:4 high\n" },
	{ "hunk: of UTF-16, whose text is longer than its bytes",
	  MATCH("{scope: hunk, re: '†{20}'}"), "a.txt", NULL, "\xff\xfe" DAGGERS "\n",
	  "1 builtin.invisible-text new 1:1-1:2 high\n1 t.rule new 1:3-1:43 high\n" },
	{ "file: given once", MATCH("{scope: file, re: bad}"), "a.txt", "bad" FAR "x\n" FAR "x\n",
	  "bad" FAR "y\n" FAR "y\n", "1 t.rule new 1:1-1:4 high\n" },
};

static void triggers_look_as_far_as_they_say(void **state)
{
	(void)state;
	bench_table(triggers, COUNT(triggers));
}

/* --- when and need --------------------------------------------------------------- */

static const char fn_old[] =
	"def pay(r):\n    audit(r)\n    return r\n\n\ndef rest():\n    audit(1)\n";
static const char fn_new[] = "def pay(r):\n    return r\n\n\ndef rest():\n    audit(1)\n";

static const struct bench_case needs[] = {
	{ "line: missing", WHEN("line", "{scope: line, re: ok}"), "a.py", NULL, "pay(\n  ok)\n",
	  "1 t.rule new 1:1-1:4 high\n" },
	{ "line: there", WHEN("line", "{scope: line, re: ok}"), "a.py", NULL, "pay(ok)\n", "" },
	{ "statement: there", WHEN("line", "{re: ok}"), "a.py", NULL, "pay(\n  ok)\n", "" },
	{ "entity: there, in a line that did not change",
	  WHEN("line", "{scope: entity, re: audit}"), "a.py", "def f():\n    x\n    audit()\n",
	  "def f():\n    pay()\n    audit()\n", "" },
	{ "entity: another one has it", WHEN("line", "{scope: entity, re: audit}"), "a.py",
	  "def f():\n    x\n\ndef g():\n    audit()\n",
	  "def f():\n    pay()\n\ndef g():\n    audit()\n", "1 t.rule new 2:5-2:8 high\n" },
	{ "entity: the companion was taken out", WHEN("entity", "{scope: entity, re: audit}"),
	  "a.py", fn_old, fn_new, "1 t.rule new 1:5-1:8 high\n" },
	{ "hunk: there", WHEN("hunk", "{scope: hunk, re: ok}"), "a.txt", NULL, "pay\n1\nok\n", "" },
	{ "hunk: as a trigger", WHEN("hunk", "{scope: hunk, re: 'pay\\nok'}"), "a.txt", NULL,
	  "pay\nno\n", "1 t.rule new 1:1-1:4 high\n" },
	{ "hunk: each its own", WHEN("line", "{scope: hunk, re: ok}"), "a.txt",
	  "1" FAR "2" FAR "3" FAR "4" FAR "5\n",
	  "pay ok" FAR "pay" FAR "pay ok" FAR "pay ok" FAR "pay ok\n",
	  "2 t.rule new 11:1-11:4 high\n" },
	{ "file: there, far away", WHEN("line", "{scope: file, re: ok}"), "a.txt", "ok" FAR "x\n",
	  "ok" FAR "pay\n", "" },
	{ "file: missing", WHEN("line", "{scope: file, re: ok}"), "a.txt", "no" FAR "x\n",
	  "no" FAR "pay\n", "1 t.rule new 11:1-11:4 high\n" },
	{ "file: masked as the trigger is",
	  "- {id: t.rule, title: T, severity: high, when: {mask: comments, re: pay}, "
	  "need: {scope: file, re: ok}}\n",
	  "a.py", NULL, "# ok\npay()\n", "1 t.rule new 2:1-2:4 high\n" },
	{ "file: the old version had it", WHEN("line", "{scope: file, side: old, re: ok}"), "a.txt",
	  "ok\n", "pay\n", "" },
	{ "file: only its added lines", WHEN("line", "{scope: file, side: added, re: ok}"), "a.txt",
	  "ok\nx\n", "ok\npay\n", "1 t.rule new 2:1-2:4 high\n" },
	{ "file: taken out of a file with the trigger", WHEN("file", "{scope: file, re: ok}"),
	  "a.txt", "pay\nok\n", "pay\n", "1 t.rule new 1:1-1:4 high\n" },
};

static void needs_look_as_far_as_they_say(void **state)
{
	(void)state;
	bench_table(needs, COUNT(needs));
}

/* --- unless ------------------------------------------------------------------------ */

static const struct bench_case excuses[] = {
	{ "entity", BAD("{scope: entity, re: fine}"), "a.py",
	  "def f():\n    fine\n    x\n\ndef g():\n    x\n",
	  "def f():\n    fine\n    bad\n\ndef g():\n    bad\n", "1 t.rule new 6:5-6:8 high\n" },
	{ "entity: only its added lines", BAD("{scope: entity, side: added, re: fine}"), "a.py",
	  "def f():\n    fine\n    x\n", "def f():\n    fine\n    bad\n",
	  "1 t.rule new 3:5-3:8 high\n" },
	{ "entity: an added line of it", BAD("{scope: entity, side: added, re: fine}"), "a.py",
	  "def f():\n    x\n", "def f():\n    fine\n    bad\n", "" },
	{ "entity: only what the change took from another version",
	  BAD("{scope: entity, side: changed, re: fine}"), "a.py", "def f():\n    fine\n",
	  "def f():\n    bad\n", "1 t.rule new 2:5-2:8 high\n" },
	{ "entity: a changed line of it", BAD("{scope: entity, side: changed, re: fine}"), "a.py",
	  "def f():\n    x\n", "def f():\n    fine\n    bad\n", "" },
	{ "statement: its first added line", BAD("{scope: statement, side: added, re: fine}"),
	  "a.py", NULL, "x\nf(fine,\n  bad)\n", "" },
	{ "statement: not the line after it", BAD("{scope: statement, side: added, re: fine}"),
	  "a.py", NULL, "f(1,\n  bad)\nfine\n", "1 t.rule new 2:3-2:6 high\n" },
	{ "file", BAD("{scope: file, re: fine}"), "a.txt", "fine" FAR "x\n", "fine" FAR "bad\n",
	  "" },
	{ "file: its removed lines", BAD("{scope: file, side: removed, re: fine}"), "a.txt",
	  "fine" FAR "x\n", "f" FAR "bad\n", "" },
	{ "file: lines of either side", BAD("{scope: file, side: changed, re: '^fine'}"), "a.txt",
	  "fine" FAR "x\n", "f" FAR "bad\n", "" },
	{ "a path that is not this one", BAD("{scope: file, paths: ['b/**'], re: fine}"), "a.txt",
	  NULL, "bad fine\n", "1 t.rule new 1:1-1:4 high\n" },
	{ "this path", BAD("{scope: file, paths: ['a.*'], re: fine}"), "a.txt", NULL, "bad fine\n",
	  "" },
	{ "the range, which is one file here", BAD("{scope: range, re: fine}"), "a.txt",
	  "fine\nx\n", "fine\nbad\n", "1 t.rule new 2:1-2:4 high\n" },
	{ "the range: an added line by default", BAD("{scope: range, re: fine}"), "a.txt", "x\n",
	  "fine\nbad\n", "" },
	{ "the range: a removed line", BAD("{scope: range, side: removed, re: fine}"), "a.txt",
	  "fine\n", "bad\n", "" },
	{ "the range: only files of its paths", BAD("{scope: range, paths: [b.txt], re: fine}"),
	  "a.txt", NULL, "fine\nbad\n", "1 t.rule new 2:1-2:4 high\n" },
};

static void excuses_look_as_far_as_they_say(void **state)
{
	(void)state;
	bench_table(excuses, COUNT(excuses));
}

/* --- secrets in every scope ----------------------------------------------------------- */

/* A match that begins in one hunk hides what it captured in another. */
static void hides_in_every_hunk(void **state)
{
	struct bench bench = { .matcher = NULL };
	size_t from = 0, to;

	(void)state;
	bench_open(&bench, "",
		   "- {id: t.rule, title: T, severity: high, redact: v, "
		   "match: {scope: file, re: '(?s)one.*token=(?<v>\\w+)'}}\n");
	bench_run(&bench, "a.txt", "x" FAR "x\n", "one" FAR "token=s3cret;\n");
	assert_int_equal(bench.diff->n_hunks, 2);
	assert_true(cdr_flagged_redaction(&bench.matched.hunks[1], &bench.diff->hunks[1].lines[4],
					  &from, &to));
	assert_int_equal(from, 6);
	assert_int_equal(to, 12);
	bench_close(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(triggers_look_as_far_as_they_say),
		cmocka_unit_test(needs_look_as_far_as_they_say),
		cmocka_unit_test(excuses_look_as_far_as_they_say),
		cmocka_unit_test(hides_in_every_hunk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
