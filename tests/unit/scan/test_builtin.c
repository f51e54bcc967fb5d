/* test_builtin.c - what is flagged without being asked for, and `touch`, which asks for little. */
#include "bench.h"

#include "scan/builtin.h"

#define NO_RULES "- {id: t.plain, title: Never}\n"
#define UNSEEN(place) "1 builtin.invisible-text new " place " high\n"

/* --- text that hides ------------------------------------------------------------- */

static const struct bench_case texts[] = {
	{ "plain", NO_RULES, "a.py", NULL, "x = 1\n\ty = '\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80'\n",
	  "" },
	{ "a bidirectional control", NO_RULES, "a.py", NULL,
	  "x\nab\xe2\x80\xae"
	  "c\n",
	  UNSEEN("2:3-2:6") },
	{ "zero width", NO_RULES, "a.py", NULL,
	  "a\xe2\x80\x8b"
	  "b\n",
	  UNSEEN("1:2-1:5") },
	{ "a tag character", NO_RULES, "a.py", NULL, "\xf3\xa0\x81\x81\n", UNSEEN("1:1-1:5") },
	{ "not UTF-8", NO_RULES, "a.py", NULL, "ab\xff\n", UNSEEN("1:3-1:4") },
	{ "an escape", NO_RULES, "a.py", NULL, "a\x1b[2J\n", UNSEEN("1:2-1:3") },
	{ "one for each line", NO_RULES, "a.py", NULL, "\x01\x02\n\x01\n",
	  UNSEEN("1:1-1:2") UNSEEN("2:1-2:2") },
	{ "line ends of DOS", NO_RULES, "a.py", NULL, "a\r\nb\r\n", "" },
	{ "a carriage return in a line", NO_RULES, "a.py", NULL, "a\rb\n", UNSEEN("1:2-1:3") },
	{ "two at its end", NO_RULES, "a.py", NULL, "a\r\r\n", UNSEEN("1:2-1:3") },
	{ "a byte order mark at the start", NO_RULES, "a.py", NULL, "\xef\xbb\xbfx\n", "" },
	{ "and elsewhere", NO_RULES, "a.py", NULL, "\xef\xbb\xbfx\n\xef\xbb\xbfx\n",
	  UNSEEN("2:1-2:4") },
	{ "emoji style", NO_RULES, "a.md", NULL, "\xe2\x9d\xa4\xef\xb8\x8f\n", "" },
	{ "a keycap", NO_RULES, "a.md", NULL, "1\xef\xb8\x8f\xe2\x83\xa3\n", "" },
	{ "a family", NO_RULES, "a.md", NULL,
	  "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7 "
	  "\xe2\x9d\xa4\xef\xb8\x8f\xe2\x80\x8d\xf0\x9f\x94\xa5\n",
	  "" },
	{ "emoji style after a letter", NO_RULES, "a.md", NULL, "a\xef\xb8\x8f\n",
	  UNSEEN("1:2-1:5") },
	{ "a digit with style but no keycap", NO_RULES, "a.md", NULL, "1\xef\xb8\x8f\n",
	  UNSEEN("1:2-1:5") },
	{ "a joiner between letters", NO_RULES, "a.md", NULL,
	  "a\xe2\x80\x8d"
	  "b\n",
	  UNSEEN("1:2-1:5") },
	{ "a joiner after an emoji", NO_RULES, "a.md", NULL,
	  "\xf0\x9f\x91\xa9\xe2\x80\x8d"
	  "b\n",
	  UNSEEN("1:5-1:8") },
	{ "a joiner before an emoji", NO_RULES, "a.md", NULL, "b\xe2\x80\x8d\xf0\x9f\x91\xa9\n",
	  UNSEEN("1:2-1:5") },
	{ "a joiner in Persian", NO_RULES, "a.py", NULL, "# \xd9\x87\xe2\x80\x8c\xd9\x87\n", "" },
	{ "a joiner in Hindi", NO_RULES, "a.md", NULL,
	  "\xe0\xa4\x95\xe2\x80\x8d\xe0\xa4\x96\n", "" },
	{ "a joiner beside Persian", NO_RULES, "a.py", NULL, "a\xe2\x80\x8c\xd9\x87\n",
	  UNSEEN("1:2-1:5") },
	{ "one variation of an ideograph", NO_RULES, "a.md", NULL,
	  "\xe8\x91\x9b\xf3\xa0\x84\x80\n", "" },
	{ "two of them", NO_RULES, "a.md", NULL,
	  "\xe8\x91\x9b\xf3\xa0\x84\x80\xf3\xa0\x84\x81\n", UNSEEN("1:8-1:12") },
	{ "a Cyrillic letter among Latin ones", NO_RULES, "a.py", NULL,
	  "if is_\xd0\xb0" "dmin: pass\n",
	  UNSEEN("1:4-1:13") },
	{ "in a string", NO_RULES, "a.py", NULL, "x = 'g\xd0\xbe" "ogle'\n", UNSEEN("1:6-1:13") },
	{ "in a comment", NO_RULES, "a.py", NULL, "# g\xd0\xbe" "ogle\n", "" },
	{ "in prose", NO_RULES, "a.md", NULL, "g\xd0\xbe" "ogle\n", "" },
	{ "a Cyrillic name", NO_RULES, "a.py", NULL, "\xd0\xb0\xd0\xb1 = x\n", "" },
	{ "Greek in a formula", NO_RULES, "a.py", NULL, "\xce\x94t = \xcf\x83_x\n", "" },
	{ "a Greek omicron", NO_RULES, "a.py", NULL, "f\xce\xbf" "o = 1\n", UNSEEN("1:1-1:5") },
	{ "full-width letters", NO_RULES, "a.py", NULL, "\xef\xbd\x85val(x)\n", UNSEEN("1:1-1:7") },
	{ "in a string", NO_RULES, "a.py", NULL, "x = '\xef\xbd\x85'\n", "" },
	{ "mathematical letters", NO_RULES, "a.py", NULL, "\xf0\x9d\x90\x9eval(x)\n",
	  UNSEEN("1:1-1:8") },
	{ "on a context line", NO_RULES, "a.py", "\x01\nx\n", "\x01\ny\n", "" },
	{ "on a removed line", NO_RULES, "a.py", "\x01\nx\n", "x\n", "" },
	{ "in the name of a new file", NO_RULES, "a\xe2\x80\xae.py", NULL, "x\n",
	  "1 builtin.invisible-text new 0:0-0:0 high\n" },
	{ "in the name of a file that was there", NO_RULES, "a\xe2\x80\xae.py", "x\n", "y\n", "" },
};

static void finds_what_hides(void **state)
{
	struct bench bench = { .matcher = NULL };

	(void)state;
	bench_table(texts, COUNT(texts));
	bench_open(&bench, "", NO_RULES);
	bench_run(&bench, "a.py", NULL, "a\xe2\x80\xae\x01\x02\n");
	assert_true(cdr_str_is(bench_only(&bench)->message,
			       "a bidirectional control: <U+202E>, and 2 more"));
	bench_run(&bench, "a.py", NULL, "\xd0\xb0" "dmin = 1\n");
	assert_true(cdr_str_is(bench_only(&bench)->message,
			       "a name with letters that look like others: <U+0430>dmin"));
	bench_close(&bench);
}

/* --- changes without text ------------------------------------------------------------ */

struct change_case {
	const char *name, *path;
	struct cdr_file file;
	struct cdr_str old_text, new_text;
	const char *findings, *message;
};

#define MODES(old, new, letter)                                          \
	{                                                                \
		.old_mode = (old), .new_mode = (new), .status = (letter) \
	}
#define BYTES(literal)                         \
	{                                      \
		(literal), sizeof(literal) - 1 \
	}

#define REGISTRY(place) "1 builtin.registry-edit " place " critical\n"
#define EDITED "Let a person decide about the constraints"

static const struct change_case changes[] = {
	{ "executable", "run", MODES(0100644, 0100755, 'M'), BYTES("x\n"), BYTES("x\n"),
	  "1 builtin.mode new 0:0-0:0 medium\n",
	  "mode changed from 100644 to 100755: the file can be run now" },
	{ "no longer", "run", MODES(0100755, 0100644, 'M'), BYTES("x\n"), BYTES("x\n"),
	  "1 builtin.mode new 0:0-0:0 low\n", "mode changed from 100755 to 100644" },
	{ "binary", "a.bin", MODES(0100644, 0100644, 'M'), BYTES("\0\1"), BYTES("\0\2"),
	  "1 builtin.binary new 0:0-0:0 medium\n", "binary content changed" },
	{ "source with a NUL", "a.py", MODES(0100644, 0100644, 'M'), BYTES("x\n"), BYTES("x\0\n"),
	  "1 builtin.binary new 0:0-0:0 high\n", "a python file with NUL bytes in it" },
	{ "empty",
	  "a.py",
	  MODES(0, 0100644, 'A'),
	  { NULL, 0 },
	  BYTES(""),
	  "1 builtin.empty new 0:0-0:0 info\n",
	  "an empty file was added" },
	{ "a new link",
	  "a",
	  MODES(0, 0120000, 'A'),
	  { NULL, 0 },
	  BYTES("/etc/passwd"),
	  "1 builtin.symlink new 1:1-1:12 medium\n",
	  "a symbolic link was added, to /etc/passwd" },
	{ "a link that leads elsewhere", "a", MODES(0120000, 0120000, 'M'), BYTES("b"),
	  BYTES("../c"), "1 builtin.symlink new 1:1-1:5 medium\n",
	  "a symbolic link leads elsewhere now, to ../c" },
	{ "the registry, where it is looked for",
	  ".cdreview/registry.yaml",
	  MODES(0, 0100644, 'A'),
	  { NULL, 0 },
	  BYTES("x\n"),
	  REGISTRY("new 1:1-1:2"),
	  EDITED },
	{ "and its other name", "constraints.yaml", MODES(0100644, 0100644, 'M'), BYTES("x\ny\n"),
	  BYTES("x\n"), REGISTRY("old 2:1-2:2"), EDITED },
	{ "the one in force",
	  "policy/test.yaml",
	  MODES(0100644, 0, 'D'),
	  BYTES("x\n"),
	  { NULL, 0 },
	  REGISTRY("old 1:1-1:2"),
	  EDITED },
	{ "type", "a", MODES(0100644, 0120000, 'T'), BYTES("x\n"), BYTES("y"),
	  "1 builtin.type new 0:0-0:0 medium\n", "a file became a symbolic link" },
};

static void finds_changes_without_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(changes); i++) {
		struct bench bench = { .matcher = NULL };
		struct cdr_file file = changes[i].file;

		file.path = cdr_str_from(changes[i].path);
		bench_open(&bench, "", NO_RULES);
		assert_int_equal(cdr_diff_texts(&bench.arena, &file,
						&(struct cdr_texts){ changes[i].old_text,
								     changes[i].new_text },
						&bench.diff, NULL),
				 0);
		assert_int_equal(cdr_matcher_run(bench.matcher, &bench.change, bench.diff,
						 &bench.arena, &bench.matched),
				 0);
		assert_string_equal(bench_findings(&bench), changes[i].findings);
		assert_true(cdr_str_is(bench_only(&bench)->message, changes[i].message));
		bench_close(&bench);
	}
}

/* A shipped rule that says the same takes the place of the built-in one, unless it says less. */
static void says_a_registry_edit_once(void **state)
{
#define EDIT(weight)                                                  \
	"- {id: agent.registry-edit, title: T, severity: " weight ", " \
	"touch: {paths: ['**/*.yaml']}}\n"
#define SHIPPED(weight) "1 agent.registry-edit new 1:1-1:2 " weight "\n"
	static const struct bench_case cases[] = {
		{ "as loud", EDIT("critical"), "constraints.yaml", "x\n", "y\n",
		  SHIPPED("critical") },
		{ "less loud", EDIT("info"), "constraints.yaml", "x\n", "y\n",
		  REGISTRY("new 1:1-1:2") SHIPPED("info") },
		{ "below a folder is not where it is looked for", NO_RULES, "a/constraints.yaml",
		  "x\n", "y\n", "" },
	};

	(void)state;
	bench_table(cases, COUNT(cases));
}

static void links_that_go(void **state)
{
	struct bench bench = { .matcher = NULL };
	const struct cdr_file file = { .path = CDR_STR("a"), .old_mode = 0120000, .status = 'D' };

	(void)state;
	bench_open(&bench, "", NO_RULES);
	assert_int_equal(cdr_diff_texts(&bench.arena, &file,
					&(struct cdr_texts){ .old_text = CDR_STR("b") },
					&bench.diff, NULL),
			 0);
	assert_int_equal(cdr_matcher_run(bench.matcher, &bench.change, bench.diff, &bench.arena,
					 &bench.matched),
			 0);
	assert_int_equal(bench.diff->n_hunks, 1);
	assert_string_equal(bench_findings(&bench), "");
	bench_close(&bench);
}

static void finds_what_cannot_be_read(void **state)
{
	struct bench bench = { .matcher = NULL };
	struct cdr_filediff diff = { .file = { .path = CDR_STR("a.py"), .status = 'M' } };
	struct cdr_hunk hunk = { .file = &diff.file,
				 .kind = CDR_HUNK_UNSCANNABLE,
				 .reason = CDR_STR("the blob is missing") };

	(void)state;
	diff.hunks = &hunk;
	diff.n_hunks = 1;
	bench_open(&bench, "allow: [{rule: '*', reason: all}, {rule: 'builtin.*', reason: all}]\n",
		   NO_RULES);
	bench.diff = &diff;
	assert_int_equal(
		cdr_matcher_run(bench.matcher, &bench.change, &diff, &bench.arena, &bench.matched),
		0);
	assert_string_equal(bench_findings(&bench), "1 builtin.unscannable new 0:0-0:0 critical\n");
	assert_true(cdr_str_is(bench_only(&bench)->message, "not scanned: the blob is missing"));
	bench_close(&bench);
}

static void has_complete_rules(void **state)
{
	size_t n;
	const struct cdr_rule *rules = cdr_builtin_rules(&n);

	(void)state;
	assert_int_equal(n, CDR_BUILTIN_SUPPRESSION + 1);
	for (size_t i = 0; i < n; i++) {
		assert_true(cdr_str_starts(rules[i].id, "builtin."));
		assert_true(rules[i].title.len && rules[i].why.len && rules[i].fix.len &&
			    rules[i].category.len);
		assert_int_equal(rules[i].detector, CDR_BUILTIN);
		assert_memory_equal(rules[i].rev.bytes, rules[i].id.ptr, rules[i].id.len);
		assert_int_equal(cdr_builtin_is_final(&rules[i]), i <= CDR_BUILTIN_CUT);
	}
}

/* --- touch ------------------------------------------------------------------------- */

#define TOUCH(more) \
	"- {id: t.touch, title: T, severity: medium, touch: {paths: ['ci/**']" more "}}\n"

static const struct bench_case touches[] = {
	{ "each hunk once, at its first added line", TOUCH(""), "ci/a.yml",
	  "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "one\nI\n2\n3\n4\n5\n6\n7\n8\nnine\n",
	  "1 t.touch new 1:1-1:4 medium\n2 t.touch new 10:1-10:5 medium\n" },
	{ "where lines only went", TOUCH(""), "ci/a.yml", "1\n22\n", "1\n",
	  "1 t.touch old 2:1-2:3 medium\n" },
	{ "another file", TOUCH(""), "src/a.yml", "1\n", "2\n", "" },
	{ "a file that goes", TOUCH(""), "ci/a.yml", "1\n", NULL,
	  "1 t.touch old 1:1-1:2 medium\n" },
	{ "a pattern that a changed line has", TOUCH(", re: run"), "ci/a.yml", "a\nb\n",
	  "a\nc\n run\n", "1 t.touch new 3:2-3:5 medium\n" },
	{ "a pattern that only a context line has", TOUCH(", re: run"), "ci/a.yml", "run\nb\n",
	  "run\nc\n", "" },
	{ "a pattern that a removed line has", TOUCH(", re: run"), "ci/a.yml", "run\nb\n", "b\n",
	  "1 t.touch old 1:1-1:4 medium\n" },
};

static void touches_hunks(void **state)
{
	struct bench bench = { .matcher = NULL };
	struct cdr_file file = {
		.path = CDR_STR("ci/run"), .old_mode = 0100644, .new_mode = 0100755, .status = 'M'
	};

	(void)state;
	bench_table(touches, COUNT(touches));
	bench_open(&bench, "", TOUCH(""));
	assert_int_equal(cdr_diff_texts(&bench.arena, &file,
					&(struct cdr_texts){ CDR_STR("x\n"), CDR_STR("x\n") },
					&bench.diff, NULL),
			 0);
	assert_int_equal(cdr_matcher_run(bench.matcher, &bench.change, bench.diff, &bench.arena,
					 &bench.matched),
			 0);
	assert_string_equal(bench_findings(&bench),
			    "1 builtin.mode new 0:0-0:0 medium\n1 t.touch new 0:0-0:0 medium\n");
	bench_close(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_what_hides),
		cmocka_unit_test(finds_changes_without_text),
		cmocka_unit_test(says_a_registry_edit_once),
		cmocka_unit_test(links_that_go),
		cmocka_unit_test(finds_what_cannot_be_read),
		cmocka_unit_test(has_complete_rules),
		cmocka_unit_test(touches_hunks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
