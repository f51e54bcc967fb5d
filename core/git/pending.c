/*
 * pending.c - what is not committed yet. The backend says which paths differ; what
 * they hold is read and compared as everything else is.
 */
#include "git/backend.h"
#include "git/delta.h"
#include "git/inside.h"

#include <stdlib.h>

static int by_path(const void *a, const void *b)
{
	return cdr_str_cmp(((const struct cdr_delta *)a)->file.path,
			   ((const struct cdr_delta *)b)->file.path);
}

static void sort(struct cdr_deltas *deltas)
{
	if (deltas->n > 0)
		qsort(deltas->items, deltas->n, sizeof(*deltas->items), by_path);
}

void cdr_pending_choose(struct cdr_repo *repo)
{
	if (repo->pending == &cdr_pending_git || !repo->program ||
	    repo->pending->knows_index(repo))
		return;
	repo->pending = &cdr_pending_git;
	cdr_repo_notice(repo, "an index that is split or sparse: read through git");
}

int cdr_deltas_of_index(struct cdr_deltas *out, struct cdr_repo *repo, const struct cdr_oid *head,
			struct cdr_err *err)
{
	int rc = repo->pending->index(out, repo, head, err);

	sort(out);
	return rc;
}

int cdr_deltas_of_work_tree(struct cdr_deltas *out, struct cdr_repo *repo, struct cdr_err *err)
{
	int rc = repo->pending->work_tree(out, repo, err);

	sort(out);
	return rc;
}
