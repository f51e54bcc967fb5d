/* Masks, statements and entities, one row a point; and what must hold for any bytes. */
#include "unit/rules/rules_test.h"

#include "rules/lexer.h"

#include <stdlib.h>

/* --- languages ----------------------------------------------------------- */

static void test_language_of(void **state)
{
	static const struct {
		const char *path, *head, *language;
	} rows[] = {
		{ "app/models.py", "", "python" },
		{ "a.b/c.TS", "", "typescript" },
		{ "x.tsx", "", "typescript" },
		{ "Main.java", "", "java" },
		{ "main.go", "", "go" },
		{ "deploy/Dockerfile", "", "dockerfile" },
		{ "Dockerfile.dev", "", "dockerfile" },
		{ ".env.local", "", "ini" },
		{ "Rakefile", "", "ruby" },
		{ "bin/run", "#!/usr/bin/env python3\n", "python" },
		{ "bin/run", "#!/usr/bin/python3.11 -u\n", "python" },
		{ "bin/run", "#!/usr/bin/env -S node --x\n", "javascript" },
		{ "bin/run", "#!/bin/sh", "shell" },
		{ "bin/run", "# /bin/sh", "" },
		{ "bin/run", "", "" },
		{ ".py", "", "" },
		{ "x.unknown", "", "" },
		{ "", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct cdr_language *language =
			cdr_language_of(cdr_str_from(rows[i].path), cdr_str_from(rows[i].head));

		assert_string_equal(language ? cdr_language_name(language) : "", rows[i].language);
	}
}

/* --- masks --------------------------------------------------------------- */

/* In `masked` a '_' stands for a blank that the mask made. */
static const struct {
	const char *language, *text, *masked;
	unsigned mask;
} masks[] = {
#define BOTH (CDR_MASK_COMMENTS | CDR_MASK_STRINGS)
	{ "python", "x = 1  # note\ny", "x = 1  ______\ny", CDR_MASK_COMMENTS },
	{ "python", "x = '#' # a", "x = '#' ___", CDR_MASK_COMMENTS },
	{ "python", "x = 'ab' # a", "x = '__' # a", CDR_MASK_STRINGS },
	{ "python", "x = 'a\\'b' + c", "x = '____' + c", BOTH },
	{ "python", "x = r'\\' + c", "x = r'______", BOTH },
	{ "python", "'''a\n#b''' # c", "'''_\n__''' ___", BOTH },
	{ "python", "\"\"\"a\n\"b\"\"\"\nc", "\"\"\"_\n__\"\"\"\nc", BOTH },
	{ "python", "f'a{b}c'", "f'_{b}_'", BOTH },
	{ "python", "f'a{{b}}c'", "f'_______'", BOTH },
	{ "python", "f\"{x['k']}\" # c", "f\"{x['_']}\" ___", BOTH },
	{ "python", "'a{b}c'", "'_____'", BOTH },
	{ "python", "f'{x:(>9}' # a", "f'{x____}' ___", BOTH },
	{ "python", "f'{x!r:#[}' # a", "f'{x!r___}' ___", BOTH },
	{ "python", "f'{x:{w}.{p}(}' + a", "f'{x_{w}_{p}_}' + a", BOTH },
	{ "python", "f'{x[1:2]}{f(a=(b:=1))}'", "f'{x[1:2]}{f(a=(b:=1))}'", BOTH },
	{ "python", "f'{ {1: 2}[1]:9}'", "f'{ {1: 2}[1]__}'", BOTH },
	{ "python", "f'{a!=b:(}' + c", "f'{a!=b__}' + c", BOTH },
	{ "python", "f'{x:(' + y # a", "f'____' + y ___", BOTH },
	{ "python", "f'{x(}' + y # a", "f'____' + y ___", BOTH },
	{ "python", "f'{x)}' + y # a", "f'____' + y ___", BOTH },
	{ "python", "f'\\{x['(']}' # a", "f'_{x['_']}' ___", BOTH },
	{ "python", "f'{x(\n1)}' # a", "f'{x(\n1)}' ___", BOTH },
	{ "python", "rb'x' b", "rb'_' b", BOTH },
	{ "python", "x = 'open\ny = 1", "x = '____\ny = 1", BOTH },
	{ "python", "x = '''open\ny = 1", "x = '''____\ny = 1", BOTH },
	{ "javascript", "a // b\nc", "a ____\nc", BOTH },
	{ "javascript", "a /* b\nc */ d", "a ____\n____ d", BOTH },
	{ "javascript", "'http://x' // y", "'________' ____", BOTH },
	{ "javascript", "`a${b + '}'}c` // d", "`_${b + '_'}_` ____", BOTH },
	{ "javascript", "x = /[/'\"]/g; y // z", "x = /_____/g; y ____", BOTH },
	{ "javascript", "x = a / b; y = c / d", "x = a / b; y = c / d", BOTH },
	{ "javascript", "return /x'/.test(y)", "return /__/.test(y)", BOTH },
	{ "javascript", "if (f(x)) /`(/.test(y) // z", "if (f(x)) /__/.test(y) ____", BOTH },
	{ "javascript", "f(i++ / 2, 'a/b')", "f(i++ / 2, '___')", BOTH },
	{ "javascript", "f(<a>b</a>, '/')", "f(<a>b</a>, '_')", BOTH },
	{ "javascript", "(a) / b; c('/')", "(a) / b; c('_')", BOTH },
	{ "ruby", "a.split /[(']/ # b", "a.split /[(']/ ___", BOTH },
	{ "ruby", "a << /[(]/ # b", "a << /___/ ___", BOTH },
	{ "ruby", "a / b; c = d / e", "a / b; c = d / e", BOTH },
	{ "php", "\"${a[\"(\"]}\" # b", "\"${a[\"_\"]}\" ___", BOTH },
	{ "rust", "br#\"a\"(\"# + c", "br#\"___\"# + c", BOTH },
	{ "swift", "\"a\\(b[\"(\"])\" + c", "\"_\\(b[\"_\"])\" + c", BOTH },
	{ "scala", "s\"${a(\"(\")}\" + c", "s\"${a(\"_\")}\" + c", BOTH },
	{ "dart", "'${a['(']}' + r'\\' + c", "'${a['_']}' + r'_' + c", BOTH },
	{ "javascript", "a /* open\nb", "a _______\nb", BOTH },
	{ "go", "x := `a\n//b` // c", "x := `_\n___` ____", BOTH },
	{ "go", "r := '\"' // c", "r := '_' ____", BOTH },
	{ "java", "c = '\\''; // x", "c = '__'; ____", BOTH },
	{ "rust", "fn f<'a>(x: &'a str) {} // c", "fn f<'a>(x: &'a str) {} ____", BOTH },
	{ "rust", "/* a /* b */ c */ d", "_________________ d", BOTH },
	{ "rust", "r#\"a\"b\"# + c", "r#\"___\"# + c", BOTH },
	{ "kotlin", "\"a ${b} c\"", "\"__${b}__\"", BOTH },
	{ "csharp", "@\"a\"\"b\" // c", "@\"____\" ____", BOTH },
	{ "csharp", "$\"a{b}\" + c", "$\"_{b}\" + c", BOTH },
	{ "csharp", "$\"{x,9:(#)]}\" + c", "$\"{x,9_____}\" + c", BOTH },
	{ "csharp", "$\"{(a ? b : c)}\" + d", "$\"{(a ? b : c)}\" + d", BOTH },
	{ "php", "#[Attr]\n# note", "#[Attr]\n______", BOTH },
	{ "php", "$a = <<<EOT\n'x\nEOT;\n# c", "$a = <<<EOT\n__\nEOT;\n___", BOTH },
	{ "ruby", "x = \"a#{b}c\" # d", "x = \"_#{b}_\" ___", BOTH },
	{ "ruby", "a\n=begin\nb\n=end\nc", "a\n______\n_\n____\nc", BOTH },
	{ "ruby", "x = <<~SQL.strip\n  a'\n  SQL\ny # z", "x = <<~SQL.strip\n____\n  SQL\ny ___",
	  BOTH },
	{ "ruby", "x << Foo\ny # z", "x << Foo\ny ___", BOTH },
	{ "sql", "select '--' -- x\n, 'it''s'", "select '__' ____\n, '_____'", BOTH },
	{ "sql", "$$ a -- b $$ -- c", "$$ a -- b $$ ____", BOTH },
	{ "sql", "\"a--b\" -- c", "\"a--b\" ____", BOTH },
	{ "yaml", "a: b#c # d", "a: b#c ___", BOTH },
	{ "yaml", "a: don't # d", "a: don't ___", BOTH },
	{ "yaml", "a: 'x # y' # d", "a: '_____' ___", BOTH },
	{ "yaml", "a: |\n  x # y\nb: 1 # z", "a: |\n  x # y\nb: 1 ___", BOTH },
	{ "toml", "a = '''x\n#y''' # z", "a = '''_\n__''' ___", BOTH },
	{ "hcl", "a = \"x ${b} y\" # z", "a = \"__${b}__\" ___", BOTH },
	{ "shell", "a=${b#c} # d", "a=${b#c} ___", BOTH },
	{ "shell", "x \"a $(b 'c') d\" # e", "x \"__$(b '_')__\" ___", BOTH },
	{ "shell", "cat <<'E'\na # b\nE\nc # d", "cat <<'_'\n_____\nE\nc ___", BOTH },
	{ "dockerfile", "# a\nRUN x # y", "___\nRUN x # y", BOTH },
	{ "html", "<a>don't</a> <!-- x\ny --> z", "<a>don't</a> ______\n_____ z", BOTH },
	{ "html", "<script></b>/* x */</script> <!-- y -->",
	  "<script></b>_______</script> __________", BOTH },
	{ "html", "<title></b></c></title><!-- y -->", "<title></b></c></title>__________", BOTH },
	{ "json", "{\"a\": \"b\"}", "{\"_\": \"_\"}", BOTH },
	{ "c", "a = 1'000; b // c", "a = 1'000; b ____", BOTH },
};

static void test_masks(void **state)
{
	int failed = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(masks) / sizeof(masks[0]); i++) {
		struct cdr_arena arena = { 0 };
		struct cdr_str text = cdr_str_from(masks[i].text), got;
		char shown[200];

		got = cdr_lexer_mask(
			&(struct cdr_lexed){ &arena, language(masks[i].language), .text = text },
			masks[i].mask);
		assert_int_equal(got.len, text.len);
		for (size_t k = 0; k < got.len; k++)
			shown[k] =
				got.ptr[k] == ' ' && masks[i].masked[k] == '_' ? '_' : got.ptr[k];
		shown[got.len] = '\0';
		failed += differs(masks[i].text, shown, masks[i].masked);
		cdr_arena_release(&arena);
	}
	assert_int_equal(failed, 0);
}

/* --- statements ---------------------------------------------------------- */

/* `lines` has for each line the letter of its statement. */
static const struct {
	const char *language, *text, *lines;
} statements[] = {
	{ "javascript",
	  "switch (a) {\ncase 'x': {\n  b();\n  c({\n    default: {\n      d: 1,\n    },\n  "
	  "});\n}\ndefault: {\n  e();\n}\n}\n",
	  "abcdddddefghi" },
	{ "python", "a = f(\n  1,\n)\nb", "aaab" },
	{ "python", "@d(\n 1)\ndef f(a,\n  b):\n  x = {\n  1: 2}\n  y", "aabbccd" },
	{ "python", "a = 1 + \\\n  2\nb", "aab" },
	{ "python", "a = '''x\ny\n'''\nb", "aaab" },
	{ "python", "a = f(  # (\n  1)\nb", "aab" },
	{ "python", "a = f'{1:(>9}'\nb", "ab" },
	{ "python", "a\n\n# c\nb", "abcd" },
	{ "python", "a = (\nb\n@d\n# c\n@e(\n  1,\n)\nasync def f(\n  x):\n  y", "aabcdddeef" },
	{ "python", "a = [\n@d(\ndef f():\n  return g(\n  return (\n  1)", "abcdee" },
	{ "python", "a = (\n@b\nc)", "aaa" },
	{ "python", "a = (\n'''\ndef f\n''')\nb", "aaaab" },
	{ "python", "a = (\n  define, classy,\n  lambda: 1\n  if b else\n  c)\nd", "aaaaab" },
	{ "javascript", "f(a,\nfunction (x) {\n  y\n})\nz", "aabcd" },
	{ "javascript", "a = (\nfunction f(x) {\n  y\n}", "abcd" },
	{ "javascript", "a = [\n  class B {}]\nc", "aab" },
	{ "javascript", "a = {\nclass: 1, function() {}, async function f() {}\n}\nb", "aaab" },
	{ "javascript", "x = f(a;\nb();\nc", "abc" },
	{ "c", "for (a;\n b; c) {\n d;\n}", "aabc" },
	{ "java", "class A {\n  x = f(1;\n  @P(\n   1)\n  public void f() {\n    y\n  }\n}",
	  "abccdefg" },
	{ "csharp", "x = (\n[A]\n[B(1)]\npublic int F() {\n}", "abcde" },
	{ "go", "x := f(\nfunc (s *S) g() {\n  y\n}", "abcd" },
	{ "ruby", "x = (\ndef f\n  y\nend", "abcd" },
	{ "python", "a)\nb = [\n1]\n", "abb" },
	{ "python", "", "" },
	{ "javascript", "a\n  .b()\n  // c\n  .d()\ne", "aaaab" },
	{ "javascript", "x = {\n a: 1,\n}\ny", "aaab" },
	{ "javascript", "app.get('/', (r) => {\n  a()\n  b()\n})\nc", "abcde" },
	{ "javascript", "if (x) {\n  y\n}", "abc" },
	{ "javascript", "f({\n  a: 1,\n})\ng", "aaab" },
	{ "javascript", "a = b &&\n  c\nd", "aab" },
	{ "javascript", "i++\nj", "ab" },
	{ "javascript", "x = `a\nb`\nc", "aab" },
	{ "go", "s := http.Server{\n  A: 1,\n}\nif x {\n  y\n}", "aaabcd" },
	{ "go", "a.\n  B()\nc", "aab" },
	{ "java", "@A(\n x = 1)\n@B\nvoid f() {\n  g(1,\n    2);\n}", "aabcdde" },
	{ "java", "http\n  .csrf()\n  .disable();\nx", "aaab" },
	{ "ruby", "has_many :x,\n  dependent: :destroy\ny", "aab" },
	{ "ruby", "a\n  .b\nc", "aab" },
	{ "sql", "CREATE TABLE t (\n a int\n);\n\n-- c\nSELECT\n 1;\nDROP", "aaabcdde" },
	{ "sql", "DO $$\nx;\ny;\n$$;\nz", "aaaab" },
	{ "yaml", "a: [1,\n 2]\nb: |\n  x\n\n  y\nc: 1", "aabbbbc" },
	{ "yaml", "- run: |\n    x\n  name: y", "aab" },
	{ "hcl", "resource \"a\" \"b\" {\n  tags = {\n    x = 1\n  }\n}", "abbbc" },
	{ "shell", "a \\\n  b |\n  c\nd", "aaab" },
	{ "json", "{\n\"a\": [\n1]}", "abc" },
	/* brackets, over every kind of them and over comments */
	{ "typescript", "f(\n  a, // )\n  [b],\n)\nc", "aaaab" },
	{ "kotlin", "f(\n  a,\n)\nb", "aaab" },
	{ "scala", "f(\n  a)\nb", "aab" },
	{ "swift", "f(\n  a)\nb", "aab" },
	{ "rust", "f(\n  a);\nb", "aab" },
	{ "php", "<?php\nf(\n  [a],\n);\nb", "abbbc" },
	{ "csharp", "f(\n  a);\nb", "aab" },
	{ "c", "f(a,\n  b);\nc;", "aab" },
	{ "ruby", "f(\n  [a],\n)\nb", "aaab" },
	{ "toml", "a = [\n  1,\n]\nb = 2", "aaab" },
	{ "hcl", "a = [\n  1,\n]\nb = 2", "aaab" },
	/* triple quotes */
	{ "java", "a = \"\"\"\n  ( x\n  \"\"\";\nb;", "aaab" },
	{ "kotlin", "val a = \"\"\"\n  ( x\n\"\"\"\nb", "aaab" },
	{ "scala", "val a = \"\"\"\n  ( x\n\"\"\"\nb", "aaab" },
	{ "swift", "let a = \"\"\"\n  ( x\n  \"\"\"\nb", "aaab" },
	{ "dart", "a = '''\n  ( x\n''';\nb;", "aaab" },
	{ "groovy", "a = '''\n  ( x\n'''\nb", "aaab" },
	{ "csharp", "a = \"\"\"\n  ( x\n  \"\"\";\nb;", "aaab" },
	{ "elixir", "a = \"\"\"\n  ( x\n\"\"\"\nb", "aaab" },
	{ "toml", "a = \"\"\"\n  [ x\n\"\"\"\nb = 1", "aaab" },
	/* heredocs */
	{ "ruby", "a = f(<<~X, 1)\n  ( y\nX\nb", "aaab" },
	{ "shell", "cat <<X\n( y\nX\nb", "aaab" },
	{ "php", "<?php\n$a = <<<X\n( y\nX;\nb;", "abbbc" },
	{ "hcl", "a = <<-X\n  [ y\n  X\nb = 1", "aaab" },
	{ "dockerfile", "RUN <<X\n( y\nX\nUSER a", "aaab" },
	/* template and raw literals */
	{ "typescript", "a = `\n( ${f(\n1)}\n`\nb", "aaaab" },
	{ "go", "a := `\n( x\n`\nb", "aaab" },
	{ "rust", "let a = r#\"\n( x\n\"#;\nb", "aaab" },
	{ "csharp", "a = @\"\n( x\n\";\nb;", "aaab" },
	{ "sql", "SELECT $x$\n;\n$x$;\nb;", "aaab" },
	/* leading dots */
	{ "typescript", "a\n  .b()\n  ?.c()\nd", "aaab" },
	{ "kotlin", "a\n  .b()\n  ?.c()\nd", "aaab" },
	{ "csharp", "a\n  .B()\n  .C();\nd", "aaab" },
	{ "scala", "a\n  .b()\nd", "aab" },
	{ "swift", "a\n  .b()\nd", "aab" },
	{ "dart", "a\n  .b()\n  .c();\nd", "aaab" },
	{ "rust", "a\n  .b()\n  .c();\nd", "aaab" },
	{ "groovy", "a\n  .b()\nd", "aab" },
	{ "ruby", "a\n  # c\n  .b\n  &.d\ne", "aaaab" },
	{ "php", "<?php\n$a\n  ->b()\n  ->c();\nd;", "abbbc" },
	/* blocks of YAML and HCL */
	{ "yaml", "a: >-\n  x\n\n    y\nb:\n  c: 1\n", "aaaabc" },
	{ "yaml", "a: {b: 1,\n  c: 2}\nd: \"e\n  f\"\ng: 1", "aabbc" },
	{ "hcl", "a \"b\" {\n  c {\n    d = [\n      1,\n    ]\n  }\n}\ne = 1", "abcccdef" },
	{ "text", "(a\nb", "ab" },
};

static void test_statements(void **state)
{
	int failed = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(statements) / sizeof(statements[0]); i++) {
		struct cdr_arena arena = { 0 };
		const struct cdr_lines *lines;
		char shown[64] = "";
		size_t n = cdr_lexer_statements(
			&(struct cdr_lexed){ &arena, language(statements[i].language),
					     .text = cdr_str_from(statements[i].text) },
			&lines);

		for (size_t k = 0; k < n; k++)
			shown[k] = lines[k].from == k + 1 ? (char)(k ? shown[k - 1] + 1 : 'a')
							  : shown[lines[k].from - 1];
		failed += differs(statements[i].text, shown, statements[i].lines);
		cdr_arena_release(&arena);
	}
	assert_int_equal(failed, 0);
}

/* A statement that is too long falls apart into what it lists. */
static void test_statement_cap(void **state)
{
	struct cdr_arena arena = { 0 };
	struct cdr_buf text;
	const struct cdr_lines *lines;
	size_t n;

	(void)state;
	cdr_buf_init(&text, 1 << 16);
	cdr_buf_adds(&text, "urls = [\n");
	for (int i = 0; i < 400; i++)
		cdr_buf_adds(&text, "url(\n1),\n");
	cdr_buf_adds(&text, "]\ng(\n1)\n");
	n = cdr_lexer_statements(
		&(struct cdr_lexed){ &arena, language("python"), .text = cdr_buf_str(&text) },
		&lines);
	assert_int_equal(n, 804);
	assert_int_equal(lines[0].to, 2);
	for (size_t i = 1; i < 801; i += 2) {
		assert_int_equal(lines[i].from, i + 1);
		assert_int_equal(lines[i].to, i + 3);
	}
	assert_int_equal(lines[801].from, 802);
	assert_int_equal(lines[802].to - lines[802].from, 2);
	cdr_buf_release(&text);
	cdr_arena_release(&arena);
}

/* Exactly as many lines as a statement may have, one more, and a string without an end in sight. */
static void test_statement_limit(void **state)
{
	(void)state;
	for (size_t n_inner = CDR_STATEMENT_LINES - 2; n_inner < CDR_STATEMENT_LINES; n_inner++) {
		struct cdr_arena arena = { 0 };
		const struct cdr_lines *lines;
		struct cdr_buf text;
		bool fits = n_inner + 2 <= CDR_STATEMENT_LINES;

		cdr_buf_init(&text, 1 << 16);
		cdr_buf_adds(&text, "f(\'\'\'\n");
		for (size_t i = 0; i < n_inner; i++)
			cdr_buf_adds(&text, "x\n");
		cdr_buf_adds(&text, "\'\'\')\n");
		cdr_lexer_statements(&(struct cdr_lexed){ &arena, language("python"),
							  .text = cdr_buf_str(&text) },
				     &lines);
		assert_int_equal(lines[0].to, fits ? n_inner + 3 : 2);
		cdr_buf_release(&text);
		cdr_arena_release(&arena);
	}
}

/* --- entities ------------------------------------------------------------ */

/* `entities`: "name from-head-to;" with inclusive last lines. */
static const struct {
	const char *language, *text, *entities;
} entities[] = {
	{ "python", "@a\n@b(\n  1)\ndef f(x):\n  y\n\n# c\nz", "f 1-4-5;" },
	{ "python", "class A(B):\n  @p\n  def f(self):\n    x\n  async def g(self):\n    y\n",
	  "A 1-1-6;A.f 2-3-4;A.g 5-5-6;" },
	{ "python", "def f():\n  def g():\n    x\n  y\nz", "f 1-1-4;f.g 2-2-3;" },
	{ "python", "@a\n# c\n\ndef f():\n  '''\nz\n  '''\n", "f 1-4-7;" },
	{ "python", "@a\nx = 1\ndef f(): pass", "f 3-3-3;" },
	{ "python", "x = (\n@a\ndef f():\n  y = (\nclass A:\n  def g(): pass",
	  "f 2-3-4;A 5-5-6;A.g 6-6-6;" },
	{ "java",
	  "@R(\"/a\")\npublic class A extends B {\n  @P(\"x\")\n  @Q public List<T> f(int a,\n"
	  "      int b) throws E {\n    if (x) { y(); }\n  }\n  @N\n  private String s;\n}\n",
	  "A 1-2-10;A.f 3-4-7;A.s 8-9-9;" },
	{ "java", "interface I {\n  @Q\n  List<A> find(String x);\n  void g();\n}",
	  "I 1-1-5;I.find 2-3-3;I.g 4-4-4;" },
	{ "java", "class A {\n  void f() {\n    foo(x);\n    return g(y);\n  }\n}",
	  "A 1-1-6;A.f 2-2-5;" },
	{ "csharp",
	  "[Authorize(Roles = \"x\")]\npublic class C : Base\n{\n  [HttpGet]\n"
	  "  public async Task<A> Get(int id)\n  {\n    return x;\n  }\n}\n",
	  "C 1-2-9;C.Get 4-5-8;" },
	{ "kotlin", "@A\nclass C(val x: Int) {\n  @B fun f(): Int {\n    return 1\n  }\n}",
	  "C 1-2-6;C.f 3-3-5;" },
	{ "typescript",
	  "@Controller('a')\nexport class C {\n  @Get(':id')\n  @UseGuards(G)\n"
	  "  async find(@Param('id') id: string): Promise<X> {\n    return 1;\n  }\n"
	  "  @Column() name: string;\n}\nexport const f = async (x) => {\n  y\n}\n",
	  "C 1-2-9;C.find 3-5-7;C.name 8-8-8;f 10-10-12;" },
	{ "javascript", "function f(a) {\n  app.get('/', (r) => {\n    x\n  })\n}\n",
	  "f 1-1-5;f.app.get('/') 2-2-4;" },
	{ "javascript", "describe('a', () => {\n  x\n})", "describe('a') 1-1-3;" },
	{ "javascript", "if ('a' in b) {\n  x\n}\ng(h, () => {\n  x\n})", "" },
	{ "javascript",
	  "export default {\n  a(b) {\n    x\n  },\n  async 'c'(d) {\n    if (e) {\n    }\n  },\n"
	  "  f: async (g) => {\n    x\n  },\n  h: function () {\n    x\n  }\n};\n",
	  "a 2-2-4;c 5-5-8;f 9-9-11;h 12-12-14;" },
	{ "javascript",
	  "M.methods({\n  async a(b) {\n    x\n  },\n"
	  "  c(d) {\n    new E(() => {\n    });\n  },\n});\n",
	  "a 2-2-4;c 5-5-8;" },
	{ "typescript",
	  "class A {\n  async delete(id: string): Promise<B> {\n    x\n  }\n"
	  "  'b'() {\n    y\n  }\n}\n",
	  "A 1-1-8;A.delete 2-2-4;A.b 5-5-7;" },
	{ "ruby", "get '/x' do |y|\n  z\nend\nnamespace :a do\n  b\nend\nc.each do |d|\n  e\nend\n",
	  "get '/x' 1-1-3;namespace :a 4-4-6;" },
	{ "go", "func (s *Server) Run(a int) error {\n  x\n}\ntype T struct {\n  A int\n}",
	  "Server.Run 1-1-3;T 4-4-6;" },
	{ "go", "x := func(a int) error {\n  y\n}", "x 1-1-3;" },
	{ "php",
	  "#[IsGranted('A')]\nclass C {\n  #[Route('/x')]\n  public function f($a) {\n    x;\n  "
	  "}\n}",
	  "C 1-2-7;C.f 3-4-6;" },
	{ "rust", "#[get(\"/\")]\nfn f(a: u8) -> X {\n  y\n}\nimpl A for B {\n  fn g() {}\n}",
	  "f 1-2-4;B 5-5-7;B.g 6-6-6;" },
	{ "ruby",
	  "class A < B\n  def f\n    if x\n      y\n    end\n  rescue E\n    z\n  end\n\n"
	  "  def self.g; end\nend\n",
	  "A 1-1-11;A.f 2-2-8;A.g 10-10-10;" },
	{ "c", "static int f(int a)\n{\n\treturn g(a);\n}\nint x;\n", "f 1-1-4;" },
	{ "sql", "create table t (a int);", "" },
};

static void test_entities(void **state)
{
	int failed = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
		struct cdr_arena arena = { 0 };
		const struct cdr_entity *found;
		struct cdr_buf shown;
		size_t n = cdr_lexer_entities(
			&(struct cdr_lexed){ &arena, language(entities[i].language),
					     .text = cdr_str_from(entities[i].text) },
			&found);

		cdr_buf_init(&shown, 4096);
		cdr_buf_adds(&shown, "");
		for (size_t k = 0; k < n; k++)
			cdr_buf_addf(&shown, "%.*s %u-%u-%u;", CDR_FMT(found[k].name),
				     found[k].lines.from, found[k].head, found[k].lines.to - 1);
		failed +=
			differs(entities[i].text, shown.ptr ? shown.ptr : "", entities[i].entities);
		cdr_buf_release(&shown);
		cdr_arena_release(&arena);
	}
	assert_int_equal(failed, 0);
}

/* --- any bytes ----------------------------------------------------------- */

static void check_lines(const struct cdr_lines *lines, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		assert_true(lines[i].from <= i + 1 && i + 1 < lines[i].to);
		assert_true(lines[i].to <= n + 1);
		assert_true(lines[i].to - lines[i].from <= CDR_STATEMENT_LINES);
		assert_int_equal(lines[lines[i].from - 1].to, lines[i].to);
	}
}

/* Random texts of the bytes that mean something: lengths and line ends are kept, ranges are sane.
 */
static void test_any_bytes(void **state)
{
	static const char bytes[] = "'\"`#/*\\{}()[]$<-|\n\n\n \t:;=@~aEfr!.,\x80\xff";
	static const char *const names[] = { "python", "javascript", "ruby",   "sql",   "yaml",
					     "php",    "csharp",     "rust",   "shell", "go",
					     "hcl",    "java",       "kotlin", "lua" };
	unsigned seed = 1;

	(void)state;
	for (int round = 0; round < 4000; round++) {
		const struct cdr_language *of =
			language(names[(size_t)round % (sizeof(names) / sizeof(names[0]))]);
		struct cdr_arena arena = { 0 };
		char text[120];
		struct cdr_str str = { text, 1 + (size_t)round % sizeof(text) }, masked;
		const struct cdr_lines *lines;
		const struct cdr_entity *found;
		struct cdr_lexed lexed;
		size_t n;

		for (size_t i = 0; i < str.len; i++)
			text[i] = bytes[(seed = seed * 1103515245u + 12345u) / 65536u %
					(sizeof(bytes) - 1)];
		lexed = (struct cdr_lexed){ &arena, of, .text = str };
		masked = cdr_lexer_mask(&lexed, BOTH);
		assert_int_equal(masked.len, str.len);
		for (size_t i = 0; i < str.len; i++)
			assert_true(masked.ptr[i] == text[i] ||
				    (masked.ptr[i] == ' ' && text[i] != '\n'));
		check_lines(lines, cdr_lexer_statements(&lexed, &lines));
		n = cdr_lexer_entities(&lexed, &found);
		for (size_t i = 0; i < n; i++)
			assert_true(found[i].lines.from <= found[i].head &&
				    found[i].head < found[i].lines.to);
		cdr_arena_release(&arena);
	}
}

static void test_no_language(void **state)
{
	struct cdr_arena arena = { 0 };
	const struct cdr_lines *lines;
	const struct cdr_entity *found;
	struct cdr_lexed lexed;

	(void)state;
	lexed = (struct cdr_lexed){ &arena, NULL, .text = CDR_STR("(\n# def f(): x)\n") };
	assert_true(cdr_str_eq(cdr_lexer_mask(&lexed, BOTH), lexed.text));
	assert_int_equal(cdr_lexer_statements(&lexed, &lines), 2);
	assert_int_equal(lines[1].from, 2);
	assert_int_equal(cdr_lexer_entities(&lexed, &found), 0);
	assert_false(cdr_language_masks(NULL));
	assert_true(cdr_language_masks(language("python")));
	cdr_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_language_of),     cmocka_unit_test(test_masks),
		cmocka_unit_test(test_statements),      cmocka_unit_test(test_statement_cap),
		cmocka_unit_test(test_statement_limit), cmocka_unit_test(test_entities),
		cmocka_unit_test(test_any_bytes),       cmocka_unit_test(test_no_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
