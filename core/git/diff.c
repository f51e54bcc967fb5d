/*
 * diff.c - the files of one change, one at a time, so that a commit of a
 * thousand files needs the memory of one.
 */
#include "git/diff.h"
#include "base/oom.h"
#include "git/commit.h"
#include "git/delta.h"
#include "git/hunks.h"

#include <stdlib.h>

/* A type change comes as such, then as git prints it: a deletion and an addition. */
enum part { PART_WHOLE, PART_DELETION, PART_ADDITION };

struct cdr_diff {
	struct cdr_arena arena;
	struct cdr_repo *repo;
	const struct cdr_range *range;
	struct cdr_deltas deltas;
	size_t next;
	enum part part;          /* of the next delta */
};

/* The trees of COMMIT's parents, then its own, in ARENA. */
static int trees_of(struct cdr_oid **out, struct cdr_repo *repo, struct cdr_arena *arena,
		    const struct cdr_commit *commit, struct cdr_err *err)
{
	struct cdr_oid *trees = cdr_arena_alloc(arena, (commit->n_parents + 1) * sizeof(*trees));

	for (size_t i = 0; i < commit->n_parents; i++) {
		struct cdr_commit parent;
		struct cdr_oid oid = cdr_commit_parent(commit, i);
		int rc = cdr_commit_read(&parent, repo, &oid, err);

		if (rc < 0)
			return rc;
		trees[i] = parent.tree;
		cdr_commit_release(&parent);
	}
	trees[commit->n_parents] = commit->tree;
	*out = trees;
	return 0;
}

static int open_commit(struct cdr_diff *diff, const struct cdr_change *change, struct cdr_err *err)
{
	struct cdr_commit commit;
	struct cdr_oid *trees = NULL;
	int rc = cdr_commit_read(&commit, diff->repo, &change->commit, err);

	if (rc < 0)
		return rc;
	rc = trees_of(&trees, diff->repo, &diff->arena, &commit, err);
	if (rc == 0)
		rc = cdr_deltas_of_trees(&diff->deltas, diff->repo, trees, commit.n_parents, err);
	cdr_commit_release(&commit);
	return rc;
}

static int open_change(struct cdr_diff *diff, const struct cdr_change *change, struct cdr_err *err)
{
	switch (change->kind) {
	case CDR_CHANGE_COMMIT:
		return open_commit(diff, change, err);
	case CDR_CHANGE_INDEX:
		return cdr_deltas_of_index(&diff->deltas, diff->repo, &change->parent, err);
	case CDR_CHANGE_WORKTREE:
		return cdr_deltas_of_work_tree(&diff->deltas, diff->repo, err);
	}
	return cdr_fail(err, CDR_EUSAGE, "change of unknown kind %d", (int)change->kind);
}

int cdr_diff_open(struct cdr_diff **out, struct cdr_repo *repo, const struct cdr_range *range,
		  const struct cdr_change *change, struct cdr_err *err)
{
	struct cdr_diff *diff = cdr_alloc_zeroed(sizeof(*diff));
	int rc;

	diff->repo = repo;
	diff->range = range;
	diff->deltas.arena = &diff->arena;
	rc = open_change(diff, change, err);
	if (rc < 0) {
		cdr_diff_close(diff);
		diff = NULL;
	} else {
		cdr_deltas_pair(&diff->deltas, repo);
	}
	*out = diff;
	return rc;
}

void cdr_diff_close(struct cdr_diff *diff)
{
	if (!diff)
		return;
	cdr_arena_release(&diff->arena);
	free(diff);
}

static struct cdr_filediff *filediff_new(struct cdr_arena *arena, const struct cdr_file *file)
{
	struct cdr_filediff *out = CDR_NEW(arena, struct cdr_filediff);

	out->file = *file;
	out->file.path = cdr_str_copy(arena, file->path);
	if (file->old_path.ptr)
		out->file.old_path = cdr_str_copy(arena, file->old_path);
	return out;
}

/* Keeps of a type change the part that is due. */
static void keep_part(struct cdr_file *file, enum part part)
{
	if (part == PART_DELETION) {
		file->status = 'D';
		file->new_mode = 0;
		file->new_blob = (struct cdr_oid){ .len = 0 };
	} else if (part == PART_ADDITION) {
		file->status = 'A';
		file->old_mode = 0;
		file->old_blob = (struct cdr_oid){ .len = 0 };
	}
}

static void load_sides(struct cdr_diff *diff, struct cdr_arena *arena,
		       const struct cdr_delta *delta, struct cdr_content *old_side,
		       struct cdr_content *new_side)
{
	if (delta->trouble) {
		new_side->trouble = cdr_str_from(delta->trouble);
		return;
	}
	cdr_content_load(old_side, diff->repo, arena);
	if (delta->on_disk && new_side->mode)
		cdr_content_load_disk(new_side, diff->repo, arena, delta->file.path);
	else
		cdr_content_load(new_side, diff->repo, arena);
}

static struct cdr_filediff *build(struct cdr_diff *diff, struct cdr_arena *arena,
				  const struct cdr_delta *delta, enum part part)
{
	struct cdr_filediff *out = filediff_new(arena, &delta->file);
	struct cdr_content old_side, new_side;

	keep_part(&out->file, part);
	old_side = (struct cdr_content){ .mode = out->file.old_mode, .blob = out->file.old_blob };
	new_side = (struct cdr_content){ .mode = out->file.new_mode, .blob = out->file.new_blob };
	if (out->file.status != 'T' || delta->on_disk)
		load_sides(diff, arena, delta, &old_side, &new_side);
	out->file.new_blob = new_side.blob;
	cdr_hunks_build(out, arena, &old_side, &new_side);
	if (out->file.status != 'T') {
		out->old_text = old_side.text;
		out->new_text = new_side.text;
	}
	cdr_content_release(&old_side);
	cdr_content_release(&new_side);
	return out;
}

/* Moves on to what comes after the delta's PART. */
static void move_on(struct cdr_diff *diff, const struct cdr_delta *delta, enum part part)
{
	bool more = delta->file.status == 'T' && !delta->trouble && part != PART_ADDITION;

	diff->part = more ? part + 1 : PART_WHOLE;
	diff->next += !more;
}

int cdr_diff_next(struct cdr_diff *diff, struct cdr_arena *arena, struct cdr_filediff **out,
		  struct cdr_err *err)
{
	(void)err;
	while (diff->next < diff->deltas.n) {
		const struct cdr_delta *delta = &diff->deltas.items[diff->next];
		enum part part = diff->part;

		move_on(diff, delta, part);
		if (!cdr_range_wants(diff->range, delta->file.path))
			continue;
		*out = build(diff, arena, delta, part);
		if ((*out)->n_hunks > 0)
			return 0;
	}
	return CDR_END;
}

/* Starting libgit2 takes milliseconds: the first text of a process starts it for good. */
static void keep_libgit2(void)
{
	if (cdr_git_start() > 1)
		git_libgit2_shutdown();
}

int cdr_diff_texts(struct cdr_arena *arena, const struct cdr_file *file,
		   const struct cdr_texts *texts, struct cdr_filediff **out, struct cdr_err *err)
{
	struct cdr_content old_side = { file->old_mode, file->old_blob, .text = texts->old_text };
	struct cdr_content new_side = { file->new_mode, file->new_blob, .text = texts->new_text };

	if ((!file->old_mode && texts->old_text.len > 0) ||
	    (!file->new_mode && texts->new_text.len > 0))
		return cdr_fail(err, CDR_EUSAGE, "%.*s has text on a side that is absent",
				CDR_FMT(file->path));
	*out = filediff_new(arena, file);
	(*out)->old_text = texts->old_text;
	(*out)->new_text = texts->new_text;
	keep_libgit2();
	cdr_hunks_build(*out, arena, &old_side, &new_side);
	return 0;
}
