/*
 * shelf.c - a file that another user could have written or that is a link somewhere else is
 * not touched at all, neither read nor written.
 */
#include "scan/recall/shelf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define FOLDER "cdreview-results" /* not the journal's: that one may be shared, this one is not */
#define PAUSE_MS 2

/* --- folders --------------------------------------------------------------------- */

/* Whether the folder FD is of whoever runs this: files of root would be in another's way. */
static bool is_own_folder(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && st.st_uid == geteuid();
}

/* The folder of results, with MAKE made in a git directory of our own. A descriptor, or -1. */
static int open_folder(const struct cdr_shelf *shelf, bool make)
{
	struct cdr_arena arena = { NULL, 0 };
	const char *dir = cdr_str_copy(&arena, shelf->dir).ptr;
	int up = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), fd = -1;

	cdr_arena_release(&arena);
	if (up < 0)
		return -1;
	if (is_own_folder(up)) {
		if (make)
			(void)mkdirat(up, FOLDER, 0700); /* if that fails, so does the next call */
		fd = openat(up, FOLDER, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	}
	close(up);
	if (fd >= 0 && !is_own_folder(fd)) {
		close(fd);
		return -1;
	}
	return fd;
}

/* --- the file -------------------------------------------------------------------- */

/* Waits a little for FD's lock. */
static bool lock(int fd, int how)
{
	const struct timespec pause = { .tv_nsec = PAUSE_MS * 1000000L };

	for (int waited = 0; flock(fd, how | LOCK_NB) < 0; waited += PAUSE_MS) {
		if ((errno != EWOULDBLOCK && errno != EINTR) || waited >= CDR_SHELF_WAIT_MS)
			return false;
		nanosleep(&pause, NULL);
	}
	return true;
}

/* Whether FD is a regular file that nobody else may write; *SIZE is its own. */
static bool is_ours(int fd, size_t *size)
{
	struct stat st;

	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_uid != geteuid() ||
	    st.st_mode & (S_IWGRP | S_IWOTH))
		return false;
	*size = (size_t)st.st_size;
	return true;
}

/* The file in FOLDER, locked as HOW says; -1 when there is none, or it is not ours. */
static int open_file(const struct cdr_shelf *shelf, int folder, int how, size_t *size)
{
	bool write = how == LOCK_EX;
	int flags = write ? O_WRONLY | O_APPEND | O_CREAT : O_RDONLY;
	char name[CDR_HASH_HEX + 1];
	int fd;

	cdr_hash_hex(name, &shelf->key);
	fd = openat(folder, name, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
	if (fd >= 0 && is_ours(fd, size) && lock(fd, how) && is_ours(fd, size))
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

/* SIZE bytes of FD into BYTES; how many there were. */
static size_t read_up_to(int fd, char *bytes, size_t size)
{
	size_t len = 0;
	ssize_t got = 1;

	while (len < size && got != 0) {
		got = read(fd, bytes + len, size - len);
		if (got < 0 && errno != EINTR)
			break;
		len += got > 0 ? (size_t)got : 0;
	}
	return len;
}

struct cdr_str cdr_shelf_read(struct cdr_shelf *shelf, struct cdr_arena *arena)
{
	struct cdr_str bytes = { NULL, 0 };
	int folder = open_folder(shelf, false);
	int fd = folder < 0 ? -1 : open_file(shelf, folder, LOCK_SH, &shelf->found);

	if (fd >= 0 && shelf->found <= CDR_RESULTS_FILE_MAX) {
		char *text = cdr_arena_alloc(arena, shelf->found);

		bytes = (struct cdr_str){ text, read_up_to(fd, text, shelf->found) };
		(void)futimens(fd, NULL); /* it was used, for tidy() */
	}
	if (fd >= 0)
		close(fd);
	if (folder >= 0)
		close(folder);
	return bytes;
}

/* --- old files ------------------------------------------------------------------- */

static bool is_older(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec != b->tv_sec ? a->tv_sec < b->tv_sec : a->tv_nsec < b->tv_nsec;
}

/* How many files FOLDER has but OWN, and the NAME of the one that was used longest ago. */
static size_t find_oldest(DIR *folder, const struct cdr_hash *own, char name[CDR_HASH_HEX + 1])
{
	struct timespec oldest = { .tv_sec = 0 };
	const struct dirent *entry;
	size_t n = 0;

	rewinddir(folder);
	while ((entry = readdir(folder))) {
		struct cdr_hash key;
		struct stat st;

		if (!cdr_hash_parse(&key, cdr_str_from(entry->d_name)) ||
		    cdr_hash_eq(&key, own) ||
		    fstatat(dirfd(folder), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
		    S_ISDIR(st.st_mode))
			continue;
		if (n++ == 0 || is_older(&st.st_mtim, &oldest)) {
			oldest = st.st_mtim;
			cdr_hash_hex(name, &key);
		}
	}
	return n;
}

/* Removes from the folder FD what keys other than OWN have left, but for the files used last. */
static void tidy(int fd, const struct cdr_hash *own_key)
{
	char name[CDR_HASH_HEX + 1];
	int own = dup(fd);
	DIR *folder = own < 0 ? NULL : fdopendir(own);

	while (folder && find_oldest(folder, own_key, name) >= CDR_SHELF_FILES)
		if (unlinkat(fd, name, 0) < 0)
			break;
	if (folder)
		closedir(folder);
	else if (own >= 0)
		close(own);
}

/* --- adding ---------------------------------------------------------------------- */

/*
 * A file that is full, or has another key or format, gives way: cut in place it could
 * be a link to something that somebody needs.
 */
static void make_way(struct cdr_shelf *shelf, int folder)
{
	char name[CDR_HASH_HEX + 1];

	if (shelf->found == 0 ||
	    (shelf->sound > 0 && shelf->found + CDR_RESULTS_BLOCK <= CDR_RESULTS_FILE_MAX))
		return;
	cdr_hash_hex(name, &shelf->key);
	(void)unlinkat(folder, name, 0); /* or the one that is there is found not to be ours */
	shelf->found = shelf->sound = 0;
}

/* Cuts off FD, of *SIZE bytes, what was found to be unsound, unless somebody has written since. */
static bool cut(const struct cdr_shelf *shelf, int fd, size_t *size)
{
	if (*size != shelf->found || shelf->sound == shelf->found)
		return true;
	*size = shelf->sound;
	return ftruncate(fd, (off_t)shelf->sound) == 0;
}

/* BYTES to the end of FD, which has SIZE; all or nothing, if the system lets us. */
static bool append(int fd, size_t size, const struct cdr_buf *bytes)
{
	bool torn = bytes->full || size + bytes->len > CDR_RESULTS_FILE_MAX ||
		    write(fd, bytes->ptr, bytes->len) != (ssize_t)bytes->len;

	if (torn && ftruncate(fd, (off_t)size) < 0)
		return false; /* and the file ends there for everybody who reads it */
	return !torn;
}

/* MEMOS to the end of FD, which has SIZE bytes; behind a head where there is nothing. */
static bool add_to(struct cdr_shelf *shelf, int fd, size_t size, struct cdr_str memos)
{
	struct cdr_buf bytes;
	bool added = cut(shelf, fd, &size);

	cdr_buf_init(&bytes, CDR_RESULTS_FILE_MAX);
	if (size == 0)
		cdr_memo_table_head(&bytes, &shelf->key);
	cdr_memo_table_block(&bytes, memos);
	added = added && append(fd, size, &bytes);
	shelf->found = shelf->sound = size + (added ? bytes.len : 0);
	cdr_buf_release(&bytes);
	return added;
}

bool cdr_shelf_add(struct cdr_shelf *shelf, struct cdr_str memos)
{
	int folder = open_folder(shelf, true), fd = -1;
	size_t size = 0;
	bool added = false;

	if (folder >= 0) {
		make_way(shelf, folder);
		fd = open_file(shelf, folder, LOCK_EX, &size);
	}
	if (fd >= 0) {
		added = add_to(shelf, fd, size, memos);
		if (size == 0)
			tidy(folder, &shelf->key);
		close(fd);
	}
	if (folder >= 0)
		close(folder);
	return added;
}
