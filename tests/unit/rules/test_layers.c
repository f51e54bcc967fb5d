/* Who may loosen: layers united, extends, locks, and what head cannot do. */
#include "unit/rules/load.h"

#include "base/sha256.h"

#include <stdio.h>

#define HEAD "cdreview: 1\nextends: []\n"
#define RULE(id, severity, re) \
	"- {id: " id ", title: T, severity: " severity ", match: {re: '" re "'}}\n"

static void assert_said(const struct loaded *loaded, const char *words)
{
	struct cdr_buf said;

	cdr_buf_init(&said, 1 << 16);
	say(loaded, &said);
	if (!strstr(said.ptr, words))
		fail_msg("expected \"%s\" in:\n%s", words, said.ptr);
	cdr_buf_release(&said);
}

static void test_nothing_is_all_packs(void **state)
{
	struct loaded none = load_layers(NULL, NULL, NULL, NULL);
	size_t n = cdr_registry_count(none.registry);
	static const char *const same[] = { "security: [Never x]\n", "cdreview: 1\n",
					    "cdreview: 1\nextends: [builtin:all]\n" };
	static const size_t n_more[] = { 1, 0, 0 };

	(void)state;
	assert_loads(&none);
	assert_true(n >= 40);
	for (size_t i = 0; i < 3; i++) {
		struct loaded loaded = load(same[i]);

		assert_loads(&loaded);
		assert_int_equal(cdr_registry_count(loaded.registry), n + n_more[i]);
		unload(&loaded);
	}
	unload(&none);
}

static void test_packs_by_name(void **state)
{
	struct loaded off = load(HEAD);
	struct loaded one = load("cdreview: 1\nextends: [builtin:auth]\n");
	struct loaded core = load("cdreview: 1\nextends: [builtin:core]\n");

	(void)state;
	assert_int_equal(cdr_registry_count(off.registry), 0);
	assert_true(cdr_registry_count(one.registry) > 5);
	for (size_t i = 0; i < cdr_registry_count(one.registry); i++)
		assert_true(cdr_str_is(cdr_registry_rule(one.registry, i)->source, "builtin:auth"));
	assert_true(cdr_registry_count(core.registry) > cdr_registry_count(one.registry));
	assert_non_null(rule_named(&core, "schema.drop"));
	assert_non_null(rule_named(&core, "iac.public-data"));
	assert_non_null(rule_named(&core, "ci.pr-target"));
	unload(&off);
	unload(&one);
	unload(&core);
}

static void test_union(void **state)
{
	struct loaded loaded = load_layers(
		HEAD "rules:\n" RULE("a.same", "high", "ab") RULE("a.changed", "high", "ab")
			RULE("a.dropped", "high", "ab") RULE("a.lowered", "high", "ab")
				RULE("a.raised", "low", "ab"),
		HEAD "rules:\n" RULE("a.same", "high", "ab") RULE("a.changed", "high", "zz")
			RULE("a.lowered", "low", "ab") RULE("a.raised", "critical", "ab")
				RULE("a.new", "low", "ab"),
		HEAD "rules:\n" RULE("a.mine", "low", "ab"), NULL);

	(void)state;
	assert_loads(&loaded);
	assert_int_equal(cdr_registry_count(loaded.registry), 8);
	assert_int_equal(n_named(&loaded, "a.same"), 1);
	assert_int_equal(n_named(&loaded, "a.changed"), 2);
	assert_true(cdr_str_is(rule_named(&loaded, "a.changed")->source, "base.yaml"));
	assert_int_equal(n_named(&loaded, "a.dropped"), 1);
	assert_int_equal(rule_named(&loaded, "a.lowered")->severity, CDR_HIGH);
	assert_int_equal(rule_named(&loaded, "a.raised")->severity, CDR_CRITICAL);
	assert_non_null(rule_named(&loaded, "a.new"));
	assert_non_null(rule_named(&loaded, "a.mine"));
	unload(&loaded);
}

static void test_head_cannot_loosen(void **state)
{
	static const char rules[] = "rules:\n" RULE("a.b", "high", "ab") RULE("a.c", "high", "ab");
	struct cdr_buf base, head;
	struct loaded loaded;
	const struct cdr_allow *allows;

	(void)state;
	cdr_buf_init(&base, 4096);
	cdr_buf_init(&head, 4096);
	cdr_buf_addf(&base, "%s%s", HEAD, rules);
	cdr_buf_addf(&head,
		     "%s%sdisable: [a.b]\noverride: {a.c: {severity: 'off'}}\n"
		     "select: {min-severity: critical}\nallow: [{rule: a.c, reason: because}]\n",
		     HEAD, rules);
	loaded = load_layers(base.ptr, head.ptr, NULL, NULL);
	assert_loads(&loaded);
	assert_int_equal(cdr_registry_count(loaded.registry), 2);
	assert_int_equal(rule_named(&loaded, "a.c")->severity, CDR_HIGH);
	assert_int_equal(cdr_registry_allows(loaded.registry, &allows), 0);
	unload(&loaded);
	loaded = load_layers(head.ptr, base.ptr, NULL, NULL);
	assert_loads(&loaded);
	assert_int_equal(cdr_registry_allows(loaded.registry, &allows), 1);
	unload(&loaded);
	loaded = load_layers(head.ptr, NULL, NULL, NULL);
	assert_int_equal(cdr_registry_count(loaded.registry), 0);
	unload(&loaded);
	cdr_buf_release(&base);
	cdr_buf_release(&head);
}

/* Without a registry at the base the shipped packs are the base, and head is told so. */
static void test_no_base(void **state)
{
	struct loaded loaded = load_layers(NULL,
					   "cdreview: 1\nextends: []\ndisable: []\n"
					   "allow: [{rule: schema.drop, reason: x}]\n"
					   "rules:\n" RULE("a.b", "high", "ab"),
					   NULL, NULL);
	const struct cdr_allow *allows;

	(void)state;
	assert_loads(&loaded);
	assert_non_null(rule_named(&loaded, "schema.drop"));
	assert_non_null(rule_named(&loaded, "a.b"));
	assert_int_equal(cdr_registry_allows(loaded.registry, &allows), 0);
	assert_said(&loaded, "W head.yaml:2:10: extends: loosens nothing, the trusted base has no "
			     "registry");
	assert_said(&loaded, "W head.yaml:4:8: allow: loosens nothing");
	unload(&loaded);
	loaded = load_layers(NULL, "cdreview: 1\ndisable: [schema.drop]\n", NULL, NULL);
	assert_loads(&loaded);
	assert_non_null(rule_named(&loaded, "schema.drop"));
	unload(&loaded);
}

static void test_base_loosens(void **state)
{
	static const char base[] = "cdreview: 1\ndisable: [schema.drop, 'framework.*']\n"
				   "override: {sec.eval: {severity: info, exclude: ['t/**']}}\n";
	struct loaded loaded = load_layers(base, base, NULL, NULL);

	(void)state;
	assert_loads(&loaded);
	assert_null(rule_named(&loaded, "schema.drop"));
	assert_null(rule_named(&loaded, "framework.rate-limit-dropped"));
	assert_int_equal(rule_named(&loaded, "sec.eval")->severity, CDR_INFO);
	assert_int_equal(n_named(&loaded, "sec.eval"), 1);
	assert_int_equal(rule_named(&loaded, "sec.eval")->detection->n_exclude, 1);
	unload(&loaded);
	loaded = load_layers(base, "cdreview: 1\n", NULL, NULL);
	assert_non_null(rule_named(&loaded, "schema.drop"));
	unload(&loaded);
}

static void test_select(void **state)
{
	struct loaded loaded = load(
		HEAD "select: {min-severity: medium, min-confidence: medium, tags: [web]}\nrules:\n"
		     "- {id: a.low, title: T, severity: low}\n"
		     "- {id: a.unsure, title: T, confidence: low}\n"
		     "- {id: a.web, title: T, tags: [db, web]}\n"
		     "- {id: a.db, title: T, tags: [db]}\n"
		     "- {id: a.plain, title: T}\n"
		     "- {id: a.locked, title: T, severity: low, locked: true, tags: [db]}\n"
		     "- {id: a.off, title: T, severity: 'off'}\n");

	(void)state;
	assert_loads(&loaded);
	assert_int_equal(cdr_registry_count(loaded.registry), 3);
	assert_non_null(rule_named(&loaded, "a.web"));
	assert_non_null(rule_named(&loaded, "a.plain"));
	assert_non_null(rule_named(&loaded, "a.locked"));
	unload(&loaded);
}

static void test_locked_may_tighten(void **state)
{
	struct loaded loaded =
		load(HEAD "rules:\n- {id: a.b, title: T, severity: low, locked: true, "
			  "match: {re: 'ab'}}\noverride: {a.b: {severity: high}}\n");

	(void)state;
	assert_loads(&loaded);
	assert_int_equal(rule_named(&loaded, "a.b")->severity, CDR_HIGH);
	assert_true(rule_named(&loaded, "a.b")->locked);
	unload(&loaded);
}

static void test_allow_expires(void **state)
{
	struct loaded loaded = load(HEAD "rules:\n" RULE(
		"a.b", "high", "ab") "allow:\n"
				     "- {rule: a.b, reason: x, until: 2026-06-14}\n"
				     "- {rule: 'a.*', reason: y, until: 2026-06-15}\n");
	const struct cdr_allow *allows;

	(void)state;
	assert_loads(&loaded);
	assert_int_equal(cdr_registry_allows(loaded.registry, &allows), 2);
	assert_true(allows[0].expired);
	assert_false(allows[1].expired);
	assert_said(&loaded, "W base.yaml:6:33: allow: expired, it excuses nothing");
	unload(&loaded);
}

/* --- extends ------------------------------------------------------------- */

struct shelf {
	const char *path, *text;
	enum cdr_layer layer;
};

static int read_shelf(void *payload, const struct cdr_registry_wanted *wanted,
		      struct cdr_arena *arena, struct cdr_str *text, struct cdr_err *err)
{
	const struct shelf *shelf = payload;

	for (; shelf->path; shelf++) {
		if (shelf->layer != wanted->layer || !cdr_str_is(wanted->path, shelf->path))
			continue;
		*text = cdr_str_copy(arena, cdr_str_from(shelf->text));
		return CDR_OK;
	}
	return cdr_fail(err, CDR_ENOTFOUND, "no such file");
}

static void test_extends_files(void **state)
{
	struct shelf shelf[] = {
		{ "team.yaml",
		  "cdreview: 1\nextends: [org.yaml]\nrules:\n" RULE("t.own", "low", "ab")
			  RULE("o.replaced", "low", "zz") "disable: [o.gone]\n",
		  CDR_LAYER_BASE },
		{ "org.yaml",
		  "cdreview: 1\nrules:\n" RULE("o.replaced", "high", "ab")
			  RULE("o.gone", "high", "ab") RULE("o.kept", "high", "ab"),
		  CDR_LAYER_BASE },
		{ "team.yaml", "cdreview: 1\nrules:\n" RULE("t.head", "low", "ab"),
		  CDR_LAYER_HEAD },
		{ NULL, NULL, CDR_LAYER_BASE },
	};
	struct cdr_registry_files files = { read_shelf, shelf };
	struct loaded loaded = load_layers("cdreview: 1\nextends: [./team.yaml]\n",
					   "cdreview: 1\nextends: [team.yaml]\n", NULL, &files);

	(void)state;
	assert_loads(&loaded);
	assert_int_equal(cdr_registry_count(loaded.registry), 4);
	assert_int_equal(rule_named(&loaded, "o.replaced")->severity, CDR_LOW);
	assert_non_null(rule_named(&loaded, "o.kept"));
	assert_non_null(rule_named(&loaded, "t.own"));
	assert_non_null(rule_named(&loaded, "t.head"));
	unload(&loaded);
}

/* What a range must not edit unseen: everything that is read, where the repository has it. */
static void test_paths(void **state)
{
	struct shelf shelf[] = {
		{ "team/rules.yaml", "cdreview: 1\nextends: [.//org.yaml]\n", CDR_LAYER_BASE },
		{ "/org.yaml", "cdreview: 1\n", CDR_LAYER_BASE },
		{ NULL, NULL, CDR_LAYER_BASE },
	};
	struct cdr_registry_files files = { read_shelf, shelf };
	struct cdr_registry_source sources[] = {
		{ .path = CDR_STR("main:policy/a.yaml"),
		  .text = CDR_STR("cdreview: 1\nextends: [./team/rules.yaml, builtin:auth]\n"),
		  .file = CDR_STR("policy/a.yaml") },
		{ .path = CDR_STR("a:b.yaml"), .text = CDR_STR(HEAD), .file = CDR_STR("a:b.yaml") },
		{ .path = CDR_STR("/home/ann/mine.yaml"), .text = CDR_STR(HEAD) },
	};
	struct cdr_registry_request request = { .sources = sources,
						.n_sources = 3,
						.files = &files };
	static const char *const expected[] = {
		".cdreview/registry.yaml", "constraints.yaml", "policy/a.yaml",
		"policy/team/rules.yaml",  "policy/org.yaml",  "a:b.yaml",
	};
	struct loaded loaded = { .rc = 0 };
	const struct cdr_str *paths;
	size_t n;

	(void)state;
	loaded.rc = cdr_registry_new(&loaded.registry, &request, &loaded.err);
	assert_loads(&loaded);
	n = cdr_registry_paths(loaded.registry, &paths);
	assert_int_equal(n, sizeof(expected) / sizeof(expected[0]));
	for (size_t i = 0; i < n; i++)
		assert_true(cdr_str_is(paths[i], expected[i]));
	unload(&loaded);
}

#define LOCKED "- {id: o.l, title: T, severity: high, locked: true, match: {re: ab}}\n"

/* The registry that extends FILE with the digest of TEXT, and says MORE. */
static char *pinning(const char *file, const char *text, const char *more)
{
	static char texts[5][1024], *out;
	static size_t n;
	struct cdr_hash digest = cdr_sha256_of(cdr_str_from(text));
	char hex[CDR_HASH_HEX + 1];

	cdr_hash_hex(hex, &digest);
	out = texts[n++ % 5];
	snprintf(out, sizeof(texts[0]), "cdreview: 1\nextends: [./%s#sha256=%s]\n%s", file, hex,
		 more);
	return out;
}

static void test_pinned(void **state)
{
	static const char own_allow[] = "cdreview: 1\nallow: [{rule: o.l, reason: x}]\n"
					"rules:\n" LOCKED;
	static const char outer[] = "cdreview: 1\nextends: [builtin:flask, loose.yaml]\n";
	struct shelf shelf[] = {
		{ "org.yaml", "cdreview: 1\nrules:\n" LOCKED, CDR_LAYER_BASE },
		{ "own.yaml", own_allow, CDR_LAYER_BASE },
		{ "outer.yaml", outer, CDR_LAYER_BASE },
		{ "loose.yaml", "cdreview: 1\n", CDR_LAYER_BASE },
		{ NULL, NULL, CDR_LAYER_BASE },
	};
	const struct {
		const char *text, *said;
	} rows[] = {
		{ pinning("org.yaml", shelf[0].text, ""), NULL },
		{ pinning("own.yaml", own_allow, ""), NULL },
		{ pinning("org.yaml", "another", ""), "E base.yaml:2:11: extends: \"org.yaml\" is "
						      "not what was pinned, its SHA-256 is " },
		{ pinning("outer.yaml", outer, ""),
		  "E outer.yaml:2:26: extends: \"loose.yaml\" has no digest, in a file that has "
		  "one "
		  "(write \"loose.yaml#sha256=DIGEST\"; packs, builtin:NAME, need none)" },
		{ pinning("org.yaml", shelf[0].text, "allow: [{rule: 'o.*', reason: x}]\n"),
		  "E base.yaml:3:16: \"o.l\" is locked by org.yaml and may not be weakened" },
	};
	struct cdr_registry_files files = { read_shelf, shelf };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct loaded loaded = load_layers(rows[i].text, NULL, NULL, &files);

		if (rows[i].said)
			assert_said(&loaded, rows[i].said);
		else
			assert_loads(&loaded);
		unload(&loaded);
	}
}

static void test_extends_cycle(void **state)
{
	struct shelf shelf[] = {
		{ "a.yaml", "cdreview: 1\nextends: [b.yaml]\n", CDR_LAYER_BASE },
		{ "b.yaml", "cdreview: 1\nextends: [./a.yaml]\n", CDR_LAYER_BASE },
		{ NULL, NULL, CDR_LAYER_BASE },
	};
	struct cdr_registry_files files = { read_shelf, shelf };
	struct loaded loaded = load_layers("cdreview: 1\nextends: [a.yaml]\n", NULL, NULL, &files);

	(void)state;
	assert_int_equal(loaded.rc, CDR_EREGISTRY);
	assert_said(&loaded, "E b.yaml:2:11: extends: \"a.yaml\" extends itself");
	unload(&loaded);
	loaded = load_layers("cdreview: 1\nextends: [c.yaml]\n", NULL, NULL, &files);
	assert_said(&loaded, "\"c.yaml\" cannot be read: no such file");
	unload(&loaded);
}

static void test_extends_depth(void **state)
{
	struct shelf shelf[11];
	char paths[10][32], texts[10][64];
	struct cdr_registry_files files = { read_shelf, shelf };
	struct loaded loaded;

	(void)state;
	for (int i = 0; i < 10; i++) {
		snprintf(paths[i], sizeof(paths[i]), "%d.yaml", i);
		snprintf(texts[i], sizeof(texts[i]), "cdreview: 1\nextends: [%d.yaml]\n", i + 1);
		shelf[i] = (struct shelf){ paths[i], texts[i], CDR_LAYER_BASE };
	}
	shelf[10] = (struct shelf){ NULL, NULL, CDR_LAYER_BASE };
	loaded = load_layers("cdreview: 1\nextends: [0.yaml]\n", NULL, NULL, &files);
	assert_said(&loaded, "E 7.yaml:2:11: extends: deeper than 8 files");
	unload(&loaded);
}

/* Files of one layer share the packs below them: a second file does not undo the first. */
static void test_several_files(void **state)
{
	struct cdr_registry_source sources[] = {
		{ .path = CDR_STR("a.yaml"),
		  .text = CDR_STR("cdreview: 1\ndisable: [schema.drop]\n"
				  "override: {sec.eval: {severity: info}}\n") },
		{ .path = CDR_STR("b.yaml"), .text = CDR_STR("orm:\n- Never x\n") },
	};
	struct cdr_registry_request request = { .sources = sources, .n_sources = 2 };
	struct loaded loaded = { .rc = 0 };

	(void)state;
	loaded.rc = cdr_registry_new(&loaded.registry, &request, &loaded.err);
	assert_loads(&loaded);
	assert_null(rule_named(&loaded, "schema.drop"));
	assert_int_equal(rule_named(&loaded, "sec.eval")->severity, CDR_INFO);
	assert_non_null(rule_named(&loaded, "orm.never-x"));
	unload(&loaded);
}

/* A fault of head's file is a fault of the registry: nothing is skipped. */
static void test_head_fault(void **state)
{
	struct loaded loaded = load_layers(HEAD, HEAD "rules: [{id: a}]\n", NULL, NULL);

	(void)state;
	assert_int_equal(loaded.rc, CDR_EREGISTRY);
	assert_string_equal(loaded.err.place, "head.yaml:3:9");
	unload(&loaded);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_is_all_packs),
		cmocka_unit_test(test_packs_by_name),
		cmocka_unit_test(test_union),
		cmocka_unit_test(test_head_cannot_loosen),
		cmocka_unit_test(test_no_base),
		cmocka_unit_test(test_base_loosens),
		cmocka_unit_test(test_select),
		cmocka_unit_test(test_locked_may_tighten),
		cmocka_unit_test(test_allow_expires),
		cmocka_unit_test(test_extends_files),
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_pinned),
		cmocka_unit_test(test_extends_cycle),
		cmocka_unit_test(test_extends_depth),
		cmocka_unit_test(test_head_fault),
		cmocka_unit_test(test_several_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
