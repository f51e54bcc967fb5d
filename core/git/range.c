/* range.c - a review is of commits, one by one, or of one pending change: index or work tree. */
#include "git/range.h"
#include "base/oom.h"
#include "git/commit.h"
#include "git/inside.h"
#include "git/pathspec.h"
#include "git/resolve.h"
#include "git/revision.h"
#include "git/walk.h"

#include <stdlib.h>

struct cdr_range {
	struct cdr_arena arena;
	enum cdr_source source;
	struct cdr_pathspec paths;
	struct cdr_str label;
	struct cdr_oid base, head;
	struct cdr_walk *walk;    /* NULL for index and work tree */
	bool done;                /* index and work tree: their one change was given out */
};

static int empty_range(const struct cdr_range *range, struct cdr_err *err)
{
	cdr_fail(err, CDR_EUSAGE, "the range %.*s has no commits", CDR_FMT(range->label));
	return cdr_err_hint(
		err,
		"name what is to be reviewed, as in HEAD~1..HEAD, or see --staged and --worktree");
}

static int open_commits(struct cdr_range *range, struct cdr_repo *repo, const char *text,
			struct cdr_err *err)
{
	struct cdr_revisions revisions;
	bool empty = false;
	int rc = cdr_revisions_parse(&revisions, repo, &range->arena, text, err);

	if (rc < 0)
		return rc;
	range->label = revisions.label;
	range->base = revisions.base;
	range->head = revisions.head;
	range->walk = cdr_walk_new();
	for (size_t i = 0; i < revisions.tips.n && rc == 0; i++) {
		const struct cdr_tip *tip = &revisions.tips.items[i];

		rc = cdr_walk_add(range->walk, repo, &tip->oid, tip->hidden, err);
	}
	if (rc == 0)
		rc = cdr_walk_start(range->walk, repo, &empty, err);
	return rc == 0 && empty ? empty_range(range, err) : rc;
}

static int open_pending(struct cdr_range *range, struct cdr_repo *repo, const char *text,
			struct cdr_err *err)
{
	bool staged = range->source == CDR_SOURCE_STAGED;
	int rc;

	if (text) {
		cdr_fail(err, CDR_EUSAGE, "%s and a range exclude each other",
			 staged ? "--staged" : "--worktree");
		return cdr_err_hint(err, "leave one of them out");
	}
	if (!repo->work_tree.ptr) {
		cdr_fail(err, CDR_EUSAGE,
			 "this repository is bare: it has no index and no work tree");
		return cdr_err_hint(err, "review commits instead, as in HEAD~1..HEAD");
	}
	cdr_pending_choose(repo);
	range->label = staged ? CDR_STR("staged changes") : CDR_STR("changes in the work tree");
	rc = cdr_head_commit(repo, &range->head, err);
	range->base = range->head;
	return rc;
}

int cdr_range_open(struct cdr_range **out, struct cdr_repo *repo,
		   const struct cdr_session_options *options, struct cdr_err *err)
{
	struct cdr_range *range = cdr_alloc_zeroed(sizeof(*range));
	int rc;

	range->source = options->source;
	rc = cdr_pathspec_parse(&range->paths, repo, &range->arena, options, err);
	if (rc == 0 && range->source == CDR_SOURCE_RANGE)
		rc = open_commits(range, repo, options->range, err);
	else if (rc == 0)
		rc = open_pending(range, repo, options->range, err);
	if (rc < 0) {
		cdr_range_close(range);
		range = NULL;
	}
	*out = range;
	return rc;
}

void cdr_range_close(struct cdr_range *range)
{
	if (!range)
		return;
	cdr_walk_free(range->walk);
	cdr_arena_release(&range->arena);
	free(range);
}

struct cdr_str cdr_range_label(const struct cdr_range *range)
{
	return range->label;
}

struct cdr_oid cdr_range_base(const struct cdr_range *range)
{
	return range->base;
}

struct cdr_oid cdr_range_head(const struct cdr_range *range)
{
	return range->head;
}

int cdr_change_read(struct cdr_change *change, struct cdr_repo *repo, struct cdr_arena *arena,
		    struct cdr_err *err)
{
	struct cdr_commit commit;
	int rc;

	if (change->kind != CDR_CHANGE_COMMIT)
		return 0;
	rc = cdr_commit_read(&commit, repo, &change->commit, err);
	if (rc < 0)
		return rc;
	change->tree = commit.tree;
	change->author = cdr_str_copy(arena, commit.author);
	change->email = cdr_str_copy(arena, commit.email);
	change->subject = cdr_str_copy(arena, commit.subject);
	change->time = (int64_t)commit.time;
	change->n_parents = commit.n_parents;
	if (commit.n_parents > 0)
		change->parent = cdr_commit_parent(&commit, 0);
	cdr_commit_release(&commit);
	return 0;
}

static int next_pending(struct cdr_range *range, struct cdr_change *out)
{
	if (range->done)
		return CDR_END;
	range->done = true;
	*out = (struct cdr_change){
		.kind = range->source == CDR_SOURCE_STAGED ? CDR_CHANGE_INDEX : CDR_CHANGE_WORKTREE,
		.parent = range->head,
		.n_parents = range->head.len > 0,
	};
	return 0;
}

int cdr_range_next_name(struct cdr_range *range, struct cdr_repo *repo, struct cdr_change *out,
			struct cdr_err *err)
{
	if (!range->walk)
		return next_pending(range, out);
	*out = (struct cdr_change){ .kind = CDR_CHANGE_COMMIT };
	return cdr_walk_next(range->walk, repo, &out->commit, err);
}

int cdr_range_next(struct cdr_range *range, struct cdr_repo *repo, struct cdr_arena *arena,
		   struct cdr_change *out, struct cdr_err *err)
{
	int rc = cdr_range_next_name(range, repo, out, err);

	return rc != 0 ? rc : cdr_change_read(out, repo, arena, err);
}

bool cdr_range_wants(const struct cdr_range *range, struct cdr_str path)
{
	return cdr_pathspec_wants(&range->paths, path);
}
