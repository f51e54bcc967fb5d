/*
 * revision.c - who resolves a revision (resolve.h) knows one at a time and some
 * forms wrongly or not at all (^A, REV^!, REV^-): the words around it are read here.
 */
#include "git/revision.h"
#include "git/commit.h"
#include "git/resolve.h"

#include <stdlib.h>
#include <string.h>

struct parser {
	struct cdr_repo *repo;
	struct cdr_arena *arena;
	struct cdr_revisions *out;
	bool negated;                  /* behind --not what shows hides, and the reverse */
	struct cdr_err *err;
};

static void add_tip(struct parser *p, const struct cdr_oid *oid, bool hidden)
{
	struct cdr_oid *end;

	hidden ^= p->negated;
	end = hidden ? &p->out->base : &p->out->head;
	if (end->len == 0)
		*end = *oid;
	*cdr_vec_push(p->arena, &p->out->tips) = (struct cdr_tip){ *oid, hidden };
}

static int add_revision(struct parser *p, const char *revision, bool hidden)
{
	struct cdr_oid commit;
	int rc = cdr_repo_resolve(p->repo, revision, &commit, p->err);

	if (rc == 0)
		add_tip(p, &commit, hidden);
	return rc;
}

/* The commit that REVISION names, read; release it. */
static int read_named(struct parser *p, const char *revision, struct cdr_oid *oid,
		      struct cdr_commit *commit)
{
	int rc = cdr_repo_resolve(p->repo, revision, oid, p->err);

	return rc < 0 ? rc : cdr_commit_read(commit, p->repo, oid, p->err);
}

/* The first parent of REVISION is hidden, or parent N of REV^-N, or all of REV^!. */
enum { ALL_PARENTS = -1 };

static int add_but_parents(struct parser *p, const char *revision, long which)
{
	struct cdr_commit commit;
	struct cdr_oid oid;
	int rc = read_named(p, revision, &oid, &commit);

	if (rc < 0)
		return rc;
	if (which > 0 && (size_t)which > commit.n_parents)
		rc = cdr_fail(p->err, CDR_EUSAGE, "'%s' has no parent %ld", revision, which);
	for (size_t i = 0; rc == 0 && i < commit.n_parents; i++) {
		struct cdr_oid parent = cdr_commit_parent(&commit, i);

		if (which == ALL_PARENTS || i + 1 == (size_t)which)
			add_tip(p, &parent, true);
	}
	if (rc == 0)
		add_tip(p, &oid, false);
	cdr_commit_release(&commit);
	return rc;
}

/* REV^@: all parents of REV, not itself. */
static int add_parents(struct parser *p, const char *revision)
{
	struct cdr_commit commit;
	struct cdr_oid oid;
	int rc = read_named(p, revision, &oid, &commit);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < commit.n_parents; i++) {
		struct cdr_oid parent = cdr_commit_parent(&commit, i);

		add_tip(p, &parent, false);
	}
	cdr_commit_release(&commit);
	return 0;
}

/* REV by itself is REV^..REV; a root commit is compared with nothing. */
static int add_single(struct parser *p, const char *revision)
{
	struct cdr_commit commit;
	struct cdr_oid oid;
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
	struct cdr_oids bases = { NULL, 0, 0 };
	struct cdr_oid a, b;
	int rc = cdr_repo_resolve(p->repo, left, &a, p->err);

	if (rc == 0)
		rc = cdr_repo_resolve(p->repo, right, &b, p->err);
	if (rc < 0)
		return rc;
	rc = cdr_merge_bases(&bases, p->repo, p->arena, (struct cdr_oid[]){ a, b }, p->err);
	if (rc < 0)
		return cdr_err_prefix(p->err, "the merge base of '%s' and '%s'", left, right);
	for (size_t i = 0; i < bases.n; i++)
		add_tip(p, &bases.items[i], true);
	add_tip(p, &a, false);
	add_tip(p, &b, false);
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

	if (strcmp(word, "--not") == 0) {
		p->negated = !p->negated;
		return 0;
	}
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
	if (len > 2 && strcmp(word + len - 2, "^@") == 0)
		return add_parents(p, cdr_arena_printf(p->arena, "%.*s", (int)len - 2, word));
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
	struct cdr_str upstream;
	struct cdr_oid head;
	int rc = cdr_head_commit(p->repo, &head, p->err);

	if (rc < 0)
		return rc;
	if (head.len == 0)
		return unborn(p->err);
	upstream = cdr_upstream_name(p->repo, p->arena);
	if (!upstream.ptr)
		return add_single(p, "HEAD");
	rc = add_word(p, "@{upstream}..HEAD", true);
	p->out->label = cdr_str_from(cdr_arena_printf(p->arena, "%.*s..HEAD", CDR_FMT(upstream)));
	return rc;
}

int cdr_revisions_parse(struct cdr_revisions *out, struct cdr_repo *repo, struct cdr_arena *arena,
			const char *text, struct cdr_err *err)
{
	struct parser p = { repo, arena, out, false, err };
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
