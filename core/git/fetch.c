/*
 * fetch.c - git itself speaks to the remote: it knows the person's keys, helpers and proxies,
 * and libgit2 would need all of that again. The scratch repository is read as any other one.
 */
#include "git/fetch.h"

#include "git/program.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FETCHED_REF "refs/cdreview/fetched"
#define DESCRIPTORS 16
#define ANSWER_MAX ((size_t)64 << 10)

/* How a person's git gets at a remote; nothing of it says what to fetch. */
static const char *const passed[] = {
	"SSH_AUTH_SOCK=", "GIT_SSH=",     "GIT_SSH_COMMAND=", "GIT_SSL_CAINFO=",
	"https_proxy=",   "HTTPS_PROXY=", "no_proxy=",        "NO_PROXY=",
};

static const char *const pinned[] = {
	"fetch.fsckObjects=true",
	"fetch.recurseSubmodules=false",
	"transfer.bundleURI=false",
	"fetch.writeCommitGraph=false",
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* --- the scratch repository ---------------------------------------------------- */

static int make_scratch(const struct cdr_fetch *what, struct cdr_arena *arena, char **dir,
			struct cdr_err *err)
{
	const char *parent = "/tmp";

	for (size_t i = 0; what->env[i]; i++)
		if (strncmp(what->env[i], "TMPDIR=/", strlen("TMPDIR=/")) == 0)
			parent = what->env[i] + strlen("TMPDIR=");
	*dir = cdr_arena_printf(arena, "%s/cdreview-fetch-XXXXXX", parent);
	if (mkdtemp(*dir))
		return 0;
	cdr_fail(err, CDR_EIO, "cannot make %s: %s", *dir, strerror(errno));
	*dir = NULL;
	return CDR_EIO;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	(void)remove(path);
	return 0;
}

/* What cannot be removed stays in the folder for temporary files, which is no failure. */
static void remove_scratch(const char *dir)
{
	if (dir)
		(void)nftw(dir, remove_one, DESCRIPTORS, FTW_DEPTH | FTW_PHYS);
}

/* --- git ------------------------------------------------------------------------ */

static const char *const *environment(const char *const *env, struct cdr_arena *arena)
{
	CDR_VEC(const char *) all = { NULL, 0, 0 };

	*cdr_vec_push(arena, &all) = "GIT_ALLOW_PROTOCOL=file:https:ssh";
	for (size_t i = 0; env[i]; i++)
		for (size_t k = 0; k < COUNT(passed); k++)
			if (strncmp(env[i], passed[k], strlen(passed[k])) == 0)
				*cdr_vec_push(arena, &all) = env[i];
	*cdr_vec_push(arena, &all) = NULL;
	return all.items;
}

static int run_git(const struct cdr_program *program, const char *const *args,
		   const char *const *env, struct cdr_err *err)
{
	struct cdr_program_call call = { .args = args, .env = env };
	struct cdr_buf out;
	int rc;

	cdr_buf_init(&out, ANSWER_MAX);
	rc = cdr_program_run(program, &call, &out, err);
	cdr_buf_release(&out);
	return rc;
}

static int fetch_into(const struct cdr_where *where, const struct cdr_fetch *what,
		      struct cdr_arena *arena, struct cdr_err *err)
{
	struct cdr_program *program = cdr_program_new(arena, where);
	const char *const *env = environment(what->env, arena);
	const char *refspec = cdr_arena_printf(arena, "+%s:%s", what->ref, FETCHED_REF);
	const char *const init[] = { "init", "--quiet", "--bare", "--template=", NULL };
	const char *const fetch[] = { "fetch",
				      "--quiet",
				      "--depth=1",
				      "--no-tags",
				      "--no-write-fetch-head",
				      "--no-recurse-submodules",
				      "--",
				      what->url,
				      refspec,
				      NULL };
	int rc;

	for (size_t i = 0; i < COUNT(pinned); i++)
		cdr_program_pin(program, arena, cdr_str_from(pinned[i]));
	rc = run_git(program, init, env, err);
	if (rc == 0)
		rc = run_git(program, fetch, env, err);
	return rc;
}

static int read_fetched(const struct cdr_where *where, const struct cdr_fetch *what,
			struct cdr_arena *arena, struct cdr_fetched *out, struct cdr_err *err)
{
	struct cdr_repo *repo = NULL;
	struct cdr_blob blob = { 0 };
	struct cdr_oid commit;
	int rc = cdr_repo_open(&repo, where, err);

	if (rc == 0)
		rc = cdr_repo_resolve(repo, FETCHED_REF "^{commit}", &commit, err);
	if (rc == 0)
		rc = cdr_blob_at(repo, arena,
				 &(struct cdr_blob_place){ &commit, what->path, what->max }, &blob,
				 err);
	if (rc == CDR_ENOTFOUND)
		cdr_fail(err, CDR_ENOTFOUND, "%s has no file %s", what->ref, what->path);
	if (rc == 0) {
		cdr_oid_hex(out->commit, &commit);
		out->text = blob.text;
	}
	cdr_repo_close(repo);
	return rc;
}

int cdr_fetch_file(const struct cdr_fetch *what, struct cdr_arena *arena, struct cdr_fetched *out,
		   struct cdr_err *err)
{
	struct cdr_where where = { .env = what->env };
	char *scratch = NULL;
	int rc = make_scratch(what, arena, &scratch, err);

	where.git_dir = scratch;
	if (rc == 0)
		rc = fetch_into(&where, what, arena, err);
	if (rc == 0)
		rc = read_fetched(&where, what, arena, out, err);
	remove_scratch(scratch);
	return rc;
}
