/*
 * automaton_scan.c - what bounds a scan is the wait for the next state, so the text
 * is cut at line ends into four parts that are read side by side. No literal crosses
 * a line end. Whether a state has outputs cannot be foretold, so while parts are read
 * together that is no branch: states are noted, and looked at a block later.
 */
#include "rules/automaton_parts.h"

#include "base/oom.h"

#include <stdlib.h>
#include <string.h>

#define LANES 4u
#define LANE_BYTES 64u /* below that a part is not worth it */
#define BLOCK 256u     /* bytes of each lane */

/* A part of the text, from the start of a line on. */
struct lane {
	const unsigned char *at, *end;
	uint32_t state;
	struct cdr_hits *hits;
};

struct scan {
	const struct cdr_automaton *a;
	const unsigned char *start, *end;
	struct lane lanes[LANES];
	size_t n_lanes;
};

/* A lane is in a state that has outputs, after byte AT of the block. */
struct event { uint16_t at, lane; uint32_t state; };

/* --- hits --------------------------------------------------------------------- */

void cdr_hits_release(struct cdr_hits *hits)
{
	for (size_t i = 0; hits->parts && i < LANES; i++)
		free(hits->parts[i].items);
	free(hits->parts);
	free(hits->items);
	*hits = (struct cdr_hits){ .n = 0 };
}

static void make_room(struct cdr_hits *hits, size_t n)
{
	if (hits->n + n <= hits->alloc)
		return;
	hits->alloc = 2 * (hits->n + n) + 64;
	hits->items = cdr_alloc_resized(hits->items, hits->alloc * sizeof(*hits->items));
}

/* Ends are in order; of two literals that end together the longer one is first. */
static bool is_before(const struct cdr_automaton *a, struct cdr_hit one, struct cdr_hit other)
{
	return one.end == other.end ? a->literals.items[one.literal].len >
					      a->literals.items[other.literal].len
				    : one.end < other.end;
}

/* Near the end of HITS: literals that began before may end later. */
static void put_hit(const struct cdr_automaton *a, struct cdr_hits *hits, struct cdr_hit hit)
{
	size_t at = hits->n;

	make_room(hits, 1);
	for (; at > 0 && is_before(a, hit, hits->items[at - 1]); at--)
		hits->items[at] = hits->items[at - 1];
	hits->items[at] = hit;
	hits->n++;
}

/* Whether the literal of OUTPUT, of which all but the rest stands before AT, goes on there. */
static bool goes_on(const struct scan *scan, const struct cdr_output *output,
		    const unsigned char *at)
{
	const struct cdr_str *literal = &scan->a->literals.items[output->literal];

	return (size_t)(scan->end - at) >= output->rest &&
	       cdr_automaton_is(literal->ptr + literal->len - output->rest, (const char *)at,
				output->rest);
}

/* STATE has outputs, the byte before AT led to it. */
static void report(struct scan *scan, struct lane *lane, uint32_t state, const unsigned char *at)
{
	while (state && lane->hits->n <= CDR_AUTOMATON_HITS) {
		const struct cdr_output *output = &scan->a->outputs[state];
		size_t end = (size_t)(at - scan->start) + output->rest;

		if (output->literal != CDR_AUTOMATON_NONE && goes_on(scan, output, at))
			put_hit(scan->a, lane->hits,
				(struct cdr_hit){ (uint32_t)end, output->literal });
		state = output->shorter;
	}
}

/* --- lanes ---------------------------------------------------------------------- */

static void run_lane(struct scan *scan, struct lane *lane)
{
	const cdr_state *table = scan->a->table;
	const uint8_t *classes = scan->a->classes;
	size_t width = scan->a->n_classes;
	uint32_t first_output = scan->a->first_output, state = lane->state;

	for (const unsigned char *at = lane->at; at < lane->end; at++) {
		state = table[state * width + classes[*at]];
		if (state >= first_output)
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

/* Reads N bytes of each lane, four states in four registers. How many events there are. */
static size_t read_block(struct scan *scan, size_t n, struct event *events)
{
	const cdr_state *table = scan->a->table;
	const uint8_t *classes = scan->a->classes;
	struct lane *l = scan->lanes;
	const unsigned char *p0 = l[0].at, *p1 = l[1].at, *p2 = l[2].at, *p3 = l[3].at;
	uint32_t s0 = l[0].state, s1 = l[1].state, s2 = l[2].state, s3 = l[3].state;
	uint32_t first_output = scan->a->first_output;
	size_t width = scan->a->n_classes, k = 0;

	for (uint16_t i = 0; i < n; i++) {
		s0 = table[s0 * width + classes[p0[i]]];
		s1 = table[s1 * width + classes[p1[i]]];
		s2 = table[s2 * width + classes[p2[i]]];
		s3 = table[s3 * width + classes[p3[i]]];
		events[k] = (struct event){ i, 0, s0 };
		k += s0 >= first_output;
		events[k] = (struct event){ i, 1, s1 };
		k += s1 >= first_output;
		events[k] = (struct event){ i, 2, s2 };
		k += s2 >= first_output;
		events[k] = (struct event){ i, 3, s3 };
		k += s3 >= first_output;
	}
	l[0].state = s0, l[1].state = s1, l[2].state = s2, l[3].state = s3;
	return k;
}

/* As far as the shortest lane goes. */
static void run_together(struct scan *scan)
{
	struct event events[BLOCK * LANES + 1];

	for (size_t left = shortest(scan); left > 0;) {
		size_t n = left < BLOCK ? left : BLOCK, n_events = read_block(scan, n, events);

		for (size_t i = 0; i < n_events; i++) {
			struct lane *lane = &scan->lanes[events[i].lane];

			report(scan, lane, events[i].state, lane->at + events[i].at + 1);
		}
		for (size_t i = 0; i < LANES; i++)
			scan->lanes[i].at += n;
		left -= n;
	}
}

static void add_lane(struct scan *scan, struct cdr_hits *hits, const unsigned char *at,
		     const unsigned char *end)
{
	struct cdr_hits *part = &hits->parts[scan->n_lanes];

	part->n = 0;
	scan->lanes[scan->n_lanes++] = (struct lane){ .at = at, .end = end, .hits = part };
}

/* Parts of about equal size that begin where lines do; one when that is not to be had. */
static void cut(struct scan *scan, struct cdr_hits *hits)
{
	const unsigned char *at = scan->start, *end = scan->end;
	size_t share = (size_t)(end - at) / LANES;

	while (scan->n_lanes + 1 < LANES && share >= LANE_BYTES && (size_t)(end - at) > share) {
		const unsigned char *lf = memchr(at + share, '\n', (size_t)(end - at) - share);

		if (!lf)
			break;
		add_lane(scan, hits, at, lf + 1);
		at = lf + 1;
	}
	add_lane(scan, hits, at, end);
}

static bool join(const struct scan *scan, struct cdr_hits *hits)
{
	size_t n = 0;

	for (size_t i = 0; i < scan->n_lanes; i++)
		n += scan->lanes[i].hits->n;
	if (n > CDR_AUTOMATON_HITS)
		return false;
	if (n == 0)
		return true;
	make_room(hits, n);
	for (size_t i = 0; i < scan->n_lanes; i++) {
		const struct cdr_hits *part = scan->lanes[i].hits;

		if (part->n)
			memcpy(hits->items + hits->n, part->items, part->n * sizeof(*part->items));
		hits->n += part->n;
	}
	return true;
}

bool cdr_automaton_scan(const struct cdr_automaton *automaton, struct cdr_str text,
			struct cdr_hits *hits)
{
	const unsigned char *start = (const unsigned char *)text.ptr;
	struct scan scan = { .a = automaton, .start = start, .end = start + text.len };

	hits->n = 0;
	if (text.len == 0 || automaton->literals.n == 0)
		return true;
	if (!hits->parts)
		hits->parts = cdr_alloc_zeroed(LANES * sizeof(*hits->parts));
	cut(&scan, hits);
	if (scan.n_lanes == LANES)
		run_together(&scan);
	for (size_t i = 0; i < scan.n_lanes; i++)
		run_lane(&scan, &scan.lanes[i]);
	return join(&scan, hits);
}
