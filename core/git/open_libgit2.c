/*
 * open_libgit2.c - what libgit2 would read wrongly (other hashes, other reference
 * stores) it refuses to open, by the extension's name; who owns a repository it
 * checks as git does, but for safe.directory=*.
 */
#include "git/handle.h"
#include "git/open.h"

#include <string.h>

static int git_open(git_repository **out, const struct cdr_where *where)
{
	if (where->git_dir)
		return git_repository_open_ext(out, where->git_dir, GIT_REPOSITORY_OPEN_NO_SEARCH,
					       NULL);
	return git_repository_open_ext(out, where->dir,
				       where->from_env ? GIT_REPOSITORY_OPEN_FROM_ENV : 0, NULL);
}

/* The directory that safe.directory has to name: of the work tree, else of a bare repository. */
static const char *owned_dir(struct cdr_arena *arena, const struct cdr_where *where)
{
	const char *start = where->git_dir ? where->git_dir : where->dir;
	git_buf found = GIT_BUF_INIT;
	const char *dir = start ? start : ".";
	size_t len;

	if (git_repository_discover(&found, dir, 0, NULL) == 0)
		dir = found.ptr;
	len = strlen(dir);
	while (len > 1 && dir[len - 1] == '/')
		len--;
	if (len > 5 && strncmp(dir + len - 5, "/.git", 5) == 0)
		len -= 5;
	dir = cdr_arena_printf(arena, "%.*s", (int)len, dir);
	git_buf_dispose(&found);
	return dir;
}

static int note_wildcard(const git_config_entry *entry, void *payload)
{
	bool *everything = payload;

	if (strcmp(entry->value, "*") == 0)
		*everything = true;
	else if (!*entry->value)
		*everything = false;
	return 0;
}

/* git honours safe.directory=*, libgit2 1.5 does not. Only the user's and the system's count. */
static bool all_are_safe(void)
{
	git_config *config = NULL;
	bool everything = false;

	if (git_config_open_default(&config) == 0)
		git_config_get_multivar_foreach(config, "safe.directory", NULL, note_wildcard,
						&everything);
	git_config_free(config);
	return everything;
}

static bool is_about_owner(int rc)
{
	return rc == GIT_EOWNER || strstr(cdr_git_words(), "safe.directory");
}

/* So does git itself, which also knows what the command line and the environment set. */
static bool git_says_it_is_safe(const struct cdr_repo *repo)
{
	const char *args[] = { "rev-parse", "--git-dir", NULL };
	struct cdr_buf text;
	int rc;

	if (!repo->program)
		return false;
	cdr_buf_init(&text, 65536);
	rc = cdr_program_run(repo->program, &(struct cdr_program_call){ .args = args }, &text,
			     NULL);
	cdr_buf_release(&text);
	return rc == 0;
}

/* Opens although somebody else owns it, if the user has said that this is fine. */
static int git_open_if_safe(struct cdr_repo *repo)
{
	int rc;

	if (!all_are_safe() && !git_says_it_is_safe(repo))
		return GIT_EOWNER;
	git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
	rc = git_open(&repo->git, &repo->where);
	git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 1);
	return rc;
}

/* libgit2 knows the repository for one, but not this kind; git may. */
static int unsupported(struct cdr_err *err)
{
	const char *extension = strstr(cdr_git_words(), "extensions.");

	if (extension) {
		cdr_fail(err, CDR_EUNSUPPORTED, "this repository uses %s", extension);
		return cdr_err_hint(err, "a git that knows it must be in PATH");
	}
	cdr_git_fail(err, CDR_EUNSUPPORTED, "the environment cannot be followed");
	return cdr_err_hint(err, "unset that variable; --git-dir and --work-tree name the same");
}

static bool is_unsupported(void)
{
	return strstr(cdr_git_words(), "extensions.") || strstr(cdr_git_words(), "unimplemented");
}

static int open_failed(struct cdr_arena *arena, const struct cdr_where *where, int rc,
		       struct cdr_err *err)
{
	const char *dir = where->git_dir ? where->git_dir : where->dir;

	if (rc == GIT_EOWNER) {
		dir = owned_dir(arena, where);
		cdr_fail(err, CDR_EREPO, "detected dubious ownership in repository at '%s'", dir);
		return cdr_err_hint(err, "git config --global --add safe.directory '%s'", dir);
	}
	if (is_unsupported())
		return unsupported(err);
	if (rc != GIT_ENOTFOUND) {
		cdr_git_fail(err, CDR_EREPO, "cannot open the repository");
		return cdr_err_hint(err, "git -C '%s' status says more", dir ? dir : ".");
	}
	if (where->git_dir) {
		cdr_fail(err, CDR_EREPO, "not a git repository: '%s'", dir);
		return cdr_err_hint(
			err, "name the repository's own directory, as in --git-dir=PATH/.git");
	}
	cdr_fail(err, CDR_EREPO, "not a git repository (or any of the parent directories)%s%s",
		 dir ? ": " : "", dir ? dir : "");
	return cdr_err_hint(err, "change into a repository, or name one with -C DIR");
}

/* A switch of the whole process, as the variable is; set once, before there are threads. */
static void leave_out_system_settings(const struct cdr_repo *repo)
{
	git_buf path = GIT_BUF_INIT;

	if (!repo->program ||
	    !cdr_setting_is_on(cdr_program_variable(repo->program, "GIT_CONFIG_NOSYSTEM")))
		return;
	git_libgit2_opts(GIT_OPT_GET_SEARCH_PATH, GIT_CONFIG_LEVEL_SYSTEM, &path);
	if (path.size > 0)
		git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_SYSTEM, "");
	git_buf_dispose(&path);
}

int cdr_open_by_libgit2(struct cdr_repo *repo, struct cdr_err *err)
{
	int rc;

	leave_out_system_settings(repo);
	rc = git_open(&repo->git, &repo->where);
	if (rc < 0 && is_about_owner(rc))
		rc = git_open_if_safe(repo);
	if (rc < 0)
		return open_failed(&repo->arena, &repo->where, rc, err);
	if (repo->where.work_tree &&
	    git_repository_set_workdir(repo->git, repo->where.work_tree, 0) < 0)
		return cdr_git_fail(err, CDR_EREPO, "cannot use '%s' as work tree",
				    repo->where.work_tree);
	if (git_repository_odb(&repo->odb, repo->git) < 0)
		return cdr_git_fail(err, CDR_EREPO, "cannot open the object store");
	repo->common_dir = cdr_open_directory(&repo->arena, git_repository_commondir(repo->git));
	repo->work_tree = cdr_open_directory(&repo->arena, git_repository_workdir(repo->git));
	repo->oid_len = GIT_OID_RAWSZ;
	repo->last = cdr_reader_of_odb(repo->odb);
	repo->refs = &cdr_refs_libgit2;
	repo->config = &cdr_config_libgit2;
	repo->pending = &cdr_pending_libgit2;
	return 0;
}
