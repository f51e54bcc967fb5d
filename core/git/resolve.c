/*
 * resolve.c - names are looked up by libgit2, which knows git's ways to write
 * one revision; what is around it in a range is read in revision.c.
 */
#include "git/resolve.h"
#include "git/commit.h"
#include "git/handle.h"

#include <string.h>

/* RC is libgit2's answer; its words help only where it knew the revision and could not read it. */
static int unknown(struct cdr_err *err, const char *revision, int rc)
{
	if (rc == GIT_ENOTFOUND || rc == GIT_EINVALIDSPEC)
		cdr_fail(err, CDR_EUSAGE, "unknown revision '%s'", revision);
	else
		cdr_git_fail(err, CDR_EUSAGE, "unknown revision '%s'", revision);
	return cdr_err_hint(
		err, "git rev-parse --verify '%s' must name a commit; paths go after --", revision);
}

static int peel(git_object *object, const char *revision, struct cdr_oid *commit,
		struct cdr_err *err)
{
	git_object *peeled = NULL;

	if (git_object_peel(&peeled, object, GIT_OBJECT_COMMIT) < 0)
		return cdr_fail(err, CDR_EUSAGE, "'%s' is a %s, not a commit", revision,
				git_object_type2string(git_object_type(object)));
	*commit = cdr_oid_from_git(git_object_id(peeled));
	git_object_free(peeled);
	return 0;
}

int cdr_repo_resolve(struct cdr_repo *repo, const char *revision, struct cdr_oid *commit,
		     struct cdr_err *err)
{
	git_object *object = NULL;
	size_t len = strlen(revision);
	int rc;

	if (len >= 2 && strcmp(revision + len - 2, "^@") == 0) {
		cdr_fail(err, CDR_EUSAGE, "'%s' names several commits", revision);
		return cdr_err_hint(err, "name one parent: %.*s^1", (int)len - 2, revision);
	}
	rc = git_revparse_single(&object, repo->git, revision);
	if (rc == GIT_EAMBIGUOUS) {
		cdr_fail(err, CDR_EUSAGE, "short object name '%s' is ambiguous", revision);
		return cdr_err_hint(err, "give more of its digits");
	}
	if (rc < 0)
		return unknown(err, revision, rc);
	rc = peel(object, revision, commit, err);
	git_object_free(object);
	return rc;
}

int cdr_head_commit(struct cdr_repo *repo, struct cdr_oid *out, struct cdr_err *err)
{
	struct cdr_commit commit;
	struct cdr_oid head;
	git_oid oid;
	int rc;

	*out = (struct cdr_oid){ .len = 0 };
	if (git_repository_head_unborn(repo->git) == 1)
		return 0;
	if (git_reference_name_to_id(&oid, repo->git, "HEAD") < 0)
		return cdr_git_fail(err, CDR_EREPO, "HEAD cannot be read");
	head = cdr_oid_from_git(&oid);
	rc = cdr_commit_read(&commit, repo, &head, err);
	if (rc < 0)
		return cdr_err_prefix(err, "HEAD");
	cdr_commit_release(&commit);
	*out = head;
	return 0;
}

struct cdr_str cdr_upstream_name(struct cdr_repo *repo, struct cdr_arena *arena)
{
	struct cdr_str name = { NULL, 0 };
	git_reference *upstream = NULL;
	git_object *object = NULL;

	if (git_revparse_ext(&object, &upstream, repo->git, "@{upstream}") == 0 && upstream)
		name = cdr_str_copy(arena, cdr_str_from(git_reference_shorthand(upstream)));
	git_object_free(object);
	git_reference_free(upstream);
	return name;
}

int cdr_merge_bases(struct cdr_oids *out, struct cdr_repo *repo, struct cdr_arena *arena,
		    const struct cdr_oid commits[2], struct cdr_err *err)
{
	git_oid a = cdr_oid_to_git(&commits[0]), b = cdr_oid_to_git(&commits[1]);
	git_oidarray found = { NULL, 0 };
	int rc = git_merge_bases(&found, repo->git, &a, &b);

	if (rc < 0 && rc != GIT_ENOTFOUND)
		return cdr_git_fail(err, CDR_EOBJECT, "history cannot be read");
	for (size_t i = 0; i < found.count; i++)
		*cdr_vec_push(arena, out) = cdr_oid_from_git(&found.ids[i]);
	git_oidarray_dispose(&found);
	return 0;
}
