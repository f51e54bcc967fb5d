/*
 * session_ledger.c - what has been said so far: the notes, and what this clone
 * has not published yet. Both are sets of lines, so reading again only adds.
 */
#include "base/oom.h"
#include "session_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A clone's chain needs eight bytes that no other clone has. */
static int random_bytes(unsigned char out[8], struct cdr_err *err)
{
	int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
	ssize_t len = fd < 0 ? -1 : read(fd, out, 8);

	if (fd >= 0)
		close(fd);
	if (len != 8)
		return cdr_fail(err, CDR_EIO, "cannot read /dev/urandom: %s", strerror(errno));
	return 0;
}

int cdr_session_need_journal(struct cdr_session *session, struct cdr_err *err)
{
	unsigned char bytes[8];
	int rc;

	if (session->journal)
		return 0;
	rc = random_bytes(bytes, err);
	if (rc)
		return rc;
	return cdr_journal_open(&session->journal, cdr_repo_common_dir(session->repo), bytes, err);
}

/* Looking must work where nothing can be written: only a decision makes the journal. */
static bool has_journal(struct cdr_session *session)
{
	struct cdr_arena arena = { NULL, 0 };
	const char *path = cdr_arena_printf(&arena, "%.*scdreview/journal",
					    CDR_FMT(cdr_repo_common_dir(session->repo)));
	struct stat st;
	bool found = lstat(path, &st) == 0 || (errno != ENOENT && errno != ENOTDIR);

	cdr_arena_release(&arena);
	return found;
}

static int add_lines(struct cdr_session *session, const struct cdr_note_line *lines, size_t n,
		     bool saved, struct cdr_err *err)
{
	int rc = 0;

	for (size_t i = 0; i < n && rc == 0; i++)
		rc = cdr_ledger_add(session->ledger, lines[i].bytes, &lines[i].target, saved, err);
	return rc;
}

static int read_journal(struct cdr_session *session, struct cdr_arena *arena, struct cdr_err *err)
{
	const struct cdr_note_line *lines = NULL;
	size_t n = 0;
	int rc;

	if (!session->journal && !has_journal(session))
		return 0;
	rc = cdr_session_need_journal(session, err);
	if (rc == 0)
		rc = cdr_journal_lines(session->journal, arena, &lines, &n, err);
	return rc ? rc : add_lines(session, lines, n, false, err);
}

static int read_notes(struct cdr_session *session, struct cdr_arena *arena, struct cdr_err *err)
{
	struct cdr_notes notes;
	int rc = cdr_notes_read(session->repo, arena, &notes, err);

	if (rc)
		return rc;
	session->notes_tip = notes.tip;
	return add_lines(session, notes.lines, notes.n, true, err);
}

/* The journal first: what is published meanwhile is then in the notes, never in neither. */
int cdr_session_load_ledger(struct cdr_session *session, struct cdr_err *err)
{
	struct cdr_arena arena = { NULL, 0 };
	int rc;

	if (!session->ledger)
		session->ledger = cdr_ledger_new();
	rc = read_journal(session, &arena, err);
	if (rc == 0)
		rc = read_notes(session, &arena, err);
	cdr_arena_release(&arena);
	return rc;
}

void cdr_session_announce_gaps(struct cdr_session *session)
{
	const struct cdr_ledger_gap *gaps;
	size_t n = cdr_ledger_gaps(session->ledger, &session->arena, &gaps);

	for (size_t i = 0; i < n; i++)
		cdr_session_notice(session,
				   "%llu of the verdicts of %.*s (chain %.*s) are missing: removed "
				   "from the notes, or not published by that clone yet",
				   (unsigned long long)gaps[i].n_missing, CDR_FMT(gaps[i].who),
				   CDR_FMT(gaps[i].chain));
}

static struct cdr_str own_chain(const struct cdr_session *session)
{
	return session->journal ? cdr_journal_chain(session->journal) : (struct cdr_str){ NULL, 0 };
}

struct cdr_standing cdr_session_standing(const struct cdr_session *session,
					 const struct cdr_flagged *flagged, struct cdr_arena *arena)
{
	return cdr_ledger_standing(session->ledger, flagged, own_chain(session), arena);
}

int cdr_session_history(struct cdr_session *session, struct cdr_arena *arena,
			const struct cdr_history_entry **out, size_t *n, struct cdr_err *err)
{
	(void)err;
	*n = cdr_ledger_history(session->ledger, own_chain(session), arena, out);
	return 0;
}

int cdr_session_refresh(struct cdr_session *session, struct cdr_err *err)
{
	struct cdr_oid tip;
	int rc = cdr_notes_tip(session->repo, &tip, err);

	if (rc || cdr_oid_eq(&tip, &session->notes_tip))
		return rc;
	rc = cdr_session_load_ledger(session, err);
	return rc ? rc : 1;
}

/* Copies those of LINES that have a commit to READY; returns how many. */
static size_t pick_ready(struct cdr_note_line *ready, const struct cdr_note_line *lines, size_t n)
{
	size_t n_ready = 0;

	for (size_t i = 0; i < n; i++) {
		if (lines[i].target.len)
			ready[n_ready++] = lines[i];
	}
	return n_ready;
}

static int publish(struct cdr_session *session, struct cdr_arena *arena, size_t *n_published,
		   struct cdr_err *err)
{
	const struct cdr_note_line *lines = NULL;
	struct cdr_note_line *ready;
	struct cdr_author author = { .now = session->options.now() };
	size_t n = 0, n_ready;
	int rc = cdr_journal_lines(session->journal, arena, &lines, &n, err);

	if (rc)
		return rc;
	ready = cdr_arena_alloc(arena, n * sizeof(*ready));
	n_ready = pick_ready(ready, lines, n);
	if (!n_ready)
		return 0;
	rc = cdr_repo_person(session->repo, arena, &author.who, err);
	if (rc == 0)
		rc = cdr_journal_publish(session->journal, session->repo, &author, n_published,
					 err);
	return rc ? rc : add_lines(session, ready, n_ready, true, err);
}

int cdr_session_publish(struct cdr_session *session, size_t *n_published, struct cdr_err *err)
{
	struct cdr_arena arena = { NULL, 0 };
	int rc;

	*n_published = 0;
	if (!session->journal)
		return 0;
	/* What cannot be placed now waits in the journal and keeps nobody else's verdicts back. */
	cdr_session_adopt(session, NULL);
	rc = publish(session, &arena, n_published, err);
	cdr_arena_release(&arena);
	return rc;
}
