/*
 * proctree.c - a process group would be simpler, and is left by one call of setsid.
 * The tree is read from /proc each time: it changes while one looks, so whoever kills
 * looks again until there is nothing to see.
 */
#include "base/proctree.h"

#include "cdreview/str.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define END_ROUNDS 2500
#define END_PAUSE_NS 2000000L /* 5 seconds in all */

struct process {
	pid_t pid, parent;
	bool ours;
};

struct processes {
	struct cdr_arena arena;
	CDR_VEC(struct process) list;
};

/* Reads a small file of /proc; false when the process is gone. */
static bool read_small(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len = fd < 0 ? -1 : read(fd, text, size - 1);

	if (fd >= 0)
		close(fd);
	text[len > 0 ? len : 0] = '\0';
	return len > 0;
}

/* The parent stands behind the name, which is in brackets and may hold anything. */
static bool read_parent(pid_t pid, pid_t *parent)
{
	char path[64], text[1024];
	const char *end;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	if (!read_small(path, text, sizeof(text)))
		return false;
	end = strrchr(text, ')');
	if (!end || strlen(end) < 5)
		return false;
	*parent = (pid_t)strtol(end + 4, NULL, 10);
	return true;
}

static int list_all(struct processes *all, struct cdr_err *err)
{
	DIR *dir = opendir("/proc");
	struct dirent *entry;

	if (!dir)
		return cdr_fail(err, CDR_EIO, "cannot read /proc: %s", strerrordesc_np(errno));
	while ((entry = readdir(dir))) {
		struct process process = { .pid = (pid_t)strtol(entry->d_name, NULL, 10) };

		if (process.pid > 0 && read_parent(process.pid, &process.parent))
			*cdr_vec_push(&all->arena, &all->list) = process;
	}
	closedir(dir);
	return 0;
}

static bool is_spared(const struct cdr_proctree *tree, pid_t pid)
{
	for (size_t i = 0; i < tree->n_spared; i++)
		if (tree->spared[i] == pid)
			return true;
	return false;
}

static int by_pid(const void *a, const void *b)
{
	const struct process *left = a, *right = b;

	return (left->pid > right->pid) - (left->pid < right->pid);
}

static bool is_below(const struct processes *all, const struct process *process)
{
	const struct process key = { .pid = process->parent };
	const struct process *parent =
		bsearch(&key, all->list.items, all->list.n, sizeof(key), by_pid);

	return parent && parent->ours;
}

/* Marks what descends from us, but not through what is spared. */
static void mark(struct processes *all, const struct cdr_proctree *tree)
{
	pid_t self = getpid();
	bool more = all->list.n > 0;

	if (more)
		qsort(all->list.items, all->list.n, sizeof(*all->list.items), by_pid);
	while (more) {
		more = false;
		for (size_t i = 0; i < all->list.n; i++) {
			struct process *process = &all->list.items[i];

			if (process->ours || is_spared(tree, process->pid) ||
			    (process->parent != self && !is_below(all, process)))
				continue;
			process->ours = more = true;
		}
	}
}

int cdr_proctree_hold(struct cdr_proctree *tree, struct cdr_err *err)
{
	struct processes all = { .arena = { NULL, 0 } };
	int rc = list_all(&all, err);

	*tree = (struct cdr_proctree){ .n_spared = 0 };
	for (size_t i = 0; rc == 0 && i < all.list.n; i++) {
		if (all.list.items[i].parent != getpid())
			continue;
		if (tree->n_spared == CDR_PROCTREE_SPARED)
			rc = cdr_fail(err, CDR_EIO, "this process has too many children");
		else
			tree->spared[tree->n_spared++] = all.list.items[i].pid;
	}
	cdr_arena_release(&all.arena);
	if (rc == 0 && prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) < 0)
		rc = cdr_fail(err, CDR_EIO, "cannot keep hold of a check's processes: %s",
			      strerrordesc_np(errno));
	return rc;
}

/* Pages that are resident and shared with no file, in bytes. */
static uint64_t memory_of(pid_t pid)
{
	char path[64], text[256], *end;
	uint64_t resident, shared;

	snprintf(path, sizeof(path), "/proc/%d/statm", (int)pid);
	if (!read_small(path, text, sizeof(text)))
		return 0;
	(void)strtoull(text, &end, 10);
	resident = strtoull(end, &end, 10);
	shared = strtoull(end, &end, 10);
	return resident > shared ? (resident - shared) * (uint64_t)sysconf(_SC_PAGESIZE) : 0;
}

struct cdr_proctree_use cdr_proctree_measure(const struct cdr_proctree *tree)
{
	struct processes all = { .arena = { NULL, 0 } };
	struct cdr_proctree_use use = { 0, 0 };

	if (list_all(&all, NULL) == 0) {
		mark(&all, tree);
		for (size_t i = 0; i < all.list.n; i++) {
			if (!all.list.items[i].ours)
				continue;
			use.memory += memory_of(all.list.items[i].pid);
			use.n_processes++;
		}
	}
	cdr_arena_release(&all.arena);
	return use;
}

/* One look: kills what is there, buries what is dead. Returns how many were seen. */
static size_t kill_round(const struct cdr_proctree *tree)
{
	struct processes all = { .arena = { NULL, 0 } };
	size_t n = 0;

	if (list_all(&all, NULL) == 0) {
		mark(&all, tree);
		for (size_t i = 0; i < all.list.n; i++) {
			const struct process *process = &all.list.items[i];

			if (!process->ours)
				continue;
			n++;
			kill(process->pid, SIGKILL);
			if (process->parent == getpid())
				waitpid(process->pid, NULL, WNOHANG);
		}
	}
	cdr_arena_release(&all.arena);
	return n;
}

int cdr_proctree_end(const struct cdr_proctree *tree, struct cdr_err *err)
{
	const struct timespec pause = { .tv_nsec = END_PAUSE_NS };
	size_t n = kill_round(tree);

	for (int round = 0; n > 0 && round < END_ROUNDS; round++) {
		nanosleep(&pause, NULL);
		n = kill_round(tree);
	}
	prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0);
	if (n > 0)
		return cdr_fail(err, CDR_EIO, "%zu processes of a check will not die", n);
	return 0;
}
