/* The only writer of config: always the repository's own file, never the user's. */
#include "git/wiring.h"

#include "git/backend.h"
#include "git/inside.h"

#include <stdlib.h>

/* NAME of the key "remote.NAME.url" or "remote.NAME.fetch", else {NULL, 0}. */
static struct cdr_str remote_of(struct cdr_str key)
{
	size_t tail = cdr_str_ends(key, ".url")     ? sizeof(".url") - 1
		    : cdr_str_ends(key, ".fetch")   ? sizeof(".fetch") - 1
		    : cdr_str_ends(key, ".pushurl") ? sizeof(".pushurl") - 1
						    : 0;
	size_t head = sizeof("remote.") - 1;

	if (!tail || !cdr_str_starts(key, "remote.") || key.len <= head + tail)
		return (struct cdr_str){ NULL, 0 };
	return cdr_str_sub(key, head, key.len - tail);
}

static bool is_among(const struct cdr_str *names, size_t n, struct cdr_str name)
{
	for (size_t i = 0; i < n; i++)
		if (cdr_str_eq(names[i], name))
			return true;
	return false;
}

static int by_name(const void *a, const void *b)
{
	return cdr_str_cmp(*(const struct cdr_str *)a, *(const struct cdr_str *)b);
}

int cdr_repo_remotes(struct cdr_repo *repo, struct cdr_arena *arena, const struct cdr_str **out,
		     size_t *n, struct cdr_err *err)
{
	CDR_VEC(struct cdr_str) names = { NULL, 0, 0 };
	struct cdr_settings settings;
	int rc = cdr_settings_load(repo, arena, &settings, err);

	for (size_t i = 0; rc == 0 && i < settings.n; i++) {
		struct cdr_str name = remote_of(settings.items[i].key);

		if (name.len > 0 && !is_among(names.items, names.n, name))
			*cdr_vec_push(arena, &names) = cdr_str_copy(arena, name);
	}
	if (names.n > 0)
		qsort(names.items, names.n, sizeof(*names.items), by_name);
	*out = names.items;
	*n = names.n;
	return rc;
}

struct values {
	bool found;       /* the wanted one is among them */
	bool valueless;   /* so is a key without "=" */
};

static struct values look_up(struct cdr_repo *repo, const char *key, const char *wanted)
{
	struct cdr_arena arena = { NULL, 0 };
	struct values values = { false, false };
	struct cdr_settings settings = { NULL, 0, 0 };

	if (cdr_settings_load(repo, &arena, &settings, NULL) < 0)
		settings.n = 0;
	for (size_t i = 0; i < settings.n; i++) {
		if (!cdr_str_is(settings.items[i].key, key))
			continue;
		values.valueless |= !settings.items[i].value.ptr;
		values.found |= cdr_str_is(settings.items[i].value, wanted);
	}
	cdr_arena_release(&arena);
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
	int rc = refuse_valueless(repo, key, err);

	return rc < 0 ? rc : repo->config->set(repo, key, value, add, err);
}
