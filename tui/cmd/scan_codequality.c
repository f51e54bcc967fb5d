/*
 * Findings for GitLab's Code Quality. Of entries with one fingerprint it shows the first only:
 * what a range brings twice (and took back between) gets a number behind it.
 */
#include "cmd/format.h"
#include "cmd/report.h"
#include "cmd/scan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* How often each fingerprint was written: a hash table of a power of two. */
struct count {
	struct cdr_hash fingerprint;
	size_t n;                  /* 0: an empty place */
};

struct codequality {
	struct tui_run *run;
	struct tui_entries entries;
	struct count *counts;
	size_t n_counts, n_places;
};

static struct count *find_place(const struct codequality *report,
				const struct cdr_hash *fingerprint)
{
	size_t at;

	memcpy(&at, fingerprint->bytes, sizeof(at));
	for (at &= report->n_places - 1; report->counts[at].n > 0;
	     at = (at + 1) & (report->n_places - 1))
		if (cdr_hash_eq(&report->counts[at].fingerprint, fingerprint))
			break;
	return &report->counts[at];
}

/* At most half of the places are taken. */
static int make_room(struct codequality *report, struct cdr_err *err)
{
	struct codequality larger = *report;

	if (2 * report->n_counts < report->n_places)
		return 0;
	larger.n_places = report->n_places ? 2 * report->n_places : 256;
	larger.counts = calloc(larger.n_places, sizeof(*larger.counts));
	if (!larger.counts)
		return cdr_fail(err, CDR_EIO, "%s", strerror(ENOMEM));
	for (size_t i = 0; i < report->n_places; i++)
		if (report->counts[i].n > 0)
			*find_place(&larger, &report->counts[i].fingerprint) = report->counts[i];
	free(report->counts);
	report->counts = larger.counts;
	report->n_places = larger.n_places;
	return 0;
}

/* How often FINGERPRINT has been asked for, this time included. */
static size_t count(struct codequality *report, const struct cdr_hash *fingerprint)
{
	struct count *found = find_place(report, fingerprint);

	report->n_counts += found->n == 0;
	found->fingerprint = *fingerprint;
	return ++found->n;
}

static void put_fingerprint(struct cdr_jw *w, const struct cdr_hash *fingerprint, size_t nth)
{
	char text[CDR_HASH_HEX + 32];

	cdr_hash_hex(text, fingerprint);
	if (nth > 1)
		snprintf(text + CDR_HASH_HEX, sizeof(text) - CDR_HASH_HEX, "-%zu", nth);
	cdr_jw_cstr(w, "fingerprint", text);
}

static void put_finding(struct cdr_jw *w, const struct cdr_flagged *flagged,
			const struct cdr_finding *finding, size_t nth)
{
	static const char *const severities[] = {
		[CDR_OFF] = "info",     [CDR_INFO] = "info",     [CDR_LOW] = "minor",
		[CDR_MEDIUM] = "major", [CDR_HIGH] = "critical", [CDR_CRITICAL] = "blocker",
	};

	cdr_jw_object(w, NULL);
	cdr_jw_str(w, "description", finding->message);
	cdr_jw_str(w, "check_name", finding->rule->id);
	put_fingerprint(w, &finding->fingerprint, nth);
	cdr_jw_cstr(w, "severity", severities[finding->severity]);
	cdr_jw_object(w, "location");
	cdr_jw_str(w, "path", flagged->hunk->file->path);
	cdr_jw_object(w, "lines");
	cdr_jw_int(w, "begin", tui_finding_line(flagged, finding));
	cdr_jw_end(w);
	cdr_jw_end(w);
	cdr_jw_end(w);
}

static int put_hunk(struct codequality *report, const struct cdr_flagged *flagged,
		    struct cdr_err *err)
{
	int code = 0;

	for (size_t i = 0; i < flagged->n_findings && code == 0; i++) {
		const struct cdr_finding *finding = &flagged->findings[i];
		struct cdr_jw w;

		if (finding->suppressed.ptr)
			continue;
		code = make_room(report, err);
		if (code < 0)
			return code;
		w = tui_entries_begin(&report->entries);
		put_finding(&w, flagged, finding, count(report, &finding->fingerprint));
		code = tui_entries_end(&report->entries, err);
	}
	return code;
}

static int codequality_open(void **out, struct tui_run *run, struct cdr_err *err)
{
	struct codequality *report = calloc(1, sizeof(*report));

	*out = report;
	if (!report)
		return cdr_fail(err, CDR_EIO, "%s", strerror(ENOMEM));
	report->run = run;
	tui_entries_init(&report->entries, run->out->data);
	fputs("[", run->out->data);
	return 0;
}

static int codequality_file(void *format, const struct cdr_scanned *scanned, struct cdr_err *err)
{
	int code = 0;

	for (size_t i = 0; i < scanned->n_hunks && code == 0; i++)
		code = put_hunk(format, &scanned->hunks[i], err);
	return code;
}

static int codequality_end(void *format, const struct cdr_progress *progress, struct cdr_err *err)
{
	const struct codequality *report = format;

	(void)progress;
	(void)err;
	fputs("]\n", report->run->out->data);
	return 0;
}

static void codequality_free(void *format)
{
	struct codequality *report = format;

	if (!report)
		return;
	tui_entries_release(&report->entries);
	free(report->counts);
	free(report);
}

const struct tui_format tui_format_codequality = {
	.name = "codequality",
	.open = codequality_open,
	.file = codequality_file,
	.end = codequality_end,
	.free = codequality_free,
};
