/*
 * refs_git.c - names by git itself: each question is one run of its plumbing,
 * of which a session needs a handful.
 */
#include "git/backend.h"
#include "git/inside.h"
#include "git/program.h"

#include <string.h>

#define ANSWER_MAX ((size_t)16 << 20)

/* Runs git with ARGS; what it printed is in OUT until cdr_buf_release. */
static int ask(struct cdr_repo *repo, const char *const *args, struct cdr_buf *out, int *status,
	       struct cdr_err *err)
{
	cdr_buf_init(out, ANSWER_MAX);
	return cdr_program_run(repo->program,
			       &(struct cdr_program_call){ .args = args, .status = status }, out,
			       err);
}

/* The one name that git answers ARGS with; *STATUS as for cdr_program_call, or NULL. */
static int ask_oid(struct cdr_repo *repo, const char *const *args, int *status,
		   struct cdr_oid *out, struct cdr_err *err)
{
	struct cdr_buf text;
	struct cdr_str rest;
	int rc = ask(repo, args, &text, status, err);

	*out = (struct cdr_oid){ .len = 0 };
	rest = cdr_buf_str(&text);
	if (rc == 0 && (!status || *status == 0) && (!cdr_answer_oid(&rest, out) || rest.len > 0))
		rc = cdr_program_nonsense(err, args[0]);
	cdr_buf_release(&text);
	return rc;
}

static int named_object(struct cdr_repo *repo, const char *revision, struct cdr_oid *out,
			struct cdr_err *err)
{
	const char *args[] = { "rev-parse", "--verify", "--end-of-options", revision, NULL };
	struct cdr_err why = { .code = 0 };
	int rc = ask_oid(repo, args, NULL, out, &why);

	if (rc == 0)
		return 0;
	if (strstr(why.message, "is ambiguous"))
		return cdr_fail(err, CDR_EUSAGE, "short object name '%s' is ambiguous", revision);
	return cdr_fail(err, CDR_EUSAGE, "unknown revision '%s'", revision);
}

static int read_ref(struct cdr_repo *repo, struct cdr_arena *arena, const char *name,
		    struct cdr_ref *out, struct cdr_err *err)
{
	const char *args[] = { "for-each-ref",
			       "--format=%(refname)%00%(objectname)%00%(symref)", name, NULL };
	struct cdr_answer_ref ref;
	struct cdr_buf text;
	struct cdr_str rest;
	int rc = ask(repo, args, &text, NULL, err);

	*out = (struct cdr_ref){ .exists = false };
	rest = cdr_buf_str(&text);
	while (rc == 0 && rest.len > 0) {
		if (!cdr_answer_ref(&rest, &ref))
			rc = cdr_program_nonsense(err, args[0]);
		else if (cdr_str_is(ref.name, name))    /* not one below it */
			*out = (struct cdr_ref){
				.exists = true,
				.oid = ref.symref.len ? (struct cdr_oid){ .len = 0 } : ref.oid,
				.target = ref.symref.len ? cdr_str_copy(arena, ref.symref)
							 : (struct cdr_str){ NULL, 0 },
			};
	}
	cdr_buf_release(&text);
	return rc;
}

/* True if the branch that HEAD names does not exist; a HEAD that is damaged is something else. */
static int check_unborn(struct cdr_repo *repo, struct cdr_err *err)
{
	const char *args[] = { "symbolic-ref", "--quiet", "HEAD", NULL };
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_ref branch = { .exists = true };
	struct cdr_buf text;
	int rc = ask(repo, args, &text, NULL, err);

	if (rc == 0)
		rc = read_ref(repo, &arena,
			      cdr_arena_printf(&arena, "%.*s",
					       CDR_FMT(cdr_str_trim(cdr_buf_str(&text)))),
			      &branch, err);
	if (rc == 0 && branch.exists)
		rc = cdr_fail(err, CDR_EREPO, "HEAD cannot be read");
	cdr_buf_release(&text);
	cdr_arena_release(&arena);
	return rc;
}

static int head(struct cdr_repo *repo, struct cdr_oid *out, struct cdr_err *err)
{
	const char *args[] = { "rev-parse", "--verify", "--quiet", "HEAD", NULL };
	int status = 0;
	int rc = ask_oid(repo, args, &status, out, err);

	return rc == 0 && status != 0 ? check_unborn(repo, err) : rc;
}

static struct cdr_str upstream(struct cdr_repo *repo, struct cdr_arena *arena)
{
	const char *args[] = { "rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{upstream}",
			       NULL };
	struct cdr_str name = { NULL, 0 };
	struct cdr_buf text;

	if (ask(repo, args, &text, NULL, NULL) == 0)
		name = cdr_str_copy(arena, cdr_str_trim(cdr_buf_str(&text)));
	cdr_buf_release(&text);
	return name.len > 0 ? name : (struct cdr_str){ NULL, 0 };
}

static int merge_bases(struct cdr_oids *out, struct cdr_repo *repo, struct cdr_arena *arena,
		       const struct cdr_oid commits[2], struct cdr_err *err)
{
	char hex[2][CDR_OID_HEX_MAX + 1];
	const char *args[] = { "merge-base", "--all", hex[0], hex[1], NULL };
	struct cdr_oid base;
	struct cdr_buf text;
	struct cdr_str rest;
	int status = 0, rc;

	cdr_oid_hex(hex[0], &commits[0]);
	cdr_oid_hex(hex[1], &commits[1]);
	rc = ask(repo, args, &text, &status, err);
	rest = cdr_buf_str(&text);
	if (rc == 0 && status > 1)       /* 1: they have nothing in common */
		rc = cdr_fail(err, CDR_EOBJECT, "history cannot be read");
	while (rc == 0 && rest.len > 0) {
		if (cdr_answer_oid(&rest, &base))
			*cdr_vec_push(arena, out) = base;
		else
			rc = cdr_program_nonsense(err, args[0]);
	}
	cdr_buf_release(&text);
	return rc;
}

static bool any_below(struct cdr_repo *repo, const char *prefix)
{
	const char *args[] = { "for-each-ref", "--count=1", "--format=%(refname)", prefix, NULL };
	struct cdr_buf text;
	bool found = ask(repo, args, &text, NULL, NULL) == 0 && text.len > 0;

	cdr_buf_release(&text);
	return found;
}

static const char *update_line(struct cdr_arena *arena, const struct cdr_ref_move *move)
{
	char to[CDR_OID_HEX_MAX + 1], from[CDR_OID_HEX_MAX + 1];

	cdr_oid_hex(to, &move->to);
	cdr_oid_hex(from, &move->from);
	if (move->from.len == 0)
		return cdr_arena_printf(arena, "create %s %s\n", move->name, to);
	return cdr_arena_printf(arena, "update %s %s %s\n", move->name, to, from);
}

/* The reflog's person and time; a name that git would refuse was refused before. */
static const char *const *identity(struct cdr_arena *arena, const struct cdr_author *who)
{
	const char **env = cdr_arena_alloc(arena, 4 * sizeof(*env));

	env[0] = cdr_arena_printf(arena, "GIT_COMMITTER_NAME=%.*s", CDR_FMT(who->who.name));
	env[1] = cdr_arena_printf(arena, "GIT_COMMITTER_EMAIL=%.*s", CDR_FMT(who->who.email));
	env[2] = cdr_arena_printf(arena, "GIT_COMMITTER_DATE=@%lld +0000", (long long)who->now);
	env[3] = NULL;
	return env;
}

static int move_ref(struct cdr_repo *repo, const struct cdr_ref_move *move, struct cdr_err *err)
{
	const char *args[] = { "update-ref", "-m", move->why, "--stdin", NULL };
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_err why = { .code = 0 };
	struct cdr_buf text;
	int rc;

	cdr_buf_init(&text, ANSWER_MAX);
	rc = cdr_program_run(repo->program,
			     &(struct cdr_program_call){
				     .args = args,
				     .input = cdr_str_from(update_line(&arena, move)),
				     .env = identity(&arena, move->who),
			     },
			     &text, &why);
	if (rc < 0 && strstr(why.message, "cannot lock ref"))
		rc = CDR_ECONFLICT;
	else if (rc < 0)
		rc = cdr_fail(err, CDR_EIO, "cannot move %s: %s", move->name, why.message);
	cdr_buf_release(&text);
	cdr_arena_release(&arena);
	return rc;
}

static int write_object(struct cdr_repo *repo, enum cdr_object_kind kind, struct cdr_str bytes,
			struct cdr_oid *out, struct cdr_err *err)
{
	const char *args[] = { "hash-object", "-w", "--no-filters", "--stdin", "-t",
			       cdr_object_kind_name(kind), NULL };
	struct cdr_err why = { .code = 0 };
	struct cdr_buf text;
	struct cdr_str rest;
	int rc;

	cdr_buf_init(&text, ANSWER_MAX);
	rc = cdr_program_run(repo->program,
			     &(struct cdr_program_call){ .args = args, .input = bytes }, &text,
			     &why);
	rest = cdr_buf_str(&text);
	if (rc == 0 && !cdr_answer_oid(&rest, out))
		rc = cdr_program_nonsense(&why, args[0]);
	if (rc < 0)
		rc = cdr_fail(err, CDR_EIO, "cannot write a %s: %s", cdr_object_kind_name(kind),
			      why.message);
	cdr_buf_release(&text);
	return rc;
}

const struct cdr_refs cdr_refs_git = {
	.object = named_object,
	.head = head,
	.upstream = upstream,
	.merge_bases = merge_bases,
	.ref = read_ref,
	.any_below = any_below,
	.move = move_ref,
	.write = write_object,
};
