/*
 * guard.h - private to core/scan: the guards of a file's entities.
 *
 * A guard stands among the decorators or annotations of an entity, or in its
 * head. What a file has is a multiset of (entity, normalised guard).
 */
#ifndef CDR_SCAN_GUARD_H
#define CDR_SCAN_GUARD_H

#include "scan/filescan.h"

struct cdr_held {
	const struct cdr_entity *entity;
	struct cdr_str text;       /* without comments, as written */
	struct cdr_str normal;
	struct cdr_span span;      /* bytes of the side's text */
	bool paired;               /* has its like on the other side */
};

/* The guards of one side, in the order of the entities' heads. */
struct cdr_guards {
	struct cdr_view *view;
	const struct cdr_entity *entities;
	size_t n_entities;
	CDR_VEC(struct cdr_held) held;
};

/* All that PATTERN matches in VIEW, a side of the file. 0 or CDR_EPATTERN. */
CDR_NODISCARD int cdr_guards_collect(struct cdr_guards *out, struct cdr_filescan *scan, struct cdr_view *view,
				     const struct cdr_pattern *pattern, struct cdr_err *err);

/* Pairs what stayed, moved with its entity, or kept to an entity that was renamed. */
void cdr_guards_pair(const struct cdr_filediff *diff, struct cdr_guards *old_side,
		     struct cdr_guards *new_side);

/* What became of ENTITY of the old side; NULL when it is gone. */
const struct cdr_entity *cdr_guards_survivor(const struct cdr_guards *old_side,
					     const struct cdr_guards *new_side,
					     const struct cdr_entity *entity, struct cdr_arena *arena);

#endif
