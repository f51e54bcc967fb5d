/*
 * inside.h - private to core/git: what a repository handle is made of.
 *
 * Files that include this and not handle.h know nothing of libgit2: they read
 * objects through the store, whoever keeps them.
 */
#ifndef CDR_GIT_INSIDE_H
#define CDR_GIT_INSIDE_H

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
	struct git_repository *git;
	struct git_odb *odb;            /* for what is relied on or written; the rest reads the store */
	struct cdr_packs *packs;        /* that reader B knows; shared with clones */
	struct cdr_store *store;
	struct cdr_trees *trees;        /* of the store */
	struct cdr_textcache *texts;    /* likewise */
	uint64_t line_key;              /* cdr_script_key */
	enum cdr_engine engine;
	struct cdr_meter *meter;        /* or NULL */
	struct cdr_str common_dir, work_tree;
	struct cdr_str prefix;          /* base of relative pathspecs, "" or ending in '/' */
};

#endif
