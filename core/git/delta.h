/*
 * delta.h - private to core/git: which paths a change touches, before any
 * content is read, in git's path order.
 *
 * Errors: CDR_EOBJECT names a tree that is missing or damaged, CDR_ELIMIT a
 * tree that is too deep, CDR_EREPO an index that cannot be read.
 */
#ifndef CDR_GIT_DELTA_H
#define CDR_GIT_DELTA_H

#include "git/repo.h"

struct cdr_delta {
	struct cdr_file file;     /* status 'T': file became symlink, submodule or the reverse */
	bool on_disk;             /* the new side lies in the work tree; new_blob is not known */
	const char *trouble;      /* why it cannot be scanned, or NULL */
};

struct cdr_deltas {
	struct cdr_arena *arena;  /* what items and paths live in; set by the caller */
	struct cdr_delta *items;
	size_t n, alloc;
};

/* 'A', 'D', 'M' or 'T' by the two modes. */
char cdr_delta_status(uint32_t old_mode, uint32_t new_mode);

/*
 * Adds to OUT what changes from the first of N parents' trees to the last of the
 * N + 1 TREES, but only paths that differ from all parents. N is 0 for a root
 * commit. Each name is compared once, equal subtrees are not read.
 */
CDR_NODISCARD int cdr_deltas_of_trees(struct cdr_deltas *out, struct cdr_repo *repo,
				      const struct cdr_oid *trees, size_t n, struct cdr_err *err);

/* The same from HEAD (len 0: nothing) to the index. */
CDR_NODISCARD int cdr_deltas_of_index(struct cdr_deltas *out, struct cdr_repo *repo,
				      const struct cdr_oid *head, struct cdr_err *err);

/* The same from the index to the work tree; files neither tracked nor ignored are additions. */
CDR_NODISCARD int cdr_deltas_of_work_tree(struct cdr_deltas *out, struct cdr_repo *repo,
					  struct cdr_err *err);

/*
 * Sets file.old_path of additions that continue a deleted file: same blob, or
 * similar text. For display: nothing else changes. Reads few blobs, caps in pair.c.
 */
void cdr_deltas_pair(struct cdr_deltas *deltas, struct cdr_repo *repo);

#endif
