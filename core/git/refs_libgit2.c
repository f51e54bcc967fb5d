/* refs_libgit2.c - names by libgit2, which knows git's ways to write one revision. */
#include "git/backend.h"
#include "git/handle.h"

#include <string.h>
#include <unistd.h>

/* RC is libgit2's answer; its words help only where it knew the revision and could not read it. */
static int unknown(struct cdr_err *err, const char *revision, int rc)
{
	if (rc == GIT_ENOTFOUND || rc == GIT_EINVALIDSPEC)
		cdr_fail(err, CDR_EUSAGE, "unknown revision '%s'", revision);
	else
		cdr_git_fail(err, CDR_EUSAGE, "unknown revision '%s'", revision);
	return CDR_EUSAGE;
}

static int named_object(struct cdr_repo *repo, const char *revision, struct cdr_oid *out,
			struct cdr_err *err)
{
	git_object *object = NULL;
	int rc = git_revparse_single(&object, repo->git, revision);

	if (rc == GIT_EAMBIGUOUS)
		return cdr_fail(err, CDR_EUSAGE, "short object name '%s' is ambiguous", revision);
	if (rc < 0)
		return unknown(err, revision, rc);
	*out = cdr_oid_from_git(git_object_id(object));
	git_object_free(object);
	return 0;
}

static int head(struct cdr_repo *repo, struct cdr_oid *out, struct cdr_err *err)
{
	git_oid oid;

	*out = (struct cdr_oid){ .len = 0 };
	if (git_repository_head_unborn(repo->git) == 1)
		return 0;
	if (git_reference_name_to_id(&oid, repo->git, "HEAD") < 0)
		return cdr_git_fail(err, CDR_EREPO, "HEAD cannot be read");
	*out = cdr_oid_from_git(&oid);
	return 0;
}

static struct cdr_str upstream(struct cdr_repo *repo, struct cdr_arena *arena)
{
	struct cdr_str name = { NULL, 0 };
	git_reference *ref = NULL;
	git_object *object = NULL;

	if (git_revparse_ext(&object, &ref, repo->git, "@{upstream}") == 0 && ref)
		name = cdr_str_copy(arena, cdr_str_from(git_reference_shorthand(ref)));
	git_object_free(object);
	git_reference_free(ref);
	return name;
}

static int merge_bases(struct cdr_oids *out, struct cdr_repo *repo, struct cdr_arena *arena,
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

static int read_ref(struct cdr_repo *repo, struct cdr_arena *arena, const char *name,
		    struct cdr_ref *out, struct cdr_err *err)
{
	git_reference *ref = NULL;
	int rc = git_reference_lookup(&ref, repo->git, name);

	*out = (struct cdr_ref){ .exists = rc == 0 };
	if (rc == GIT_ENOTFOUND)
		return 0;
	if (rc < 0)
		return cdr_git_fail(err, CDR_EREPO, "cannot read %s", name);
	if (git_reference_type(ref) == GIT_REFERENCE_DIRECT)
		out->oid = cdr_oid_from_git(git_reference_target(ref));
	else
		out->target = cdr_str_copy(arena,
					   cdr_str_from(git_reference_symbolic_target(ref)));
	git_reference_free(ref);
	return 0;
}

/* False if no file of REPO's can hold a reference below PREFIX. */
static bool may_have_below(const struct cdr_repo *repo, struct cdr_arena *arena, const char *prefix)
{
	struct cdr_str dir = repo->common_dir;
	struct cdr_mapping packed = { NULL, 0 };
	bool may;

	if (access(cdr_arena_printf(arena, "%.*s%s", CDR_FMT(dir), prefix), F_OK) == 0)
		return true;
	if (!cdr_mapping_open(&packed, cdr_arena_printf(arena, "%.*spacked-refs", CDR_FMT(dir))))
		return false;
	may = memmem(packed.bytes, packed.len, prefix, strlen(prefix));
	cdr_mapping_close(&packed);
	return may;
}

/* libgit2 would read every packed reference before it says that there is none. */
static bool any_below(struct cdr_repo *repo, const char *prefix)
{
	struct cdr_arena arena = { NULL, 0 };
	const char *glob = cdr_arena_printf(&arena, "%s*", prefix);
	git_reference_iterator *refs = NULL;
	const char *name = NULL;
	bool found = false;

	if (may_have_below(repo, &arena, prefix) &&
	    git_reference_iterator_glob_new(&refs, repo->git, glob) == 0)
		found = git_reference_next_name(&name, refs) == 0;
	git_reference_iterator_free(refs);
	cdr_arena_release(&arena);
	return found;
}

/* libgit2 takes the reflog's signature from the configuration, which may have none. */
static int move_ref(struct cdr_repo *repo, const struct cdr_ref_move *move, struct cdr_err *err)
{
	git_oid from = cdr_oid_to_git(&move->from), to = cdr_oid_to_git(&move->to);
	git_reference *ref = NULL;
	int rc = git_reference_create_matching(&ref, repo->git, move->name, &to, 1, &from,
					       move->why);

	git_reference_free(ref);
	if (rc == GIT_EMODIFIED || rc == GIT_EEXISTS || rc == GIT_ENOTFOUND || rc == GIT_ELOCKED)
		return CDR_ECONFLICT;
	return rc < 0 ? cdr_git_fail(err, CDR_EIO, "cannot move %s", move->name) : 0;
}

static int write_object(struct cdr_repo *repo, enum cdr_object_kind kind, struct cdr_str bytes,
			struct cdr_oid *out, struct cdr_err *err)
{
	git_oid oid;

	if (git_odb_write(&oid, repo->odb, bytes.ptr ? bytes.ptr : "", bytes.len,
			  (git_object_t)kind) < 0)
		return cdr_git_fail(err, CDR_EIO, "cannot write a %s", cdr_object_kind_name(kind));
	*out = cdr_oid_from_git(&oid);
	return 0;
}

const struct cdr_refs cdr_refs_libgit2 = {
	.object = named_object,
	.head = head,
	.upstream = upstream,
	.merge_bases = merge_bases,
	.ref = read_ref,
	.any_below = any_below,
	.move = move_ref,
	.write = write_object,
};
