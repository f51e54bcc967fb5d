/*
 * What is taken over from another version of a text is what reading all of it gives,
 * for every language, whatever was edited.
 */
#include "rules_test.h"

#include "rules/language.h"
#include "rules/reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINES_MAX 200

/* Lines of many languages: heads, brackets, and what opens or closes strings and comments. */
static const char *const lines[] = {
	"def f(a, b):",
	"    return a",
	"class C(Base):",
	"    def g(self):",
	"        x = (1,",
	"             2)",
	"@decorated",
	"@app.route(\"/x\")",
	"",
	"",
	"# comment",
	"    # more",
	"x = 1",
	"y = {",
	"}",
	"}",
	");",
	"]",
	"\"\"\"",
	"'''",
	"s = \"\"\"doc",
	"end\"\"\"",
	"t = 'it''s'",
	"u = \"a\" + \\",
	"    'b'",
	"/* open",
	"close */",
	"// line",
	"function f(a) {",
	"  return /re/.test(a)",
	"  if (a) {",
	"  }",
	"const g = (x) => {",
	"};",
	"app.get('/x', (req, res) => {",
	"});",
	"`tpl ${",
	"}`",
	"public class A {",
	"  void m() {",
	"  @Override",
	"  int x = 1;",
	"module M",
	"  class K",
	"    def go",
	"    end",
	"  end",
	"end",
	"get '/x' do",
	"<<~SQL",
	"SQL",
	"select * from t where a = 'x';",
	"insert into t",
	"  values (1, 2);",
	"-- note",
	"fn main() {",
	"#[test]",
	"let r = r#\"raw\"#;",
	"func (s *T) M() {",
	"if x:",
	"    pass",
	"else:",
	"  foo(",
	"    bar",
	"  )",
	"x = [",
	"  'a',",
	"import os",
	"from a import b",
	"case 1:",
	"/x/",
	"<div>",
	"</div>",
	"a ? b : c",
	"%w(a b)",
	"?x",
	"x = y /",
	"{",
	"(",
	"return",
	"async def h():",
	"    await z",
	"f'{a}'",
	"f\"{",
	"struct S {",
	"int main(void) {",
	"#include <a.h>",
	"'",
	"\"",
	"don't",
	"foo.",
	"  .bar()",
	"&& baz",
	"\tx",
	"int f(",
	"  int a)",
	"{ /* */ }",
	"key: value",
	"- item",
	"alert is gone */ int b() {",
	"it = `x */ y();",
	"return <Foo",
	"  a={1}",
	"  title={it}",
	"  b=\"c\">",
	"text // or `http",
	"</Foo>;",
};

/* Well-formed pieces, a line each; edits put others between them. */
static const char *const pieces[] = {
	"def f(a, b):",
	"    x = (1,",
	"         2)",
	"    return a",
	"",
	"",
	"class C(Base):",
	"    \"\"\"Doc.",
	"    more",
	"    \"\"\"",
	"    @decorated",
	"    def g(self):",
	"        pass",
	"",
	"x = foo(",
	"    'a',",
	")",
	"",
	"@app.route('/x')",
	"def h():",
	"    if x:",
	"        y()",
	"",
	"# note",
	"y = 1",
	"",
	"function k(a) {",
	"  if (a) {",
	"    return b(a, 'x');",
	"  }",
	"}",
	"",
	"const g = (x) => {",
	"  go(x);",
	"};",
	"",
	"public class A {",
	"  @Override",
	"  void m() {",
	"    n();",
	"  }",
	"}",
	"",
	"public class B {",
	"  private int x = 1;",
	"",
	"  @Inject",
	"  B(int x) {",
	"    this.x = x;",
	"  }",
	"",
	"  static class In {",
	"    void o() {",
	"      if (x) {",
	"        p();",
	"      } else {",
	"        q((a) -> {",
	"          r();",
	"        });",
	"      }",
	"    }",
	"  }",
	"",
	"  int s() {",
	"    return x;",
	"  }",
	"}",
	"",
	"function V() {",
	"  return <Foo",
	"    a={1}",
	"    b={2}",
	"    c={3}",
	"    d={4}",
	"    e={5}",
	"    title={it}",
	"    g={6}>",
	"    it's // or http:",
	"  </Foo>;",
	"}",
	"",
	"/* it is an open",
	"alert is gone */ int b() {",
	"  return alert;",
	"}",
	"",
	"class K",
	"  def go",
	"    run",
	"  end",
	"end",
	"",
};

struct version {
	size_t n;
	const char *lines[LINES_MAX];
	struct cdr_str text;
	uint32_t *starts;
};

static size_t random_below(size_t n)
{
	return (size_t)rand() % n;
}

static void spell(struct version *version, struct cdr_arena *arena)
{
	char *at = cdr_arena_alloc(arena, LINES_MAX * 64);

	version->starts = cdr_arena_alloc(arena, (LINES_MAX + 1) * sizeof(uint32_t));
	version->text.ptr = at;
	for (size_t i = 0; i < version->n; i++) {
		version->starts[i] = (uint32_t)(at - version->text.ptr);
		at += sprintf(at, "%s\n", version->lines[i]);
	}
	version->starts[version->n] = (uint32_t)(at - version->text.ptr);
	version->text.len = (size_t)(at - version->text.ptr);
}

/* One in WILD is any line, the others go on with the pieces. */
static const char *next_line(size_t *piece, size_t wild)
{
	if (wild && random_below(wild) == 0)
		return lines[random_below(sizeof(lines) / sizeof(lines[0]))];
	return pieces[(*piece)++ % (sizeof(pieces) / sizeof(pieces[0]))];
}

/* Puts random lines in the place of some of OLD's. */
static size_t replace(struct version *out, const struct version *old, size_t wild,
		      struct cdr_instead *changes)
{
	size_t n = 1 + random_below(3), at = 0, n_changes = 0;
	size_t piece = random_below(sizeof(pieces) / sizeof(pieces[0]));

	out->n = 0;
	while (n_changes < n) {
		struct cdr_instead *change = &changes[n_changes];
		size_t from = at + random_below(old->n - at + 1), n_old = random_below(4);
		size_t n_new = random_below(4);

		if (n_old > old->n - from)
			n_old = old->n - from;
		if (old->n + 9 > LINES_MAX)
			n_new = 0;
		for (; at < from; at++)
			out->lines[out->n++] = old->lines[at];
		*change = (struct cdr_instead){ (uint32_t)out->n, (uint32_t)n_new, (uint32_t)at,
						(uint32_t)n_old };
		for (size_t i = 0; i < n_new; i++)
			out->lines[out->n++] = next_line(&piece, wild);
		n_changes++;
		at += n_old;
		if (at + 1 >= old->n)
			break;
		out->lines[out->n++] = old->lines[at++];
	}
	for (; at < old->n; at++)
		out->lines[out->n++] = old->lines[at];
	return n_changes;
}

static struct cdr_readable readable(const struct version *version,
				    const struct cdr_language *language)
{
	return (struct cdr_readable){ language, version->text, version->starts,
				      (uint32_t)version->n };
}

static bool same_entities(const struct cdr_reading *a, const struct cdr_reading *b)
{
	if (a->n_entities != b->n_entities)
		return false;
	for (size_t i = 0; i < a->n_entities; i++) {
		const struct cdr_entity *x = &a->entities[i], *y = &b->entities[i];

		if (!cdr_str_eq(x->name, y->name) || x->lines.from != y->lines.from ||
		    x->lines.to != y->lines.to || x->head != y->head || x->is_type != y->is_type)
			return false;
	}
	return true;
}

static bool same(const struct cdr_reading *a, const struct cdr_reading *b, size_t len)
{
	return a->n_lines == b->n_lines && memcmp(a->classes, b->classes, len) == 0 &&
	       memcmp(a->statements, b->statements, a->n_lines * sizeof(*a->statements)) == 0 &&
	       same_entities(a, b);
}

/* Readings that took something over, of those of LANGUAGE. */
static size_t live(const struct cdr_language *language, size_t wild, size_t n_steps)
{
	struct cdr_arena arena = { NULL, 0 };
	struct version *was = cdr_arena_alloc(&arena, sizeof(*was));
	struct cdr_reading *reading;
	struct cdr_readable text;
	size_t n_taken = 0, piece = 0;

	was->n = LINES_MAX / 2;
	for (size_t i = 0; i < was->n; i++)
		was->lines[i] = next_line(&piece, wild);
	spell(was, &arena);
	text = readable(was, language);
	reading = cdr_reading_new(&text);
	for (size_t step = 0; step < n_steps; step++) {
		struct version *is = cdr_arena_alloc(&arena, sizeof(*is));
		struct cdr_instead items[3];
		struct cdr_changes changes = { items, replace(is, was, wild, items) };
		struct cdr_reading *beside, *anew;

		spell(is, &arena);
		text = readable(is, language);
		beside = cdr_reading_beside(&text, reading, &changes);
		anew = cdr_reading_new(&text);
		n_taken += beside->n_read < beside->n_lines;
		if (!same(beside, anew, is->text.len))
			print_error("%s: was\n%.*s\n--- is\n%.*s\n", cdr_language_name(language),
				    CDR_FMT(was->text), CDR_FMT(is->text));
		assert_true(same(beside, anew, is->text.len));
		free(anew);
		free(reading);
		reading = beside;
		was = is;
	}
	free(reading);
	cdr_arena_release(&arena);
	return n_taken;
}

static void test_beside(void **state)
{
	size_t n_taken = 0;

	(void)state;
	srand(3);
	for (size_t i = 0; cdr_language_at(i); i++)
		for (size_t wild = 0; wild < 12; wild++)
			n_taken += live(cdr_language_at(i), wild, 60);
	printf("%zu\n", n_taken);
	assert_true(n_taken > 1000);
}

/* A member of a class is read again, and not the class; nor a file for what one in it could be. */
static void test_members(void **state)
{
	static const char *const names[] = { "java", "javascript", "csharp", "kotlin", "go" };
	struct cdr_arena arena = { NULL, 0 };
	struct version versions[2];

	(void)state;
	for (size_t v = 0; v < 2; v++) {
		versions[v].n = 0;
		versions[v].lines[versions[v].n++] = "class A {";
		for (size_t i = 0; i < 30; i++) {
			versions[v].lines[versions[v].n++] = "  m(a) {";
			versions[v].lines[versions[v].n++] = v && i == 15 ? "    c();" : "    b();";
			versions[v].lines[versions[v].n++] = "    if (a) {";
			versions[v].lines[versions[v].n++] = "      return;";
			versions[v].lines[versions[v].n++] = "    }";
			versions[v].lines[versions[v].n++] = "  }";
		}
		versions[v].lines[versions[v].n++] = "}";
		spell(&versions[v], &arena);
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct cdr_language *language = cdr_language_named(cdr_str_from(names[i]));
		struct cdr_instead item = { 92, 1, 92, 1 };
		struct cdr_readable was = readable(&versions[0], language);
		struct cdr_readable is = readable(&versions[1], language);
		struct cdr_reading *reading = cdr_reading_new(&was);
		struct cdr_reading *beside =
			cdr_reading_beside(&is, reading, &(struct cdr_changes){ &item, 1 });

		if (beside->n_read > 30)
			fail_msg("%s: %zu lines read", names[i], beside->n_read);
		free(beside);
		free(reading);
	}
	cdr_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_beside),
					    cmocka_unit_test(test_members) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
