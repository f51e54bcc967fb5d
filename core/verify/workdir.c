/*
 * workdir.c - what a check leaves behind is as hostile as what it was given: folders
 * without permissions, links out of the place, names without end. So everything is
 * done by descriptors, one name at a time.
 */
#include "verify/workdir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

static int refused(const char *what, const char *path, struct cdr_err *err)
{
	return cdr_fail(err, CDR_EIO, "cannot %s %s: %s", what, path, strerrordesc_np(errno));
}

int cdr_workdir_make(struct cdr_workdir *out, struct cdr_arena *arena, const char *parent,
		     struct cdr_err *err)
{
	char *path = cdr_arena_printf(arena, "%s/cdreview-verify-XXXXXX", parent);

	*out = (struct cdr_workdir){ .checkout_fd = -1 };
	if (!mkdtemp(path)) {
		refused("make", path, err);
		return cdr_err_hint(err, "TMPDIR names the folder for temporary checkouts");
	}
	out->path = path;
	out->checkout = cdr_arena_printf(arena, "%s/checkout", path);
	out->home = cdr_arena_printf(arena, "%s/home", path);
	out->temporary = cdr_arena_printf(arena, "%s/tmp", path);
	if (mkdir(out->checkout, 0755) < 0 || mkdir(out->home, 0700) < 0 ||
	    mkdir(out->temporary, 0700) < 0)
		return refused("make a folder in", path, err);
	out->checkout_fd = open(out->checkout, FOLDER);
	return out->checkout_fd < 0 ? refused("open", out->checkout, err) : 0;
}

static int remove_all(int fd);

static int remove_entry(int fd, const char *name)
{
	int below, rc;

	if (unlinkat(fd, name, 0) == 0 || errno == ENOENT)
		return 0;
	if (errno != EISDIR && errno != EPERM)
		return -1;
	(void)fchmodat(fd, name, 0700, 0);      /* a folder, as unlink said: no link to follow */
	below = openat(fd, name, FOLDER);
	if (below < 0)
		return -1;
	rc = remove_all(below);
	if (rc == 0)
		rc = unlinkat(fd, name, AT_REMOVEDIR);
	return rc;
}

/* Empties the folder that FD is open on, and closes it. */
static int remove_all(int fd)
{
	DIR *dir = fdopendir(fd);
	struct dirent *entry;
	int rc = 0;

	if (!dir) {
		close(fd);
		return -1;
	}
	while (rc == 0 && (entry = readdir(dir)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			rc = remove_entry(fd, entry->d_name);
	closedir(dir);
	return rc;
}

int cdr_workdir_remove(struct cdr_workdir *workdir, struct cdr_err *err)
{
	if (!workdir->path)
		return 0;
	if (workdir->checkout_fd >= 0)
		close(workdir->checkout_fd);
	workdir->checkout_fd = -1;
	if (remove_entry(AT_FDCWD, workdir->path) < 0)
		return refused("remove", workdir->path, err);
	workdir->path = NULL;
	return 0;
}

/* The folder that PATH, which ends up as its last name, lies in; a descriptor, or -1. */
static int walk_to(const struct cdr_workdir *workdir, struct cdr_arena *arena,
		   struct cdr_str *path)
{
	int fd = fcntl(workdir->checkout_fd, F_DUPFD_CLOEXEC, 0);

	for (;;) {
		size_t len = cdr_str_find(*path, CDR_STR("/"));
		const char *name = cdr_str_copy(arena, cdr_str_sub(*path, 0, len)).ptr;
		int next;

		if (fd < 0 || len == path->len)
			return fd;
		next = openat(fd, name, FOLDER);
		close(fd);
		fd = next;
		*path = cdr_str_sub(*path, len + 1, path->len);
	}
}

static int read_whole(int fd, struct cdr_arena *arena, struct cdr_str *out, struct cdr_err *err)
{
	struct stat st;
	size_t len = 0;
	char *bytes;

	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		return cdr_fail(err, CDR_EIO, "it is not a regular file");
	if ((uintmax_t)st.st_size > CDR_WORKDIR_FILE)
		return cdr_fail(err, CDR_ELIMIT, "it has %ju bytes, at most %zu are read",
				(uintmax_t)st.st_size, CDR_WORKDIR_FILE);
	bytes = cdr_arena_alloc(arena, (size_t)st.st_size + 1);
	while (len < (size_t)st.st_size) {
		ssize_t got = read(fd, bytes + len, (size_t)st.st_size - len);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		len += (size_t)got;
	}
	*out = (struct cdr_str){ bytes, len };
	return 0;
}

int cdr_workdir_read(const struct cdr_workdir *workdir, struct cdr_arena *arena,
		     struct cdr_str path, struct cdr_str *out, struct cdr_err *err)
{
	int folder = walk_to(workdir, arena, &path), fd = -1, rc;

	if (folder >= 0)
		fd = openat(folder, cdr_str_copy(arena, path).ptr,
			    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd >= 0)
		rc = read_whole(fd, arena, out, err);
	else
		rc = cdr_fail(err, errno == ENOENT ? CDR_ENOTFOUND : CDR_EIO, "%s",
			      strerrordesc_np(errno));
	if (fd >= 0)
		close(fd);
	if (folder >= 0)
		close(folder);
	return rc;
}
