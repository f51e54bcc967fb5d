/* Verdicts from the shell must come from a terminal, whatever stdin is. */
#include "cmd/ask.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct tui_ask {
	FILE *tty;
};

int tui_ask_open(struct tui_ask **out, const struct tui_environment *env, struct cdr_err *err)
{
	struct tui_ask *ask;
	FILE *tty;

	if (env->agent) {
		cdr_fail(err, CDR_EUSAGE,
			 "%s is set: a coding agent's verdict never counts as a person's",
			 env->agent);
		return cdr_err_hint(err, "a person runs this command in a terminal of their own");
	}
	tty = fopen("/dev/tty", "r+e");
	if (!tty) {
		cdr_fail(err, CDR_EUSAGE, "no terminal to ask at: /dev/tty: %s", strerror(errno));
		return cdr_err_hint(err, "verdicts are given by a person at a terminal; "
				    "\"cdreview check\" and \"cdreview scan\" need none");
	}
	ask = calloc(1, sizeof(*ask));
	if (!ask) {
		fclose(tty);
		return cdr_fail(err, CDR_EIO, "%s", strerror(ENOMEM));
	}
	ask->tty = tty;
	*out = ask;
	return 0;
}

void tui_ask_close(struct tui_ask *ask)
{
	if (!ask)
		return;
	fclose(ask->tty);
	free(ask);
}

struct tui_output tui_ask_output(struct tui_ask *ask, const struct tui_output *out)
{
	struct tui_output shown = *out;

	if (!isatty(fileno(out->data)))
		shown.data = ask->tty;
	return shown;
}

/* The rest of a long line must not answer the next question. */
static void skip_line(FILE *tty)
{
	int c;

	do
		c = getc(tty);
	while (c != '\n' && c != EOF);
}

int tui_ask_line(struct tui_ask *ask, const char *question, char *line, size_t size)
{
	rewind(ask->tty);   /* between reading and writing one stream */
	fputs(question, ask->tty);
	fflush(ask->tty);
	if (!fgets(line, (int)size, ask->tty))
		return CDR_END;
	if (!strchr(line, '\n'))
		skip_line(ask->tty);
	line[strcspn(line, "\r\n")] = '\0';
	rewind(ask->tty);
	return 0;
}

bool tui_ask_yes(struct tui_ask *ask, const char *question)
{
	char line[64];

	return tui_ask_line(ask, question, line, sizeof(line)) == 0 &&
	       (line[0] == 'y' || line[0] == 'Y');
}
