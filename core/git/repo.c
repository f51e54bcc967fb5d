/*
 * repo.c - opening refuses what libgit2 would read wrongly (other hashes, other
 * reference stores, objects that live elsewhere) before anybody relies on it.
 */
#include "git/repo.h"
#include "git/handle.h"
#include "git/store_pack.h"
#include "git/script.h"
#include "git/textcache.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define TEXTS_BYTES ((size_t)32 << 20)   /* of texts kept, a handle */

/* PATH as seen from BASE, absolute where the file system can tell. NULL stays NULL. */
static const char *absolute(struct cdr_arena *arena, const char *base, const char *path)
{
	char real[PATH_MAX];
	const char *joined = path;

	if (!path)
		return NULL;
	if (path[0] != '/' && base)
		joined = cdr_arena_printf(arena, "%s/%s", base, path);
	if (realpath(joined, real))
		joined = real;
	return cdr_arena_printf(arena, "%s", joined);
}

static void copy_where(struct cdr_repo *repo, const struct cdr_where *where)
{
	struct cdr_arena *arena = &repo->arena;
	bool start_here = !where->dir && !where->from_env;

	repo->where.dir = absolute(arena, NULL, start_here ? "." : where->dir);
	repo->where.git_dir = absolute(arena, repo->where.dir, where->git_dir);
	repo->where.work_tree = absolute(arena, repo->where.dir, where->work_tree);
	repo->where.prefix = where->prefix ? cdr_arena_printf(arena, "%s", where->prefix) : NULL;
	repo->where.from_env = where->from_env;
}

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

/* Opens although somebody else owns it, if the user has said that this is fine everywhere. */
static int git_open_if_safe(git_repository **out, const struct cdr_where *where)
{
	int rc;

	if (!all_are_safe())
		return GIT_EOWNER;
	git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
	rc = git_open(out, where);
	git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 1);
	return rc;
}

static int unsupported(struct cdr_err *err, const char *extension)
{
	cdr_fail(err, CDR_EUNSUPPORTED, "this repository uses %s, which cannot be read yet",
		 extension);
	return cdr_err_hint(err,
			    "review a full clone with SHA-1 objects and files as reference store");
}

static int open_failed(struct cdr_arena *arena, const struct cdr_where *where, int rc,
		       struct cdr_err *err)
{
	const char *extension = strstr(cdr_git_words(), "extensions.");
	const char *dir = where->git_dir ? where->git_dir : where->dir;

	if (rc == GIT_EOWNER) {
		dir = owned_dir(arena, where);
		cdr_fail(err, CDR_EREPO, "detected dubious ownership in repository at '%s'", dir);
		return cdr_err_hint(err, "git config --global --add safe.directory '%s'", dir);
	}
	if (extension)
		return unsupported(err, extension);
	if (strstr(cdr_git_words(),
		   "unimplemented")) { /* GIT_WORK_TREE or GIT_COMMON_DIR, by libgit2 1.5 */
		cdr_git_fail(err, CDR_EUNSUPPORTED, "the environment cannot be followed");
		return cdr_err_hint(err,
				    "unset that variable; --git-dir and --work-tree name the same");
	}
	if (rc == GIT_ENOTFOUND && where->git_dir) {
		cdr_fail(err, CDR_EREPO, "not a git repository: '%s'", dir);
		return cdr_err_hint(
			err, "name the repository's own directory, as in --git-dir=PATH/.git");
	}
	if (rc == GIT_ENOTFOUND) {
		cdr_fail(err, CDR_EREPO,
			 "not a git repository (or any of the parent directories)%s%s",
			 dir ? ": " : "", dir ? dir : "");
		return cdr_err_hint(err, "change into a repository, or name one with -C DIR");
	}
	cdr_git_fail(err, CDR_EREPO, "cannot open the repository");
	return cdr_err_hint(err, "git -C '%s' status says more", dir ? dir : ".");
}

/* Keys are compared here: libgit2 1.5 leaks 20 KB an entry that its own pattern does not match. */
static int note_promisor(const git_config_entry *entry, void *payload)
{
	struct cdr_str name = cdr_str_from(entry->name);
	int on = 0;

	if (!cdr_str_starts(name, "remote.") || !cdr_str_ends(name, ".promisor"))
		return 0;
	if (git_config_parse_bool(&on, entry->value) == 0 && on)
		*(char **)payload = strdup(entry->name);
	return on;
}

/* libgit2 opens a partial clone of format version 0, then takes missing blobs for absent ones. */
static int refuse_partial_clone(struct cdr_repo *repo, struct cdr_err *err)
{
	git_config *config = NULL;
	char *name = NULL;
	int rc = 0;

	if (git_repository_config_snapshot(&config, repo->git) < 0)
		return cdr_git_fail(err, CDR_EREPO, "cannot read the repository's configuration");
	git_config_foreach(config, note_promisor, &name);
	if (name)
		rc = unsupported(
			err, cdr_arena_printf(&repo->arena, "extensions.partialclone (%s)", name));
	free(name);
	git_config_free(config);
	return rc;
}

static struct cdr_str directory(struct cdr_arena *arena, const char *path)
{
	char real[PATH_MAX];

	if (!path)
		return (struct cdr_str){ NULL, 0 };
	if (!realpath(path, real))
		return cdr_str_from(cdr_arena_printf(arena, "%s", path));
	return cdr_str_from(
		cdr_arena_printf(arena, "%s%s", real, strcmp(real, "/") == 0 ? "" : "/"));
}

/* Where the caller stands inside the work tree: what a relative pathspec is relative to. */
static struct cdr_str standing_prefix(struct cdr_repo *repo)
{
	const char *dir = repo->where.dir ? repo->where.dir : ".";
	struct cdr_str here;

	if (repo->where.prefix)
		return cdr_str_from(repo->where.prefix);
	here = directory(&repo->arena, dir);
	if (!repo->work_tree.ptr || !cdr_str_starts(here, repo->work_tree.ptr))
		return CDR_STR("");
	return cdr_str_sub(here, repo->work_tree.len, here.len);
}

/* Who is asked for objects, the fastest first. */
static void fill_store(struct cdr_repo *repo)
{
	struct cdr_reader packs;
	struct cdr_reader odb = cdr_reader_of_odb(repo->odb);

	cdr_trees_clear(repo->trees);
	cdr_textcache_free(repo->texts);
	repo->texts = cdr_textcache_new(repo->engine == CDR_ENGINE_PLAIN ? 0 : TEXTS_BYTES);
	cdr_store_clear(repo->store);
	if (repo->engine == CDR_ENGINE_OWN || repo->engine == CDR_ENGINE_LINES_A) {
		packs = cdr_reader_of_packs(repo->packs);
		cdr_store_add(repo->store, &packs);
	}
	cdr_store_add(repo->store, &odb);
}

static int settle(struct cdr_repo *repo, struct cdr_err *err)
{
	int rc = refuse_partial_clone(repo, err);

	if (rc < 0)
		return rc;
	if (repo->where.work_tree &&
	    git_repository_set_workdir(repo->git, repo->where.work_tree, 0) < 0)
		return cdr_git_fail(err, CDR_EREPO, "cannot use '%s' as work tree",
				    repo->where.work_tree);
	if (git_repository_odb(&repo->odb, repo->git) < 0)
		return cdr_git_fail(err, CDR_EREPO, "cannot open the object store");
	repo->common_dir = directory(&repo->arena, git_repository_commondir(repo->git));
	repo->work_tree = directory(&repo->arena, git_repository_workdir(repo->git));
	repo->prefix = standing_prefix(repo);
	repo->packs = cdr_packs_open(
		cdr_arena_printf(&repo->arena, "%.*sobjects", CDR_FMT(repo->common_dir)), GIT_OID_RAWSZ);
	repo->store = cdr_store_new();
	repo->trees = cdr_trees_new(repo->store);
	repo->line_key = cdr_script_key();
	fill_store(repo);
	return 0;
}

int cdr_repo_open(struct cdr_repo **out, const struct cdr_where *where, struct cdr_err *err)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_repo *repo = CDR_NEW(&arena, struct cdr_repo);
	int rc;

	repo->arena = arena;
	cdr_git_start();
	copy_where(repo, where);
	rc = git_open(&repo->git, &repo->where);
	if (rc < 0 && is_about_owner(rc))
		rc = git_open_if_safe(&repo->git, &repo->where);
	if (rc < 0)
		rc = open_failed(&repo->arena, &repo->where, rc, err);
	else
		rc = settle(repo, err);
	if (rc < 0) {
		cdr_repo_close(repo);
		repo = NULL;
	}
	*out = repo;
	return rc;
}

static void share_packs(struct cdr_repo *repo, const struct cdr_repo *with)
{
	cdr_packs_free(repo->packs);
	repo->packs = cdr_packs_share(with->packs);
	fill_store(repo);
}

int cdr_repo_clone(struct cdr_repo **out, const struct cdr_repo *repo, struct cdr_err *err)
{
	int rc = cdr_repo_open(out, &repo->where, err);

	if (rc == 0)
		share_packs(*out, repo);
	return rc;
}

void cdr_repo_close(struct cdr_repo *repo)
{
	struct cdr_arena arena;

	if (!repo)
		return;
	cdr_trees_free(repo->trees);
	cdr_textcache_free(repo->texts);
	cdr_store_free(repo->store);
	cdr_packs_free(repo->packs);
	git_odb_free(repo->odb);
	git_repository_free(repo->git);
	git_libgit2_shutdown();
	arena = repo->arena;
	cdr_arena_release(&arena);
}

void cdr_repo_engine(struct cdr_repo *repo, enum cdr_engine engine)
{
	repo->engine = engine;
	fill_store(repo);
}

void cdr_repo_meter(struct cdr_repo *repo, struct cdr_meter *meter)
{
	repo->meter = meter;
	cdr_store_meter(repo->store, meter);
}

struct cdr_str cdr_repo_common_dir(const struct cdr_repo *repo)
{
	return repo->common_dir;
}

struct cdr_str cdr_repo_work_tree(const struct cdr_repo *repo)
{
	return repo->work_tree;
}

bool cdr_repo_is_shallow(const struct cdr_repo *repo)
{
	return git_repository_is_shallow(repo->git) == 1;
}

bool cdr_repo_has_replace_refs(const struct cdr_repo *repo)
{
	git_reference_iterator *refs = NULL;
	const char *name = NULL;
	bool found = false;

	if (git_reference_iterator_glob_new(&refs, repo->git, "refs/replace/*") == 0)
		found = git_reference_next_name(&name, refs) == 0;
	git_reference_iterator_free(refs);
	return found;
}
