/*
 * config.c - settings, the configured person, and the trusted base that settings choose.
 *
 * Every call takes a snapshot: a value that changes under us is old or new, never half.
 */
#include "git/handle.h"

int cdr_repo_config(struct cdr_repo *repo, struct cdr_arena *arena, const char *key,
		    struct cdr_str *out)
{
	git_config *config = NULL;
	const char *value = NULL;
	int rc = CDR_ENOTFOUND;

	*out = (struct cdr_str){ NULL, 0 };
	if (git_repository_config_snapshot(&config, repo->git) == 0 &&
	    git_config_get_string(&value, config, key) == 0) {
		*out = cdr_str_copy(arena, cdr_str_from(value));
		rc = 0;
	}
	git_config_free(config);
	return rc;
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
	git_reference *head = NULL;
	int rc;

	if (cdr_repo_config(repo, arena, "cdreview.target", &out->name) == 0) {
		rc = cdr_repo_resolve(repo, out->name.ptr, &out->commit, err);
		return rc < 0 ? cdr_err_prefix(err, "cdreview.target") : 0;
	}
	if (git_reference_lookup(&head, repo->git, "refs/remotes/origin/HEAD") < 0) {
		out->commit = *fallback;
		out->name = fallback->len > 0 ? CDR_STR("the range's base")
					      : (struct cdr_str){ NULL, 0 };
		return 0;
	}
	out->name = CDR_STR("origin/HEAD");
	git_reference_free(head);
	rc = cdr_repo_resolve(repo, "refs/remotes/origin/HEAD", &out->commit, err);
	return rc < 0 ? cdr_err_prefix(err, "trusted base") : 0;
}
