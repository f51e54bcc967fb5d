/*
 * session_files.c - the few files that are not objects of git. What the work
 * tree holds is somebody else's: it may be a link, a pipe or endless.
 */
#include "session_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int not_opened(const char *path, struct cdr_err *err)
{
	if (errno == ENOENT || errno == ENOTDIR)
		return cdr_fail(err, CDR_ENOTFOUND, "there is no file %s", path);
	if (errno != ELOOP)
		return cdr_fail(err, CDR_EIO, "cannot open %s: %s", path, strerror(errno));
	cdr_fail(err, CDR_EIO, "%s is a symbolic link, a regular file is wanted", path);
	return cdr_err_hint(err, "put the file itself there");
}

static int check_file(int fd, const char *path, size_t max, size_t *size, struct cdr_err *err)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return cdr_fail(err, CDR_EIO, "cannot read %s: %s", path, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return cdr_fail(err, CDR_EIO, "%s is not a regular file", path);
	if ((uintmax_t)st.st_size > max)
		return cdr_fail(err, CDR_ELIMIT, "%s has %ju bytes, at most %zu are read", path,
				(uintmax_t)st.st_size, max);
	*size = (size_t)st.st_size;
	return 0;
}

/* Reads up to SIZE bytes; how many, or -1. */
static ssize_t read_up_to(int fd, char *bytes, size_t size)
{
	size_t len = 0;

	while (len < size) {
		ssize_t got = read(fd, bytes + len, size - len);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		len += (size_t)got;
	}
	return (ssize_t)len;
}

int cdr_session_read_file(struct cdr_arena *arena, const char *path, size_t max,
			  struct cdr_str *out, struct cdr_err *err)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	size_t size = 0;
	char *bytes;
	ssize_t len;
	int rc;

	if (fd < 0)
		return not_opened(path, err);
	rc = check_file(fd, path, max, &size, err);
	if (rc)
		goto out;
	bytes = cdr_arena_alloc(arena, size + 1);
	len = read_up_to(fd, bytes, size + 1);
	if (len < 0)
		rc = cdr_fail(err, CDR_EIO, "cannot read %s: %s", path, strerror(errno));
	else if ((size_t)len > size)
		rc = cdr_fail(err, CDR_EIO, "%s grew while it was read", path);
	else
		*out = (struct cdr_str){ bytes, (size_t)len };
out:
	close(fd);
	return rc;
}

static int write_whole(int fd, struct cdr_str text)
{
	while (text.len) {
		ssize_t written = write(fd, text.ptr, text.len);

		if (written < 0 && errno != EINTR)
			return -1;
		if (written > 0)
			text = cdr_str_sub(text, (size_t)written, text.len);
	}
	return 0;
}

int cdr_session_write_file(struct cdr_arena *arena, const char *path, struct cdr_str text,
			   unsigned mode, struct cdr_err *err)
{
	const char *temporary = cdr_arena_printf(arena, "%s.%ld.tmp", path, (long)getpid());
	int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode);
	bool written;

	if (fd < 0)
		return cdr_fail(err, CDR_EIO, "cannot make %s: %s", temporary, strerror(errno));
	written = write_whole(fd, text) == 0;
	if (close(fd) == 0 && written && rename(temporary, path) == 0)
		return 0;
	cdr_fail(err, CDR_EIO, "cannot write %s: %s", path, strerror(errno));
	unlink(temporary);
	return CDR_EIO;
}
