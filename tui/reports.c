/* Reports may be files, pipes (a shell's <(...)) or the standard input: all that can be read. */
#include "reports.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define CHUNK ((size_t)65536)

static int read_all(FILE *file, const char *name, struct tui_reports *reports, struct cdr_str *out,
		    struct cdr_err *err)
{
	struct cdr_buf buf;
	char bytes[CHUNK];
	size_t n;
	int code = 0;

	cdr_buf_init(&buf, CDR_REPORT_BYTES);
	while (!buf.full && (n = fread(bytes, 1, sizeof(bytes), file)) > 0)
		cdr_buf_add(&buf, bytes, n);
	if (ferror(file))
		code = cdr_fail(err, CDR_EIO, "cannot read %s: %s", name, strerror(errno));
	else if (buf.full)
		code = cdr_fail(err, CDR_ELIMIT, "%s has more than %zu MiB", name,
				CDR_REPORT_BYTES >> 20);
	else
		*out = cdr_str_copy(&reports->arena, cdr_buf_str(&buf));
	cdr_buf_release(&buf);
	return code;
}

/* Takes "TOOL=" off WORD; a file with '=' in its name can be written "./a=b". */
static struct cdr_str take_tool(const char **word)
{
	const char *equals = strchr(*word, '=');
	struct cdr_str tool = { NULL, 0 };

	if (equals && equals > *word && !memchr(*word, '/', (size_t)(equals - *word))) {
		tool = (struct cdr_str){ *word, (size_t)(equals - *word) };
		*word = equals + 1;
	}
	return tool;
}

static int read_report(struct tui_reports *reports, const struct tui_repeated *option,
		       struct cdr_err *err)
{
	struct cdr_report *report = &reports->items[reports->n++];
	const char *word = option->value;
	FILE *file = stdin;
	int code;

	*report = (struct cdr_report){ .format = CDR_REPORT_SARIF };
	if (option->id == TUI_OPT_LINES_IN) {
		report->format = CDR_REPORT_LINES;
		report->tool = take_tool(&word);
	}
	report->name = word;
	if (strcmp(word, "-") != 0)
		file = fopen(word, "rb");
	else
		report->name = "standard input";
	if (!file) {
		cdr_fail(err, CDR_EIO, "cannot read %s: %s", word, strerror(errno));
		return cdr_err_hint(err, "--%s names a file, or - for the standard input",
				    tui_option_get(option->id)->name);
	}
	code = read_all(file, report->name, reports, &report->text, err);
	if (file != stdin)
		fclose(file);
	return code;
}

static bool is_stdin(const struct tui_repeated *option)
{
	const char *word = option->value;

	if (option->id == TUI_OPT_LINES_IN)
		(void)take_tool(&word);
	return strcmp(word, "-") == 0;
}

int tui_reports_read(struct tui_reports *out, const struct tui_args *args, struct cdr_err *err)
{
	size_t n_stdin = 0;
	int code = 0;

	*out = (struct tui_reports){ .n = 0 };
	out->items = cdr_arena_alloc(&out->arena, (args->n_repeated + 1) * sizeof(*out->items));
	for (size_t i = 0; i < args->n_repeated && code == 0; i++) {
		bool again = is_stdin(&args->repeated[i]) && n_stdin++ > 0;

		code = again ? cdr_fail(err, CDR_EUSAGE, "the standard input can be read once")
			     : read_report(out, &args->repeated[i], err);
	}
	return code;
}

void tui_reports_release(struct tui_reports *reports)
{
	cdr_arena_release(&reports->arena);
}
