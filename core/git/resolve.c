/*
 * resolve.c - what one revision names. libgit2 knows most of git's ways to write
 * it; what it takes for an error, or for another commit than git does, is asked
 * of git. What stands around a revision in a range is read in revision.c.
 */
#include "git/resolve.h"
#include "git/backend.h"
#include "git/commit.h"
#include "git/inside.h"

#include <string.h>

#define TAGS_MAX 64      /* tags of tags */

/* Searches by text: libgit2 1.5 knows neither "!" in them nor a HEAD that is on no branch. */
static bool is_search(const char *revision)
{
	return strncmp(revision, ":/", 2) == 0 || strstr(revision, "^{/");
}

static int ask_git(struct cdr_repo *repo, const char *revision, struct cdr_oid *out,
		   struct cdr_err *err)
{
	int rc = cdr_refs_git.object(repo, revision, out, err);

	if (rc == 0)
		cdr_repo_notice(repo, "revision '%s': read through git", revision);
	return rc;
}

static int object_named(struct cdr_repo *repo, const char *revision, struct cdr_oid *out,
			struct cdr_err *err)
{
	int rc;

	if (repo->refs == &cdr_refs_git)
		return cdr_refs_git.object(repo, revision, out, err);
	if (repo->program && is_search(revision))
		return ask_git(repo, revision, out, err);
	rc = repo->refs->object(repo, revision, out, err);
	if (rc < 0 && repo->program && ask_git(repo, revision, out, NULL) == 0) {
		*err = (struct cdr_err){ .code = 0 };
		rc = 0;
	}
	return rc;
}

/* The object that an annotated tag names. */
static bool tagged(struct cdr_str tag, struct cdr_oid *out)
{
	struct cdr_str line;

	return cdr_str_line(&tag, &line) && cdr_str_starts(line, "object ") &&
	       cdr_oid_parse(out, cdr_str_sub(line, sizeof("object ") - 1, line.len));
}

static int not_a_commit(const char *revision, enum cdr_object_kind kind, struct cdr_err *err)
{
	return cdr_fail(err, CDR_EUSAGE, "'%s' is a %s, not a commit", revision,
			cdr_object_kind_name(kind));
}

/* Follows tags from *OID to the commit behind them. */
static int peel(struct cdr_repo *repo, const char *revision, struct cdr_oid *oid,
		struct cdr_err *err)
{
	for (int depth = 0; depth < TAGS_MAX; depth++) {
		struct cdr_object object;
		enum cdr_object_kind kind;
		bool followed = false;
		int rc = cdr_store_read(repo->store, oid, &object, err);

		if (rc < 0)
			return cdr_err_prefix(err, "'%s'", revision);
		kind = object.kind;
		if (kind == CDR_OBJECT_TAG)
			followed = tagged(object.bytes, oid);
		cdr_object_release(&object);
		if (kind == CDR_OBJECT_COMMIT)
			return 0;
		if (!followed)
			return not_a_commit(revision, kind, err);
	}
	return not_a_commit(revision, CDR_OBJECT_TAG, err);
}

int cdr_repo_resolve(struct cdr_repo *repo, const char *revision, struct cdr_oid *commit,
		     struct cdr_err *err)
{
	struct cdr_err why = { .code = 0 };
	size_t len = strlen(revision);
	int rc;

	if (len >= 2 && strcmp(revision + len - 2, "^@") == 0) {
		cdr_fail(err, CDR_EUSAGE, "'%s' names several commits", revision);
		return cdr_err_hint(err, "name one parent: %.*s^1", (int)len - 2, revision);
	}
	rc = object_named(repo, revision, commit, &why);
	if (rc == 0)
		return peel(repo, revision, commit, err);
	cdr_fail(err, CDR_EUSAGE, "%s", why.message);
	if (strstr(why.message, "ambiguous"))
		return cdr_err_hint(err, "give more of its digits");
	return cdr_err_hint(
		err, "git rev-parse --verify '%s' must name a commit; paths go after --", revision);
}

int cdr_head_commit(struct cdr_repo *repo, struct cdr_oid *out, struct cdr_err *err)
{
	struct cdr_commit commit;
	int rc = repo->refs->head(repo, out, err);

	if (rc < 0 || out->len == 0)
		return rc;
	rc = cdr_commit_read(&commit, repo, out, err);
	if (rc < 0)
		return cdr_err_prefix(err, "HEAD");
	cdr_commit_release(&commit);
	return 0;
}

struct cdr_str cdr_upstream_name(struct cdr_repo *repo, struct cdr_arena *arena)
{
	return repo->refs->upstream(repo, arena);
}

int cdr_merge_bases(struct cdr_oids *out, struct cdr_repo *repo, struct cdr_arena *arena,
		    const struct cdr_oid commits[2], struct cdr_err *err)
{
	return repo->refs->merge_bases(out, repo, arena, commits, err);
}
