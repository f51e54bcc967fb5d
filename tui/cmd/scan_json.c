/*
 * The report that programs read (schema cdreview.scan/1). Findings are written
 * as they come; the list of all hunks, when asked for, waits in a temporary
 * file, because it is a second array of the same object.
 */
#include "cmd/format.h"
#include "cmd/scan.h"

#include "cdreview/json.h"
#include "cdreview/utf8.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct tui_scan_json {
	FILE *data;
	const struct tui_run *run;
	struct tui_entries findings, hunks;
	FILE *spool;              /* of all_hunks, or NULL */
};

/* A path that is not UTF-8 would be lossy in JSON: then its bytes come beside it, in hex. */
static void put_path(struct cdr_jw *w, struct cdr_str path)
{
	char *hex;

	cdr_jw_str(w, "path", path);
	if (cdr_utf8_valid(path))
		return;
	hex = malloc(2 * path.len + 1);
	if (!hex)
		return;
	for (size_t i = 0; i < path.len; i++)
		snprintf(hex + 2 * i, 3, "%02x", (unsigned char)path.ptr[i]);
	cdr_jw_cstr(w, "path_hex", hex);
	free(hex);
}

static void put_hunk(struct cdr_jw *w, const struct cdr_flagged *flagged)
{
	const struct cdr_hunk *hunk = flagged->hunk;

	tui_jw_oid(w, "commit", &flagged->change->commit);
	put_path(w, hunk->file->path);
	cdr_jw_str(w, "old_path", hunk->file->old_path);
	cdr_jw_int(w, "old_start", hunk->old_start);
	cdr_jw_int(w, "old_lines", hunk->old_lines);
	cdr_jw_int(w, "new_start", hunk->new_start);
	cdr_jw_int(w, "new_lines", hunk->new_lines);
	tui_jw_hash(w, "hid", &hunk->hid);
	cdr_jw_int(w, "n", hunk->nth);
	cdr_jw_int(w, "of", hunk->of);
	cdr_jw_cstr(w, "hunk_kind", cdr_hunk_kind_name(hunk->kind));
}

static void put_cwe(struct cdr_jw *w, const struct cdr_rule *rule)
{
	cdr_jw_array(w, "cwe");
	for (size_t i = 0; i < rule->n_refs; i++)
		if (cdr_str_starts(rule->refs[i], "CWE-"))
			cdr_jw_str(w, NULL, rule->refs[i]);
	cdr_jw_end(w);
}

static void put_finding(struct cdr_jw *w, const struct cdr_flagged *flagged,
			const struct cdr_finding *finding)
{
	const struct cdr_rule *rule = finding->rule;

	cdr_jw_object(w, NULL);
	put_hunk(w, flagged);
	cdr_jw_str(w, "rule", rule->id);
	cdr_jw_str(w, "category", rule->category);
	cdr_jw_cstr(w, "severity", cdr_severity_name(finding->severity));
	cdr_jw_cstr(w, "kind", cdr_rule_kind_name(rule->kind));
	cdr_jw_cstr(w, "detector", cdr_detector_name(rule->detector));
	cdr_jw_cstr(w, "confidence", cdr_confidence_name(rule->confidence));
	cdr_jw_cstr(w, "side", cdr_side_name(finding->side));
	cdr_jw_int(w, "line", finding->line);
	cdr_jw_int(w, "col", finding->col);
	cdr_jw_int(w, "end_line", finding->end_line);
	cdr_jw_int(w, "end_col", finding->end_col);
	cdr_jw_str(w, "anchor", finding->anchor);
	tui_jw_hash(w, "fingerprint", &finding->fingerprint);
	cdr_jw_str(w, "suppressed", finding->suppressed);
	cdr_jw_str(w, "message", finding->message);
	put_cwe(w, rule);
	cdr_jw_end(w);
}

static int put_entries(struct tui_scan_json *json, const struct cdr_flagged *flagged,
		       struct cdr_err *err)
{
	struct cdr_jw w;
	int code = 0;

	for (size_t k = 0; k < flagged->n_findings && code == 0; k++) {
		w = tui_entries_begin(&json->findings);
		put_finding(&w, flagged, &flagged->findings[k]);
		code = tui_entries_end(&json->findings, err);
	}
	if (code < 0 || !json->spool)
		return code;
	w = tui_entries_begin(&json->hunks);
	cdr_jw_object(&w, NULL);
	put_hunk(&w, flagged);
	cdr_jw_end(&w);
	return tui_entries_end(&json->hunks, err);
}

static void json_free(void *format)
{
	struct tui_scan_json *json = format;

	if (!json)
		return;
	if (json->spool)
		fclose(json->spool);
	tui_entries_release(&json->findings);
	tui_entries_release(&json->hunks);
	free(json);
}

static void put_head(struct tui_scan_json *json)
{
	const struct cdr_session *session = json->run->session;
	struct cdr_hash digest = cdr_registry_digest(cdr_session_registry(session));
	struct cdr_jw w = tui_entries_begin(&json->findings);
	char hex[CDR_HASH_HEX + 1];

	cdr_hash_hex(hex, &digest);
	cdr_jw_str(&w, NULL, cdr_session_range(session));
	fprintf(json->data,
		"{\"schema\":\"cdreview.scan/1\",\"range\":%.*s,\"registry\":\"sha256:%s\",\n"
		"\"findings\":[",
		CDR_FMT(cdr_buf_str(&json->findings.item)), hex);
}

static int json_open(void **out, struct tui_run *run, struct cdr_err *err)
{
	struct tui_scan_json *json = calloc(1, sizeof(*json));
	int code = 0;

	*out = json;
	if (!json)
		return cdr_fail(err, CDR_EIO, "%s", strerror(ENOMEM));
	json->run = run;
	json->data = run->out->data;
	if (run->args->given[TUI_OPT_ALL_HUNKS])
		code = tui_spool_open(&json->spool, err);
	tui_entries_init(&json->findings, json->data);
	tui_entries_init(&json->hunks, json->spool);
	put_head(json);
	return code;
}

static int json_file(void *format, const struct cdr_scanned *scanned, struct cdr_err *err)
{
	struct tui_scan_json *json = format;
	int code = 0;

	for (size_t i = 0; i < scanned->n_hunks && code == 0; i++)
		code = put_entries(json, &scanned->hunks[i], err);
	return code;
}

static int copy_hunks(struct tui_scan_json *json, struct cdr_err *err)
{
	int code;

	fputs(",\n\"all_hunks\":[", json->data);
	code = tui_spool_copy(json->spool, json->data, err);
	fputc(']', json->data);
	return code;
}

/* What became of the results of other tools. */
static void put_imported(const struct tui_scan_json *json)
{
	struct cdr_imported counts = cdr_session_imported(json->run->session);

	if (counts.reports == 0)
		return;
	fprintf(json->data,
		",\n\"imported\":{\"reports\":%zu,\"results\":%zu,\"placed\":%zu,\"unchanged\":%zu,"
		"\"outside\":%zu,\"placeless\":%zu,\"harmless\":%zu,\"off\":%zu,\"repeated\":%zu,"
		"\"failed_runs\":%zu,\"unread_lines\":%zu}",
		counts.reports, counts.results, counts.placed, counts.unchanged, counts.outside,
		counts.placeless, counts.harmless, counts.off, counts.repeated, counts.failed_runs,
		counts.unread_lines);
}

static int json_end(void *format, const struct cdr_progress *progress, struct cdr_err *err)
{
	struct tui_scan_json *json = format;
	int code = 0;

	fputc(']', json->data);
	if (json->spool)
		code = copy_hunks(json, err);
	put_imported(json);
	fprintf(json->data,
		",\n\"changes\":%zu,\"hunks\":%zu,\"unscannable\":%zu,\"uncovered_files\":%zu,"
		"\"suppressed\":%zu,\"truncated\":false}\n",
		progress->changes, progress->hunks, progress->unscannable, progress->uncovered,
		progress->suppressed);
	return code;
}

const struct tui_format tui_format_json = {
	.name = "json",
	.open = json_open,
	.file = json_file,
	.end = json_end,
	.free = json_free,
};
