/*
 * diff.c - the files of one change, one at a time, so that a commit of a
 * thousand files needs the memory of one.
 */
#include "git/diff.h"
#include "base/oom.h"
#include "git/commit.h"
#include "git/delta.h"
#include "git/hunks.h"
#include "git/identity.h"
#include "git/textcache.h"

#include <stdlib.h>

/* A type change comes as such, then as git prints it: a deletion and an addition. */
enum part { PART_WHOLE, PART_DELETION, PART_ADDITION };

struct cdr_diff {
	struct cdr_arena arena;
	struct cdr_repo *repo;
	const struct cdr_range *range;
	struct cdr_deltas deltas;
	bool (*wants)(void *payload, const struct cdr_file *file); /* or NULL */
	void *payload;
	size_t next, end;        /* deltas to be given out */
	enum part part;          /* of the next one */
	struct cdr_pair pair;    /* the last one given out, */
	struct cdr_contents contents;
	struct cdr_arena scratch;/* and what belongs to it */
};

/* The trees of COMMIT's parents, then its own, in ARENA. */
static int trees_of(struct cdr_oid **out, struct cdr_repo *repo, struct cdr_arena *arena,
		    const struct cdr_commit *commit, struct cdr_err *err)
{
	struct cdr_oid *trees = cdr_arena_alloc(arena, (commit->n_parents + 1) * sizeof(*trees));

	for (size_t i = 0; i < commit->n_parents; i++) {
		struct cdr_commit parent;
		struct cdr_oid oid = cdr_commit_parent(commit, i);
		int rc = cdr_commit_read(&parent, repo, &oid, err);

		if (rc < 0)
			return rc;
		trees[i] = parent.tree;
		cdr_commit_release(&parent);
	}
	trees[commit->n_parents] = commit->tree;
	*out = trees;
	return 0;
}

static int open_commit(struct cdr_diff *diff, const struct cdr_change *change, struct cdr_err *err)
{
	struct cdr_commit commit;
	struct cdr_oid *trees = NULL;
	int rc = cdr_commit_read(&commit, diff->repo, &change->commit, err);

	if (rc < 0)
		return rc;
	rc = trees_of(&trees, diff->repo, &diff->arena, &commit, err);
	if (rc == 0)
		rc = cdr_deltas_of_trees(&diff->deltas, diff->repo, trees, commit.n_parents, err);
	cdr_commit_release(&commit);
	return rc;
}

static int open_change(struct cdr_diff *diff, const struct cdr_change *change, struct cdr_err *err)
{
	switch (change->kind) {
	case CDR_CHANGE_COMMIT:
		return open_commit(diff, change, err);
	case CDR_CHANGE_INDEX:
		return cdr_deltas_of_index(&diff->deltas, diff->repo, &change->parent, err);
	case CDR_CHANGE_WORKTREE:
		return cdr_deltas_of_work_tree(&diff->deltas, diff->repo, err);
	}
	return cdr_fail(err, CDR_EUSAGE, "change of unknown kind %d", (int)change->kind);
}

int cdr_diff_open(struct cdr_diff **out, struct cdr_repo *repo, const struct cdr_range *range,
		  const struct cdr_change *change, struct cdr_err *err)
{
	struct cdr_diff *diff = cdr_alloc_zeroed(sizeof(*diff));
	int rc;

	diff->repo = repo;
	diff->range = range;
	diff->deltas.arena = &diff->arena;
	rc = open_change(diff, change, err);
	if (rc < 0) {
		cdr_diff_close(diff);
		diff = NULL;
	} else {
		cdr_deltas_pair(&diff->deltas, repo);
		diff->end = diff->deltas.n;
	}
	*out = diff;
	return rc;
}

size_t cdr_diff_count(const struct cdr_diff *whole)
{
	return whole->deltas.n;
}

struct cdr_diff *cdr_diff_part(const struct cdr_diff *whole, struct cdr_repo *repo, size_t from,
			       size_t to)
{
	struct cdr_diff *part = cdr_alloc_zeroed(sizeof(*part));

	part->repo = repo;
	part->range = whole->range;
	part->deltas = whole->deltas;
	part->next = from;
	part->end = to;
	return part;
}

void cdr_diff_only(struct cdr_diff *diff, size_t idx)
{
	diff->next = idx;
	diff->end = idx < diff->deltas.n ? idx + 1 : idx;
	diff->part = PART_WHOLE;
}

/* From new to old a new side has been the old one before, and that was all. */
static void drop_pair(struct cdr_diff *diff)
{
	cdr_textcache_cool(diff->repo->texts, &diff->contents.new_side.blob);
	cdr_content_release(&diff->contents.old_side);
	cdr_content_release(&diff->contents.new_side);
	cdr_arena_release(&diff->scratch);
}

void cdr_diff_choose(struct cdr_diff *diff,
		     bool (*wants)(void *payload, const struct cdr_file *file), void *payload)
{
	diff->wants = wants;
	diff->payload = payload;
}

void cdr_diff_close(struct cdr_diff *diff)
{
	if (!diff)
		return;
	drop_pair(diff);
	cdr_arena_release(&diff->arena);
	free(diff);
}

/* Keeps of a type change the part that is due. */
static void keep_part(struct cdr_file *file, enum part part)
{
	if (part == PART_DELETION) {
		file->status = 'D';
		file->new_mode = 0;
		file->new_blob = (struct cdr_oid){ .len = 0 };
	} else if (part == PART_ADDITION) {
		file->status = 'A';
		file->old_mode = 0;
		file->old_blob = (struct cdr_oid){ .len = 0 };
	}
}

static void load_sides(struct cdr_diff *diff, const struct cdr_delta *delta)
{
	struct cdr_content *new_side = &diff->contents.new_side;

	if (delta->trouble) {
		new_side->trouble = cdr_str_from(delta->trouble);
		return;
	}
	if (!delta->on_disk || !new_side->mode) {
		cdr_content_load_both(&diff->contents, diff->repo, &diff->scratch);
		return;
	}
	cdr_content_load(&diff->contents.old_side, diff->repo, &diff->scratch);
	cdr_content_load_disk(new_side, diff->repo, &diff->scratch, delta->file.path);
}

/* Makes DELTA's PART the pair. */
static void load_pair(struct cdr_diff *diff, const struct cdr_delta *delta, enum part part)
{
	struct cdr_contents *contents = &diff->contents;
	struct cdr_pair *pair = &diff->pair;
	enum cdr_stage before;

	drop_pair(diff);
	*pair = (struct cdr_pair){ .file = delta->file,
				    .idx = (size_t)(delta - diff->deltas.items) };
	keep_part(&pair->file, part);
	*contents = (struct cdr_contents){
		{ .mode = pair->file.old_mode, .blob = pair->file.old_blob },
		{ .mode = pair->file.new_mode, .blob = pair->file.new_blob },
	};
	if (pair->file.status != 'T' || delta->on_disk)
		load_sides(diff, delta);
	pair->file.new_blob = contents->new_side.blob;
	pair->special = cdr_hunks_special(&pair->file, contents);
	if (pair->file.status == 'T')
		return;
	pair->old_text = contents->old_side.text;
	pair->new_text = contents->new_side.text;
	if (contents->old_side.trouble.ptr || contents->new_side.trouble.ptr)
		return;
	before = cdr_meter_switch(diff->repo->meter, CDR_STAGE_LINES);
	pair->middle = cdr_script_middle(pair->old_text, pair->new_text);
	cdr_meter_switch(diff->repo->meter, before);
}

/* Moves on to what comes after the delta's PART. */
static void move_on(struct cdr_diff *diff, const struct cdr_delta *delta, enum part part)
{
	bool more = delta->file.status == 'T' && !delta->trouble && part != PART_ADDITION;

	diff->part = more ? part + 1 : PART_WHOLE;
	diff->next += !more;
}

int cdr_diff_next_pair(struct cdr_diff *diff, struct cdr_pair **out, struct cdr_err *err)
{
	(void)err;
	while (diff->next < diff->end) {
		const struct cdr_delta *delta = &diff->deltas.items[diff->next];
		enum part part = diff->part;

		move_on(diff, delta, part);
		if (!cdr_range_wants(diff->range, delta->file.path) ||
		    (diff->wants && !diff->wants(diff->payload, &delta->file)))
			continue;
		load_pair(diff, delta, part);
		*out = &diff->pair;
		if (diff->pair.special || diff->pair.middle.n_old + diff->pair.middle.n_new > 0)
			return 0;
	}
	return CDR_END;
}

size_t cdr_diff_compare(struct cdr_diff *diff, struct cdr_pair *pair)
{
	const struct cdr_script_how how = { diff->repo->line_key, diff->repo->stop, &pair->middle };
	enum cdr_stage before = cdr_meter_switch(diff->repo->meter, CDR_STAGE_LINES);

	if (!pair->is_compared && pair->middle.n_old + pair->middle.n_new > 0)
		cdr_script_make_until(&pair->script, &diff->scratch, &how, pair->old_text,
				      pair->new_text);
	pair->is_compared = true;
	cdr_meter_switch(diff->repo->meter, before);
	return cdr_script_hunks(&pair->script);
}

static struct cdr_filediff *filediff_new(struct cdr_arena *arena, const struct cdr_file *file)
{
	struct cdr_filediff *out = CDR_NEW(arena, struct cdr_filediff);

	out->file = *file;
	out->file.path = cdr_str_copy(arena, file->path);
	if (file->old_path.ptr)
		out->file.old_path = cdr_str_copy(arena, file->old_path);
	return out;
}

static struct cdr_str bytes_of(const struct cdr_text *text)
{
	return text ? text->bytes : (struct cdr_str){ NULL, 0 };
}

/* The hunks of PAIR, whose texts are those of CONTENTS. */
static struct cdr_filediff *complete(struct cdr_diff *diff, struct cdr_arena *arena,
				     struct cdr_pair *pair, const struct cdr_contents *contents)
{
	struct cdr_filediff *out = filediff_new(arena, &pair->file);
	bool plain = diff->repo->engine == CDR_ENGINE_PLAIN ||
		     diff->repo->engine == CDR_ENGINE_LINES_A;

	if (!plain)
		cdr_diff_compare(diff, pair);
	if (pair->file.status != 'T') {
		out->old_text = bytes_of(contents->old_side.text);
		out->new_text = bytes_of(contents->new_side.text);
	}
	cdr_hunks_build(out, arena, contents, plain ? NULL : &pair->script);
	return out;
}

void cdr_diff_complete(struct cdr_diff *diff, struct cdr_arena *arena, struct cdr_pair *pair,
		       struct cdr_filediff **out)
{
	*out = complete(diff, arena, pair, &diff->contents);
}

void cdr_diff_identify(struct cdr_filediff *file)
{
	for (size_t i = 0; i < file->n_hunks; i++)
		cdr_identity_fill(&file->hunks[i]);
	cdr_identity_count(file->hunks, file->n_hunks);
}

/* Gives CONTENT a text with the same lines in bytes of its own. */
static void copy_text(struct cdr_content *content, struct cdr_arena *arena)
{
	struct cdr_text *copy;

	if (!content->text)
		return;
	copy = cdr_arena_copy(arena, content->text, sizeof(*copy));
	copy->bytes = cdr_str_copy(arena, copy->bytes);
	content->text = copy;
}

int cdr_diff_next(struct cdr_diff *diff, struct cdr_arena *arena, struct cdr_filediff **out,
		  struct cdr_err *err)
{
	struct cdr_contents copies;
	struct cdr_pair *pair;
	int rc = cdr_diff_next_pair(diff, &pair, err);

	if (rc != 0)
		return rc;
	copies = diff->contents;
	copy_text(&copies.old_side, arena);
	copy_text(&copies.new_side, arena);
	*out = complete(diff, arena, pair, &copies);
	cdr_diff_identify(*out);
	return 0;
}

static struct cdr_content content_of(struct cdr_arena *arena, uint32_t mode, struct cdr_str bytes)
{
	struct cdr_content content = { .mode = mode };

	if (mode) {
		content.text = CDR_NEW(arena, struct cdr_text);
		cdr_text_of(content.text, arena, bytes);
	}
	return content;
}

int cdr_diff_texts(struct cdr_arena *arena, const struct cdr_file *file,
		   const struct cdr_texts *texts, struct cdr_filediff **out, struct cdr_err *err)
{
	struct cdr_contents contents;
	struct cdr_script script;

	if ((!file->old_mode && texts->old_text.len > 0) ||
	    (!file->new_mode && texts->new_text.len > 0))
		return cdr_fail(err, CDR_EUSAGE, "%.*s has text on a side that is absent",
				CDR_FMT(file->path));
	*out = filediff_new(arena, file);
	(*out)->old_text = texts->old_text;
	(*out)->new_text = texts->new_text;
	contents.old_side = content_of(arena, file->old_mode, texts->old_text);
	contents.new_side = content_of(arena, file->new_mode, texts->new_text);
	cdr_script_make(&script, arena, cdr_script_key(), contents.old_side.text,
			contents.new_side.text);
	cdr_hunks_build(*out, arena, &contents, &script);
	cdr_diff_identify(*out);
	return 0;
}
