/*
 * verify.h - checks: commands that the registry names, run on a clean checkout of a
 * commit, and what became of them.
 *
 * Nothing here is run by looking at a repository: only cdr_verify_run starts anything,
 * and only `cdreview verify` calls it.
 */
#ifndef CDREVIEW_VERIFY_H
#define CDREVIEW_VERIFY_H

#include "cdreview/session.h"

/* How a check says what it found; beside that its exit status always counts. */
enum cdr_report_kind {
	CDR_CHECK_BY_EXIT,      /* by its exit status alone */
	CDR_CHECK_BY_SARIF,
	CDR_CHECK_BY_LINES,
	CDR_CHECK_BY_JUNIT,
	CDR_CHECK_BY_TAP,
};

const char *cdr_report_kind_name(enum cdr_report_kind kind);   /* "exit", "sarif" ...; "" past the last */
bool cdr_report_kind_parse(enum cdr_report_kind *out, struct cdr_str name);

/* Who asks for a check, seen from the trusted base. */
enum cdr_check_origin {
	CDR_CHECK_TRUSTED,    /* the trusted base, and the branch has the same */
	CDR_CHECK_DROPPED,    /* the trusted base; the branch has no check of this name */
	CDR_CHECK_CHANGED,    /* the branch, which runs something else under a name of the base */
	CDR_CHECK_ADDED,      /* the branch alone */
};

struct cdr_check {
	struct cdr_str name;
	struct cdr_str category;         /* {NULL, 0}: none was given */
	const char *const *argv;         /* ends with NULL */
	size_t n_argv;
	uint32_t timeout;                /* seconds */
	uint32_t memory;                 /* MiB, of all its processes together */
	enum cdr_report_kind report;
	struct cdr_str file;             /* where it leaves the report; {NULL, 0}: on its output */
	bool network;                    /* may reach the network */
	bool required;                   /* the gate asks for it */
	enum cdr_check_origin origin;
	struct cdr_hash rev;             /* all of the above but category, required and origin */
	struct cdr_hash argv_digest;
	struct cdr_str source;           /* registry file */
	size_t line;                     /* in source, 1-based */
};

/* The checks in force, those of the trusted base first. */
size_t cdr_session_checks(const struct cdr_session *session, const struct cdr_check **out);

/* How a check ended (records carry the names). */
enum cdr_check_result {
	CDR_CHECK_PASS,
	CDR_CHECK_FAIL,       /* its exit status or its report says so */
	CDR_CHECK_TIMEOUT,
	CDR_CHECK_MEMORY,
	CDR_CHECK_OUTPUT,     /* wrote more than is kept */
	CDR_CHECK_MISSING,    /* there is no such program */
	CDR_CHECK_REPORT,     /* no report, or one that cannot be read */
	CDR_CHECK_PROCESSES,  /* had too many at once */
	CDR_CHECK_DISK,       /* took too much of it */
};

const char *cdr_check_result_name(enum cdr_check_result result);   /* "pass", "fail", ... */
bool cdr_check_result_parse(enum cdr_check_result *out, struct cdr_str name);

/* Tests of a report, or findings as `failed`. */
struct cdr_check_counts { uint32_t passed, failed, skipped; };

/* What a run came to. Text is in the arena that was handed in. */
struct cdr_check_outcome {
	enum cdr_check_result result;
	int status;                      /* exit status, 128 + signal; -1: it did not end by itself */
	uint32_t ms;
	struct cdr_check_counts counts;
	bool has_report;
	struct cdr_hash digest;          /* of the report's bytes; with has_report */
	struct cdr_str why;              /* one clause for a person; {NULL, 0} on PASS */
	struct cdr_str said;             /* the last of what it wrote, raw */
};

/* Whether checks are run in a sandbox. */
enum cdr_sandbox_wish {
	CDR_SANDBOX_AUTO,     /* if there is one; else without, and that is said */
	CDR_SANDBOX_ALWAYS,   /* CDR_EUNSUPPORTED when there is none */
	CDR_SANDBOX_NEVER,
};

struct cdr_verify_options {
	enum cdr_sandbox_wish sandbox;
	const char *const *env;          /* "NAME=VALUE", ends with NULL; of it PATH alone is passed on */
	const char *temporary;           /* folder for checkouts; NULL: /tmp */
	uint64_t (*clock)(void);         /* nanoseconds of a steady clock */
	int stop_fd;                     /* readable: give up; -1: nothing stops it */
};

/* Runs checks on the last commit of a session's range, which must be one of commits. */
struct cdr_verify;

/* CDR_EUSAGE for the index or work tree; CDR_EUNSUPPORTED, CDR_EOBJECT, CDR_EIO. */
CDR_NODISCARD int cdr_verify_open(struct cdr_verify **out, struct cdr_session *session,
				  const struct cdr_verify_options *options, struct cdr_err *err);
void cdr_verify_close(struct cdr_verify *verify);

struct cdr_oid cdr_verify_commit(const struct cdr_verify *verify);

/* Why there is no sandbox; {NULL, 0} when there is one. Borrowed. */
struct cdr_str cdr_verify_unboxed(const struct cdr_verify *verify);

/*
 * Runs CHECK in a checkout of its own and records the outcome in the journal; every process
 * that it started is dead when this returns. What fails is an outcome, not an error:
 * errors are those of the checkout, the system and the journal. CDR_END when `stop_fd` ended it:
 * then nothing is recorded.
 */
CDR_NODISCARD int cdr_verify_run(struct cdr_verify *verify, const struct cdr_check *check,
				 struct cdr_arena *arena, struct cdr_check_outcome *out,
				 struct cdr_err *err);

/* What the records say of a check on a commit. Only PASSED is good enough for the gate. */
enum cdr_check_state {
	CDR_CHECK_PASSED,
	CDR_CHECK_FAILED,
	CDR_CHECK_NOT_RUN,        /* no record of it at all */
	CDR_CHECK_OTHER_TREE,     /* run, but on other contents */
	CDR_CHECK_OTHER_REV,      /* run on these contents, but as something else */
};

const char *cdr_check_state_name(enum cdr_check_state state);   /* "passed", "failed", "missing", "stale" */

struct cdr_check_standing {
	enum cdr_check_state state;
	enum cdr_check_result result;   /* of the run that speaks, where one does */
	struct cdr_oid commit;          /* likewise: the commit it was run on; len 0: none */
	struct cdr_str time;
	bool sandboxed;
};

/* One run, for the history. */
struct cdr_check_run {
	struct cdr_str name, time;
	struct cdr_oid commit;
	enum cdr_check_result result;
	bool sandboxed;
	bool saved;                     /* in the notes; false: only in the journal so far */
	bool replaced;                  /* a later run of the same answered it */
};

/* All runs ever recorded, by their own times; *OUT is in ARENA. */
size_t cdr_session_check_runs(const struct cdr_session *session, struct cdr_arena *arena,
			      const struct cdr_check_run **out);

/* What stands about CHECK on the last commit of the range. CDR_EOBJECT when that cannot be read. */
CDR_NODISCARD int cdr_session_check_standing(struct cdr_session *session, const struct cdr_check *check,
					     struct cdr_check_standing *out, struct cdr_err *err);

#endif
