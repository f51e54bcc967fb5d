/*
 * convert.h - private to core/git: what git add does to a file of the work tree,
 * where git is asked for attributes; and what is checked out in a submodule.
 */
#ifndef CDR_GIT_CONVERT_H
#define CDR_GIT_CONVERT_H

#include "git/backend.h"

/*
 * Line endings and $Id$ of TEXT, in ARENA, by gitattributes(5); a program that the
 * attributes name as filter is not run. CDR_EREPO.
 */
CDR_NODISCARD int cdr_convert(struct cdr_repo *repo, struct cdr_arena *arena, const char *path,
			      struct cdr_str *text, struct cdr_err *err);

/* cdr_pending's `submodule`. */
CDR_NODISCARD int cdr_submodule_ask(struct cdr_repo *repo, const char *path, struct cdr_oid *commit,
				    bool *dirty, struct cdr_err *err);

#endif
