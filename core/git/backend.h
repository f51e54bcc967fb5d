/*
 * backend.h - private to core/git: who is asked for what is no object: names,
 * settings, index and work tree. Objects come through store.h.
 *
 * Each concern has two answers, libgit2 and git itself run as a program
 * (program.h), chosen once when the repository is opened (repo.c) and again when
 * its index turns out to be of a kind that libgit2 does not know (range.c). A
 * repository that libgit2 refuses is git's in every concern. Both ways feed the
 * same trees, texts and diffs, so that nothing above can tell them apart.
 *
 * Errors: CDR_EREPO, CDR_EOBJECT; those of the public functions in resolve.h,
 * repo.h, delta.h that stand in front of them.
 */
#ifndef CDR_GIT_BACKEND_H
#define CDR_GIT_BACKEND_H

#include "git/answer.h"
#include "git/delta.h"
#include "git/notes.h"
#include "git/resolve.h"

struct cdr_ref {
	bool exists;
	struct cdr_oid oid;        /* what it names; len 0 when symbolic */
	struct cdr_str target;     /* of a symbolic one, in the arena; else {NULL, 0} */
};

/* A reference is moved only if it still is where it was. */
struct cdr_ref_move {
	const char *name;
	struct cdr_oid from;       /* len 0: it must not exist yet */
	struct cdr_oid to;
	const char *why;           /* for the reflog */
	const struct cdr_author *who;
};

struct cdr_refs {
	/* The object that REVISION names, of any type. CDR_EUSAGE "unknown revision" or "ambiguous". */
	int (*object)(struct cdr_repo *repo, const char *revision, struct cdr_oid *out,
		      struct cdr_err *err);
	/* len 0 while HEAD has no commit. */
	int (*head)(struct cdr_repo *repo, struct cdr_oid *out, struct cdr_err *err);
	struct cdr_str (*upstream)(struct cdr_repo *repo, struct cdr_arena *arena);
	int (*merge_bases)(struct cdr_oids *out, struct cdr_repo *repo, struct cdr_arena *arena,
			   const struct cdr_oid commits[2], struct cdr_err *err);
	/* The reference called exactly NAME. */
	int (*ref)(struct cdr_repo *repo, struct cdr_arena *arena, const char *name,
		   struct cdr_ref *out, struct cdr_err *err);
	bool (*any_below)(struct cdr_repo *repo, const char *prefix);   /* "refs/replace/" */
	/* CDR_ECONFLICT without words when somebody else was there first, or has it locked. */
	int (*move)(struct cdr_repo *repo, const struct cdr_ref_move *move, struct cdr_err *err);
	/* Writes an object; *OUT is its name. */
	int (*write)(struct cdr_repo *repo, enum cdr_object_kind kind, struct cdr_str bytes,
		     struct cdr_oid *out, struct cdr_err *err);
};

/* All settings, weakest first: of a key that comes twice the last one counts. */
struct cdr_settings {
	struct cdr_setting *items;
	size_t n, alloc;
};

struct cdr_config {
	/* In ARENA. */
	int (*load)(struct cdr_repo *repo, struct cdr_arena *arena, struct cdr_settings *out,
		    struct cdr_err *err);
	/* Into the repository's own file; with ADD beside the values that KEY has. */
	int (*set)(struct cdr_repo *repo, const char *key, const char *value, bool add,
		   struct cdr_err *err);
};

struct cdr_pending {
	/* False for an index of a kind, or with an extension, that this backend does not know. */
	bool (*knows_index)(struct cdr_repo *repo);
	int (*index)(struct cdr_deltas *out, struct cdr_repo *repo, const struct cdr_oid *head,
		     struct cdr_err *err);
	int (*work_tree)(struct cdr_deltas *out, struct cdr_repo *repo, struct cdr_err *err);
	/* TEXT of the work tree's file PATH as git add would take it: line endings, $Id$. */
	int (*clean)(struct cdr_repo *repo, struct cdr_arena *arena, const char *path,
		     struct cdr_str *text, struct cdr_err *err);
	/* The commit checked out in the submodule PATH (len 0: none) and whether files there differ. */
	int (*submodule)(struct cdr_repo *repo, const char *path, struct cdr_oid *commit,
			 bool *dirty, struct cdr_err *err);
};

extern const struct cdr_refs cdr_refs_libgit2, cdr_refs_git;
extern const struct cdr_config cdr_config_libgit2, cdr_config_git;
extern const struct cdr_pending cdr_pending_libgit2, cdr_pending_git;

/* Hands index and work tree over to git if the index is one that only git can read. */
void cdr_pending_choose(struct cdr_repo *repo);

/* The settings in force, in ARENA. */
CDR_NODISCARD int cdr_settings_load(struct cdr_repo *repo, struct cdr_arena *arena,
				    struct cdr_settings *out, struct cdr_err *err);

/* The last value of KEY ("true" for a key without one, as git has it); {NULL, 0} when unset. */
struct cdr_str cdr_settings_get(const struct cdr_settings *settings, const char *key);

/* True for what git takes for a true boolean. */
bool cdr_setting_is_on(struct cdr_str value);

#endif
