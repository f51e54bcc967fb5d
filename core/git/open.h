/*
 * open.h - private to core/git: the ways to open a repository, and what of one
 * that libgit2 opened is read through git all the same.
 *
 * Each fills REPO, whose `where` and `program` are set; on failure what is filled
 * is still closed by cdr_repo_close.
 */
#ifndef CDR_GIT_OPEN_H
#define CDR_GIT_OPEN_H

#include "git/inside.h"

/* CDR_EUNSUPPORTED when libgit2 does not know this kind of repository: git may. */
CDR_NODISCARD int cdr_open_by_libgit2(struct cdr_repo *repo, struct cdr_err *err);

CDR_NODISCARD int cdr_open_by_git(struct cdr_repo *repo, struct cdr_err *err);

/* Hands concerns of REPO over to git where libgit2 would see something else than git does. */
CDR_NODISCARD int cdr_open_odd(struct cdr_repo *repo, struct cdr_err *err);

/* PATH in ARENA, resolved and ending in '/'; {NULL, 0} for NULL. */
struct cdr_str cdr_open_directory(struct cdr_arena *arena, const char *path);

#endif
