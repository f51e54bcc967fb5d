/*
 * session_registry.c - where the rules in force come from. The trusted base
 * decides, head and work tree may only add: an agent that edits the registry in
 * its own branch must not be able to loosen what judges that branch (DESIGN
 * section 8, rule 4). Whatever is wrong with a file is an error, never silence.
 */
#include "session_inside.h"

#include "base/path.h"
#include "evidence.h"
#include "git/objects.h"

#include <stdlib.h>
#include <string.h>

#define SHORT_OID 12

/* One place to look in, and what was found there. */
struct place {
	enum cdr_layer layer;
	struct cdr_oid commit;       /* len 0: on disk */
	struct cdr_str root;         /* on disk: the folder and '/'; "" for a chosen file */
	struct cdr_str name;         /* for labels: "origin/main"; "" for none */
	struct cdr_str path;         /* of the registry there; {NULL, 0}: none found */
	struct cdr_str text;
	struct cdr_str file;         /* path from the top of the repository; {NULL, 0}: outside */
};

struct search {
	struct cdr_session *session;
	struct cdr_str configured;   /* cdreview.registry of git's configuration, or {NULL, 0} */
	struct place places[3];
	size_t n;
};

static const char *label_of(struct search *search, const struct place *place, struct cdr_str path)
{
	struct cdr_arena *arena = &search->session->arena;

	if (place->commit.len)
		return cdr_arena_printf(arena, "%.*s:%.*s", CDR_FMT(place->name), CDR_FMT(path));
	return cdr_str_copy(arena, path).ptr;
}

/* CDR_ENOTFOUND without a word in ERR when PLACE has no PATH; all else is CDR_EREGISTRY. */
static int read_at(struct search *search, const struct place *place, struct cdr_str path,
		   struct cdr_str *text, struct cdr_err *err)
{
	struct cdr_arena *arena = &search->session->arena;
	struct cdr_err cause = { 0 };
	struct cdr_blob blob = { 0 };
	const char *full;
	int rc;

	if (place->root.len + place->commit.len && cdr_path_escapes(path)) {
		rc = cdr_fail(&cause, CDR_EREGISTRY, "%.*s leads out of the repository",
			      CDR_FMT(path));
	} else if (place->commit.len) {
		full = cdr_str_copy(arena, path).ptr;
		rc = cdr_blob_at(search->session->repo, arena,
				 &(struct cdr_blob_place){ .commit = &place->commit,
							   .path = full,
							   .max = CDR_REGISTRY_BYTES },
				 &blob, &cause);
		*text = blob.text;
	} else {
		full = cdr_arena_printf(arena, "%.*s%.*s", CDR_FMT(place->root), CDR_FMT(path));
		rc = cdr_session_read_file(arena, full, CDR_REGISTRY_BYTES, text, &cause);
	}
	if (rc == 0 || rc == CDR_ENOTFOUND)
		return rc;
	cdr_fail(err, CDR_EREGISTRY, "%s", cause.message);
	cdr_err_hint(err, "%s", cause.hint[0] ? cause.hint : "a registry is a file of up to 1 MiB");
	cdr_err_at(err, label_of(search, place, path), 0, 0);
	return CDR_EREGISTRY;
}

/* `extends: [./team.yaml]` means the file beside the registry of the same layer. */
static int read_extended(void *payload, const struct cdr_registry_wanted *wanted,
			 struct cdr_arena *arena, struct cdr_str *text, struct cdr_err *err)
{
	struct search *search = payload;

	for (size_t i = 0; i < search->n; i++) {
		const struct place *place = &search->places[i];
		struct cdr_str path = cdr_path_beside(arena, place->path, wanted->path);

		if (place->layer == wanted->layer)
			return read_at(search, place, path, text, err);
	}
	return CDR_ENOTFOUND;
}

/* Looks for the registry in PLACE; path stays {NULL, 0} when there is none. */
static int look(struct search *search, struct place *place, struct cdr_err *err)
{
	const struct cdr_str names[] = {
		CDR_STR(".cdreview/registry.yaml"), CDR_STR("constraints.yaml"), search->configured,
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && names[i].ptr; i++) {
		int rc = read_at(search, place, names[i], &place->text, err);

		if (rc == 0)
			place->path = place->file = names[i];
		if (rc != CDR_ENOTFOUND)
			return rc;
	}
	return 0;
}

static struct place *keep(struct search *search, const struct place *place)
{
	search->places[search->n] = *place;
	return &search->places[search->n++];
}

static bool is_checked_out(const struct cdr_session *session, const struct cdr_oid *commit)
{
	struct cdr_oid head;

	return cdr_repo_resolve(session->repo, "HEAD", &head, NULL) == 0 &&
	       cdr_oid_eq(&head, commit);
}

/* What people call a commit of the range: HEAD, or the start of its name. */
static struct cdr_str commit_name(struct search *search, const struct cdr_oid *commit)
{
	struct cdr_session *session = search->session;
	char hex[CDR_OID_HEX_MAX + 1];

	if (is_checked_out(session, commit))
		return CDR_STR("HEAD");
	cdr_oid_hex(hex, commit);
	return cdr_str_from(cdr_arena_printf(&session->arena, "%.*s", SHORT_OID, hex));
}

/* PATH from the top of the work tree; {NULL, 0} when it lies elsewhere. */
static struct cdr_str inside(struct search *search, const char *path)
{
	struct cdr_str top = cdr_repo_work_tree(search->session->repo), file = { NULL, 0 };
	char *real = realpath(path, NULL);

	if (real && top.ptr && cdr_str_starts(cdr_str_from(real), top.ptr))
		file = cdr_str_copy(&search->session->arena, cdr_str_from(real + top.len));
	free(real);
	return file;
}

/* The file that the user chose with --registry, or in the configuration by an absolute path. */
static int add_chosen(struct search *search, const char *path, struct cdr_err *err)
{
	struct place place = { .layer = CDR_LAYER_BASE, .path = cdr_str_from(path) };
	int rc = read_at(search, &place, place.path, &place.text, err);

	if (rc == CDR_ENOTFOUND) {
		rc = cdr_fail(err, CDR_EREGISTRY, "there is no such registry file");
		cdr_err_at(err, path, 0, 0);
	}
	if (rc == 0) {
		place.file = inside(search, path);
		keep(search, &place);
	}
	return rc;
}

static int add_base(struct search *search, struct cdr_err *err)
{
	struct cdr_session *session = search->session;
	struct place place = { .layer = CDR_LAYER_BASE, .commit = session->trusted };
	int rc;

	if (!place.commit.len)
		return 0;
	place.name = session->target.ptr ? session->target : commit_name(search, &place.commit);
	rc = look(search, &place, err);
	if (rc == 0 && place.path.ptr)
		keep(search, &place);
	return rc;
}

static void announce_new(struct search *search, const struct place *head)
{
	struct cdr_session *session = search->session;
	struct cdr_str base = session->target;

	if (search->n)
		return;
	if (!base.ptr && session->trusted.len)
		base = CDR_STR("the range's base");
	else if (!base.ptr)
		base = CDR_STR("there is none");
	cdr_session_notice(session, "%s is not at the trusted base (%.*s): its rules are used, "
			   "what it allows, disables or loosens does not count",
			   label_of(search, head, head->path), CDR_FMT(base));
}

static int add_head(struct search *search, struct cdr_err *err)
{
	struct cdr_session *session = search->session;
	struct place place = { .layer = CDR_LAYER_HEAD, .commit = session->head };
	int rc;

	if (!place.commit.len || cdr_oid_eq(&place.commit, &session->trusted))
		return 0;
	place.name = commit_name(search, &place.commit);
	rc = look(search, &place, err);
	if (rc || !place.path.ptr)
		return rc;
	announce_new(search, &place);
	keep(search, &place);
	return 0;
}

/*
 * The work tree's registry counts when it is not what HEAD has already, and only for a range
 * that ends at HEAD: beside another branch it is not a later state of that branch's rules.
 */
static int add_work_tree(struct search *search, struct cdr_err *err)
{
	struct cdr_session *session = search->session;
	struct place place = { .layer = CDR_LAYER_WORKTREE,
			       .root = cdr_repo_work_tree(session->repo) };
	const struct place *below = search->n ? &search->places[search->n - 1] : NULL;
	int rc;

	if (!place.root.len || (session->head.len && !is_checked_out(session, &session->head)))
		return 0;
	rc = look(search, &place, err);
	if (rc || !place.path.ptr)
		return rc;
	if (below && cdr_str_eq(below->path, place.path) && cdr_str_eq(below->text, place.text))
		return 0;
	cdr_session_notice(session, "%.*s in the work tree is not what %s has: its rules are used, "
			   "what it allows, disables or loosens does not count",
			   CDR_FMT(place.path),
			   below ? label_of(search, below, below->path) : "any commit here");
	keep(search, &place);
	return 0;
}

static int find_places(struct search *search, struct cdr_err *err)
{
	struct cdr_session *session = search->session;
	int rc;

	if (session->options.registry)
		return add_chosen(search, session->options.registry, err);
	(void)cdr_repo_config(session->repo, &session->arena, "cdreview.registry",
			      &search->configured);
	if (cdr_str_starts(search->configured, "/")) {
		const char *path = search->configured.ptr;

		search->configured = (struct cdr_str){ NULL, 0 };
		rc = add_base(search, err);
		if (rc == 0 && !search->n)
			rc = add_chosen(search, path, err);
	} else {
		rc = add_base(search, err);
	}
	if (rc == 0)
		rc = add_head(search, err);
	return rc ? rc : add_work_tree(search, err);
}

/* --- what the repository contains ---------------------------------------------- */

/*
 * The trusted base and both ends of the range, and the work tree where it is one: what
 * speaks for a framework in any of them counts, so that a change cannot take it away.
 */
static const struct cdr_evidence *gather(void *payload)
{
	struct search *search = payload;
	struct cdr_session *session = search->session;
	struct cdr_evidence_place places[4] = {
		{ .commit = session->trusted, .name = session->target },
		{ .commit = session->base },
		{ .commit = session->head },
	};

	for (size_t i = 0; i < 3; i++)
		if (places[i].commit.len && !places[i].name.ptr)
			places[i].name = commit_name(search, &places[i].commit);
	if (session->options.source != CDR_SOURCE_RANGE)
		places[3].folder = cdr_repo_work_tree(session->repo);
	return cdr_evidence_gather(session->repo, &session->arena, places, 4);
}

static int build(struct search *search, struct cdr_err *err)
{
	struct cdr_session *session = search->session;
	struct cdr_registry_files files = { read_extended, search };
	struct cdr_registry_evidence evidence = { gather, search };
	struct cdr_registry_source sources[3];
	struct cdr_registry_request request = {
		.sources = sources,
		.n_sources = search->n,
		.files = &files,
		.evidence = &evidence,
		.today = cdr_session_today(session, &session->arena),
		.has_head = !session->options.registry && session->head.len &&
			    !cdr_oid_eq(&session->head, &session->trusted),
	};

	for (size_t i = 0; i < search->n; i++) {
		const struct place *place = &search->places[i];

		sources[i] = (struct cdr_registry_source){
			.path = cdr_str_from(label_of(search, place, place->path)),
			.text = place->text,
			.layer = place->layer,
			.file = place->file,
		};
	}
	return cdr_registry_new(&session->registry, &request, err);
}

/* Several versions of the rule may be in force, one a layer. */
static int keep_only(struct cdr_session *session, struct cdr_err *err)
{
	const char *only = session->options.only;

	if (!only || cdr_registry_keep_only(session->registry, cdr_str_from(only)) == 0)
		return 0;
	cdr_fail(err, CDR_EUSAGE, "no rule \"%s\" is in force", only);
	return cdr_err_hint(err, "\"cdreview rules list\" lists them; a draft needs --registry");
}

static int find_trusted_base(struct cdr_session *session, struct cdr_err *err)
{
	const struct cdr_oid none = { .len = 0 };
	struct cdr_base base;
	int rc = cdr_repo_trusted_base(session->repo, &session->arena, &none, &base, err);

	if (rc == 0) {
		session->trusted = base.commit.len ? base.commit : session->base;
		session->target = base.commit.len ? base.name : (struct cdr_str){ NULL, 0 };
	}
	return rc;
}

int cdr_session_load_registry(struct cdr_session *session, struct cdr_err *err)
{
	struct search search = { .session = session };
	int rc = find_trusted_base(session, err);

	if (rc == 0)
		rc = find_places(&search, err);
	if (rc == 0)
		rc = build(&search, err);
	return rc ? rc : keep_only(session, err);
}
