/*
 * check.h - the registry's `checks`: commands, each with what it may use.
 *
 * A layer's files are put together first (of one name the later counts), then layers are
 * united: what the trusted base runs is run whatever a branch says, and what a branch
 * runs beside it is run as well. Ownership: the arena of the diags.
 */
#ifndef CDR_RULES_CHECK_H
#define CDR_RULES_CHECK_H

#include "cdreview/verify.h"
#include "rules/schema.h"

#define CDR_CHECK_TIMEOUT 300u          /* seconds, when the registry does not say */
#define CDR_CHECK_TIMEOUT_MAX 86400u
#define CDR_CHECK_MEMORY 2048u          /* MiB, likewise */
#define CDR_CHECK_MEMORY_MAX 1048576u
#define CDR_CHECK_NAME_MAX 100u         /* bytes */
#define CDR_CHECKS_MAX ((size_t)200)

struct cdr_check_set {
	struct cdr_check *items;
	size_t n, alloc;
};

/* Adds the checks of one file to SET; faults go to DIAGS. */
void cdr_check_set_add(struct cdr_check_set *set, const struct cdr_forms *forms,
		       struct cdr_diags *diags);

/* Puts the branch's LAYER over ALL, whose first N_BASE checks are the trusted base's. */
void cdr_check_set_unite(struct cdr_check_set *all, size_t n_base, const struct cdr_check_set *layer,
			 struct cdr_arena *arena);

/* Marks which of the first N_BASE checks of ALL the branch's LAYER lacks. */
void cdr_check_set_mark_dropped(struct cdr_check_set *all, size_t n_base,
				const struct cdr_check_set *layer);

#endif
