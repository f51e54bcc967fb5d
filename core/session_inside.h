/*
 * session_inside.h - what a session is made of; private to core/session*.c.
 */
#ifndef CDR_SESSION_INSIDE_H
#define CDR_SESSION_INSIDE_H

#include "cdreview/session.h"
#include "git/range.h"
#include "rules/registry.h"
#include "verdict/journal.h"
#include "verdict/ledger.h"

struct cdr_session {
	struct cdr_arena arena;             /* all that lives as long as the session */
	struct cdr_session_options options; /* own copies, except `now` */
	struct cdr_repo *repo;
	struct cdr_range *range;            /* as opened with the session; the first scan takes it */
	struct cdr_str label;
	struct cdr_oid base, head;          /* ends of the range when the session was opened */
	struct cdr_oid trusted;             /* trusted base; len 0: none */
	struct cdr_str target;              /* revision that names it; {NULL, 0}: the range's base */
	struct cdr_registry *registry;
	struct cdr_import *import;          /* of the reports; NULL: there were none */
	struct cdr_ledger *ledger;
	struct cdr_journal *journal;        /* NULL until this clone has one */
	struct cdr_oid notes_tip;           /* as of the last reading */
	CDR_VEC(struct cdr_str) notices;
};

/* Adds an announcement, printf style, in the session's arena. */
#define cdr_session_notice(session, ...) \
	(*cdr_vec_push(&(session)->arena, &(session)->notices) = \
		 cdr_str_from(cdr_arena_printf(&(session)->arena, __VA_ARGS__)))

/* session_registry.c: trusted base and registry, from all layers. Errors: CDR_EREGISTRY and those of git/. */
CDR_NODISCARD int cdr_session_load_registry(struct cdr_session *session, struct cdr_err *err);

/* session_reports.c: what other tools found; the reports are not needed any more then. */
CDR_NODISCARD int cdr_session_load_reports(struct cdr_session *session, struct cdr_err *err);

/* session_ledger.c: journal and notes. Reading again only adds. */
CDR_NODISCARD int cdr_session_load_ledger(struct cdr_session *session, struct cdr_err *err);

/* Says in the notices which chains have records missing. */
void cdr_session_announce_gaps(struct cdr_session *session);

/* Opens the journal, making it (and this clone's chain) when there is none. */
CDR_NODISCARD int cdr_session_need_journal(struct cdr_session *session, struct cdr_err *err);

/*
 * session_record.c: from a record without its place to a line in the journal. _draft fills
 * what every record of a session says alike; _append gives it its place in the chain, has it
 * on the disk and in the ledger when it returns 0, and leaves the line in ENTRY.
 */
struct cdr_session_entry {
	struct cdr_arena *arena;
	struct cdr_record record;
	struct cdr_oid target;              /* commit whose note it will be; len 0: none yet */
	struct cdr_str line;
};
void cdr_session_draft(const struct cdr_session *session, struct cdr_arena *arena,
		       struct cdr_record *record);
CDR_NODISCARD int cdr_session_append(struct cdr_session *session, struct cdr_session_entry *entry,
				     struct cdr_err *err);

/*
 * session_adopt.c: verdicts on the index or the work tree that wait in the
 * journal go to the commits that have their hunks now: HEAD, then the commits
 * of the session's range. What no commit has keeps waiting, and counts meanwhile.
 * Nothing is lost by a failure, so a caller may go on without it.
 */
int cdr_session_adopt(struct cdr_session *session, struct cdr_err *err);

/* session_files.c: a regular file of at most MAX bytes, never through a symbolic link. */
CDR_NODISCARD int cdr_session_read_file(struct cdr_arena *arena, const char *path, size_t max,
					struct cdr_str *out, struct cdr_err *err);

/* Puts TEXT in PATH's place at once or not at all; MODE as of open(2). CDR_EIO. */
CDR_NODISCARD int cdr_session_write_file(struct cdr_arena *arena, const char *path, struct cdr_str text,
					 unsigned mode, struct cdr_err *err);

/* "2026-01-31" and "2026-01-31T12:00:00Z" of the caller's clock, in UTC. */
struct cdr_str cdr_session_today(const struct cdr_session *session, struct cdr_arena *arena);
struct cdr_str cdr_session_time(const struct cdr_session *session, struct cdr_arena *arena);

#endif
