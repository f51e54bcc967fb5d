/*
 * Findings for hosting sites and editors: SARIF 2.1.0. Results are written as they come; the
 * rules that fired stand behind them, for JSON objects have no order.
 *
 * Lines are those of the commit in properties.commit; of what was removed, the nearest line
 * that is there. Columns are code points, one of an ill-formed byte. A hunk that a person has
 * approved suppresses its results; a rejection is a suppression that was refused.
 */
#include "cmd/format.h"
#include "cmd/report.h"
#include "cmd/sarif_rule.h"
#include "cmd/scan.h"

#include "cdreview/utf8.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define RESULTS_MAX 25000u   /* of one run: GitHub refuses a file with more */
#define URI_MAX ((size_t)16384)

struct sarif {
	struct tui_run *run;
	struct tui_entries results;
	struct tui_sarif_rules rules;
	size_t n_left_out;
};

/* --- places --------------------------------------------------------------------- */

/* PATH as a relative reference (RFC 3986): a colon would make a scheme of what is before it. */
static void put_uri(struct cdr_jw *w, struct cdr_str path)
{
	static const char plain[] = "-._~/";
	struct cdr_buf uri;

	cdr_buf_init(&uri, URI_MAX);
	for (size_t i = 0; i < path.len; i++) {
		unsigned char c = (unsigned char)path.ptr[i];
		bool is_plain = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
				(c && strchr(plain, c));

		if (is_plain)
			cdr_buf_addc(&uri, (char)c);
		else
			cdr_buf_addf(&uri, "%%%02X", c);
	}
	cdr_jw_str(w, "uri", cdr_buf_str(&uri));
	cdr_buf_release(&uri);
}

/* Byte column COL of TEXT as a column of code points. */
static uint32_t code_points(struct cdr_str text, uint32_t col)
{
	size_t end = col > 0 ? col - 1 : 0;
	uint32_t n = 1, cp;

	for (size_t at = 0; at < end && at < text.len; n++)
		at += cdr_utf8_next(cdr_str_sub(text, at, text.len), &cp);
	return n;
}

/* Line LINENO of the new side, if the hunk shows it. */
static const struct cdr_line *shown_line(const struct cdr_hunk *hunk, uint32_t lineno)
{
	for (size_t i = 0; lineno > 0 && i < hunk->n_lines; i++)
		if (hunk->lines[i].new_lineno == lineno)
			return &hunk->lines[i];
	return NULL;
}

static void put_region(struct cdr_jw *w, const struct cdr_flagged *flagged,
		       const struct cdr_finding *finding)
{
	bool is_new = finding->side == CDR_SIDE_NEW && finding->line > 0;
	const struct cdr_line *first = is_new ? shown_line(flagged->hunk, finding->line) : NULL;
	const struct cdr_line *last = is_new ? shown_line(flagged->hunk, finding->end_line) : NULL;

	cdr_jw_object(w, "region");
	cdr_jw_int(w, "startLine", tui_finding_line(flagged, finding));
	if (first && last)
		cdr_jw_int(w, "startColumn", code_points(first->text, finding->col));
	if (is_new)
		cdr_jw_int(w, "endLine", finding->end_line);
	if (first && last)
		cdr_jw_int(w, "endColumn", code_points(last->text, finding->end_col));
	cdr_jw_end(w);
}

static void put_location(struct cdr_jw *w, const struct cdr_flagged *flagged,
			 const struct cdr_finding *finding)
{
	cdr_jw_array(w, "locations");
	cdr_jw_object(w, NULL);
	cdr_jw_object(w, "physicalLocation");
	cdr_jw_object(w, "artifactLocation");
	put_uri(w, flagged->hunk->file->path);
	cdr_jw_cstr(w, "uriBaseId", "%SRCROOT%");
	cdr_jw_end(w);
	put_region(w, flagged, finding);
	cdr_jw_end(w);
	if (finding->anchor.len > 0 && finding->rule->detector != CDR_BUILTIN) {
		cdr_jw_array(w, "logicalLocations");
		cdr_jw_object(w, NULL);
		cdr_jw_str(w, "name", finding->anchor);
		cdr_jw_end(w);
		cdr_jw_end(w);
	}
	cdr_jw_end(w);
	cdr_jw_end(w);
}

/* --- what people said ------------------------------------------------------------- */

static void put_suppression(struct cdr_jw *w, const char *kind, const char *status,
			    struct cdr_str why)
{
	cdr_jw_object(w, NULL);
	cdr_jw_cstr(w, "kind", kind);
	cdr_jw_cstr(w, "status", status);
	cdr_jw_str(w, "justification", why);
	cdr_jw_end(w);
}

static void put_voice(struct cdr_jw *w, struct cdr_arena *arena, const struct cdr_voice *voice)
{
	bool approves = voice->verdict == CDR_APPROVE;

	if (!voice->live || (!approves && voice->verdict != CDR_REJECT))
		return;
	put_suppression(w, "external", approves ? "accepted" : "rejected",
			cdr_str_from(cdr_arena_printf(
				arena, "%s by %.*s%s%.*s", approves ? "approved" : "rejected",
				CDR_FMT(voice->who), voice->text.len ? ": " : "",
				CDR_FMT(voice->text))));
}

static void put_suppressions(struct cdr_jw *w, struct cdr_arena *arena,
			     const struct cdr_standing *standing, const struct cdr_finding *finding)
{
	bool decided = standing->state == CDR_STANDING_APPROVED ||
		       standing->state == CDR_STANDING_REJECTED;

	cdr_jw_array(w, "suppressions");
	if (finding->suppressed.ptr)
		put_suppression(w, finding->suppressed_in_code ? "inSource" : "external",
				"accepted", finding->suppressed);
	for (size_t i = 0; decided && !finding->suppressed.ptr && i < standing->n_voices; i++)
		put_voice(w, arena, &standing->voices[i]);
	cdr_jw_end(w);
}

/* --- results -------------------------------------------------------------------- */

static void put_properties(struct cdr_jw *w, const struct cdr_flagged *flagged,
			   const struct cdr_standing *standing, const struct cdr_finding *finding)
{
	cdr_jw_object(w, "properties");
	cdr_jw_str(w, "category", finding->rule->category);
	cdr_jw_cstr(w, "severity", cdr_severity_name(finding->severity));
	cdr_jw_cstr(w, "side", cdr_side_name(finding->side));
	tui_jw_oid(w, "commit", &flagged->change->commit);
	tui_jw_hash(w, "hid", &flagged->hunk->hid);
	cdr_jw_int(w, "n", flagged->hunk->nth);
	cdr_jw_int(w, "of", flagged->hunk->of);
	cdr_jw_cstr(w, "standing", cdr_standing_name(standing->state));
	cdr_jw_end(w);
}

static void put_result(struct sarif *sarif, struct cdr_jw *w, const struct cdr_flagged *flagged,
		       const struct cdr_finding *finding)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_standing standing =
		cdr_session_standing(sarif->run->session, flagged, &arena);

	cdr_jw_object(w, NULL);
	cdr_jw_str(w, "ruleId", finding->rule->id);
	cdr_jw_int(w, "ruleIndex", (int64_t)tui_sarif_rule_index(&sarif->rules, finding->rule));
	cdr_jw_cstr(w, "level", tui_sarif_level(finding->severity));
	cdr_jw_object(w, "message");
	cdr_jw_str(w, "text", finding->message);
	cdr_jw_end(w);
	put_location(w, flagged, finding);
	cdr_jw_object(w, "partialFingerprints");
	tui_jw_hash(w, "cdreviewFinding/v1", &finding->fingerprint);
	tui_jw_hash(w, "cdreviewHunk/v1", &flagged->hunk->hid);
	cdr_jw_end(w);
	put_suppressions(w, &arena, &standing, finding);
	put_properties(w, flagged, &standing, finding);
	cdr_jw_end(w);
	cdr_arena_release(&arena);
}

static int put_hunk(struct sarif *sarif, const struct cdr_flagged *flagged, struct cdr_err *err)
{
	int code = 0;

	for (size_t i = 0; i < flagged->n_findings && code == 0; i++) {
		struct cdr_jw w;

		if (sarif->results.n >= RESULTS_MAX) {
			sarif->n_left_out++;
			continue;
		}
		w = tui_entries_begin(&sarif->results);
		put_result(sarif, &w, flagged, &flagged->findings[i]);
		code = tui_entries_end(&sarif->results, err);
	}
	return code;
}

/* --- the log -------------------------------------------------------------------- */

static void put_head(struct sarif *sarif)
{
	const struct cdr_session *session = sarif->run->session;
	struct cdr_hash digest = cdr_registry_digest(cdr_session_registry(session));
	struct cdr_jw w = tui_entries_begin(&sarif->results);
	char hex[CDR_HASH_HEX + 1];

	cdr_hash_hex(hex, &digest);
	cdr_jw_str(&w, NULL, cdr_session_range(session));
	fprintf(sarif->run->out->data,
		"{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\","
		"\"version\":\"2.1.0\",\"runs\":[{\n\"columnKind\":\"unicodeCodePoints\",\n"
		"\"originalUriBaseIds\":{\"%%SRCROOT%%\":{\"description\":"
		"{\"text\":\"The top of the repository.\"}}},\n"
		"\"properties\":{\"range\":%.*s,\"registry\":\"sha256:%s\"},\n\"results\":[",
		CDR_FMT(cdr_buf_str(&sarif->results.item)), hex);
}

static int sarif_open(void **out, struct tui_run *run, struct cdr_err *err)
{
	struct sarif *sarif = calloc(1, sizeof(*sarif));

	*out = sarif;
	if (!sarif)
		return cdr_fail(err, CDR_EIO, "%s", strerror(ENOMEM));
	sarif->run = run;
	tui_entries_init(&sarif->results, run->out->data);
	put_head(sarif);
	return 0;
}

static int sarif_file(void *format, const struct cdr_scanned *scanned, struct cdr_err *err)
{
	int code = 0;

	for (size_t i = 0; i < scanned->n_hunks && code == 0; i++)
		code = put_hunk(format, &scanned->hunks[i], err);
	return code;
}

static void put_notification(struct cdr_jw *w, const char *level, const char *text)
{
	cdr_jw_object(w, NULL);
	cdr_jw_cstr(w, "level", level);
	cdr_jw_object(w, "message");
	cdr_jw_cstr(w, "text", text);
	cdr_jw_end(w);
	cdr_jw_end(w);
}

/* Whether the scan saw everything, and what was left out. */
static void put_invocation(struct sarif *sarif, struct cdr_jw *w,
			   const struct cdr_progress *progress)
{
	struct cdr_arena arena = { NULL, 0 };

	cdr_jw_array(w, NULL);
	cdr_jw_object(w, NULL);
	cdr_jw_bool(w, "executionSuccessful", progress->unscannable == 0);
	cdr_jw_array(w, "toolExecutionNotifications");
	if (progress->unscannable > 0)
		put_notification(w, "error", cdr_arena_printf(&arena,
							      "%zu hunks could not be scanned",
							      progress->unscannable));
	if (sarif->n_left_out > 0)
		put_notification(w, "warning", cdr_arena_printf(
			&arena, "%zu results are left out: hosting sites take %u",
			sarif->n_left_out, RESULTS_MAX));
	if (sarif->rules.n_cut > 0)
		put_notification(w, "note", cdr_arena_printf(
			&arena, "more than %u tags of a rule: the rest is left out of %zu",
			TUI_SARIF_TAGS, sarif->rules.n_cut));
	cdr_jw_end(w);
	cdr_jw_end(w);
	cdr_jw_end(w);
	cdr_arena_release(&arena);
}

static int sarif_end(void *format, const struct cdr_progress *progress, struct cdr_err *err)
{
	struct sarif *sarif = format;
	FILE *data = sarif->run->out->data;
	struct cdr_jw w;
	int code;

	fprintf(data,
		"],\n\"tool\":{\"driver\":{\"name\":\"cdreview\",\"version\":\"%s\","
		"\"semanticVersion\":\"%s\",", CDR_VERSION, CDR_VERSION);
	code = tui_sarif_rules_write(&sarif->rules, data, err);
	if (code < 0)
		return code;
	w = tui_entries_begin(&sarif->results);
	put_invocation(sarif, &w, progress);
	fprintf(data, ",\n\"invocations\":%.*s\n}]}\n", CDR_FMT(cdr_buf_str(&sarif->results.item)));
	fflush(data);
	tui_say_cut(sarif->run->out->talk, sarif->n_left_out,
		    "hosting sites take 25,000 results in a file");
	return 0;
}

static void sarif_free(void *format)
{
	struct sarif *sarif = format;

	if (!sarif)
		return;
	tui_entries_release(&sarif->results);
	tui_sarif_rules_release(&sarif->rules);
	free(sarif);
}

const struct tui_format tui_format_sarif = {
	.name = "sarif",
	.open = sarif_open,
	.file = sarif_file,
	.end = sarif_end,
	.free = sarif_free,
};
