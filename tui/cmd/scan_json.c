/*
 * The report that programs read (schema cdreview.scan/1). Findings are written
 * as they come; the list of all hunks, when asked for, waits in a temporary
 * file, because it is a second array of the same object.
 */
#include "cmd/scan.h"

#include "cdreview/json.h"
#include "cdreview/utf8.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define ITEM_MAX ((size_t)1 << 20)   /* bytes of one entry */
#define COPY_BYTES 65536

struct tui_scan_json {
	FILE *data;
	FILE *hunks;              /* entries of all_hunks, or NULL */
	struct cdr_buf item;
	size_t n_findings, n_hunks;
};

static void put_oid(struct cdr_jw *w, const char *key, const struct cdr_oid *oid)
{
	char hex[CDR_OID_HEX_MAX + 1];

	cdr_oid_hex(hex, oid);
	cdr_jw_cstr(w, key, oid->len > 0 ? hex : NULL);
}

static void put_hash(struct cdr_jw *w, const char *key, const struct cdr_hash *hash)
{
	char hex[CDR_HASH_HEX + 1];

	cdr_hash_hex(hex, hash);
	cdr_jw_cstr(w, key, hex);
}

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

	put_oid(w, "commit", &flagged->change->commit);
	put_path(w, hunk->file->path);
	cdr_jw_str(w, "old_path", hunk->file->old_path);
	cdr_jw_int(w, "old_start", hunk->old_start);
	cdr_jw_int(w, "old_lines", hunk->old_lines);
	cdr_jw_int(w, "new_start", hunk->new_start);
	cdr_jw_int(w, "new_lines", hunk->new_lines);
	put_hash(w, "hid", &hunk->hid);
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
	put_hash(w, "fingerprint", &finding->fingerprint);
	cdr_jw_str(w, "suppressed", finding->suppressed);
	cdr_jw_str(w, "message", finding->message);
	put_cwe(w, rule);
	cdr_jw_end(w);
}

/* Writes the entry in json->item as element number *N of the array in FILE. */
static int put_item(struct tui_scan_json *json, FILE *file, size_t *n, struct cdr_err *err)
{
	int code = cdr_buf_check(&json->item, "entry of the report", err);

	if (code < 0)
		return code;
	if ((*n)++ > 0)
		fputs(",\n", file);
	fwrite(json->item.ptr, 1, json->item.len, file);
	cdr_buf_clear(&json->item);
	return ferror(file) ? cdr_fail(err, CDR_EIO, "cannot write the report: %s", strerror(errno))
			    : 0;
}

static int put_entries(struct tui_scan_json *json, const struct cdr_flagged *flagged,
		       struct cdr_err *err)
{
	struct cdr_jw w;
	int code = 0;

	for (size_t k = 0; k < flagged->n_findings && code == 0; k++) {
		cdr_jw_init(&w, &json->item);
		put_finding(&w, flagged, &flagged->findings[k]);
		code = put_item(json, json->data, &json->n_findings, err);
	}
	if (code < 0 || !json->hunks)
		return code;
	cdr_jw_init(&w, &json->item);
	cdr_jw_object(&w, NULL);
	put_hunk(&w, flagged);
	cdr_jw_end(&w);
	return put_item(json, json->hunks, &json->n_hunks, err);
}

int tui_scan_json_new(struct tui_scan_json **out, const struct tui_run *run, bool all_hunks,
		      struct cdr_err *err)
{
	struct tui_scan_json *json = calloc(1, sizeof(*json));
	struct cdr_hash digest = cdr_registry_digest(cdr_session_registry(run->session));
	char hex[CDR_HASH_HEX + 1];
	struct cdr_jw w;

	if (!json)
		return cdr_fail(err, CDR_EIO, "%s", strerror(ENOMEM));
	json->data = run->out->data;
	json->hunks = all_hunks ? tmpfile() : NULL;
	cdr_buf_init(&json->item, ITEM_MAX);
	if (all_hunks && !json->hunks) {
		tui_scan_json_free(json);
		return cdr_fail(err, CDR_EIO, "cannot make a temporary file: %s", strerror(errno));
	}
	cdr_hash_hex(hex, &digest);
	cdr_jw_init(&w, &json->item);
	cdr_jw_str(&w, NULL, cdr_session_range(run->session));
	fprintf(json->data,
		"{\"schema\":\"cdreview.scan/1\",\"range\":%.*s,\"registry\":\"sha256:%s\",\n"
		"\"findings\":[",
		CDR_FMT(cdr_buf_str(&json->item)), hex);
	cdr_buf_clear(&json->item);
	*out = json;
	return 0;
}

int tui_scan_json_file(struct tui_scan_json *json, const struct cdr_scanned *scanned,
		       struct cdr_err *err)
{
	int code = 0;

	for (size_t i = 0; i < scanned->n_hunks && code == 0; i++)
		code = put_entries(json, &scanned->hunks[i], err);
	return code;
}

static int copy_hunks(struct tui_scan_json *json, struct cdr_err *err)
{
	char bytes[COPY_BYTES];
	size_t n;

	fputs(",\n\"all_hunks\":[", json->data);
	rewind(json->hunks);
	while ((n = fread(bytes, 1, sizeof(bytes), json->hunks)) > 0)
		fwrite(bytes, 1, n, json->data);
	fputc(']', json->data);
	return ferror(json->hunks)
	     ? cdr_fail(err, CDR_EIO, "cannot read the temporary file: %s", strerror(errno)) : 0;
}

int tui_scan_json_end(struct tui_scan_json *json, const struct cdr_progress *progress,
		      struct cdr_err *err)
{
	int code = 0;

	fputc(']', json->data);
	if (json->hunks)
		code = copy_hunks(json, err);
	fprintf(json->data,
		",\n\"changes\":%zu,\"hunks\":%zu,\"unscannable\":%zu,\"uncovered_files\":%zu,"
		"\"suppressed\":%zu,\"truncated\":false}\n",
		progress->changes, progress->hunks, progress->unscannable, progress->uncovered,
		progress->suppressed);
	return code;
}

void tui_scan_json_free(struct tui_scan_json *json)
{
	if (!json)
		return;
	if (json->hunks)
		fclose(json->hunks);
	cdr_buf_release(&json->item);
	free(json);
}
