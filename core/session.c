/*
 * session.c - the facade. It owns what belongs together for as long as somebody
 * reviews a range, so that everything above has one thing to hold and to close.
 */
#include "base/oom.h"
#include "scan/import/import.h"
#include "scan/pipeline.h"
#include "session_inside.h"

#include <assert.h>
#include <stdlib.h>
#include <time.h>

static const char *copy_text(struct cdr_session *session, const char *text)
{
	return cdr_str_copy(&session->arena, cdr_str_from(text)).ptr;
}

static void copy_options(struct cdr_session *session, const struct cdr_session_options *options)
{
	struct cdr_session_options *own = &session->options;
	const char **pathspecs = cdr_arena_alloc(&session->arena,
						 options->n_pathspecs * sizeof(*pathspecs));

	*own = *options;
	own->where.dir = copy_text(session, options->where.dir);
	own->where.git_dir = copy_text(session, options->where.git_dir);
	own->where.work_tree = copy_text(session, options->where.work_tree);
	own->where.prefix = copy_text(session, options->where.prefix);
	own->range = copy_text(session, options->range);
	own->registry = copy_text(session, options->registry);
	for (size_t i = 0; i < options->n_pathspecs; i++)
		pathspecs[i] = copy_text(session, options->pathspecs[i]);
	own->pathspecs = pathspecs;
}

static int open_range(struct cdr_session *session, struct cdr_err *err)
{
	int rc = cdr_repo_open(&session->repo, &session->options.where, err);

	if (rc == 0)
		rc = cdr_range_open(&session->range, session->repo, &session->options, err);
	if (rc)
		return rc;
	session->label = cdr_str_copy(&session->arena, cdr_range_label(session->range));
	session->base = cdr_range_base(session->range);
	session->head = cdr_range_head(session->range);
	if (cdr_repo_has_replace_refs(session->repo))
		cdr_session_notice(session, "refs/replace/ exists: git shows other objects "
				   "than are reviewed here");
	return 0;
}

/* How the repository is read, where that is not as usual. */
static void announce_reading(struct cdr_session *session)
{
	const struct cdr_str *notices;
	size_t n = cdr_repo_notices(session->repo, &notices);

	for (size_t i = 0; i < n; i++)
		cdr_session_notice(session, "%.*s", CDR_FMT(notices[i]));
}

int cdr_session_open(struct cdr_session **out, const struct cdr_session_options *options,
		     struct cdr_err *err)
{
	struct cdr_session *session = cdr_alloc_zeroed(sizeof(*session));
	int rc;

	assert(options->now);
	copy_options(session, options);
	rc = open_range(session, err);
	if (rc == 0)
		rc = cdr_session_load_registry(session, err);
	if (rc == 0)
		rc = cdr_session_load_reports(session, err);
	if (rc == 0)
		rc = cdr_session_load_ledger(session, err);
	if (rc == 0) {
		announce_reading(session);
		cdr_session_announce_gaps(session);
	} else {
		cdr_session_close(session);
		session = NULL;
	}
	*out = session;
	return rc;
}

void cdr_session_close(struct cdr_session *session)
{
	if (!session)
		return;
	cdr_journal_close(session->journal);
	cdr_ledger_free(session->ledger);
	cdr_import_free(session->import);
	cdr_registry_free(session->registry);
	cdr_range_close(session->range);
	cdr_repo_close(session->repo);
	cdr_arena_release(&session->arena);
	free(session);
}

const struct cdr_registry *cdr_session_registry(const struct cdr_session *session)
{
	return session->registry;
}

struct cdr_str cdr_session_range(const struct cdr_session *session)
{
	return session->label;
}

struct cdr_str cdr_session_git_dir(const struct cdr_session *session)
{
	return cdr_repo_common_dir(session->repo);
}

bool cdr_session_config(struct cdr_session *session, const char *key, struct cdr_str *out)
{
	return cdr_repo_config(session->repo, &session->arena, key, out) == 0;
}

size_t cdr_session_notices(const struct cdr_session *session, const struct cdr_str **out)
{
	*out = session->notices.items;
	return session->notices.n;
}

size_t cdr_session_diags(const struct cdr_session *session, const struct cdr_diag **out)
{
	return cdr_registry_diags(session->registry, out);
}

/*
 * The range for one more scan. Registry and trusted base belong to the commits
 * that it named at first: when references moved since, those of another range
 * would be reviewed under them (gating.md section 4, row 37).
 */
static int open_again(struct cdr_session *session, struct cdr_range **out, struct cdr_err *err)
{
	struct cdr_oid base, head;
	int rc = cdr_range_open(out, session->repo, &session->options, err);

	if (rc)
		return rc;
	base = cdr_range_base(*out);
	head = cdr_range_head(*out);
	if (cdr_oid_eq(&base, &session->base) && cdr_oid_eq(&head, &session->head))
		return 0;
	cdr_range_close(*out);
	*out = NULL;
	cdr_fail(err, CDR_ECONFLICT, "%.*s names other commits than when the review began",
		 CDR_FMT(session->label));
	return cdr_err_hint(err, "begin the review again; verdicts given so far are kept");
}

int cdr_session_scan(struct cdr_session *session, const struct cdr_scan_options *options,
		     struct cdr_scan **out, struct cdr_err *err)
{
	struct cdr_scan_plan plan = {
		.repo = session->repo,
		.range = session->range,
		.registry = session->registry,
		.session = &session->options,
		.import = session->import,
		.options = *options,
	};
	int rc = 0;

	session->range = NULL;
	if (!plan.range)
		rc = open_again(session, &plan.range, err);
	return rc ? rc : cdr_scan_start(out, &plan, err);
}

static struct tm now_utc(const struct cdr_session *session)
{
	time_t now = (time_t)session->options.now();
	struct tm utc = { .tm_mday = 1 };

	gmtime_r(&now, &utc);
	return utc;
}

struct cdr_str cdr_session_today(const struct cdr_session *session, struct cdr_arena *arena)
{
	return cdr_str_sub(cdr_session_time(session, arena), 0, sizeof("2026-01-31") - 1);
}

struct cdr_str cdr_session_time(const struct cdr_session *session, struct cdr_arena *arena)
{
	struct tm utc = now_utc(session);

	return cdr_str_from(cdr_arena_printf(arena, "%04d-%02d-%02dT%02d:%02d:%02dZ",
					     utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
					     utc.tm_hour, utc.tm_min, utc.tm_sec));
}
