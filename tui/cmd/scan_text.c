/* Findings for people: by commit, by file, with the span underlined. */
#include "cmd/codeline.h"
#include "cmd/report.h"
#include "cmd/scan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct tui_scan_text {
	const struct tui_output *out;
	const char *only;                 /* id of the rule that is printed; NULL: all */
	struct cdr_oid commit;            /* last one printed */
	bool any;                         /* a change was printed */
	enum cdr_change_kind kind;
};

#define LINES_SHOWN 6      /* of a span over several lines */
#define LINE_BYTES 400     /* of a line; around the span when it is longer */

static void print_change(struct tui_scan_text *text, const struct cdr_change *change)
{
	const struct tui_output *out = text->out;
	char name[CDR_OID_HEX_MAX + 1];

	if (text->any && text->kind == change->kind && cdr_oid_eq(&text->commit, &change->commit))
		return;
	if (text->any)
		tui_putf(out, "\n");
	text->any = true;
	text->kind = change->kind;
	text->commit = change->commit;
	tui_change_name(name, change);
	tui_color_on(out, TUI_COLOR_COMMIT);
	tui_putf(out, change->kind == CDR_CHANGE_COMMIT ? "commit %s" : "%s", name);
	tui_color_off(out);
	if (change->kind == CDR_CHANGE_COMMIT) {
		tui_putf(out, "  ");
		tui_put(out, change->subject);
		tui_putf(out, " (");
		tui_put(out, change->author);
		tui_putf(out, ")");
	}
	tui_putf(out, "\n");
}

/* Marks what FINDING covers of CODE, which is line LINENO; indentation is left out. */
static void mark(struct tui_codeline *code, const struct cdr_finding *finding, uint32_t lineno)
{
	struct cdr_str text = code->line->text;
	size_t from = lineno == finding->line && finding->col > 0 ? finding->col - 1 : 0;
	size_t to = lineno == finding->end_line && finding->end_col > 0 ? finding->end_col - 1
									: text.len;
	struct cdr_str span = cdr_str_sub(text, from, to), trimmed = cdr_str_trim(span);

	if (trimmed.len > 0)
		from += (size_t)(trimmed.ptr - span.ptr);
	code->from = from < text.len ? from : text.len;
	code->to = code->from + (trimmed.len > 0 ? trimmed.len : span.len);
}

static bool is_continuation(char byte)
{
	return ((unsigned char)byte & 0xc0) == 0x80;
}

/* Of a very long line only what stands around the mark is shown, whole characters. */
static void clip(struct tui_codeline *code)
{
	struct cdr_str text = code->line->text;

	if (text.len <= LINE_BYTES)
		return;
	code->begin = code->from > LINE_BYTES / 4 ? code->from - LINE_BYTES / 4 : 0;
	while (code->begin < code->from && is_continuation(text.ptr[code->begin]))
		code->begin++;
	if (code->begin + LINE_BYTES < text.len)
		code->end = code->begin + LINE_BYTES;
	while (code->end < text.len && is_continuation(text.ptr[code->end]))
		code->end++;
}

static void print_line(const struct tui_output *out, const struct tui_codeline *code,
		       const struct cdr_finding *finding, uint32_t lineno)
{
	char lead[32];
	int indent = snprintf(lead, sizeof(lead), "    %6u %c%s", lineno, code->line->origin,
			      code->begin > 0 ? "..." : "");
	struct tui_columns marked;

	tui_putf(out, "%s", lead);
	marked = tui_codeline_put(out, code);
	tui_putf(out, code->end < code->line->text.len ? "...\n" : "\n");
	if (marked.from == marked.to)
		return;
	tui_putf(out, "%*s", indent + (int)marked.from, "");
	tui_color_on(out, tui_color_of(finding->severity));
	for (size_t i = marked.from; i < marked.to; i++)
		tui_putf(out, "^");
	tui_color_off(out);
	tui_putf(out, "\n");
}

static void print_span(const struct tui_output *out, const struct cdr_flagged *flagged,
		       const struct cdr_finding *finding)
{
	unsigned shown = 0;

	for (size_t i = 0; i < flagged->hunk->n_lines; i++) {
		const struct cdr_line *line = &flagged->hunk->lines[i];
		uint32_t lineno = finding->side == CDR_SIDE_OLD ? line->old_lineno
								: line->new_lineno;
		struct tui_codeline code = tui_codeline_whole(flagged, line);

		if (lineno == 0 || lineno < finding->line || lineno > finding->end_line ||
		    shown++ >= LINES_SHOWN)
			continue;
		mark(&code, finding, lineno);
		clip(&code);
		print_line(out, &code, finding, lineno);
	}
	if (shown > LINES_SHOWN)
		tui_putf(out, "           (%u more lines)\n", shown - LINES_SHOWN);
}

static void print_finding(const struct tui_output *out, const struct cdr_flagged *flagged,
			  const struct cdr_finding *finding)
{
	char hid[CDR_HASH_HEX + 1];

	tui_short_hid(hid, &flagged->hunk->hid);
	tui_putf(out, "  ");
	tui_putc(out, tui_color_of(finding->severity),
		 cdr_str_from(cdr_severity_name(finding->severity)));
	tui_putf(out, "  ");
	tui_put(out, finding->rule->id);
	tui_putf(out, "  line %u  ", tui_finding_line(flagged, finding));
	tui_putc(out, TUI_COLOR_DIM, cdr_str_from(hid));
	if (flagged->hunk->of > 1)
		tui_putf(out, ":%u", flagged->hunk->nth);
	tui_putf(out, "\n    ");
	tui_put(out, finding->message);
	tui_putf(out, "\n");
	print_span(out, flagged, finding);
}

static int text_open(void **out, struct tui_run *run, struct cdr_err *err)
{
	struct tui_scan_text *text = calloc(1, sizeof(*text));

	*out = text;
	if (!text)
		return cdr_fail(err, CDR_EIO, "%s", strerror(ENOMEM));
	text->out = run->out;
	return 0;
}

void tui_scan_text_only(void *text, const char *id)
{
	((struct tui_scan_text *)text)->only = id;
}

static int text_file(void *format, const struct cdr_scanned *scanned, struct cdr_err *err)
{
	struct tui_scan_text *text = format;
	bool headed = false;

	(void)err;
	for (size_t i = 0; i < scanned->n_hunks; i++)
		for (size_t k = 0; k < scanned->hunks[i].n_findings; k++) {
			const struct cdr_flagged *flagged = &scanned->hunks[i];

			if (flagged->findings[k].suppressed.ptr ||
			    (text->only && !cdr_str_is(flagged->findings[k].rule->id, text->only)))
				continue;
			if (!headed) {
				print_change(text, scanned->change);
				tui_putc(text->out, TUI_COLOR_FILE, scanned->file->path);
				tui_putf(text->out, "\n");
			}
			headed = true;
			print_finding(text->out, flagged, &flagged->findings[k]);
		}
	return 0;
}

static int text_end(void *format, const struct cdr_progress *progress, struct cdr_err *err)
{
	const struct tui_scan_text *text = format;
	FILE *talk = text->out->talk;

	(void)err;
	fflush(text->out->data);
	fprintf(talk, "%zu finding%s in %zu flagged of %zu hunks, %zu change%s", progress->findings,
		progress->findings == 1 ? "" : "s", progress->flagged, progress->hunks,
		progress->changes, progress->changes == 1 ? "" : "s");
	if (progress->suppressed > 0)
		fprintf(talk, "; %zu excused by exceptions", progress->suppressed);
	if (progress->uncovered > 0)
		fprintf(talk, "; %zu file%s that no rule covers", progress->uncovered,
			progress->uncovered == 1 ? "" : "s");
	fputc('\n', talk);
	return 0;
}

const struct tui_format tui_format_text = {
	.name = "text",
	.open = text_open,
	.file = text_file,
	.end = text_end,
	.free = free,
};
