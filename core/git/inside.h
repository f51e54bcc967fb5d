/*
 * inside.h - private to core/git: what a repository handle is made of.
 *
 * Files that include this and not handle.h know nothing of libgit2: they read
 * objects through the store, whoever keeps them, and ask the backend for the rest.
 */
#ifndef CDR_GIT_INSIDE_H
#define CDR_GIT_INSIDE_H

#include "git/backend.h"
#include "git/program.h"
#include "git/pack.h"
#include "git/repo.h"
#include "git/store.h"
#include "git/tree.h"

struct cdr_textcache;
struct git_odb;
struct git_repository;

struct cdr_repo {
	struct cdr_arena arena;         /* owns this struct and its strings */
	struct cdr_where where;         /* as opened, paths absolute, for cdr_repo_clone */
	struct cdr_program *program;    /* NULL: no children are wanted */
	struct git_repository *git;     /* NULL when libgit2 cannot read it: then git is all there is */
	struct git_odb *odb;            /* likewise; for what is written, the rest reads the store */
	const struct cdr_refs *refs;    /* who is asked, by concern */
	const struct cdr_config *config;
	const struct cdr_pending *pending;
	struct cdr_settings settings;   /* what config_git.c has read, if it has */
	bool has_settings;
	bool is_partial;                /* objects may be missing, and that is no damage */
	unsigned char oid_len;          /* bytes of an object name: 20 or 32 */
	CDR_VEC(struct cdr_str) notices;
	struct cdr_reader last;         /* A or C: who knows every object that is here */
	struct cdr_store *sure;         /* that one only: for what is relied on (sure.h) */
	struct cdr_packs *packs;        /* that reader B knows; shared with clones */
	struct cdr_store *store;
	struct cdr_trees *trees;        /* of the store */
	struct cdr_textcache *texts;    /* likewise */
	size_t room;                    /* bytes that all three may keep */
	uint64_t line_key;              /* cdr_script_key */
	enum cdr_engine engine;
	struct cdr_meter *meter;        /* or NULL */
	const atomic_bool *stop;        /* likewise */
	struct cdr_str common_dir, work_tree;
	struct cdr_str prefix;          /* base of relative pathspecs, "" or ending in '/' */
};

/* Something that a person must know of how REPOSITORY is read; each is kept once. */
void cdr_repo_notice(struct cdr_repo *repo, const char *fmt, ...) CDR_PRINTF(2, 3);

#endif
