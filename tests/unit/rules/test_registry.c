/* What loads: both forms with every key, defaults, what waits, revisions, sentences, digest. */
#include "rules/simple.h"
#include "unit/rules/load.h"

#include <stdlib.h>

#define HEAD "cdreview: 1\nextends: []\n"
#define RULE HEAD "rules:\n- id: a.b\n  title: T\n"

/* DESIGN section 4.1 and rules.md section 2 in one: every key there is. */
static const char every_key[] =
	"cdreview: 1\n"
	"name: acme-backend\n"
	"version: 1.4.0\n"
	"extends: [builtin:all]\n"
	"select: {min-severity: low, min-confidence: low, tags: [backend]}\n"
	"disable: [framework.rails-*]\n"
	"override: {auth.cookie-flags: {severity: critical, paths: [\"api/**\"]}}\n"
	"allow:\n"
	"  - {rule: sec.plain-http-endpoint, paths: [\"deploy/dev/**\"], match: 'http://minio:',\n"
	"     reason: ENG-441, by: ana, until: 2026-12-31}\n"
	"checks: [{name: api, run: [make, check], timeout: 300, report: tap, network: false}]\n"
	"registry: {source: git, url: 'https://x', ref: main, path: r.yaml, commit: 12ab,\n"
	"  sha256: 92ce864b859406e626d6b94d5aa5715a6055c51025a8b5dd0ae0e3631ea8b844}\n"
	"rules:\n"
	"- id: house.django-fk\n"
	"  title: Set on_delete for every ForeignKey\n"
	"  prompt: Give every ForeignKey an explicit on_delete.\n"
	"  why: Deletes otherwise cascade or fail at run time.\n"
	"  fix: Add on_delete on purpose.\n"
	"  category: orm\n"
	"  kind: require\n"
	"  severity: high\n"
	"  confidence: high\n"
	"  since: 1.0.0\n"
	"  deprecated: false\n"
	"  successor: house.fk2\n"
	"  locked: true\n"
	"  tags: [backend, data]\n"
	"  languages: [python]\n"
	"  paths: [\"**/models.py\", \"**/migrations/**\"]\n"
	"  exclude: \"**/tests/**\"\n"
	"  status: [A, M]\n"
	"  keywords: [ForeignKey, OneToOneField]\n"
	"  when:  {side: added, scope: statement, mask: comments+strings,\n"
	"          re: '\\b(?:ForeignKey|OneToOneField)\\s*\\((?!\\s*\\))'}\n"
	"  need:  {scope: statement, re: '\\bon_delete\\s*='}\n"
	"  unless: [{scope: statement, re: '^\\s*(?:migrations\\.|from\\s|import\\s)'}]\n"
	"  refs: ['https://docs.djangoproject.com/', CWE-1]\n"
	"  opportunity: {re: 'ForeignKey'}\n"
	"  examples:\n"
	"  - bad:  \"owner = models.ForeignKey(\\n    User,\\n)\\n\"\n"
	"    path: app/models.py\n"
	"  - good: \"x\"\n"
	"  - bad-diff: \"+x\"\n"
	"  - good-diff: \"-x\"\n"
	"- id: house.secret\n"
	"  title: Keep secrets out of source\n"
	"  match: {side: added, mask: comments, re: 'secret\\s*=\\s*\"(?<v>[^\"]{8,})\"'}\n"
	"  accept: {group: v, min-entropy: 3.5, must: [digit, alpha, upper, lower, special],\n"
	"           stopwords: [example, xxxx], not: '^\\$\\{|^<'}\n"
	"  redact: v\n"
	"- id: house.late\n"
	"  title: Keep bounds\n"
	"  mode: exec\n"
	"  match: {re: 'limit (?<v>\\d+)', not: 'soft', paths: ['x/**'],\n"
	"          numeric: {group: v, op: gt, value: 3}}\n"
	"  numeric: {group: v, op: decreased}\n"
	"  escalate: [{if: {scope: file, re: 'managed'}, to: low}]\n"
	"- id: house.area\n"
	"  title: Look at it\n"
	"  touch: {paths: ['auth/**'], re: 'role'}\n"
	"- id: house.limit\n"
	"  title: Keep the rate limit\n"
	"  guard: {re: '@limiter\\.', anchor: entity}\n";

static int read_shared(void *payload, const struct cdr_registry_wanted *wanted,
		       struct cdr_arena *arena, struct cdr_str *text, struct cdr_err *err)
{
	(void)payload;
	(void)arena;
	(void)err;
	assert_true(cdr_str_is(wanted->path, "shared.yaml"));
	*text = CDR_STR("cdreview: 1\n");
	return 0;
}

static struct loaded load_every_key(void)
{
	static const struct cdr_registry_files files = { .read = read_shared };

	return load_layers(every_key, NULL, NULL, &files);
}

static void test_every_key(void **state)
{
	struct loaded loaded = load_every_key();
	const struct cdr_rule *rule = rule_named(&loaded, "house.django-fk");
	const struct cdr_detection *detection;
	const struct cdr_allow *allows;

	(void)state;
	assert_loads(&loaded);
	assert_true(cdr_str_is(cdr_registry_name(loaded.registry), "acme-backend"));
	assert_int_equal(rule->detector, CDR_NEED);
	assert_int_equal(rule->kind, CDR_REQUIRE);
	assert_int_equal(rule->severity, CDR_HIGH);
	assert_int_equal(rule->confidence, CDR_CONFIDENCE_HIGH);
	assert_true(rule->locked);
	assert_int_equal(rule->n_tags, 2);
	assert_int_equal(rule->n_refs, 2);
	assert_int_equal(rule->n_examples, 4);
	assert_true(rule->examples[2].bad && rule->examples[2].is_diff);
	assert_false(rule->examples[3].bad);
	assert_true(cdr_str_is(rule->examples[0].path, "app/models.py"));
	assert_true(cdr_str_is(rule->source, "base.yaml"));
	assert_int_equal(rule->line, 15);
	detection = rule->detection;
	assert_true(detection->has_trigger && detection->has_need && !detection->has_guard);
	assert_int_equal(detection->trigger.mask, CDR_MASK_COMMENTS | CDR_MASK_STRINGS);
	assert_int_equal(detection->need.mask, detection->trigger.mask);
	assert_int_equal(detection->n_unless, 1);
	assert_true(cdr_str_is(detection->status, "AM"));
	assert_int_equal(detection->n_exclude, 1);
	assert_int_equal(detection->redact, -1);
	assert_int_equal(rule_named(&loaded, "auth.cookie-flags")->severity, CDR_CRITICAL);
	assert_null(rule_named(&loaded, "framework.rails-params"));
	assert_int_equal(cdr_registry_allows(loaded.registry, &allows), 1);
	assert_true(cdr_str_is(allows[0].reason, "ENG-441"));
	assert_non_null(allows[0].match);
	assert_false(allows[0].expired);
	unload(&loaded);
}

static void test_detectors(void **state)
{
	struct loaded loaded = load_every_key();
	const struct cdr_rule *secret = rule_named(&loaded, "house.secret");
	const struct cdr_rule *touch = rule_named(&loaded, "house.area");
	const struct cdr_accept *accept = &secret->detection->accept;

	(void)state;
	assert_int_equal(secret->detector, CDR_MATCH);
	assert_int_equal(secret->kind, CDR_FORBID);
	assert_int_equal(secret->severity, CDR_MEDIUM);
	assert_true(cdr_str_is(secret->category, "house"));
	assert_int_equal(secret->detection->redact, 1);
	assert_int_equal(accept->group, 1);
	assert_true(accept->min_entropy > 3.49 && accept->min_entropy < 3.51);
	assert_true(accept->must_digit && accept->must_special && accept->must_upper);
	assert_int_equal(accept->n_stopwords, 2);
	assert_non_null(accept->not_re);
	assert_int_equal(touch->detector, CDR_TOUCH);
	assert_int_equal(touch->detection->trigger.n_paths, 1);
	assert_non_null(touch->detection->trigger.pattern);
	assert_int_equal(rule_named(&loaded, "house.limit")->detector, CDR_GUARD);
	assert_int_equal(rule_named(&loaded, "house.limit")->kind, CDR_REQUIRE);
	unload(&loaded);
}

/* Every key that may stand in a rule, alone and together: all of them load. */
static void test_combinations(void **state)
{
	static const char *const rows[] = {
		"match: {re: 'ab'}",
		"match: {scope: statement, side: removed, re: 'ab'}",
		"match: {scope: hunk, mask: strings, re: 'ab'}",
		"match: {scope: entity, re: 'ab'}",
		"match: {scope: file, re: 'ab'}",
		"match: {re: 'ab', not: 'c'}",
		"match: {re: 'ab', paths: [x]}",
		"match: {re: 'ab'}\n  unless: [{re: 'c'}, {scope: hunk, side: removed, re: 'd'}]",
		"match: {re: 'ab'}\n  unless: [{scope: file, side: old, re: 'd'}]",
		"match: {re: 'ab'}\n  unless: [{scope: entity, side: added, re: 'd'}]",
		"match: {re: 'ab'}\n  unless: [{paths: [x], re: 'c'}]",
		"match: {re: 'ab'}\n  unless: [{scope: range, re: 'c'}]",
		"match: {side: changed, re: 'ab'}\n  unless: [{side: removed, re: 'c'}]",
		"match: {re: '(?<t>ab)'}\n  unless: [{re: 'x{t}'}]",
		"match: {re: '(?<t>ab)'}\n  unless: [{re: 'x\\{t}'}]",
		"match: {re: '(?<t>ab)'}\n  unless: [{re: 'x{2}\\x{41}\\p{Lu}{2,3}'}]",
		"match: {re: 'ab'}\n  unless: [{re: '\\Q{t}\\E'}]",
		"when: {re: 'ab'}\n  need: {re: 'c'}",
		"when: {scope: hunk, re: 'ab'}\n  need: {re: 'c'}",
		"when: {re: 'ab'}\n  need: {scope: line, re: 'c'}",
		"when: {re: 'ab'}\n  need: {scope: entity, re: 'c'}\n  mode: exec",
		"when: {re: 'ab'}\n  need: {scope: range, side: removed, paths: [x], re: 'c'}",
		"guard: {re: 'ab', anchor: entity, weaker: 'c'}",
		"guard: {re: 'ab', anchor: class}",
		"guard: {re: 'ab', anchor: file}",
		"guard: {re: 'ab'}\n  keywords: [ab]\n  status: [M]",
		"touch: {paths: [x]}\n  mode: exec",
		"touch: {paths: [x]}\n  escalate: [{if: {re: 'c'}, to: low}]",
		"match: {re: '(?<v>\\d+)ab'}\n  numeric: {group: v, op: gt, value: 1}",
		"match: {re: '(\\d+)ab', numeric: {group: 1, op: increased}}",
		"match: {re: 'ab'}\n  unless: [{re: '(\\d+)c', numeric: {group: 1, op: lt, value: "
		"30s}}]",
		"match: {re: 'ab'}\n  escalate: {if: {scope: range, re: 'c'}, to: low}",
		"match: {re: 'ab'}\n  opportunity: {re: 'c'}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cdr_buf text;
		struct loaded loaded;

		cdr_buf_init(&text, 4096);
		cdr_buf_addf(&text, "%s  %s\n", RULE, rows[i]);
		loaded = load(text.ptr);
		assert_loads(&loaded);
		unload(&loaded);
		cdr_buf_release(&text);
	}
}

static void test_defaults(void **state)
{
	struct loaded loaded =
		load(RULE "  match: {side: removed, scope: statement, mask: comments, "
			  "re: 'ab'}\n  unless: [{re: 'c'}, {side: changed, mask: none, "
			  "scope: line, re: 'd'}]\n");
	const struct cdr_detection *detection = rule_named(&loaded, "a.b")->detection;

	(void)state;
	assert_loads(&loaded);
	assert_int_equal(detection->unless[0].side, CDR_ON_OLD);
	assert_int_equal(detection->unless[0].scope, CDR_SCOPE_STATEMENT);
	assert_int_equal(detection->unless[0].mask, CDR_MASK_COMMENTS);
	assert_int_equal(detection->unless[1].side, CDR_ON_CHANGED);
	assert_int_equal(detection->unless[1].scope, CDR_SCOPE_LINE);
	assert_int_equal(detection->unless[1].mask, 0);
	unload(&loaded);
}

/* --- sentences ----------------------------------------------------------- */

/* The article's file, and the one of DESIGN section 4: both load as they stand. */
static void test_simple(void **state)
{
	static const struct {
		const char *id, *category, *title, *bound;
		enum cdr_rule_kind kind;
	} rows[] = {
		{ "security.never-expose-raw-sql-in-api-responses", "security-policy",
		  "Never expose raw SQL in API responses", "sec.raw-sql-in-response", CDR_FORBID },
		{ "security.validate-all-user-inputs-with-pydantic", "security-policy",
		  "Validate all user inputs with Pydantic", "framework.fastapi-untyped-body",
		  CDR_REQUIRE },
		{ "orm.use-uuids-for-all-primary-keys", "orm", "Use UUIDs for all primary keys",
		  "schema.int-pk", CDR_REQUIRE },
		{ "orm.set-on-delete-models-cascade-for-foreignkeys", "orm",
		  "Set on_delete=models.CASCADE for ForeignKeys", "orm.django-fk-on-delete",
		  CDR_REQUIRE },
	};
	struct loaded loaded = load("security:\n"
				    "  - \"Never expose raw SQL in API responses\"\n"
				    "  - \"Validate all user inputs with Pydantic\"\n"
				    "orm:\n"
				    "  - \"Use UUIDs for all primary keys\"\n"
				    "  - \"Set on_delete=models.CASCADE for ForeignKeys\"\n");

	(void)state;
	assert_loads(&loaded);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct cdr_rule *rule = rule_named(&loaded, rows[i].id);

		assert_non_null(rule);
		assert_int_equal(rule->detector, CDR_PLAIN);
		assert_int_equal(rule->kind, rows[i].kind);
		assert_true(cdr_str_is(rule->category, rows[i].category));
		assert_true(cdr_str_is(rule->title, rows[i].title));
		assert_true(cdr_str_is(rule->prompt, rows[i].title));
		assert_true(cdr_str_is(rule->bound, rows[i].bound));
	}
	unload(&loaded);
}

static void test_sentences(void **state)
{
	struct loaded loaded =
		load("Data Layer:\n"
		     "- {text: Don't log PII, why: law, severity: high, tags: [x]}\n"
		     "- Be kind\n"
		     "- \xe4\xb8\x8d\xe8\xa6\x81\n"
		     "- Keep this very long sentence apart from another very long one "
		     "that begins in the same way\n"
		     "- Keep this very long sentence apart from another very long one "
		     "that begins in the same vein\n"
		     "empty:\n");
	const struct cdr_rule *rule = rule_named(&loaded, "data-layer.dont-log-pii");

	(void)state;
	assert_loads(&loaded);
	assert_int_equal(rule->kind, CDR_FORBID);
	assert_int_equal(rule->severity, CDR_HIGH);
	assert_true(cdr_str_is(rule->why, "law"));
	assert_true(cdr_str_is(rule->category, "Data Layer"));
	assert_true(cdr_str_is(rule->bound, "sec.pii-in-logs"));
	assert_int_equal(rule->line, 2);
	assert_null(rule_named(&loaded, "data-layer.be-kind")->bound.ptr);
	assert_non_null(rule_named(&loaded, "data-layer.77af2f33"));
	unload(&loaded);
}

/* What the article demands in words, layer by layer; a rule that is named is shipped. */
static void test_bound_sentences(void **state)
{
	static const struct {
		const char *sentence, *rule;
	} rows[] = {
		{ "Never return raw SQL", "sec.raw-sql-in-response" },
		{ "Never use raw SQL", "sec.sql-from-strings" },
		{ "Validate all inputs", "framework.validation-dropped" },
		{ "Don't log PII", "sec.pii-in-logs" },
		{ "Keep the rate limit of every endpoint", "framework.rate-limit-dropped" },
		{ "Keep models.py and views.py apart", "framework.django-layering" },
		{ "Filter every query by tenant", "orm.tenant-filter-dropped" },
		{ "Ship a migration with every model change", "schema.model-without-migration" },
		{ "Never edit a migration that ran", "schema.applied-migration-edited" },
		{ "Never rename a column in one step", "schema.rename" },
		{ "Never remove a field from a proto message", "schema.proto-breaking" },
		{ "Never break the GraphQL schema", "schema.graphql-breaking" },
		{ "Never break the OpenAPI description", "schema.openapi-breaking" },
		{ "Set a timeout on every outbound call", "framework.timeout-missing" },
		{ "Validate sensor schemas", "physical.sensor-unvalidated" },
		{ "Use TLS for MQTT", "physical.mqtt-insecure" },
		{ "Inject the constraints at every step",
		  "physical.constraint-injection-dropped" },
		{ "Put the constraints into every prompt",
		  "physical.constraint-injection-dropped" },
		{ "Validate actuator commands against safety constraints",
		  "physical.actuator-bound" },
		{ "Never remove the emergency stop", "physical.estop-watchdog-dropped" },
		{ "Keep the watchdog", "physical.estop-watchdog-dropped" },
		{ "Be kind", NULL },
	};
	struct loaded shipped = load("cdreview: 1\nextends: [builtin:all]\n");

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cdr_str rule = cdr_sentence_rule(cdr_str_from(rows[i].sentence));

		if (!rows[i].rule) {
			assert_null(rule.ptr);
			continue;
		}
		assert_true(cdr_str_is(rule, rows[i].rule));
		assert_non_null(rule_named(&shipped, rows[i].rule));
	}
	unload(&shipped);
}

static void test_kind_of_sentence(void **state)
{
	static const struct {
		const char *sentence;
		enum cdr_rule_kind kind;
	} rows[] = {
		{ "Never x", CDR_FORBID },    { "NO raw SQL", CDR_FORBID },
		{ "don't x", CDR_FORBID },    { "Don\xe2\x80\x99t x", CDR_FORBID },
		{ "Do not x", CDR_FORBID },   { "Avoid x", CDR_FORBID },
		{ "Must not x", CDR_FORBID }, { "Note x", CDR_REQUIRE },
		{ "Do x", CDR_REQUIRE },      { "Always x, never y", CDR_REQUIRE },
		{ "Nothing x", CDR_REQUIRE }, { "  never x", CDR_FORBID },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cdr_buf text;
		struct loaded loaded;
		size_t n;

		cdr_buf_init(&text, 4096);
		cdr_buf_addf(&text, "a:\n- \"%s\"\n", rows[i].sentence);
		loaded = load(text.ptr);
		assert_loads(&loaded);
		n = cdr_registry_count(loaded.registry);
		assert_int_equal(cdr_registry_rule(loaded.registry, n - 1)->kind, rows[i].kind);
		unload(&loaded);
		cdr_buf_release(&text);
	}
}

/* --- revisions and digests ----------------------------------------------- */

static struct cdr_hash rev_of(const char *keys)
{
	struct cdr_buf text;
	struct loaded loaded;
	struct cdr_hash rev;

	cdr_buf_init(&text, 4096);
	cdr_buf_addf(&text, "%s%s", RULE, keys);
	loaded = load(text.ptr);
	assert_loads(&loaded);
	rev = rule_named(&loaded, "a.b")->rev;
	unload(&loaded);
	cdr_buf_release(&text);
	return rev;
}

static bool same_rev(const char *a, const char *b)
{
	struct cdr_hash rev_a = rev_of(a), rev_b = rev_of(b);

	return cdr_hash_eq(&rev_a, &rev_b);
}

static void test_rev(void **state)
{
	char hex[CDR_HASH_HEX + 1];
	struct cdr_hash rev = rev_of("  match: {side: added, re: 'ab'}\n  paths: ['**/*.py']\n");

	(void)state;
	/* sha256sum of {"match":{"re":"ab","side":"added"},"paths":["** / *.py"]} without the
	 * blanks */
	cdr_hash_hex(hex, &rev);
	assert_string_equal(hex,
			    "46d6729c6b5678ff4e657f9609537a608b2fc9e9ede76afa28ab720bcec2f357");
	assert_true(same_rev("  match: {re: 'ab'}\n", "  match:\n    re: ab\n  why: because\n"));
	assert_true(same_rev("  paths: 'x'\n  touch: {paths: x}\n",
			     "  touch:\n    paths:\n    - x\n  paths: [x]\n  severity: low\n"));
	assert_false(same_rev("  match: {re: 'ab'}\n", "  match: {re: 'ac'}\n"));
	assert_false(same_rev("  match: {re: 'ab'}\n", "  match: {re: 'ab'}\n  exclude: [x]\n"));
	assert_false(same_rev("  match: {re: 'ab'}\n", "  match: {re: 'ab'}\n  mode: exec\n"));
}

static void test_digest(void **state)
{
	struct loaded a = load(RULE), b = load(RULE), c = load(RULE "# other\n"), none = load(HEAD);
	struct cdr_hash digests[4] = {
		cdr_registry_digest(a.registry),
		cdr_registry_digest(b.registry),
		cdr_registry_digest(c.registry),
		cdr_registry_digest(none.registry),
	};

	(void)state;
	assert_true(cdr_hash_eq(&digests[0], &digests[1]));
	assert_false(cdr_hash_eq(&digests[0], &digests[2]));
	assert_false(cdr_hash_eq(&digests[0], &digests[3]));
	unload(&a);
	unload(&b);
	unload(&c);
	unload(&none);
}

/* --- which files --------------------------------------------------------- */

static void test_wants(void **state)
{
	static const struct {
		const char *keys, *path, *old_path;
		char status;
		bool wants;
	} rows[] = {
		{ "match: {re: 'ab'}", "x", NULL, 'M', true },
		{ "match: {re: 'ab'}\n  languages: [python]", "x.py", NULL, 'M', true },
		{ "match: {re: 'ab'}\n  languages: [python]", "x.go", NULL, 'M', false },
		{ "match: {re: 'ab'}\n  languages: [python]", "x", NULL, 'M', false },
		{ "match: {re: 'ab'}\n  languages: [go, python]", "x.py", NULL, 'M', true },
		{ "match: {re: 'ab'}\n  paths: ['app/**']", "app/x.py", NULL, 'M', true },
		{ "match: {re: 'ab'}\n  paths: ['app/**']", "lib/x.py", NULL, 'M', false },
		{ "match: {re: 'ab'}\n  paths: ['app/**']", "lib/x.py", "app/x.py", 'M', true },
		{ "match: {re: 'ab', paths: ['app/**']}", "lib/x.py", NULL, 'M', false },
		{ "match: {re: 'ab'}\n  exclude: ['**/t/**']", "a/t/x.py", NULL, 'M', false },
		{ "match: {re: 'ab'}\n  exclude: ['**/t/**']", "a/x.py", "a/t/x.py", 'M', true },
		{ "match: {re: 'ab'}\n  status: [A]", "x", NULL, 'M', false },
		{ "match: {re: 'ab'}\n  status: A", "x", NULL, 'A', true },
		{ "match: {re: 'ab'}\n  status: [R]", "x", "y", 'A', true },
		{ "match: {re: 'ab'}\n  status: [R]", "x", NULL, 'A', false },
		{ "touch: {paths: ['auth/**']}", "auth/x", NULL, 'D', true },
		{ "touch: {paths: ['auth/**']}", "x", NULL, 'D', false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cdr_file file = { .path = cdr_str_from(rows[i].path),
					 .old_path = cdr_str_from(rows[i].old_path),
					 .status = rows[i].status };
		struct cdr_buf text;
		struct loaded loaded;

		cdr_buf_init(&text, 4096);
		cdr_buf_addf(&text, "%s  %s\n", RULE, rows[i].keys);
		loaded = load(text.ptr);
		assert_loads(&loaded);
		if (cdr_detection_wants(rule_named(&loaded, "a.b")->detection, &file,
					cdr_language_of(file.path, CDR_STR(""))) != rows[i].wants)
			fail_msg("row %zu: %s on %s", i, rows[i].keys, rows[i].path);
		unload(&loaded);
		cdr_buf_release(&text);
	}
}

/* Shipped expressions are compiled when they are first used: whether they can be is shown here. */
static void test_shipped_packs_are_checked(void **state)
{
	(void)state;
	assert_true(cdr_n_packs > 0);
	for (size_t i = 0; i < cdr_n_packs; i++) {
		struct cdr_buf text;
		struct loaded loaded;

		cdr_buf_init(&text, 1 << 20);
		cdr_buf_addf(&text, "%.*s", (int)cdr_packs[i].len,
			     (const char *)cdr_packs[i].bytes);
		loaded = load(text.ptr);   /* as a file of somebody's own */
		assert_loads(&loaded);
		unload(&loaded);
		cdr_buf_release(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_key),        cmocka_unit_test(test_detectors),
		cmocka_unit_test(test_combinations),     cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_simple),           cmocka_unit_test(test_sentences),
		cmocka_unit_test(test_kind_of_sentence), cmocka_unit_test(test_rev),
		cmocka_unit_test(test_bound_sentences),
		cmocka_unit_test(test_digest),           cmocka_unit_test(test_wants),
		cmocka_unit_test(test_shipped_packs_are_checked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
