/*
 * handle.h - private to core/git: what a repository handle is made of, and
 * the two translations every file here needs: object names and libgit2's errors.
 *
 * libgit2 1.5 knows SHA-1 only; a struct cdr_oid that reaches it has len 20.
 */
#ifndef CDR_GIT_HANDLE_H
#define CDR_GIT_HANDLE_H

#include "git/repo.h"

#include <git2.h>

struct cdr_repo {
	struct cdr_arena arena;         /* owns this struct and its strings */
	struct cdr_where where;         /* as opened, paths absolute, for cdr_repo_clone */
	git_repository *git;
	git_odb *odb;
	struct cdr_str common_dir, work_tree;
	struct cdr_str prefix;          /* base of relative pathspecs, "" or ending in '/' */
};

/*
 * Starts libgit2, to be paired with git_libgit2_shutdown(). Whoever is first sets
 * its switches, which are of the whole process. Returns how many hold it now.
 */
int cdr_git_start(void);

struct cdr_oid cdr_oid_from_git(const git_oid *oid);   /* all zeroes gives len 0 */
git_oid cdr_oid_to_git(const struct cdr_oid *oid);     /* len 0 gives all zeroes */

/* What libgit2 said last, "" if nothing; valid until its next call. */
const char *cdr_git_words(void);

/* cdr_fail with libgit2's words after the message. Returns CODE. */
int cdr_git_fail(struct cdr_err *err, enum cdr_code code, const char *fmt, ...) CDR_PRINTF(3, 4);

#endif
