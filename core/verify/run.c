/*
 * run.c - waits on five things at once: the child's end, its two outputs, the clock, and
 * whoever wants to stop it. What it takes is looked at ten times a second and not limited by the
 * kernel: a limit of address space, the only one that an ordinary user may set, ends
 * programs that reserve much and use little, as sanitizers and virtual machines do.
 */
#include "verify/run.h"

#include "base/proctree.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define LOOK_MS 100

enum { AT_END, AT_OUT, AT_DIAG, AT_STOP, N_FDS };

struct watch {
	const struct cdr_run *run;
	struct cdr_buf *out, *diag;
	struct cdr_proctree tree;
	pid_t pid;
	int pidfd, out_fd, diag_fd;
	uint64_t began, looked; /* nanoseconds */
	uint64_t room;          /* bytes that were free on its disk */
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

static uint64_t elapsed_ms(const struct watch *watch)
{
	return (watch->run->clock() - watch->began) / 1000000;
}

/* Adds what can be read at once; closes the stream at its end. */
static void read_stream(int *fd, struct cdr_buf *buf)
{
	char bytes[16384];
	ssize_t n = 0;

	while (*fd >= 0 && !buf->full) {
		n = read(*fd, bytes, sizeof(bytes));
		if (n > 0)
			cdr_buf_add(buf, bytes, (size_t)n);
		else if (n == 0 || (errno != EINTR && errno != EAGAIN))
			close_fd(fd);
		else if (errno == EAGAIN)
			break;
	}
}

/* What is free on the disk of FD; UNKNOWN when nobody says. */
static uint64_t room_on(int fd, uint64_t unknown)
{
	struct statvfs fs;

	return fstatvfs(fd, &fs) == 0 ? (uint64_t)fs.f_bavail * fs.f_frsize : unknown;
}

/* Is it too much of anything, and of what? Looked at ten times a second. */
static bool wants_too_much(struct watch *watch, enum cdr_run_end *what)
{
	uint64_t now = watch->run->clock(), room;
	struct cdr_proctree_use use;

	if (now - watch->looked < LOOK_MS * UINT64_C(1000000))
		return false;
	watch->looked = now;
	use = cdr_proctree_measure(&watch->tree);
	room = room_on(watch->run->disk_fd, watch->room);
	if (use.memory > watch->run->memory)
		*what = CDR_RUN_MEMORY;
	else if (use.n_processes > watch->run->processes)
		*what = CDR_RUN_PROCESSES;
	else if (room < watch->room && watch->room - room > watch->run->disk)
		*what = CDR_RUN_DISK;
	else
		return false;
	return true;
}

/* True when it is over, and then why. */
static bool is_over(struct watch *watch, const struct pollfd fds[N_FDS], enum cdr_run_end *end)
{
	const struct {
		bool holds;
		enum cdr_run_end end;
	} reasons[] = {
		{ fds[AT_STOP].revents != 0, CDR_RUN_STOPPED },
		{ watch->out->full || watch->diag->full, CDR_RUN_OUTPUT },
		{ fds[AT_END].revents != 0, CDR_RUN_EXITED },
		{ elapsed_ms(watch) >= watch->run->timeout * UINT64_C(1000), CDR_RUN_TIMEOUT },
	};

	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		*end = reasons[i].end;
		if (reasons[i].holds)
			return true;
	}
	return wants_too_much(watch, end);
}

static int watch_until_end(struct watch *watch, enum cdr_run_end *end, struct cdr_err *err)
{
	for (;;) {
		struct pollfd fds[N_FDS] = {
			[AT_END] = { .fd = watch->pidfd, .events = POLLIN },
			[AT_OUT] = { .fd = watch->out_fd, .events = POLLIN },
			[AT_DIAG] = { .fd = watch->diag_fd, .events = POLLIN },
			[AT_STOP] = { .fd = watch->run->stop_fd, .events = POLLIN },
		};

		if (poll(fds, N_FDS, LOOK_MS) < 0) {
			if (errno != EINTR)
				return system_failed("poll", err);
			continue;
		}
		read_stream(&watch->out_fd, watch->out);
		read_stream(&watch->diag_fd, watch->diag);
		if (is_over(watch, fds, end))
			return 0;
	}
}

/* Ends what is left, and takes what it had written until then. */
static int finish(struct watch *watch, struct cdr_run_result *result, struct cdr_err *err)
{
	int rc, ended;

	if (result->end != CDR_RUN_EXITED)
		kill(watch->pid, SIGKILL);
	rc = cdr_spawn_reap(watch->pid, &result->status, err);
	ended = cdr_proctree_end(&watch->tree, err);
	read_stream(&watch->out_fd, watch->out);
	read_stream(&watch->diag_fd, watch->diag);
	if (result->end == CDR_RUN_EXITED && (watch->out->full || watch->diag->full))
		result->end = CDR_RUN_OUTPUT;
	if (result->end != CDR_RUN_EXITED)
		result->status = -1;
	return rc ? rc : ended;
}

static int open_output(int *ours, int *theirs, struct cdr_err *err)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return system_failed("pipe", err);
	*ours = ends[0];
	*theirs = ends[1];
	if (fcntl(*ours, F_SETFL, O_NONBLOCK) < 0)
		return system_failed("fcntl", err);
	return 0;
}

/* The child's descriptors; ours go into WATCH. */
static int open_all(struct watch *watch, int fds[3], struct cdr_err *err)
{
	int rc;

	fds[0] = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (fds[0] < 0)
		return system_failed("/dev/null", err);
	rc = open_output(&watch->out_fd, &fds[1], err);
	return rc ? rc : open_output(&watch->diag_fd, &fds[2], err);
}

static int start(struct watch *watch, struct cdr_err *err)
{
	int fds[3] = { -1, -1, -1 };
	int rc = open_all(watch, fds, err);

	if (rc == 0)
		rc = cdr_spawn_start(&watch->run->child, fds, &watch->pid, err);
	for (size_t i = 0; i < 3; i++)
		close_fd(&fds[i]);
	return rc;
}

static int attend(struct watch *watch, struct cdr_run_result *result, struct cdr_err *err)
{
	int rc = start(watch, err), finished;

	if (rc < 0) {
		finished = cdr_proctree_end(&watch->tree, NULL);
		return rc ? rc : finished;
	}
	result->end = CDR_RUN_STOPPED;
	watch->pidfd = pidfd_open(watch->pid, 0);
	if (watch->pidfd < 0)
		rc = system_failed("pidfd_open", err);
	else
		rc = watch_until_end(watch, &result->end, err);
	finished = finish(watch, result, err);
	return rc ? rc : finished;
}

int cdr_run(const struct cdr_run *run, struct cdr_buf *out, struct cdr_buf *diag,
	    struct cdr_run_result *result, struct cdr_err *err)
{
	struct watch watch = {
		.run = run,
		.out = out,
		.diag = diag,
		.pidfd = -1,
		.out_fd = -1,
		.diag_fd = -1,
		.began = run->clock(),
		.room = room_on(run->disk_fd, 0),
	};
	uint64_t ms;
	int rc = cdr_proctree_hold(&watch.tree, err);

	*result = (struct cdr_run_result){ .status = -1 };
	if (rc == 0)
		rc = attend(&watch, result, err);
	close_fd(&watch.pidfd);
	close_fd(&watch.out_fd);
	close_fd(&watch.diag_fd);
	ms = elapsed_ms(&watch);
	result->ms = ms < UINT32_MAX ? (uint32_t)ms : UINT32_MAX;
	return rc;
}
