/*
 * walk.c - libgit2's own walk does not stream when sorted by date, and hides
 * less exactly; a review has to show what git log shows, in its order.
 */
#include "git/walk.h"
#include "base/oom.h"
#include "git/commit.h"
#include "git/inside.h"
#include "git/queue.h"

#include <stdlib.h>

/* Hidden commits looked at after dates say that all is found: as many as git looks at. */
#define SLOP 5

struct cdr_walk {
	struct cdr_arena arena;
	struct cdr_seen seen;
	struct cdr_queue queue;
	size_t n_shown_queued;             /* queued nodes that are not hidden */
	CDR_VEC(struct cdr_node *) found;  /* limited walk: in order, some hidden after all */
	CDR_VEC(struct cdr_node *) todo;   /* scratch of hide() */
	size_t next;                       /* in found */
	bool limited;
};

struct cdr_walk *cdr_walk_new(void)
{
	return cdr_alloc_zeroed(sizeof(struct cdr_walk));
}

void cdr_walk_free(struct cdr_walk *walk)
{
	if (!walk)
		return;
	cdr_arena_release(&walk->arena);
	free(walk);
}

/* Reads date and parents, once. */
static int node_read(struct cdr_walk *walk, struct cdr_repo *repo, struct cdr_node *node,
		     struct cdr_err *err)
{
	struct cdr_commit commit;
	int rc;

	if (node->is_read)
		return 0;
	rc = cdr_commit_read(&commit, repo, &node->oid, err);
	if (rc < 0)
		return rc;
	node->date = commit.time;
	node->n_parents = commit.n_parents;
	node->parents = cdr_arena_alloc(&walk->arena, commit.n_parents * sizeof(*node->parents));
	for (size_t i = 0; i < commit.n_parents; i++) {
		struct cdr_oid oid = cdr_commit_parent(&commit, i);

		node->parents[i] = cdr_seen_node(&walk->seen, &walk->arena, &oid);
	}
	node->is_read = true;
	cdr_commit_release(&commit);
	return 0;
}

static void enqueue(struct cdr_walk *walk, struct cdr_node *node)
{
	if (node->was_queued)
		return;
	node->was_queued = node->in_queue = true;
	walk->n_shown_queued += !node->hidden;
	cdr_queue_push(&walk->queue, &walk->arena, node);
}

static struct cdr_node *dequeue(struct cdr_walk *walk)
{
	struct cdr_node *node = cdr_queue_pop(&walk->queue);

	node->in_queue = false;
	walk->n_shown_queued -= !node->hidden;
	return node;
}

/* Hides NODE and whatever is already known to be behind it. */
static void hide(struct cdr_walk *walk, struct cdr_node *node)
{
	*cdr_vec_push(&walk->arena, &walk->todo) = node;
	while (walk->todo.n > 0) {
		struct cdr_node *top = walk->todo.items[--walk->todo.n];

		if (top->hidden)
			continue;
		top->hidden = true;
		walk->n_shown_queued -= top->in_queue;
		for (size_t i = 0; i < top->n_parents; i++)
			*cdr_vec_push(&walk->arena, &walk->todo) = top->parents[i];
	}
}

int cdr_walk_add(struct cdr_walk *walk, struct cdr_repo *repo, const struct cdr_oid *oid,
		 bool hidden, struct cdr_err *err)
{
	struct cdr_node *node = cdr_seen_node(&walk->seen, &walk->arena, oid);
	int rc = node_read(walk, repo, node, err);

	if (rc < 0)
		return rc;
	if (hidden)
		hide(walk, node);
	walk->limited |= hidden;
	enqueue(walk, node);
	return 0;
}

/* The parents of a hidden commit are hidden too; they may lie beyond the edge of this clone. */
static void expand_hidden(struct cdr_walk *walk, struct cdr_repo *repo, struct cdr_node *node)
{
	for (size_t i = 0; i < node->n_parents; i++) {
		hide(walk, node->parents[i]);
		if (node_read(walk, repo, node->parents[i], NULL) < 0)
			continue;
		for (size_t j = 0; j < node->parents[i]->n_parents; j++)
			hide(walk, node->parents[i]->parents[j]);
		enqueue(walk, node->parents[i]);
	}
}

static int expand(struct cdr_walk *walk, struct cdr_repo *repo, struct cdr_node *node,
		  struct cdr_err *err)
{
	for (size_t i = 0; i < node->n_parents; i++) {
		int rc = node_read(walk, repo, node->parents[i], err);

		if (rc < 0)
			return rc;
		enqueue(walk, node->parents[i]);
	}
	return 0;
}

/* True while the queue may still hold a commit to show, or to hide one that was found at DATE. */
static bool undecided(const struct cdr_walk *walk, uint64_t date)
{
	return date <= cdr_queue_top(&walk->queue)->date || walk->n_shown_queued > 0;
}

static int limit(struct cdr_walk *walk, struct cdr_repo *repo, struct cdr_err *err)
{
	uint64_t date = UINT64_MAX;   /* of the commit found last */
	int slop = SLOP;

	while (walk->queue.n > 0 && slop > 0) {
		struct cdr_node *node = dequeue(walk);
		int rc;

		if (node->hidden) {
			expand_hidden(walk, repo, node);
			if (walk->queue.n > 0)
				slop = undecided(walk, date) ? SLOP : slop - 1;
			continue;
		}
		rc = expand(walk, repo, node, err);
		if (rc < 0)
			return rc;
		date = node->date;
		*cdr_vec_push(&walk->arena, &walk->found) = node;
	}
	return 0;
}

static void skip_hidden(struct cdr_walk *walk)
{
	while (walk->next < walk->found.n && walk->found.items[walk->next]->hidden)
		walk->next++;
}

int cdr_walk_start(struct cdr_walk *walk, struct cdr_repo *repo, bool *empty, struct cdr_err *err)
{
	enum cdr_stage before = cdr_meter_switch(repo->meter, CDR_STAGE_WALK);
	int rc = walk->limited ? limit(walk, repo, err) : 0;

	skip_hidden(walk);
	cdr_meter_switch(repo->meter, before);
	*empty = walk->limited ? walk->next == walk->found.n : walk->queue.n == 0;
	return rc;
}

static int next_commit(struct cdr_walk *walk, struct cdr_repo *repo, struct cdr_oid *out,
		       struct cdr_err *err)
{
	struct cdr_node *node;

	if (walk->limited) {
		skip_hidden(walk);
		if (walk->next == walk->found.n)
			return CDR_END;
		*out = walk->found.items[walk->next++]->oid;
		return 0;
	}
	if (walk->queue.n == 0)
		return CDR_END;
	node = dequeue(walk);
	*out = node->oid;
	return expand(walk, repo, node, err);
}

int cdr_walk_next(struct cdr_walk *walk, struct cdr_repo *repo, struct cdr_oid *out,
		  struct cdr_err *err)
{
	enum cdr_stage before = cdr_meter_switch(repo->meter, CDR_STAGE_WALK);
	int rc = next_commit(walk, repo, out, err);

	cdr_meter_switch(repo->meter, before);
	return rc;
}
