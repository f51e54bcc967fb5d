/*
 * Findings for who reads JUnit's XML: each is a test case that failed, what exceptions excuse
 * one that was skipped. How many there are stands before them, so they wait in a temporary file.
 */
#include "cmd/format.h"
#include "cmd/report.h"
#include "cmd/scan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct junit {
	struct tui_run *run;
	FILE *spool;
	struct cdr_buf text;
	size_t n_failures, n_skipped;
};

/* U+FFFE and U+FFFF are UTF-8 and no XML. */
static bool is_no_character(struct cdr_str rest)
{
	return cdr_str_starts(rest, "\xEF\xBF\xBE") || cdr_str_starts(rest, "\xEF\xBF\xBF");
}

/* TEXT for an attribute or content: XML 1.0 has no way to write control characters. */
static void put(struct junit *junit, struct cdr_str text)
{
	struct cdr_str visible = tui_visible(&junit->text, text);

	for (size_t i = 0; i < visible.len; i++) {
		char c = visible.ptr[i];

		if (is_no_character(cdr_str_sub(visible, i, visible.len))) {
			fputs("\xEF\xBF\xBD", junit->spool);
			i += 2;
			continue;
		}

		switch (c) {
		case '<':
			fputs("&lt;", junit->spool);
			break;
		case '>':
			fputs("&gt;", junit->spool);
			break;
		case '&':
			fputs("&amp;", junit->spool);
			break;
		case '"':
			fputs("&quot;", junit->spool);
			break;
		default:
			fputc(c, junit->spool);
		}
	}
}

static void put_failure(struct junit *junit, const struct cdr_flagged *flagged,
			const struct cdr_finding *finding)
{
	char name[CDR_OID_HEX_MAX + 1], hid[CDR_HASH_HEX + 1];

	tui_change_name(name, flagged->change);
	tui_short_hid(hid, &flagged->hunk->hid);
	fprintf(junit->spool, "<failure type=\"%s\" message=\"",
		cdr_severity_name(finding->severity));
	put(junit, finding->message);
	fputs("\">", junit->spool);
	put(junit, finding->rule->why);
	fputs(finding->rule->why.len && finding->rule->fix.len ? "\n" : "", junit->spool);
	put(junit, finding->rule->fix);
	fprintf(junit->spool, "\n%s, hunk %s</failure>", name, hid);
}

static void put_finding(struct junit *junit, const struct cdr_flagged *flagged,
			const struct cdr_finding *finding)
{
	uint32_t line = tui_finding_line(flagged, finding);

	fputs("<testcase classname=\"", junit->spool);
	put(junit, finding->rule->id);
	fputs("\" name=\"", junit->spool);
	put(junit, flagged->hunk->file->path);
	fprintf(junit->spool, ":%u\" file=\"", line);
	put(junit, flagged->hunk->file->path);
	fprintf(junit->spool, "\" line=\"%u\">", line);
	if (finding->suppressed.ptr) {
		fputs("<skipped message=\"", junit->spool);
		put(junit, finding->suppressed);
		fputs("\"/>", junit->spool);
		junit->n_skipped++;
	} else {
		put_failure(junit, flagged, finding);
		junit->n_failures++;
	}
	fputs("</testcase>\n", junit->spool);
}

static int junit_open(void **out, struct tui_run *run, struct cdr_err *err)
{
	struct junit *junit = calloc(1, sizeof(*junit));

	*out = junit;
	if (!junit)
		return cdr_fail(err, CDR_EIO, "%s", strerror(ENOMEM));
	junit->run = run;
	cdr_buf_init(&junit->text, TUI_ENTRY_MAX);
	return tui_spool_open(&junit->spool, err);
}

static int junit_file(void *format, const struct cdr_scanned *scanned, struct cdr_err *err)
{
	struct junit *junit = format;

	for (size_t i = 0; i < scanned->n_hunks; i++)
		for (size_t k = 0; k < scanned->hunks[i].n_findings; k++)
			put_finding(junit, &scanned->hunks[i], &scanned->hunks[i].findings[k]);
	return ferror(junit->spool) ? cdr_fail(err, CDR_EIO, "cannot write a temporary file: %s",
					       strerror(errno))
				    : 0;
}

static int junit_end(void *format, const struct cdr_progress *progress, struct cdr_err *err)
{
	struct junit *junit = format;
	FILE *data = junit->run->out->data;
	int code;

	(void)progress;
	fprintf(data,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		"<testsuites tests=\"%zu\" failures=\"%zu\">\n"
		"<testsuite name=\"cdreview\" tests=\"%zu\" failures=\"%zu\" errors=\"0\" "
		"skipped=\"%zu\">\n",
		junit->n_failures + junit->n_skipped, junit->n_failures,
		junit->n_failures + junit->n_skipped, junit->n_failures, junit->n_skipped);
	code = tui_spool_copy(junit->spool, data, err);
	fputs("</testsuite>\n</testsuites>\n", data);
	return code;
}

static void junit_free(void *format)
{
	struct junit *junit = format;

	if (!junit)
		return;
	if (junit->spool)
		fclose(junit->spool);
	cdr_buf_release(&junit->text);
	free(junit);
}

const struct tui_format tui_format_junit = {
	.name = "junit",
	.open = junit_open,
	.file = junit_file,
	.end = junit_end,
	.free = junit_free,
};
