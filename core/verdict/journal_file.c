/*
 * journal_file.c - every step is ordered so that a crash, a full disk or a kill
 * leaves either what was there before or what was promised, and at worst a torn
 * last line, which the next to take the lock cuts off.
 */
#include "verdict/journal_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define FILE_NAME "journal"
#define TEMPORARY "journal.tmp"
#define LOCK_NAME "lock"
#define LOCK_WAIT_MS 10000   /* longer than publishing ever takes (notes.h) */
#define LOCK_PAUSE_MS 5

static int refused(struct cdr_err *err, const char *what, const char *path)
{
	return cdr_fail(err, CDR_EIO, "cannot %s %s: %s", what, path, strerror(errno));
}

/* Why PATH could not be opened; a symbolic link is refused, it could lead out of the repository. */
static int not_opened(struct cdr_err *err, const char *path)
{
	int saved = errno;
	struct stat st;

	if (lstat(path, &st) == 0 && S_ISLNK(st.st_mode)) {
		cdr_fail(err, CDR_ETAMPER, "%s is a symbolic link", path);
		cdr_err_hint(err, "look where it leads, then remove it");
		return CDR_ETAMPER;
	}
	errno = saved;
	return refused(err, "open", path);
}

static int sync_parent(const struct cdr_journal *journal)
{
	int fd = openat(journal->dir_fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc = fd < 0 ? -1 : fsync(fd);

	if (fd >= 0)
		close(fd);
	return rc;
}

int cdr_journal_folder_open(struct cdr_journal *journal, struct cdr_err *err)
{
	bool made = mkdir(journal->dir, 0700) == 0;

	if (!made && errno != EEXIST)
		return refused(err, "make", journal->dir);
	journal->dir_fd = open(journal->dir, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (journal->dir_fd < 0)
		return not_opened(err, journal->dir);
	if (made && sync_parent(journal) < 0)
		return refused(err, "sync", journal->dir);
	journal->lock_fd = openat(journal->dir_fd, LOCK_NAME,
				  O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (journal->lock_fd < 0)
		return not_opened(err,
				  cdr_arena_printf(&journal->arena, "%s/" LOCK_NAME, journal->dir));
	return 0;
}

void cdr_journal_folder_close(struct cdr_journal *journal)
{
	if (journal->lock_fd >= 0)
		close(journal->lock_fd);
	if (journal->dir_fd >= 0)
		close(journal->dir_fd);
}

static int write_all(int fd, struct cdr_str bytes)
{
	while (bytes.len > 0) {
		ssize_t len = write(fd, bytes.ptr, bytes.len);

		if (len < 0 && errno != EINTR)
			return -1;
		if (len > 0)
			bytes = cdr_str_sub(bytes, (size_t)len, bytes.len);
	}
	return 0;
}

/* Returns how many bytes there were before the end of the file, or -1. */
static ssize_t read_all(int fd, char *bytes, size_t len)
{
	size_t at = 0;

	while (at < len) {
		ssize_t got = read(fd, bytes + at, len - at);

		if (got == 0)
			break;
		if (got < 0 && errno != EINTR)
			return -1;
		if (got > 0)
			at += (size_t)got;
	}
	return (ssize_t)at;
}

static struct cdr_journal_stamp stamp_of(const struct stat *st)
{
	return (struct cdr_journal_stamp){ st->st_dev, st->st_ino, st->st_size, st->st_ctim };
}

static bool same_stamp(const struct cdr_journal_stamp *a, const struct cdr_journal_stamp *b)
{
	return a->dev == b->dev && a->ino == b->ino && a->size == b->size &&
	       a->changed.tv_sec == b->changed.tv_sec && a->changed.tv_nsec == b->changed.tv_nsec;
}

/* LAST is the end of the file that is held, as it is now. */
static void leave(struct cdr_journal *journal, const struct cdr_journal_held *held,
		  const struct cdr_journal_slot *last)
{
	struct stat st;

	journal->last = *last;
	journal->left = fstat(held->fd, &st) == 0 ? stamp_of(&st)
						  : (struct cdr_journal_stamp){ .size = 0 };
}

static int open_file(const struct cdr_journal *journal, struct cdr_journal_held *held,
		     struct cdr_err *err)
{
	struct stat st;

	held->fd = openat(journal->dir_fd, FILE_NAME,
			  O_RDWR | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (held->fd < 0 && errno == ENOENT)
		return CDR_ENOTFOUND;
	if (held->fd < 0)
		return not_opened(err, journal->path);
	if (fstat(held->fd, &st) < 0)
		return refused(err, "read", journal->path);
	if (!S_ISREG(st.st_mode))
		return cdr_fail(err, CDR_ETAMPER, "%s is not a regular file", journal->path);
	if ((uintmax_t)st.st_size > CDR_JOURNAL_MAX)
		return cdr_fail(err, CDR_ELIMIT, "%s is larger than %zu bytes", journal->path,
				CDR_JOURNAL_MAX);
	held->len = (size_t)st.st_size;
	held->stamp = stamp_of(&st);
	return 0;
}

/* Without the part after the last line feed: whoever wrote it never said that it was saved. */
static int cut_torn_line(struct cdr_journal_held *held, struct cdr_str *text)
{
	const char *last = text->len ? memrchr(text->ptr, '\n', text->len) : NULL;
	size_t len = last ? (size_t)(last - text->ptr) + 1 : 0;

	*text = cdr_str_sub(*text, 0, len);
	if (len == held->len)
		return 0;
	held->len = len;
	return ftruncate(held->fd, (off_t)len);
}

/* Reads the file that is open. CDR_ENOTFOUND without words: there is nothing yet. */
static int read_file(struct cdr_journal *journal, struct cdr_journal_held *held,
		     struct cdr_err *err)
{
	struct cdr_str text;
	char *bytes;
	ssize_t len;

	bytes = cdr_arena_alloc(&held->arena, held->len + 1);
	len = read_all(held->fd, bytes, held->len);
	if (len < 0)
		return refused(err, "read", journal->path);
	text = (struct cdr_str){ bytes, (size_t)len };
	if (cut_torn_line(held, &text) < 0)
		return refused(err, "cut a torn line off", journal->path);
	if (text.len == 0)
		return CDR_ENOTFOUND;
	return cdr_journal_text_read(&held->text, &held->arena, text, journal->path, err);
}

/* WHOLE, or only its end where that is known. */
static int load(struct cdr_journal *journal, struct cdr_journal_held *held, bool whole,
		struct cdr_err *err)
{
	int rc = open_file(journal, held, err);

	if (rc == 0 && (whole || held->len == 0 || !same_stamp(&held->stamp, &journal->left)))
		return read_file(journal, held, err);
	held->text.last = journal->last;
	return rc;
}

static int load_or_make(struct cdr_journal *journal, struct cdr_journal_held *held, bool whole,
			struct cdr_err *err)
{
	int rc = load(journal, held, whole, err);

	if (rc == CDR_ENOTFOUND) {
		rc = cdr_journal_replace(journal, NULL, 0, err);
		if (rc < 0)
			return rc;
		if (held->fd >= 0)
			close(held->fd);
		rc = load(journal, held, true, err);
	}
	if (rc == CDR_ENOTFOUND)
		return cdr_fail(err, CDR_EIO, "%s vanished", journal->path);
	if (rc < 0)
		return rc;
	if (held->text.chain[0] != '\0')
		memcpy(journal->chain, held->text.chain, sizeof(journal->chain));
	journal->last = held->text.last;
	journal->left = held->stamp;
	if ((size_t)held->stamp.size != held->len) /* a torn line was cut off */
		journal->left.size = 0;
	return 0;
}

/* Writers hold the lock for milliseconds: whoever holds it for seconds is stuck or hostile. */
static int wait_for_lock(const struct cdr_journal *journal, struct cdr_err *err)
{
	const struct timespec pause = { .tv_nsec = LOCK_PAUSE_MS * 1000000L };

	for (int waited = 0; flock(journal->lock_fd, LOCK_EX | LOCK_NB) < 0;
	     waited += LOCK_PAUSE_MS) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return refused(err, "lock", journal->path);
		if (waited >= LOCK_WAIT_MS) {
			cdr_fail(err, CDR_ECONFLICT, "another process holds the lock beside %s",
				 journal->path);
			cdr_err_hint(err, "wait for it or end it; nothing was changed");
			return CDR_ECONFLICT;
		}
		nanosleep(&pause, NULL);
	}
	return 0;
}

static int lock(struct cdr_journal *journal, struct cdr_journal_held *held, bool whole,
		struct cdr_err *err)
{
	int rc;

	*held = (struct cdr_journal_held){ .fd = -1 };
	rc = wait_for_lock(journal, err);
	if (rc < 0)
		return rc;
	rc = load_or_make(journal, held, whole, err);
	if (rc < 0)
		cdr_journal_unlock(journal, held);
	return rc;
}

int cdr_journal_lock(struct cdr_journal *journal, struct cdr_journal_held *held,
		     struct cdr_err *err)
{
	return lock(journal, held, true, err);
}

int cdr_journal_lock_end(struct cdr_journal *journal, struct cdr_journal_held *held,
			 struct cdr_err *err)
{
	return lock(journal, held, false, err);
}

void cdr_journal_unlock(struct cdr_journal *journal, struct cdr_journal_held *held)
{
	if (held->fd >= 0)
		close(held->fd);
	cdr_arena_release(&held->arena);
	flock(journal->lock_fd, LOCK_UN);
}

int cdr_journal_extend(struct cdr_journal *journal, const struct cdr_journal_held *held,
		       const struct cdr_note_line *line, const struct cdr_journal_slot *slot,
		       struct cdr_err *err)
{
	struct cdr_buf text;
	int rc;

	cdr_buf_init(&text, CDR_JOURNAL_MAX - held->len);
	cdr_journal_text_line(&text, line);
	rc = cdr_buf_check(&text, "the journal of verdicts", err);
	if (rc == 0 && (write_all(held->fd, cdr_buf_str(&text)) < 0 || fsync(held->fd) < 0)) {
		rc = refused(err, "write", journal->path);
		cdr_err_hint(err, "nothing was recorded; make room, then decide again");
		if (ftruncate(held->fd, (off_t)held->len) < 0)
			cdr_err_prefix(err, "the end of the journal is torn");
	}
	if (rc == 0)
		leave(journal, held, slot);
	cdr_buf_release(&text);
	return rc;
}

static int write_temporary(const struct cdr_journal *journal, struct cdr_str bytes)
{
	int fd, rc;

	unlinkat(journal->dir_fd, TEMPORARY, 0);
	fd = openat(journal->dir_fd, TEMPORARY,
		    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	rc = write_all(fd, bytes);
	if (rc == 0)
		rc = fsync(fd);
	if (close(fd) < 0)
		rc = -1;
	return rc;
}

static int replace_with(const struct cdr_journal *journal, struct cdr_str bytes,
			struct cdr_err *err)
{
	int rc = 0;

	if (write_temporary(journal, bytes) < 0 ||
	    renameat(journal->dir_fd, TEMPORARY, journal->dir_fd, FILE_NAME) < 0) {
		rc = refused(err, "write", journal->path);
		unlinkat(journal->dir_fd, TEMPORARY, 0);
	} else if (fsync(journal->dir_fd) < 0) {
		rc = refused(err, "sync", journal->dir);
	}
	return rc;
}

int cdr_journal_replace(const struct cdr_journal *journal, const struct cdr_note_line *lines,
			size_t n, struct cdr_err *err)
{
	struct cdr_buf text;
	int rc;

	cdr_buf_init(&text, CDR_JOURNAL_MAX);
	cdr_journal_text_head(&text, journal->chain, &journal->last, n);
	for (size_t i = 0; i < n; i++)
		cdr_journal_text_line(&text, &lines[i]);
	rc = cdr_buf_check(&text, "the journal of verdicts", err);
	if (rc == 0)
		rc = replace_with(journal, cdr_buf_str(&text), err);
	cdr_buf_release(&text);
	return rc;
}

int cdr_journal_sync_notes(const struct cdr_journal *journal, struct cdr_err *err)
{
	if (syncfs(journal->dir_fd) < 0)
		return refused(err, "sync the file system of", journal->dir);
	return 0;
}
