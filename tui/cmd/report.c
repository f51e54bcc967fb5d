/* Shared by scan, check, log and the shell verdicts, so that all of them print the same hunk. */
#include "cmd/report.h"

#include "cmd/scan.h"

#include "cmd/codeline.h"

#include <string.h>

void tui_change_name(char out[CDR_OID_HEX_MAX + 1], const struct cdr_change *change)
{
	static const char *const names[] = {
		[CDR_CHANGE_INDEX] = "index", [CDR_CHANGE_WORKTREE] = "worktree",
	};

	if (change->kind == CDR_CHANGE_COMMIT) {
		cdr_oid_hex(out, &change->commit);
		out[TUI_OID_SHORT] = '\0';
	} else {
		snprintf(out, CDR_OID_HEX_MAX + 1, "%s", names[change->kind]);
	}
}

void tui_short_hid(char out[CDR_HASH_HEX + 1], const struct cdr_hash *hid)
{
	cdr_hash_hex(out, hid);
	out[CDR_SHORT_HEX] = '\0';
}

uint32_t tui_finding_line(const struct cdr_flagged *flagged, const struct cdr_finding *finding)
{
	const struct cdr_hunk *hunk = flagged->hunk;
	uint32_t nearest = hunk->new_start > 0 ? hunk->new_start : 1;

	if (finding->side == CDR_SIDE_NEW)
		return finding->line > 0 ? finding->line : nearest;
	for (size_t i = 0; i < hunk->n_lines; i++) {
		if (hunk->lines[i].new_lineno > 0)
			nearest = hunk->lines[i].new_lineno;
		if (hunk->lines[i].old_lineno == finding->line)
			break;
	}
	return nearest;
}

static void print_mode_change(const struct tui_output *out, const struct cdr_hunk *hunk)
{
	const struct cdr_file *file = hunk->file;

	tui_putf(out, "%s: mode %06o -> %06o\n", cdr_hunk_kind_name(hunk->kind), file->old_mode,
		 file->new_mode);
}

static void print_line(const struct tui_output *out, const struct cdr_flagged *flagged,
		       const struct cdr_line *line)
{
	struct tui_codeline code = tui_codeline_whole(flagged, line);

	tui_putf(out, "%c", line->origin);
	tui_codeline_put(out, &code);
	tui_putf(out, line->no_newline ? "\n\\ No newline at end of file\n" : "\n");
}

void tui_print_hunk(const struct tui_output *out, const struct cdr_flagged *flagged)
{
	const struct cdr_hunk *hunk = flagged->hunk;
	char name[CDR_OID_HEX_MAX + 1];

	tui_change_name(name, flagged->change);
	tui_color_on(out, TUI_COLOR_FILE);
	tui_putf(out, "%s ", name);
	tui_put(out, hunk->file->path);
	tui_color_off(out);
	tui_putf(out, "\n");
	if (hunk->kind != CDR_HUNK_TEXT)
		print_mode_change(out, hunk);
	else
		tui_putf(out, "@@ -%u,%u +%u,%u @@\n", hunk->old_start, hunk->old_lines,
			 hunk->new_start, hunk->new_lines);
	if (hunk->reason.len > 0) {
		tui_put(out, hunk->reason);
		tui_putf(out, "\n");
	}
	for (size_t i = 0; i < hunk->n_lines; i++)
		print_line(out, flagged, &hunk->lines[i]);
}

void tui_print_voices(const struct tui_output *out, const struct cdr_standing *standing,
		      const char *indent)
{
	for (size_t i = 0; i < standing->n_voices; i++) {
		const struct cdr_voice *voice = &standing->voices[i];

		tui_putf(out, "%s%s by ", indent, cdr_verdict_name(voice->verdict));
		tui_put(out, voice->who);
		tui_putf(out, "%s%s", voice->stale ? ", stale" : voice->live ? "" : ", replaced",
			 voice->text.len > 0 ? ": " : "");
		tui_put(out, voice->text);
		tui_putf(out, "\n");
	}
}

static int visit_file(const struct cdr_scanned *scanned, tui_visit_fn *visit, void *payload,
		      struct cdr_err *err)
{
	for (size_t i = 0; i < scanned->n_hunks; i++) {
		int code = cdr_flagged_is(&scanned->hunks[i])
			 ? visit(payload, &scanned->hunks[i], err) : 0;

		if (code < 0)
			return code;
	}
	return 0;
}

int tui_each_flagged(struct tui_run *run, tui_visit_fn *visit, void *payload,
		     struct cdr_progress *progress, struct cdr_err *err)
{
	struct cdr_scan_options options;
	struct cdr_scan *scan;
	struct cdr_scanned *scanned;
	int code = tui_scan_options(&options, run, err);

	if (code == 0)
		code = cdr_session_scan(run->session, &options, &scan, err);
	if (code < 0)
		return code;
	while ((code = cdr_scan_next(scan, &scanned, true, err)) == 0) {
		code = visit_file(scanned, visit, payload, err);
		cdr_scanned_free(scanned);
		if (code < 0)
			break;
	}
	if (progress)
		*progress = cdr_scan_progress(scan);
	cdr_scan_close(scan);
	return code == CDR_END ? 0 : code;
}

int tui_unscannable(const struct tui_run *run, const struct cdr_progress *progress, int status)
{
	if (progress->unscannable == 0)
		return status;
	fflush(run->out->data);
	fprintf(run->out->talk,
		"cdreview: %zu hunk%s could not be scanned (see builtin.unscannable)\n",
		progress->unscannable, progress->unscannable == 1 ? "" : "s");
	return TUI_EXIT_TROUBLE;
}
