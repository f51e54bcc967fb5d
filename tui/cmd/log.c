/*
 * `cdreview log`: what was said, by whom, of which hunk; stale when the
 * range's hunk has changed since. Behind that what machines found.
 */
#include "cmd/report.h"

#include "cdreview/json.h"
#include "cdreview/verify.h"

#include <stdlib.h>
#include <string.h>

#define ITEM_MAX ((size_t)1 << 20)

/* Lines of the ledger that are stale for some hunk of the range, as "line hash + hid". */
struct stale {
	struct tui_run *run;
	struct cdr_arena arena;
	CDR_VEC(struct cdr_voice) voices;
};

static int note_stale(void *payload, const struct cdr_flagged *flagged, struct cdr_err *err)
{
	struct stale *stale = payload;
	struct cdr_standing standing =
		cdr_session_standing(stale->run->session, flagged, &stale->arena);

	(void)err;
	for (size_t i = 0; i < standing.n_voices; i++)
		if (standing.voices[i].stale)
			*cdr_vec_push(&stale->arena, &stale->voices) = standing.voices[i];
	return 0;
}

static bool is_stale(const struct stale *stale, const struct cdr_voice *voice)
{
	for (size_t i = 0; i < stale->voices.n; i++)
		if (cdr_hash_eq(&stale->voices.items[i].line, &voice->line) &&
		    cdr_hash_eq(&stale->voices.items[i].hid, &voice->hid))
			return true;
	return voice->stale;
}

static const char *status_of(const struct stale *stale, const struct cdr_voice *voice)
{
	if (is_stale(stale, voice))
		return "stale";
	if (!voice->saved)
		return "unpublished";
	return voice->live ? "" : "replaced";
}

static void print_entry(const struct tui_output *out, const struct cdr_history_entry *entry,
			const char *status)
{
	const struct cdr_voice *voice = &entry->voice;
	char hid[CDR_HASH_HEX + 1], commit[CDR_OID_HEX_MAX + 1];

	if (entry->remark.ptr) {
		tui_putf(out, "remark     ");
		tui_put(out, entry->remark);
		tui_putf(out, "\n");
		return;
	}
	tui_short_hid(hid, &voice->hid);
	cdr_oid_hex(commit, &voice->commit);
	commit[TUI_OID_SHORT] = '\0';
	tui_color_on(out, voice->verdict == CDR_REJECT ? TUI_COLOR_BAD
			: voice->verdict == CDR_APPROVE ? TUI_COLOR_GOOD : TUI_COLOR_PLAIN);
	tui_putf(out, "%-9s", cdr_verdict_name(voice->verdict));
	tui_color_off(out);
	tui_putf(out, " %s %-9s ", hid, voice->commit.len > 0 ? commit : "-");
	tui_put(out, voice->time);
	tui_putf(out, " ");
	tui_put(out, voice->who);
	tui_putf(out, "  ");
	tui_put(out, entry->path);
	tui_putf(out, "  ");
	tui_put(out, entry->rules);
	tui_putf(out, status[0] != '\0' ? "  [%s]\n" : "%s\n", status);
	if (voice->reason != CDR_REASON_NONE || voice->text.len > 0) {
		tui_putf(out, "          %s%s", cdr_reason_name(voice->reason),
			 voice->reason != CDR_REASON_NONE && voice->text.len > 0 ? ": " : "");
		tui_put(out, voice->text);
		tui_putf(out, "\n");
	}
}

static void put_entry(struct cdr_jw *w, const struct cdr_history_entry *entry, const char *status)
{
	const struct cdr_voice *voice = &entry->voice;
	char hex[CDR_HASH_HEX + 1];

	cdr_jw_object(w, NULL);
	if (entry->remark.ptr) {
		cdr_jw_str(w, "remark", entry->remark);
		cdr_jw_end(w);
		return;
	}
	cdr_jw_cstr(w, "verdict", cdr_verdict_name(voice->verdict));
	cdr_hash_hex(hex, &voice->hid);
	cdr_jw_cstr(w, "hid", hex);
	cdr_oid_hex(hex, &voice->commit);
	cdr_jw_cstr(w, "commit", voice->commit.len > 0 ? hex : NULL);
	cdr_jw_str(w, "time", voice->time);
	cdr_jw_str(w, "who", voice->who);
	cdr_jw_str(w, "path", entry->path);
	cdr_jw_str(w, "rules", entry->rules);
	cdr_jw_cstr(w, "reason",
		    voice->reason != CDR_REASON_NONE ? cdr_reason_name(voice->reason) : NULL);
	cdr_jw_str(w, "text", voice->text);
	cdr_hash_hex(hex, &voice->line);
	cdr_jw_cstr(w, "line", hex);
	cdr_jw_cstr(w, "status", status[0] != '\0' ? status : "live");
	cdr_jw_end(w);
}

/* --- what machines found ------------------------------------------------- */

static const char *status_of_run(const struct cdr_check_run *run)
{
	if (!run->saved)
		return "unpublished";
	return run->replaced ? "replaced" : "";
}

static void print_run(const struct tui_output *out, const struct cdr_check_run *run)
{
	const char *status = status_of_run(run);
	char commit[CDR_OID_HEX_MAX + 1];

	cdr_oid_hex(commit, &run->commit);
	commit[TUI_OID_SHORT] = '\0';
	tui_putf(out, "check     %-12s %s ", cdr_check_result_name(run->result), commit);
	tui_put(out, run->time);
	tui_putf(out, " machine%s  ", run->sandboxed ? "" : ", no sandbox");
	tui_put(out, run->name);
	tui_putf(out, status[0] != '\0' ? "  [%s]\n" : "%s\n", status);
}

static void put_run(struct cdr_jw *w, const struct cdr_check_run *run)
{
	const char *status = status_of_run(run);
	char hex[CDR_OID_HEX_MAX + 1];

	cdr_oid_hex(hex, &run->commit);
	cdr_jw_object(w, NULL);
	cdr_jw_str(w, "name", run->name);
	cdr_jw_cstr(w, "result", cdr_check_result_name(run->result));
	cdr_jw_cstr(w, "commit", hex);
	cdr_jw_str(w, "time", run->time);
	cdr_jw_cstr(w, "sandbox", run->sandboxed ? "bwrap" : "none");
	cdr_jw_cstr(w, "status", status[0] != '\0' ? status : "live");
	cdr_jw_end(w);
}

struct runs {
	const struct cdr_check_run *items;
	size_t n;
};

/* `,"checks":[...]`, where there are any. */
static int print_json_runs(const struct tui_output *out, const struct runs *runs,
			   struct cdr_buf *item, struct cdr_err *err)
{
	struct cdr_jw w;
	int code = 0;

	for (size_t i = 0; i < runs->n && code == 0; i++) {
		cdr_buf_clear(item);
		cdr_jw_init(&w, item);
		put_run(&w, &runs->items[i]);
		code = cdr_buf_check(item, "entry of the log", err);
		tui_putf(out, "%s\n%.*s", i > 0 ? "," : ",\n\"checks\":[",
			 CDR_FMT(cdr_buf_str(item)));
	}
	tui_putf(out, runs->n > 0 ? "]" : "");
	return code;
}

/* --- the log ------------------------------------------------------------- */

struct log {
	const struct cdr_history_entry *entries;
	size_t n;
	struct runs runs;
};

static int print_json(const struct tui_output *out, const struct stale *stale,
		      const struct log *log, struct cdr_err *err)
{
	struct cdr_buf item;
	struct cdr_jw w;
	int code = 0;

	cdr_buf_init(&item, ITEM_MAX);
	tui_putf(out, "{\"schema\":\"cdreview.log/1\",\"entries\":[");
	for (size_t i = 0; i < log->n && code == 0; i++) {
		const struct cdr_history_entry *entry = &log->entries[i];

		cdr_buf_clear(&item);
		cdr_jw_init(&w, &item);
		put_entry(&w, entry, status_of(stale, &entry->voice));
		code = cdr_buf_check(&item, "entry of the log", err);
		if (code == 0)
			tui_putf(out, "%s\n%.*s", i > 0 ? "," : "", CDR_FMT(cdr_buf_str(&item)));
	}
	tui_putf(out, "]");
	if (code == 0)
		code = print_json_runs(out, &log->runs, &item, err);
	tui_putf(out, "}\n");
	cdr_buf_release(&item);
	return code;
}

static void print_text(const struct tui_output *out, const struct stale *stale,
		       const struct log *log)
{
	for (size_t i = 0; i < log->n; i++)
		print_entry(out, &log->entries[i], status_of(stale, &log->entries[i].voice));
	for (size_t i = 0; i < log->runs.n; i++)
		print_run(out, &log->runs.items[i]);
}

int tui_cmd_log(struct tui_run *run, struct cdr_err *err)
{
	struct stale stale = { .run = run };
	struct log log = { .n = 0 };
	int code = tui_each_flagged(run, note_stale, &stale, NULL, err);

	if (code == 0)
		code = cdr_session_history(run->session, &stale.arena, &log.entries, &log.n, err);
	log.runs.n = cdr_session_check_runs(run->session, &stale.arena, &log.runs.items);
	if (code == 0 && run->args->given[TUI_OPT_JSON])
		code = print_json(run->out, &stale, &log, err);
	else if (code == 0)
		print_text(run->out, &stale, &log);
	if (code == 0 && log.n == 0)
		fprintf(run->out->talk, "no verdicts yet\n");
	cdr_arena_release(&stale.arena);
	return code;
}
