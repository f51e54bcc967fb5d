/*
 * globset.c - most patterns are about the base name or about a directory on the
 * way to it. The first are tried on few bytes, and only if those begin and end
 * as the pattern does; the others once for all paths of a directory that follow
 * each other.
 */
#include "base/globset.h"

#include "base/bits.h"
#include "base/globprogram.h"
#include "base/oom.h"

#include <stdlib.h>
#include <string.h>

enum reach {
	REACH_PATH,
	REACH_BASE,      /* "** /x" where x has no '/': the base name decides */
	REACH_DIRECTORY, /* "x/ **": the directory decides */
};

struct glob {
	struct cdr_str pattern;
	struct cdr_glob_program prog;
	struct cdr_glob_ends ends;
	enum reach reach;
	bool broken; /* matches nothing */
};

struct cdr_globset {
	CDR_VEC(struct glob) globs;
	uint32_t *table; /* index + 1 by hash of the pattern, 0: free; n_slots is a power of two */
	size_t n_slots;
	struct cdr_arena arena;
};

struct cdr_globset_space {
	struct cdr_buf directory; /* of the path before, with its '/' */
	uint64_t *bits;           /* of the patterns that depend on nothing else */
	bool is_known;
};

/* --- building -------------------------------------------------------------- */

struct cdr_globset *cdr_globset_new(void)
{
	return cdr_alloc_zeroed(sizeof(struct cdr_globset));
}

void cdr_globset_free(struct cdr_globset *set)
{
	if (!set)
		return;
	cdr_arena_release(&set->arena);
	free(set->table);
	free(set);
}

/* Whether a jump of PROG leads to node TARGET. */
static bool is_target(const struct cdr_glob_program *prog, size_t target)
{
	for (size_t i = 0; i < prog->n; i++)
		if ((prog->nodes[i].op == CDR_GLOB_JUMP || prog->nodes[i].op == CDR_GLOB_FORK) &&
		    prog->nodes[i].arg == target)
			return true;
	return false;
}

/* Whatever matches has a '/' and after it the last two stars. */
static bool is_below_directory(const struct cdr_glob_program *prog)
{
	const struct cdr_glob_node *end = prog->nodes + prog->n;

	return prog->n >= 3 && end[-2].op == CDR_GLOB_STAR_ANY && end[-3].op == CDR_GLOB_BYTE &&
	       end[-3].byte == '/' && !is_target(prog, prog->n - 2) &&
	       !is_target(prog, prog->n - 1);
}

static bool may_cross(struct cdr_glob_node node)
{
	return node.op == CDR_GLOB_STAR_ANY || node.op == CDR_GLOB_COMPONENTS ||
	       (node.op == CDR_GLOB_BYTE && node.byte == '/');
}

static bool is_base_name(const struct cdr_glob_program *prog)
{
	if (prog->nodes[0].op != CDR_GLOB_COMPONENTS)
		return false;
	for (size_t i = 1; i < prog->n; i++)
		if (may_cross(prog->nodes[i]))
			return false;
	return true;
}

static void compile(struct glob *glob, struct cdr_arena *arena)
{
	struct cdr_glob_room room;
	struct cdr_glob_program *prog = &glob->prog;

	if (cdr_glob_compile(prog, &room, glob->pattern, 0, NULL) != 0) {
		glob->broken = true;
		return;
	}
	prog->nodes = cdr_arena_copy(arena, prog->nodes, prog->n * sizeof(*prog->nodes));
	prog->classes =
		cdr_arena_copy(arena, prog->classes, prog->n_classes * sizeof(*prog->classes));
	if (is_base_name(prog)) {
		glob->reach = REACH_BASE;
		prog->start = 1;
	} else if (is_below_directory(prog)) {
		glob->reach = REACH_DIRECTORY;
	}
	cdr_glob_find_ends(prog, &glob->ends);
}

/* FNV-1a. The registry is read once, so nothing is to be won by colliding patterns. */
static size_t hash(struct cdr_str text)
{
	uint64_t sum = 14695981039346656037u;

	for (size_t i = 0; i < text.len; i++)
		sum = (sum ^ (unsigned char)text.ptr[i]) * 1099511628211u;
	return (size_t)(sum ^ sum >> 32);
}

/* Where PATTERN is in the table, or would be. */
static uint32_t *slot_of(const struct cdr_globset *set, struct cdr_str pattern)
{
	size_t at = hash(pattern) & (set->n_slots - 1);

	while (set->table[at] && !cdr_str_eq(set->globs.items[set->table[at] - 1].pattern, pattern))
		at = (at + 1) & (set->n_slots - 1);
	return &set->table[at];
}

static void grow_table(struct cdr_globset *set)
{
	free(set->table);
	set->n_slots = set->n_slots ? 2 * set->n_slots : 64;
	set->table = cdr_alloc_zeroed(set->n_slots * sizeof(*set->table));
	for (size_t i = 0; i < set->globs.n; i++)
		*slot_of(set, set->globs.items[i].pattern) = (uint32_t)i + 1;
}

size_t cdr_globset_add(struct cdr_globset *set, struct cdr_str pattern)
{
	uint32_t *slot;
	struct glob *glob;

	if (2 * set->globs.n >= set->n_slots)
		grow_table(set);
	slot = slot_of(set, pattern);
	if (!*slot) {
		glob = cdr_vec_push(&set->arena, &set->globs);
		*glob = (struct glob){ .pattern = cdr_str_copy(&set->arena, pattern) };
		compile(glob, &set->arena);
		*slot = (uint32_t)set->globs.n;
	}
	return *slot - 1;
}

size_t cdr_globset_words(const struct cdr_globset *set)
{
	return cdr_bits_words(set->globs.n);
}

/* --- matching -------------------------------------------------------------- */

struct cdr_globset_space *cdr_globset_space_new(const struct cdr_globset *set)
{
	struct cdr_globset_space *space = cdr_alloc_zeroed(sizeof(*space));

	cdr_buf_init(&space->directory, SIZE_MAX);
	space->bits = cdr_alloc_zeroed(cdr_globset_words(set) * sizeof(*space->bits));
	return space;
}

void cdr_globset_space_free(struct cdr_globset_space *space)
{
	if (!space)
		return;
	cdr_buf_release(&space->directory);
	free(space->bits);
	free(space);
}

static bool matches(const struct glob *glob, struct cdr_str path)
{
	if (glob->broken)
		return false;
	if (path.len &&
	    !(cdr_globclass_has(&glob->ends.first, (unsigned char)path.ptr[0]) &&
	      cdr_globclass_has(&glob->ends.last, (unsigned char)path.ptr[path.len - 1])))
		return false;
	return cdr_glob_run(&glob->prog, path);
}

static void match_directory(const struct cdr_globset *set, struct cdr_globset_space *space,
			    struct cdr_str directory)
{
	if (space->is_known && cdr_str_eq(cdr_buf_str(&space->directory), directory))
		return;
	space->is_known = true;
	cdr_buf_clear(&space->directory);
	cdr_buf_addstr(&space->directory, directory);
	memset(space->bits, 0, cdr_globset_words(set) * sizeof(*space->bits));
	for (size_t i = 0; i < set->globs.n; i++)
		if (set->globs.items[i].reach == REACH_DIRECTORY &&
		    matches(&set->globs.items[i], directory))
			cdr_bits_set(space->bits, i);
}

void cdr_globset_match(const struct cdr_globset *set, struct cdr_globset_space *space,
		       struct cdr_str path, uint64_t *bits)
{
	size_t base = path.len;

	while (base > 0 && path.ptr[base - 1] != '/')
		base--;
	match_directory(set, space, cdr_str_sub(path, 0, base));
	memcpy(bits, space->bits, cdr_globset_words(set) * sizeof(*bits));
	for (size_t i = 0; i < set->globs.n; i++) {
		const struct glob *glob = &set->globs.items[i];
		size_t from = glob->reach == REACH_BASE ? base : 0;

		if (glob->reach != REACH_DIRECTORY &&
		    matches(glob, cdr_str_sub(path, from, path.len)))
			cdr_bits_set(bits, i);
	}
}
