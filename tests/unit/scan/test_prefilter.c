/*
 * test_prefilter.c - looking for literals first saves time and nothing else:
 * every pair of texts gives the same findings with and without it, under
 * patterns that a careless prefilter would get wrong, and under the shipped rules.
 */
#include "sieve_bench.h"

static const char rules[] =
	"- {id: t.plain, title: T, match: {re: 'password'}}\n"
	"- {id: t.caseless, title: T, match: {re: '(?i)PassWord'}}\n"
	"- {id: t.either, title: T, match: {re: 'secret|token'}}\n"
	"- {id: t.optional, title: T, match: {re: 'pass(?:word)?_x'}}\n"
	"- {id: t.class, title: T, paths: ['**'], match: {re: '[pt]a[sk]s'}}\n"
	"- {id: t.extended, title: T, match: {re: '(?x) exec \\s* \\( # a call'}}\n"
	"- {id: t.kelvin, title: T, paths: ['**'], match: {re: '(?i)kelvin'}}\n"
	"- {id: t.long-s, title: T, paths: ['**'], match: {re: '(?i)session'}}\n"
	"- {id: t.statement, title: T, match: {scope: statement, mask: comments, re: "
	"'exec\\(\\s+cmd'}}\n"
	"- {id: t.hunk, title: T, match: {scope: hunk, side: changed, re: 'one\\ntwo'}}\n"
	"- {id: t.need, title: T, when: {re: 'ForeignKey\\('}, need: {re: 'on_delete'}}\n"
	"- {id: t.guard, title: T, guard: {re: '@(?i:login_required)\\b'}}\n"
	"- {id: t.touch, title: T, touch: {paths: ['**'], re: 'SECRET'}}\n"
	"- {id: t.touch-statement, title: T, touch: {scope: statement, mask: comments, re: "
	"'exec'}}\n"
	"- {id: t.touch-entity, title: T, touch: {scope: entity, re: 'def f'}}\n";

struct texts {
	const char *path, *old_text, *new_text;
};

static const struct texts pairs[] = {
	{ "a.py", NULL, "PASSWORD = 1\npassword = 2\npass_x = password_x\n" },
	{ "a.py", "secret\n", "token\nSECRET\ntasks = paks\npass\n" },
	{ "a.py", NULL, "exec(\n  # comment\n  cmd)\nexec (1)\n" },
	{ "a.txt", NULL,
	  "\xe2\x84\xaa"
	  "elvin kelvin KELVIN\n\xc5\xbf"
	  "ession SeSSion\n" },
	{ "a.txt", "one\ntwo\n", "x\none\ny\n" },
	{ "a.txt", "one\n", "two\n" },
	{ "m.py", "x = ForeignKey(\n  A,\n  on_delete=B)\n", "x = ForeignKey(\n  A)\n" },
	{ "v.py", "@Login_Required\ndef f():\n    pass\n", "def f():\n    pass\n" },
	{ "v.py", "@login_required\ndef f():\n    pass\n",
	  "# @login_required\ndef f():\n    pass\n" },
	{ "a.py",
	  "a\xff"
	  "password\n",
	  "\xffpassword\xff\n" },
	{ "a.py", NULL, "" },
	{ "app/auth.py", "@login_required\ndef pay(r):\n    return r\n",
	  "def pay(r):\n    cursor.execute(f\"select {r}\")\n    jwt.decode(t, verify=False)\n" },
	{ "db/migrations/1.sql", NULL, "ALTER TABLE a DROP COLUMN b;\nCREATE INDEX i ON a (b);\n" },
	{ ".github/workflows/ci.yml", "a: 1\n", "a: 2\nrun: git push --force --no-verify\n" },
};

static void compare(struct sieve_bench *s, const struct texts *texts)
{
	sieve_try(s, cdr_str_from(texts->path), cdr_str_from(texts->old_text),
		  cdr_str_from(texts->new_text));
}

static void changes_nothing(void **state)
{
	struct sieve_bench s = { .n_pairs = 0 };

	(void)state;
	bench_open(&s.bench, "", rules);
	sieve_open(&s);
	for (size_t i = 0; i < COUNT(pairs); i++)
		compare(&s, &pairs[i]);
	assert_in_range(s.n_findings, 30, 1000);
	sieve_close(&s);
}

static void changes_nothing_under_shipped_rules(void **state)
{
	struct sieve_bench s = { .n_pairs = 0 };
	struct cdr_registry_request request = { .today = CDR_STR("2026-06-15") };
	struct bench *bench = &s.bench;

	(void)state;
	assert_int_equal(cdr_registry_new(&bench->registry, &request, NULL), 0);
	bench->matcher = cdr_matcher_new(bench->registry);
	sieve_open(&s);
	for (size_t i = 0; i < COUNT(pairs); i++)
		compare(&s, &pairs[i]);
	for (size_t i = 0; i < cdr_registry_count(bench->registry); i++) {
		const struct cdr_rule *rule = cdr_registry_rule(bench->registry, i);

		for (size_t k = 0; k < rule->n_examples; k++) {
			const struct cdr_str path =
				cdr_str_copy(&bench->arena, rule->examples[k].path);
			const struct cdr_str text =
				cdr_str_copy(&bench->arena, rule->examples[k].text);

			compare(&s, &(struct texts){ path.len ? path.ptr : "a.py", NULL,
							      text.ptr });
		}
	}
	assert_in_range(s.n_findings, 300, 100000);
	sieve_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(changes_nothing),
		cmocka_unit_test(changes_nothing_under_shipped_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
