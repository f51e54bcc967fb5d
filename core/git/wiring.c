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

struct values {
	const char *wanted;
	bool found;       /* the wanted one is among them */
	bool valueless;   /* so is a key without "=" */
};

static int compare(const git_config_entry *entry, void *payload)
{
	struct values *values = payload;

	if (!entry->value)
		values->valueless = true;
	else if (strcmp(entry->value, values->wanted) == 0)
		values->found = true;
	return 0;
}

static struct values look_up(struct cdr_repo *repo, const char *key, const char *wanted)
{
	struct values values = { .wanted = wanted };
	git_config *config = NULL;

	if (git_repository_config(&config, repo->git) == 0)
		git_config_get_multivar_foreach(config, key, NULL, compare, &values);
	git_config_free(config);
	return values;
}

bool cdr_repo_config_has(struct cdr_repo *repo, const char *key, const char *value)
{
	return look_up(repo, key, value).found;
}

/* libgit2 1.5 crashes when it adds a value beside a key that has none; git refuses such a key. */
static int refuse_valueless(struct cdr_repo *repo, const char *key, struct cdr_err *err)
{
	if (!look_up(repo, key, "").valueless)
		return 0;
	cdr_fail(err, CDR_EIO, "cannot set %s: the configuration has it without a value", key);
	return cdr_err_hint(err, "git config --edit");
}

int cdr_repo_config_set(struct cdr_repo *repo, const char *key, const char *value, bool add,
			struct cdr_err *err)
{
	static const char matches_nothing[] = "^$."; /* git-config(1) --add: no value is replaced */
	git_config *config = NULL, *local = NULL;
	int rc = refuse_valueless(repo, key, err);

	if (rc < 0)
		return rc;
	rc = git_repository_config(&config, repo->git);
	if (rc == 0)
		rc = git_config_open_level(&local, config, GIT_CONFIG_LEVEL_LOCAL);
	if (rc == 0)
		rc = add ? git_config_set_multivar(local, key, matches_nothing, value)
			 : git_config_set_string(local, key, value);
	git_config_free(local);
	git_config_free(config);
	return rc < 0 ? cdr_git_fail(err, CDR_EIO, "cannot set %s", key) : 0;
}
