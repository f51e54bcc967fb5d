/*
 * origin.c - lines are handed from a commit to the parents that have them, newest commit
 * first; who cannot hand a line on has brought it. Commits are taken in the order of the
 * walk: where clocks lied and a parent came before its child, it is taken once more.
 */
#include "git/origin.h"

#include "base/oom.h"
#include "git/commit.h"
#include "git/delta.h"
#include "git/diff.h"
#include "git/objects.h"

#include <stdlib.h>
#include <string.h>

/* A line on its way back: which one was asked for, and its number where it is now, from 0. */
struct held {
	uint32_t file, line, at;
};

struct hand {
	CDR_VEC(struct held) lines;
};

/* A commit of the range by name, to find its place in the walk. */
struct place {
	struct cdr_oid oid;
	size_t idx;
};

struct tracing {
	struct cdr_repo *repo;
	struct cdr_origin_file *files;
	size_t n_files;
	uint64_t key;                     /* of the line diff's hash table */
	struct cdr_arena arena;
	CDR_VEC(struct cdr_change) changes; /* of the range, by name, in the order of the walk */
	struct place *places;             /* of commits, by name */
	struct hand *hands;               /* by change: what it may have brought */
	size_t next;                      /* the first change that holds anything */
};

/* --- lines ------------------------------------------------------------------- */

static int compare_held(const void *left, const void *right)
{
	const struct held *a = left, *b = right;

	if (a->file != b->file)
		return a->file < b->file ? -1 : 1;
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return (a->line > b->line) - (a->line < b->line);
}

static void settle(struct tracing *tracing, const struct held *held, const struct cdr_oid *commit)
{
	struct cdr_origin_line *line = &tracing->files[held->file].lines[held->line];

	line->is_new = true;
	line->commit = *commit;
	line->origin = held->at + 1;
}

/* How many of N held lines, which begin with HELD, are of the same file. */
static size_t count_same_file(const struct held *held, size_t n)
{
	size_t same = 1;

	while (same < n && held[same].file == held->file)
		same++;
	return same;
}

/* Which lines a text shares with an older one. */
struct kinship {
	struct cdr_script script;
	size_t run;                /* the first that does not end before the line at hand */
	int64_t shift;             /* from new to old behind all runs before that */
	uint32_t n_lines;          /* of the new text */
};

static void relate(struct tracing *tracing, struct cdr_arena *arena, const struct cdr_texts *texts,
		   struct kinship *out)
{
	struct cdr_text old_text, new_text;

	cdr_text_of(&old_text, arena, texts->old_text);
	cdr_text_of(&new_text, arena, texts->new_text);
	*out = (struct kinship){ .n_lines = new_text.n_lines };
	cdr_script_make(&out->script, arena, tracing->key, &old_text, &new_text);
}

/* The number of line AT in the old text; false when it is new. To be asked in ascending order. */
static bool find_kin(struct kinship *kin, uint32_t at, uint32_t *old_at)
{
	for (; kin->run < kin->script.n; kin->run++) {
		const struct cdr_run *run = &kin->script.runs[kin->run];

		if (at < run->new_from)
			break;
		if (at - run->new_from < run->n_new)
			return false;
		kin->shift += (int64_t)run->n_old - (int64_t)run->n_new;
	}
	*old_at = (uint32_t)((int64_t)at + kin->shift);
	return true;
}

/* --- the walk ------------------------------------------------------------------ */

static int compare_places(const void *left, const void *right)
{
	const struct place *a = left, *b = right;

	return memcmp(a->oid.bytes, b->oid.bytes, sizeof(a->oid.bytes));
}

static const struct place *find_place(const struct tracing *tracing, const struct cdr_oid *oid)
{
	const struct place key = { .oid = *oid };

	if (tracing->changes.n == 0)
		return NULL;
	return bsearch(&key, tracing->places, tracing->changes.n, sizeof(key), compare_places);
}

/* HELD came in with the commit OID or before it. Before the range nobody asks. */
static void hand_to(struct tracing *tracing, const struct cdr_oid *oid, struct held held)
{
	const struct place *place = find_place(tracing, oid);

	if (!place)
		return;
	*cdr_vec_push(&tracing->arena, &tracing->hands[place->idx].lines) = held;
	if (place->idx < tracing->next)
		tracing->next = place->idx;
}

static int read_changes(struct tracing *tracing, struct cdr_range *range, struct cdr_err *err)
{
	struct cdr_change change;
	int rc;

	while ((rc = cdr_range_next_name(range, tracing->repo, &change, err)) == 0)
		*cdr_vec_push(&tracing->arena, &tracing->changes) = change;
	if (rc < 0)
		return rc;
	tracing->places = cdr_arena_alloc(&tracing->arena,
					  (tracing->changes.n + 1) * sizeof(*tracing->places));
	tracing->hands = cdr_arena_alloc(&tracing->arena,
					 (tracing->changes.n + 1) * sizeof(*tracing->hands));
	for (size_t i = 0; i < tracing->changes.n; i++)
		tracing->places[i] = (struct place){ tracing->changes.items[i].commit, i };
	if (tracing->changes.n > 1)
		qsort(tracing->places, tracing->changes.n, sizeof(*tracing->places),
		      compare_places);
	return 0;
}

/* --- a commit -------------------------------------------------------------------- */

/* What of a commit nobody has taken yet. */
struct keeping {
	struct tracing *tracing;
	const struct cdr_oid *commit;
	struct held *held;         /* by file and line */
	size_t n;
};

static int tree_of(struct cdr_repo *repo, const struct cdr_oid *oid, struct cdr_oid *tree,
		   struct cdr_err *err)
{
	struct cdr_commit commit;
	int rc = cdr_commit_read(&commit, repo, oid, err);

	if (rc == 0) {
		*tree = commit.tree;
		cdr_commit_release(&commit);
	}
	return rc;
}

/* The text of PATH in COMMIT; of what is no regular file, or not there, no lines. */
static int text_at(struct tracing *tracing, struct cdr_arena *arena, const struct cdr_oid *commit,
		   struct cdr_str path, struct cdr_str *out)
{
	struct cdr_blob_place place = { .commit = commit, .max = CDR_BLOB_MAX };
	struct cdr_blob blob = { .text = CDR_STR("") };
	int rc;

	place.path = cdr_str_copy(arena, path).ptr;
	rc = cdr_blob_at(tracing->repo, arena, &place, &blob, NULL);
	*out = rc == 0 ? blob.text : CDR_STR("");
	return rc;
}

/*
 * Hands N lines of one file, FROM on, to PARENT as far as its file has them. Returns how
 * many stay; they are moved to TO. Lines that the file has not are nobody's.
 */
static size_t share(struct keeping *keeping, const struct cdr_oid *parent, struct held *from,
		    size_t n, struct held *to)
{
	struct tracing *tracing = keeping->tracing;
	struct cdr_str path = tracing->files[from->file].path;
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_texts texts;
	struct kinship kin;
	size_t n_kept = 0;

	(void)text_at(tracing, &arena, parent, path, &texts.old_text);
	if (text_at(tracing, &arena, keeping->commit, path, &texts.new_text) == 0) {
		relate(tracing, &arena, &texts, &kin);
		for (size_t i = 0; i < n && from[i].at < kin.n_lines; i++) {
			struct held held = from[i];

			if (find_kin(&kin, held.at, &held.at))
				hand_to(tracing, parent, held);
			else
				to[n_kept++] = held;
		}
	}
	cdr_arena_release(&arena);
	return n_kept;
}

static bool differs(const struct cdr_deltas *deltas, struct cdr_str path)
{
	for (size_t i = 0; i < deltas->n; i++)
		if (cdr_str_eq(deltas->items[i].file.path, path))
			return true;
	return false;
}

/* A parent, and what differs from it. */
struct parent {
	struct cdr_oid oid;
	struct cdr_deltas deltas;
};

/* Files that PARENT has just so go to it as a whole. */
static void hand_files_on(struct keeping *keeping, const struct parent *parent)
{
	size_t n_kept = 0, n;

	for (size_t i = 0; i < keeping->n; i += n) {
		struct held *held = &keeping->held[i];
		bool differ = differs(&parent->deltas, keeping->tracing->files[held->file].path);

		n = count_same_file(held, keeping->n - i);
		for (size_t k = 0; k < n; k++) {
			if (differ)
				keeping->held[n_kept++] = held[k];
			else
				hand_to(keeping->tracing, &parent->oid, held[k]);
		}
	}
	keeping->n = n_kept;
}

/* Of the others PARENT gets the lines that it has. */
static void hand_lines_on(struct keeping *keeping, const struct parent *parent)
{
	size_t n_kept = 0, n;

	for (size_t i = 0; i < keeping->n; i += n) {
		struct held *held = &keeping->held[i];

		n = count_same_file(held, keeping->n - i);
		n_kept += share(keeping, &parent->oid, held, n, keeping->held + n_kept);
	}
	keeping->n = n_kept;
}

static int compare_parent(struct cdr_repo *repo, const struct cdr_oid *tree, struct parent *parent,
			  struct cdr_err *err)
{
	struct cdr_oid trees[2];
	int rc = tree_of(repo, &parent->oid, &trees[0], err);

	trees[1] = *tree;
	return rc ? rc : cdr_deltas_of_trees(&parent->deltas, repo, trees, 1, err);
}

/* A file that any parent has just so is passed to it first, as git blame does. */
static int hand_on(struct keeping *keeping, const struct cdr_commit *commit,
		   struct cdr_arena *arena, struct cdr_err *err)
{
	struct parent *parents = cdr_arena_alloc(arena, commit->n_parents * sizeof(*parents));
	int rc = 0;

	for (size_t i = 0; i < commit->n_parents && keeping->n > 0 && rc == 0; i++) {
		parents[i].oid = cdr_commit_parent(commit, i);
		parents[i].deltas.arena = arena;
		rc = compare_parent(keeping->tracing->repo, &commit->tree, &parents[i], err);
		if (rc == 0)
			hand_files_on(keeping, &parents[i]);
	}
	for (size_t i = 0; i < commit->n_parents && keeping->n > 0 && rc == 0; i++)
		hand_lines_on(keeping, &parents[i]);
	return rc;
}

static int ask_parents(struct keeping *keeping, struct cdr_err *err)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_commit commit;
	int rc = cdr_commit_read(&commit, keeping->tracing->repo, keeping->commit, err);

	if (rc)
		return rc;
	rc = hand_on(keeping, &commit, &arena, err);
	cdr_commit_release(&commit);
	cdr_arena_release(&arena);
	return rc;
}

static int trace_commit(struct tracing *tracing, size_t idx, struct cdr_err *err)
{
	struct hand *hand = &tracing->hands[idx];
	struct keeping keeping = { tracing, &tracing->changes.items[idx].commit, hand->lines.items,
				   hand->lines.n };
	int rc;

	hand->lines.n = 0;
	qsort(keeping.held, keeping.n, sizeof(*keeping.held), compare_held);
	rc = ask_parents(&keeping, err);
	for (size_t i = 0; i < keeping.n && rc == 0; i++)
		settle(tracing, &keeping.held[i], keeping.commit);
	return rc;
}

static int trace_commits(struct tracing *tracing, const struct cdr_oid *head, struct cdr_err *err)
{
	int rc = 0;

	tracing->next = tracing->changes.n;
	for (size_t f = 0; f < tracing->n_files; f++)
		for (size_t i = 0; i < tracing->files[f].n; i++)
			if (tracing->files[f].lines[i].lineno > 0)
				hand_to(tracing, head,
					(struct held){ (uint32_t)f, (uint32_t)i,
						       tracing->files[f].lines[i].lineno - 1 });
	while (tracing->next < tracing->changes.n && rc == 0) {
		size_t idx = tracing->next++;

		if (tracing->hands[idx].lines.n > 0)
			rc = trace_commit(tracing, idx, err);
	}
	return rc;
}

/* --- index and work tree ------------------------------------------------------------ */

static bool wants(void *payload, const struct cdr_file *file)
{
	const struct tracing *tracing = payload;

	for (size_t f = 0; f < tracing->n_files; f++)
		if (cdr_str_eq(tracing->files[f].path, file->path))
			return file->new_mode != 0;
	return false;
}

static void settle_pending(struct tracing *tracing, const struct cdr_filediff *diff,
			   struct cdr_arena *arena)
{
	const struct cdr_oid none = { .len = 0 };
	const struct cdr_texts texts = { diff->old_text, diff->new_text };
	CDR_VEC(struct held) lines = { 0 };
	struct kinship kin;
	uint32_t at;

	for (size_t f = 0; f < tracing->n_files; f++)
		for (size_t i = 0; cdr_str_eq(tracing->files[f].path, diff->file.path) &&
				   i < tracing->files[f].n; i++)
			*cdr_vec_push(arena, &lines) =
				(struct held){ (uint32_t)f, (uint32_t)i,
					       tracing->files[f].lines[i].lineno - 1 };
	if (lines.n > 1)
		qsort(lines.items, lines.n, sizeof(*lines.items), compare_held);
	relate(tracing, arena, &texts, &kin);
	for (size_t i = 0; i < lines.n && lines.items[i].at < kin.n_lines; i++)
		if (!find_kin(&kin, lines.items[i].at, &at))
			settle(tracing, &lines.items[i], &none);
}

static int trace_pending(struct tracing *tracing, struct cdr_range *range, struct cdr_err *err)
{
	struct cdr_diff *diff;
	int rc = cdr_diff_open(&diff, tracing->repo, range, &tracing->changes.items[0], err);

	if (rc)
		return rc;
	cdr_diff_choose(diff, wants, tracing);
	while (rc == 0) {
		struct cdr_arena arena = { NULL, 0 };
		struct cdr_filediff *file;

		rc = cdr_diff_next(diff, &arena, &file, err);
		if (rc == 0 && file->new_text.ptr)
			settle_pending(tracing, file, &arena);
		cdr_arena_release(&arena);
	}
	cdr_diff_close(diff);
	return rc == CDR_END ? 0 : rc;
}

/* --- the range ------------------------------------------------------------------------ */

int cdr_origin_find(struct cdr_repo *repo, const struct cdr_session_options *options,
		    struct cdr_origin_file *files, size_t n, struct cdr_err *err)
{
	const struct cdr_session_options whole = { .source = options->source,
						   .range = options->range };
	struct tracing tracing = { .repo = repo, .files = files, .n_files = n,
				   .key = cdr_script_key() };
	struct cdr_range *range;
	struct cdr_oid head;
	int rc = cdr_range_open(&range, repo, &whole, err);

	if (rc)
		return rc;
	head = cdr_range_head(range);
	rc = read_changes(&tracing, range, err);
	if (rc == 0 && options->source != CDR_SOURCE_RANGE)
		rc = tracing.changes.n > 0 ? trace_pending(&tracing, range, err) : 0;
	else if (rc == 0)
		rc = trace_commits(&tracing, &head, err);
	cdr_range_close(range);
	cdr_arena_release(&tracing.arena);
	return rc;
}
