/*
 * automaton.c - a trie while literals are added, a dense table of transitions
 * once it is sealed: the next state is one load away, whatever the byte.
 *
 * What bounds a scan is the wait for that load, so the text is cut at line ends
 * into four parts that are read side by side. No literal crosses a line end.
 */
#include "rules/automaton.h"

#include "base/oom.h"
#include "rules/ascii.h"

#include <stdlib.h>
#include <string.h>

#define LANES 4u
#define LANE_BYTES 64u /* below that a part is not worth it */
#define BYTES 256u
#define NONE UINT32_MAX

/* While literals are added. Node 0 is the root. */
struct node {
	uint32_t child, sibling; /* 0: none */
	uint32_t literal;        /* that ends here, or NONE */
	unsigned char byte;
};

/* What ends in a state: a literal, and what is a suffix of it. */
struct output {
	uint32_t literal; /* NONE: only `shorter` */
	uint32_t shorter; /* a row that has an output, too; 0: none */
};

struct cdr_automaton {
	struct node *nodes; /* gone once sealed */
	size_t n_nodes, alloc;
	size_t n_literals;
	uint8_t classes[BYTES];
	uint32_t n_classes;
	uint32_t *table;    /* rows of n_classes; a state is where its row begins */
	uint32_t first_hit; /* states from here on have outputs */
	struct output *outputs;
};

static void *granted(void *memory)
{
	if (!memory)
		cdr_oom();
	return memory;
}

/* --- the trie ------------------------------------------------------------- */

static uint32_t add_node(struct cdr_automaton *a, unsigned char byte, uint32_t sibling)
{
	if (a->n_nodes == a->alloc) {
		a->alloc = a->alloc ? 2 * a->alloc : 256;
		a->nodes = granted(realloc(a->nodes, a->alloc * sizeof(*a->nodes)));
	}
	a->nodes[a->n_nodes] =
		(struct node){ .sibling = sibling, .literal = NONE, .byte = byte };
	return (uint32_t)a->n_nodes++;
}

struct cdr_automaton *cdr_automaton_new(void)
{
	struct cdr_automaton *a = cdr_alloc_zeroed(sizeof(*a));

	add_node(a, 0, 0);
	return a;
}

void cdr_automaton_free(struct cdr_automaton *automaton)
{
	if (!automaton)
		return;
	free(automaton->nodes);
	free(automaton->table);
	free(automaton->outputs);
	free(automaton);
}

/* The child of node AT by BYTE, 0 when there is none. */
static uint32_t child_of(const struct cdr_automaton *a, uint32_t at, unsigned char byte)
{
	uint32_t child = a->nodes[at].child;

	while (child && a->nodes[child].byte != byte)
		child = a->nodes[child].sibling;
	return child;
}

static uint32_t grow_child(struct cdr_automaton *a, uint32_t at, unsigned char byte)
{
	uint32_t child = child_of(a, at, byte);

	if (!child) {
		child = add_node(a, byte, a->nodes[at].child);
		a->nodes[at].child = child;
	}
	return child;
}

uint32_t cdr_automaton_add(struct cdr_automaton *automaton, struct cdr_str literal)
{
	uint32_t at = 0;

	if (literal.len == 0 || memchr(literal.ptr, '\n', literal.len) ||
	    automaton->n_nodes + literal.len > CDR_AUTOMATON_STATES)
		return CDR_AUTOMATON_FULL;
	for (size_t i = 0; i < literal.len; i++)
		at = grow_child(automaton, at, (unsigned char)cdr_to_lower(literal.ptr[i]));
	if (automaton->nodes[at].literal == NONE)
		automaton->nodes[at].literal = (uint32_t)automaton->n_literals++;
	return automaton->nodes[at].literal;
}

size_t cdr_automaton_count(const struct cdr_automaton *automaton)
{
	return automaton->n_literals;
}

/* --- sealing --------------------------------------------------------------- */

/* Bytes that no literal has are all of class 0. */
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

/* What sealing needs to know of each node. */
struct sealing {
	uint32_t *order; /* nodes by depth */
	uint32_t *fail;  /* the node of the longest suffix */
	uint32_t *row;   /* where its transitions begin */
	bool *hits;      /* whether something ends there */
	size_t n;
};

static void find_failures(const struct cdr_automaton *a, struct sealing *s)
{
	s->order[s->n++] = 0;
	for (size_t i = 0; i < s->n; i++) {
		uint32_t at = s->order[i];

		s->hits[at] = a->nodes[at].literal != NONE || s->hits[s->fail[at]];
		for (uint32_t k = a->nodes[at].child; k; k = a->nodes[k].sibling) {
			uint32_t suffix = at, next = 0;

			while (suffix && !next) {
				suffix = s->fail[suffix];
				next = child_of(a, suffix, a->nodes[k].byte);
			}
			s->fail[k] = next;
			s->order[s->n++] = k;
		}
	}
}

/* Rows by depth, because shallow ones are used most; those with outputs behind all others. */
static void number_rows(struct cdr_automaton *a, struct sealing *s)
{
	uint32_t next = 0;

	for (int hits = 0; hits < 2; hits++) {
		if (hits)
			a->first_hit = next;
		for (size_t i = 0; i < s->n; i++)
			if (s->hits[s->order[i]] == (hits == 1)) {
				s->row[s->order[i]] = next;
				next += a->n_classes;
			}
	}
}

/* By depth, so that the row of the suffix is complete. */
static void fill_rows(struct cdr_automaton *a, const struct sealing *s)
{
	for (size_t i = 0; i < s->n; i++) {
		uint32_t at = s->order[i];
		uint32_t *row = a->table + s->row[at];

		if (at)
			memcpy(row, a->table + s->row[s->fail[at]], a->n_classes * sizeof(*row));
		for (uint32_t k = a->nodes[at].child; k; k = a->nodes[k].sibling)
			row[a->classes[a->nodes[k].byte]] = s->row[k];
	}
}

static struct output *output_of(const struct cdr_automaton *a, uint32_t row)
{
	return &a->outputs[(row - a->first_hit) / a->n_classes];
}

static void fill_outputs(struct cdr_automaton *a, const struct sealing *s)
{
	for (size_t i = 0; i < s->n; i++) {
		uint32_t at = s->order[i];

		if (s->hits[at])
			*output_of(a, s->row[at]) = (struct output){
				.literal = a->nodes[at].literal,
				.shorter = s->hits[s->fail[at]] ? s->row[s->fail[at]] : 0,
			};
	}
}

void cdr_automaton_seal(struct cdr_automaton *automaton)
{
	size_t n = automaton->n_nodes;
	struct sealing s = {
		.order = cdr_alloc_zeroed(n * sizeof(*s.order)),
		.fail = cdr_alloc_zeroed(n * sizeof(*s.fail)),
		.row = cdr_alloc_zeroed(n * sizeof(*s.row)),
		.hits = cdr_alloc_zeroed(n * sizeof(*s.hits)),
	};

	find_classes(automaton);
	find_failures(automaton, &s);
	number_rows(automaton, &s);
	automaton->table = cdr_alloc_zeroed(n * automaton->n_classes * sizeof(uint32_t));
	automaton->outputs = cdr_alloc_zeroed(n * sizeof(*automaton->outputs));
	fill_rows(automaton, &s);
	fill_outputs(automaton, &s);
	free(s.order);
	free(s.fail);
	free(s.row);
	free(s.hits);
	free(automaton->nodes);
	automaton->nodes = NULL;
}

/* --- scanning ----------------------------------------------------------------- */

/* A part of the text, from the start of a line on. */
struct lane {
	const unsigned char *at, *end;
	uint32_t state;
	struct cdr_hits hits;
};

struct scan {
	const struct cdr_automaton *a;
	const unsigned char *start;
	struct lane lanes[LANES];
	size_t n_lanes;
};

void cdr_hits_release(struct cdr_hits *hits)
{
	free(hits->items);
	*hits = (struct cdr_hits){ NULL, 0, 0 };
}

static void push_hit(struct cdr_hits *hits, struct cdr_hit hit)
{
	if (hits->n == hits->alloc) {
		hits->alloc = hits->alloc ? 2 * hits->alloc : 64;
		hits->items = granted(realloc(hits->items, hits->alloc * sizeof(*hits->items)));
	}
	hits->items[hits->n++] = hit;
}

/* ROW is a state with outputs, which the byte before AT led to. */
static void report(struct scan *scan, struct lane *lane, uint32_t row, const unsigned char *at)
{
	while (row && lane->hits.n <= CDR_AUTOMATON_HITS) {
		const struct output *output = output_of(scan->a, row);

		if (output->literal != NONE)
			push_hit(&lane->hits, (struct cdr_hit){ (uint32_t)(at - scan->start),
								output->literal });
		row = output->shorter;
	}
}

static void run_lane(struct scan *scan, struct lane *lane)
{
	const uint32_t *table = scan->a->table;
	const uint8_t *classes = scan->a->classes;
	uint32_t first_hit = scan->a->first_hit, state = lane->state;

	for (const unsigned char *at = lane->at; at < lane->end; at++) {
		state = table[state + classes[*at]];
		if (state >= first_hit)
			report(scan, lane, state, at + 1);
	}
}

static size_t shortest(const struct scan *scan)
{
	size_t least = SIZE_MAX;

	for (size_t i = 0; i < scan->n_lanes; i++) {
		size_t len = (size_t)(scan->lanes[i].end - scan->lanes[i].at);

		least = len < least ? len : least;
	}
	return least;
}

/* As far as the shortest lane goes; four states in four registers. */
static void run_together(struct scan *scan)
{
	const uint32_t *table = scan->a->table;
	const uint8_t *classes = scan->a->classes;
	struct lane *l = scan->lanes;
	const unsigned char *p0 = l[0].at, *p1 = l[1].at, *p2 = l[2].at, *p3 = l[3].at;
	uint32_t first_hit = scan->a->first_hit, s0 = 0, s1 = 0, s2 = 0, s3 = 0;
	size_t n = shortest(scan);

	for (size_t i = 0; i < n; i++) {
		s0 = table[s0 + classes[p0[i]]];
		s1 = table[s1 + classes[p1[i]]];
		s2 = table[s2 + classes[p2[i]]];
		s3 = table[s3 + classes[p3[i]]];
		if (s0 >= first_hit)
			report(scan, &l[0], s0, p0 + i + 1);
		if (s1 >= first_hit)
			report(scan, &l[1], s1, p1 + i + 1);
		if (s2 >= first_hit)
			report(scan, &l[2], s2, p2 + i + 1);
		if (s3 >= first_hit)
			report(scan, &l[3], s3, p3 + i + 1);
	}
	l[0].state = s0, l[1].state = s1, l[2].state = s2, l[3].state = s3;
	for (size_t k = 0; k < LANES; k++)
		l[k].at += n;
}

/* Parts of about equal size that begin where lines do; one when that is not to be had. */
static void cut(struct scan *scan, struct cdr_str text)
{
	const unsigned char *at = scan->start, *end = at + text.len;
	size_t share = text.len / LANES;

	scan->n_lanes = 0;
	while (scan->n_lanes + 1 < LANES && share >= LANE_BYTES && (size_t)(end - at) > share) {
		const unsigned char *lf = memchr(at + share, '\n', (size_t)(end - at) - share);

		if (!lf)
			break;
		scan->lanes[scan->n_lanes].at = at;
		scan->lanes[scan->n_lanes++].end = at = lf + 1;
	}
	scan->lanes[scan->n_lanes].at = at;
	scan->lanes[scan->n_lanes++].end = end;
}

static bool join(struct scan *scan, struct cdr_hits *hits)
{
	size_t n = 0;

	for (size_t i = 0; i < scan->n_lanes; i++)
		n += scan->lanes[i].hits.n;
	for (size_t i = 0; i < scan->n_lanes && n <= CDR_AUTOMATON_HITS; i++)
		for (size_t k = 0; k < scan->lanes[i].hits.n; k++)
			push_hit(hits, scan->lanes[i].hits.items[k]);
	return n <= CDR_AUTOMATON_HITS;
}

bool cdr_automaton_scan(const struct cdr_automaton *automaton, struct cdr_str text,
			struct cdr_hits *hits)
{
	struct scan scan = { .a = automaton, .start = (const unsigned char *)text.ptr };
	bool all;

	hits->n = 0;
	if (text.len == 0 || automaton->n_literals == 0)
		return true;
	cut(&scan, text);
	if (scan.n_lanes == LANES)
		run_together(&scan);
	for (size_t i = 0; i < scan.n_lanes; i++)
		run_lane(&scan, &scan.lanes[i]);
	all = join(&scan, hits);
	for (size_t i = 0; i < scan.n_lanes; i++)
		cdr_hits_release(&scan.lanes[i].hits);
	return all;
}
