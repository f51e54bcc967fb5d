/*
 * session_adopt.c - a verdict on staged changes has no commit to be a note of
 * yet. Once there is one with the same hunks, found by hid, it goes there.
 */
#include "git/diff.h"
#include "session_inside.h"

struct adoption {
	struct cdr_session *session;
	struct cdr_arena arena;
	CDR_VEC(struct cdr_hash) hids;      /* of the commit that is being looked at */
	size_t waiting;                     /* lines without a commit */
};

static bool has_hid(const struct adoption *adoption, const struct cdr_hash *hid)
{
	for (size_t i = 0; i < adoption->hids.n; i++) {
		if (cdr_hash_eq(&adoption->hids.items[i], hid))
			return true;
	}
	return false;
}

/* True if the commit has every hunk that LINE speaks of. */
static bool belongs(void *payload, struct cdr_str line)
{
	struct adoption *adoption = payload;
	struct cdr_record record;
	bool all = cdr_record_parse(&record, &adoption->arena, line, NULL) == 0 &&
		   record.n_hunks > 0;

	for (size_t i = 0; all && i < record.n_hunks; i++)
		all = has_hid(adoption, &record.hunks[i].hid);
	if (all && adoption->waiting)    /* lines may have been added since they were counted */
		adoption->waiting--;
	return all;
}

static int collect_hids(struct adoption *adoption, const struct cdr_range *range,
			const struct cdr_change *change, struct cdr_err *err)
{
	struct cdr_diff *diff = NULL;
	int rc = cdr_diff_open(&diff, adoption->session->repo, range, change, err);

	adoption->hids.n = 0;
	while (rc == 0) {
		struct cdr_arena arena = { NULL, 0 };
		struct cdr_filediff *file = NULL;

		rc = cdr_diff_next(diff, &arena, &file, err);
		for (size_t i = 0; rc == 0 && i < file->n_hunks; i++)
			*cdr_vec_push(&adoption->arena, &adoption->hids) = file->hunks[i].hid;
		cdr_arena_release(&arena);
	}
	cdr_diff_close(diff);
	return rc == CDR_END ? 0 : rc;
}

static int adopt_change(struct adoption *adoption, struct cdr_range *range, struct cdr_err *err)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_change change;
	int rc = cdr_range_next(range, adoption->session->repo, &arena, &change, err);

	if (rc == 0)
		rc = collect_hids(adoption, range, &change, err);
	if (rc == 0 && adoption->hids.n)
		rc = cdr_journal_assign(adoption->session->journal, &change.commit, belongs,
					adoption, err);
	cdr_arena_release(&arena);
	return rc;
}

static int adopt_range(struct adoption *adoption, const struct cdr_session_options *options,
		       struct cdr_err *err)
{
	struct cdr_range *range = NULL;
	int rc = cdr_range_open(&range, adoption->session->repo, options, err);

	while (rc == 0 && adoption->waiting)
		rc = adopt_change(adoption, range, err);
	cdr_range_close(range);
	return rc == CDR_END ? 0 : rc;
}

static int count_waiting(struct adoption *adoption, struct cdr_err *err)
{
	const struct cdr_note_line *lines = NULL;
	size_t n = 0;
	int rc = cdr_journal_lines(adoption->session->journal, &adoption->arena, &lines, &n, err);

	for (size_t i = 0; rc == 0 && i < n; i++)
		adoption->waiting += lines[i].target.len == 0;
	return rc;
}

int cdr_session_adopt(struct cdr_session *session, struct cdr_err *err)
{
	const struct cdr_session_options head = { .source = CDR_SOURCE_RANGE, .range = "HEAD^!" };
	struct adoption adoption = { .session = session };
	int rc = 0;

	if (session->journal)
		rc = count_waiting(&adoption, err);
	if (rc == 0 && adoption.waiting)
		rc = adopt_range(&adoption, &head, err);
	if (rc == 0 && adoption.waiting && session->options.source == CDR_SOURCE_RANGE)
		rc = adopt_range(&adoption, &session->options, err);
	cdr_arena_release(&adoption.arena);
	return rc;
}
