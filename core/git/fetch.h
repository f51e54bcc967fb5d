/*
 * fetch.h - one file out of a repository elsewhere, by `git fetch` as a child: for the command
 * that a person gives, never for anything that reads this repository.
 *
 * The commit lands in a scratch repository that is removed again: nothing of it gets into this
 * one, no configuration of this one is read. No protocol but file, https and ssh is spoken; no
 * hooks, submodules, tags, prompts.
 *
 * Errors: CDR_EREPO "git fetch: its first words" (unreachable, no such ref, no git),
 * CDR_ENOTFOUND (no such path), CDR_EOBJECT (no regular file), CDR_ELIMIT, CDR_EIO.
 */
#ifndef CDR_GIT_FETCH_H
#define CDR_GIT_FETCH_H

#include "git/objects.h"

/* URL and REF are handed to git as they are: whoever asks has looked at them. */
struct cdr_fetch {
	const char *url, *ref;
	const char *path;          /* in the tree of the commit that REF names */
	size_t max;                /* bytes */
	const char *const *env;    /* what git's environment is made of, as in struct cdr_where */
};

struct cdr_fetched {
	char commit[CDR_OID_HEX_MAX + 1];
	struct cdr_str text;
};

/* Fetches WHAT into OUT, its text in ARENA. */
CDR_NODISCARD int cdr_fetch_file(const struct cdr_fetch *what, struct cdr_arena *arena,
				 struct cdr_fetched *out, struct cdr_err *err);

#endif
