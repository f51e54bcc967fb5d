/*
 * pair.c - a reviewer wants to read where a file came from. That is all a pair
 * is for, so it may give up early: the hunks are the same with or without it.
 */
#include "git/content.h"
#include "git/delta.h"

#include <git2/sys/hashsig.h>
#include <stdlib.h>
#include <string.h>

#define MOST_PAIRS 256 /* similar ones are not looked for beyond this many comparisons */
#define LARGEST_BLOB ((size_t)1 << 20)
#define SIMILAR 50                            /* percent, git's own threshold */

/* Files of one status that have no partner yet. */
struct loose {
	struct cdr_delta **items;
	size_t n;
};

static bool is_candidate(const struct cdr_delta *delta, char status)
{
	uint32_t mode = status == 'A' ? delta->file.new_mode : delta->file.old_mode;

	return delta->file.status == status && !delta->on_disk && !delta->trouble &&
	       !delta->file.old_path.ptr && (mode & CDR_MODE_KIND) == CDR_MODE_FILE;
}

static const struct cdr_oid *blob_of(const struct cdr_delta *delta)
{
	return delta->file.status == 'A' ? &delta->file.new_blob : &delta->file.old_blob;
}

static struct loose gather(struct cdr_arena *arena, struct cdr_deltas *deltas, char status)
{
	struct loose loose = { cdr_arena_alloc(arena, deltas->n * sizeof(struct cdr_delta *)), 0 };

	for (size_t i = 0; i < deltas->n; i++)
		if (is_candidate(&deltas->items[i], status))
			loose.items[loose.n++] = &deltas->items[i];
	return loose;
}

static int by_blob(const void *a, const void *b)
{
	const struct cdr_delta *left = *(struct cdr_delta *const *)a;
	const struct cdr_delta *right = *(struct cdr_delta *const *)b;
	int cmp = memcmp(blob_of(left)->bytes, blob_of(right)->bytes, sizeof(blob_of(left)->bytes));

	return cmp ? cmp : (left > right) - (left < right);
}

static int cmp_blobs(const struct cdr_delta *a, const struct cdr_delta *b)
{
	return memcmp(blob_of(a)->bytes, blob_of(b)->bytes, sizeof(blob_of(a)->bytes));
}

/* Joins equal blobs, both lists sorted by blob; those left without a partner stay. */
static void pair_exact(struct loose *gone, struct loose *come)
{
	struct loose gone_left = { gone->items, 0 }, come_left = { come->items, 0 };
	size_t i = 0, j = 0;

	while (i < gone->n && j < come->n) {
		int cmp = cmp_blobs(gone->items[i], come->items[j]);

		if (cmp == 0)
			come->items[j++]->file.old_path = gone->items[i++]->file.path;
		else if (cmp < 0)
			gone_left.items[gone_left.n++] = gone->items[i++];
		else
			come_left.items[come_left.n++] = come->items[j++];
	}
	while (i < gone->n)
		gone_left.items[gone_left.n++] = gone->items[i++];
	while (j < come->n)
		come_left.items[come_left.n++] = come->items[j++];
	*gone = gone_left;
	*come = come_left;
}

/* What a blob resembles, or NULL: too large, unreadable, or too little in it. */
static git_hashsig *signature(struct cdr_repo *repo, const struct cdr_delta *delta)
{
	struct cdr_object blob = { .held = NULL };
	git_hashsig *out = NULL;

	if (cdr_store_read_kind(repo->store, blob_of(delta), CDR_OBJECT_BLOB, &blob, NULL) < 0)
		return NULL;
	if (blob.bytes.len <= LARGEST_BLOB)
		git_hashsig_create(&out, blob.bytes.ptr, blob.bytes.len, GIT_HASHSIG_NORMAL);
	cdr_object_release(&blob);
	return out;
}

static git_hashsig **signatures(struct cdr_repo *repo, struct cdr_arena *arena,
				const struct loose *loose)
{
	git_hashsig **out = cdr_arena_alloc(arena, loose->n * sizeof(git_hashsig *));

	for (size_t i = 0; i < loose->n; i++)
		out[i] = signature(repo, loose->items[i]);
	return out;
}

static void free_signatures(git_hashsig **signatures_, size_t n)
{
	for (size_t i = 0; i < n; i++)
		git_hashsig_free(signatures_[i]);
}

/* Gives each addition the deletion it resembles most; a deletion is given once. */
static void pair_similar(struct cdr_repo *repo, struct cdr_arena *arena, struct loose *gone,
			 struct loose *come)
{
	git_hashsig **olds = signatures(repo, arena, gone);
	git_hashsig **news = signatures(repo, arena, come);

	for (size_t j = 0; j < come->n; j++) {
		int best = SIMILAR - 1;
		size_t best_i = gone->n;

		for (size_t i = 0; i < gone->n; i++) {
			int score = olds[i] && news[j] ? git_hashsig_compare(olds[i], news[j]) : 0;

			if (score > best) {
				best = score;
				best_i = i;
			}
		}
		if (best_i == gone->n)
			continue;
		come->items[j]->file.old_path = gone->items[best_i]->file.path;
		git_hashsig_free(olds[best_i]);
		olds[best_i] = NULL;
	}
	free_signatures(olds, gone->n);
	free_signatures(news, come->n);
}

void cdr_deltas_pair(struct cdr_deltas *deltas, struct cdr_repo *repo)
{
	struct cdr_arena arena = { NULL, 0 };
	struct loose gone, come;

	if (deltas->n < 2)
		return;
	gone = gather(&arena, deltas, 'D');
	come = gather(&arena, deltas, 'A');
	if (gone.n > 0 && come.n > 0) {
		qsort(gone.items, gone.n, sizeof(struct cdr_delta *), by_blob);
		qsort(come.items, come.n, sizeof(struct cdr_delta *), by_blob);
		pair_exact(&gone, &come);
		if (gone.n > 0 && come.n > 0 && gone.n <= MOST_PAIRS / come.n)
			pair_similar(repo, &arena, &gone, &come);
	}
	cdr_arena_release(&arena);
}
