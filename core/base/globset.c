/*
 * globset.c - all patterns are one automaton, whose sets of states are worked out when
 * a path first leads to them: paths of a repository share directories and endings, so
 * that soon a byte costs one look into a table, however many patterns there are.
 *
 * Most patterns are about the base name or about a directory on the way to it. Each kind
 * runs by itself, as what is alive of one does not multiply with what is of another.
 */
#include "base/globset.h"

#include "base/bits.h"
#include "base/globprogram.h"
#include "base/oom.h"

#include <stdlib.h>
#include <string.h>

#define CACHE_BYTES ((size_t)4 << 20) /* of sets of states, before all are forgotten */
#define SLOTS 4096u                   /* of the table of them; a power of two */

/* What of a path decides. */
enum reach {
	REACH_PATH,
	REACH_BASE,      /* "** /x" where x has no '/' */
	REACH_DIRECTORY, /* "x/ **" */
	REACHES,
};

struct cdr_globset {
	CDR_VEC(struct cdr_str) patterns;
	CDR_VEC(uint32_t) starts[REACHES]; /* nodes; what is malformed has none */
	CDR_VEC(struct cdr_glob_node) nodes;
	CDR_VEC(struct cdr_globclass) classes;
	uint32_t *table; /* index + 1 by hash of the pattern, 0: free; n_slots is a power of two */
	size_t n_slots;
	uint16_t kinds[256]; /* of bytes: those of kind 0 are all one to every node */
	size_t n_kinds;
	struct cdr_arena arena;
};

/* A set of nodes that may be alive at once, in the order of their numbers. */
struct state {
	const uint32_t *nodes;
	size_t n;
	const uint64_t *matched; /* patterns, if the text ends here */
	struct state *chain;
	struct state *next[]; /* by kind of byte; NULL: not worked out */
};

struct cdr_globset_space {
	struct cdr_glob_program prog;
	struct cdr_glob_states alive;
	struct state *starts[REACHES]; /* NULL: not worked out */
	struct state *slots[SLOTS];
	struct cdr_arena arena; /* of the states */
	size_t n_words;         /* of patterns */
};

/* --- building -------------------------------------------------------------- */

/* A node tells BYTE from others. */
static void name_byte(struct cdr_globset *set, unsigned byte)
{
	if (set->kinds[byte] == 0)
		set->kinds[byte] = (uint16_t)set->n_kinds++;
}

struct cdr_globset *cdr_globset_new(void)
{
	struct cdr_globset *set = cdr_alloc_zeroed(sizeof(*set));

	set->n_kinds = 1;
	name_byte(set, '/');
	return set;
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

static enum reach reach_of(const struct cdr_glob_program *prog)
{
	if (is_base_name(prog))
		return REACH_BASE;
	return is_below_directory(prog) ? REACH_DIRECTORY : REACH_PATH;
}

/* NODE of a program that begins at node BASE, with classes from CLASSES on. */
static struct cdr_glob_node relocated(struct cdr_glob_node node, size_t base, size_t classes,
				      size_t pattern)
{
	if (node.op == CDR_GLOB_CLASS)
		node.arg += (uint32_t)classes;
	else if (node.op == CDR_GLOB_END)
		node.arg = (uint32_t)pattern;
	else if (node.arg) /* of a fork or a jump */
		node.arg += (uint32_t)base;
	return node;
}

static void add_node(struct cdr_globset *set, struct cdr_glob_node node)
{
	if (node.op == CDR_GLOB_BYTE)
		name_byte(set, node.byte);
	*cdr_vec_push(&set->arena, &set->nodes) = node;
}

static void add_class(struct cdr_globset *set, const struct cdr_globclass *members)
{
	for (unsigned byte = 0; byte < 256; byte++)
		if (cdr_globclass_has(members, (unsigned char)byte))
			name_byte(set, byte);
	*cdr_vec_push(&set->arena, &set->classes) = *members;
}

static void compile(struct cdr_globset *set, size_t pattern)
{
	struct cdr_glob_room room;
	struct cdr_glob_program prog;
	size_t base = set->nodes.n, classes = set->classes.n;
	enum reach reach;

	if (cdr_glob_compile(&prog, &room, set->patterns.items[pattern], 0, NULL) != 0)
		return;
	reach = reach_of(&prog);
	*cdr_vec_push(&set->arena, &set->starts[reach]) = (uint32_t)base + (reach == REACH_BASE);
	for (size_t i = 0; i < prog.n; i++)
		add_node(set, relocated(prog.nodes[i], base, classes, pattern));
	for (size_t i = 0; i < prog.n_classes; i++)
		add_class(set, &prog.classes[i]);
}

/* Where PATTERN is in the table, or would be: nothing is to be won by colliding patterns. */
static uint32_t *slot_of(const struct cdr_globset *set, struct cdr_str pattern)
{
	size_t at = (size_t)cdr_str_hash(pattern) & (set->n_slots - 1);

	while (set->table[at] && !cdr_str_eq(set->patterns.items[set->table[at] - 1], pattern))
		at = (at + 1) & (set->n_slots - 1);
	return &set->table[at];
}

static void grow_table(struct cdr_globset *set)
{
	free(set->table);
	set->n_slots = set->n_slots ? 2 * set->n_slots : 64;
	set->table = cdr_alloc_zeroed(set->n_slots * sizeof(*set->table));
	for (size_t i = 0; i < set->patterns.n; i++)
		*slot_of(set, set->patterns.items[i]) = (uint32_t)i + 1;
}

size_t cdr_globset_add(struct cdr_globset *set, struct cdr_str pattern)
{
	uint32_t *slot;

	if (2 * set->patterns.n >= set->n_slots)
		grow_table(set);
	slot = slot_of(set, pattern);
	if (!*slot) {
		*cdr_vec_push(&set->arena, &set->patterns) = cdr_str_copy(&set->arena, pattern);
		*slot = (uint32_t)set->patterns.n;
		compile(set, set->patterns.n - 1);
	}
	return *slot - 1;
}

size_t cdr_globset_words(const struct cdr_globset *set)
{
	return cdr_bits_words(set->patterns.n);
}

/* --- states ---------------------------------------------------------------- */

struct cdr_globset_space *cdr_globset_space_new(const struct cdr_globset *set)
{
	struct cdr_globset_space *space = cdr_alloc_zeroed(sizeof(*space));

	space->prog = (struct cdr_glob_program){
		.nodes = set->nodes.items,
		.classes = set->classes.items,
		.n = set->nodes.n,
		.n_classes = set->classes.n,
	};
	space->alive.list = cdr_alloc_zeroed((set->nodes.n + 1) * sizeof(*space->alive.list));
	space->alive.in = cdr_alloc_zeroed(cdr_bits_words(set->nodes.n) * sizeof(uint64_t));
	space->n_words = cdr_globset_words(set);
	return space;
}

void cdr_globset_space_free(struct cdr_globset_space *space)
{
	if (!space)
		return;
	free(space->alive.list);
	free(space->alive.in);
	cdr_arena_release(&space->arena);
	free(space);
}

static void forget_all(struct cdr_globset_space *space)
{
	cdr_arena_release(&space->arena);
	memset(space->slots, 0, sizeof(space->slots));
	memset(space->starts, 0, sizeof(space->starts));
}

/* Puts what is alive in order, and leaves out what only led to others. */
static void settle(struct cdr_globset_space *space)
{
	const struct cdr_glob_program *prog = &space->prog;
	struct cdr_glob_states *alive = &space->alive;
	size_t n = 0;

	for (size_t i = cdr_bits_next(alive->in, 0, prog->n); i < prog->n;
	     i = cdr_bits_next(alive->in, i + 1, prog->n))
		if (prog->nodes[i].op != CDR_GLOB_FORK && prog->nodes[i].op != CDR_GLOB_JUMP)
			alive->list[n++] = (uint32_t)i;
	memset(alive->in, 0, cdr_bits_words(prog->n) * sizeof(*alive->in));
	alive->n = n;
}

static const uint64_t *matched_by(struct cdr_globset_space *space)
{
	uint64_t *matched = cdr_arena_alloc(&space->arena, space->n_words * sizeof(*matched));

	for (size_t i = 0; i < space->alive.n; i++) {
		const struct cdr_glob_node *node = &space->prog.nodes[space->alive.list[i]];

		if (node->op == CDR_GLOB_END)
			cdr_bits_set(matched, node->arg);
	}
	return matched;
}

/* The state of what is alive, which is taken away. */
static struct state *state_of_alive(const struct cdr_globset *set, struct cdr_globset_space *space)
{
	struct cdr_glob_states *alive = &space->alive;
	struct state **slot, *state;
	struct cdr_str key;

	settle(space);
	key = (struct cdr_str){ (char *)alive->list, alive->n * sizeof(*alive->list) };
	slot = &space->slots[cdr_str_hash(key) & (SLOTS - 1)];
	for (state = *slot; state; state = state->chain)
		if (state->n == alive->n && memcmp(state->nodes, key.ptr, key.len) == 0)
			break;
	if (!state) {
		state = cdr_arena_alloc(&space->arena,
					sizeof(*state) + set->n_kinds * sizeof(state->next[0]));
		state->nodes = cdr_arena_copy(&space->arena, key.ptr, key.len);
		state->n = alive->n;
		state->matched = matched_by(space);
		state->chain = *slot;
		*slot = state;
	}
	alive->n = 0;
	return state;
}

static struct state *start_of(const struct cdr_globset *set, struct cdr_globset_space *space,
			      enum reach reach)
{
	if (space->arena.used > CACHE_BYTES)
		forget_all(space);
	if (!space->starts[reach]) {
		for (size_t i = 0; i < set->starts[reach].n; i++)
			cdr_glob_start(&space->prog, &space->alive, set->starts[reach].items[i]);
		space->starts[reach] = state_of_alive(set, space);
	}
	return space->starts[reach];
}

/* --- matching -------------------------------------------------------------- */

static struct state *walk(const struct cdr_globset *set, struct cdr_globset_space *space,
			  struct state *at, struct cdr_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char byte = (unsigned char)text.ptr[i];
		struct state **next = &at->next[set->kinds[byte]];

		if (!*next) {
			cdr_glob_step(&space->prog, at->nodes, at->n, byte, &space->alive);
			*next = state_of_alive(set, space);
		}
		at = *next;
	}
	return at;
}

void cdr_globset_match(const struct cdr_globset *set, struct cdr_globset_space *space,
		       struct cdr_str path, uint64_t *bits)
{
	size_t base = path.len;

	while (base > 0 && path.ptr[base - 1] != '/')
		base--;
	memset(bits, 0, space->n_words * sizeof(*bits));
	for (enum reach reach = 0; reach < REACHES; reach++) {
		struct cdr_str text = cdr_str_sub(path, reach == REACH_BASE ? base : 0,
						  reach == REACH_DIRECTORY ? base : path.len);
		const struct state *end = walk(set, space, start_of(set, space, reach), text);

		for (size_t i = 0; i < space->n_words; i++)
			bits[i] |= end->matched[i];
	}
}
