/*
 * recordwrite.c - one spelling for one record: signatures cover these bytes,
 * and a set union of lines only works when equal records are equal lines.
 */
#include "cdreview/json.h"
#include "cdreview/utf8.h"
#include "git/notes.h"
#include "verdict/record.h"

#include <stdio.h>

struct writer {
	struct cdr_jw jw;
	const char *bad;       /* first field that is not UTF-8, or NULL */
};

static void put_text(struct writer *w, const char *key, struct cdr_str text)
{
	if (!w->bad && !cdr_utf8_valid(text))
		w->bad = key;
	cdr_jw_str(&w->jw, key, text);
}

static void put_hex(struct writer *w, const char *key, struct cdr_str bytes)
{
	struct cdr_buf hex;

	cdr_buf_init(&hex, 2 * bytes.len);
	for (size_t i = 0; i < bytes.len; i++)
		cdr_buf_addf(&hex, "%02x", (unsigned)(unsigned char)bytes.ptr[i]);
	cdr_jw_str(&w->jw, key, cdr_buf_str(&hex));
	cdr_buf_release(&hex);
}

/* Any bytes: as they are under KEY, or null there and in hex under HEX_KEY. */
static void put_bytes(struct writer *w, const char *key, const char *hex_key, struct cdr_str bytes)
{
	if (cdr_utf8_valid(bytes)) {
		cdr_jw_str(&w->jw, key, bytes);
		return;
	}
	cdr_jw_null(&w->jw, key);
	put_hex(w, hex_key, bytes);
}

static void put_hash(struct writer *w, const char *key, const struct cdr_hash *hash)
{
	char hex[CDR_HASH_HEX + 1];
	char text[sizeof("sha256:") + CDR_HASH_HEX];

	cdr_hash_hex(hex, hash);
	snprintf(text, sizeof(text), "sha256:%s", hex);
	cdr_jw_cstr(&w->jw, key, text);
}

static void put_oid(struct writer *w, const char *key, const struct cdr_oid *oid)
{
	char hex[CDR_OID_HEX_MAX + 1];

	cdr_oid_hex(hex, oid);
	cdr_jw_cstr(&w->jw, key, oid->len ? hex : NULL);
}

static void put_mode(struct writer *w, const char *key, uint32_t mode)
{
	char octal[16];

	snprintf(octal, sizeof(octal), "%o", mode);
	cdr_jw_cstr(&w->jw, key, octal);
}

static void put_rules(struct writer *w, const struct cdr_record_hunk *hunk)
{
	cdr_jw_array(&w->jw, "rules");
	for (size_t i = 0; i < hunk->n_rules; i++) {
		cdr_jw_object(&w->jw, NULL);
		put_text(w, "id", hunk->rules[i].id);
		put_hash(w, "rev", &hunk->rules[i].rev);
		put_text(w, "category", hunk->rules[i].category);
		cdr_jw_end(&w->jw);
	}
	cdr_jw_end(&w->jw);
}

static void put_identity(struct writer *w, const struct cdr_record_hunk *hunk)
{
	put_hash(w, "hid", &hunk->hid);
	put_hash(w, "cid", &hunk->cid);
	cdr_jw_int(&w->jw, "n", hunk->nth);
	cdr_jw_int(&w->jw, "of", hunk->of);
	cdr_jw_cstr(&w->jw, "kind", cdr_hunk_kind_name(hunk->kind));
	put_bytes(w, "path", "path_hex", hunk->path);
	put_mode(w, "om", hunk->old_mode);
	put_mode(w, "nm", hunk->new_mode);
	put_oid(w, "ob", &hunk->old_blob);
	put_oid(w, "nb", &hunk->new_blob);
	cdr_jw_array(&w->jw, "at");
	for (size_t i = 0; i < 4; i++)
		cdr_jw_int(&w->jw, NULL, hunk->at[i]);
	cdr_jw_end(&w->jw);
	put_rules(w, hunk);
}

static void put_hunk(struct writer *w, const struct cdr_record_hunk *hunk)
{
	const char *reason = hunk->reason == CDR_REASON_NONE ? NULL : cdr_reason_name(hunk->reason);

	cdr_jw_object(&w->jw, NULL);
	put_identity(w, hunk);
	cdr_jw_cstr(&w->jw, "verdict", cdr_verdict_name(hunk->verdict));
	cdr_jw_cstr(&w->jw, "reason", reason);
	put_bytes(w, "text", "text_hex", hunk->text);
	if (hunk->verdict == CDR_WITHDRAW)
		put_hash(w, "withdraws", &hunk->withdraws);
	else
		cdr_jw_null(&w->jw, "withdraws");
	cdr_jw_int(&w->jw, "seen", hunk->seen);
	cdr_jw_int(&w->jw, "ms", hunk->ms);
	put_text(w, "sample", hunk->sample);
	cdr_jw_bool(&w->jw, "batch", hunk->batch);
	cdr_jw_end(&w->jw);
}

static void put_context(struct writer *w, const struct cdr_record *record)
{
	cdr_jw_int(&w->jw, "v", record->version);
	put_text(w, "t", record->type);
	put_text(w, "project", record->project);
	cdr_jw_array(&w->jw, "roots");
	for (size_t i = 0; i < record->n_roots; i++)
		put_text(w, NULL, record->roots[i]);
	cdr_jw_end(&w->jw);
	put_text(w, "target", record->target);
	put_text(w, "base", record->base);
	put_text(w, "registry", record->registry);
	put_oid(w, "commit", &record->commit);
	put_text(w, "tree", record->tree);
}

static void put_origin(struct writer *w, const struct cdr_record *record)
{
	put_text(w, "who", record->who);
	put_text(w, "chain", record->chain);
	cdr_jw_int(&w->jw, "seq", (int64_t)record->seq);
	put_text(w, "prev", record->prev);
	put_text(w, "time", record->time);
	put_text(w, "tool", record->tool);
}

static void put_hunks(struct writer *w, const struct cdr_record *record)
{
	put_text(w, "diff", record->diff);
	cdr_jw_array(&w->jw, "hunks");
	for (size_t i = 0; i < record->n_hunks; i++)
		put_hunk(w, &record->hunks[i]);
	cdr_jw_end(&w->jw);
}

static void put_counts(struct writer *w, const struct cdr_record_check *check)
{
	cdr_jw_cstr(&w->jw, "report", cdr_report_kind_name(check->report));
	if (check->has_report)
		put_hash(w, "digest", &check->digest);
	else
		cdr_jw_null(&w->jw, "digest");
	cdr_jw_int(&w->jw, "passed", check->counts.passed);
	cdr_jw_int(&w->jw, "failed", check->counts.failed);
	cdr_jw_int(&w->jw, "skipped", check->counts.skipped);
}

static void put_check(struct writer *w, const struct cdr_record_check *check)
{
	cdr_jw_object(&w->jw, "check");
	put_text(w, "name", check->name);
	put_hash(w, "rev", &check->rev);
	put_hash(w, "argv", &check->argv);
	cdr_jw_cstr(&w->jw, "sandbox", check->sandboxed ? "bwrap" : "none");
	cdr_jw_bool(&w->jw, "network", check->network);
	cdr_jw_cstr(&w->jw, "result", cdr_check_result_name(check->result));
	if (check->status < 0)
		cdr_jw_null(&w->jw, "status");
	else
		cdr_jw_int(&w->jw, "status", check->status);
	cdr_jw_int(&w->jw, "ms", check->ms);
	put_counts(w, check);
	cdr_jw_array(&w->jw, "replaces");
	for (size_t i = 0; i < check->n_replaces; i++)
		put_hash(w, NULL, &check->replaces[i]);
	cdr_jw_end(&w->jw);
	cdr_jw_end(&w->jw);
}

int cdr_record_write(struct cdr_buf *out, const struct cdr_record *record, struct cdr_err *err)
{
	struct writer w = { .bad = NULL };
	size_t start = out->len;

	cdr_jw_init(&w.jw, out);
	cdr_jw_object(&w.jw, NULL);
	put_context(&w, record);
	put_origin(&w, record);
	if (record->check)
		put_check(&w, record->check);
	else
		put_hunks(&w, record);
	cdr_jw_end(&w.jw);
	if (w.bad)
		return cdr_fail(err, CDR_EUSAGE, "\"%s\" of a verdict is not UTF-8", w.bad);
	if (out->len - start > CDR_NOTE_LINE_MAX)
		return cdr_fail(err, CDR_ELIMIT, "a verdict record is longer than %zu bytes",
				CDR_NOTE_LINE_MAX);
	return cdr_buf_check(out, "a verdict record", err);
}
