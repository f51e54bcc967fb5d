/* queue.c - a range may have a hundred thousand commits: nothing here is linear in them. */
#include "git/queue.h"

#include <string.h>

#define FIRST_SLOTS ((size_t)256)

/* Object names are hashes already; the first bytes do. */
static size_t slot_of(const struct cdr_seen *seen, const struct cdr_oid *oid)
{
	size_t hash;

	memcpy(&hash, oid->bytes, sizeof(hash));
	return hash & (seen->n_slots - 1);
}

static struct cdr_node **find(const struct cdr_seen *seen, const struct cdr_oid *oid)
{
	size_t i = slot_of(seen, oid);

	while (seen->slots[i] && !cdr_oid_eq(&seen->slots[i]->oid, oid))
		i = (i + 1) & (seen->n_slots - 1);
	return &seen->slots[i];
}

static void grow(struct cdr_seen *seen, struct cdr_arena *arena)
{
	struct cdr_seen bigger = { .n = seen->n,
				   .n_slots = seen->n_slots ? seen->n_slots * 2 : FIRST_SLOTS };

	bigger.slots = cdr_arena_alloc(arena, bigger.n_slots * sizeof(struct cdr_node *));
	for (size_t i = 0; i < seen->n_slots; i++)
		if (seen->slots[i])
			*find(&bigger, &seen->slots[i]->oid) = seen->slots[i];
	*seen = bigger;
}

struct cdr_node *cdr_seen_node(struct cdr_seen *seen, struct cdr_arena *arena,
			       const struct cdr_oid *oid)
{
	struct cdr_node **slot;

	if (seen->n * 2 >= seen->n_slots)
		grow(seen, arena);
	slot = find(seen, oid);
	if (!*slot) {
		*slot = CDR_NEW(arena, struct cdr_node);
		(*slot)->oid = *oid;
		seen->n++;
	}
	return *slot;
}

static bool comes_first(const struct cdr_node *a, const struct cdr_node *b)
{
	return a->date != b->date ? a->date > b->date : a->order < b->order;
}

void cdr_queue_push(struct cdr_queue *queue, struct cdr_arena *arena, struct cdr_node *node)
{
	size_t at = queue->n;

	node->order = queue->n_pushed++;
	*cdr_vec_push(arena, queue) = node;
	while (at > 0 && comes_first(node, queue->items[(at - 1) / 2])) {
		queue->items[at] = queue->items[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	queue->items[at] = node;
}

struct cdr_node *cdr_queue_pop(struct cdr_queue *queue)
{
	struct cdr_node *top = queue->items[0];
	struct cdr_node *last = queue->items[--queue->n];
	size_t at = 0;

	for (size_t child = 1; child < queue->n; child = 2 * at + 1) {
		if (child + 1 < queue->n &&
		    comes_first(queue->items[child + 1], queue->items[child]))
			child++;
		if (!comes_first(queue->items[child], last))
			break;
		queue->items[at] = queue->items[child];
		at = child;
	}
	queue->items[at] = last;
	return top;
}

const struct cdr_node *cdr_queue_top(const struct cdr_queue *queue)
{
	return queue->items[0];
}
