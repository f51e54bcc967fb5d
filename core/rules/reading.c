/*
 * reading.c - a history shows each file again and again, a few lines changed; to read
 * all of it each time was a quarter of a scan.
 */
#include "rules/reading.h"

#include "base/oom.h"
#include "base/sorted.h"
#include "rules/passes.h"

#include <stdlib.h>
#include <string.h>

#define EACH_ALIGN sizeof(void *)

/* --- the block --------------------------------------------------------------- */

static size_t rounded(size_t n)
{
	return (n + EACH_ALIGN - 1) / EACH_ALIGN * EACH_ALIGN;
}

/* What of the block has a size that is known before TEXT is read: it is filled in place. */
static size_t size_of_fixed(const struct cdr_readable *text)
{
	return rounded(sizeof(struct cdr_reading)) +
	       rounded(text->n_lines * sizeof(struct cdr_lines)) + rounded(text->text.len);
}

/* Copies SIZE bytes to *AT and moves that on. */
static void *put(char **at, const void *bytes, size_t size)
{
	void *here = *at;

	if (size)
		memcpy(here, bytes, size);
	*at += rounded(size);
	return here;
}

static size_t bytes_of_names(const struct cdr_pass *pass)
{
	size_t size = 0;

	for (size_t i = 0; i < pass->entities.n; i++)
		size += pass->entities.items[i].name.len;
	return size;
}

static void put_names(char **at, struct cdr_entity *entities, size_t n)
{
	char *to = *at;

	for (size_t i = 0; i < n; i++) {
		struct cdr_str name = entities[i].name;

		memcpy(to, name.ptr, name.len);
		entities[i].name.ptr = to;
		to += name.len;
	}
	*at = to;
}

/* Ends BLOCK, which PASS has filled, with what there is now; of its lines N_READ were read. */
static struct cdr_reading *packed(void *block, const struct cdr_readable *text,
				  const struct cdr_pass *pass, size_t n_read)
{
	size_t n_lines = rounded(pass->n_lines * sizeof(*pass->statements));
	size_t n_entities = pass->entities.n * sizeof(*pass->entities.items);
	size_t n_seams = pass->seams.n * sizeof(*pass->seams.items);
	size_t fixed = size_of_fixed(text);
	size_t size = fixed + rounded(n_entities) + rounded(n_seams) + bytes_of_names(pass);
	struct cdr_reading *reading = cdr_alloc_resized(block, size);
	char *statements = (char *)reading + rounded(sizeof(*reading));
	char *at = (char *)reading + fixed;
	struct cdr_entity *entities = put(&at, pass->entities.items, n_entities);

	*reading = (struct cdr_reading){
		.language = pass->language,
		.classes = (unsigned char *)statements + n_lines,
		.starts = pass->starts,
		.statements = (struct cdr_lines *)(void *)statements,
		.entities = entities,
		.seams = put(&at, pass->seams.items, n_seams),
		.n_lines = pass->n_lines,
		.n_entities = pass->entities.n,
		.n_seams = pass->seams.n,
		.n_read = n_read,
		.size = size,
	};
	put_names(&at, entities, pass->entities.n);
	return reading;
}

/* --- the whole ---------------------------------------------------------------- */

/* The pass fills BLOCK's fixed part. */
static struct cdr_pass pass_over(const struct cdr_readable *text, void *block,
				 struct cdr_arena *arena)
{
	char *statements = (char *)block + rounded(sizeof(struct cdr_reading));
	size_t n_lines = rounded(text->n_lines * sizeof(struct cdr_lines));

	return (struct cdr_pass){
		.arena = arena,
		.language = text->language,
		.text = text->text,
		.starts = text->starts,
		.n_lines = text->n_lines,
		.to = text->n_lines,
		.classes = (unsigned char *)statements + n_lines,
		.inner = cdr_arena_alloc(arena, text->n_lines + (size_t)1),
		.statements = (struct cdr_lines *)(void *)statements,
	};
}

/* What can be said of a text only as a whole has no seams. */
static void read_whole(struct cdr_pass *pass)
{
	bool regular = cdr_pass_classes(pass);

	if (!regular) {
		struct cdr_lexed lexed = { .arena = pass->arena,
					   .language = pass->language,
					   .text = pass->text };

		memcpy(pass->classes, cdr_lexer_classes(&lexed), pass->text.len);
	}
	if (!cdr_pass_statements(pass) || !regular)
		pass->seams.n = 0;
	(void)cdr_pass_entities(pass);
}

struct cdr_reading *cdr_reading_new(const struct cdr_readable *text)
{
	struct cdr_arena arena = { NULL, 0 };
	void *block = cdr_alloc_resized(NULL, size_of_fixed(text));
	struct cdr_pass pass = pass_over(text, block, &arena);
	struct cdr_reading *reading;

	read_whole(&pass);
	reading = packed(block, text, &pass, pass.n_lines);
	cdr_arena_release(&arena);
	return reading;
}

/* --- beside another ------------------------------------------------------------- */

#define NOT_TAKEN SIZE_MAX

/* Lines between seams that are read anew, and those they stand for; counted from 0. */
struct region {
	struct cdr_lines here, there;
};

/* Lines of the other text that are taken over, SHIFT further down (modulo 2^32). */
struct gap {
	struct cdr_lines there;
	uint32_t shift;
};

struct patchwork {
	const struct cdr_reading *there;
	struct cdr_pass pass;
	CDR_VEC(struct region) regions;
	size_t *taken; /* of each entity there: which one it is here, or NOT_TAKEN */
	CDR_VEC(uint32_t) seams;
};

/* The last seam above LINE; the first two lines belong together, as they name the encoding. */
static uint32_t above(const struct cdr_reading *there, uint32_t line)
{
	size_t i = cdr_sorted_from(there->seams, there->n_seams, line);

	return i > 0 && there->seams[i - 1] >= 2 ? there->seams[i - 1] : 0;
}

/* The first seam from LINE on, or the end. */
static uint32_t below(const struct cdr_reading *there, uint32_t line)
{
	size_t i = cdr_sorted_from(there->seams, there->n_seams, line);

	return i < there->n_seams ? there->seams[i] : (uint32_t)there->n_lines;
}

/* The first seam from LINE on that lies in no entity which begins from FROM on. */
static uint32_t below_all(const struct cdr_reading *there, uint32_t from, uint32_t line)
{
	uint32_t to = below(there, line);

	for (size_t i = 0; i < there->n_entities; i++) {
		struct cdr_lines lines = there->entities[i].lines;

		if (lines.from > from && lines.from <= to && lines.to - 1 > to)
			to = below(there, lines.to - 1);
	}
	return to;
}

/* Changes without a seam of their own between them are in one region. */
static bool find_regions(struct patchwork *work, const struct cdr_changes *changes)
{
	const struct cdr_reading *there = work->there;

	for (size_t i = 0; i < changes->n;) {
		const struct cdr_instead *first = &changes->items[i], *last = first;
		struct region region;

		region.there.from = above(there, first->there);
		do {
			last = &changes->items[i++];
			region.there.to =
				below_all(there, region.there.from, last->there + last->n_there);
		} while (i < changes->n &&
			 above(there, changes->items[i].there) <= region.there.to);
		region.here.from = region.there.from + first->here - first->there;
		region.here.to =
			region.there.to + last->here + last->n_here - last->there - last->n_there;
		*cdr_vec_push(work->pass.arena, &work->regions) = region;
	}
	return there->n_seams > 0;
}

/* What is taken over before region IDX, or behind the last one. */
static struct gap gap_before(const struct patchwork *work, size_t idx)
{
	const struct region *regions = work->regions.items;
	struct gap gap = { { 0, (uint32_t)work->there->n_lines }, 0 };

	if (idx > 0) {
		gap.there.from = regions[idx - 1].there.to;
		gap.shift = regions[idx - 1].here.to - regions[idx - 1].there.to;
	}
	if (idx < work->regions.n)
		gap.there.to = regions[idx].there.from;
	return gap;
}

static bool work_at(struct patchwork *work, size_t idx, bool (*pass)(struct cdr_pass *pass))
{
	work->pass.from = work->regions.items[idx].here.from;
	work->pass.to = work->regions.items[idx].here.to;
	return pass(&work->pass);
}

static bool take_classes(struct patchwork *work)
{
	for (size_t i = 0; i <= work->regions.n; i++) {
		struct gap gap = gap_before(work, i);
		const uint32_t *starts = work->there->starts;

		memcpy(work->pass.classes + work->pass.starts[gap.there.from + gap.shift],
		       work->there->classes + starts[gap.there.from],
		       starts[gap.there.to] - starts[gap.there.from]);
		if (i < work->regions.n && !work_at(work, i, cdr_pass_classes))
			return false;
	}
	return true;
}

/* Seams of the other text in GAP. */
static void take_seams(struct patchwork *work, const struct gap *gap)
{
	const struct cdr_reading *there = work->there;

	for (size_t i = cdr_sorted_from(there->seams, there->n_seams, gap->there.from);
	     i < there->n_seams && there->seams[i] < gap->there.to; i++)
		*cdr_vec_push(work->pass.arena, &work->seams) = there->seams[i] + gap->shift;
}

static struct cdr_lines shifted(struct cdr_lines lines, uint32_t shift)
{
	return (struct cdr_lines){ lines.from + shift, lines.to + shift };
}

static void take_statements(struct patchwork *work)
{
	for (size_t i = 0; i <= work->regions.n; i++) {
		struct gap gap = gap_before(work, i);

		for (uint32_t line = gap.there.from; line < gap.there.to; line++)
			work->pass.statements[line + gap.shift] =
				shifted(work->there->statements[line], gap.shift);
	}
}

/* --- entities ------------------------------------------------------------------- */

/* Whether LINE, counted from 0, lies in ENTITY but is not the first in it. */
static bool holds(const struct cdr_entity *entity, uint32_t line)
{
	return entity->lines.from <= line && line + 1 < entity->lines.to;
}

/* Entities that begin in GAP, from number *NEXT on. */
static void take_gap(struct patchwork *work, const struct gap *gap, size_t *next)
{
	const struct cdr_reading *there = work->there;

	for (; *next < there->n_entities; ++*next) {
		struct cdr_entity entity = there->entities[*next];

		if (entity.lines.from > gap->there.to)
			return;
		if (entity.lines.from <= gap->there.from)
			continue;
		entity.lines = shifted(entity.lines, gap->shift);
		entity.head += gap->shift;
		work->taken[*next] = work->pass.entities.n;
		*cdr_vec_push(work->pass.arena, &work->pass.entities) = entity;
	}
}

/* Which entities are open around REGION; false when one is open below that is not taken over. */
static bool find_around(struct patchwork *work, const struct region *region)
{
	const struct cdr_reading *there = work->there;
	bool below = region->there.to < there->n_lines;

	work->pass.n_around = work->pass.n_below = 0;
	for (size_t i = 0; i < there->n_entities; i++) {
		const struct cdr_entity *entity = &there->entities[i];

		if (entity->lines.from > region->there.to)
			break;
		if (holds(entity, region->there.from)) {
			if (work->taken[i] == NOT_TAKEN || work->pass.n_around == CDR_ENTITY_DEPTH)
				return false;
			work->pass.around[work->pass.n_around++] = work->taken[i];
			work->pass.n_below += below && holds(entity, region->there.to);
		} else if (below && holds(entity, region->there.to)) {
			return false;
		}
	}
	return true;
}

/* Entities around both ends of REGION end as far below it as they did there. */
static void extend(struct patchwork *work, const struct region *region)
{
	uint32_t shift = region->here.to - region->there.to;

	if (region->there.to == work->there->n_lines)
		return;
	for (size_t i = 0; i < work->there->n_entities; i++) {
		const struct cdr_entity *entity = &work->there->entities[i];

		if (entity->lines.from > region->there.from)
			break;
		if (holds(entity, region->there.from) && holds(entity, region->there.to))
			work->pass.entities.items[work->taken[i]].lines.to =
				entity->lines.to + shift;
	}
}

/* Statements and entities of region IDX. */
static bool read_region(struct patchwork *work, size_t idx)
{
	const struct region *region = &work->regions.items[idx];
	struct cdr_pass *pass = &work->pass;

	pass->seams.n = 0;
	if (!find_around(work, region) || !work_at(work, idx, cdr_pass_statements) ||
	    !work_at(work, idx, cdr_pass_entities))
		return false;
	extend(work, region);
	for (size_t i = 0; i < pass->seams.n; i++)
		*cdr_vec_push(pass->arena, &work->seams) = pass->seams.items[i];
	return true;
}

static bool take_rest(struct patchwork *work)
{
	size_t next = 0, n = work->there->n_entities;

	work->taken = cdr_arena_alloc(work->pass.arena, n * sizeof(*work->taken));
	for (size_t i = 0; i < n; i++)
		work->taken[i] = NOT_TAKEN;
	take_statements(work);
	for (size_t i = 0; i <= work->regions.n; i++) {
		const struct gap gap = gap_before(work, i);

		take_gap(work, &gap, &next);
		take_seams(work, &gap);
		if (i < work->regions.n && !read_region(work, i))
			return false;
	}
	work->pass.seams.items = work->seams.items;
	work->pass.seams.n = work->seams.n;
	return true;
}

struct cdr_reading *cdr_reading_beside(const struct cdr_readable *text,
				       const struct cdr_reading *there,
				       const struct cdr_changes *changes)
{
	struct cdr_arena arena = { NULL, 0 };
	void *block = cdr_alloc_resized(NULL, size_of_fixed(text));
	struct patchwork work = { .there = there, .pass = pass_over(text, block, &arena) };
	struct cdr_reading *reading;
	size_t n_read = 0;

	if (there->language != text->language || !find_regions(&work, changes) ||
	    !take_classes(&work) || !take_rest(&work)) {
		work.pass = pass_over(text, block, &arena);
		read_whole(&work.pass);
		n_read = text->n_lines;
	}
	for (size_t i = 0; n_read == 0 && i < work.regions.n; i++)
		n_read += work.regions.items[i].here.to - work.regions.items[i].here.from;
	reading = packed(block, text, &work.pass, n_read);
	cdr_arena_release(&arena);
	return reading;
}
