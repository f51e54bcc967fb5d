/* `cdreview scan`: runs the stream through one of the two printers. */
#include "cmd/scan.h"

#include "cmd/report.h"

/* The next file. What is printed so far can be read before we wait. */
static int next_file(struct tui_run *run, struct cdr_scan *scan, struct cdr_scanned **out,
		     struct cdr_err *err)
{
	int code = cdr_scan_next(scan, out, false, err);

	if (code != 0 || *out)
		return code;
	fflush(run->out->data);
	return cdr_scan_next(scan, out, true, err);
}

static int scan_text(struct tui_run *run, struct cdr_scan *scan, struct cdr_err *err)
{
	struct tui_scan_text text = { .out = run->out };
	struct cdr_scanned *scanned;
	struct cdr_progress progress;
	int code;

	while ((code = next_file(run, scan, &scanned, err)) == 0) {
		tui_scan_text_file(&text, scanned);
		cdr_scanned_free(scanned);
	}
	progress = cdr_scan_progress(scan);
	tui_scan_text_end(&text, &progress);
	return code == CDR_END ? 0 : code;
}

static int scan_json(struct tui_run *run, struct cdr_scan *scan, struct cdr_err *err)
{
	struct tui_scan_json *json;
	struct cdr_scanned *scanned;
	struct cdr_progress progress;
	int code = tui_scan_json_new(&json, run, run->args->given[TUI_OPT_ALL_HUNKS], err);

	if (code < 0)
		return code;
	while (code == 0 && (code = next_file(run, scan, &scanned, err)) == 0) {
		code = tui_scan_json_file(json, scanned, err);
		cdr_scanned_free(scanned);
	}
	progress = cdr_scan_progress(scan);
	if (code == CDR_END)
		code = tui_scan_json_end(json, &progress, err);
	tui_scan_json_free(json);
	return code;
}

/* Who reads JSON wants every rule; people the dearest. */
static void say_stats(const struct tui_run *run, struct cdr_scan *scan, uint64_t began)
{
	struct tui_scan_measured measured = { .memory = 0 };
	struct cdr_arena arena = { NULL, 0 };

	tui_scan_measure(scan, began, &arena, &measured);
	tui_scan_stats(run->out->talk, &measured, run->args->given[TUI_OPT_JSON]);
	cdr_arena_release(&arena);
}

int tui_cmd_scan(struct tui_run *run, struct cdr_err *err)
{
	bool json = run->args->given[TUI_OPT_JSON];
	struct cdr_scan_options options;
	struct cdr_progress progress;
	struct cdr_scan *scan;
	uint64_t began = tui_clock();
	int code = tui_scan_options_to_show(&options, run, err);

	options.clock = run->args->given[TUI_OPT_STATS] ? tui_clock : NULL;
	options.all_hunks = run->args->given[TUI_OPT_ALL_HUNKS];
	if (options.all_hunks && !json)
		code = cdr_fail(err, CDR_EUSAGE, "--all-hunks goes with --json");
	if (code == 0)
		code = cdr_session_scan(run->session, &options, &scan, err);
	if (code < 0)
		return code;
	code = json ? scan_json(run, scan, err) : scan_text(run, scan, err);
	progress = cdr_scan_progress(scan);
	if (code == 0 && options.clock)
		say_stats(run, scan, began);
	cdr_scan_close(scan);
	if (code < 0)
		return code;
	return tui_unscannable(run, &progress,
			       progress.findings > 0 ? TUI_EXIT_NO : TUI_EXIT_YES);
}
