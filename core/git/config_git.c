/*
 * config_git.c - settings by git itself, which alone knows those of the command
 * line and the environment, includes by remote, and config.worktree. They are
 * read once a handle.
 */
#include "git/backend.h"
#include "git/inside.h"
#include "git/program.h"

#define SETTINGS_MAX ((size_t)16 << 20)

static int parse(struct cdr_repo *repo, struct cdr_str text, struct cdr_err *err)
{
	struct cdr_setting setting;

	while (text.len > 0) {
		if (!cdr_answer_setting(&text, &setting))
			return cdr_program_nonsense(err, "config");
		*cdr_vec_push(&repo->arena, &repo->settings) = setting;
	}
	return 0;
}

static int read_once(struct cdr_repo *repo, struct cdr_err *err)
{
	const char *args[] = { "config", "--list", "-z", NULL };
	struct cdr_buf text;
	int rc;

	cdr_buf_init(&text, SETTINGS_MAX);
	rc = cdr_program_run(repo->program, &(struct cdr_program_call){ .args = args }, &text,
			     err);
	if (rc == 0)
		rc = parse(repo, cdr_str_copy(&repo->arena, cdr_buf_str(&text)), err);
	repo->has_settings = rc == 0;
	cdr_buf_release(&text);
	return rc;
}

static int load(struct cdr_repo *repo, struct cdr_arena *arena, struct cdr_settings *out,
		struct cdr_err *err)
{
	int rc = repo->has_settings ? 0 : read_once(repo, err);

	(void)arena;
	*out = (struct cdr_settings){ repo->settings.items, repo->settings.n, 0 };
	return rc;
}

static int set(struct cdr_repo *repo, const char *key, const char *value, bool add,
	       struct cdr_err *err)
{
	const char *args[] = { "config", "--local", add ? "--add" : "--replace-all", key, value,
			       NULL };
	struct cdr_err why = { .code = 0 };
	struct cdr_buf text;
	int rc;

	cdr_buf_init(&text, SETTINGS_MAX);
	rc = cdr_program_run(repo->program, &(struct cdr_program_call){ .args = args }, &text,
			     &why);
	cdr_buf_release(&text);
	repo->has_settings = false;
	repo->settings.n = 0;
	return rc < 0 ? cdr_fail(err, CDR_EIO, "cannot set %s: %s", key, why.message) : 0;
}

const struct cdr_config cdr_config_git = { .load = load, .set = set };
