/* test_framework.c - what speaks for a framework, and what a rule about it looks at then. */
#include "unit/rules/load.h"

#include "rules/framework.h"

#include <stdio.h>

#define BIT(name) bit_of(name)

static uint64_t bit_of(const char *name)
{
	size_t idx;

	assert_true(cdr_framework_find(cdr_str_from(name), &idx));
	return UINT64_C(1) << idx;
}

/* Names of FRAMEWORKS, each with a blank behind it. */
static const char *names_of(uint64_t frameworks)
{
	static char out[1024];
	size_t len = 0;

	out[0] = '\0';
	for (size_t i = 0; cdr_framework_name(i)[0]; i++)
		if (frameworks >> i & 1)
			len += (size_t)snprintf(out + len, sizeof(out) - len, "%s ",
						cdr_framework_name(i));
	return out;
}

static void test_names(void **state)
{
	size_t idx;

	(void)state;
	assert_false(cdr_framework_find(CDR_STR("djang"), &idx));
	assert_false(cdr_framework_find(CDR_STR(""), &idx));
	for (size_t i = 0; cdr_framework_name(i)[0]; i++) {
		assert_true(cdr_framework_find(cdr_str_from(cdr_framework_name(i)), &idx));
		assert_int_equal(idx, i);
		assert_non_null(cdr_framework_words(i)[0]);
		for (const char *const *word = cdr_framework_words(i); *word; word++)
			assert_true(strlen(*word) >= 3);
	}
}

static void test_paths(void **state)
{
	static const struct {
		const char *path, *of; /* a framework that it can speak for; NULL: no manifest */
		const char *telltale;  /* "" for none */
	} rows[] = {
		{ "requirements.txt", "django", "" },
		{ "a/b/requirements-dev.txt", "django", "" },
		{ "requirements/prod.in", "django", "" },
		{ "a/requirements/prod.txt", "django", "" },
		{ "myrequirements/prod.txt", NULL, "" },
		{ "requirements/prod/x.txt", NULL, "" },
		{ "prequirements.txt", NULL, "" },
		{ "requirements.txt/x", NULL, "" },
		{ "requirements.txtx", NULL, "" },
		{ "require.txt", NULL, "" },
		{ ".txt", NULL, "" },
		{ "x/pyproject.toml", "flask", "" },
		{ "package.json", "nest", "" },
		{ "xpackage.json", NULL, "" },
		{ "package.jsonc", NULL, "" },
		{ "deno.jsonc", "express", "" },
		{ "app/build.gradle.kts", "spring", "" },
		{ ".gradle", "spring", "" },
		{ "gradle/libs.versions.toml", "spring", "" },
		{ "Gemfile", "rails", "" },
		{ "gemfile", NULL, "" },
		{ "core/core.gemspec", "rails", "" },
		{ "go.mod", "gin", "" },
		{ "src/App/App.csproj", "aspnet", "" },
		{ "Cargo.toml", "axum", "" },
		{ "composer.json", "laravel", "" },
		{ "manage.py", NULL, "django " },
		{ "a/manage.py", NULL, "django " },
		{ "manage.pyc", NULL, "" },
		{ "config/routes.rb", NULL, "rails " },
		{ "api/config/routes.rb", NULL, "rails " },
		{ "routes.rb", NULL, "" },
		{ "myconfig/routes.rb", NULL, "" },
		{ "bin/rails", NULL, "rails " },
		{ "alembic.ini", NULL, "alembic " },
		{ "prisma/schema.prisma", NULL, "prisma " },
		{ "", NULL, "" },
		{ "/", NULL, "" },
		{ "a/", NULL, "" },
	};
	int failed = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cdr_str path = cdr_str_from(rows[i].path);
		uint64_t of = cdr_manifest_of(path);
		bool right = rows[i].of ? (of & BIT(rows[i].of)) != 0 : of == 0;

		failed += differs(rows[i].path, right ? "right" : names_of(of), "right");
		failed += differs(rows[i].path, names_of(cdr_telltale_of(path)), rows[i].telltale);
	}
	assert_int_equal(failed, 0);
}

static void test_manifests(void **state)
{
	static const struct {
		const char *path, *text, *used, *place; /* place of the first one in use */
	} rows[] = {
		{ "requirements.txt", "Django==4\n", "django ", "requirements.txt:1 at x" },
		{ "requirements.txt", "a\nDJANGO\n", "django ", "requirements.txt:2 at x" },
		{ "requirements.txt", "django-filter\n", "django ", "requirements.txt:1 at x" },
		{ "requirements.txt", "xdjango\ndjangox\ndjango2\n", "", NULL },
		{ "requirements.txt", "xdjango django", "django ", "requirements.txt:1 at x" },
		{ "requirements.txt", "rails\nexpress\n", "", NULL },
		{ "requirements.txt", "Flask\nSQLAlchemy>=2\n", "flask sqlalchemy ",
		  "requirements.txt:1 at x" },
		{ "package.json", "{\"name\":\"express\"}", "express ", "package.json:1 at x" },
		{ "package.json", "{\"@nestjs/core\":1}", "nest ", "package.json:1 at x" },
		{ "package.json", "{\"expression\":1}", "", NULL },
		{ "pom.xml", "<a>spring-boot-starter</a>", "spring ", "pom.xml:1 at x" },
		{ "go.mod", "github.com/gin-gonic/gin v1\ngorm.io/gorm v1", "gin gorm ",
		  "go.mod:1 at x" },
		{ "go.mod", "\n\ngithub.com/go-chi/chi/v5 v5", "chi ", "go.mod:3 at x" },
		{ "Gemfile", "", "", NULL },
	};
	int failed = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cdr_arena arena = { NULL, 0 };
		struct cdr_evidence evidence = { .arena = &arena };
		size_t first = 0;

		cdr_evidence_read(&evidence, cdr_str_from(rows[i].path), cdr_str_from(rows[i].text),
				  " at x");
		assert_true(evidence.any_manifest);
		failed += differs(rows[i].text, names_of(evidence.used), rows[i].used);
		while (rows[i].place && !(evidence.used >> first & 1))
			first++;
		if (rows[i].place)
			failed += differs(rows[i].text, evidence.places[first].ptr, rows[i].place);
		cdr_arena_release(&arena);
	}
	assert_int_equal(failed, 0);
}

static void test_first_place_stays(void **state)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_evidence evidence = { .arena = &arena };
	size_t idx;

	(void)state;
	cdr_evidence_add(&evidence, BIT("django"), "%s", "one");
	cdr_evidence_add(&evidence, BIT("django") | BIT("flask"), "%s", "two");
	assert_true(cdr_framework_find(CDR_STR("django"), &idx));
	assert_string_equal(evidence.places[idx].ptr, "one");
	assert_true(cdr_framework_find(CDR_STR("flask"), &idx));
	assert_string_equal(evidence.places[idx].ptr, "two");
	assert_false(evidence.any_manifest);
	cdr_arena_release(&arena);
}

static void test_unseen(void **state)
{
	const uint64_t asked = BIT("django") | BIT("flask") | BIT("nest");
	struct cdr_evidence evidence = { .any_manifest = false };

	(void)state;
	assert_int_equal(cdr_frameworks_unseen(asked, &evidence), 0);
	evidence.any_manifest = true;
	assert_string_equal(names_of(cdr_frameworks_unseen(asked, &evidence)),
			    "django flask nest ");
	evidence.used = BIT("flask") | BIT("express");
	assert_string_equal(names_of(cdr_frameworks_unseen(asked, &evidence)), "nest ");
	evidence.used = UINT64_MAX;
	assert_int_equal(cdr_frameworks_unseen(asked, &evidence), 0);
}

static void test_code(void **state)
{
	const uint64_t asked = BIT("django") | BIT("nest") | BIT("gin");

	(void)state;
	assert_string_equal(names_of(cdr_frameworks_named(CDR_STR("from django import x"), asked)),
			    "django ");
	assert_string_equal(
		names_of(cdr_frameworks_named(CDR_STR("a @nestjs/core gin-gonic"), asked)),
		"nest gin ");
	assert_int_equal(cdr_frameworks_named(CDR_STR("import flask, begin."), asked), 0);
	assert_int_equal(cdr_frameworks_named((struct cdr_str){ NULL, 0 }, asked), 0);
	assert_true(cdr_frameworks_of(language("python")) & BIT("django"));
	assert_false(cdr_frameworks_of(language("python")) & BIT("rails"));
	assert_true(cdr_frameworks_of(language("typescript")) & BIT("nest"));
	assert_int_equal(cdr_frameworks_of(language("html")), 0);
	assert_int_equal(cdr_frameworks_of(NULL), 0);
}

/* --- in a registry -------------------------------------------------------- */

#define RULE "{id: t.a, title: T, languages: [python], frameworks: [django], match: {re: word}}"

static const struct cdr_evidence *gather(void *payload)
{
	size_t *n = payload;
	static const struct cdr_evidence nothing = { .any_manifest = true };

	++*n;
	return &nothing;
}

/* What the rule waits for with BASE and HEAD (or NULL) as registries; *N: how often was asked. */
static const char *waits_for(const char *base, const char *head, size_t *n)
{
	static char out[64];
	const struct cdr_registry_evidence evidence = { gather, n };
	const struct cdr_registry_source sources[] = {
		{ CDR_STR("base.yaml"), cdr_str_from(base), CDR_LAYER_BASE, { NULL, 0 } },
		{ CDR_STR("head.yaml"), cdr_str_from(head), CDR_LAYER_HEAD, { NULL, 0 } },
	};
	const struct cdr_registry_request request = {
		.sources = sources,
		.n_sources = head ? 2 : 1,
		.evidence = &evidence,
	};
	struct cdr_registry *registry;
	struct cdr_err err = { 0 };
	const struct cdr_rule *rule;

	*n = 0;
	assert_int_equal(cdr_registry_new(&registry, &request, &err), 0);
	rule = cdr_registry_find(registry, CDR_STR("framework.django-layering"));
	if (!rule)
		rule = cdr_registry_find(registry, CDR_STR("t.a"));
	assert_non_null(rule);
	snprintf(out, sizeof(out), "%zu %s", rule->n_unseen,
		 rule->n_unseen ? rule->unseen[0].ptr : "");
	cdr_registry_free(registry);
	return out;
}

static void test_registry(void **state)
{
	size_t n;

	(void)state;
	assert_string_equal(waits_for("cdreview: 1\nextends: []\nrules: [" RULE "]\n", NULL, &n),
			    "1 django");
	assert_int_equal(n, 1);
	assert_string_equal(waits_for("cdreview: 1\nextends: []\nrules: [{id: t.a, title: T, "
				      "match: {re: word}}]\n",
				      NULL, &n),
			    "0 ");
	assert_int_equal(n, 0); /* nobody looks who need not */
	assert_string_equal(waits_for("cdreview: 1\nextends: []\nrules: [" RULE "]\n"
				      "override: {t.a: {severity: high}}\n",
				      NULL, &n),
			    "1 django");
}

/* Shipped rules wait unless somebody who counts has asked for them by name. */
static void test_packs(void **state)
{
	static const struct {
		const char *base, *head, *waits;
	} rows[] = {
		{ "cdreview: 1\n", NULL, "1 django" },
		{ "orm: [Use UUIDs]\n", NULL, "1 django" },
		{ "cdreview: 1\nextends: [builtin:auto]\n", NULL, "1 django" },
		{ "cdreview: 1\nextends: [builtin:all]\n", NULL, "0 " },
		{ "cdreview: 1\nextends: [builtin:django]\n", NULL, "0 " },
		{ "cdreview: 1\nextends: [builtin:auto, builtin:django]\n", NULL, "0 " },
		{ "cdreview: 1\nextends: [builtin:django, builtin:auto]\n", NULL, "0 " },
		{ "cdreview: 1\n", "cdreview: 1\nextends: [builtin:all]\n", "0 " },
		{ "cdreview: 1\nextends: [builtin:all]\n", "cdreview: 1\n", "0 " },
		{ "cdreview: 1\nextends: [builtin:all]\n", "cdreview: 1\nextends: []\n", "0 " },
		{ "cdreview: 1\nextends: [builtin:all]\n"
		  "override: {framework.django-layering: {severity: high}}\n",
		  NULL, "0 " },
	};
	int failed = 0;
	size_t n;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		failed += differs(rows[i].base, waits_for(rows[i].base, rows[i].head, &n),
				  rows[i].waits);
	assert_int_equal(failed, 0);
}

/* What a rule waits for is no part of it: an approval holds whatever the repository contains. */
static void test_revision(void **state)
{
	struct loaded with = load("cdreview: 1\nextends: []\nrules: [" RULE "]\n");
	struct loaded without = load("cdreview: 1\nextends: []\nrules: [{id: t.a, title: T, "
				     "languages: [python], match: {re: word}}]\n");
	struct loaded listed =
		load("cdreview: 1\nextends: []\nrules: [{id: t.a, title: T, languages: "
		     "python, frameworks: django, match: {re: word}}]\n");

	(void)state;
	assert_loads(&with);
	assert_int_equal(rule_named(&with, "t.a")->n_unseen, 0); /* no evidence was handed in */
	assert_false(
		cdr_hash_eq(&rule_named(&with, "t.a")->rev, &rule_named(&without, "t.a")->rev));
	assert_true(cdr_hash_eq(&rule_named(&with, "t.a")->rev, &rule_named(&listed, "t.a")->rev));
	unload(&with);
	unload(&without);
	unload(&listed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),     cmocka_unit_test(test_paths),
		cmocka_unit_test(test_manifests), cmocka_unit_test(test_first_place_stays),
		cmocka_unit_test(test_unseen),    cmocka_unit_test(test_code),
		cmocka_unit_test(test_registry),  cmocka_unit_test(test_revision),
		cmocka_unit_test(test_packs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
