/*
 * config_libgit2.c - settings by libgit2, as one list: its own ways to look a key
 * up leak (a pattern that does not match, 20 KB) or crash (a key without a value).
 */
#include "git/backend.h"
#include "git/handle.h"

struct gathering {
	struct cdr_arena *arena;
	struct cdr_settings *out;
};

static int gather(const git_config_entry *entry, void *payload)
{
	struct gathering *g = payload;

	*cdr_vec_push(g->arena, g->out) = (struct cdr_setting){
		.key = cdr_str_copy(g->arena, cdr_str_from(entry->name)),
		.value = cdr_str_copy(g->arena, cdr_str_from(entry->value)),
	};
	return 0;
}

/* A snapshot: a value that changes under us is old or new, never half. */
static int load(struct cdr_repo *repo, struct cdr_arena *arena, struct cdr_settings *out,
		struct cdr_err *err)
{
	struct gathering g = { arena, out };
	git_config *config = NULL;
	int rc = git_repository_config_snapshot(&config, repo->git);

	if (rc == 0)
		rc = git_config_foreach(config, gather, &g);
	git_config_free(config);
	if (rc < 0)
		return cdr_git_fail(err, CDR_EREPO, "cannot read the repository's configuration");
	return 0;
}

static int set(struct cdr_repo *repo, const char *key, const char *value, bool add,
	       struct cdr_err *err)
{
	static const char matches_nothing[] = "^$."; /* git-config(1) --add: no value is replaced */
	git_config *config = NULL, *local = NULL;
	int rc = git_repository_config(&config, repo->git);

	if (rc == 0)
		rc = git_config_open_level(&local, config, GIT_CONFIG_LEVEL_LOCAL);
	if (rc == 0)
		rc = add ? git_config_set_multivar(local, key, matches_nothing, value)
			 : git_config_set_string(local, key, value);
	git_config_free(local);
	git_config_free(config);
	return rc < 0 ? cdr_git_fail(err, CDR_EIO, "cannot set %s", key) : 0;
}

const struct cdr_config cdr_config_libgit2 = { .load = load, .set = set };
