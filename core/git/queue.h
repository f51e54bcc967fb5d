/*
 * queue.h - private to core/git: the two containers of a walk, both in its arena.
 */
#ifndef CDR_GIT_QUEUE_H
#define CDR_GIT_QUEUE_H

#include "cdreview/hunk.h"

/* A commit that a walk has heard of. */
struct cdr_node {
	struct cdr_oid oid;
	uint64_t date;                  /* committer's; 0 until is_read */
	size_t order;                   /* when it was queued: decides between equal dates */
	struct cdr_node **parents;
	size_t n_parents;
	bool is_read, hidden, was_queued, in_queue;
};

/* Nodes by name. All bytes zero is empty. */
struct cdr_seen {
	struct cdr_node **slots;        /* open addressing; NULL is free */
	size_t n, n_slots;              /* n_slots is 0 or a power of two */
};

/* The node called OID, made on first sight. */
struct cdr_node *cdr_seen_node(struct cdr_seen *seen, struct cdr_arena *arena,
			       const struct cdr_oid *oid);

/* A heap: latest date on top, of equal dates the one pushed first. All bytes zero is empty. */
struct cdr_queue {
	struct cdr_node **items;
	size_t n, alloc;
	size_t n_pushed;
};

void cdr_queue_push(struct cdr_queue *queue, struct cdr_arena *arena, struct cdr_node *node);
struct cdr_node *cdr_queue_pop(struct cdr_queue *queue);                /* queue->n > 0 */
const struct cdr_node *cdr_queue_top(const struct cdr_queue *queue);    /* queue->n > 0 */

#endif
