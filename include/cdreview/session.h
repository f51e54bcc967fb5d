/*
 * session.h - the facade: a range of a repository with its rules and ledger.
 *
 * Everything tui/ and the commands do goes through here. A session is opened
 * once, scanned as often as needed, asked for standings, handed decisions.
 *
 * Ownership: a session owns its registry, ledger and journal; what it returns
 * is borrowed until cdr_session_close unless an arena was handed in.
 * Threads: one session, one thread; scans start their own.
 */
#ifndef CDREVIEW_SESSION_H
#define CDREVIEW_SESSION_H

#include "cdreview/verdict.h"

struct cdr_session;

/* Where the repository is: what the command line and git's environment say. */
struct cdr_where {
	const char *dir;          /* start looking here; NULL: current directory */
	const char *git_dir;      /* --git-dir or NULL */
	const char *work_tree;    /* --work-tree or NULL */
	const char *prefix;       /* GIT_PREFIX: base of relative pathspecs, or NULL */
	bool from_env;            /* let the library honour GIT_DIR and its kin */
	/*
	 * The environment ("NAME=VALUE", ends with NULL) that children are made of, should
	 * git have to be asked: only what git needs is passed on. Borrowed for as long as the
	 * repository is open. NULL: nothing is ever started.
	 */
	const char *const *env;
};

enum cdr_source { CDR_SOURCE_RANGE, CDR_SOURCE_STAGED, CDR_SOURCE_WORKTREE };

/*
 * What another tool has found, to be shown as findings here. Its lines are those of the
 * range's last state; relative paths start where the caller stands in the work tree.
 * Limits: CDR_REPORT_BYTES, 100,000 results and 10,000 rules in all.
 */
enum cdr_report_format {
	CDR_REPORT_SARIF,         /* SARIF 2.1.0 of any producer */
	CDR_REPORT_LINES,         /* "PATH:LINE[:COL]: MESSAGE", as compilers and linters print */
};

#define CDR_REPORT_BYTES ((size_t)64 << 20)

struct cdr_report {
	enum cdr_report_format format;
	const char *name;                 /* for messages: its file */
	struct cdr_str tool;              /* who wrote LINES; {NULL, 0}: unknown */
	struct cdr_str text;
};

struct cdr_session_options {
	struct cdr_where where;
	enum cdr_source source;
	const char *range;                /* as git users write it; NULL: upstream..HEAD or HEAD~1..HEAD */
	const char *const *pathspecs;     /* after "--", git's magic included */
	size_t n_pathspecs;
	const struct cdr_report *reports; /* read by cdr_session_open, not kept */
	size_t n_reports;
	const char *registry;             /* FILE that alone is the registry, or NULL: the repository's */
	int64_t (*now)(void);             /* seconds since 1970; the clock is the caller's */
};

/*
 * Opens repository, range, registry and ledger; OPTIONS are copied. Writes nothing.
 * Errors: CDR_EREPO, CDR_EUNSUPPORTED, CDR_EUSAGE (range, pathspec), CDR_EOBJECT,
 * CDR_EREGISTRY with a place, CDR_ETAMPER (notes or journal), CDR_EIO,
 * CDR_ESYNTAX and CDR_ELIMIT with the name of a report.
 */
CDR_NODISCARD int cdr_session_open(struct cdr_session **out, const struct cdr_session_options *options,
				   struct cdr_err *err);
void cdr_session_close(struct cdr_session *session);

const struct cdr_registry *cdr_session_registry(const struct cdr_session *session);
struct cdr_str cdr_session_range(const struct cdr_session *session);    /* "A..B" as resolved for display */
struct cdr_str cdr_session_git_dir(const struct cdr_session *session);  /* common git dir, absolute */

/*
 * A git config value ("color.ui", "cdreview.target") of the repository, borrowed
 * until the session closes; false when unset.
 */
bool cdr_session_config(struct cdr_session *session, const char *key, struct cdr_str *out);

/* Announcements a person must read once (a registry of the work tree that differs, replace refs, ...). */
size_t cdr_session_notices(const struct cdr_session *session, const struct cdr_str **out);

/* Warnings about the registry files that were read. */
size_t cdr_session_diags(const struct cdr_session *session, const struct cdr_diag **out);

/* What became of the results in all reports, places where one was found each counted. */
struct cdr_imported {
	size_t reports;
	size_t results;
	size_t placed;         /* on a changed line: findings of every scan */
	size_t unchanged;      /* on a line that the range has not brought, or not selected */
	size_t outside;        /* in no file of the work tree */
	size_t placeless;      /* of a file as a whole, or of none */
	size_t harmless;       /* said to have passed, to be gone, or only informing */
	size_t off;            /* switched off by the registry */
	size_t repeated;       /* said before */
	size_t failed_runs;    /* of tools that say they did not succeed */
	size_t unread_lines;   /* of LINES: without a place */
};
struct cdr_imported cdr_session_imported(const struct cdr_session *session);

/*
 * Starts a scan, to be closed before the session. CDR_ECONFLICT when references
 * moved, so that the range names other commits than at the opening: registry and
 * base would be another range's.
 */
CDR_NODISCARD int cdr_session_scan(struct cdr_session *session, const struct cdr_scan_options *options,
				   struct cdr_scan **out, struct cdr_err *err);

/* What stands about FLAGGED now. Voices are allocated in ARENA. */
struct cdr_standing cdr_session_standing(const struct cdr_session *session, const struct cdr_flagged *flagged,
					 struct cdr_arena *arena);

/*
 * Records a decision. When 0 is returned it is in the journal on disk (fsync):
 * it may be shown as saved. LINE, if not NULL, receives the hash by which it can
 * be withdrawn. On failure nothing was recorded: CDR_EUSAGE without user.name or
 * user.email, for an approval with fewer lines seen than the hunk has, for another
 * person's verdict to withdraw, for WAIVE; CDR_ENOTFOUND, nothing there to
 * withdraw; CDR_ELIMIT, text too long; CDR_EIO, the disk refuses.
 */
CDR_NODISCARD int cdr_session_decide(struct cdr_session *session, const struct cdr_decision *decision,
				     struct cdr_hash *line, struct cdr_err *err);

/*
 * Writes what the journal holds into refs/notes/cdreview as one commit. Verdicts
 * on index or work tree are moved to the commit of HEAD or of the range that has
 * their hunks now; those that no commit has stay, and count meanwhile.
 * CDR_ECONFLICT leaves the journal as it was.
 */
CDR_NODISCARD int cdr_session_publish(struct cdr_session *session, size_t *n_published, struct cdr_err *err);

/* 1 if the notes ref moved since the ledger was read (and it was read again), 0 if not, or an error. */
CDR_NODISCARD int cdr_session_refresh(struct cdr_session *session, struct cdr_err *err);

/* Every verdict ever recorded, oldest first as far as chains order them; ARENA owns the result. */
struct cdr_history_entry {
	struct cdr_voice voice;
	struct cdr_str path;
	struct cdr_str rules;        /* "id, id" */
	struct cdr_str remark;       /* a line that is not a record (git notes append), else {NULL, 0} */
};
CDR_NODISCARD int cdr_session_history(struct cdr_session *session, struct cdr_arena *arena,
				      const struct cdr_history_entry **out, size_t *n, struct cdr_err *err);

/* The resume mark: which hunk the reviewer was at in this range; kept beside the journal. */
CDR_NODISCARD int cdr_session_resume_save(struct cdr_session *session, const struct cdr_hash *hid,
					  struct cdr_err *err);
bool cdr_session_resume_load(struct cdr_session *session, struct cdr_hash *hid);

#endif
