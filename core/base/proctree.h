/*
 * proctree.h - everything that a child has started, to be measured and ended as one.
 *
 * A process that leaves its group, its session or its parent is still found: while a
 * tree is held, orphans become children of this process (the kernel's "subreaper").
 * What was a child before is spared.
 *
 * Needs /proc. Threads: one tree at a time, and no other thread may start children meanwhile.
 */
#ifndef CDR_BASE_PROCTREE_H
#define CDR_BASE_PROCTREE_H

#include "cdreview/err.h"

#include <stdint.h>
#include <sys/types.h>

#define CDR_PROCTREE_SPARED 16

struct cdr_proctree {
	pid_t spared[CDR_PROCTREE_SPARED];   /* children that were there before */
	size_t n_spared;
};

/* CDR_EIO when /proc cannot be read or the kernel has no subreapers. */
CDR_NODISCARD int cdr_proctree_hold(struct cdr_proctree *tree, struct cdr_err *err);

struct cdr_proctree_use {
	uint64_t memory;                     /* bytes that belong to its processes alone, together */
	size_t n_processes;
};

struct cdr_proctree_use cdr_proctree_measure(const struct cdr_proctree *tree);

/*
 * Kills all of them, again and again until none is left, and lets orphans go where they
 * went before. CDR_EIO when some will not die within seconds.
 */
CDR_NODISCARD int cdr_proctree_end(const struct cdr_proctree *tree, struct cdr_err *err);

#endif
