/*
 * handle.h - private to core/git: a repository handle with libgit2 in it, and
 * the two translations every file needs that calls it: object names and errors.
 *
 * libgit2 1.5 knows SHA-1 only; a struct cdr_oid that reaches it has len 20.
 */
#ifndef CDR_GIT_HANDLE_H
#define CDR_GIT_HANDLE_H

#include "git/inside.h"

#include <git2.h>

/*
 * Starts libgit2, to be paired with git_libgit2_shutdown(). Whoever is first sets
 * its switches, which are of the whole process. Returns how many hold it now.
 */
int cdr_git_start(void);

/* The same before there are threads, without CA certificates: meanwhile the process opens no file. */
int cdr_git_start_first(void);

struct cdr_oid cdr_oid_from_git(const git_oid *oid);   /* all zeroes gives len 0 */
git_oid cdr_oid_to_git(const struct cdr_oid *oid);     /* len 0 gives all zeroes */

/* Reader A (store.h) over ODB, which outlives it. It always answers: ask it last. */
struct cdr_reader cdr_reader_of_odb(git_odb *odb);

/* What libgit2 said last, "" if nothing; valid until its next call. */
const char *cdr_git_words(void);

/* cdr_fail with libgit2's words after the message. Returns CODE. */
int cdr_git_fail(struct cdr_err *err, enum cdr_code code, const char *fmt, ...) CDR_PRINTF(3, 4);

#endif
