/*
 * commit.c - dates and parents decide the order of a review, so they are read
 * exactly as git reads them: a date that makes no sense is 0, not an error.
 */
#include "git/commit.h"

#include <string.h>

/* Reads "KEYWORD HEX\n" at the start of REST, as many digits as names have in this repository. */
static bool take_oid_line(struct cdr_str *rest, const char *keyword, size_t digits,
			  struct cdr_oid *oid)
{
	size_t at = strlen(keyword);

	if (rest->len < at + digits + 1 || !cdr_str_starts(*rest, keyword))
		return false;
	if (rest->ptr[at + digits] != '\n' ||
	    !cdr_oid_parse(oid, cdr_str_sub(*rest, at, at + digits)))
		return false;
	*rest = cdr_str_sub(*rest, at + digits + 1, rest->len);
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

static bool parse(struct cdr_commit *commit, struct cdr_str text, size_t digits)
{
	struct cdr_oid parent;

	if (!take_oid_line(&text, "tree ", digits, &commit->tree))
		return false;
	commit->parents = text;
	while (take_oid_line(&text, "parent ", digits, &parent))
		commit->n_parents++;
	commit->parents.len -= text.len;
	take_author(commit, take_line(&text, "author "));
	commit->time = date_of(take_line(&text, "committer "));
	commit->subject = subject_of(text);
	return true;
}

/* WHY is what the store says; at the edge of a shallow clone nothing is damaged. */
static int missing(struct cdr_repo *repo, const struct cdr_oid *oid, const struct cdr_err *why,
		   struct cdr_err *err)
{
	char hex[CDR_OID_HEX_MAX + 1];

	if (!cdr_repo_is_shallow(repo)) {
		cdr_fail(err, CDR_EOBJECT, "%s", why->message);
		cdr_err_hint(err, "git fsck says what else is missing");
		return CDR_EOBJECT;
	}
	cdr_oid_hex(hex, oid);
	cdr_fail(err, CDR_EREPO, "history is shallow here: commit %s is not in this clone", hex);
	cdr_err_hint(err, "git fetch --unshallow");
	return CDR_EREPO;
}

int cdr_commit_read(struct cdr_commit *out, struct cdr_repo *repo, const struct cdr_oid *oid,
		    struct cdr_err *err)
{
	char hex[CDR_OID_HEX_MAX + 1];
	struct cdr_err why = { .code = 0 };

	*out = (struct cdr_commit){ .n_parents = 0 };
	if (cdr_store_read_kind(repo->store, oid, CDR_OBJECT_COMMIT, &out->object, &why) < 0)
		return missing(repo, oid, &why, err);
	if (parse(out, out->object.bytes, (size_t)oid->len * 2))
		return 0;
	cdr_commit_release(out);
	cdr_oid_hex(hex, oid);
	return cdr_fail(err, CDR_EOBJECT, "commit %s is damaged", hex);
}

void cdr_commit_release(struct cdr_commit *commit)
{
	cdr_object_release(&commit->object);
	*commit = (struct cdr_commit){ .n_parents = 0 };
}

struct cdr_oid cdr_commit_parent(const struct cdr_commit *commit, size_t idx)
{
	size_t line = commit->parents.len / commit->n_parents;   /* all names are equally long */
	struct cdr_str hex = cdr_str_sub(commit->parents, idx * line + strlen("parent "),
					 (idx + 1) * line - 1);
	struct cdr_oid oid = { .len = 0 };

	(void)cdr_oid_parse(&oid, hex);   /* digits: cdr_commit_read has looked */
	return oid;
}
