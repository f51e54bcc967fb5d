/*
 * automaton.c - a trie while literals are added, a dense table of transitions
 * once it is sealed: the next state is one load away, whatever the byte.
 *
 * Every start fills the table and every text waits for it, so it has to be small:
 * the trie ends soon after where one literal is left, and the rest is compared.
 */
#include "rules/automaton_parts.h"

#include "base/oom.h"

#include <stdlib.h>
#include <string.h>

/* Bytes of a literal in the trie if no other begins so: with fewer too much is compared in vain. */
#define ALONE 3u
#define NONE CDR_AUTOMATON_NONE

/* Node 0 is the root. */
struct cdr_automaton_node {
	uint32_t child, sibling; /* 0: none */
	uint32_t literal;        /* that ends here or is the only one below, or NONE */
	uint32_t depth;
	cdr_state state, suffix; /* when sealed: its own, and that of its longest suffix */
	unsigned char byte;
};

/* --- the trie ------------------------------------------------------------- */

static uint32_t add_node(struct cdr_automaton *a, struct cdr_automaton_node node)
{
	if (a->n_nodes == a->alloc) {
		a->alloc = a->alloc ? 2 * a->alloc : 256;
		a->nodes = cdr_alloc_resized(a->nodes, a->alloc * sizeof(*a->nodes));
	}
	a->nodes[a->n_nodes] = node;
	return (uint32_t)a->n_nodes++;
}

struct cdr_automaton *cdr_automaton_new(void)
{
	struct cdr_automaton *a = cdr_alloc_zeroed(sizeof(*a));

	add_node(a, (struct cdr_automaton_node){ .literal = NONE });
	return a;
}

void cdr_automaton_free(struct cdr_automaton *automaton)
{
	if (!automaton)
		return;
	free(automaton->nodes);
	free(automaton->table);
	free(automaton->outputs);
	cdr_arena_release(&automaton->arena);
	free(automaton);
}

/* The child of node AT by BYTE, 0 when there is none. It comes first: the next literal is alike. */
static uint32_t child_of(struct cdr_automaton *a, uint32_t at, unsigned char byte)
{
	uint32_t *link = &a->nodes[at].child, first = *link, child;

	while (*link && a->nodes[*link].byte != byte)
		link = &a->nodes[*link].sibling;
	child = *link;
	if (child == first || child == 0)
		return child;
	*link = a->nodes[child].sibling;
	a->nodes[child].sibling = first;
	a->nodes[at].child = child;
	return child;
}

static uint32_t add_child(struct cdr_automaton *a, uint32_t at, unsigned char byte)
{
	uint32_t child = add_node(a, (struct cdr_automaton_node){
					     .sibling = a->nodes[at].child,
					     .literal = NONE,
					     .depth = a->nodes[at].depth + 1,
					     .byte = byte,
				     });

	a->nodes[at].child = child;
	return child;
}

/* Whether LITERAL is the one at node AT. */
static bool is_at(const struct cdr_automaton *a, uint32_t at, struct cdr_str literal)
{
	const struct cdr_str *held = a->literals.items + a->nodes[at].literal;

	return a->nodes[at].literal != NONE && held->len == literal.len &&
	       cdr_automaton_is(held->ptr, literal.ptr, literal.len);
}

/* What is no longer the only one below AT moves down by a byte, if it does not end there. */
static void make_room(struct cdr_automaton *a, uint32_t at)
{
	uint32_t literal = a->nodes[at].literal, depth = a->nodes[at].depth, child;

	if (literal == NONE || a->literals.items[literal].len == depth)
		return;
	child = add_child(a, at, (unsigned char)a->literals.items[literal].ptr[depth]);
	a->nodes[child].literal = literal;
	a->nodes[at].literal = NONE;
}

/* The node where LITERAL is, or can be put. */
static uint32_t node_for(struct cdr_automaton *a, struct cdr_str literal)
{
	uint32_t at = 0;

	for (size_t depth = 0; !is_at(a, at, literal); depth++) {
		unsigned char byte;
		uint32_t child;

		make_room(a, at);
		if (depth == literal.len)
			break;
		byte = (unsigned char)cdr_to_lower(literal.ptr[depth]);
		child = child_of(a, at, byte);
		at = child ? child : add_child(a, at, byte);
		if (!child && depth + 1 >= ALONE)
			break;
	}
	return at;
}

static struct cdr_str lowered(struct cdr_arena *arena, struct cdr_str literal)
{
	char *lower = cdr_arena_copy(arena, literal.ptr, literal.len);

	for (size_t i = 0; i < literal.len; i++)
		lower[i] = cdr_to_lower(lower[i]);
	return (struct cdr_str){ lower, literal.len };
}

uint32_t cdr_automaton_add(struct cdr_automaton *automaton, struct cdr_str literal)
{
	uint32_t at;

	/* It takes a node a byte at most, and one for what makes room. */
	if (literal.len == 0 || memchr(literal.ptr, '\n', literal.len) ||
	    automaton->n_nodes + literal.len >= CDR_AUTOMATON_STATES)
		return CDR_AUTOMATON_FULL;
	at = node_for(automaton, literal);
	if (automaton->nodes[at].literal == NONE) {
		automaton->nodes[at].literal = (uint32_t)automaton->literals.n;
		*cdr_vec_push(&automaton->arena, &automaton->literals) =
			lowered(&automaton->arena, literal);
	}
	return automaton->nodes[at].literal;
}

size_t cdr_automaton_count(const struct cdr_automaton *automaton)
{
	return automaton->literals.n;
}

/* --- sealing --------------------------------------------------------------- */

/* Bytes that no node has are all of class 0. */
static void find_classes(struct cdr_automaton *a)
{
	a->n_classes = 1;
	for (size_t i = 1; i < a->n_nodes; i++) {
		unsigned char byte = a->nodes[i].byte;

		if (a->classes[byte] == 0)
			a->classes[byte] = (uint8_t)a->n_classes++;
	}
	for (unsigned c = 'A'; c <= 'Z'; c++)
		a->classes[c] = a->classes[c - 'A' + 'a'];
}

static cdr_state *row_of(const struct cdr_automaton *a, uint32_t state)
{
	return a->table + (size_t)state * a->n_classes;
}

/* Shallow rows are used most, so they are together; those with outputs are behind all others. */
static cdr_state number(struct cdr_automaton *a, const struct cdr_automaton_node *node,
			uint32_t *n_plain)
{
	struct cdr_output *output;

	if (node->literal == NONE && node->suffix < a->first_output)
		return (cdr_state)(*n_plain)++;
	output = &a->outputs[--a->first_output];
	output->literal = node->literal;
	if (node->literal != NONE)
		output->rest = (uint32_t)a->literals.items[node->literal].len - node->depth;
	if (node->suffix > a->first_output)
		output->shorter = node->suffix;
	return (cdr_state)a->first_output;
}

/* The row of NODE, which is that of its longest suffix but for its children. They get numbers. */
static void fill_row(struct cdr_automaton *a, const struct cdr_automaton_node *node,
		     uint32_t *n_plain)
{
	cdr_state *row = row_of(a, node->state);

	if (node->depth > 0)
		memcpy(row, row_of(a, node->suffix), a->n_classes * sizeof(*row));
	for (uint32_t k = node->child; k; k = a->nodes[k].sibling) {
		struct cdr_automaton_node *child = &a->nodes[k];
		cdr_state *next = &row[a->classes[child->byte]];

		child->suffix = *next;
		child->state = *next = number(a, child, n_plain);
	}
}

/* By depth, so that the row of the suffix is complete. */
static void fill_rows(struct cdr_automaton *a)
{
	uint32_t *order = cdr_alloc_zeroed(a->n_nodes * sizeof(*order)), n_plain = 1;
	size_t n = 1;

	for (size_t i = 0; i < n; i++) {
		const struct cdr_automaton_node *node = &a->nodes[order[i]];

		fill_row(a, node, &n_plain);
		for (uint32_t k = node->child; k; k = a->nodes[k].sibling)
			order[n++] = k;
	}
	free(order);
}

void cdr_automaton_seal(struct cdr_automaton *automaton)
{
	size_t n = automaton->n_nodes;

	find_classes(automaton);
	automaton->table =
		cdr_alloc_zeroed(n * automaton->n_classes * sizeof(*automaton->table));
	automaton->outputs = cdr_alloc_zeroed(n * sizeof(*automaton->outputs));
	automaton->first_output = (uint32_t)n;
	fill_rows(automaton);
	free(automaton->nodes);
	automaton->nodes = NULL;
}
