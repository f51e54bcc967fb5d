/*
 * guard.h - private to core/scan: the guards of a file's entities.
 *
 * A guard stands among the decorators or annotations of an entity, in its head, in
 * its body, or in no entity at all. What a side of a file has is a multiset of
 * (what is guarded, normal form of the guard).
 */
#ifndef CDR_SCAN_GUARD_H
#define CDR_SCAN_GUARD_H

#include "rules/detection.h"
#include "scan/filescan.h"
#include "scan/guard/follow.h"
#include "scan/guard/ground.h"
#include "scan/guard/text.h"

#define CDR_NO_ENTITY (SIZE_MAX - 1)   /* the file itself */

struct cdr_held {
	uint32_t lineno;           /* where its statement begins */
	size_t entity;             /* that it stands on or in */
	struct cdr_str text;       /* without comments, as written */
	struct cdr_str words;      /* its normal form */
	struct cdr_guard_key key;  /* of an argument in a body */
	struct cdr_span span;      /* bytes of the side's text */
	size_t place;              /* entity of the new side that it is looked for in; CDR_GONE: retired */
	bool idle;                 /* stands there and does nothing */
	bool paired;               /* has its like on the other side */
};

/* The guards of one side, in order. */
struct cdr_guards {
	struct cdr_view *view;
	const struct cdr_entity *entities;
	size_t n_entities;
	CDR_VEC(struct cdr_held) held;
};

/* Where guards are looked for on a side. */
struct cdr_guard_place {
	const struct cdr_guard *guard;
	struct cdr_view *view;
	const struct cdr_open_lines *open;
	enum cdr_side side;
};

/* All that the guard's pattern matches there. 0 or CDR_EPATTERN. */
CDR_NODISCARD int cdr_guards_collect(struct cdr_guards *out, struct cdr_filescan *scan,
				     const struct cdr_guard_place *where, struct cdr_err *err);

/*
 * Finds the `place` of every guard, and pairs what stayed, moved with its entity, kept
 * to one that was renamed, or went to the class or file around it.
 */
void cdr_guards_pair(const struct cdr_filediff *diff, struct cdr_guards *old_side,
		     struct cdr_guards *new_side, struct cdr_arena *arena);

/* The guard of the new side that stands where WAS stood and has no pair, or NULL. */
struct cdr_held *cdr_guards_replacement(struct cdr_guards *new_side, const struct cdr_held *was);

#endif
