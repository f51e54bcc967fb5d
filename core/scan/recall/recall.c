/*
 * recall.c - memos are read once and written in blocks: a scan that is killed has kept
 * what it came to, and two at once keep the same.
 */
#include "scan/recall/recall.h"

#include "base/oom.h"
#include "scan/recall/key.h"
#include "scan/recall/shelf.h"

#include <pthread.h>
#include <stdlib.h>

/* A change of which not all slices are known yet. */
struct partial {
	struct cdr_memo memo;
	struct partial *next;
};

struct cdr_recall {
	pthread_mutex_t lock;
	struct cdr_shelf shelf;
	struct cdr_arena arena; /* of the file's bytes and the table */
	struct cdr_memo_table table;
	bool is_read;
	size_t n_asked;       /* changes */
	struct cdr_buf taken; /* memos to be written, perhaps of changes that are known */
	struct partial *partials;
};

struct cdr_recall *cdr_recall_new(const struct cdr_repo *repo, const struct cdr_registry *registry)
{
	struct cdr_recall *recall = cdr_alloc_zeroed(sizeof(*recall));

	if (!cdr_recall_key(&recall->shelf.key, registry)) {
		free(recall);
		return NULL;
	}
	recall->shelf.dir = cdr_repo_common_dir(repo);
	recall->table.n_rules = cdr_registry_count(registry);
	pthread_mutex_init(&recall->lock, NULL);
	cdr_buf_init(&recall->taken, CDR_RESULTS_BLOCK_MAX);
	return recall;
}

static void partial_free(struct partial *partial)
{
	cdr_memo_clear(&partial->memo);
	free(partial);
}

void cdr_recall_free(struct cdr_recall *recall)
{
	if (!recall)
		return;
	while (recall->partials) {
		struct partial *partial = recall->partials;

		recall->partials = partial->next;
		partial_free(partial);
	}
	cdr_buf_release(&recall->taken);
	cdr_arena_release(&recall->arena);
	pthread_mutex_destroy(&recall->lock);
	free(recall);
}

/* --- asking -------------------------------------------------------------------- */

/* Under the lock: once, before anybody has found anything. */
static void read_file(struct cdr_recall *recall)
{
	struct cdr_str bytes;

	if (recall->is_read)
		return;
	recall->is_read = true;
	bytes = cdr_shelf_read(&recall->shelf, &recall->arena);
	recall->shelf.sound =
		cdr_memo_table_load(&recall->table, &recall->arena, bytes, &recall->shelf.key);
}

bool cdr_recall_ask(struct cdr_recall *recall, const struct cdr_oid *commit, struct cdr_memo *memo)
{
	bool known;

	pthread_mutex_lock(&recall->lock);
	if (++recall->n_asked > CDR_RECALL_ASKED)
		read_file(recall);
	known = recall->is_read;
	pthread_mutex_unlock(&recall->lock);
	return known && cdr_memo_table_find(&recall->table, commit, memo);
}

/* --- keeping --------------------------------------------------------------------- */

/* Those of the memos taken down that no file has. */
static void add_unknown(const struct cdr_recall *recall, struct cdr_buf *out)
{
	struct cdr_str rest = cdr_buf_str(&recall->taken);
	struct cdr_oid commit;

	while (rest.len > 0) {
		struct cdr_str from = rest;

		if (!cdr_memo_read(&rest, recall->table.n_rules, &commit, NULL))
			return;
		if (!cdr_memo_table_find(&recall->table, &commit, NULL))
			cdr_buf_add(out, from.ptr, from.len - rest.len);
	}
}

/* Under the lock. */
static void save(struct cdr_recall *recall)
{
	struct cdr_buf memos;

	if (recall->n_asked < CDR_RECALL_KEPT || recall->taken.len == 0)
		return;
	read_file(recall);
	cdr_buf_init(&memos, CDR_RESULTS_BLOCK_MAX);
	add_unknown(recall, &memos);
	if (memos.len > 0)
		(void)cdr_shelf_add(&recall->shelf, cdr_buf_str(&memos)); /* or scanned again */
	cdr_buf_release(&memos);
	cdr_buf_clear(&recall->taken);
}

void cdr_recall_save(struct cdr_recall *recall)
{
	pthread_mutex_lock(&recall->lock);
	save(recall);
	pthread_mutex_unlock(&recall->lock);
}

/* What is too large for a block is not kept. */
static void take_down(struct cdr_recall *recall, const struct cdr_memo *memo)
{
	size_t len = recall->taken.len;

	if (memo->unsure)
		return;
	cdr_memo_write(&recall->taken, memo);
	if (recall->taken.full || recall->taken.len - len > CDR_MEMO_BYTES) {
		recall->taken.full = false;
		recall->taken.len = len;
	}
	if (recall->taken.len >= CDR_RESULTS_BLOCK)
		save(recall);
}

/* The place of COMMIT's slices in the list, its end when there are none. */
static struct partial **find_partial(struct cdr_recall *recall, const struct cdr_oid *commit)
{
	struct partial **at = &recall->partials;

	while (*at && !cdr_oid_eq(&(*at)->memo.commit, commit))
		at = &(*at)->next;
	return at;
}

static void join(struct cdr_recall *recall, const struct cdr_memo *slice)
{
	struct partial **at = find_partial(recall, &slice->commit), *whole;

	if (!*at) {
		*at = cdr_alloc_zeroed(sizeof(**at));
		(*at)->memo.commit = slice->commit;
		(*at)->memo.n_files = slice->n_files;
	}
	whole = *at;
	cdr_memo_join(&whole->memo, slice);
	if (whole->memo.n_read < whole->memo.n_files)
		return;
	take_down(recall, &whole->memo);
	*at = whole->next;
	partial_free(whole);
}

void cdr_recall_note(struct cdr_recall *recall, const struct cdr_memo *memo)
{
	pthread_mutex_lock(&recall->lock);
	if (memo->n_read < memo->n_files)
		join(recall, memo);
	else
		take_down(recall, memo);
	pthread_mutex_unlock(&recall->lock);
}
