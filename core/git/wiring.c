/* The only writer of config: always the repository's own file, never the user's. */
#include "git/wiring.h"

#include "git/handle.h"

#include <string.h>

int cdr_repo_remotes(struct cdr_repo *repo, struct cdr_arena *arena, const struct cdr_str **out,
		     size_t *n, struct cdr_err *err)
{
	git_strarray names = { 0 };
	struct cdr_str *copies;
	int rc = git_remote_list(&names, repo->git);

	if (rc < 0)
		return cdr_git_fail(err, CDR_EREPO, "cannot list the remotes");
	copies = cdr_arena_alloc(arena, (names.count + 1) * sizeof(*copies));
	for (size_t i = 0; i < names.count; i++)
		copies[i] = cdr_str_copy(arena, cdr_str_from(names.strings[i]));
	*out = copies;
	*n = names.count;
	git_strarray_dispose(&names);
	return 0;
}

struct wanted {
	const char *value;
	bool found;
};

static int compare(const git_config_entry *entry, void *payload)
{
	struct wanted *wanted = payload;

	/* A key without "=" has no value at all. */
	wanted->found |= entry->value && strcmp(entry->value, wanted->value) == 0;
	return 0;
}

bool cdr_repo_config_has(struct cdr_repo *repo, const char *key, const char *value)
{
	struct wanted wanted = { .value = value };
	git_config *config = NULL;

	if (git_repository_config(&config, repo->git) == 0)
		git_config_get_multivar_foreach(config, key, NULL, compare, &wanted);
	git_config_free(config);
	return wanted.found;
}

int cdr_repo_config_set(struct cdr_repo *repo, const char *key, const char *value, bool add,
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
