/* The set of rules by path says what each rule says by itself, in whatever order paths come. */
#include "unit/rules/rules_test.h"

#include "rules/pathset.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char rules[] =
	"cdreview: 1\nextends: [builtin:auth, builtin:agent, builtin:schema, builtin:django]\n"
	"rules:\n"
	"- {id: t.added, title: T, status: [A], match: {re: abc}}\n"
	"- {id: t.renamed, title: T, status: [R], paths: ['**/*.py'], match: {re: abc}}\n"
	"- {id: t.exec, title: T, mode: exec, paths: ['**'], match: {re: abc}}\n"
	"- {id: t.off, title: T, severity: off, match: {re: abc}}\n"
	"- {id: t.trigger, title: T, paths: ['a/**'], match: {paths: ['**/b.*'], re: abc}}\n"
	"- {id: t.touch, title: T, touch: {paths: ['**/c.py']}}\n"
	"- {id: t.not, title: T, paths: ['**'], exclude: ['a/**', '**/x.py'], match: {re: abc}}\n"
	"- {id: t.plain, title: T}\n";

static const char *const paths[] = {
	"a/b.py", "a/b.c", "b.py", "a/x.py", "x.py", "c.py", "run", "shop/models.py",
	"shop/tests/test_models.py", "db/migrate/1.rb", "Dockerfile", ".github/workflows/ci.yml",
	"docs/x.md", "app/views.py", "a",
};

static const char *const heads[] = { "", "#!/bin/sh\n", "#!/usr/bin/env python3\n" };

static bool is_active(const struct cdr_rule *rule)
{
	return rule->detector != CDR_PLAIN && rule->severity != CDR_OFF;
}

static void check(const struct cdr_registry *registry, const struct cdr_pathset *set,
		  struct cdr_pathset_space *space, const struct cdr_file *file, struct cdr_str head)
{
	const struct cdr_language *language = cdr_language_of(file->path, head);
	uint64_t found[8] = { 0 };
	bool covered = cdr_pathset_find(set, space, file, head, found), expected = false;

	for (size_t i = 0; i < cdr_registry_count(registry); i++) {
		const struct cdr_rule *rule = cdr_registry_rule(registry, i);
		bool wanted = is_active(rule) &&
			      cdr_detection_wants(rule->detection, file, language);

		expected |= wanted && !cdr_detection_is_general(rule->detection);
		if ((found[i / 64] >> i % 64 & 1) != wanted)
			fail_msg("%.*s on %.*s: %d alone", CDR_FMT(rule->id), CDR_FMT(file->path),
				 wanted);
	}
	assert_int_equal(covered, expected);
}

static void check_states(const struct cdr_registry *registry, const struct cdr_pathset *set,
			 struct cdr_pathset_space *space, struct cdr_file *file,
			 struct cdr_str head)
{
	static const char statuses[] = "AMDT";

	for (size_t i = 0; i < sizeof(statuses) - 1; i++)
		for (uint32_t mode = 0100644; mode <= 0100755; mode += 0111) {
			file->status = statuses[i];
			file->old_mode = 0100644;
			file->new_mode = mode;
			check(registry, set, space, file, head);
		}
}

static void test_agrees_with_each_rule(void **state)
{
	struct cdr_registry_source source = { .path = CDR_STR("t.yaml"),
					      .text = CDR_STR(rules),
					      .layer = CDR_LAYER_BASE };
	struct cdr_registry_request request = {
		.sources = &source, .n_sources = 1, .today = CDR_STR("2026-06-15"),
	};
	struct cdr_pathset_space *space;
	struct cdr_registry *registry;
	struct cdr_pathset *set;

	(void)state;
	assert_int_equal(cdr_registry_new(&registry, &request, NULL), 0);
	set = cdr_pathset_new(registry);
	space = cdr_pathset_space_new(set);
	assert_true(cdr_pathset_words(set) <= 8);
	for (size_t i = 0; i < COUNT(paths); i++)
		for (size_t k = 0; k <= COUNT(paths); k++)
			for (size_t h = 0; h < COUNT(heads); h++) {
				struct cdr_file file = { .path = cdr_str_from(paths[i]) };

				if (k < COUNT(paths))
					file.old_path = cdr_str_from(paths[k]);
				check_states(registry, set, space, &file, cdr_str_from(heads[h]));
			}
	cdr_pathset_space_free(space);
	cdr_pathset_free(set);
	cdr_registry_free(registry);
}

/* More paths than are remembered: the answers stay right. */
static void test_forgets_soundly(void **state)
{
	struct cdr_registry_source source = {
		.path = CDR_STR("t.yaml"),
		.text = CDR_STR("cdreview: 1\nextends: []\nrules:\n"
				"- {id: t.go, title: T, languages: [go], match: {re: abc}}\n"),
		.layer = CDR_LAYER_BASE,
	};
	struct cdr_registry_request request = {
		.sources = &source, .n_sources = 1, .today = CDR_STR("2026-06-15"),
	};
	struct cdr_pathset_space *space;
	struct cdr_registry *registry;
	struct cdr_arena arena = { 0 };
	struct cdr_pathset *set;

	(void)state;
	assert_int_equal(cdr_registry_new(&registry, &request, NULL), 0);
	set = cdr_pathset_new(registry);
	space = cdr_pathset_space_new(set);
	for (size_t i = 0; i < 300; i++) {
		char *name = cdr_arena_alloc(&arena, 40001);
		struct cdr_file file = { .path = { name, 40000 }, .status = 'M' };

		memset(name, 'a' + (char)(i % 26), 40000);
		memcpy(name + 39997, i % 2 ? ".py" : ".go", 3);
		check(registry, set, space, &file, CDR_STR(""));
		cdr_arena_release(&arena);
	}
	cdr_pathset_space_free(space);
	cdr_pathset_free(set);
	cdr_registry_free(registry);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_agrees_with_each_rule),
		cmocka_unit_test(test_forgets_soundly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
