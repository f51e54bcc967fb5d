/*
 * revision.c - libgit2 resolves one revision at a time and some forms wrongly
 * or not at all (^A, REV^!, REV^-, REV^@): the words around it are read here.
 */
#include "git/revision.h"
#include "git/commit.h"

#include <stdlib.h>
#include <string.h>

struct parser {
	struct cdr_repo *repo;
	struct cdr_arena *arena;
	struct cdr_revisions *out;
	struct cdr_err *err;
};

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
	git_oid oid;
	int rc;

	*out = (struct cdr_oid){ .len = 0 };
	if (git_repository_head_unborn(repo->git) == 1)
		return 0;
	if (git_reference_name_to_id(&oid, repo->git, "HEAD") < 0)
		return cdr_git_fail(err, CDR_EREPO, "HEAD cannot be read");
	rc = cdr_commit_read(&commit, repo, &oid, err);
	if (rc < 0)
		return cdr_err_prefix(err, "HEAD");
	cdr_commit_release(&commit);
	*out = cdr_oid_from_git(&oid);
	return 0;
}

static void add_tip(struct parser *p, const git_oid *oid, bool hidden)
{
	struct cdr_oid name = cdr_oid_from_git(oid);
	struct cdr_oid *end = hidden ? &p->out->base : &p->out->head;

	if (end->len == 0)
		*end = name;
	*cdr_vec_push(p->arena, &p->out->tips) = (struct cdr_tip){ *oid, hidden };
}

static int add_revision(struct parser *p, const char *revision, bool hidden)
{
	struct cdr_oid commit;
	git_oid oid;
	int rc = cdr_repo_resolve(p->repo, revision, &commit, p->err);

	if (rc < 0)
		return rc;
	oid = cdr_oid_to_git(&commit);
	add_tip(p, &oid, hidden);
	return 0;
}

/* The commit that REVISION names, read; release it. */
static int read_named(struct parser *p, const char *revision, git_oid *oid,
		      struct cdr_commit *commit)
{
	struct cdr_oid name;
	int rc = cdr_repo_resolve(p->repo, revision, &name, p->err);

	if (rc < 0)
		return rc;
	*oid = cdr_oid_to_git(&name);
	return cdr_commit_read(commit, p->repo, oid, p->err);
}

/* The first parent of REVISION is hidden, or parent N of REV^-N, or all of REV^!. */
enum { ALL_PARENTS = -1 };

static int add_but_parents(struct parser *p, const char *revision, long which)
{
	struct cdr_commit commit;
	git_oid oid;
	int rc = read_named(p, revision, &oid, &commit);

	if (rc < 0)
		return rc;
	if (which > 0 && (size_t)which > commit.n_parents)
		rc = cdr_fail(p->err, CDR_EUSAGE, "'%s' has no parent %ld", revision, which);
	for (size_t i = 0; rc == 0 && i < commit.n_parents; i++) {
		git_oid parent = cdr_commit_parent(&commit, i);

		if (which == ALL_PARENTS || i + 1 == (size_t)which)
			add_tip(p, &parent, true);
	}
	if (rc == 0)
		add_tip(p, &oid, false);
	cdr_commit_release(&commit);
	return rc;
}

/* REV by itself is REV^..REV; a root commit is compared with nothing. */
static int add_single(struct parser *p, const char *revision)
{
	struct cdr_commit commit;
	git_oid oid;
	bool is_root;
	int rc = read_named(p, revision, &oid, &commit);

	if (rc < 0)
		return rc;
	is_root = commit.n_parents == 0;
	cdr_commit_release(&commit);
	p->out->label = cdr_str_from(
		cdr_arena_printf(p->arena, is_root ? "%s" : "%s^..%s", revision, revision));
	if (!is_root)
		return add_but_parents(p, revision, 1);
	add_tip(p, &oid, false);
	return 0;
}

static int add_symmetric(struct parser *p, const char *left, const char *right)
{
	git_oidarray bases = { NULL, 0 };
	struct cdr_oid a, b;
	git_oid a_oid, b_oid;
	int rc = cdr_repo_resolve(p->repo, left, &a, p->err);

	if (rc == 0)
		rc = cdr_repo_resolve(p->repo, right, &b, p->err);
	if (rc < 0)
		return rc;
	a_oid = cdr_oid_to_git(&a);
	b_oid = cdr_oid_to_git(&b);
	rc = git_merge_bases(&bases, p->repo->git, &a_oid, &b_oid);
	if (rc < 0 && rc != GIT_ENOTFOUND)
		return cdr_git_fail(p->err, CDR_EOBJECT,
				    "cannot find the merge base of '%s' and '%s'", left, right);
	for (size_t i = 0; i < bases.count; i++)
		add_tip(p, &bases.ids[i], true);
	git_oidarray_dispose(&bases);
	add_tip(p, &a_oid, false);
	add_tip(p, &b_oid, false);
	p->out->head = b;
	return 0;
}

/* The ".." of a range, not one inside braces as in HEAD^{/a..b}. */
static const char *find_dots(const char *word)
{
	int depth = 0;

	for (; *word; word++) {
		depth += (*word == '{') - (*word == '}');
		if (depth <= 0 && word[0] == '.' && word[1] == '.')
			return word;
	}
	return NULL;
}

static int add_range(struct parser *p, const char *word, const char *dots)
{
	bool symmetric = dots[2] == '.';
	const char *left = cdr_arena_printf(p->arena, "%.*s", (int)(dots - word), word);
	const char *right = dots + (symmetric ? 3 : 2);
	int rc;

	if (!*left && !*right) {
		cdr_fail(p->err, CDR_EUSAGE, "'%s' names no revision", word);
		return cdr_err_hint(p->err, "write A..B: what is in B and not in A");
	}
	left = *left ? left : "HEAD";
	right = *right ? right : "HEAD";
	p->out->label = cdr_str_from(
		cdr_arena_printf(p->arena, "%s%s%s", left, symmetric ? "..." : "..", right));
	if (symmetric)
		return add_symmetric(p, left, right);
	rc = strcmp(left, CDR_EMPTY_TREE) == 0 ? 0 : add_revision(p, left, true);
	return rc < 0 ? rc : add_revision(p, right, false);
}

/* REV^- and REV^-N: true and *WHICH, with *MARK at the '^'. */
static bool ends_in_minus(const char *word, const char **mark, long *which)
{
	const char *caret = strrchr(word, '^');
	char *end;

	if (!caret || caret == word || caret[1] != '-')
		return false;
	*mark = caret;
	*which = caret[2] ? strtol(caret + 2, &end, 10) : 1;
	return !caret[2] || (*end == '\0' && *which > 0);
}

static int add_word(struct parser *p, const char *word, bool alone)
{
	size_t len = strlen(word);
	const char *dots = strncmp(word, ":/", 2) == 0 ? NULL : find_dots(word);
	const char *mark;
	long which;

	if (word[0] == '-') {
		cdr_fail(p->err, CDR_EUSAGE, "'%s' is no revision", word);
		return cdr_err_hint(p->err, "options go before the range");
	}
	if (dots)
		return add_range(p, word, dots);
	if (word[0] == '^')
		return add_revision(p, word + 1, true);
	if (len > 2 && strcmp(word + len - 2, "^!") == 0)
		return add_but_parents(p, cdr_arena_printf(p->arena, "%.*s", (int)len - 2, word),
				       ALL_PARENTS);
	if (ends_in_minus(word, &mark, &which))
		return add_but_parents(
			p, cdr_arena_printf(p->arena, "%.*s", (int)(mark - word), word), which);
	return alone ? add_single(p, word) : add_revision(p, word, false);
}

/* The next word of *TEXT; blanks inside braces and after ":/" belong to it. NULL at the end. */
static const char *next_word(struct cdr_arena *arena, const char **text)
{
	const char *start = *text + strspn(*text, " \t\n");
	const char *end = start;
	int depth = 0;

	if (!*start)
		return NULL;
	if (strncmp(start, ":/", 2) == 0)
		end = start + strlen(start);
	while (*end && (depth > 0 || !strchr(" \t\n", *end))) {
		depth += (*end == '{') - (*end == '}');
		end++;
	}
	*text = end;
	return cdr_arena_printf(arena, "%.*s", (int)(end - start), start);
}

static int unborn(struct cdr_err *err)
{
	cdr_fail(err, CDR_EUSAGE, "HEAD has no commit yet");
	return cdr_err_hint(err, "name a revision, or review what is staged with --staged");
}

/* @{upstream}..HEAD where there is an upstream, else the last commit. */
static int add_default(struct parser *p)
{
	git_object *object = NULL;
	git_reference *upstream = NULL;
	struct cdr_oid head;
	int rc = cdr_head_commit(p->repo, &head, p->err);

	if (rc < 0)
		return rc;
	if (head.len == 0)
		return unborn(p->err);
	if (git_revparse_ext(&object, &upstream, p->repo->git, "@{upstream}") < 0 || !upstream) {
		rc = add_single(p, "HEAD");
	} else {
		rc = add_word(p, "@{upstream}..HEAD", true);
		p->out->label = cdr_str_from(cdr_arena_printf(p->arena, "%s..HEAD",
							      git_reference_shorthand(upstream)));
	}
	git_object_free(object);
	git_reference_free(upstream);
	return rc;
}

int cdr_revisions_parse(struct cdr_revisions *out, struct cdr_repo *repo, struct cdr_arena *arena,
			const char *text, struct cdr_err *err)
{
	struct parser p = { repo, arena, out, err };
	const char *word, *following;
	bool alone = true;
	int rc = 0;

	*out = (struct cdr_revisions){ .label = { NULL, 0 } };
	if (!text)
		return add_default(&p);
	out->label = cdr_str_copy(arena, cdr_str_trim(cdr_str_from(text)));
	word = next_word(arena, &text);
	if (!word)
		return cdr_fail(err, CDR_EUSAGE, "the range is empty text");
	for (; word && rc == 0; word = following) {
		following = next_word(arena, &text);
		alone = alone && !following;
		rc = add_word(&p, word, alone);
		alone = false;
	}
	if (rc == 0 && out->head.len == 0) {
		cdr_fail(err, CDR_EUSAGE, "'%.*s' hides commits and shows none",
			 CDR_FMT(out->label));
		rc = cdr_err_hint(err, "add the revision to review, as in ^main topic");
	}
	return rc;
}
