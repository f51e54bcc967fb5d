/* Reports of other tools read into results: what places, names, weighs them, what is refused. */
#include "scan/import/intake.h"
#include "scan/import/uri.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Somebody stands in web/ of /src/shop. */
static void open_intake(struct cdr_intake *intake, struct cdr_arena *arena, const char *overrides)
{
	struct cdr_registry *registry;
	struct cdr_err err = { 0 };
	const char *text = cdr_arena_printf(arena, "cdreview: 1\nextends: []\n%s", overrides);
	struct cdr_registry_source source = { .path = CDR_STR("test.yaml"),
					      .text = cdr_str_from(text),
					      .layer = CDR_LAYER_BASE };
	struct cdr_registry_request request = {
		.sources = &source, .n_sources = 1, .today = CDR_STR("2026-06-15"),
	};

	if (cdr_registry_new(&registry, &request, &err) != 0)
		fail_msg("%s: %s", err.place, err.message);
	*intake = (struct cdr_intake){ .arena = arena, .registry = registry,
				       .top = CDR_STR("/src/shop/"), .prefix = CDR_STR("web/"),
				       .name = "report" };
}

static void close_intake(struct cdr_intake *intake)
{
	union { const struct cdr_registry *read; struct cdr_registry *owned; } registry;

	registry.read = intake->registry;
	cdr_registry_free(registry.owned);
	cdr_arena_release(intake->arena);
}

/* "ID PATH LINE:COL-END_LINE:END_COL SEVERITY MESSAGE" of each result. */
static const char *print(const struct cdr_intake *intake)
{
	const char *out = "";

	for (size_t i = 0; i < intake->results.n; i++) {
		const struct cdr_foreign *result = &intake->results.items[i];

		out = cdr_arena_printf(intake->arena, "%s%s%.*s %.*s %u:%u-%u:%u %s %.*s", out,
				       i ? "\n" : "", CDR_FMT(result->rule->id),
				       CDR_FMT(result->path), result->line, result->col,
				       result->end_line, result->end_col,
				       cdr_severity_name(result->severity),
				       CDR_FMT(result->message));
	}
	return out;
}

/* --- lines --------------------------------------------------------------------- */

static const struct { const char *line, *result; } line_cases[] = {
	{ "a.c:3:5: warning: unused variable 'x' [-Wunused-variable]",
	  "t/-Wunused-variable web/a.c 3:5-3:0 medium unused variable 'x'" },
	{ "a.c:3:5: fatal error: no.h: No such file",
		"t/fatal-error web/a.c 3:5-3:0 high no.h: No such file" },
	{ "b.py:7: error: Incompatible types  [assignment]",
	  "t/assignment web/b.py 7:0-7:0 high Incompatible types" },
	{ "b.py:1:8: F401 [*] `os` imported but unused",
	  "t/F401 web/b.py 1:8-1:0 medium `os` imported but unused" },
	{ "b.py:1:0: C0114: Missing module docstring (missing-module-docstring)",
	  "t/C0114 web/b.py 1:0-1:0 low Missing module docstring (missing-module-docstring)" },
	{ "b.py:2:4: E0602: Undefined variable 'y' (undefined-variable)",
	  "t/E0602 web/b.py 2:4-2:0 high Undefined variable 'y' (undefined-variable)" },
	{ "b.py:2: [W0612(unused-variable), f] Unused variable 'z'",
	  "t/W0612 web/b.py 2:0-2:0 medium Unused variable 'z'" },
	{ "b.py:9: B602: HIGH: a shell", "t/B602 web/b.py 9:0-9:0 high a shell" },
	{ "x.sh:3:6: note: Double quote [SC2086]", "t/SC2086 web/x.sh 3:6-3:0 low Double quote" },
	{ "c:d/e.py:4:1: E501 Line too long", "t/E501 web/c:d/e.py 4:1-4:0 medium Line too long" },
	{ "../lib/x.py:1: a sentence", "t/message lib/x.py 1:0-1:0 medium a sentence" },
	{ "/src/shop/x.py:1: a sentence", "t/message x.py 1:0-1:0 medium a sentence" },
	{ "x.py:1: \033[1mwarning\t is  here",
		"t/message web/x.py 1:0-1:0 medium \033[1mwarning is here" },
	{ "/etc/passwd:1: outside", "" },
	{ "/src/shopping/x.py:1: outside", "" },
	{ "../../x.py:1: outside", "" },
	{ "x.py:0:1: no line", "" },
	{ "x.py:99999999999: no line", "" },
	{ "x.py:12:", "" },
	{ "x.py:12:3:", "" },
	{ "x.py:12 no colon", "" },
	{ ":12: no path", "" },
	{ "************* Module a", "" },
	{ "In file included from a.h:3:", "" },
	{ "Found 3 errors in 1 file", "" },
};

static void lines_are_taken_apart(void **state)
{
	size_t n_wrong = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(line_cases); i++) {
		struct cdr_arena arena = { NULL, 0 };
		struct cdr_intake intake;
		const char *printed;

		open_intake(&intake, &arena, "");
		assert_int_equal(cdr_lines_read(&intake, CDR_STR("t"),
						cdr_str_from(line_cases[i].line), NULL), 0);
		printed = print(&intake);
		if (strcmp(printed, line_cases[i].result) != 0) {
			print_error("%s\n  %s\n  %s\n", line_cases[i].line, printed,
				    line_cases[i].result);
			n_wrong++;
		}
		assert_int_equal(intake.counts.results + intake.counts.unread_lines, 1);
		assert_int_equal(intake.counts.results, intake.results.n + intake.counts.outside +
								intake.counts.placeless);
		close_intake(&intake);
	}
	assert_int_equal(n_wrong, 0);
}

/* --- SARIF --------------------------------------------------------------------- */

#define LOG(run) \
	"{\"version\":\"2.1.0\",\"runs\":[{\"tool\":{" \
	"\"driver\":{\"name\":\"My Tool\",\"rules\":" run "}]}"
#define AT(uri, region) \
	"\"locations\":[{\"physicalLocation\":{" \
	"\"artifactLocation\":{" uri "},\"region\":{" region "}}}]"
#define PLAIN "\"message\":{\"text\":\"m\"}," AT("\"uri\":\"a.py\"", "\"startLine\":2")

static const struct { const char *name, *log, *result; } log_cases[] = {
	{ "least", LOG("[]}},\"results\":[{" PLAIN "}]"),
		"my-tool/result web/a.py 2:0-2:0 medium m" },
	{ "byte order mark", "\xEF\xBB\xBF" LOG("[]}},\"results\":[]"), "" },
	{ "a run without results", LOG("[]}},\"results\":null"), "" },
	{ "by ruleId, level of the result",
	  LOG("[]}},\"results\":[{\"ruleId\":\"X 1\",\"level\":\"error\"," PLAIN "}]"),
	  "my-tool/X-1 web/a.py 2:0-2:0 high m" },
	{ "by ruleIndex, level of the rule",
	  LOG("[{\"id\":\"r\",\"defaultConfiguration\":{\"level\":\"note\"}}]}},\"results\":[{"
		"\"ruleIndex\":0," PLAIN "}]"),
	  "my-tool/r web/a.py 2:0-2:0 low m" },
	{ "none is info", LOG("[]}},\"results\":[{\"level\":\"none\"," PLAIN "}]"),
	  "my-tool/result web/a.py 2:0-2:0 info m" },
	{ "a score wins",
	  LOG("[{\"id\":\"r\",\"properties\":{\"security-severity\":\"9.1\"}}]}},\"results\":[{"
		"\"ruleId\":\"r\",\"level\":\"note\"," PLAIN "}]"),
	  "my-tool/r web/a.py 2:0-2:0 critical m" },
	{ "a score as a number",
	  LOG("[{\"id\":\"r\",\"properties\":{\"security-severity\":4.0}}]}},\"results\":[{"
		"\"ruleId\":\"r\",\"level\":\"error\"," PLAIN "}]"),
	  "my-tool/r web/a.py 2:0-2:0 medium m" },
	{ "a rule below a rule",
	  LOG("[{\"id\":\"CA1\",\"defaultConfiguration\":{\"level\":\"error\"}}]}},\"results\":[{"
		"\"ruleId\":\"CA1/2\"," PLAIN "}]"),
	  "my-tool/CA1/2 web/a.py 2:0-2:0 high m" },
	{ "a rule of an extension",
	  LOG("[]},\"extensions\":[{\"name\":\"e\",\"rules\":[{\"id\":\"q\","
		"\"defaultConfiguration\":{\"level\":\"error\"}}]}]},"
	      "\"results\":[{\"rule\":{\"index\":0,\"toolComponent\":{\"index\":0}}," PLAIN "}]"),
	  "my-tool/q web/a.py 2:0-2:0 high m" },
	{ "a message by id with arguments",
	  LOG("[{\"id\":\"r\",\"messageStrings\":{\"d\":{\"text\":\"{{{0}}} is {1}, {7}\"}}}]}},"
		"\"results\":[{\"ruleId\":\"r\","
	      "\"message\":{\"id\":\"d\",\"arguments\":[\"x\",\"y\"]}," AT("\"uri\":\"a.py\"",
		"\"startLine\":2") "}]"),
	  "my-tool/r web/a.py 2:0-2:0 medium {x} is y," },
	{ "a region",
	  LOG("[]}},\"results\":[{\"message\":{\"text\":\" two\\nlines \"},"
	      AT("\"uri\":\"a.py\"", "\"startLine\":2,\"startColumn\":3,\"endLine\":4,"
		"\"endColumn\":5") "}]"),
	  "my-tool/result web/a.py 2:3-4:5 medium two lines" },
	{ "suppressed is flagged",
	  LOG("[]}},\"results\":[{\"suppressions\":[{\"kind\":\"inSource\","
		"\"justification\":\"so\"}]," PLAIN "}]"),
	  "my-tool/result web/a.py 2:0-2:0 medium m (suppressed in the report: so)" },
	{ "passed", LOG("[]}},\"results\":[{\"kind\":\"pass\"," PLAIN "},{"
		"\"baselineState\":\"absent\"," PLAIN "}]"), "" },
	{ "without a region", LOG("[]}},\"results\":[{\"message\":{\"text\":\"m\"},"
		"" AT("\"uri\":\"a.py\"", "") "},{\"message\":{}}]"), "" },
	{ "by index of the artifact",
	  LOG("[]}},\"artifacts\":[{\"location\":{\"uri\":\"b.py\"}}],\"results\":[{\"message\":{"
		"\"text\":\"m\"},"
	      AT("\"index\":0", "\"startLine\":1") "}]"),
	  "my-tool/result web/b.py 1:0-1:0 medium m" },
	{ "floats elsewhere", LOG("[]}},\"results\":[{\"rank\":56.5," PLAIN "}]"),
	  "my-tool/result web/a.py 2:0-2:0 medium m" },
};

static void logs_are_read(void **state)
{
	size_t n_wrong = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(log_cases); i++) {
		struct cdr_arena arena = { NULL, 0 };
		struct cdr_intake intake;
		struct cdr_err err = { 0 };
		const char *printed;

		open_intake(&intake, &arena, "");
		if (cdr_sarif_read(&intake, cdr_str_from(log_cases[i].log), &err) != 0)
			fail_msg("%s: %s", log_cases[i].name, err.message);
		printed = print(&intake);
		if (strcmp(printed, log_cases[i].result) != 0) {
			print_error("%s: %s\n", log_cases[i].name, printed);
			n_wrong++;
		}
		close_intake(&intake);
	}
	assert_int_equal(n_wrong, 0);
}

static const struct { const char *log, *message; } fault_cases[] = {
	{ "", "JSON line 1" },
	{ "{\"version\":\"2.1.0\",\n\"runs\":[}", "JSON line 2, column 9" },
	{ "[]", "no object" },
	{ "{\"version\":\"2.0.0\",\"runs\":[]}", "version 2.1.0" },
	{ "{\"version\":\"2.1.0\"}", "runs is no array" },
	{ "{\"version\":\"2.1.0\",\"version\":\"2.1.0\",\"runs\":[]}", "duplicate" },
	{ "{\"version\":\"2.1.0\",\"runs\":[{}]}", "tool.driver.name" },
	{ LOG("[]}},\"results\":{}"), "results are not an array" },
	{ LOG("[]}},\"results\":[3]"), "runs[0].results[0] is not an object" },
	{ LOG("[]}},\"results\":[{},{\"locations\":{}}]"), "runs[0].results[1].locations" },
	{ LOG("[]}},\"results\":[{" AT("\"uri\":\"a\"", "\"startLine\":-1") "}]"),
		"the region is none" },
	{ LOG("[]}},\"results\":[{" AT("\"uri\":\"a\"", "\"startLine\":\"1\"") "}]"),
		"the region is none" },
	{ LOG("[]}},\"results\":[{" AT("\"uri\":\"a\"", "\"startLine\":5,\"endLine\":4") "}]"),
		"the region is none" },
	{ LOG("[]}},\"results\":[{" AT("\"uri\":\"a\"", "\"startLine\":4294967297") "}]"),
		"the region is none" },
};

static void what_is_no_log_is_refused_with_its_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(fault_cases); i++) {
		struct cdr_arena arena = { NULL, 0 };
		struct cdr_intake intake;
		struct cdr_err err = { 0 };

		open_intake(&intake, &arena, "");
		assert_int_equal(cdr_sarif_read(&intake, cdr_str_from(fault_cases[i].log), &err),
				 CDR_ESYNTAX);
		assert_string_equal(err.place, "report");
		if (!strstr(err.message, fault_cases[i].message))
			fail_msg("%s: %s", fault_cases[i].log, err.message);
		close_intake(&intake);
	}
}

static void hostile_sizes_meet_limits(void **state)
{
	static const char *const texts[] = { "[", "[0,", "{\"a\":" };

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct cdr_arena arena = { NULL, 0 };
		struct cdr_intake intake;
		struct cdr_err err = { 0 };
		struct cdr_buf buf;

		open_intake(&intake, &arena, "");
		cdr_buf_init(&buf, (size_t)32 << 20);
		while (!buf.full)
			cdr_buf_adds(&buf, texts[i]);
		assert_int_equal(cdr_sarif_read(&intake, cdr_buf_str(&buf), &err), CDR_ESYNTAX);
		cdr_buf_release(&buf);
		close_intake(&intake);
	}
}

/* --- words of rules ---------------------------------------------------------------- */

static void a_rule_has_the_words_of_its_descriptor(void **state)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_intake intake;
	const struct cdr_rule *rule;

	(void)state;
	open_intake(&intake, &arena, "");
	assert_int_equal(cdr_sarif_read(&intake, CDR_STR(LOG(
		"[{\"id\":\"r\",\"name\":\"R\",\"shortDescription\":{\"text\":\"Short\"},"
		"\"fullDescription\":{\"text\":\"Full\"},\"help\":{\"text\":\"Help\"},"
			"\"helpUri\":\"https://x.example/\","
		"\"properties\":{\"precision\":\"very-high\",\"tags\":[\"security\","
			"\"external/cwe/cwe-079\"]},"
		"\"relationships\":[{\"target\":{\"id\":\"89\",\"toolComponent\":{"
			"\"name\":\"CWE\"}}}]}]}},"
		"\"results\":[{\"ruleId\":\"r\"," PLAIN "}]")), NULL), 0);
	assert_int_equal(intake.rules.n, 1);
	rule = intake.rules.items[0];
	assert_true(cdr_str_is(rule->title, "Short"));
	assert_true(cdr_str_is(rule->why, "Full"));
	assert_true(cdr_str_is(rule->fix, "Help"));
	assert_true(cdr_str_is(rule->category, "security-policy"));
	assert_int_equal(rule->confidence, CDR_CONFIDENCE_HIGH);
	assert_int_equal(rule->detector, CDR_TOOL);
	assert_int_equal(rule->n_refs, 3);
	assert_true(cdr_str_is(rule->refs[0], "CWE-79"));
	assert_true(cdr_str_is(rule->refs[1], "CWE-89"));
	assert_true(cdr_str_is(rule->refs[2], "https://x.example/"));
	close_intake(&intake);
}

static void the_registry_weighs(void **state)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_intake intake;

	(void)state;
	open_intake(&intake, &arena, "override: {\"t/E*\": {severity: low}, "
				     "t/E1: {category: security, severity: critical,"
					" confidence: low}, "
				     "t/W*: {severity: off}}\n");
	assert_int_equal(cdr_lines_read(&intake, CDR_STR("t"),
					CDR_STR("a:1: E10 x\na:1: E1000 x\n"
						"a:1: W10 x\na:1: F10 x\n"), NULL), 0);
	assert_int_equal(intake.counts.off, 1);
	assert_int_equal(intake.results.n, 3);
	assert_string_equal(print(&intake),
		"t/E10 web/a 1:0-1:0 low x\nt/E1000 web/a 1:0-1:0 low x\n"
					    "t/F10 web/a 1:0-1:0 medium x");
	close_intake(&intake);
	open_intake(&intake, &arena, "override: {\"t/*\": {severity: low}, "
				     "t/E10: {category: security, severity: critical,"
					" confidence: low}}\n");
	assert_int_equal(cdr_lines_read(&intake, CDR_STR("t"), CDR_STR("a:1: E10 x\n"), NULL), 0);
	assert_int_equal(intake.results.items[0].severity, CDR_CRITICAL);
	assert_true(cdr_str_is(intake.rules.items[0]->category, "security-policy"));
	assert_int_equal(intake.rules.items[0]->confidence, CDR_CONFIDENCE_LOW);
	close_intake(&intake);
}

/* --- places ------------------------------------------------------------------------ */

static const struct { const char *location, *path; } uri_cases[] = {
	{ "\"uri\":\"a%20b/%C3%A9.py\"", "web/a b/\xC3\xA9.py" },
	{ "\"uri\":\"100%.txt\"", "web/100%.txt" },
	{ "\"uri\":\"%zz%4\"", "web/%zz%4" },
	{ "\"uri\":\"a%00b\"", NULL },
	{ "\"uri\":\"file:///src/shop/a.py\"", "a.py" },
	{ "\"uri\":\"file:/src/shop/a.py\"", "a.py" },
	{ "\"uri\":\"FILE://localhost/src/shop/./x/../a.py\"", "a.py" },
	{ "\"uri\":\"file://server/src/shop/a.py\"", NULL },
	{ "\"uri\":\"file:a.py\"", NULL },
	{ "\"uri\":\"https://src/shop/a.py\"", NULL },
	{ "\"uri\":\"c:/src/shop/a.py\"", NULL },
	{ "\"uri\":\"/src/shop/a.py\"", "a.py" },
	{ "\"uri\":\"/src/shop\"", NULL },
	{ "\"uri\":\"/src/a.py\"", NULL },
	{ "\"uri\":\"file:///src/shop/%2E%2E/a.py\"", NULL },
	{ "\"uri\":\"..\"", NULL },
	{ "\"uri\":\"\"", NULL },
	{ "\"uri\":\"a.py\",\"uriBaseId\":\"NOWHERE\"", "a.py" },
	{ "\"uri\":\"a.py\",\"uriBaseId\":\"ROOT\"", "sub/a.py" },
	{ "\"uri\":\"a.py\",\"uriBaseId\":\"BELOW\"", "sub/deep/a.py" },
	{ "\"uri\":\"a.py\",\"uriBaseId\":\"LOOP\"", NULL },
	{ "\"uri\":\"a.py\",\"uriBaseId\":\"AWAY\"", NULL },
	{ "\"index\":3", NULL },
};

static void locations_are_paths_of_the_work_tree(void **state)
{
	static const char run_text[] =
		"{\"originalUriBaseIds\":{\"ROOT\":{\"uri\":\"file:///src/shop/sub\"},"
		"\"BELOW\":{\"uri\":\"deep/\",\"uriBaseId\":\"ROOT\"},\"AWAY\":{"
			"\"uri\":\"file:///elsewhere/\"},"
		"\"LOOP\":{\"uri\":\"x/\",\"uriBaseId\":\"LOOP\"}}}";
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_intake intake;
	struct cdr_json *run, *location;

	(void)state;
	open_intake(&intake, &arena, "");
	assert_int_equal(cdr_json_parse(&run, CDR_STR(run_text), 8, NULL), 0);
	for (size_t i = 0; i < COUNT(uri_cases); i++) {
		struct cdr_str path = { NULL, 0 };
		const char *text = cdr_arena_printf(&arena, "{%s}", uri_cases[i].location);
		bool is_path;

		assert_int_equal(cdr_json_parse(&location, cdr_str_from(text), 8, NULL), 0);
		is_path = cdr_uri_path(&intake, run, location, &path);
		if (is_path != (uri_cases[i].path != NULL) ||
		    (is_path && !cdr_str_is(path, uri_cases[i].path)))
			fail_msg("%s: %.*s", text, CDR_FMT(path));
		cdr_json_free(location);
	}
	cdr_json_free(run);
	close_intake(&intake);
}

static void columns_are_bytes(void **state)
{
	const struct cdr_str line = CDR_STR("\xC3\xA9\xF0\x9D\x92\xB3" "a\xFF" "b");
	static const uint32_t points[] = { 1, 1, 3, 7, 8, 9, 10, 10 };
	static const uint32_t units[] = { 1, 1, 3, 7, 7, 8, 9, 10, 10 };

	(void)state;
	for (uint32_t col = 0; col < COUNT(points); col++)
		assert_int_equal(cdr_column_bytes(line, col, CDR_COLUMN_CODE_POINTS), points[col]);
	for (uint32_t col = 0; col < COUNT(units); col++)
		assert_int_equal(cdr_column_bytes(line, col, CDR_COLUMN_UTF16), units[col]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_taken_apart),
		cmocka_unit_test(logs_are_read),
		cmocka_unit_test(what_is_no_log_is_refused_with_its_place),
		cmocka_unit_test(hostile_sizes_meet_limits),
		cmocka_unit_test(a_rule_has_the_words_of_its_descriptor),
		cmocka_unit_test(the_registry_weighs),
		cmocka_unit_test(locations_are_paths_of_the_work_tree),
		cmocka_unit_test(columns_are_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
