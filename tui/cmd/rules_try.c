/*
 * rules try: what a rule would flag in real history, and how often. Whoever writes a rule wants
 * to know that before a reviewer does. No other rule is run, so that asking again costs little.
 */
#include "cmd/report.h"
#include "cmd/rules.h"
#include "cmd/scan.h"

#include "open.h"

#include <stdlib.h>
#include <string.h>

#define FILES_SHOWN 10
/* When no range is given, or from the tree of no files where there are fewer. */
#define LATEST "HEAD~1000..HEAD"
#define WHOLE "4b825dc642cb6eb9a060e54bf8d69288fbee4904..HEAD"

/* A file and the findings in it. */
struct found_in {
	struct cdr_str path;
	size_t n;
};

struct trial {
	struct tui_run *run;
	const char *id;
	void *text;                      /* what tui_format_text is given */
	struct cdr_arena arena;
	CDR_VEC(struct found_in) files;
	struct cdr_oid commit;           /* that was flagged last */
	size_t findings, excused, hunks, changes;
};

static void count_file(struct trial *trial, struct cdr_str path)
{
	for (size_t i = 0; i < trial->files.n; i++)
		if (cdr_str_eq(trial->files.items[i].path, path)) {
			trial->files.items[i].n++;
			return;
		}
	*cdr_vec_push(&trial->arena, &trial->files) =
		(struct found_in){ cdr_str_copy(&trial->arena, path), 1 };
}

/* Counts what TRIAL's rule found in FLAGGED; true if it found something. */
static bool count_hunk(struct trial *trial, const struct cdr_flagged *flagged)
{
	size_t before = trial->findings;

	for (size_t i = 0; i < flagged->n_findings; i++) {
		const struct cdr_finding *finding = &flagged->findings[i];

		if (!cdr_str_is(finding->rule->id, trial->id))
			continue;
		trial->excused += finding->suppressed.ptr != NULL;
		if (finding->suppressed.ptr)
			continue;
		trial->findings++;
		count_file(trial, flagged->hunk->file->path);
	}
	return trial->findings > before;
}

static void count(struct trial *trial, const struct cdr_scanned *scanned)
{
	for (size_t i = 0; i < scanned->n_hunks; i++) {
		if (!count_hunk(trial, &scanned->hunks[i]))
			continue;
		trial->hunks++;
		if (trial->changes == 0 || !cdr_oid_eq(&trial->commit, &scanned->change->commit))
			trial->changes++;
		trial->commit = scanned->change->commit;
	}
}

/* --- the summary ----------------------------------------------------------------- */

static int by_count(const void *left, const void *right)
{
	const struct found_in *a = left, *b = right;

	if (a->n != b->n)
		return a->n > b->n ? -1 : 1;
	return cdr_str_cmp(a->path, b->path);
}

static double share(double part, double whole)
{
	return whole > 0 ? part / whole : 0;
}

static void print_files(const struct tui_output *out, struct trial *trial)
{
	if (trial->files.n > 0)
		qsort(trial->files.items, trial->files.n, sizeof(*trial->files.items), by_count);
	for (size_t i = 0; i < trial->files.n && i < FILES_SHOWN; i++) {
		tui_putf(out, "%-9s %5zu ", i == 0 ? "files" : "", trial->files.items[i].n);
		tui_put(out, trial->files.items[i].path);
		tui_putf(out, "\n");
	}
	if (trial->files.n > FILES_SHOWN)
		tui_putf(out, "%-9s       and %zu more\n", "", trial->files.n - FILES_SHOWN);
}

static void print_time(const struct tui_output *out, const struct tui_scan_measured *measured)
{
	const struct cdr_scan_stats *stats = &measured->stats;
	uint64_t ns = stats->n_costly > 0 ? stats->costly[0].ns : 0;
	uint64_t files = stats->n_costly > 0 ? stats->costly[0].files : 0;

	tui_putf(out,
		 "time      %.1f ms in this rule, on %llu of %zu files: "
		 "%.1f %% of a scan that runs no other\n",
		 (double)ns / 1e6, (unsigned long long)files, stats->files.seen,
		 100 * share((double)ns, (double)measured->busy_ns));
}

static void print_summary(struct trial *trial, struct cdr_scan *scan, uint64_t began)
{
	const struct tui_output *out = trial->run->out;
	const struct cdr_progress progress = cdr_scan_progress(scan);
	struct tui_scan_measured measured = { .memory = 0 };

	tui_scan_measure(scan, began, &trial->arena, &measured);
	tui_putf(out, trial->findings > 0 ? "\n" : "");
	tui_putc(out, TUI_COLOR_FILE, cdr_str_from(trial->id));
	tui_putf(out, " in ");
	tui_put(out, cdr_session_range(trial->run->session));
	tui_putf(out, "\nfindings  %zu", trial->findings);
	if (trial->excused > 0)
		tui_putf(out, ", and %zu excused by exceptions", trial->excused);
	tui_putf(out, "\nhunks     %zu of %zu: %.2f per 1,000\n", trial->hunks, progress.hunks,
		 1000 * share((double)trial->hunks, (double)progress.hunks));
	tui_putf(out, "changes   %zu of %zu: %.1f %%\n", trial->changes, progress.changes,
		 100 * share((double)trial->changes, (double)progress.changes));
	print_files(out, trial);
	print_time(out, &measured);
}

/* --- the trial ---------------------------------------------------------------------- */

static int run_trial(struct trial *trial, struct cdr_err *err)
{
	struct cdr_scan_options options;
	struct cdr_progress progress;
	uint64_t began = tui_clock();
	struct cdr_scanned *scanned;
	struct cdr_scan *scan;
	int code = tui_scan_options(&options, trial->run, err);

	options.count_hunks = true;
	options.clock = tui_clock;
	if (code == 0)
		code = cdr_session_scan(trial->run->session, &options, &scan, err);
	if (code < 0)
		return code;
	while ((code = cdr_scan_next(scan, &scanned, true, err)) == 0) {
		count(trial, scanned);
		tui_format_text.file(trial->text, scanned, err);
		cdr_scanned_free(scanned);
	}
	progress = cdr_scan_progress(scan);
	if (code == CDR_END)
		print_summary(trial, scan, began);
	cdr_scan_close(scan);
	if (code != CDR_END)
		return code;
	return tui_unscannable(trial->run, &progress,
			       trial->findings > 0 ? TUI_EXIT_NO : TUI_EXIT_YES);
}

/* Without a range the last thousand changes, or all where there are fewer. */
static int open_history(struct tui_run *run, const char *id, const char *range, struct cdr_err *err)
{
	struct cdr_err why = { 0 };
	int code = tui_session_open_for(run, id, range ? range : LATEST, &why);

	if (code == CDR_EUSAGE && !range && strstr(why.message, "HEAD~1000"))
		return tui_session_open_for(run, id, WHOLE, err);
	if (code < 0)
		*err = why;
	return code;
}

static int check_rule(const struct tui_run *run, const char *id, struct cdr_err *err)
{
	const struct cdr_rule *rule =
		cdr_registry_find(cdr_session_registry(run->session), cdr_str_from(id));

	if (rule && rule->detector != CDR_PLAIN)
		return 0;
	cdr_fail(err, CDR_EUSAGE, "\"%s\" is a plain constraint: it detects nothing", id);
	return cdr_err_hint(err, "give it a match, need, guard or touch");
}

int tui_rules_try(struct tui_run *run, struct tui_rules_operands operands, struct cdr_err *err)
{
	struct trial trial = { .run = run };
	int code;

	if (operands.n < 1 || operands.n > 2)
		return cdr_fail(err, CDR_EUSAGE, "try takes a rule id and perhaps a range");
	trial.id = operands.items[0];
	code = tui_format_text.open(&trial.text, run, err);
	if (code < 0)
		return code;
	tui_scan_text_only(trial.text, trial.id);
	code = open_history(run, trial.id, operands.n == 2 ? operands.items[1] : NULL, err);
	if (code == 0)
		code = check_rule(run, trial.id, err);
	if (code == 0)
		code = run_trial(&trial, err);
	tui_format_text.free(trial.text);
	cdr_arena_release(&trial.arena);
	return code;
}
