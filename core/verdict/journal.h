/*
 * journal.h - verdicts on disk before they are shown as saved.
 *
 * A file in <common git dir>/cdreview/, append + fsync, under flock, one line
 * a record: "TARGET-HEX SP RECORD LF" ("-" for index or work tree). A torn last
 * line (crash, full disk) is cut off under the lock, whole lines never are.
 * The chain (16 hex digits, made once per clone) and its next seq follow from
 * the same file (journal_file.h).
 *
 * Errors: CDR_EIO (with strerror; nothing was recorded), CDR_ETAMPER (malformed
 * line, symbolic link), CDR_ELIMIT (record or journal too large), those of
 * cdr_notes_add from _publish, MAKE's own from _append.
 */
#ifndef CDR_VERDICT_JOURNAL_H
#define CDR_VERDICT_JOURNAL_H

#include "git/notes.h"

struct cdr_journal;

/* DIR is the common git dir. RANDOM are 8 bytes from the caller, used when the clone has no chain yet. */
CDR_NODISCARD int cdr_journal_open(struct cdr_journal **out, struct cdr_str dir,
				   const unsigned char random[8], struct cdr_err *err);
void cdr_journal_close(struct cdr_journal *journal);

struct cdr_str cdr_journal_chain(const struct cdr_journal *journal);

/*
 * Takes the lock, tells the chain's next seq and the previous line's hash, has
 * MAKE write the record line, appends it and syncs. Nothing is left behind on failure.
 */
struct cdr_journal_slot {
	uint64_t seq;
	struct cdr_hash prev;      /* all zero for the first */
};
typedef int cdr_journal_make_fn(void *payload, const struct cdr_journal_slot *slot, struct cdr_buf *line,
				struct cdr_err *err);
CDR_NODISCARD int cdr_journal_append(struct cdr_journal *journal, const struct cdr_oid *target,
				     cdr_journal_make_fn *make, void *payload, struct cdr_err *err);

/* Lines not yet published, in ARENA. */
CDR_NODISCARD int cdr_journal_lines(struct cdr_journal *journal, struct cdr_arena *arena,
				    const struct cdr_note_line **out, size_t *n, struct cdr_err *err);

/*
 * Under the lock: hands the lines that have a target to cdr_notes_add and, when
 * that succeeded, leaves only the others behind (atomic rename). Crash-safe:
 * a line published twice is one line of the set.
 */
CDR_NODISCARD int cdr_journal_publish(struct cdr_journal *journal, struct cdr_repo *repo,
				      const struct cdr_author *author, size_t *n, struct cdr_err *err);

/* Gives lines without a target the commit TARGET if PICK says so: index verdicts, once it is made. */
typedef bool cdr_journal_pick_fn(void *payload, struct cdr_str line);
CDR_NODISCARD int cdr_journal_assign(struct cdr_journal *journal, const struct cdr_oid *target,
				     cdr_journal_pick_fn *pick, void *payload, struct cdr_err *err);

#endif
