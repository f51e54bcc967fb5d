/* The one place where line-mode output is coloured and escaped. */
#include "output.h"

#include "cdreview/utf8.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#define TEXT_MAX ((size_t)64 << 20)   /* one printed piece; a longer one is cut and says so */

/* The 8 ANSI colours only: every terminal has them and every theme sets them. */
static const char *const sgr[TUI_COLOR_COUNT] = {
	[TUI_COLOR_PLAIN] = "",
	[TUI_COLOR_COMMIT] = "\033[33m",
	[TUI_COLOR_FILE] = "\033[1m",
	[TUI_COLOR_ADDED] = "\033[32m",
	[TUI_COLOR_REMOVED] = "\033[31m",
	[TUI_COLOR_SPAN] = "\033[1;4m",
	[TUI_COLOR_CRITICAL] = "\033[1;31m",
	[TUI_COLOR_HIGH] = "\033[31m",
	[TUI_COLOR_MEDIUM] = "\033[33m",
	[TUI_COLOR_LOW] = "\033[36m",
	[TUI_COLOR_GOOD] = "\033[32m",
	[TUI_COLOR_BAD] = "\033[31m",
	[TUI_COLOR_DIM] = "\033[2m",
};

enum tui_color tui_color_of(enum cdr_severity severity)
{
	switch (severity) {
	case CDR_CRITICAL:
		return TUI_COLOR_CRITICAL;
	case CDR_HIGH:
		return TUI_COLOR_HIGH;
	case CDR_MEDIUM:
		return TUI_COLOR_MEDIUM;
	case CDR_LOW:
	case CDR_INFO:
	case CDR_OFF:
		break;
	}
	return TUI_COLOR_LOW;
}

void tui_color_on(const struct tui_output *out, enum tui_color color)
{
	if (out->color)
		fputs(sgr[color], out->data);
}

void tui_color_off(const struct tui_output *out)
{
	if (out->color)
		fputs("\033[m", out->data);
}

static void put_escaped(FILE *to, struct cdr_str text)
{
	struct cdr_buf buf;

	cdr_buf_init(&buf, TEXT_MAX);
	cdr_text_escape(&buf, text, false);
	fwrite(buf.ptr ? buf.ptr : "", 1, buf.len, to);
	if (buf.full)
		fputs(" [cut: longer than 64 MiB]", to);
	cdr_buf_release(&buf);
}

void tui_put(const struct tui_output *out, struct cdr_str text)
{
	put_escaped(out->data, text);
}

void tui_putc(const struct tui_output *out, enum tui_color color, struct cdr_str text)
{
	tui_color_on(out, color);
	put_escaped(out->data, text);
	tui_color_off(out);
}

void tui_putf(const struct tui_output *out, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfprintf(out->data, fmt, ap);
	va_end(ap);
}

static void talk(const struct tui_output *out, const char *lead, struct cdr_str text)
{
	fputs(lead, out->talk);
	put_escaped(out->talk, text);
}

void tui_complain(const struct tui_output *out, const struct cdr_err *err)
{
	fflush(out->data);
	fputs("cdreview: ", out->talk);
	if (err->place[0] != '\0') {
		talk(out, "", cdr_str_from(err->place));
		fputs(": ", out->talk);
	}
	talk(out, "", cdr_str_from(err->message));
	fputc('\n', out->talk);
	if (err->hint[0] != '\0') {
		talk(out, "  hint: ", cdr_str_from(err->hint));
		fputc('\n', out->talk);
	}
}

void tui_warn(const struct tui_output *out, struct cdr_str words)
{
	fflush(out->data);
	talk(out, "cdreview: warning: ", words);
	fputc('\n', out->talk);
}

void tui_diag(const struct tui_output *out, const struct cdr_diag *diag)
{
	fflush(out->data);
	put_escaped(out->talk, diag->path);
	fprintf(out->talk, ":%zu:%zu: %s: ", diag->line, diag->col,
		diag->is_error ? "error" : diag->is_note ? "note" : "warning");
	put_escaped(out->talk, diag->message);
	fputc('\n', out->talk);
	if (diag->hint.len > 0) {
		talk(out, "  hint: ", diag->hint);
		fputc('\n', out->talk);
	}
}

int tui_output_finish(const struct tui_output *out, struct cdr_err *err)
{
	if (fflush(out->data) != 0 || ferror(out->data))
		return cdr_fail(err, CDR_EIO, "cannot write to standard output: %s",
				strerror(errno));
	return 0;
}
