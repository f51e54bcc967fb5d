/*
 * update.c - the shared registry is fetched into memory, built together with the repository's
 * own, and held against what is pinned; only then are two files of the work tree written, the
 * copy and the pin that names it. What git does with a remote is in git/fetch.c.
 */
#include "base/oom.h"
#include "base/path.h"
#include "base/sha256.h"
#include "git/fetch.h"
#include "rules/upstream.h"
#include "session_inside.h"
#include "update_changes.h"

#include <stdlib.h>
#include <string.h>

#define EMPTY_REGISTRY "cdreview: 1\n"
#define COPY_MODE 0666u /* less the umask, as any file of a work tree */

struct cdr_update {
	struct cdr_arena arena;
	struct cdr_repo *repo;
	struct cdr_str path, text; /* of the registry file */
	struct cdr_upstream upstream;
	struct cdr_fetched fetched;
	struct cdr_str copy_path, copy; /* the copy as it is; text {NULL, 0}: there is none */
	struct cdr_str repinned;        /* the registry file with the new pin */
	struct cdr_diags diags;         /* about the registry file's form */
	struct cdr_registry *before, *after;
	struct cdr_str today;
	struct cdr_update_news news;
};

/* --- the registry file ----------------------------------------------------------- */

/* CDR_ENOTFOUND without a word in ERR when there is no file PATH. */
static int read_if_there(struct cdr_update *update, struct cdr_str path, struct cdr_str *text,
			 struct cdr_err *err)
{
	struct cdr_err cause = { 0 };
	int rc = cdr_session_read_file(&update->arena, path.ptr, CDR_REGISTRY_BYTES, text, &cause);

	if (rc && rc != CDR_ENOTFOUND)
		*err = cause;
	return rc;
}

static int read_registry(struct cdr_update *update, struct cdr_str path, struct cdr_err *err)
{
	update->path = cdr_str_copy(&update->arena, path);
	return read_if_there(update, update->path, &update->text, err);
}

/* The one of the work tree, which is where an update can be written and reviewed. */
static int find_in_work_tree(struct cdr_update *update, struct cdr_err *err)
{
	struct cdr_str top = cdr_repo_work_tree(update->repo), configured = { NULL, 0 };
	struct cdr_str names[] = { CDR_STR(".cdreview/registry.yaml"),
				   CDR_STR("constraints.yaml"),
				   { NULL, 0 } };

	if (!top.ptr)
		return cdr_fail(err, CDR_EUSAGE, "a bare repository has no registry to update");
	(void)cdr_repo_config(update->repo, &update->arena, "cdreview.registry", &configured);
	names[2] = configured;
	for (size_t i = 0; i < 3 && names[i].ptr; i++) {
		struct cdr_str folder =
			cdr_str_starts(names[i], "/") ? (struct cdr_str){ "", 0 } : top;
		const char *path = cdr_arena_printf(&update->arena, "%.*s%.*s", CDR_FMT(folder),
						    CDR_FMT(names[i]));
		int rc = read_registry(update, cdr_str_from(path), err);

		if (rc != CDR_ENOTFOUND)
			return rc;
	}
	cdr_fail(err, CDR_EUSAGE, "there is no registry in the work tree");
	return cdr_err_hint(err, "`cdreview init` writes one");
}

static int find_registry(struct cdr_update *update, const struct cdr_update_options *options,
			 struct cdr_err *err)
{
	int rc;

	if (options->registry) {
		rc = read_registry(update, cdr_str_from(options->registry), err);
		if (rc == CDR_ENOTFOUND)
			cdr_fail(err, rc, "there is no registry file %s", options->registry);
		return rc;
	}
	rc = cdr_repo_open(&update->repo, &options->where, err);
	return rc ? rc : find_in_work_tree(update, err);
}

/* The key `registry` of the file, sound enough to be handed to git. */
static int read_upstream(struct cdr_update *update, struct cdr_err *err)
{
	const struct cdr_yaml *root, *map;
	const struct cdr_file_form *form;
	int rc = cdr_yaml_parse(&root, &update->arena, update->path, update->text, err);

	if (rc)
		return rc;
	map = cdr_yaml_get(root, "cdreview") ? root : NULL;
	if (!cdr_yaml_get(map, "registry")) {
		cdr_fail(err, CDR_EUSAGE, "%.*s names no shared registry", CDR_FMT(update->path));
		return cdr_err_hint(err, "add `registry: {source: git, url: ..., ref: ...}`, see "
					 "cdreview-registry(5)");
	}
	update->diags.arena = &update->arena;
	form = cdr_form_read(&cdr_file_keys, map, &update->diags);
	if (form->upstream)
		(void)cdr_upstream_read(&update->upstream, form->upstream, &update->diags);
	return cdr_diags_result(&update->diags, err);
}

/* --- the copy -------------------------------------------------------------------- */

static bool is_as_pinned(const struct cdr_update *update)
{
	struct cdr_hash digest = cdr_sha256_of(update->copy);

	return update->copy.ptr && update->upstream.copy.is_pinned &&
	       cdr_hash_eq(&digest, &update->upstream.copy.digest);
}

static int read_copy(struct cdr_update *update, struct cdr_err *err)
{
	int rc;

	update->copy_path =
		cdr_path_beside(&update->arena, update->path, update->upstream.copy.path);
	rc = read_if_there(update, update->copy_path, &update->copy, err);
	return rc == CDR_ENOTFOUND ? 0 : rc;
}

static int fetch(struct cdr_update *update, const char *const *env, struct cdr_err *err)
{
	struct cdr_fetch what = {
		.url = update->upstream.url.ptr,
		.ref = update->upstream.ref.ptr,
		.path = update->upstream.path.ptr,
		.max = CDR_REGISTRY_BYTES,
		.env = env,
	};
	int rc = cdr_fetch_file(&what, &update->arena, &update->fetched, err);

	if (rc) {
		cdr_err_prefix(err, "%s", what.url);
		cdr_err_hint(err, "nothing was changed; a copy that is pinned stays in force");
	}
	return rc;
}

static void note_news(struct cdr_update *update)
{
	struct cdr_hash digest = cdr_sha256_of(update->fetched.text);
	const struct cdr_pin *pin = &update->upstream.copy;

	update->news = (struct cdr_update_news){
		.url = update->upstream.url,
		.ref = update->upstream.ref,
		.path = update->upstream.path,
		.registry = update->path,
		.copy = update->copy_path,
		.old_commit = update->upstream.commit,
		.new_commit = cdr_str_from(update->fetched.commit),
		.is_new = !pin->is_pinned || !cdr_hash_eq(&digest, &pin->digest),
		.is_damaged = pin->is_pinned && !is_as_pinned(update),
	};
}

/* --- before and after ------------------------------------------------------------- */

/* Files beside the registry as they are, but the copy as PAYLOAD has it. */
static int read_beside(void *payload, const struct cdr_registry_wanted *wanted,
		       struct cdr_arena *arena, struct cdr_str *text, struct cdr_err *err)
{
	const struct cdr_str *copy = payload;

	if (cdr_str_is(wanted->path, CDR_SHARED_FILE)) {
		*text = cdr_str_copy(arena, *copy);
		return 0;
	}
	return cdr_session_read_file(arena, cdr_path_beside(arena, wanted->from, wanted->path).ptr,
				     CDR_REGISTRY_BYTES, text, err);
}

/* The registry file as TEXT, with COPY as the shared one. */
static int build(const struct cdr_update *update, struct cdr_str text, struct cdr_str copy,
		 struct cdr_registry **out, struct cdr_err *err)
{
	struct cdr_registry_files files = { read_beside, &copy };
	struct cdr_registry_source source = { .path = update->path,
					      .text = text,
					      .layer = CDR_LAYER_BASE };
	struct cdr_registry_request request = {
		.sources = &source, .n_sources = 1, .files = &files, .today = update->today
	};

	return cdr_registry_new(out, &request, err);
}

static int repin(struct cdr_update *update, struct cdr_str *text, struct cdr_str copy,
		 struct cdr_err *err)
{
	struct cdr_hash digest = cdr_sha256_of(copy);
	char hex[CDR_HASH_HEX + 1];

	cdr_hash_hex(hex, &digest);
	*text = update->text;
	return cdr_upstream_repin(text, update->path,
				  &(struct cdr_upstream_pin){ update->fetched.commit, hex },
				  &update->arena, err);
}

/* The rules as they are; with nothing fetched yet as an empty shared registry has them. */
static int build_before(struct cdr_update *update, struct cdr_err *err)
{
	struct cdr_str text = update->text, copy = update->copy;
	int rc = 0;

	if (!update->upstream.copy.is_pinned) {
		copy = CDR_STR(EMPTY_REGISTRY);
		rc = repin(update, &text, copy, err);
	}
	return rc ? rc : build(update, text, copy, &update->before, err);
}

static int compare(struct cdr_update *update, struct cdr_err *err)
{
	int rc = build(update, update->repinned, update->fetched.text, &update->after, err);

	if (rc)
		return rc;
	rc = build_before(update, err);
	if (rc == 0)
		update->news.n_changes = cdr_update_changes(update->before, update->after,
							    &update->arena, &update->news.changes);
	return rc;
}

/* What cannot be trusted cannot be compared with: what a newer one loosens would stay unsaid. */
static int refuse_damaged(const struct cdr_update *update, struct cdr_err *err)
{
	cdr_fail(err, CDR_EREGISTRY,
		 "it is not what was pinned, so the newer one cannot be "
		 "compared with it");
	cdr_err_at(err, update->copy_path.ptr, 0, 0);
	return cdr_err_hint(err, "`git restore` brings the reviewed copy back");
}

int cdr_update_fetch(struct cdr_update **out, const struct cdr_update_options *options,
		     struct cdr_err *err)
{
	struct cdr_update *update = cdr_alloc_zeroed(sizeof(*update));
	int rc;

	*out = update;
	update->today = cdr_str_copy(&update->arena, cdr_str_from(options->today));
	rc = find_registry(update, options, err);
	if (rc == 0)
		rc = read_upstream(update, err);
	if (rc == 0)
		rc = read_copy(update, err);
	if (rc == 0)
		rc = fetch(update, options->where.env, err);
	if (rc)
		return rc;
	note_news(update);
	if (update->news.is_new && update->news.is_damaged)
		return refuse_damaged(update, err);
	rc = repin(update, &update->repinned, update->fetched.text, err);
	return rc || !update->news.is_new ? rc : compare(update, err);
}

void cdr_update_free(struct cdr_update *update)
{
	if (!update)
		return;
	cdr_registry_free(update->before);
	cdr_registry_free(update->after);
	cdr_repo_close(update->repo);
	cdr_arena_release(&update->arena);
	free(update);
}

const struct cdr_update_news *cdr_update_get(const struct cdr_update *update)
{
	return &update->news;
}

size_t cdr_update_diags(const struct cdr_update *update, const struct cdr_diag **out)
{
	if (update->after)
		return cdr_registry_diags(update->after, out);
	*out = update->diags.list.items;
	return update->diags.list.n;
}

int cdr_update_apply(struct cdr_update *update, struct cdr_err *err)
{
	int rc = cdr_session_write_file(&update->arena, update->copy_path.ptr, update->fetched.text,
					COPY_MODE, err);

	return rc ? rc
		  : cdr_session_write_file(&update->arena, update->path.ptr, update->repinned,
					   COPY_MODE, err);
}
