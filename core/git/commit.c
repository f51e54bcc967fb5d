/*
 * commit.c - dates and parents decide the order of a review, so they are read
 * exactly as git reads them: a date that makes no sense is 0, not an error.
 */
#include "git/commit.h"

#include <string.h>

#define PARENT_LINE (sizeof("parent ") - 1 + GIT_OID_HEXSZ + 1)

/* Reads "KEYWORD HEX\n" at the start of REST. */
static bool take_oid_line(struct cdr_str *rest, const char *keyword, git_oid *oid)
{
	size_t at = strlen(keyword);

	if (rest->len < at + GIT_OID_HEXSZ + 1 || !cdr_str_starts(*rest, keyword))
		return false;
	if (rest->ptr[at + GIT_OID_HEXSZ] != '\n' ||
	    git_oid_fromstrn(oid, rest->ptr + at, GIT_OID_HEXSZ) < 0)
		return false;
	*rest = cdr_str_sub(*rest, at + GIT_OID_HEXSZ + 1, rest->len);
	return true;
}

/* The value of the header line KEYWORD at the start of REST, which is then taken off. */
static struct cdr_str take_line(struct cdr_str *rest, const char *keyword)
{
	struct cdr_str line = { NULL, 0 };

	if (cdr_str_starts(*rest, keyword) && cdr_str_line(rest, &line))
		line = cdr_str_sub(line, strlen(keyword), line.len);
	return line;
}

/* Seconds after the first '>' of a committer line. */
static uint64_t date_of(struct cdr_str person)
{
	size_t i = cdr_str_find(person, CDR_STR(">")) + 1;
	uint64_t seconds = 0;

	while (i < person.len && person.ptr[i] == ' ')
		i++;
	for (; i < person.len && person.ptr[i] >= '0' && person.ptr[i] <= '9'; i++) {
		if (seconds > INT64_MAX / 10 - 1)
			return 0;
		seconds = seconds * 10 + (uint64_t)(person.ptr[i] - '0');
	}
	return seconds;
}

static void take_author(struct cdr_commit *commit, struct cdr_str person)
{
	size_t open = cdr_str_find(person, CDR_STR("<"));
	size_t close = cdr_str_find(person, CDR_STR(">"));

	commit->author = cdr_str_trim(cdr_str_sub(person, 0, open));
	commit->email = cdr_str_trim(cdr_str_sub(person, open + 1, close));
}

/* Header lines up to the blank one are skipped: gpgsig, encoding, mergetag. */
static struct cdr_str subject_of(struct cdr_str rest)
{
	struct cdr_str line = { NULL, 0 };

	while (cdr_str_line(&rest, &line) && line.len > 0)
		;
	while (cdr_str_line(&rest, &line))
		if (cdr_str_trim(line).len > 0)
			return cdr_str_trim(line);
	return CDR_STR("");
}

static bool parse(struct cdr_commit *commit, struct cdr_str text)
{
	git_oid parent;

	if (!take_oid_line(&text, "tree ", &commit->tree))
		return false;
	commit->parents = text;
	while (take_oid_line(&text, "parent ", &parent))
		commit->n_parents++;
	commit->parents.len -= text.len;
	take_author(commit, take_line(&text, "author "));
	commit->time = date_of(take_line(&text, "committer "));
	commit->subject = subject_of(text);
	return true;
}

static int missing(struct cdr_repo *repo, const char *hex, struct cdr_err *err)
{
	if (!cdr_repo_is_shallow(repo)) {
		cdr_git_fail(err, CDR_EOBJECT, "commit %s cannot be read", hex);
		return cdr_err_hint(err, "git fsck says what else is missing");
	}
	cdr_fail(err, CDR_EREPO, "history is shallow here: commit %s is not in this clone", hex);
	return cdr_err_hint(err, "git fetch --unshallow");
}

int cdr_commit_read(struct cdr_commit *out, struct cdr_repo *repo, const git_oid *oid,
		    struct cdr_err *err)
{
	char hex[GIT_OID_HEXSZ + 1];
	struct cdr_str text;

	*out = (struct cdr_commit){ .n_parents = 0 };
	git_oid_tostr(hex, sizeof(hex), oid);
	if (git_odb_read(&out->object, repo->odb, oid) < 0)
		return missing(repo, hex, err);
	text.ptr = git_odb_object_data(out->object);
	text.len = git_odb_object_size(out->object);
	if (git_odb_object_type(out->object) == GIT_OBJECT_COMMIT && parse(out, text))
		return 0;
	cdr_commit_release(out);
	return cdr_fail(err, CDR_EOBJECT, "object %s is not a commit that can be read", hex);
}

void cdr_commit_release(struct cdr_commit *commit)
{
	git_odb_object_free(commit->object);
	*commit = (struct cdr_commit){ .n_parents = 0 };
}

git_oid cdr_commit_parent(const struct cdr_commit *commit, size_t idx)
{
	git_oid oid;

	git_oid_fromstrn(&oid, commit->parents.ptr + idx * PARENT_LINE + sizeof("parent ") - 1,
			 GIT_OID_HEXSZ);
	return oid;
}
