/*
 * follow.h - private to core/scan: which entity of the new side an entity
 * of the old one became, whatever it is called now.
 */
#ifndef CDR_SCAN_GUARD_FOLLOW_H
#define CDR_SCAN_GUARD_FOLLOW_H

#include "cdreview/hunk.h"
#include "git/diff.h"
#include "scan/view.h"

#define CDR_GONE SIZE_MAX

/* One side's entities, and which of them somebody asks for. */
struct cdr_cast {
	struct cdr_view *view;
	const struct cdr_entity *entities;
	size_t n;
	const bool *asked;      /* by index; NULL: all */
};

/*
 * For each entity of WAS the index of what it became in IS, CDR_GONE when it is
 * gone or nobody asks. Namesakes are told apart by head and body; what has a new
 * name is known by its body. n log n. In ARENA.
 */
const size_t *cdr_follow(const struct cdr_filediff *diff, const struct cdr_cast *was,
			 const struct cdr_cast *is, struct cdr_arena *arena);

/*
 * For each entity of WAS the one of IS that has its name, if on either side no other
 * has; else CDR_GONE. cdr_follow says the same of those. n log n. In ARENA.
 */
size_t *cdr_follow_sole(const struct cdr_cast *was, const struct cdr_cast *is, struct cdr_arena *arena);

/* What stands behind the last '.' of a qualified name. */
struct cdr_str cdr_last_component(struct cdr_str name);

#endif
