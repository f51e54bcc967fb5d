/* `cdreview scan`: runs the stream through one of the formats. */
#include "cmd/scan.h"

#include "cmd/report.h"

#include <string.h>

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

static int print(struct tui_run *run, const struct tui_format *format, struct cdr_scan *scan,
		 struct cdr_err *err)
{
	struct cdr_scanned *scanned;
	struct cdr_progress progress;
	void *state = NULL;
	int code = format->open(&state, run, err);

	while (code == 0 && (code = next_file(run, scan, &scanned, err)) == 0) {
		code = format->file(state, scanned, err);
		cdr_scanned_free(scanned);
	}
	progress = cdr_scan_progress(scan);
	if (code == CDR_END)
		code = format->end(state, &progress, err);
	format->free(state);
	return code;
}

/* What --format says; --json and --sarif are short for two of them. */
static int choose_format(const struct tui_format **out, const struct tui_run *run,
			 struct cdr_err *err)
{
	static const struct tui_format *const formats[] = {
		&tui_format_text,        &tui_format_json,  &tui_format_sarif,
		&tui_format_codequality, &tui_format_junit, &tui_format_markdown,
	};
	const struct tui_args *args = run->args;
	const char *name = args->value[TUI_OPT_FORMAT];

	if (args->given[TUI_OPT_JSON] + args->given[TUI_OPT_SARIF] + (name != NULL) > 1)
		return cdr_fail(err, CDR_EUSAGE, "--json, --sarif and --format exclude each other");
	if (!name)
		name = args->given[TUI_OPT_JSON] ? "json" : args->given[TUI_OPT_SARIF] ? "sarif"
										       : "text";
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (strcmp(formats[i]->name, name) == 0) {
			*out = formats[i];
			return 0;
		}
	cdr_fail(err, CDR_EUSAGE, "there is no format \"%s\"", name);
	return cdr_err_hint(err, "%s", tui_option_get(TUI_OPT_FORMAT)->help);
}

int tui_cmd_scan(struct tui_run *run, struct cdr_err *err)
{
	const struct tui_format *format = &tui_format_text;
	struct cdr_scan_options options;
	struct cdr_progress progress;
	struct cdr_scan *scan;
	uint64_t began = tui_clock();
	int code = tui_scan_options_to_show(&options, run, err);

	options.clock = run->args->given[TUI_OPT_STATS] ? tui_clock : NULL;
	options.all_hunks = run->args->given[TUI_OPT_ALL_HUNKS];
	if (code == 0)
		code = choose_format(&format, run, err);
	if (code == 0 && options.all_hunks && format != &tui_format_json)
		code = cdr_fail(err, CDR_EUSAGE, "--all-hunks goes with --json");
	if (code == 0)
		code = cdr_session_scan(run->session, &options, &scan, err);
	if (code < 0)
		return code;
	code = print(run, format, scan, err);
	progress = cdr_scan_progress(scan);
	if (code == 0 && options.clock)
		tui_scan_stats(run, scan, began);
	cdr_scan_close(scan);
	if (code < 0)
		return code;
	return tui_unscannable(run, &progress,
			       progress.findings > 0 ? TUI_EXIT_NO : TUI_EXIT_YES);
}
