/* test_suppress.c - what excuses a finding and what only looks as if it did. */
#include "bench.h"

#include "scan/inline.h"

#define RULE                                                           \
	"- {id: t.rule, title: T, severity: high, match: {re: bad}}\n" \
	"- {id: t.other, title: T, severity: low, match: {re: worse}}\n"

/* --- in the code: OLD has the marker, so that it is not part of the change ------------ */

#define WAS(marker) marker "\nx\n"
#define IS(marker) marker "\nbad\n"
#define OPEN "1 t.rule new 2:1-2:4 high\n"
#define IDLE(to) "1 builtin.suppression new 1:3-1:" #to " medium\n"
#define EXCUSED "1 t.rule new 2:1-2:4 high (because)\n"

#define ABOVE(name, marker, findings)                                 \
	{                                                             \
		name, RULE, "a.py", WAS(marker), IS(marker), findings \
	}

static const struct bench_case inlines[] = {
	ABOVE("alone above", "# cdreview:allow t.rule -- because", EXCUSED),
	ABOVE("in a block comment", "/* cdreview:allow t.rule -- because */", EXCUSED),
	ABOVE("in markup", "<!-- cdreview:allow t.rule -- because -->", EXCUSED),
	ABOVE("until a day to come", "# cdreview:allow t.rule -- because until=2026-06-16",
	      EXCUSED),
	ABOVE("until today", "# cdreview:allow t.rule -- because until=2026-06-15", EXCUSED),
	ABOVE("until yesterday", "# cdreview:allow t.rule -- because until=2026-06-14",
	      OPEN IDLE(52)),
	ABOVE("until no day at all", "# cdreview:allow t.rule -- because until=soon",
	      OPEN IDLE(46)),
	ABOVE("until a day in a thirteenth month",
	      "# cdreview:allow t.rule -- because until=2099-13-01", OPEN IDLE(52)),
	ABOVE("until a day that no month has",
	      "# cdreview:allow t.rule -- because until=2099-02-30", OPEN IDLE(52)),
	ABOVE("until nothing", "# cdreview:allow t.rule -- because until=", OPEN IDLE(42)),
	ABOVE("in brackets", "# cdreview:allow t.rule -- because [until=2026-12-31]", EXCUSED),
	ABOVE("without a reason", "# cdreview:allow t.rule --", OPEN IDLE(27)),
	ABOVE("without words in the reason", "# cdreview:allow t.rule -- ...", OPEN IDLE(31)),
	ABOVE("with a date for a reason", "# cdreview:allow t.rule -- until=2026-12-31",
	      OPEN IDLE(44)),
	ABOVE("without dashes", "# cdreview:allow t.rule because", OPEN IDLE(32)),
	ABOVE("with other words instead", "# cdreview:allow t.rule because of that", OPEN IDLE(40)),
	ABOVE("without an id", "# cdreview:allow -- because", OPEN IDLE(28)),
	ABOVE("another id", "# cdreview:allow t.other -- because",
	      OPEN "1 builtin.suppression new 1:3-1:36 low\n"),
	ABOVE("a glob is no id", "# cdreview:allow t.* -- because", OPEN IDLE(32)),
	ABOVE("another marker", "# cdreview:allowed t.rule -- because", OPEN),
	ABOVE("beside code it is for its own line", "y = 1  # cdreview:allow t.rule -- because",
	      OPEN),
	{ "on the line", RULE, "a.py", "x # cdreview:allow t.rule -- because\ny\n",
	  "x # cdreview:allow t.rule -- because\nbad\n", "1 t.rule new 2:1-2:4 high\n" },
	{ "two lines above", RULE, "a.py", "# cdreview:allow t.rule -- because\n\nx\n",
	  "# cdreview:allow t.rule -- because\n\nbad\n", "1 t.rule new 3:1-3:4 high\n" },
	{ "added with the change, above", RULE, "a.py", "x\n",
	  "# cdreview:allow t.rule -- because\nbad\n", "1 t.rule new 2:1-2:4 high\n" },
	{ "added with the change, on the line", RULE, "a.py", "x\n",
	  "bad # cdreview:allow t.rule -- because\n", "1 t.rule new 1:1-1:4 high\n" },
	{ "only its own rule", RULE, "a.py", WAS("# cdreview:allow t.rule -- because"),
	  "# cdreview:allow t.rule -- because\nbad worse\n",
	  "1 t.rule new 2:1-2:4 high (because)\n1 t.other new 2:5-2:10 low\n" },
};

/* What a suppression that excuses nothing is told of. */
static const struct bench_case idle[] = {
	{ "in a string it is none", RULE, "a.js",
	  "x = `\n// cdreview:allow t.rule -- because\n` + x\n",
	  "x = `\n// cdreview:allow t.rule -- because\n` + bad\n", "1 t.rule new 3:5-3:8 high\n" },
	{ "added in a string", RULE, "a.js", NULL, "x = \"cdreview:allow\"\n", "" },
	{ "added without a need", RULE, "a.py", "x\n", "# cdreview:allow t.rule -- because\ny\n",
	  "1 builtin.suppression new 1:3-1:35 low\n" },
	{ "what it excused is gone", RULE, "a.py", "# cdreview:allow t.rule -- because\nbad\n",
	  "# cdreview:allow t.rule -- because\ngood\n",
	  "1 builtin.suppression new 1:3-1:35 low\n" },
	{ "what it excuses did not change", RULE, "a.py",
	  "# cdreview:allow t.rule -- because\nbad\nx\n",
	  "# cdreview:allow t.rule -- because\nbad\ny\n", "" },
	{ "no such rule", RULE, "a.py", "x\n", "x # cdreview:allow t.none -- because\n",
	  "1 builtin.suppression new 1:5-1:37 medium\n" },
	{ "a rule of ours that nothing excuses", RULE, "a.py", "x\n",
	  "x # cdreview:allow builtin.mode -- because\n",
	  "1 builtin.suppression new 1:5-1:43 low\n" },
	{ "words about it in a text", RULE, "a.unknown", "x\n", "write cdreview:allow ID\n", "" },
};

static void tells_of_idle_suppressions(void **state)
{
	struct bench bench = { .matcher = NULL };

	(void)state;
	bench_table(idle, COUNT(idle));
	bench_open(&bench, "", RULE);
	bench_run(&bench, "a.py", NULL, "x # cdreview:allow t.rule -- because until=2026-06-14\n");
	assert_true(cdr_str_is(bench_only(&bench)->message,
			       "this suppression excuses nothing: its day is past"));
	bench_close(&bench);
}

static void excuses_in_the_code(void **state)
{
	static const char side[] =
		"- {id: t.rule, title: T, severity: high, match: {side: context, re: bad}}\n";
	static const struct bench_case on_the_line[] = {
		{ "on the line itself", side, "a.py", "bad # cdreview:allow t.rule -- because\nx\n",
		  "bad # cdreview:allow t.rule -- because\ny\n",
		  "1 t.rule new 1:1-1:4 high (because)\n" },
		{ "not of the old side",
		  "- {id: t.rule, title: T, severity: high, match: {side: removed, re: bad}}\n",
		  "a.py", "# cdreview:allow t.rule -- because\nbad\n",
		  "# cdreview:allow t.rule -- because\n", "1 t.rule old 2:1-2:4 high\n" },
	};

	(void)state;
	bench_table(inlines, COUNT(inlines));
	bench_table(on_the_line, COUNT(on_the_line));
}

/* --- allow entries ----------------------------------------------------------------- */

struct allow_case {
	const char *name, *allow, *path, *findings;
};

#define FIRST "1 t.rule new 1:5-1:8 high"

static const struct allow_case allows[] = {
	{ "a rule", "{rule: t.rule, reason: R}", "a/b.txt", FIRST " (R)\n" },
	{ "a glob of rules", "{rule: 't.*', reason: R}", "a/b.txt", FIRST " (R)\n" },
	{ "another rule", "{rule: t.other, reason: R}", "a/b.txt", FIRST "\n" },
	{ "a path", "{rule: t.rule, paths: ['a/**'], reason: R}", "a/b.txt", FIRST " (R)\n" },
	{ "another path", "{rule: t.rule, paths: ['c/**'], reason: R}", "a/b.txt", FIRST "\n" },
	{ "a text on the line", "{rule: t.rule, match: 'one', reason: R}", "a/b.txt",
	  FIRST " (R)\n" },
	{ "a text elsewhere", "{rule: t.rule, match: 'two', reason: R}", "a/b.txt", FIRST "\n" },
	{ "to come", "{rule: t.rule, reason: R, until: 2026-06-15}", "a/b.txt", FIRST " (R)\n" },
	{ "past", "{rule: t.rule, reason: R, until: 2026-06-14}", "a/b.txt", FIRST "\n" },
	{ "the first that fits", "{rule: t.other, reason: Q}, {rule: t.rule, reason: R}", "a/b.txt",
	  FIRST " (R)\n" },
};

static void excuses_by_registry(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(allows); i++) {
		struct bench bench = { .matcher = NULL };

		bench_open(&bench, cdr_arena_printf(&bench.arena, "allow: [%s]\n", allows[i].allow),
			   RULE);
		bench_run(&bench, allows[i].path, NULL, "one bad\ntwo\n");
		if (strcmp(bench_findings(&bench), allows[i].findings) != 0)
			fail_msg("%s: %s", allows[i].name, bench_findings(&bench));
		assert_int_equal(cdr_flagged_is(&bench.matched.hunks[0]),
				 !strstr(allows[i].findings, "(R)"));
		bench_close(&bench);
	}
}

static void excuses_built_in_rules(void **state)
{
	struct bench bench = { .matcher = NULL };
	char text[150 * 4 + 1] = "";

	(void)state;
	for (int i = 0; i < 150; i++)
		strcat(text, "\x01"
			     "ad\n");
	bench_open(&bench,
		   "allow: [{rule: builtin.invisible-text, reason: R}, {rule: 'builtin.*', reason: "
		   "R}]\n",
		   RULE);
	bench_run(&bench, "a.txt", NULL, "\x01\n");
	assert_string_equal(bench_findings(&bench),
			    "1 builtin.invisible-text new 1:1-1:2 high (R)\n");
	bench_run(&bench, "a.txt", NULL, text);
	assert_true(cdr_flagged_is(&bench.matched.hunks[0]));
	bench_close(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(excuses_in_the_code),
		cmocka_unit_test(tells_of_idle_suppressions),
		cmocka_unit_test(excuses_by_registry),
		cmocka_unit_test(excuses_built_in_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
