/*
 * pending_git.c - index and work tree by git's plumbing, which knows every kind of
 * index and sparse checkout. It names paths that may differ; a file that was
 * touched and is the same has no hunks later.
 */
#include "git/backend.h"
#include "git/content.h"
#include "git/convert.h"
#include "git/inside.h"
#include "git/program.h"

#include <string.h>
#include <sys/stat.h>

/* git hash-object -t tree /dev/null */
#define EMPTY_TREE_SHA1 "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
#define EMPTY_TREE_SHA256 "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321"

static int run(struct cdr_repo *repo, const char *const *args, struct cdr_buf *out,
	       struct cdr_err *err)
{
	cdr_buf_init(out, CDR_PROGRAM_OUT_MAX);
	return cdr_program_run(repo->program, &(struct cdr_program_call){ .args = args }, out, err);
}

/* git would run clean filters to look into files whose time stamps prove nothing: they go. */
static int pin_filters(struct cdr_repo *repo, struct cdr_err *err)
{
	static const char *const keys[] = { ".clean", ".process", ".required" };
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_settings settings;
	int rc = cdr_settings_load(repo, &arena, &settings, err);

	for (size_t i = 0; rc == 0 && i < settings.n; i++) {
		struct cdr_str key = settings.items[i].key;

		for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]); k++)
			if (cdr_str_starts(key, "filter.") && cdr_str_ends(key, keys[k]))
				cdr_program_pin(repo->program, &repo->arena,
						cdr_str_from(cdr_arena_printf(
							&arena, "%.*s=", CDR_FMT(key))));
	}
	cdr_arena_release(&arena);
	return rc;
}

/* What an unmerged path is called in both ways of reading. */
static void add_unmerged(struct cdr_deltas *out, const struct cdr_answer_raw *raw)
{
	uint32_t mode = raw->old_mode ? raw->old_mode : raw->new_mode;

	*cdr_vec_push(out->arena, out) = (struct cdr_delta){
		.file = {
			.path = cdr_str_copy(out->arena, raw->path),
			.old_mode = mode,
			.new_mode = mode,
			.status = 'M',
		},
		.trouble = "unmerged: the index holds both sides of a conflict",
	};
}

static void add(struct cdr_deltas *out, const struct cdr_answer_raw *raw, bool on_disk)
{
	*cdr_vec_push(out->arena, out) = (struct cdr_delta){
		.file = {
			.path = cdr_str_copy(out->arena, raw->path),
			.old_mode = raw->old_mode,
			.new_mode = raw->new_mode,
			.old_blob = raw->old_blob,
			.new_blob = on_disk ? (struct cdr_oid){ .len = 0 } : raw->new_blob,
			.status = cdr_delta_status(raw->old_mode, raw->new_mode),
		},
		.on_disk = on_disk,
	};
}

/* Of an unmerged path git prints 'U' first, then how the file compares with one side. */
static int add_raw(struct cdr_deltas *out, struct cdr_str text, bool on_disk, const char *command,
		   struct cdr_err *err)
{
	struct cdr_str unmerged = { NULL, 0 };
	struct cdr_answer_raw raw;

	while (text.len > 0) {
		if (!cdr_answer_raw(&text, &raw))
			return cdr_program_nonsense(err, command);
		if (raw.status == 'U') {
			if (!cdr_str_eq(unmerged, raw.path))
				add_unmerged(out, &raw);
			unmerged = raw.path;
		} else if (!cdr_str_eq(unmerged, raw.path)) {
			add(out, &raw, on_disk);
		}
	}
	return 0;
}

static int of_index(struct cdr_deltas *out, struct cdr_repo *repo, const struct cdr_oid *head,
		    struct cdr_err *err)
{
	char hex[CDR_OID_HEX_MAX + 1];
	const char *empty = repo->oid_len == 32 ? EMPTY_TREE_SHA256 : EMPTY_TREE_SHA1;
	const char *args[] = { "diff-index", "--cached", "--raw", "-z", "--no-renames",
			       "--no-abbrev", "--no-relative", "--ita-invisible-in-index",
			       "--ignore-submodules=none", head->len ? hex : empty, "--", NULL };
	struct cdr_buf text;
	int rc;

	cdr_oid_hex(hex, head);
	rc = run(repo, args, &text, err);
	if (rc == 0)
		rc = add_raw(out, cdr_buf_str(&text), false, args[0], err);
	cdr_buf_release(&text);
	return rc;
}

static int add_changed(struct cdr_deltas *out, struct cdr_repo *repo, struct cdr_err *err)
{
	const char *args[] = { "diff-files", "--raw", "-z", "--no-renames", "--no-abbrev",
			       "--no-relative", "--ita-invisible-in-index",
			       "--ignore-submodules=dirty", NULL };
	struct cdr_buf text;
	int rc = run(repo, args, &text, err);

	if (rc == 0)
		rc = add_raw(out, cdr_buf_str(&text), true, args[0], err);
	cdr_buf_release(&text);
	return rc;
}

/* The mode that git add would give the file; 0 for what is neither file nor link. */
static uint32_t mode_of(const struct stat *st, bool trust_mode)
{
	if (S_ISLNK(st->st_mode))
		return CDR_MODE_LINK;
	if (!S_ISREG(st->st_mode))
		return 0;
	return trust_mode && st->st_mode & S_IXUSR ? CDR_MODE_FILE | 0755 : CDR_MODE_FILE | 0644;
}

/* A folder is listed with its '/' when it is a repository of its own. */
static void add_untracked(struct cdr_deltas *out, struct cdr_repo *repo, struct cdr_str path,
			  bool trust_mode)
{
	const char *full = cdr_arena_printf(out->arena, "%.*s%.*s", CDR_FMT(repo->work_tree),
					    CDR_FMT(path));
	bool nested = cdr_str_ends(path, "/");
	struct cdr_delta delta = { .on_disk = true };
	struct stat st;

	path.len -= nested;
	delta.file = (struct cdr_file){
		.path = cdr_str_copy(out->arena, path),
		.new_mode = nested ? CDR_MODE_SUBMODULE : CDR_MODE_FILE | 0644,
		.status = 'A',
	};
	if (nested)
		delta.trouble = "a repository inside of this one, neither submodule nor ignored";
	else if (lstat(full, &st) < 0)
		delta.trouble = "cannot be read";
	else
		delta.file.new_mode = mode_of(&st, trust_mode);
	if (delta.trouble)
		delta.file.status = 'M';
	if (delta.file.new_mode)
		*cdr_vec_push(out->arena, out) = delta;
}

static bool trusts_mode(struct cdr_repo *repo)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_str value;
	bool trusted = cdr_repo_config(repo, &arena, "core.filemode", &value) < 0 ||
		       cdr_setting_is_on(value);

	cdr_arena_release(&arena);
	return trusted;
}

static int add_others(struct cdr_deltas *out, struct cdr_repo *repo, struct cdr_err *err)
{
	const char *args[] = { "ls-files", "--others", "--exclude-standard", "-z", "--full-name",
			       ":/", NULL };
	bool trust_mode = trusts_mode(repo);
	struct cdr_str rest, path;
	struct cdr_buf text;
	int rc = run(repo, args, &text, err);

	rest = cdr_buf_str(&text);
	while (rc == 0 && rest.len > 0) {
		if (cdr_answer_field(&rest, &path) && path.len > 0)
			add_untracked(out, repo, path, trust_mode);
		else
			rc = cdr_program_nonsense(err, args[0]);
	}
	cdr_buf_release(&text);
	return rc;
}

static int of_work_tree(struct cdr_deltas *out, struct cdr_repo *repo, struct cdr_err *err)
{
	int rc = pin_filters(repo, err);

	if (rc == 0)
		rc = add_changed(out, repo, err);
	return rc == 0 ? add_others(out, repo, err) : rc;
}

static bool knows_index(struct cdr_repo *repo)
{
	(void)repo;
	return true;
}

const struct cdr_pending cdr_pending_git = {
	.knows_index = knows_index,
	.index = of_index,
	.work_tree = of_work_tree,
	.clean = cdr_convert,
	.submodule = cdr_submodule_ask,
};
