/*
 * git hands the editor's command line to a shell; we do not: what stands in a
 * repository's config must not run as code. Words are split here.
 */
#include "term/editor.h"

#include "term/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORDS_MAX 16

static const char banner[] =
	"\n# A note on this hunk. Lines that begin with '#' are left out.\n"
	"# An empty note is not saved.\n";

/* Splits COMMAND in place; quotes keep blanks. Returns the number of words, at most WORDS_MAX. */
static size_t split(char *command, char *words[WORDS_MAX])
{
	size_t n = 0;
	char *from = command;

	while (n < WORDS_MAX) {
		char quote = '\0', *to;

		from += strspn(from, " \t");
		if (*from == '\0')
			break;
		words[n++] = to = from;
		for (; *from != '\0' && (quote || (*from != ' ' && *from != '\t')); from++) {
			if (*from == quote)
				quote = '\0';
			else if (!quote && (*from == '"' || *from == '\''))
				quote = *from;
			else
				*to++ = *from;
		}
		if (*from != '\0')
			from++;
		*to = '\0';
	}
	return n;
}

static int write_file(const char *path, struct cdr_str text, struct cdr_err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;

	if (!file)
		return cdr_fail(err, CDR_EIO, "cannot write %s: %s", path, strerror(errno));
	fwrite(text.ptr ? text.ptr : "", 1, text.len, file);
	fputs(banner, file);
	if (fclose(file) != 0)
		return cdr_fail(err, CDR_EIO, "cannot write %s: %s", path, strerror(errno));
	return 0;
}

static int read_file(const char *path, struct cdr_buf *result, struct cdr_err *err)
{
	FILE *file = fopen(path, "re");
	char *line = NULL;
	size_t alloc = 0;
	ssize_t len;

	if (!file)
		return cdr_fail(err, CDR_EIO, "cannot read %s: %s", path, strerror(errno));
	while ((len = getline(&line, &alloc, file)) >= 0)
		if (line[0] != '#')
			cdr_buf_add(result, line, (size_t)len);
	free(line);
	fclose(file);
	while (result->len > 0 && strchr(" \t\n", result->ptr[result->len - 1]))
		result->ptr[--result->len] = '\0';
	return cdr_buf_check(result, "note", err);
}

static void become_editor(char **argv)
{
	int tty = open("/dev/tty", O_RDWR | O_CLOEXEC);

	if (tty >= 0)
		for (int fd = 0; fd < 3; fd++)
			dup2(tty, fd);
	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	execvp(argv[0], argv);
	_exit(127);
}

static int wait_for(pid_t child, const char *name, int *status, struct cdr_err *err)
{
	while (waitpid(child, status, 0) < 0)
		if (errno != EINTR)
			return cdr_fail(err, CDR_EIO, "lost %s: %s", name, strerror(errno));
	return 0;
}

static int run(char **argv, struct cdr_err *err)
{
	pid_t child;
	int status, code;

	tui_signals_lend();
	child = fork();
	if (child == 0)
		become_editor(argv);
	if (child < 0)
		code = cdr_fail(err, CDR_EIO, "cannot start %s: %s", argv[0], strerror(errno));
	else
		code = wait_for(child, argv[0], &status, err);
	tui_signals_take_back();
	if (code < 0)
		return code;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		return cdr_fail(err, CDR_EUSAGE, "cannot run the editor \"%s\"", argv[0]);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return cdr_fail(err, CDR_EUSAGE, "the editor \"%s\" failed: the note is unchanged",
				argv[0]);
	return 0;
}

int tui_editor_run(const char *command, const char *dir, struct cdr_str text,
		   struct cdr_buf *result, struct cdr_err *err)
{
	char *words[WORDS_MAX + 2], *copy = strdup(command), *path = NULL;
	size_t n = copy ? split(copy, words) : 0;
	int code;

	if (n == 0) {
		code = cdr_fail(err, CDR_EUSAGE, "no editor: set GIT_EDITOR or core.editor");
		goto out;
	}
	if (asprintf(&path, "%s/NOTE_EDITMSG", dir) < 0) {
		path = NULL;
		code = cdr_fail(err, CDR_EIO, "%s", strerror(ENOMEM));
		goto out;
	}
	words[n] = path;
	words[n + 1] = NULL;
	code = write_file(path, text, err);
	if (code == 0)
		code = run(words, err);
	if (code == 0)
		code = read_file(path, result, err);
	unlink(path);
out:
	free(path);
	free(copy);
	return code;
}
