/*
 * open_git.c - a repository that libgit2 refuses is opened by asking git where it
 * is. Every concern is git's then; only diffs, rules and verdicts are as ever.
 */
#include "git/open.h"
#include "git/store_git.h"

#include <string.h>

#define FACTS_MAX ((size_t)64 << 10)

/* One line of an answer; false when there is none or it is empty. */
static bool take(struct cdr_str *rest, struct cdr_str *line)
{
	return cdr_str_line(rest, line) && line->len > 0;
}

static bool take_flag(struct cdr_str *rest, bool *out)
{
	struct cdr_str line;

	if (!take(rest, &line))
		return false;
	*out = cdr_str_is(line, "true");
	return *out || cdr_str_is(line, "false");
}

static bool parse_facts(struct cdr_repo *repo, struct cdr_str text, bool *has_work_tree)
{
	struct cdr_str dir, format;

	if (!take(&text, &dir) || !take_flag(&text, has_work_tree) || !take(&text, &format))
		return false;
	repo->common_dir = cdr_open_directory(&repo->arena, cdr_str_copy(&repo->arena, dir).ptr);
	repo->oid_len = cdr_str_is(format, "sha256") ? 32 : 20;
	return text.len == 0 && dir.ptr[0] == '/' &&
	       (repo->oid_len == 32 || cdr_str_is(format, "sha1"));
}

static int ask(struct cdr_repo *repo, const char *const *args, struct cdr_buf *out,
	       struct cdr_err *err)
{
	cdr_buf_init(out, FACTS_MAX);
	return cdr_program_run(repo->program, &(struct cdr_program_call){ .args = args }, out, err);
}

static int find_work_tree(struct cdr_repo *repo, struct cdr_err *err)
{
	const char *args[] = { "rev-parse", "--path-format=absolute", "--show-toplevel", NULL };
	struct cdr_buf text;
	struct cdr_str rest, line;
	int rc = ask(repo, args, &text, err);

	rest = cdr_buf_str(&text);
	if (rc == 0 && take(&rest, &line) && rest.len == 0)
		repo->work_tree = cdr_open_directory(&repo->arena,
						     cdr_str_copy(&repo->arena, line).ptr);
	else if (rc == 0)
		rc = cdr_program_nonsense(err, "rev-parse --show-toplevel");
	cdr_buf_release(&text);
	return rc;
}

static int find_facts(struct cdr_repo *repo, struct cdr_err *err)
{
	const char *args[] = { "rev-parse", "--path-format=absolute", "--git-common-dir",
			       "--is-inside-work-tree", "--show-object-format", NULL };
	bool has_work_tree = false;
	struct cdr_buf text;
	int rc = ask(repo, args, &text, err);

	if (rc == 0 && !parse_facts(repo, cdr_buf_str(&text), &has_work_tree))
		rc = cdr_program_nonsense(err, "rev-parse");
	cdr_buf_release(&text);
	return rc == 0 && has_work_tree ? find_work_tree(repo, err) : rc;
}

/* WHY is what libgit2 said. */
static void announce(struct cdr_repo *repo, const char *why)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_settings settings;
	struct cdr_str store = { NULL, 0 };

	if (cdr_settings_load(repo, &arena, &settings, NULL) == 0)
		store = cdr_settings_get(&settings, "extensions.refstorage");
	if (cdr_str_is(store, "reftable"))
		cdr_repo_notice(repo, "references in a reftable: read through git");
	if (repo->oid_len == 32)
		cdr_repo_notice(repo, "SHA-256 objects: read through git");
	else if (!cdr_str_is(store, "reftable"))
		cdr_repo_notice(repo, "%s: read through git", why);
	cdr_arena_release(&arena);
}

int cdr_open_by_git(struct cdr_repo *repo, struct cdr_err *err)
{
	const char *why = cdr_arena_printf(&repo->arena, "%s", err->message);
	int rc;

	*err = (struct cdr_err){ .code = 0 };
	rc = find_facts(repo, err);
	if (rc < 0) {
		cdr_err_prefix(err, "%s", why);
		return rc;
	}
	repo->last = cdr_reader_of_git(repo->program);
	repo->refs = &cdr_refs_git;
	repo->config = &cdr_config_git;
	repo->pending = &cdr_pending_git;
	announce(repo, why);
	return 0;
}
