/*
 * coprocess.c - its stdin is a socket, because writing to one that has died must
 * not kill us with SIGPIPE; its stderr is a file in memory, because nobody reads
 * it until something goes wrong.
 */
#include "base/coprocess.h"
#include "base/oom.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#define READ_AHEAD ((size_t)64 << 10)
#define PIPE_SIZE (1 << 20)            /* most that an unprivileged process may ask for */

struct cdr_coprocess {
	pid_t pid;                     /* 0: not started */
	int to, from, diag;
	int patience_ms;
	size_t start, end;             /* what is read and not yet taken: bytes[start, end) */
	char bytes[READ_AHEAD];
};

static int system_failed(const char *what, struct cdr_err *err)
{
	return cdr_fail(err, CDR_EIO, "%s: %s", what, strerrordesc_np(errno));
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* Our ends go into COPROCESS, its own into FDS. */
static int open_ends(struct cdr_coprocess *coprocess, int fds[3], struct cdr_err *err)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
		return system_failed("socketpair", err);
	coprocess->to = ends[0];
	fds[0] = ends[1];
	if (pipe2(ends, O_CLOEXEC))
		return system_failed("pipe", err);
	coprocess->from = ends[0];
	fds[1] = ends[1];
	(void)fcntl(fds[1], F_SETPIPE_SZ, PIPE_SIZE);
	fds[2] = coprocess->diag = memfd_create("cdreview-stderr", MFD_CLOEXEC);
	return fds[2] < 0 ? system_failed("memfd_create", err) : 0;
}

int cdr_coprocess_open(struct cdr_coprocess **out, const struct cdr_spawn *child,
		       struct cdr_err *err)
{
	struct cdr_coprocess *coprocess = cdr_alloc_zeroed(sizeof(*coprocess));
	int fds[3] = { -1, -1, -1 };
	int rc;

	coprocess->to = coprocess->from = coprocess->diag = -1;
	coprocess->patience_ms = child->patience_ms;
	rc = open_ends(coprocess, fds, err);
	if (!rc)
		rc = cdr_spawn_start(child, fds, &coprocess->pid, err);
	close_fd(&fds[0]);
	close_fd(&fds[1]);
	if (rc) {
		coprocess->pid = 0;
		cdr_coprocess_close(coprocess);
		coprocess = NULL;
	}
	*out = coprocess;
	return rc;
}

void cdr_coprocess_close(struct cdr_coprocess *coprocess)
{
	int status;

	if (!coprocess)
		return;
	close_fd(&coprocess->to);
	close_fd(&coprocess->from);
	if (coprocess->pid > 0) {
		kill(coprocess->pid, SIGKILL);
		cdr_spawn_reap(coprocess->pid, &status, NULL);
	}
	close_fd(&coprocess->diag);
	free(coprocess);
}

/* It is gone: what it said last is the best cause there is. */
static int ended(struct cdr_coprocess *coprocess, struct cdr_err *err)
{
	char words[400];
	ssize_t n = pread(coprocess->diag, words, sizeof(words), 0);
	struct cdr_str said = { words, n > 0 ? (size_t)n : 0 }, line = { NULL, 0 };

	(void)cdr_str_line(&said, &line);
	return cdr_fail(err, CDR_EIO, "it ended%s%.*s", line.len ? ": " : "", CDR_FMT(line));
}

int cdr_coprocess_ask(struct cdr_coprocess *coprocess, struct cdr_str question, struct cdr_err *err)
{
	while (question.len > 0) {
		ssize_t n = send(coprocess->to, question.ptr, question.len, MSG_NOSIGNAL);

		if (n < 0 && errno != EINTR)
			return ended(coprocess, err);
		if (n > 0)
			question = cdr_str_sub(question, (size_t)n, question.len);
	}
	return 0;
}

/* Reads up to SIZE bytes, at least one. */
static int read_some(struct cdr_coprocess *coprocess, char *to, size_t size, size_t *n,
		     struct cdr_err *err)
{
	ssize_t got;

	do {
		int rc = cdr_spawn_wait(coprocess->from, coprocess->patience_ms, err);

		if (rc)
			return rc;
		got = read(coprocess->from, to, size);
	} while (got < 0 && errno == EINTR);
	*n = got > 0 ? (size_t)got : 0;
	return *n ? 0 : ended(coprocess, err);
}

/* Adds to what is read ahead, which begins at the front of the buffer then. */
static int read_ahead(struct cdr_coprocess *coprocess, struct cdr_err *err)
{
	size_t n = 0;
	int rc;

	memmove(coprocess->bytes, coprocess->bytes + coprocess->start,
		coprocess->end - coprocess->start);
	coprocess->end -= coprocess->start;
	coprocess->start = 0;
	rc = read_some(coprocess, coprocess->bytes + coprocess->end, READ_AHEAD - coprocess->end,
		       &n, err);
	coprocess->end += n;
	return rc;
}

int cdr_coprocess_line(struct cdr_coprocess *coprocess, struct cdr_str *line, struct cdr_err *err)
{
	for (;;) {
		const char *from = coprocess->bytes + coprocess->start;
		size_t len = coprocess->end - coprocess->start;
		const char *end = memchr(from, '\n', len);
		int rc;

		if (end) {
			*line = (struct cdr_str){ from, (size_t)(end - from) };
			coprocess->start += line->len + 1;
			return 0;
		}
		if (len >= CDR_COPROCESS_LINE_MAX)
			return cdr_fail(err, CDR_ELIMIT, "a line of more than %zu bytes",
					CDR_COPROCESS_LINE_MAX);
		rc = read_ahead(coprocess, err);
		if (rc)
			return rc;
	}
}

int cdr_coprocess_bytes(struct cdr_coprocess *coprocess, char *to, size_t len, struct cdr_err *err)
{
	size_t n = coprocess->end - coprocess->start;
	int rc = 0;

	n = n < len ? n : len;
	memcpy(to, coprocess->bytes + coprocess->start, n);
	coprocess->start += n;
	for (size_t done = n; done < len && !rc; done += n)
		rc = read_some(coprocess, to + done, len - done, &n, err);
	return rc;
}
