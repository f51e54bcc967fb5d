/*
 * ground.h - private to core/scan: on which lines a change can have cost a guard.
 *
 * A guard is its own pair when its statement stands as it stood (bytes, what is
 * comment and string in them, where it begins and ends) in an entity that is the
 * same: of its name there is one before and one after, and so around it. Whatever
 * else changed, comparing such guards could only come to that, so they are left out.
 */
#ifndef CDR_SCAN_GUARD_GROUND_H
#define CDR_SCAN_GUARD_GROUND_H

#include "git/diff.h"
#include "scan/view.h"

struct cdr_open_lines {
	CDR_VEC(struct cdr_lines) items;   /* whole statements, in order */
};

/* N lines of each side that say the same: from `at` on, by enum cdr_side. */
struct cdr_stretch {
	uint32_t at[2];
	uint32_t n;
};

struct cdr_idle;

/* Whether what is idle may have changed, where lines are closed. */
enum cdr_stirred { CDR_STIRRED_UNKNOWN, CDR_STIRRED, CDR_NOT_STIRRED };

struct cdr_guard_ground {
	bool reread;                       /* what nobody changed is comment or string now, or was */
	enum cdr_stirred stirred;
	CDR_VEC(struct cdr_stretch) closed; /* whole statements that are their own pairs, in order */
	struct cdr_open_lines open[2];     /* by enum cdr_side: the others, where guards are compared */
	const struct cdr_idle *idle[2];    /* and where they do nothing (idle.h) */
};

/* One file, from then to now. */
struct cdr_passing {
	const struct cdr_filediff *diff;
	struct cdr_view *was, *is;
};

/* Opens every line of both sides. */
void cdr_guard_ground_all(struct cdr_guard_ground *out, const struct cdr_passing *passing,
			  struct cdr_arena *arena);

/* Opens only what PASSING may have changed. Linear but for sorting the names of entities. */
void cdr_guard_ground_changed(struct cdr_guard_ground *out, const struct cdr_passing *passing,
			      struct cdr_arena *arena);

/* Opens all lines of GROUND that are not in `closed`. */
void cdr_guard_ground_open(struct cdr_guard_ground *ground, const struct cdr_passing *passing,
			   struct cdr_arena *arena);

/*
 * The first line after the block that OWN, a condition, decides about, as far as that is
 * looked at with it: what is indented further, and of that a few statements.
 */
uint32_t cdr_guard_block_end(struct cdr_view *view, struct cdr_lines own);

/* The first line from LINENO on that holds code; beyond the last line when none does. */
uint32_t cdr_guard_next_code(struct cdr_view *view, uint32_t lineno);

/* The statement before LINENO that holds code; {0, 0} when none does. */
struct cdr_lines cdr_guard_statement_before(struct cdr_view *view, uint32_t lineno);

/* Bytes that a condition's block reaches over, as far as that is looked at with it. */
#define CDR_GUARD_BLOCK_BYTES 4096u

/* Bytes of white space that the code of LINENO stands behind. */
size_t cdr_guard_indent(struct cdr_view *view, uint32_t lineno);

#endif
