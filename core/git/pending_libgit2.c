/*
 * pending_libgit2.c - index and work tree are compared by libgit2, which knows stat
 * data and ignore rules; only the list of paths is taken from it.
 */
#include "git/backend.h"
#include "git/handle.h"

#include <string.h>

/* Paths that git add would still have to take. */
static bool is_intent_to_add(git_index *index, const char *path)
{
	const git_index_entry *entry = git_index_get_bypath(index, path, GIT_INDEX_STAGE_NORMAL);

	return entry && entry->flags_extended & GIT_INDEX_ENTRY_INTENT_TO_ADD;
}

static const char *trouble_of(const git_diff_delta *delta, uint32_t new_mode)
{
	if (delta->status == GIT_DELTA_CONFLICTED)
		return "unmerged: the index holds both sides of a conflict";
	if (delta->status == GIT_DELTA_UNREADABLE)
		return "cannot be read";
	if (delta->status == GIT_DELTA_UNTRACKED && new_mode == GIT_FILEMODE_COMMIT)
		return "a repository inside of this one, neither submodule nor ignored";
	return NULL;
}

static bool is_nothing(git_delta_t status)
{
	return status == GIT_DELTA_UNMODIFIED || status == GIT_DELTA_IGNORED;
}

static struct cdr_str path_of(struct cdr_arena *arena, const git_diff_delta *delta)
{
	struct cdr_str path =
		cdr_str_from(delta->new_file.path ? delta->new_file.path : delta->old_file.path);

	if (cdr_str_ends(path, "/"))
		path.len--;
	return cdr_str_copy(arena, path);
}

static void add(struct cdr_deltas *out, const git_diff_delta *said, bool on_disk)
{
	struct cdr_delta delta = { .on_disk = on_disk };
	struct cdr_file *file = &delta.file;

	file->path = path_of(out->arena, said);
	file->old_mode = said->old_file.mode;
	file->new_mode = said->new_file.mode == GIT_FILEMODE_TREE ? GIT_FILEMODE_COMMIT
								  : said->new_file.mode;
	file->old_blob = cdr_oid_from_git(&said->old_file.id);
	if (!on_disk)
		file->new_blob = cdr_oid_from_git(&said->new_file.id);
	delta.trouble = trouble_of(said, file->new_mode);
	if (said->status == GIT_DELTA_CONFLICTED)   /* of its three sides libgit2 names any */
		file->old_mode = file->new_mode = file->old_mode ? file->old_mode : file->new_mode;
	file->status = delta.trouble ? 'M' : cdr_delta_status(file->old_mode, file->new_mode);
	*cdr_vec_push(out->arena, out) = delta;
}

static void options_init(git_diff_options *options, uint32_t flags)
{
	git_diff_options_init(options, GIT_DIFF_OPTIONS_VERSION);
	options->flags = GIT_DIFF_INCLUDE_TYPECHANGE | flags;
	options->ignore_submodules = GIT_SUBMODULE_IGNORE_NONE;
}

static int open_index(git_index **out, struct cdr_repo *repo, struct cdr_err *err)
{
	if (git_repository_index(out, repo->git) < 0 || git_index_read(*out, false) < 0) {
		cdr_git_fail(err, CDR_EREPO, "cannot read the index");
		return cdr_err_hint(err, "if it is split or sparse, git must be in PATH");
	}
	return 0;
}

static int head_tree(git_tree **out, struct cdr_repo *repo, const struct cdr_oid *head,
		     struct cdr_err *err)
{
	git_oid oid = cdr_oid_to_git(head);
	char hex[GIT_OID_HEXSZ + 1];
	git_commit *commit = NULL;
	int rc;

	if (head->len == 0)
		return 0;
	rc = git_commit_lookup(&commit, repo->git, &oid);
	if (rc == 0)
		rc = git_commit_tree(out, commit);
	git_commit_free(commit);
	if (rc < 0)
		return cdr_git_fail(err, CDR_EOBJECT, "the tree of commit %s cannot be read",
				    git_oid_tostr(hex, sizeof(hex), &oid));
	return 0;
}

static int of_index(struct cdr_deltas *out, struct cdr_repo *repo, const struct cdr_oid *head,
		    struct cdr_err *err)
{
	git_diff_options options;
	git_index *index = NULL;
	git_diff *diff = NULL;
	git_tree *tree = NULL;
	int rc = open_index(&index, repo, err);

	options_init(&options, 0);
	if (rc == 0)
		rc = head_tree(&tree, repo, head, err);
	if (rc == 0 && git_diff_tree_to_index(&diff, repo->git, tree, index, &options) < 0)
		rc = cdr_git_fail(err, CDR_EREPO, "cannot compare HEAD with the index");
	for (size_t i = 0; rc == 0 && i < git_diff_num_deltas(diff); i++) {
		const git_diff_delta *delta = git_diff_get_delta(diff, i);

		if (!is_nothing(delta->status) && !is_intent_to_add(index, delta->new_file.path))
			add(out, delta, false);
	}
	git_diff_free(diff);
	git_tree_free(tree);
	git_index_free(index);
	return rc;
}

/* What is only intended to be added has an entry of nothing in the index: it is an addition. */
static void forget_intent(struct cdr_delta *delta)
{
	delta->file.old_mode = 0;
	delta->file.old_blob.len = 0;
	delta->file.status = 'A';
}

static int of_work_tree(struct cdr_deltas *out, struct cdr_repo *repo, struct cdr_err *err)
{
	git_diff_options options;
	git_index *index = NULL;
	git_diff *diff = NULL;
	int rc = open_index(&index, repo, err);

	options_init(&options, GIT_DIFF_INCLUDE_UNTRACKED | GIT_DIFF_RECURSE_UNTRACKED_DIRS |
		     GIT_DIFF_INCLUDE_UNREADABLE);
	if (rc == 0 && git_diff_index_to_workdir(&diff, repo->git, index, &options) < 0)
		rc = cdr_git_fail(err, CDR_EREPO, "cannot compare the index with the work tree");
	for (size_t i = 0; rc == 0 && i < git_diff_num_deltas(diff); i++) {
		const git_diff_delta *delta = git_diff_get_delta(diff, i);

		if (is_nothing(delta->status))
			continue;
		add(out, delta, true);
		if (is_intent_to_add(index, delta->new_file.path))
			forget_intent(&out->items[out->n - 1]);
	}
	git_diff_free(diff);
	git_index_free(index);
	return rc;
}

/* Other filters are programs and are not run. */
static int clean(struct cdr_repo *repo, struct cdr_arena *arena, const char *path,
		 struct cdr_str *text, struct cdr_err *err)
{
	git_filter_list *filters = NULL;
	git_buf out = GIT_BUF_INIT;
	int rc = git_filter_list_load(&filters, repo->git, NULL, path, GIT_FILTER_TO_ODB,
				      GIT_FILTER_ALLOW_UNSAFE);

	if (rc == 0)
		rc = git_filter_list_apply_to_buffer(&out, filters, text->ptr, text->len);
	if (rc < 0)
		rc = cdr_fail(err, CDR_EIO, "%s", cdr_git_words());
	else if (filters)
		*text = cdr_str_copy(arena, (struct cdr_str){ out.ptr, out.size });
	git_buf_dispose(&out);
	git_filter_list_free(filters);
	return rc;
}

static int submodule(struct cdr_repo *repo, const char *path, struct cdr_oid *commit, bool *dirty,
		     struct cdr_err *err)
{
	git_submodule *found = NULL;
	unsigned status = 0;
	const git_oid *head;

	if (git_submodule_lookup(&found, repo->git, path) < 0)
		return cdr_git_fail(err, CDR_EREPO, "the submodule cannot be opened");
	head = git_submodule_wd_id(found);
	if (head)
		*commit = cdr_oid_from_git(head);
	git_submodule_status(&status, repo->git, path, GIT_SUBMODULE_IGNORE_NONE);
	*dirty = GIT_SUBMODULE_STATUS_IS_WD_DIRTY(status);
	git_submodule_free(found);
	return 0;
}

static bool knows_index(struct cdr_repo *repo)
{
	git_index *index = NULL;
	int rc = open_index(&index, repo, NULL);

	git_index_free(index);
	return rc == 0;
}

const struct cdr_pending cdr_pending_libgit2 = {
	.knows_index = knows_index,
	.index = of_index,
	.work_tree = of_work_tree,
	.clean = clean,
	.submodule = submodule,
};
