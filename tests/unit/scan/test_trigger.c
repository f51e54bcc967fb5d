/* test_trigger.c - match and need: sides, scopes, masks, excuses, secrets and limits. */
#include "bench.h"

#include "scan/filescan.h"

#define MATCH(clause) "- {id: t.rule, title: T, severity: high, " clause "}\n"

/* --- sides ------------------------------------------------------------------- */

static const char side_old[] = "one bad\ntwo bad\nthree\n";
static const char side_new[] = "one bad\ntwo bad!\nthree\n";

static const struct bench_case sides[] = {
	{ "added", MATCH("match: {side: added, re: bad}"), "a.txt", side_old, side_new,
	  "1 t.rule new 2:5-2:8 high\n" },
	{ "added is the default", MATCH("match: {re: bad}"), "a.txt", side_old, side_new,
	  "1 t.rule new 2:5-2:8 high\n" },
	{ "removed", MATCH("match: {side: removed, re: bad}"), "a.txt", side_old, side_new,
	  "1 t.rule old 2:5-2:8 high\n" },
	{ "changed", MATCH("match: {side: changed, re: 'bad(?!!)'}"), "a.txt", side_old, side_new,
	  "1 t.rule old 2:5-2:8 high\n" },
	{ "changed is both", MATCH("match: {side: changed, re: bad}"), "a.txt", side_old, side_new,
	  "1 t.rule old 2:5-2:8 high\n1 t.rule new 2:5-2:8 high\n" },
	{ "context", MATCH("match: {side: context, re: bad}"), "a.txt", side_old, side_new,
	  "1 t.rule new 1:5-1:8 high\n" },
	{ "old", MATCH("match: {side: old, re: bad}"), "a.txt", side_old, side_new,
	  "1 t.rule old 1:5-1:8 high\n1 t.rule old 2:5-2:8 high\n" },
	{ "new", MATCH("match: {side: new, re: bad}"), "a.txt", side_old, side_new,
	  "1 t.rule new 1:5-1:8 high\n1 t.rule new 2:5-2:8 high\n" },
	{ "nothing of a deletion is added", MATCH("match: {re: bad}"), "a.txt", side_old, NULL,
	  "" },
	{ "all of a new file is", MATCH("match: {re: bad}"), "a.txt", NULL, side_new,
	  "1 t.rule new 1:5-1:8 high\n1 t.rule new 2:5-2:8 high\n" },
	{ "lines outside of hunks are on no side", MATCH("match: {side: new, re: bad}"), "a.txt",
	  "bad\n2\n3\n4\n5\n6\n7\n", "bad\n2\n3\n4\n5\n6\nseven\n", "" },
};

static void finds_on_sides(void **state)
{
	(void)state;
	bench_table(sides, COUNT(sides));
}

/* --- scopes ------------------------------------------------------------------ */

static const char call_old[] = "x = f(\n    a,\n    bad,\n    c,\n)\n";
static const char call_new[] = "x = f(\n    a,\n    bad,\n    d,\n    e,\n)\n";
static const char two_calls[] = "a = f(\n  1,\n  bad, bad)\nb = f(2)\nc = f(\n  bad)\n";

static const struct bench_case scopes[] = {
	{ "a line: every match", MATCH("match: {re: bad}"), "a.py", NULL, "bad bad\n",
	  "1 t.rule new 1:1-1:4 high\n1 t.rule new 1:5-1:8 high\n" },
	{ "a line: ^ and $ are its ends", MATCH("match: {re: '^bad$'}"), "a.py", NULL,
	  "good\nbad\n", "1 t.rule new 2:1-2:4 high\n" },
	{ "a line does not reach over its end", MATCH("match: {re: 'a,\\s+bad'}"), "a.py", NULL,
	  call_new, "" },
	{ "a statement: a match on an unchanged line of it",
	  MATCH("match: {scope: statement, re: bad}"), "a.py", call_old, call_new,
	  "1 t.rule new 3:5-3:8 high\n" },
	{ "a statement: a match over lines", MATCH("match: {scope: statement, re: 'a,\\s+bad'}"),
	  "a.py", call_old, call_new, "1 t.rule new 2:5-3:8 high\n" },
	{ "a statement is given once", MATCH("match: {scope: statement, re: bad}"), "a.py", NULL,
	  two_calls,
	  "1 t.rule new 3:3-3:6 high\n1 t.rule new 3:8-3:11 high\n1 t.rule new 6:3-6:6 high\n" },
	{ "a statement that only lost lines is not added",
	  MATCH("match: {scope: statement, re: bad}"), "a.py", "x = f(\n    a,\n    bad)\n",
	  "x = f(\n    bad)\n", "" },
	{ "a statement of the old side", MATCH("match: {side: removed, scope: statement, re: bad}"),
	  "a.py", call_old, call_new, "1 t.rule old 3:5-3:8 high\n" },
	{ "an unknown language has no statements but lines",
	  MATCH("match: {scope: statement, re: 'a,\\s+bad'}"), "a.unknown", NULL, call_new, "" },
	{ "a hunk: over lines", MATCH("match: {scope: hunk, re: 'two\\nthree'}"), "a.txt", "one\n",
	  "one\ntwo\nthree\n", "1 t.rule new 2:1-3:6 high\n" },
	{ "a hunk: only lines of the side", MATCH("match: {scope: hunk, re: 'one\\ntwo'}"), "a.txt",
	  "one\n", "one\ntwo\nthree\n", "" },
	{ "a hunk of the old side: what was added is not in between",
	  MATCH("match: {side: old, scope: hunk, re: 'one\\nthree'}"), "a.txt", "one\nthree\n",
	  "one\ntwo\nthree\n", "1 t.rule old 1:1-2:6 high\n" },
	{ "a hunk: the line is the file's", MATCH("match: {scope: hunk, re: bad}"), "a.txt",
	  "1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\n5\nbad\n", "1 t.rule new 6:1-6:4 high\n" },
	{ "a hunk of both sides", MATCH("match: {side: changed, scope: hunk, re: '1\\n2'}"),
	  "a.txt", "x1\n", "2x\n", "1 t.rule old 1:2-1:3 high\n" },
	{ "hunks are told apart", MATCH("match: {scope: hunk, re: bad}"), "a.txt",
	  "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "bad\n2\n3\n4\n5\n6\n7\n8\nbad\n",
	  "1 t.rule new 1:1-1:4 high\n2 t.rule new 9:1-9:4 high\n" },
	{ "one statement in two hunks: a finding is where its match is shown",
	  MATCH("match: {scope: statement, re: bad}"), "a.py",
	  "f(\n1,\n2,\n3,\n4,\n5,\n6,\n7,\n8,\n9, bad)\n",
	  "f(\none,\n2,\n3,\n4,\n5,\n6,\n7,\n8,\n9, bad, 1)\n", "2 t.rule new 10:4-10:7 high\n" },
};

static void finds_in_scopes(void **state)
{
	(void)state;
	bench_table(scopes, COUNT(scopes));
}

/* --- masks ------------------------------------------------------------------- */

static const struct bench_case masks[] = {
	{ "nothing masked", MATCH("match: {re: bad}"), "a.py", NULL, "x = 'bad' # bad\n",
	  "1 t.rule new 1:6-1:9 high\n1 t.rule new 1:13-1:16 high\n" },
	{ "comments", MATCH("match: {mask: comments, re: bad}"), "a.py", NULL, "x = 'bad' # bad\n",
	  "1 t.rule new 1:6-1:9 high\n" },
	{ "strings", MATCH("match: {mask: strings, re: bad}"), "a.py", NULL, "x = 'bad' # bad\n",
	  "1 t.rule new 1:13-1:16 high\n" },
	{ "both", MATCH("match: {mask: comments+strings, re: bad}"), "a.py", NULL,
	  "x = 'bad' # bad\n", "" },
	{ "the blob tells what a hunk cannot", MATCH("match: {mask: strings, re: bad}"), "a.py",
	  "x = '''\n1\n2\n3\n4\n5\n'''\n", "x = '''\n1\n2\n3\n4\nbad\n'''\n", "" },
	{ "of an unknown language nothing", MATCH("match: {mask: comments+strings, re: bad}"),
	  "a.unknown", NULL, "x = 'bad' # bad\n",
	  "1 t.rule new 1:6-1:9 high\n1 t.rule new 1:13-1:16 high\n" },
};

static void masks_the_blob(void **state)
{
	(void)state;
	bench_table(masks, COUNT(masks));
}

/* --- need -------------------------------------------------------------------- */

#define NEED                                                                               \
	MATCH("when: {scope: statement, mask: comments+strings, re: '\\bForeignKey\\('}, " \
	      "need: {scope: statement, re: '\\bon_delete\\s*='}")

static const char fk_without[] =
	"class A:\n    o = ForeignKey(\n        User,\n        null=True,\n    )\n";
static const char fk_with[] = "class A:\n    o = ForeignKey(\n        User,\n        null=True,\n  "
			      "      on_delete=P,\n    )\n";

static const struct bench_case needs[] = {
	{ "the companion is missing", NEED, "m.py", NULL, fk_without,
	  "1 t.rule new 2:9-2:20 high\n" },
	{ "the companion is there", NEED, "m.py", NULL, fk_with, "" },
	{ "the companion is in a comment", NEED, "m.py", NULL,
	  "o = ForeignKey(  # on_delete=P\n  User)\n", "1 t.rule new 1:5-1:16 high\n" },
	{ "the companion belongs to another statement", NEED, "m.py", NULL,
	  "o = ForeignKey(User)\np = ForeignKey(User, on_delete=P)\n",
	  "1 t.rule new 1:5-1:16 high\n" },
	{ "the companion was removed and nothing added", NEED, "m.py", fk_with, fk_without,
	  "1 t.rule new 2:9-2:20 high\n" },
	{ "the companion was removed, of both sides",
	  MATCH("when: {side: changed, re: 'ForeignKey\\('}, need: {re: '\\bon_delete\\s*='}"),
	  "m.py", fk_with, fk_without, "1 t.rule new 2:9-2:20 high\n" },
	{ "lines went from between two statements", NEED, "m.py",
	  "o = ForeignKey(User)\nx = 1\np = 2\n", "o = ForeignKey(User)\np = 2\n", "" },
	{ "lines went from before the first statement", NEED, "m.py",
	  "x = 1\no = ForeignKey(\n  User)\n", "o = ForeignKey(\n  User)\n", "" },
	{ "nothing of the statement changed", NEED, "m.py", "o = ForeignKey(User)\nx = 1\n",
	  "o = ForeignKey(User)\nx = 2\n", "" },
	{ "the trigger in a comment", NEED, "m.py", NULL, "# ForeignKey(User)\n", "" },
};

static void needs_a_companion(void **state)
{
	(void)state;
	bench_table(needs, COUNT(needs));
}

/* --- unless -------------------------------------------------------------------- */

#define EXCUSED(unless) MATCH("match: {re: bad}, unless: [" unless "]")

static const struct bench_case excuses[] = {
	{ "the same line", EXCUSED("{scope: line, re: fine}"), "a.py", NULL,
	  "bad fine\nbad\nfine\n", "1 t.rule new 2:1-2:4 high\n" },
	{ "the same statement", EXCUSED("{scope: statement, re: fine}"), "a.py", NULL,
	  "f(bad,\n  fine)\nbad\n", "1 t.rule new 3:1-3:4 high\n" },
	{ "the hunk", EXCUSED("{scope: hunk, re: fine}"), "a.py", NULL, "bad\n1\n2\nfine\n", "" },
	{ "the hunk's other side", EXCUSED("{scope: hunk, side: removed, re: bad}"), "a.py",
	  "  bad\n", "bad\n", "" },
	{ "another hunk is no excuse", EXCUSED("{scope: hunk, re: fine}"), "a.py",
	  "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "bad\n2\n3\n4\n5\n6\n7\n8\nfine\n",
	  "1 t.rule new 1:1-1:4 high\n" },
	{ "any of several", EXCUSED("{scope: line, re: fine}, {scope: line, re: okay}"), "a.py",
	  NULL, "bad fine\nbad okay\n", "" },
};

static void excuses_matches(void **state)
{
	(void)state;
	bench_table(excuses, COUNT(excuses));
}

/* --- accept and redact ----------------------------------------------------------- */

#define SECRET(accept)                                                                         \
	"- {id: t.rule, title: T, severity: high, "                                            \
	"match: {scope: statement, re: \"token\\\\s*=\\\\s*'(?<v>[^']*)'\"}, accept: {group: " \
	"v, " accept "}, redact: v}\n"
#define FOUND(to) "1 t.rule new 1:1-1:" #to " high\n"

static const struct bench_case accepts[] = {
	{ "entropy above", SECRET("min-entropy: 3"), "a.py", NULL, "token='abcdefgh'\n",
	  FOUND(17) },
	{ "entropy just there", SECRET("min-entropy: 2"), "a.py", NULL, "token='abcdabcd'\n",
	  FOUND(17) },
	{ "entropy below", SECRET("min-entropy: 2.01"), "a.py", NULL, "token='abcdabcd'\n", "" },
	{ "a digit", SECRET("must: [digit]"), "a.py", NULL, "token='abc1'\n", FOUND(13) },
	{ "no digit", SECRET("must: [digit]"), "a.py", NULL, "token='abcd'\n", "" },
	{ "no letter", SECRET("must: [alpha]"), "a.py", NULL, "token='1234'\n", "" },
	{ "no upper case", SECRET("must: [upper]"), "a.py", NULL, "token='abc1'\n", "" },
	{ "no lower case", SECRET("must: [lower]"), "a.py", NULL, "token='ABC1'\n", "" },
	{ "no special", SECRET("must: [special]"), "a.py", NULL, "token='ABC1'\n", "" },
	{ "all of them", SECRET("must: [digit, alpha, upper, lower, special]"), "a.py", NULL,
	  "token='aB1-'\n", FOUND(13) },
	{ "a stop word in any case", SECRET("stopwords: [example, xxxx]"), "a.py", NULL,
	  "token='myEXAMPLE'\n", "" },
	{ "not", SECRET("not: '^env'"), "a.py", NULL, "token='env.X'\n", "" },
	{ "not the forbidden", SECRET("not: '^env'"), "a.py", NULL, "token='xenv'\n", FOUND(13) },
	{ "an empty group", SECRET("min-entropy: 0"), "a.py", NULL, "token=''\n", "" },
};

static void accepts_secrets(void **state)
{
	(void)state;
	bench_table(accepts, COUNT(accepts));
}

static const char redacting[] =
	"- {id: t.secret, title: T, severity: high, redact: v, "
	"match: {scope: statement, re: \"token\\\\s*=\\\\s*['(\\\\s]+(?<v>[^')]*)'\"}}\n"
	"- {id: t.other, title: T, severity: low, match: {re: token}}\n";

/* What may be printed of a line of the only hunk. */
static const char *shown(struct bench *bench, size_t idx)
{
	const struct cdr_line *line = &bench->diff->hunks[0].lines[idx];
	char *text = cdr_str_copy(&bench->arena, line->text).ptr
			     ? cdr_arena_copy(&bench->arena, line->text.ptr, line->text.len + 1)
			     : NULL;
	size_t from = 0, to;

	text[line->text.len] = '\0';
	for (; cdr_flagged_redaction(&bench->matched.hunks[0], line, &from, &to); from = to)
		memset(text + from, '#', to - from);
	return text;
}

/* What is not listed is hidden all the same: on one line, on many, and over lines. */
static void hides_what_is_not_listed(void **state)
{
	static const char line[] = "token='secret'; x; token='secret'\n";
	static const char masked[] = "token='######'; x; token='######'";
	struct bench bench = { .matcher = NULL };
	struct cdr_buf text;

	(void)state;
	cdr_buf_init(&text, 1 << 20);
	for (int i = 0; i < 200; i++)
		cdr_buf_adds(&text, line);
	bench_open(&bench, "", redacting);
	bench_run(&bench, "a.txt", NULL, text.ptr);
	assert_true(bench.matched.hunks[0].n_hidden >= 300);
	for (size_t i = 0; i < 200; i++)
		assert_string_equal(shown(&bench, i), masked);
	bench_run(&bench, "a.txt", text.ptr, NULL);
	assert_string_equal(shown(&bench, 0), "token='secret'; x; token='secret'");

	cdr_buf_clear(&text);
	for (int i = 0; i < 12000; i++)
		cdr_buf_adds(&text, "token='secret';");
	bench_run(&bench, "a.txt", NULL, text.ptr);
	assert_null(strstr(shown(&bench, 0), "secret"));
	assert_true(bench.matched.hunks[0].n_hidden <= CDR_HIDDEN_MAX + 1);
	cdr_buf_release(&text);
	bench_close(&bench);
}

static void hides_secrets(void **state)
{
	struct bench bench = { .matcher = NULL };
	const struct cdr_finding *findings;
	size_t from = 10, to;

	(void)state;
	bench_open(&bench, "", redacting);
	bench_run(&bench, "a.py", NULL, "token='s3cret' # x\n");
	findings = bench.matched.hunks[0].findings;
	assert_int_equal(bench.matched.hunks[0].n_findings, 2);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(findings[i].redact_col, 8);
		assert_int_equal(findings[i].redact_end_col, 14);
		assert_int_equal(cdr_str_find(findings[i].message, CDR_STR("s3cret")),
				 findings[i].message.len);
	}
	assert_string_equal(shown(&bench, 0), "token='######' # x");
	assert_true(cdr_flagged_redaction(&bench.matched.hunks[0], &bench.diff->hunks[0].lines[0],
					  &from, &to));
	assert_int_equal(from, 10);
	assert_int_equal(to, 13);

	bench_run(&bench, "a.py", NULL, "token = (\n    's3cret')\n");
	assert_string_equal(bench_findings(&bench),
			    "1 t.secret new 2:1-2:13 high\n1 t.other new 1:1-1:6 low\n");
	assert_string_equal(shown(&bench, 0), "token = (");
	assert_string_equal(shown(&bench, 1), "    '######')");

	bench_run(&bench, "a.py", NULL, "token = ('''s3\n cret x''', 1)\n");
	assert_string_equal(shown(&bench, 0), "token = ('''##");
	assert_string_equal(shown(&bench, 1), "##############");
	bench_close(&bench);
}

/* --- limits ------------------------------------------------------------------------ */

static void says_what_it_leaves_out(void **state)
{
	struct bench bench = { .matcher = NULL };
	char text[150 * 4 + 1] = "";
	const struct cdr_flagged *hunk;

	(void)state;
	for (int i = 0; i < 150; i++)
		strcat(text, "bad\n");
	bench_open(&bench, "", "- {id: t.rule, title: T, severity: low, match: {re: bad}}\n");
	bench_run(&bench, "a.txt", NULL, text);
	hunk = &bench.matched.hunks[0];
	assert_int_equal(hunk->n_findings, 101);
	assert_true(cdr_str_is(hunk->findings[100].rule->id, "builtin.findings-cut"));
	assert_int_equal(hunk->findings[100].severity, CDR_LOW);
	assert_int_equal(hunk->findings[100].line, 101);
	bench_close(&bench);

	memset(&bench, 0, sizeof(bench));
	text[60 * 4] = '\0';
	bench_open(&bench, "",
		   MATCH("match: {re: bad}") "- {id: t.b, title: T, match: {re: ad}}\n");
	bench_run(&bench, "a.txt", NULL, text);
	assert_int_equal(bench.matched.hunks[0].n_findings, 120);
	bench_close(&bench);
}

static void gives_up_loudly(void **state)
{
	struct bench bench = { .matcher = NULL };
	char text[8000];
	const struct cdr_finding *finding;

	(void)state;
	memset(text, 'a', sizeof(text));
	memcpy(text + sizeof(text) / 2, "b!\n", 3);
	memcpy(text + sizeof(text) - 12, "b!\nbb\naa!!\n", 12);
	bench_open(&bench, "", MATCH("paths: ['**'], match: {re: '(a+a+)+!'}"));
	bench_run(&bench, "a.txt", NULL, text);
	assert_string_equal(
		bench_findings(&bench),
		"1 builtin.unscannable new 0:0-0:0 critical\n1 t.rule new 4:1-4:4 high\n");
	finding = &bench.matched.hunks[0].findings[0];
	assert_true(cdr_str_starts(finding->message, "t.rule gave up on this hunk: "));
	bench_close(&bench);
}

static void hides_what_it_gave_up_on(void **state)
{
	struct bench bench = { .matcher = NULL };
	size_t from = 0, to = 0;
	char text[4000];

	(void)state;
	memset(text, 'a', sizeof(text));
	memcpy(text + sizeof(text) - 4, "b!\n", 4);
	bench_open(&bench, "", MATCH("paths: ['**'], redact: v, match: {re: '(?<v>(a+a+)+!)'}"));
	bench_run(&bench, "a.txt", NULL, text);
	assert_string_equal(bench_findings(&bench), "1 builtin.unscannable new 0:0-0:0 critical\n");
	assert_true(cdr_flagged_redaction(&bench.matched.hunks[0], &bench.diff->hunks[0].lines[0],
					  &from, &to));
	assert_int_equal(from, 0);
	assert_int_equal(to, sizeof(text) - 2);
	bench_close(&bench);
}

/* A list of 150 items of WIDTH bytes, or comments as long, and then two words over two lines. */
static const char *findings_behind(struct bench *bench, int width, bool comment)
{
	size_t size = (size_t)150 * ((size_t)width + 8) + 64, len;
	char *text = cdr_arena_alloc(&bench->arena, size);

	len = (size_t)sprintf(text, "x = [\n");
	for (int i = 0; i < 150; i++)
		len += (size_t)snprintf(text + len, size - len,
					comment ? "  # %0*d\n" : "  '%0*d',\n", width, i);
	snprintf(text + len, size - len, "  bad,\n  bad]\n");
	bench_run(bench, "a.py", NULL, text);
	return bench_findings(bench);
}

static void padding_takes_no_statement_apart(void **state)
{
	struct bench bench = { .matcher = NULL };

	(void)state;
	bench_open(&bench, "", MATCH("match: {scope: statement, re: 'bad,\\s+bad'}"));
	assert_string_equal(findings_behind(&bench, 120, true),
			    "1 t.rule new 152:3-153:6 high\n");
	assert_string_equal(findings_behind(&bench, 120, false),
			    "1 t.rule new 152:3-153:6 high\n");
	bench_close(&bench);
}

static void looks_at_huge_statements_by_line(void **state)
{
	struct bench bench = { .matcher = NULL };

	(void)state;
	bench_open(&bench, "",
		   MATCH("match: {scope: statement, re: 'bad'}") "- {id: t.over-lines, title: T, "
								 "match: {scope: statement, re: "
								 "',\\s+bad'}}\n");
	assert_string_equal(findings_behind(&bench, 9000, false),
			    "1 t.rule new 152:3-152:6 high\n1 t.rule new 153:3-153:6 high\n");
	bench_close(&bench);
}

/* --- which files ------------------------------------------------------------------- */

static const struct bench_case files[] = {
	{ "a language", MATCH("languages: [python], match: {re: bad}"), "a.py", NULL, "bad\n",
	  "1 t.rule new 1:1-1:4 high\n" },
	{ "another language", MATCH("languages: [python], match: {re: bad}"), "a.js", NULL, "bad\n",
	  "" },
	{ "the first line tells", MATCH("languages: [python], match: {re: bad}"), "run", NULL,
	  "#!/usr/bin/env python3\nbad\n", "1 t.rule new 2:1-2:4 high\n" },
	{ "a path", MATCH("paths: ['**/x/**'], match: {re: bad}"), "a/x/b.txt", NULL, "bad\n",
	  "1 t.rule new 1:1-1:4 high\n" },
	{ "another path", MATCH("paths: ['**/x/**'], match: {re: bad}"), "a/y/b.txt", NULL, "bad\n",
	  "" },
	{ "an excluded path", MATCH("exclude: ['**/x/**'], match: {re: bad}"), "a/x/b.txt", NULL,
	  "bad\n", "" },
	{ "a status", MATCH("status: [A], match: {re: bad}"), "a.txt", "1\n", "bad\n", "" },
};

static void looks_at_wanted_files(void **state)
{
	struct bench bench = { .matcher = NULL };

	(void)state;
	bench_table(files, COUNT(files));
	bench_open(&bench, "", MATCH("paths: ['**/x/**'], match: {re: bad}"));
	bench_run(&bench, "a/x/b.txt", NULL, "good\n");
	assert_true(bench.matched.covered);
	bench_run(&bench, "a/y/b.txt", NULL, "bad\n");
	assert_false(bench.matched.covered);
	bench_close(&bench);
}

static void gives_up_when_told_to(void **state)
{
	struct bench bench = { .matcher = NULL };
	atomic_bool stop;

	(void)state;
	bench_open(&bench, "", MATCH("match: {re: bad}"));
	bench_run(&bench, "a.txt", NULL, "bad\n");
	atomic_init(&stop, true);
	cdr_matcher_stop_on(bench.matcher, &stop);
	assert_int_equal(cdr_matcher_run(bench.matcher, &bench.change, bench.diff, &bench.arena,
					 &bench.matched),
			 CDR_END);
	assert_null(bench.matched.hunks);
	bench_close(&bench);
}

static void orders_findings(void **state)
{
	static const struct bench_case cases[] = {
		{ "by severity, line, column, id",
		  "- {id: t.b, title: T, severity: low, match: {re: one}}\n"
		  "- {id: t.a, title: T, severity: low, match: {re: one}}\n"
		  "- {id: t.c, title: T, severity: critical, match: {re: two}}\n",
		  "a.txt", NULL, "two one one\none two\n",
		  "1 t.c new 1:1-1:4 critical\n1 t.c new 2:5-2:8 critical\n"
		  "1 t.a new 1:5-1:8 low\n1 t.b new 1:5-1:8 low\n1 t.a new 1:9-1:12 low\n"
		  "1 t.b new 1:9-1:12 low\n1 t.a new 2:1-2:4 low\n1 t.b new 2:1-2:4 low\n" },
	};

	(void)state;
	bench_table(cases, COUNT(cases));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_on_sides),
		cmocka_unit_test(finds_in_scopes),
		cmocka_unit_test(masks_the_blob),
		cmocka_unit_test(needs_a_companion),
		cmocka_unit_test(excuses_matches),
		cmocka_unit_test(accepts_secrets),
		cmocka_unit_test(hides_secrets),
		cmocka_unit_test(hides_what_is_not_listed),
		cmocka_unit_test(says_what_it_leaves_out),
		cmocka_unit_test(gives_up_loudly),
		cmocka_unit_test(hides_what_it_gave_up_on),
		cmocka_unit_test(padding_takes_no_statement_apart),
		cmocka_unit_test(looks_at_huge_statements_by_line),
		cmocka_unit_test(looks_at_wanted_files),
		cmocka_unit_test(gives_up_when_told_to),
		cmocka_unit_test(orders_findings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
