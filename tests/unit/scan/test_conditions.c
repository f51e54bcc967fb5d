/* test_conditions.c - not, holes, numbers, escalation, keywords, modes, paths of a renaming. */
#include "bench.h"

#include "rules/number.h"
#include "scan/asking.h"
#include "scan/trace.h"

#define RULE(keys) "- {id: t.rule, title: T, severity: high, " keys "}\n"

/* --- not ------------------------------------------------------------------------- */

static const struct bench_case nots[] = {
	{ "in the match", RULE("match: {re: 'get\\(\\w+\\)', not: safe}"), "a.txt", NULL,
	  "get(safe) get(x)\n", "1 t.rule new 1:11-1:17 high\n" },
	{ "beside the match it says nothing", RULE("match: {re: 'get\\(\\w+\\)', not: safe}"),
	  "a.txt", NULL, "safe get(x)\n", "1 t.rule new 1:6-1:12 high\n" },
	{ "of a need: another match may do",
	  RULE("when: {re: pay}, need: {scope: line, re: 'by=\\w+', not: nobody}"), "a.txt", NULL,
	  "pay by=nobody\npay by=nobody by=me\n", "1 t.rule new 1:1-1:4 high\n" },
	{ "of an unless", RULE("match: {re: bad}, unless: [{re: 'ok\\w*', not: okay}]"), "a.txt",
	  NULL, "bad okay\nbad ok\n", "1 t.rule new 1:1-1:4 high\n" },
};

static void leaves_out_what_is_not_meant(void **state)
{
	(void)state;
	bench_table(nots, COUNT(nots));
}

/* --- holes ----------------------------------------------------------------------- */

#define INDEX                                                                          \
	RULE("match: {re: 'CREATE INDEX \\w+ ON (?<t>\\S+)'}, unless: [{scope: file, " \
	     "re: 'CREATE TABLE {t}(?!\\w)'}]")

static const struct bench_case holes[] = {
	{ "the same name", INDEX, "a.sql", NULL, "CREATE TABLE x (a);\nCREATE INDEX i ON x (a);\n",
	  "" },
	{ "another name", INDEX, "a.sql", NULL, "CREATE TABLE xy (a);\nCREATE INDEX i ON x (a);\n",
	  "1 t.rule new 2:1-2:20 high\n" },
	{ "another case", INDEX, "a.sql", NULL, "CREATE TABLE X (a);\nCREATE INDEX i ON x (a);\n",
	  "1 t.rule new 2:1-2:20 high\n" },
	{ "quoted: what means something to an expression", INDEX, "a.sql", NULL,
	  "CREATE TABLE axb (a);\nCREATE INDEX i ON a.b (a);\n", "1 t.rule new 2:1-2:22 high\n" },
	{ "quoted: and stands for itself", INDEX, "a.sql", NULL,
	  "CREATE TABLE a.b (a);\nCREATE INDEX i ON a.b (a);\n", "" },
	{ "quoted: the end of a quotation", INDEX, "a.sql", NULL,
	  "CREATE TABLE \\E.* (a);\nCREATE INDEX i ON \\E.* (a);\n", "" },
	{ "quoted: brackets", INDEX, "a.sql", NULL,
	  "CREATE TABLE y (a);\nCREATE INDEX i ON (y|[ (a);\n", "1 t.rule new 2:1-2:23 high\n" },
	{ "a group that took no part",
	  RULE("match: {re: 'bad(?<t>\\d)?'}, unless: [{scope: file, re: "
	       "'f{t}'}]"),
	  "a.txt", NULL, "f\nbad\n", "1 t.rule new 2:1-2:4 high\n" },
	{ "in a need, over the range",
	  RULE("when: {re: 'use (?<n>\\w+)'}, need: {scope: range, re: 'def {n}\\b'}"), "a.txt",
	  NULL, "def f\nuse f\nuse g\n", "1 t.rule new 3:1-3:6 high\n" },
};

static void fills_holes(void **state)
{
	(void)state;
	bench_table(holes, COUNT(holes));
}

/* Thousands of names are not compiled one by one. */
static void gives_up_on_too_many_names(void **state)
{
	struct bench bench = { .matcher = NULL };
	struct cdr_buf text;
	const struct cdr_flagged *hunk;

	(void)state;
	cdr_buf_init(&text, 1 << 20);
	for (unsigned i = 0; i <= CDR_VALUES_MAX; i++)
		cdr_buf_addf(&text, "CREATE TABLE t%u (a); CREATE INDEX i ON t%u (a);\n", i, i);
	bench_open(&bench, "", INDEX);
	bench_run(&bench, "a.sql", NULL, text.ptr);
	hunk = &bench.matched.hunks[0];
	assert_int_equal(hunk->n_findings, 1);
	assert_true(cdr_str_is(hunk->findings[0].rule->id, "builtin.unscannable"));
	assert_true(cdr_str_is(hunk->findings[0].message,
			       "t.rule gave up on this hunk: its groups "
			       "captured more than 500 different texts"));
	cdr_buf_release(&text);
	bench_close(&bench);
}

static void gives_up_on_too_many_matches(void **state)
{
	struct bench bench = { .matcher = NULL };
	char *text = cdr_arena_alloc(&bench.arena, CDR_TRIES_MAX + 2);

	(void)state;
	memset(text, 'b', CDR_TRIES_MAX + 1);
	text[CDR_TRIES_MAX + 1] = '\0';
	bench_open(&bench, "", RULE("paths: ['**'], match: {re: b}, unless: [{re: '^b'}]"));
	bench_run(&bench, "a.txt", NULL, text);
	assert_true(cdr_str_is(bench_only(&bench)->message,
			       "t.rule gave up on this hunk: it matches more than 100000 times in "
			       "this file"));
	bench_close(&bench);
}

/* --- shares ------------------------------------------------------------------------ */

#define TWICE(keys) "- {id: t.a, title: T, " keys "}\n- {id: t.b, title: T, " keys "}\n"

static void gives_each_rule_its_own_tries(void **state)
{
	const size_t n = CDR_TRIES_MAX / 2 + 1;
	struct bench bench = { .matcher = NULL };
	char *text = cdr_arena_alloc(&bench.arena, n + 1);

	(void)state;
	memset(text, 'b', n);
	text[n] = '\0';
	bench_open(&bench, "", TWICE("paths: ['**'], match: {re: b}, unless: [{re: '^b'}]"));
	bench_run(&bench, "a.txt", NULL, text);
	assert_string_equal(bench_findings(&bench), "");
	bench_close(&bench);
}

/* Each rule looks through the whole file for each of its names. */
static void gives_each_rule_its_own_bytes(void **state)
{
	enum { N_NAMES = 250 };
	const size_t n = CDR_ASKED_BYTES / 2 / N_NAMES + 1;
	struct bench bench = { .matcher = NULL };
	struct cdr_buf text;

	(void)state;
	cdr_buf_init(&text, 2 * n);
	for (int i = 0; i < N_NAMES; i++)
		cdr_buf_addf(&text, "use %d\n", i);
	for (size_t i = 0; i < n; i += 32)
		cdr_buf_adds(&text, "-------------------------------\n");
	for (int i = 0; i < N_NAMES; i++)
		cdr_buf_addf(&text, "let %d\n", i);
	bench_open(&bench, "",
		   TWICE("when: {re: '^use (?<n>\\d+)'}, need: {scope: file, re: 'let {n}\\b'}"));
	bench_run(&bench, "a.txt", NULL, text.ptr);
	assert_string_equal(bench_findings(&bench), "");
	cdr_buf_release(&text);
	bench_close(&bench);
}

/* --- numbers ----------------------------------------------------------------------- */

static void reads_numbers(void **state)
{
	static const struct {
		const char *text;
		bool is_number;
		double value;
		enum cdr_unit unit;
	} rows[] = {
		{ "10", true, 10, CDR_UNIT_NONE },
		{ " -3 ", true, -3, CDR_UNIT_NONE },
		{ "1_000'000", true, 1000000, CDR_UNIT_NONE },
		{ "0x1F", true, 31, CDR_UNIT_NONE },
		{ "0b101", true, 5, CDR_UNIT_NONE },
		{ "0o17", true, 15, CDR_UNIT_NONE },
		{ "2.5", true, 2.5, CDR_UNIT_NONE },
		{ ".5", true, 0.5, CDR_UNIT_NONE },
		{ "1e3", true, 1000, CDR_UNIT_NONE },
		{ "25e-2", true, 0.25, CDR_UNIT_NONE },
		{ "30s", true, 30, CDR_UNIT_SECONDS },
		{ "250ms", true, 0.25, CDR_UNIT_SECONDS },
		{ "2m", true, 120, CDR_UNIT_SECONDS },
		{ "2 min", true, 120, CDR_UNIT_SECONDS },
		{ "1h", true, 3600, CDR_UNIT_SECONDS },
		{ "80%", true, 80, CDR_UNIT_PERCENT },
		{ "60 * 60", true, 3600, CDR_UNIT_NONE },
		{ "1 << 10", true, 1024, CDR_UNIT_NONE },
		{ "200L", true, 200, CDR_UNIT_NONE },
		{ "1_000UL", true, 1000, CDR_UNIT_NONE },
		{ "0xFFu", true, 255, CDR_UNIT_NONE },
		{ "10n", true, 10, CDR_UNIT_NONE },
		{ "5_u32", true, 5, CDR_UNIT_NONE },
		{ "2.5f", true, 2.5, CDR_UNIT_NONE },
		{ "60L * 60", true, 3600, CDR_UNIT_NONE },
		{ "200Lx", false, 0, CDR_UNIT_NONE },
		{ "", false, 0, CDR_UNIT_NONE },
		{ "x", false, 0, CDR_UNIT_NONE },
		{ "10x", false, 0, CDR_UNIT_NONE },
		{ "1 + 1", false, 0, CDR_UNIT_NONE },
		{ "0x", false, 0, CDR_UNIT_NONE },
		{ "5 *", false, 0, CDR_UNIT_NONE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct cdr_number number = { 0 };
		bool is_number = cdr_number_parse(cdr_str_from(rows[i].text), &number);
		double off = number.value - rows[i].value;

		if (is_number != rows[i].is_number ||
		    (is_number && (off > 1e-9 || off < -1e-9 || number.unit != rows[i].unit)))
			fail_msg("%s: %d %f", rows[i].text, is_number, number.value);
	}
}

#define RISES(re) RULE("match: {re: '" re "'}, numeric: {group: n, op: increased}")
#define LIMIT RISES("limit=(?<n>\\S+)")

static const struct bench_case numbers[] = {
	{ "gt", RULE("match: {re: '(\\d+)ms'}, numeric: {group: 1, op: gt, value: 30}"), "a.txt",
	  NULL, "30ms 31ms\n", "1 t.rule new 1:6-1:10 high\n" },
	{ "lt, with units", RULE("match: {re: 't=(\\S+)', numeric: {group: 1, op: lt, value: 1m}}"),
	  "a.txt", NULL, "t=59s t=60s\n", "1 t.rule new 1:1-1:6 high\n" },
	{ "no number", RULE("match: {re: 't=(\\S+)', numeric: {group: 1, op: gt, value: 1}}"),
	  "a.txt", NULL, "t=many\n", "" },
	{ "units that do not compare: the worst",
	  RULE("match: {re: 't=(\\S+)', numeric: {group: 1, op: gt, value: 1m}}"), "a.txt", NULL,
	  "t=1\n", "1 t.rule new 1:1-1:4 high\n" },
	{ "units that do not compare: no excuse",
	  RULE("match: {re: bad}, unless: [{re: 't=(\\S+)', numeric: {group: 1, op: gt, value: "
	       "1m}}]"),
	  "a.txt", NULL, "bad t=100\n", "1 t.rule new 1:1-1:4 high\n" },
	{ "an excuse",
	  RULE("match: {re: bad}, unless: [{re: 't=(\\d+)', numeric: {group: 1, op: lt, "
	       "value: 10}}]"),
	  "a.txt", NULL, "bad t=11 t=9\nbad t=10\n", "1 t.rule new 2:1-2:4 high\n" },
	{ "increased", LIMIT, "a.txt", "limit=5\n", "limit=10\n", "1 t.rule new 1:1-1:9 high\n" },
	{ "decreased is not", LIMIT, "a.txt", "limit=10\n", "limit=5\n", "" },
	{ "equal is not", LIMIT, "a.txt", "limit=60s\n", "limit=1m\n", "" },
	{ "over units", LIMIT, "a.txt", "limit=60s\n", "limit=2m\n",
	  "1 t.rule new 1:1-1:9 high\n" },
	{ "a unit that went", LIMIT, "a.txt", "limit=60s\n", "limit=60\n",
	  "1 t.rule new 1:1-1:9 high\n" },
	{ "a new one has nothing to rise from", LIMIT, "a.txt", "x\n", "x\nlimit=10\n", "" },
	{ "decreased", RULE("match: {re: 'rounds=(?<n>\\d+)', numeric: {group: n, op: decreased}}"),
	  "a.txt", "rounds=12\n", "rounds=4\n", "1 t.rule new 1:1-1:9 high\n" },
	{ "of two, each its own", LIMIT, "a.txt", "a limit=5\nb limit=9\n",
	  "a limit=4\nb limit=10\n", "1 t.rule new 2:3-2:11 high\n" },
	{ "the line got more words", LIMIT, "a.txt", "a limit=5\n", "a limit=10 now\n",
	  "1 t.rule new 1:3-1:11 high\n" },
	{ "another number of the line rose, too", RISES("clamp\\(\\d+, (?<n>\\d+)"), "a.txt",
	  "clamp(1, 5)\n", "clamp(2, 6)\n", "1 t.rule new 1:1-1:11 high\n" },
	{ "in its entity", LIMIT, "a.py", "def f():\n  limit=5\ndef g():\n  limit=9\n",
	  "def g():\n  limit=9\ndef f():\n  limit=6\n", "1 t.rule new 4:3-4:10 high\n" },
	{ "what has its partner has no second one", LIMIT, "a.txt", "a limit=5\n",
	  "a limit=6\nb limit=9\n", "1 t.rule new 1:3-1:10 high\n" },
	{ "an entity that was renamed", LIMIT, "a.py", "def f():\n  limit=5\n",
	  "def g():\n  limit=6\n", "1 t.rule new 2:3-2:10 high\n" },
};

static void compares_numbers(void **state)
{
	(void)state;
	bench_table(numbers, COUNT(numbers));
}

/* --- escalation ---------------------------------------------------------------------- */

#define ESCALATES(scope, to) \
	RULE("match: {re: bad}, escalate: [{if: {" scope " re: live}, to: " to "}]")

static const struct bench_case escalations[] = {
	{ "lowered", ESCALATES("scope: file,", "low"), "a.txt", NULL, "bad\nlive\n",
	  "1 t.rule new 1:1-1:4 low\n" },
	{ "raised", ESCALATES("", "critical"), "a.txt", NULL, "bad live\nbad\n",
	  "1 t.rule new 1:1-1:4 critical\n1 t.rule new 2:1-2:4 high\n" },
	{ "the first that holds",
	  RULE("match: {re: bad}, escalate: [{if: {re: one}, to: low}, {if: {re: two}, to: info}]"),
	  "a.txt", NULL, "bad one two\nbad two\n",
	  "1 t.rule new 1:1-1:4 low\n1 t.rule new 2:1-2:4 info\n" },
	{ "of a touch, by its hunk",
	  RULE("touch: {paths: ['**']}, escalate: [{if: {re: live}, to: critical}]"), "a.txt",
	  "x\n", "y\nlive\n", "1 t.rule new 1:1-1:2 critical\n" },
};

static void weighs_by_place(void **state)
{
	struct bench bench = { .matcher = NULL };

	(void)state;
	bench_table(escalations, COUNT(escalations));
	bench_open(&bench, "", ESCALATES("", "critical"));
	bench_run(&bench, "a.txt", NULL, "bad live\n");
	assert_true(cdr_str_is(bench_only(&bench)->message, "T (raised from high: escalated)"));
	bench_close(&bench);
}

/* --- files ---------------------------------------------------------------------------- */

static const struct bench_case keywords[] = {
	{ "one stands there", RULE("keywords: [alpha, beta], match: {re: bad}"), "a.txt", NULL,
	  "BETA\nbad\n", "1 t.rule new 2:1-2:4 high\n" },
	{ "in the old version", RULE("keywords: [alpha], match: {re: bad}"), "a.txt", "alpha\n",
	  "bad\n", "1 t.rule new 1:1-1:4 high\n" },
	{ "at the very end", RULE("keywords: [\xC3\xA4h, ba], match: {re: gut}"), "a.txt", NULL,
	  "gut \xC3\xA4H", "1 t.rule new 1:1-1:4 high\n" },
	{ "one byte", RULE("keywords: [q], match: {re: bad}"), "a.txt", NULL, "bad Q",
	  "1 t.rule new 1:1-1:4 high\n" },
	{ "only beginnings", RULE("keywords: [badger, aq], match: {re: bad}"), "a.txt", NULL,
	  "bad badge a", "" },
	{ "none does", RULE("keywords: [alpha, beta], match: {re: bad}"), "a.txt", NULL, "bad\n",
	  "" },
	{ "of a guard", RULE("keywords: [alpha], guard: {re: '@login'}"), "a.py",
	  "@login\ndef f(alpha):\n    pass\n", "def f(alpha):\n    pass\n",
	  "1 t.rule old 1:1-1:7 high\n" },
	{ "none, of a guard", RULE("keywords: [beta], guard: {re: '@login'}"), "a.py",
	  "@login\ndef f(alpha):\n    pass\n", "def f(alpha):\n    pass\n", "" },
	{ "of a touch", RULE("keywords: [alpha], touch: {re: bad}"), "a.txt", "alpha\n",
	  "alpha\nbad\n", "1 t.rule new 2:1-2:4 high\n" },
	{ "none, of a touch", RULE("keywords: [beta], touch: {re: bad}"), "a.txt", "alpha\n",
	  "alpha\nbad\n", "" },
	{ "none, of a touch of paths", RULE("keywords: [beta], touch: {paths: ['**']}"), "a.txt",
	  "alpha\n", "alpha\nbad\n", "" },
};

static void wants_keywords(void **state)
{
	(void)state;
	bench_table(keywords, COUNT(keywords));
}

/* Findings of the only rule in a file that is described by FILE. */
static const char *found_in(struct bench *bench, const struct cdr_file *file)
{
	const struct cdr_texts texts = { file->old_mode ? CDR_STR("x\n") : CDR_STR(""),
					 CDR_STR("bad\n") };
	const char *found;

	assert_int_equal(cdr_diff_texts(&bench->arena, file, &texts, &bench->diff, NULL), 0);
	assert_int_equal(cdr_matcher_run(bench->matcher, &bench->change, bench->diff, &bench->arena,
					 &bench->matched),
			 0);
	found = bench_findings(bench);
	return strstr(found, "t.rule") ? "fires" : "";
}

static void looks_at_modes_and_both_paths(void **state)
{
	static const struct {
		const char *keys;
		struct cdr_file file;
		const char *found;
	} rows[] = {
		{ "mode: exec",
		  { .old_mode = 0100644, .new_mode = 0100755, .status = 'M' },
		  "fires" },
		{ "mode: exec", { .new_mode = 0100755, .status = 'A' }, "fires" },
		{ "mode: exec", { .old_mode = 0100755, .new_mode = 0100755, .status = 'M' }, "" },
		{ "mode: exec", { .old_mode = 0100644, .new_mode = 0100644, .status = 'M' }, "" },
		{ "paths: ['old/**']",
		  { .old_path = { "old/a", 5 }, .new_mode = 0100644, .status = 'A' },
		  "fires" },
		{ "exclude: ['new/**']",
		  { .old_path = { "old/a", 5 }, .new_mode = 0100644, .status = 'A' },
		  "fires" },
		{ "exclude: ['new/**', 'old/**']",
		  { .old_path = { "old/a", 5 }, .new_mode = 0100644, .status = 'A' },
		  "" },
		{ "status: R",
		  { .old_path = { "old/a", 5 }, .new_mode = 0100644, .status = 'A' },
		  "fires" },
		{ "status: R", { .new_mode = 0100644, .status = 'A' }, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct bench bench = { .matcher = NULL };
		struct cdr_file file = rows[i].file;

		file.path = CDR_STR("new/a");
		bench_open(
			&bench, "",
			cdr_arena_printf(&bench.arena, RULE("%s, match: {re: bad}"), rows[i].keys));
		assert_string_equal(found_in(&bench, &file), rows[i].found);
		bench_close(&bench);
	}
}

/* --- trace ------------------------------------------------------------------------------ */

static void tells_how_it_came_to_its_answer(void **state)
{
	static const char steps[] = "match 1 bad\nkept 1\nclause 1 fine\nunless 0\n"
				    "match 1 bad\nkept 1\nclause 0\nunless 1\nfinding 1\n";
	struct bench bench = { .matcher = NULL };
	struct cdr_trace trace = { .arena = &bench.arena };
	struct cdr_buf out;

	(void)state;
	bench_open(&bench, "",
		   RULE("match: {mask: comments, re: bad}, unless: [{scope: line, re: fine}]"));
	cdr_matcher_trace(bench.matcher, &trace);
	bench_run(&bench, "a.py", NULL, "bad = fine\nbad  # fine\n");
	cdr_buf_init(&out, 4096);
	for (size_t i = 0; i < trace.steps.n; i++) {
		const struct cdr_trace_step *step = &trace.steps.items[i];

		cdr_buf_addf(&out, "%s %d", cdr_trace_kind_name(step->kind), step->verdict);
		if (step->span.from < step->span.to)
			cdr_buf_addf(
				&out, " %.*s",
				CDR_FMT(cdr_str_sub(step->text, step->span.from, step->span.to)));
		cdr_buf_addc(&out, '\n');
	}
	assert_string_equal(out.ptr, steps);
	assert_true(cdr_str_is(trace.steps.items[4].text, "bad        "));
	assert_int_equal(trace.steps.items[4].spot.lineno, 2);
	cdr_buf_release(&out);
	bench_close(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(leaves_out_what_is_not_meant),
		cmocka_unit_test(fills_holes),
		cmocka_unit_test(gives_up_on_too_many_names),
		cmocka_unit_test(gives_up_on_too_many_matches),
		cmocka_unit_test(gives_each_rule_its_own_tries),
		cmocka_unit_test(gives_each_rule_its_own_bytes),
		cmocka_unit_test(reads_numbers),
		cmocka_unit_test(compares_numbers),
		cmocka_unit_test(weighs_by_place),
		cmocka_unit_test(wants_keywords),
		cmocka_unit_test(looks_at_modes_and_both_paths),
		cmocka_unit_test(tells_how_it_came_to_its_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
