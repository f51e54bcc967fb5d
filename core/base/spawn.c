/*
 * spawn.c - stdin is a file in memory, so that only the child's output has to
 * be waited for: no deadlock between two full pipes and no SIGPIPE.
 */
#include "base/oom.h"
#include "base/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* One output of the child. */
struct stream {
	int fd;                  /* our end, -1 when closed */
	int child_fd;            /* the child's end, -1 once it is the child's alone */
	struct cdr_buf *buf;     /* NULL: thrown away */
};

static int system_failed(const char *what, int error, struct cdr_err *err)
{
	return cdr_fail(err, CDR_EIO, "%s: %s", what, strerrordesc_np(error));
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* --- the program's file ------------------------------------------------- */

static bool is_program(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

static struct cdr_str path_of(const char *const *env)
{
	for (; *env; env++) {
		struct cdr_str entry = cdr_str_from(*env);

		if (cdr_str_starts(entry, "PATH="))
			return cdr_str_sub(entry, 5, entry.len);
	}
	return CDR_STR("/usr/bin:/bin");
}

static int find_program(const struct cdr_spawn *child, struct cdr_arena *arena, const char **file,
			struct cdr_err *err)
{
	const char *name = child->argv[0];
	struct cdr_str path = path_of(child->env);

	*file = name;
	if (strchr(name, '/'))
		return 0;
	while (path.len) {
		size_t len = cdr_str_find(path, CDR_STR(":"));

		*file = cdr_arena_printf(arena, "%.*s/%s", (int)len, path.ptr, name);
		if (**file == '/' && len && is_program(*file))
			return 0;
		path = cdr_str_sub(path, len + 1, path.len);
	}
	return cdr_fail(err, CDR_ENOTFOUND, "%s: not found in PATH", name);
}

/* --- descriptors -------------------------------------------------------- */

static int open_input(struct cdr_str input, int *out, struct cdr_err *err)
{
	int fd = memfd_create("cdreview-stdin", MFD_CLOEXEC);

	*out = fd;
	if (fd < 0)
		return system_failed("memfd_create", errno, err);
	while (input.len) {
		ssize_t n = write(fd, input.ptr, input.len);

		if (n < 0 && errno != EINTR)
			return system_failed("writing the child's input", errno, err);
		if (n > 0)
			input = cdr_str_sub(input, (size_t)n, input.len);
	}
	if (lseek(fd, 0, SEEK_SET) < 0)
		return system_failed("lseek", errno, err);
	return 0;
}

static int open_stream(struct stream *stream, struct cdr_err *err)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC))
		return system_failed("pipe", errno, err);
	stream->fd = ends[0];
	stream->child_fd = ends[1];
	return 0;
}

/* Adds what has come to the stream's buffer and closes it at its end. */
static int read_stream(struct stream *stream, struct cdr_err *err)
{
	char bytes[16384];
	ssize_t n = read(stream->fd, bytes, sizeof(bytes));

	if (n < 0 && errno != EINTR)
		return system_failed("reading the child's output", errno, err);
	if (n == 0)
		close_fd(&stream->fd);
	else if (n > 0 && stream->buf)
		cdr_buf_add(stream->buf, bytes, (size_t)n);
	return 0;
}

static int silent(int patience_ms, struct cdr_err *err)
{
	return cdr_fail(err, CDR_EIO, "no answer within %d seconds", patience_ms / 1000);
}

/* As poll, but a signal is no reason to stop, and silence is an error. */
static int wait_for(struct pollfd *fds, nfds_t n, int patience_ms, struct cdr_err *err)
{
	int ready;

	do {
		ready = poll(fds, n, patience_ms ? patience_ms : -1);
	} while (ready < 0 && errno == EINTR);
	if (ready == 0)
		return silent(patience_ms, err);
	return ready < 0 ? system_failed("poll", errno, err) : 0;
}

int cdr_spawn_wait(int fd, int patience_ms, struct cdr_err *err)
{
	return wait_for(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, patience_ms, err);
}

/* Reads OUT and DIAG to their ends, or until OUT is full. */
static int read_all(struct stream *out, struct stream *diag, int patience_ms, struct cdr_err *err)
{
	int rc = 0;

	while (!rc && (out->fd >= 0 || diag->fd >= 0)) {
		struct pollfd fds[] = {
			{ .fd = out->fd, .events = POLLIN },
			{ .fd = diag->fd, .events = POLLIN },
		};

		rc = wait_for(fds, 2, patience_ms, err);
		if (!rc && fds[0].revents)
			rc = read_stream(out, err);
		if (!rc && fds[1].revents)
			rc = read_stream(diag, err);
		if (!rc)
			rc = cdr_buf_check(out->buf, "the child's output", err);
	}
	return rc;
}

/* --- the child ---------------------------------------------------------- */

static int set_attributes(posix_spawnattr_t *attr, bool own_session)
{
	const int session = own_session ? POSIX_SPAWN_SETSID : 0;
	sigset_t none, all;

	sigemptyset(&none);
	sigfillset(&all);
	return posix_spawnattr_setflags(attr, (short)(POSIX_SPAWN_SETSIGMASK |
						      POSIX_SPAWN_SETSIGDEF | session)) ||
	       posix_spawnattr_setsigmask(attr, &none) || posix_spawnattr_setsigdefault(attr, &all);
}

/* Starts FILE with FDS as its descriptors 0 to 2. */
static int start(const struct cdr_spawn *child, const char *file, const int fds[3], pid_t *pid,
		 struct cdr_err *err)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	int error = 0;

	if (posix_spawn_file_actions_init(&actions) || posix_spawnattr_init(&attr))
		cdr_oom();
	for (int fd = 0; fd < 3 && !error; fd++)
		error = posix_spawn_file_actions_adddup2(&actions, fds[fd], fd);
	if (!error)
		error = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
	if (child->dir && !error)
		error = posix_spawn_file_actions_addchdir_np(&actions, child->dir);
	if (error || set_attributes(&attr, child->own_session))
		cdr_oom();
	error = posix_spawn(pid, file, &actions, &attr, (char *const *)(uintptr_t)child->argv,
			    (char *const *)(uintptr_t)child->env);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&actions);
	if (error)
		return cdr_fail(err, error == ENOENT ? CDR_ENOTFOUND : CDR_EIO, "%s: %s",
				child->argv[0], strerrordesc_np(error));
	return 0;
}

int cdr_spawn_start(const struct cdr_spawn *child, const int fds[3], pid_t *pid,
		    struct cdr_err *err)
{
	struct cdr_arena arena = { 0 };
	const char *file;
	int rc = find_program(child, &arena, &file, err);

	if (!rc)
		rc = start(child, file, fds, pid, err);
	cdr_arena_release(&arena);
	return rc;
}

int cdr_spawn_reap(pid_t pid, int *status, struct cdr_err *err)
{
	int raw;

	while (waitpid(pid, &raw, 0) < 0) {
		if (errno != EINTR)
			return system_failed("waitpid", errno, err);
	}
	*status = WIFSIGNALED(raw) ? 128 + WTERMSIG(raw) : WEXITSTATUS(raw);
	return 0;
}

/* Reads what PID writes until its end and reaps it, whatever happens. */
static int attend(pid_t pid, struct stream streams[2], int patience_ms, int *status,
		  struct cdr_err *err)
{
	int rc = read_all(&streams[0], &streams[1], patience_ms, err);
	int reaped;

	if (rc)
		kill(pid, SIGKILL);
	reaped = cdr_spawn_reap(pid, status, err);
	return rc ? rc : reaped;
}

int cdr_spawn_run(const struct cdr_spawn *child, struct cdr_buf *out, struct cdr_buf *diag,
		  int *status, struct cdr_err *err)
{
	struct stream streams[] = { { -1, -1, out }, { -1, -1, diag } };
	int input = -1;
	pid_t pid;
	int rc;

	rc = open_input(child->input, &input, err);
	for (size_t i = 0; i < 2 && !rc; i++)
		rc = open_stream(&streams[i], err);
	if (rc)
		goto out;
	rc = cdr_spawn_start(child, (int[]){ input, streams[0].child_fd, streams[1].child_fd },
			     &pid, err);
	close_fd(&streams[0].child_fd);
	close_fd(&streams[1].child_fd);
	if (!rc)
		rc = attend(pid, streams, child->patience_ms, status, err);
out:
	for (size_t i = 0; i < 2; i++) {
		close_fd(&streams[i].fd);
		close_fd(&streams[i].child_fd);
	}
	close_fd(&input);
	return rc;
}
