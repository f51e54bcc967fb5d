/*
 * odd.c - libgit2 opens more repositories than it reads as git does: settings it
 * does not know of, and work trees that are only partly there.
 */
#include "git/open.h"

#include <string.h>
#include <unistd.h>

#define SYSTEM_FILE "/etc/gitconfig"

struct looked_at {
	struct cdr_repo *repo;
	struct cdr_arena arena;
	struct cdr_settings settings;       /* as libgit2 reads them */
};

static struct cdr_str variable(const struct looked_at *at, const char *name)
{
	return cdr_program_variable(at->repo->program, name);
}

static bool is_file(struct looked_at *at, struct cdr_str dir, const char *name)
{
	return dir.len > 0 &&
	       access(cdr_arena_printf(&at->arena, "%.*s%s", CDR_FMT(dir), name), R_OK) == 0;
}

/* git -c, and what tools set with GIT_CONFIG_COUNT. */
static bool has_passed_settings(struct looked_at *at)
{
	struct cdr_str count = variable(at, "GIT_CONFIG_COUNT");

	return variable(at, "GIT_CONFIG_PARAMETERS").len > 0 ||
	       (count.len > 0 && !cdr_str_is(count, "0"));
}

/* A file of the user's own choice matters if it or the one that it replaces is there. */
static bool has_other_global(struct looked_at *at)
{
	struct cdr_str chosen = variable(at, "GIT_CONFIG_GLOBAL");

	if (!chosen.ptr)
		return false;
	return (!cdr_str_is(chosen, "/dev/null") && is_file(at, chosen, "")) ||
	       is_file(at, variable(at, "HOME"), "/.gitconfig") ||
	       is_file(at, variable(at, "HOME"), "/.config/git/config") ||
	       is_file(at, variable(at, "XDG_CONFIG_HOME"), "/git/config");
}

/* GIT_CONFIG_NOSYSTEM wins over it, and is done by cdr_open_by_libgit2. */
static bool has_other_system(struct looked_at *at)
{
	struct cdr_str chosen = variable(at, "GIT_CONFIG_SYSTEM");

	if (!chosen.ptr || cdr_setting_is_on(variable(at, "GIT_CONFIG_NOSYSTEM")))
		return false;
	return access(SYSTEM_FILE, R_OK) == 0 ||
	       (!cdr_str_is(chosen, "/dev/null") && is_file(at, chosen, ""));
}

static bool includes_by_remote(struct looked_at *at)
{
	for (size_t i = 0; i < at->settings.n; i++)
		if (cdr_str_starts(at->settings.items[i].key, "includeif.hasconfig:"))
			return true;
	return false;
}

static bool is_on(const struct looked_at *at, const char *key)
{
	return cdr_setting_is_on(cdr_settings_get(&at->settings, key));
}

static bool has_worktree_settings(struct looked_at *at)
{
	return is_on(at, "extensions.worktreeconfig");
}

static bool is_sparse(struct looked_at *at)
{
	return is_on(at, "core.sparsecheckout");
}

enum { SETTINGS = 1, WORK_TREE = 2 };

/* Settings also decide how files of the work tree are read: line endings, ignored ones. */
static const struct oddity {
	const char *what;
	bool (*holds)(struct looked_at *at);
	unsigned concerns;
} oddities[] = {
	{ "settings of the command line or the environment", has_passed_settings,
	  SETTINGS | WORK_TREE },
	{ "settings in $GIT_CONFIG_GLOBAL", has_other_global, SETTINGS | WORK_TREE },
	{ "settings in $GIT_CONFIG_SYSTEM", has_other_system, SETTINGS | WORK_TREE },
	{ "settings included by remote", includes_by_remote, SETTINGS | WORK_TREE },
	{ "settings of this work tree alone", has_worktree_settings, SETTINGS | WORK_TREE },
	{ "sparse checkout", is_sparse, WORK_TREE },
};

static void hand_over(struct looked_at *at)
{
	struct cdr_repo *repo = at->repo;

	for (size_t i = 0; i < sizeof(oddities) / sizeof(oddities[0]); i++) {
		if (!oddities[i].holds(at))
			continue;
		if (oddities[i].concerns & SETTINGS)
			repo->config = &cdr_config_git;
		if (oddities[i].concerns & WORK_TREE)
			repo->pending = &cdr_pending_git;
		cdr_repo_notice(repo, "%s: read through git", oddities[i].what);
	}
}

/* git clone --filter: what it left out is missing, and is not fetched by reading. */
static void note_promisor(struct looked_at *at)
{
	for (size_t i = 0; i < at->settings.n; i++) {
		const struct cdr_setting *setting = &at->settings.items[i];

		if (cdr_str_starts(setting->key, "remote.") &&
		    cdr_str_ends(setting->key, ".promisor") &&
		    cdr_setting_is_on(setting->value.ptr ? setting->value : CDR_STR("true")))
			at->repo->is_partial = true;
	}
	if (at->repo->is_partial)
		cdr_repo_notice(at->repo, "partial clone: what is missing here cannot be scanned; "
				"git fetch --refetch brings it");
}

int cdr_open_odd(struct cdr_repo *repo, struct cdr_err *err)
{
	struct looked_at at = { .repo = repo };
	int rc = cdr_settings_load(repo, &at.arena, &at.settings, err);

	if (rc == 0 && repo->program && repo->git)
		hand_over(&at);
	if (rc == 0)
		note_promisor(&at);
	cdr_arena_release(&at.arena);
	return rc;
}
