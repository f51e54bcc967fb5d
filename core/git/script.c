/*
 * script.c - from two texts to the runs of lines that differ. Most pairs need no
 * search: they are equal but for one place, and that is found by comparing bytes.
 */
#include "git/linediff.h"

#include <string.h>
#include <sys/random.h>

static const uint32_t no_starts[1] = { 0 };
static const struct cdr_text no_text = { .bytes = { "", 0 }, .starts = no_starts };

struct cdr_run cdr_script_middle(const struct cdr_text *old_text, const struct cdr_text *new_text)
{
	const struct cdr_text *a = old_text ? old_text : &no_text;
	const struct cdr_text *b = new_text ? new_text : &no_text;
	struct cdr_ends ends = cdr_text_ends(a, b->bytes);

	return (struct cdr_run){ ends.before, a->n_lines - ends.before - ends.after, ends.before,
				 b->n_lines - ends.before - ends.after };
}

static struct cdr_side side_of(struct cdr_arena *arena, const struct cdr_text *text)
{
	return (struct cdr_side){ text, cdr_arena_alloc(arena, (size_t)text->n_lines + 1) };
}

static void mark(struct cdr_sides *sides, struct cdr_arena *arena, const struct cdr_run *middle,
		 const struct cdr_script_how *how)
{
	struct cdr_sequences sequences;

	if (middle->n_old > 0 && middle->n_new > 0) {
		cdr_lineclass_sort(&sequences, arena, sides, middle, how->key);
		sequences.stop = how->stop;
		cdr_myers_mark(&sequences, arena);
	} else {
		memset(sides->old_side.changed + middle->old_from, 1, middle->n_old);
		memset(sides->new_side.changed + middle->new_from, 1, middle->n_new);
	}
}

/* Changed lines of SIDE from FROM on. */
static uint32_t n_changed(const struct cdr_side *side, uint32_t from)
{
	uint32_t n = 0;

	while (side->changed[from + n])
		n++;
	return n;
}

static void gather(struct cdr_script *out, struct cdr_arena *arena, const struct cdr_sides *sides)
{
	const struct cdr_side *olds = &sides->old_side, *news = &sides->new_side;
	CDR_VEC(struct cdr_run) runs = { NULL, 0, 0 };
	uint32_t i = 0, j = 0;

	while (i < olds->text->n_lines || j < news->text->n_lines) {
		struct cdr_run run = { i, n_changed(olds, i), j, n_changed(news, j) };

		if (run.n_old + run.n_new > 0)
			*cdr_vec_push(arena, &runs) = run;
		i += run.n_old + 1;
		j += run.n_new + 1;
	}
	*out = (struct cdr_script){ runs.items, runs.n };
}

void cdr_script_make(struct cdr_script *out, struct cdr_arena *arena, uint64_t key,
		     const struct cdr_text *old_text, const struct cdr_text *new_text)
{
	const struct cdr_script_how how = { key, NULL, NULL };

	cdr_script_make_until(out, arena, &how, old_text, new_text);
}

void cdr_script_make_until(struct cdr_script *out, struct cdr_arena *arena,
			   const struct cdr_script_how *how, const struct cdr_text *old_text,
			   const struct cdr_text *new_text)
{
	struct cdr_run middle = how->middle ? *how->middle : cdr_script_middle(old_text, new_text);
	struct cdr_arena scratch = { NULL, 0 };
	struct cdr_sides sides = {
		side_of(&scratch, old_text ? old_text : &no_text),
		side_of(&scratch, new_text ? new_text : &no_text),
	};

	mark(&sides, &scratch, &middle, how);
	cdr_slide(&sides.old_side, &sides.new_side);
	cdr_slide(&sides.new_side, &sides.old_side);
	gather(out, arena, &sides);
	cdr_arena_release(&scratch);
}

uint64_t cdr_script_key(void)
{
	uint64_t key = 0;

	/* Without a secret everything stays exact, and can be made slow at worst. */
	if (getrandom(&key, sizeof(key), GRND_NONBLOCK) != (ssize_t)sizeof(key))
		key = (uint64_t)(uintptr_t)&key;
	return key;
}

size_t cdr_script_hunk_end(const struct cdr_script *script, size_t from)
{
	const struct cdr_run *runs = script->runs;

	for (from++; from < script->n; from++)
		if (runs[from].old_from - (runs[from - 1].old_from + runs[from - 1].n_old) >
		    2 * CDR_CONTEXT)
			break;
	return from;
}

size_t cdr_script_hunks(const struct cdr_script *script)
{
	size_t n = 0;

	for (size_t i = 0; i < script->n; i = cdr_script_hunk_end(script, i))
		n++;
	return n;
}
