/*
 * config.c - settings, the configured person, and the trusted base that settings
 * choose. Who reads the configuration is the backend's business.
 */
#include "git/backend.h"
#include "git/inside.h"

#include <string.h>
#include <strings.h>

int cdr_settings_load(struct cdr_repo *repo, struct cdr_arena *arena, struct cdr_settings *out,
		      struct cdr_err *err)
{
	*out = (struct cdr_settings){ NULL, 0, 0 };
	return repo->config->load(repo, arena, out, err);
}

struct cdr_str cdr_settings_get(const struct cdr_settings *settings, const char *key)
{
	for (size_t i = settings->n; i-- > 0;)
		if (cdr_str_is(settings->items[i].key, key))
			return settings->items[i].value.ptr ? settings->items[i].value
							    : CDR_STR("true");
	return (struct cdr_str){ NULL, 0 };
}

bool cdr_setting_is_on(struct cdr_str value)
{
	static const char *const off[] = { "false", "no", "off", "0", "" };

	for (size_t i = 0; value.ptr && i < sizeof(off) / sizeof(off[0]); i++)
		if (value.len == strlen(off[i]) && strncasecmp(value.ptr, off[i], value.len) == 0)
			return false;
	return value.ptr != NULL;
}

int cdr_repo_config(struct cdr_repo *repo, struct cdr_arena *arena, const char *key,
		    struct cdr_str *out)
{
	struct cdr_arena scratch = { NULL, 0 };
	struct cdr_settings settings;

	*out = (struct cdr_str){ NULL, 0 };
	if (cdr_settings_load(repo, &scratch, &settings, NULL) == 0)
		*out = cdr_settings_get(&settings, key);
	if (out->ptr)
		*out = cdr_str_copy(arena, *out);
	cdr_arena_release(&scratch);
	return out->ptr ? 0 : CDR_ENOTFOUND;
}

int cdr_repo_person(struct cdr_repo *repo, struct cdr_arena *arena, struct cdr_person *out,
		    struct cdr_err *err)
{
	int no_name = cdr_repo_config(repo, arena, "user.name", &out->name);
	int no_email = cdr_repo_config(repo, arena, "user.email", &out->email);

	out->name = cdr_str_trim(out->name);
	out->email = cdr_str_trim(out->email);
	if (!no_name && !no_email && out->name.len > 0 && out->email.len > 0)
		return 0;
	cdr_fail(err, CDR_EUSAGE, "git does not know who you are: %s is not set",
		 no_name || out->name.len == 0 ? "user.name" : "user.email");
	return cdr_err_hint(err, "git config --global user.name 'Your Name' && "
			    "git config --global user.email you@example.com");
}

int cdr_repo_trusted_base(struct cdr_repo *repo, struct cdr_arena *arena,
			  const struct cdr_oid *fallback, struct cdr_base *out, struct cdr_err *err)
{
	static const char head_of_origin[] = "refs/remotes/origin/HEAD";
	struct cdr_ref head;
	int rc;

	if (cdr_repo_config(repo, arena, "cdreview.target", &out->name) == 0) {
		rc = cdr_repo_resolve(repo, out->name.ptr, &out->commit, err);
		return rc < 0 ? cdr_err_prefix(err, "cdreview.target") : 0;
	}
	rc = repo->refs->ref(repo, arena, head_of_origin, &head, err);
	if (rc == 0 && !head.exists) {
		out->commit = *fallback;
		out->name = fallback->len > 0 ? CDR_STR("the range's base")
					      : (struct cdr_str){ NULL, 0 };
		return 0;
	}
	out->name = CDR_STR("origin/HEAD");
	if (rc == 0)
		rc = cdr_repo_resolve(repo, head_of_origin, &out->commit, err);
	return rc < 0 ? cdr_err_prefix(err, "trusted base") : 0;
}
