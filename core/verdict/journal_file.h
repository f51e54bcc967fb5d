/*
 * journal_file.h - private to core/verdict: the journal's file, read and changed under its lock.
 *
 *	chain CHAIN SEQ PREV KEPT
 *	TARGET RECORD          KEPT lines that the state in the first line counts already
 *	TARGET RECORD          lines written since: each moves the chain one on
 *
 * The state of the chain follows from this one file: an append is one write and
 * one fsync, any other change one rename, and no crash can fall between two files.
 *
 * Ownership: what _lock fills lives until _unlock.
 * Errors: CDR_EIO; CDR_ETAMPER (symbolic link, malformed line); CDR_ELIMIT (too large).
 */
#ifndef CDR_VERDICT_JOURNAL_FILE_H
#define CDR_VERDICT_JOURNAL_FILE_H

#include "verdict/journal_text.h"

#include <sys/types.h>
#include <time.h>

#define CDR_JOURNAL_MAX ((size_t)256 << 20)

/* A file as it was left: a line more, another file in its place, an edit all change it. */
struct cdr_journal_stamp {
	dev_t dev;
	ino_t ino;
	off_t size;
	struct timespec changed;
};

struct cdr_journal {
	struct cdr_arena arena;                 /* owns this struct and its strings */
	const char *dir, *path;                 /* of the folder and of the file in it */
	int dir_fd, lock_fd;
	char chain[CDR_CHAIN_HEX + 1];          /* where a file that is missing starts */
	struct cdr_journal_slot last;           /* likewise */
	struct cdr_journal_stamp left;          /* the file whose end `last` is; size 0: none was read */
};

struct cdr_journal_held {
	struct cdr_arena arena;
	int fd;
	size_t len;                             /* bytes of the file: whole lines */
	struct cdr_journal_stamp stamp;         /* as it was found */
	struct cdr_journal_text text;
};

/* Opens, or makes with mode 0700, the folder and the lock in it. */
CDR_NODISCARD int cdr_journal_folder_open(struct cdr_journal *journal, struct cdr_err *err);
void cdr_journal_folder_close(struct cdr_journal *journal);

/* Waits for the lock, makes the file if there is none, cuts off a torn last line, reads the rest. */
CDR_NODISCARD int cdr_journal_lock(struct cdr_journal *journal, struct cdr_journal_held *held,
				   struct cdr_err *err);

/* The same for who only adds: no line is read of a file that nobody has changed since. */
CDR_NODISCARD int cdr_journal_lock_end(struct cdr_journal *journal, struct cdr_journal_held *held,
				       struct cdr_err *err);
void cdr_journal_unlock(struct cdr_journal *journal, struct cdr_journal_held *held);

/*
 * Adds one line at the end and syncs, which makes SLOT the last one; on failure the file is
 * as it was.
 */
CDR_NODISCARD int cdr_journal_extend(struct cdr_journal *journal, const struct cdr_journal_held *held,
				     const struct cdr_note_line *line,
				     const struct cdr_journal_slot *slot, struct cdr_err *err);

/* Puts a file with these LINES, all counted, in the place of what is there, and syncs. */
CDR_NODISCARD int cdr_journal_replace(const struct cdr_journal *journal, const struct cdr_note_line *lines,
				      size_t n, struct cdr_err *err);

/* Brings published notes to the disk: git syncs neither loose objects nor references. */
CDR_NODISCARD int cdr_journal_sync_notes(const struct cdr_journal *journal, struct cdr_err *err);

#endif
