/*
 * Findings as a comment on a change request. Whatever comes from the repository or from another
 * tool stands in code spans: nothing in there is a link, a mention, a picture or a tag.
 */
#include "cmd/format.h"
#include "cmd/report.h"
#include "cmd/scan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define COMMENT_MAX ((size_t)65536)   /* characters of a comment on GitHub, bytes at least */
#define END_MAX ((size_t)512)         /* kept for what stands below the findings */

struct markdown {
	struct tui_run *run;
	struct cdr_buf item, text;
	size_t n_bytes;            /* written */
	size_t n_left_out;
};

/* TEXT in a code span, fenced by more backticks than are in it. */
static void put_code(struct markdown *markdown, struct cdr_str text)
{
	struct cdr_str visible = tui_visible(&markdown->text, text);
	size_t longest = 0, run = 0;
	bool padded;

	for (size_t i = 0; i < visible.len; i++) {
		run = visible.ptr[i] == '`' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	padded = longest > 0;
	for (size_t i = 0; i <= longest; i++)
		cdr_buf_addc(&markdown->item, '`');
	cdr_buf_adds(&markdown->item, padded ? " " : "");
	cdr_buf_addstr(&markdown->item, visible.len ? visible : CDR_STR(" "));
	cdr_buf_adds(&markdown->item, padded ? " " : "");
	for (size_t i = 0; i <= longest; i++)
		cdr_buf_addc(&markdown->item, '`');
}

static void put_file(struct markdown *markdown, const struct cdr_flagged *flagged)
{
	char name[CDR_OID_HEX_MAX + 1];

	tui_change_name(name, flagged->change);
	cdr_buf_adds(&markdown->item, "\n**");
	put_code(markdown, flagged->hunk->file->path);
	cdr_buf_adds(&markdown->item, "** in ");
	put_code(markdown, cdr_str_from(name));
	if (flagged->change->kind == CDR_CHANGE_COMMIT) {
		cdr_buf_adds(&markdown->item, " ");
		put_code(markdown, flagged->change->subject);
	}
	cdr_buf_adds(&markdown->item, "\n\n");
}

static void put_finding(struct markdown *markdown, const struct cdr_flagged *flagged,
			const struct cdr_finding *finding)
{
	char hid[CDR_HASH_HEX + 1];

	tui_short_hid(hid, &flagged->hunk->hid);
	cdr_buf_addf(&markdown->item, "- **%s** line %u, ", cdr_severity_name(finding->severity),
		     tui_finding_line(flagged, finding));
	put_code(markdown, finding->rule->id);
	cdr_buf_adds(&markdown->item, ": ");
	put_code(markdown, finding->message);
	cdr_buf_addf(&markdown->item, " (hunk `%s`", hid);
	if (flagged->hunk->of > 1)
		cdr_buf_addf(&markdown->item, " %u of %u", flagged->hunk->nth, flagged->hunk->of);
	cdr_buf_adds(&markdown->item, ")\n");
}

static void flush_item(struct markdown *markdown)
{
	fwrite(markdown->item.ptr, 1, markdown->item.len, markdown->run->out->data);
	markdown->n_bytes += markdown->item.len;
	cdr_buf_clear(&markdown->item);
}

static int markdown_open(void **out, struct tui_run *run, struct cdr_err *err)
{
	struct markdown *markdown = calloc(1, sizeof(*markdown));

	*out = markdown;
	if (!markdown)
		return cdr_fail(err, CDR_EIO, "%s", strerror(ENOMEM));
	markdown->run = run;
	cdr_buf_init(&markdown->item, TUI_ENTRY_MAX);
	cdr_buf_init(&markdown->text, TUI_ENTRY_MAX);
	cdr_buf_adds(&markdown->item, "### cdreview ");
	put_code(markdown, cdr_session_range(run->session));
	cdr_buf_adds(&markdown->item, "\n");
	flush_item(markdown);
	return 0;
}

static int markdown_file(void *format, const struct cdr_scanned *scanned, struct cdr_err *err)
{
	struct markdown *markdown = format;
	bool headed = false;

	(void)err;
	for (size_t i = 0; i < scanned->n_hunks; i++)
		for (size_t k = 0; k < scanned->hunks[i].n_findings; k++) {
			const struct cdr_flagged *flagged = &scanned->hunks[i];

			if (flagged->findings[k].suppressed.ptr)
				continue;
			if (!headed)
				put_file(markdown, flagged);
			put_finding(markdown, flagged, &flagged->findings[k]);
			if (markdown->n_left_out > 0 || markdown->item.full ||
			    markdown->n_bytes + markdown->item.len > COMMENT_MAX - END_MAX) {
				cdr_buf_clear(&markdown->item);
				markdown->n_left_out++;
				continue;
			}
			headed = true;
			flush_item(markdown);
		}
	return 0;
}

static int markdown_end(void *format, const struct cdr_progress *progress, struct cdr_err *err)
{
	struct markdown *markdown = format;

	(void)err;
	cdr_buf_clear(&markdown->item);
	if (markdown->n_left_out > 0)
		cdr_buf_addf(&markdown->item, "\n**%zu more findings are left out**: a comment "
			     "holds 65,536 characters.\n", markdown->n_left_out);
	cdr_buf_addf(&markdown->item, "\n%zu finding%s in %zu flagged of %zu hunks, %zu change%s",
		     progress->findings, progress->findings == 1 ? "" : "s", progress->flagged,
		     progress->hunks, progress->changes, progress->changes == 1 ? "" : "s");
	if (progress->suppressed > 0)
		cdr_buf_addf(&markdown->item, "; %zu excused by exceptions", progress->suppressed);
	if (progress->unscannable > 0)
		cdr_buf_addf(&markdown->item, "; **%zu hunks could not be scanned**",
			     progress->unscannable);
	cdr_buf_adds(&markdown->item, ".\n");
	flush_item(markdown);
	fflush(markdown->run->out->data);
	tui_say_cut(markdown->run->out->talk, markdown->n_left_out,
		    "a comment holds 65,536 characters");
	return 0;
}

static void markdown_free(void *format)
{
	struct markdown *markdown = format;

	if (!markdown)
		return;
	cdr_buf_release(&markdown->item);
	cdr_buf_release(&markdown->text);
	free(markdown);
}

const struct tui_format tui_format_markdown = {
	.name = "markdown",
	.open = markdown_open,
	.file = markdown_file,
	.end = markdown_end,
	.free = markdown_free,
};
