/* Findings for people: by commit, by file, with the span underlined. */
#include "cmd/report.h"
#include "cmd/scan.h"

#include "cdreview/utf8.h"

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

/* Bytes [from, to) of LINE that FINDING marks, given that it covers LINENO. */
static void marked(const struct cdr_finding *finding, uint32_t lineno, size_t len, size_t *from,
		   size_t *to)
{
	*from = lineno == finding->line && finding->col > 0 ? finding->col - 1 : 0;
	*to = lineno == finding->end_line && finding->end_col > 0 ? finding->end_col - 1 : len;
	if (*from > len)
		*from = len;
	if (*to > len)
		*to = len;
	if (*to < *from)
		*to = *from;
}

/* How many columns TEXT takes once escaped; everything unescaped counts as one. */
static size_t columns(struct cdr_str text)
{
	struct cdr_buf buf;
	size_t n = 0;

	cdr_buf_init(&buf, 64 * LINE_BYTES);
	cdr_text_escape(&buf, text, false);
	for (size_t i = 0; i < buf.len; i++)
		n += ((unsigned char)buf.ptr[i] & 0xc0) != 0x80;
	cdr_buf_release(&buf);
	return n;
}

static void print_carets(const struct tui_output *out, size_t indent, size_t n)
{
	tui_putf(out, "%*s", (int)indent, "");
	tui_color_on(out, TUI_COLOR_SPAN);
	for (size_t i = 0; i < (n > 0 ? n : 1); i++)
		tui_putf(out, "^");
	tui_color_off(out);
	tui_putf(out, "\n");
}

static bool is_redacted(const struct cdr_finding *finding, uint32_t lineno)
{
	return finding->redact_col > 0 && lineno == finding->line;
}

static void print_redacted(const struct tui_output *out, const struct cdr_finding *finding,
			   struct cdr_str text)
{
	tui_put(out, cdr_str_sub(text, 0, finding->redact_col - 1));
	tui_putf(out, "[redacted]");
	if (finding->redact_end_col > 0)
		tui_put(out, cdr_str_sub(text, finding->redact_end_col - 1, text.len));
	tui_putf(out, "\n");
}

static void print_marked_line(const struct tui_output *out, const struct cdr_finding *finding,
			      const struct cdr_line *line, uint32_t lineno)
{
	enum tui_color color = line->origin == '-' ? TUI_COLOR_REMOVED
			     : line->origin == '+' ? TUI_COLOR_ADDED : TUI_COLOR_PLAIN;
	size_t from, to, start = 0, end = line->text.len;

	tui_putf(out, "    %6u %c", lineno, line->origin);
	if (is_redacted(finding, lineno)) {
		print_redacted(out, finding, line->text);
		return;
	}
	marked(finding, lineno, line->text.len, &from, &to);
	if (end > LINE_BYTES) {
		start = from > LINE_BYTES / 4 ? from - LINE_BYTES / 4 : 0;
		end = start + LINE_BYTES < end ? start + LINE_BYTES : end;
		to = to < end ? to : end;
	}
	tui_color_on(out, color);
	tui_put(out, cdr_str_sub(line->text, start, from));
	tui_color_on(out, TUI_COLOR_SPAN);
	tui_put(out, cdr_str_sub(line->text, from, to));
	tui_color_off(out);
	tui_color_on(out, color);
	tui_put(out, cdr_str_sub(line->text, to, end));
	tui_color_off(out);
	tui_putf(out, end < line->text.len ? " ...\n" : "\n");
	if (to > from)
		print_carets(out, 12 + columns(cdr_str_sub(line->text, start, from)),
			     columns(cdr_str_sub(line->text, from, to)));
}

static void print_span(const struct tui_output *out, const struct cdr_flagged *flagged,
		       const struct cdr_finding *finding)
{
	unsigned shown = 0;

	for (uint32_t lineno = finding->line; lineno <= finding->end_line && lineno > 0; lineno++) {
		const struct cdr_line *line = tui_hunk_line(flagged->hunk, finding->side, lineno);

		if (line && shown++ < LINES_SHOWN)
			print_marked_line(out, finding, line, lineno);
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

void tui_scan_text_file(struct tui_scan_text *text, const struct cdr_scanned *scanned)
{
	bool headed = false;

	for (size_t i = 0; i < scanned->n_hunks; i++)
		for (size_t k = 0; k < scanned->hunks[i].n_findings; k++) {
			const struct cdr_flagged *flagged = &scanned->hunks[i];

			if (flagged->findings[k].suppressed.ptr)
				continue;
			if (!headed) {
				print_change(text, scanned->change);
				tui_putc(text->out, TUI_COLOR_FILE, scanned->file->path);
				tui_putf(text->out, "\n");
			}
			headed = true;
			print_finding(text->out, flagged, &flagged->findings[k]);
		}
	fflush(text->out->data);
}

void tui_scan_text_end(struct tui_scan_text *text, const struct cdr_progress *progress)
{
	FILE *talk = text->out->talk;

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
}
