/*
 * repo.c - a handle. libgit2 opens what it can; what it refuses, and whatever it
 * would read otherwise than git, is git's own.
 */
#include "git/repo.h"
#include "git/handle.h"
#include "git/open.h"
#include "git/store_git.h"
#include "git/store_pack.h"
#include "git/script.h"
#include "git/textcache.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define PARTS(n, bytes) ((bytes) / 16 * (n))

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
	repo->where.env = where->env;
	repo->program = cdr_program_new(arena, &repo->where);
}

struct cdr_str cdr_open_directory(struct cdr_arena *arena, const char *path)
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
	here = cdr_open_directory(&repo->arena, dir);
	if (!repo->work_tree.ptr || !cdr_str_starts(here, repo->work_tree.ptr))
		return CDR_STR("");
	return cdr_str_sub(here, repo->work_tree.len, here.len);
}

/* Most goes to the bases of deltas: a base that is gone costs its whole chain. */
static void share_room(struct cdr_repo *repo)
{
	bool plain = repo->engine == CDR_ENGINE_PLAIN;

	cdr_store_room(repo->store, PARTS(9, repo->room));
	cdr_textcache_resize(repo->texts, plain ? 0 : PARTS(5, repo->room));
	cdr_trees_room(repo->trees, PARTS(2, repo->room));
}

/* Who is asked for objects, the fastest first. The last one is the handle's own. */
static void fill_store(struct cdr_repo *repo)
{
	struct cdr_reader packs;
	struct cdr_reader last = repo->last;

	last.free = NULL;
	cdr_trees_clear(repo->trees);
	cdr_textcache_free(repo->texts);
	repo->texts = cdr_textcache_new(0);
	cdr_store_clear(repo->store);
	if (repo->engine == CDR_ENGINE_OWN || repo->engine == CDR_ENGINE_LINES_A) {
		packs = cdr_reader_of_packs(repo->packs);
		cdr_store_add(repo->store, &packs);
	}
	cdr_store_add(repo->store, &last);
	share_room(repo);
}

/* Packs are mapped once: those of LIKE, of which REPO is a clone, are used where it is not NULL. */
static void settle(struct cdr_repo *repo, const struct cdr_repo *like)
{
	const char *objects =
		cdr_arena_printf(&repo->arena, "%.*sobjects", CDR_FMT(repo->common_dir));
	struct cdr_reader last = repo->last;

	last.free = NULL;
	repo->sure = cdr_store_new();
	cdr_store_add(repo->sure, &last);
	repo->packs = like ? cdr_packs_share(like->packs)
			   : cdr_packs_open(objects, repo->oid_len);
	repo->store = cdr_store_new();
	repo->trees = cdr_trees_new(repo->store);
	repo->line_key = cdr_script_key();
	repo->room = cdr_repo_whole_room(repo);
	fill_store(repo);
}

/* LIKE is NULL for what is no clone; threads have clones. */
static struct cdr_repo *repo_new(const struct cdr_where *where, const struct cdr_repo *like)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_repo *repo = CDR_NEW(&arena, struct cdr_repo);

	repo->arena = arena;
	if (like)
		cdr_git_start();
	else
		cdr_git_start_first();
	copy_where(repo, where);
	return repo;
}

static int open_somehow(struct cdr_repo *repo, struct cdr_err *err)
{
	struct cdr_err why = { .code = 0 };
	int rc = cdr_open_by_libgit2(repo, &why);

	if (rc == CDR_EUNSUPPORTED && repo->program)
		rc = cdr_open_by_git(repo, &why);
	if (rc == 0)
		rc = cdr_open_odd(repo, &why);
	if (rc < 0 && err)
		*err = why;
	return rc;
}

static int open_like(struct cdr_repo **out, const struct cdr_where *where,
		     const struct cdr_repo *like, struct cdr_err *err)
{
	struct cdr_repo *repo = repo_new(where, like);
	int rc = open_somehow(repo, err);

	if (rc == 0) {
		repo->prefix = standing_prefix(repo);
		settle(repo, like);
	} else {
		cdr_repo_close(repo);
		repo = NULL;
	}
	*out = repo;
	return rc;
}

int cdr_repo_open(struct cdr_repo **out, const struct cdr_where *where, struct cdr_err *err)
{
	return open_like(out, where, NULL, err);
}

/* What was found out by asking git is not asked again. */
static void copy_facts(struct cdr_repo *out, const struct cdr_repo *repo)
{
	out->common_dir = cdr_str_copy(&out->arena, repo->common_dir);
	out->work_tree = cdr_str_copy(&out->arena, repo->work_tree);
	out->prefix = cdr_str_copy(&out->arena, repo->prefix);
	out->oid_len = repo->oid_len;
	out->is_partial = repo->is_partial;
	out->last = cdr_reader_of_git(out->program);
}

int cdr_repo_clone(struct cdr_repo **out, const struct cdr_repo *repo, struct cdr_err *err)
{
	int rc = 0;

	if (repo->git) {
		rc = open_like(out, &repo->where, repo, err);
	} else {
		*out = repo_new(&repo->where, repo);
		copy_facts(*out, repo);
		settle(*out, repo);
	}
	if (rc < 0)
		return rc;
	(*out)->refs = repo->refs;
	(*out)->config = repo->config;
	(*out)->pending = repo->pending;
	return 0;
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
	cdr_store_free(repo->sure);
	if (repo->last.free)
		repo->last.free(repo->last.self);
	git_odb_free(repo->odb);
	git_repository_free(repo->git);
	git_libgit2_shutdown();
	arena = repo->arena;
	cdr_arena_release(&arena);
}

void cdr_repo_engine(struct cdr_repo *repo, enum cdr_engine engine)
{
	if (repo->engine == engine)
		return;
	repo->engine = engine;
	fill_store(repo);
}

void cdr_repo_room(struct cdr_repo *repo, size_t bytes)
{
	if (repo->room == bytes)
		return;
	repo->room = bytes;
	share_room(repo);
}

size_t cdr_repo_whole_room(const struct cdr_repo *repo)
{
	size_t packed = cdr_packs_bytes(repo->packs);

	if (packed == 0 || packed > CDR_ROOM_MOST)
		return CDR_ROOM_MOST;
	return packed > CDR_ROOM_LEAST ? packed : CDR_ROOM_LEAST;
}

void cdr_repo_meter(struct cdr_repo *repo, struct cdr_meter *meter)
{
	repo->meter = meter;
	cdr_store_meter(repo->store, meter);
}

void cdr_repo_stop_on(struct cdr_repo *repo, const atomic_bool *stop)
{
	repo->stop = stop;
}

struct cdr_str cdr_repo_common_dir(const struct cdr_repo *repo)
{
	return repo->common_dir;
}

struct cdr_str cdr_repo_work_tree(const struct cdr_repo *repo)
{
	return repo->work_tree;
}

struct cdr_str cdr_repo_prefix(const struct cdr_repo *repo)
{
	return repo->prefix;
}

bool cdr_repo_is_shallow(const struct cdr_repo *repo)
{
	char path[PATH_MAX];
	struct stat st;

	snprintf(path, sizeof(path), "%.*sshallow", CDR_FMT(repo->common_dir));
	return stat(path, &st) == 0 && st.st_size > 0;
}

bool cdr_repo_has_replace_refs(struct cdr_repo *repo)
{
	return repo->refs->any_below(repo, "refs/replace/");
}

size_t cdr_repo_notices(const struct cdr_repo *repo, const struct cdr_str **out)
{
	*out = repo->notices.items;
	return repo->notices.n;
}

void cdr_repo_notice(struct cdr_repo *repo, const char *fmt, ...)
{
	char text[512];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	for (size_t i = 0; i < repo->notices.n; i++)
		if (cdr_str_is(repo->notices.items[i], text))
			return;
	*cdr_vec_push(&repo->arena, &repo->notices) =
		cdr_str_copy(&repo->arena, cdr_str_from(text));
}
