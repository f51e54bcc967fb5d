/* Every way in which a rule reads beyond the lines that changed, and what may be left out. */
#include "sieve_bench.h"

#include "rules/automaton.h"

/* N copies of LINE between HEAD and TAIL. */
static struct cdr_str padded(struct cdr_arena *arena, const char *head, const char *line, size_t n,
			     const char *tail)
{
	struct cdr_buf buf;
	struct cdr_str text;

	cdr_buf_init(&buf, (size_t)64 << 20);
	cdr_buf_adds(&buf, head);
	for (size_t i = 0; i < n; i++)
		cdr_buf_adds(&buf, line);
	cdr_buf_adds(&buf, tail);
	text = cdr_str_copy(arena, cdr_buf_str(&buf));
	cdr_buf_release(&buf);
	return text;
}

struct far_case {
	const char *rule, *path;
	const char *head, *line;  /* HEAD, then N times LINE, then the tails */
	size_t n;
	const char *old_tail, *new_tail;
	size_t n_findings;
	bool passes;
};

#define MATCH(more) "- {id: t.r, title: T, paths: ['**'], match: {" more "}}\n"

#define WORDS(detector) "- {id: t.r, title: T, keywords: [Robot, arm], " detector "}\n"

static const struct far_case far_cases[] = {
	/* keywords stand anywhere, on either side, in any case */
	{ WORDS("match: {re: needle}"), "a.py", "", "x\n", 2, "a\n", "needle\n", 0, false },
	{ WORDS("match: {re: needle}"), "a.py", "roBot\n", "x\n", 300, "a\n", "needle\n", 1, true },
	{ WORDS("match: {re: needle}"), "a.py", "", "x\n", 2, "charm\n", "needle\n", 1, true },
	{ WORDS("guard: {re: '@login'}"), "a.py", "", "@login\n", 1, "def f():\n", "def g():\n", 0,
	  false },
	{ MATCH("re: needle"), "a.py", "needle\n", "x\n", 0, "a\n", "b\n", 0, false },
	{ MATCH("re: needle"), "a.py", "", "x\n", 0, "needle\n", "b\n", 0, false },
	{ MATCH("side: removed, re: needle"), "a.py", "", "x\n", 0, "needle\n", "b\n", 1, true },
	{ MATCH("side: changed, re: needle"), "a.py", "", "x\n", 0, "needle\n", "b\n", 1, true },
	{ MATCH("side: context, re: needle"), "a.py", "needle\n", "x\n", 2, "a\n", "b\n", 1, true },
	{ MATCH("side: context, re: needle"), "a.py", "needle\n", "x\n", 3, "a\n", "b\n", 0,
	  false },
	{ MATCH("side: new, re: needle"), "a.py", "needle\n", "x\n", 2, "a\n", "", 1, true },
	{ MATCH("side: old, re: needle"), "a.py", "needle\n", "x\n", 2, "", "b\n", 1, true },
	{ MATCH("side: new, scope: hunk, re: 'needle[\\sx]*b'"), "a.py", "needle\n", "x\n", 2,
	  "a\n", "b\n", 1, true },
	{ MATCH("side: new, scope: hunk, re: 'needle\\nxx\\nb'"), "a.py", "needle\n", "xx\n", 1,
	  "a\n", "b\n", 1, true },
	{ MATCH("scope: hunk, re: 'needle\\nb'"), "a.py", "", "x\n", 0, "a\n", "needle\nb\n", 1,
	  true },
	/* git shows the opening of the comment as added, though the first one is what is equal */
	{ MATCH("side: context, re: needle"), "a.c", "needle\np\nq\n/*\n", "", 0,
	  "   g */\ng\n", "   h */\nh\n/*\n   g */\ng\n", 1, true },
	/* a statement reaches over 200 lines, and not further */
	{ MATCH("scope: statement, re: 'needle\\('"), "a.py", "needle(\n", "x,\n", 198, "a)\n",
	  "b)\n", 1, true },
	{ MATCH("scope: statement, re: 'needle\\('"), "a.py", "needle(\n", "x,\n", 202, "a)\n",
	  "b)\n", 0, false },
	{ MATCH("side: removed, scope: statement, re: 'needle\\('"), "a.py", "needle(\n", "x,\n",
	  198, "a)\n", "b)\n", 1, true },
	{ MATCH("side: new, scope: statement, re: 'needle\\('"), "a.py", "needle(\n", "x,\n", 198,
	  "x)\nc\nd\nz\n", "x)\nc\nd\n", 1, true },
	{ "- {id: t.r, title: T, paths: ['**'], when: {scope: statement, re: 'needle\\('}, need: "
	  "{scope: statement, re: 'gone'}}\n",
	  "a.py", "needle(\n", "x,\n", 197, "gone,\nx)\n", "x)\n", 1, true },
	/* so do entities and files, without an end */
	{ MATCH("scope: file, re: needle"), "a.py", "needle\n", "x\n", 900, "a\n", "b\n", 1, true },
	{ MATCH("scope: entity, re: needle"), "a.py", "def f():\n  needle()\n", "  x()\n", 900,
	  "  a()\n", "  b()\n", 1, true },
	/* what a mask blanks may be a blank of a literal */
	{ MATCH("mask: comments, re: 'exec  cmd'"), "a.c", "", "x\n", 0, "a\n",
	  "exec/*...*/cmd\n", 0, true },
	{ MATCH("mask: comments, re: 'exec    *cmd'"), "a.c", "", "x\n", 0, "a\n",
	  "exec/*...*/cmd\n", 1, true },
	/* what is left once comments are blanked, unless there can be none */
	{ MATCH("mask: comments, re: 'needle *$'"), "a.py", "", "x\n", 0, "a\n", "needle b\n", 0,
	  false },
	{ MATCH("mask: comments, re: 'needle *$'"), "a.py", "", "x\n", 0, "a\n", "needle # b\n", 1,
	  true },
	/* a page feed ends a comment for some compilers; what is above made all of it comment */
	{ MATCH("mask: comments, re: '^\\W*needle'"), "a.c", "// x \\\n", "", 0, "a\n",
	  "b \f needle\n", 2, true }, /* the page feed is one */
	{ MATCH("mask: comments, re: 'needle *$'"), "a.go", "package x\n/*\n", "", 0, "a\n*/\n",
	  "needle import \"C\" b\n*/\n", 1, true },
	{ MATCH("mask: comments, re: '^\\W*needle'"), "a.jsx", "x = <div> /*\n", "", 0,
	  "a\n*/ y;\n", "foo {<!-- needle\n*/ y;\n", 1, true },
	{ MATCH("mask: comments, re: 'needle *$'"), "a.c", "", "x\n", 0, "a\n",
	  "needle // b\n", 1, true },
	{ MATCH("mask: comments, re: '^ *needle'"), "a.c", "/*\n", "x\n", 0, "a\n",
	  "b */ needle\n", 1, true },
	{ MATCH("mask: comments, re: 'needle *$'"), "a.c", "", "x\n", 0, "a\n",
	  "needle /\\\n/ b\n", 1, true },
	{ MATCH("mask: comments, re: '^ *needle'"), "a.c", "x /\\\n", "", 0, "/ a\n",
	  "* b *\\\n/ needle\n", 1, true },
	{ MATCH("mask: comments, re: 'needle *$'"), "A.java", "", "x\n", 0, "a\n",
	  "needle \\u002f\\u002f b\n", 1, true },
	{ MATCH("mask: comments, re: 'needle *$'"), "a.rb", "", "x\n", 0, "a\n", "needle # b\n", 1,
	  true },
	{ MATCH("mask: comments, re: 'needle *$'"), "a.html", "", "x\n", 0, "a\n",
	  "needle <!-- b -->\n", 1, true },
	{ MATCH("mask: comments, re: 'needle *$'"), "a.unknown", "", "x\n", 0, "a\n",
	  "needle // b\n", 0, false },
	{ MATCH("re: 'exec cmd'"), "a.c", "", "x\n", 0, "a\n", "exec/*...*/cmd\n", 0, false },
	/* lines of both sides make one text, of which each side has a part */
	{ MATCH("side: changed, scope: hunk, re: 'needle[\\s\\S]*thread'"), "a.py", "", "x\n", 0,
	  "a needle\n", "b thread\n", 1, true },
	/* guards */
	{ "- {id: t.r, title: T, guard: {re: '@needle\\b'}}\n", "a.py", "@needle\ndef f():\n",
	  "  x()\n", 300, "  a()\n", "  b()\n", 0, true },
	{ "- {id: t.r, title: T, guard: {re: '@needle\\b'}}\n", "a.py", "", "  x()\n", 0,
	  "@needle\ndef f():\n  x()\n", "def f():\n  x()\n", 1, true },
	{ "- {id: t.r, title: T, guard: {re: '@needle\\b'}}\n", "a.py", "", "x()\n", 0,
	  "def f():\n  x()\n", "@needle\ndef f():\n  x()\n", 0, false },
	/* touch */
	{ "- {id: t.r, title: T, touch: {paths: ['a.*']}}\n", "a.py", "", "x\n", 0, "a\n", "b\n", 1,
	  true },
	{ "- {id: t.r, title: T, touch: {paths: ['b.*']}}\n", "a.py", "", "x\n", 0, "a\n", "b\n", 0,
	  false },
	{ "- {id: t.r, title: T, touch: {paths: ['**'], re: needle}}\n", "a.py", "", "x\n", 0,
	  "needle\n", "b\n", 1, true },
	{ "- {id: t.r, title: T, touch: {paths: ['**'], re: needle}}\n", "a.py", "needle\n", "x\n",
	  0, "a\n", "b\n", 0, false },
	/* no literal is known; the letter case is another; U+017F is an s */
	{ MATCH("re: '[a-z]\\d'"), "a.py", "", "x\n", 0, "a\n", "b\n", 0, true },
	{ MATCH("re: '(?i)NEEDLE'"), "a.py", "", "x\n", 0, "a\n", "nEEdle\n", 1, true },
	{ MATCH("re: '(?i)session'"), "a.py", "", "x\n", 0, "a\n",
	  "se\xc5\xbf\xc5\xbfion\n", 2, true }, /* and looks like another word */
	{ MATCH("re: '(?i)token'"), "a.py", "", "x\n", 0, "a\n",
	  "to\xe2\x84\xaa" "en\n", 2, true },
	{ MATCH("side: context, re: '(?i)session'"), "a.py", "se\xc5\xbfsion\n", "x\n", 2, "a\n",
	  "b\n", 1, true },
	{ MATCH("side: context, re: '(?i)session'"), "a.py", "\xc5\xbf\n", "x\n", 2, "a\n",
	  "b\n", 0, false },
	{ "- {id: t.r, title: T, guard: {re: '@(?i:session)\\b'}}\n", "a.py", "", "x\n", 0,
	  "@\xc5\xbf" "ession\ndef f():\n  x()\n", "def f():\n  x()\n", 1, true },
	/* what a person would not see, and what only looks so */
	{ MATCH("re: needle"), "a.py", "", "x\n", 0, "a\n", "b\xe2\x80\xae\n", 1, true },
	{ MATCH("re: needle"), "a.py", "", "x\n", 0, "a\xe2\x80\xae\n", "b\n", 0, false },
	{ MATCH("re: needle"), "a.py", "", "x\n", 0, "a\n", "12345\x7f" "7\n", 1, true },
	{ MATCH("re: needle"), "a.py", "", "x\n", 0, "a\n", "1234567\x01\n", 1, true },
	{ MATCH("re: needle"), "a.py", "", "x\n", 0, "a\n", "12\r34567\n", 1, true },
	{ MATCH("re: needle"), "a.py", "", "x\n", 0, "a\r\n", "b\tb\r\n", 0, false },
	{ MATCH("re: needle"), "a.py", "", "x\n", 0, "a\n", "na\xc3\xafve \xe4\xb8\xad\n", 0,
	  false },
	{ MATCH("re: needle"), "a.py", "", "", 0, "a\n", "\xef\xbb\xbf" "b\n", 0, false },
	/* suppressions, three lines around a change and not further */
	{ MATCH("re: needle"), "a.py", "x # cdreview:allow\n", "x\n", 2, "a\n", "b\n", 0, true },
	{ MATCH("re: needle"), "a.py", "x # cdreview:allow\n", "x\n", 3, "a\n", "b\n", 0, false },
	{ MATCH("re: needle"), "a.py", "", "x\n", 3, "a\n", "b # cdreview:allow\n", 1, true },
	{ MATCH("re: needle"), "a.py", "", "x\n", 3, "a # cdreview:allow\n", "b\n", 0, false },
	/* the registry */
	{ MATCH("re: needle"), "policy/test.yaml", "", "x\n", 0, "a\n", "b\n", 1, true },
};

static void reaches_as_far_as_rules_do(void **state)
{
	size_t n_wrong = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(far_cases); i++) {
		const struct far_case *c = &far_cases[i];
		struct sieve_bench s = { .n_pairs = 0 };
		struct cdr_arena *arena = &s.bench.arena;
		bool passed;

		bench_open(&s.bench, "", c->rule);
		sieve_open(&s);
		passed = sieve_try(&s, cdr_str_from(c->path),
				   padded(arena, c->head, c->line, c->n, c->old_tail),
				   padded(arena, c->head, c->line, c->n, c->new_tail));
		if (passed != c->passes || s.n_findings != c->n_findings) {
			print_error("case %zu, %s: %zu findings, %s\n", i, c->rule, s.n_findings,
				    passed ? "passed" : "left out");
			n_wrong++;
		}
		sieve_close(&s);
	}
	assert_int_equal(n_wrong, 0);
}

static void looks_at_renamed_files_for_guards(void **state)
{
	struct sieve_bench s = { .n_pairs = 0 };
	struct cdr_file file = sieve_file(CDR_STR("b.py"), false, true);
	struct cdr_text text;
	struct cdr_pair pair;

	(void)state;
	bench_open(&s.bench, "", "- {id: t.r, title: T, guard: {re: '@needle'}}\n");
	sieve_open(&s);
	cdr_text_of(&text, &s.bench.arena, CDR_STR("def f():\n  x()\n"));
	sieve_pair(&pair, &file, NULL, &text);
	assert_false(cdr_sieve_pass(s.sieve, s.space, &pair).any);
	pair.file.old_path = CDR_STR("a.py");
	assert_true(cdr_sieve_pass(s.sieve, s.space, &pair).any);
	cdr_text_forget(&text);
	sieve_close(&s);
}

/* One path in two languages, asked in turn, so that no answer is remembered for both. */
static void asks_the_first_line_for_the_language(void **state)
{
	struct sieve_bench s = { .n_pairs = 0 };

	(void)state;
	bench_open(&s.bench, "",
		   "- {id: t.py, title: T, languages: [python], match: {re: needle}}\n"
		   "- {id: t.sh, title: T, languages: [shell], match: {re: needle}}\n");
	sieve_open(&s);
	for (size_t round = 0; round < 3; round++) {
		sieve_try(&s, CDR_STR("run"), CDR_STR("a\n"), CDR_STR("#!/bin/sh\nneedle\n"));
		sieve_try(&s, CDR_STR("run"), CDR_STR("a\n"),
			  CDR_STR("#!/usr/bin/env python3\nneedle\n"));
		sieve_try(&s, CDR_STR("run"), CDR_STR("a\n"), CDR_STR("needle\n"));
	}
	assert_int_equal(s.n_findings, 6);
	sieve_close(&s);
}

/* Where nothing can be known of a text every rule that looks at the file is left. */
static void gives_up_soundly(void **state)
{
	struct sieve_bench s = { .n_pairs = 0 };

	(void)state;
	bench_open(&s.bench, "", MATCH("scope: file, re: 'ab|cd'"));
	sieve_open(&s);
	assert_true(sieve_try(&s, CDR_STR("a"), CDR_STR("x\n"), CDR_STR("\xff\xfe" "xx\n")));
	assert_true(sieve_try(&s, CDR_STR("a"), CDR_STR("x\n"), CDR_STR("x\0\n\0y\0")));
	assert_false(sieve_try(&s, CDR_STR("a"), CDR_STR("x\n"), CDR_STR("xy\n")));
	sieve_close(&s);
}

static void gives_up_on_too_many_literals(void **state)
{
	struct sieve_bench s = { .n_pairs = 0 };
	struct cdr_text text;
	struct cdr_pair pair;
	struct cdr_file file = sieve_file(CDR_STR("a"), false, true);

	(void)state;
	bench_open(&s.bench, "", MATCH("re: needle")
		   "- {id: t.x, title: T, paths: ['**'], match: {re: ab}}\n");
	sieve_open(&s);
	cdr_text_of(&text, &s.bench.arena,
		    padded(&s.bench.arena, "", "ab\n", CDR_AUTOMATON_HITS + 1, ""));
	sieve_pair(&pair, &file, NULL, &text);
	assert_int_equal(cdr_sieve_pass(s.sieve, s.space, &pair).rules->n, 2);
	cdr_text_forget(&text);
	sieve_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reaches_as_far_as_rules_do),
		cmocka_unit_test(looks_at_renamed_files_for_guards),
		cmocka_unit_test(asks_the_first_line_for_the_language),
		cmocka_unit_test(gives_up_soundly),
		cmocka_unit_test(gives_up_on_too_many_literals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
