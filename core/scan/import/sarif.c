/*
 * sarif.c - SARIF 2.1.0 as its producers write it: what places and names a result is read
 * strictly, everything else is taken when it is there.
 *
 * What a report calls suppressed is flagged all the same and says so: who writes a comment or
 * a report would excuse himself by it. The way to excuse it is `allow` in the trusted base.
 */
#include "scan/import/sarif_parts.h"
#include "scan/import/uri.h"

#include <string.h>

#define DEPTH 64u
#define VALUES ((size_t)4 << 20)
#define RUNS 100u
#define LOCATIONS 100u       /* of a result */

/* --- faults --------------------------------------------------------------------- */

static int fault(const struct cdr_sarif_run *run, size_t result, const char *what,
		 struct cdr_err *err)
{
	cdr_fail(err, CDR_ESYNTAX, "runs[%zu].results[%zu]%s", run->idx, result, what);
	cdr_err_hint(err, "SARIF 2.1.0 is wanted: see what wrote this file");
	return cdr_err_at(err, run->intake->name, 0, 0);
}

static int fault_of_log(const struct cdr_intake *intake, const char *what, struct cdr_err *err)
{
	cdr_fail(err, CDR_ESYNTAX, "%s", what);
	cdr_err_hint(err, "SARIF 2.1.0 is wanted; other reports can be read with --lines-in");
	return cdr_err_at(err, intake->name, 0, 0);
}

/* True if NODE is there, not null, and no array. */
static bool is_no_array(const struct cdr_json *node)
{
	return cdr_json_is_object(node) || cdr_json_is_string(node) || cdr_json_is_int(node);
}

/* --- places --------------------------------------------------------------------- */

/* Number KEY of REGION; 0 when it is not told. False for what is no number of a line or column. */
static bool take_number(const struct cdr_json *region, const char *key, uint32_t *out)
{
	const struct cdr_json *node = cdr_json_get(region, key);
	int64_t number = cdr_json_int(node, 0);

	*out = 0;
	if ((node && !cdr_json_is_int(node)) || number < 0 || number > INT32_MAX)
		return false;
	*out = (uint32_t)number;
	return true;
}

static bool take_region(const struct cdr_json *region, struct cdr_foreign *out)
{
	if (!take_number(region, "startLine", &out->line) ||
	    !take_number(region, "startColumn", &out->col) ||
	    !take_number(region, "endLine", &out->end_line) ||
	    !take_number(region, "endColumn", &out->end_col))
		return false;
	if (out->end_line == 0)
		out->end_line = out->line;
	return out->end_line >= out->line;
}

/* The artifactLocation of PLACE, which may only say which of the run's artifacts it is. */
static const struct cdr_json *artifact_of(const struct cdr_sarif_run *run,
					  const struct cdr_json *place)
{
	const struct cdr_json *location = cdr_json_get(place, "artifactLocation");
	int64_t idx = cdr_json_int(cdr_json_get(location, "index"), -1);

	if (cdr_json_is_string(cdr_json_get(location, "uri")) || idx < 0)
		return location;
	return cdr_json_get(cdr_json_at(cdr_json_get(run->run, "artifacts"), (size_t)idx),
			    "location");
}

/* One place of the result that RESULT is already but for its place. */
static int take_place(const struct cdr_sarif_run *run, const struct cdr_json *location,
		      const struct cdr_foreign *result, size_t idx, struct cdr_err *err)
{
	struct cdr_intake *intake = run->intake;
	const struct cdr_json *place = cdr_json_get(location, "physicalLocation");
	struct cdr_foreign foreign = *result;

	if (!take_region(cdr_json_get(place, "region"), &foreign))
		return fault(run, idx, ": the region is none", err);
	if (foreign.line == 0) {
		intake->counts.placeless++;
		return 0;
	}
	if (!cdr_uri_path(intake, run->run, artifact_of(run, place), &foreign.path)) {
		intake->counts.outside++;
		return 0;
	}
	return cdr_intake_result(intake, &foreign, err);
}

/* --- results -------------------------------------------------------------------- */

/* Said to be no problem, or not there any more. */
static bool is_harmless(const struct cdr_json *result)
{
	static const char *const kinds[] = { "pass", "informational", "notApplicable" };
	struct cdr_str kind = cdr_json_str(cdr_json_get(result, "kind"));

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (cdr_str_is(kind, kinds[i]))
			return true;
	return cdr_str_is(cdr_json_str(cdr_json_get(result, "baselineState")), "absent");
}

/* Why the report calls RESULT suppressed; {NULL, 0} when it does not. */
static struct cdr_str suppression_of(const struct cdr_json *result)
{
	const struct cdr_json *list = cdr_json_get(result, "suppressions");
	struct cdr_str why;

	for (size_t i = 0; i < cdr_json_count(list); i++)
		if (!cdr_str_is(cdr_json_str(cdr_json_get(cdr_json_at(list, i), "status")),
				"rejected")) {
			why = cdr_json_str(cdr_json_get(cdr_json_at(list, i), "justification"));
			return why.ptr ? why : CDR_STR("");
		}
	return (struct cdr_str){ NULL, 0 };
}

static struct cdr_str message_of(const struct cdr_sarif_run *run,
				 const struct cdr_sarif_rule *rule, const struct cdr_json *result)
{
	struct cdr_str text = cdr_sarif_message(run, rule, cdr_json_get(result, "message"));
	struct cdr_str why = suppression_of(result);

	if (!why.ptr)
		return text;
	text = cdr_str_sub(text, 0, CDR_FOREIGN_WORDS / 2);
	why = cdr_str_sub(why, 0, CDR_FOREIGN_WORDS / 4);
	return cdr_str_from(cdr_arena_printf(run->intake->arena,
					     "%.*s (suppressed in the report%s%.*s)", CDR_FMT(text),
					     why.len ? ": " : "", CDR_FMT(why)));
}

static int take_locations(const struct cdr_sarif_run *run, const struct cdr_json *locations,
			  const struct cdr_foreign *foreign, size_t idx, struct cdr_err *err)
{
	size_t n = cdr_json_count(locations);
	int rc = 0;

	if (n > LOCATIONS)
		return fault(run, idx, ": more than 100 locations", err);
	run->intake->counts.results += n > 0 ? n : 1;
	run->intake->counts.placeless += n == 0;
	for (size_t i = 0; i < n && rc == 0; i++)
		rc = take_place(run, cdr_json_at(locations, i), foreign, idx, err);
	return rc;
}

static int take_result(const struct cdr_sarif_run *run, size_t idx, struct cdr_err *err)
{
	const struct cdr_json *result = cdr_json_at(cdr_json_get(run->run, "results"), idx);
	const struct cdr_json *locations = cdr_json_get(result, "locations");
	struct cdr_sarif_rule rule = cdr_sarif_rule_of(run, result);
	struct cdr_foreign foreign = { .columns = run->columns };

	if (!cdr_json_is_object(result))
		return fault(run, idx, " is not an object", err);
	if (is_no_array(locations))
		return fault(run, idx, ".locations is not an array", err);
	if (is_harmless(result)) {
		run->intake->counts.results++;
		run->intake->counts.harmless++;
		return 0;
	}
	foreign.rule = cdr_sarif_rule_read(run, &rule, err);
	if (!foreign.rule)
		return CDR_ELIMIT;
	foreign.severity =
		cdr_sarif_severity(&rule, cdr_json_str(cdr_json_get(result, "level")));
	foreign.message = message_of(run, &rule, result);
	return take_locations(run, locations, &foreign, idx, err);
}

/* --- runs ----------------------------------------------------------------------- */

/* A run that says it did not succeed has perhaps not seen everything: never silence. */
static bool has_failed(const struct cdr_json *run)
{
	const struct cdr_json *invocations = cdr_json_get(run, "invocations");

	for (size_t i = 0; i < cdr_json_count(invocations); i++)
		if (!cdr_json_bool(cdr_json_get(cdr_json_at(invocations, i),
						"executionSuccessful"),
				   true))
			return true;
	return false;
}

static int take_run(struct cdr_intake *intake, const struct cdr_json *node, size_t idx,
		    struct cdr_err *err)
{
	const struct cdr_json *driver = cdr_json_get(cdr_json_get(node, "tool"), "driver");
	const struct cdr_json *results = cdr_json_get(node, "results");
	struct cdr_sarif_run run = { .intake = intake, .run = node, .idx = idx };
	int rc = 0;

	run.tool = cdr_json_str(cdr_json_get(driver, "name"));
	if (run.tool.len == 0)
		return fault_of_log(intake, "a run does not name its tool (tool.driver.name)", err);
	if (is_no_array(results))
		return fault_of_log(intake, "a run's results are not an array", err);
	run.columns = cdr_str_is(cdr_json_str(cdr_json_get(node, "columnKind")), "utf16CodeUnits")
			    ? CDR_COLUMN_UTF16 : CDR_COLUMN_CODE_POINTS;
	intake->counts.failed_runs += has_failed(node);
	for (size_t i = 0; i < cdr_json_count(results) && rc == 0; i++)
		rc = take_result(&run, i, err);
	return rc;
}

static int take_log(struct cdr_intake *intake, const struct cdr_json *log, struct cdr_err *err)
{
	const struct cdr_json *runs = cdr_json_get(log, "runs");
	struct cdr_str version = cdr_json_str(cdr_json_get(log, "version"));
	int rc = 0;

	if (!cdr_json_is_object(log))
		return fault_of_log(intake, "not a SARIF log: the JSON is no object", err);
	if (!cdr_str_is(version, "2.1.0"))
		return fault_of_log(intake, "not a SARIF log of version 2.1.0", err);
	if (!cdr_json_is_array(runs) || cdr_json_count(runs) > RUNS)
		return fault_of_log(intake, "runs is no array of at most 100 runs", err);
	for (size_t i = 0; i < cdr_json_count(runs) && rc == 0; i++)
		rc = take_run(intake, cdr_json_at(runs, i), i, err);
	return rc;
}

int cdr_sarif_read(struct cdr_intake *intake, struct cdr_str text, struct cdr_err *err)
{
	static const char byte_order_mark[] = "\xEF\xBB\xBF";
	const struct cdr_json_limits limits = { .depth = DEPTH, .values = VALUES, .floats = true };
	struct cdr_json *log;
	int rc;

	if (cdr_str_starts(text, byte_order_mark))
		text = cdr_str_sub(text, strlen(byte_order_mark), text.len);
	rc = cdr_json_parse_within(&log, text, &limits, err);
	if (rc < 0)
		return cdr_err_at(err, intake->name, 0, 0);
	rc = take_log(intake, log, err);
	cdr_json_free(log);
	return rc;
}
