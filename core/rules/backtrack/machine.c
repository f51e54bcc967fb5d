/*
 * machine.c - from a tree to its places. States that match nothing are joints: the walks over
 * them from one place to the next become steps, and two walks with the same end stay two.
 */
#include "rules/backtrack/machine.h"

#include "rules/ascii.h"

#include <string.h>

#define CUTS_MAX 64u
#define WALK_MAX 1000000u
#define WORD_EDGE_DEPTH 12u /* joints between a place and a \b that is looked for */
#define NOWHERE (~0u)

enum joint { FORK, PLACE, EDGE, LEAVE_CUT, SIDE, ACCEPT };

struct state {
	enum joint kind;
	unsigned out[2];                /* NOWHERE: none */
	const struct cdr_re_node *edge; /* EDGE */
	struct cdr_charset set;         /* PLACE */
	unsigned loop, cut;
	uint64_t cuts;
	unsigned number; /* of a place */
	bool passed;     /* on the walk at hand */
};

/* A step with the cuts that are left on its way. */
struct trodden {
	struct cdr_re_step step;
	uint64_t left;
};

struct maker {
	struct cdr_arena *arena;
	unsigned far;
	CDR_VEC(struct state) states;
	CDR_VEC(struct cdr_re_loop) loops;
	CDR_VEC(struct trodden) steps; /* from the place at hand */
	size_t n_places, n_cuts, n_walked;
	unsigned loop; /* that is being built */
	uint64_t cuts;
	bool too_large;
	bool final; /* the place at hand */
	uint64_t leaves;
	struct cdr_charset from; /* what the place at hand matches */
	bool at_start;           /* it is the one before the beginning: nothing stands there */
};

/* --- states ---------------------------------------------------------------- */

static unsigned add(struct maker *m, enum joint kind, unsigned out)
{
	unsigned number = (unsigned)m->states.n;

	*cdr_vec_push(m->arena, &m->states) = (struct state){
		.kind = kind,
		.out = { out, NOWHERE },
		.loop = m->loop,
		.cuts = m->cuts,
	};
	m->too_large |= number > 8 * CDR_PLACES_MAX || m->n_places > CDR_PLACES_MAX;
	return number;
}

static unsigned fork_to(struct maker *m, unsigned first, unsigned second)
{
	unsigned number = add(m, FORK, first);

	m->states.items[number].out[1] = second;
	return number;
}

/* NODE so that it is followed by NEXT; its first state comes back. */
static unsigned build(struct maker *m, const struct cdr_re_node *node, unsigned next);

/* The last part first, as each is built before what follows it. */
static unsigned build_parts(struct maker *m, const struct cdr_re_node *part, unsigned next)
{
	CDR_VEC(const struct cdr_re_node *) parts = { 0 };

	for (; part; part = part->next)
		*cdr_vec_push(m->arena, &parts) = part;
	while (parts.n && !m->too_large)
		next = build(m, parts.items[--parts.n], next);
	return next;
}

static unsigned build_either(struct maker *m, const struct cdr_re_node *way, unsigned next)
{
	unsigned first = build(m, way, next);

	while ((way = way->next) && !m->too_large)
		first = fork_to(m, first, build(m, way, next));
	return first;
}

/* At least once; back from behind its part, not through the way in: what is empty ends there. */
static unsigned build_loop(struct maker *m, const struct cdr_re_node *repeat, unsigned next)
{
	unsigned outside = m->loop, back = fork_to(m, NOWHERE, next), body;

	*cdr_vec_push(m->arena, &m->loops) = (struct cdr_re_loop){ repeat, outside };
	m->loop = (unsigned)m->loops.n - 1;
	body = build(m, repeat->first, back);
	m->states.items[back].out[0] = body;
	m->loop = outside;
	return body;
}

static unsigned build_repeat(struct maker *m, const struct cdr_re_node *repeat, unsigned next)
{
	unsigned min = repeat->counts.min, max = repeat->counts.max, entry = next;
	bool endless = max >= m->far;

	min = min < CDR_COPIES_MAX ? min : CDR_COPIES_MAX;
	max = max < CDR_COPIES_MAX ? max : CDR_COPIES_MAX;
	if (endless) {
		entry = build_loop(m, repeat, next);
		entry = min == 0 ? fork_to(m, entry, next) : entry;
		max = min = min ? min - 1 : 0;
	}
	for (unsigned i = max; i > 0 && !m->too_large; i--) {
		entry = build(m, repeat->first, entry);
		if (i > min)
			entry = fork_to(m, entry, next);
	}
	return entry;
}

static unsigned build_cut(struct maker *m, const struct cdr_re_node *cut, unsigned next)
{
	unsigned leave = add(m, LEAVE_CUT, next), number = (unsigned)m->n_cuts++, entry;
	uint64_t outside = m->cuts;

	if (number >= CUTS_MAX) {
		m->too_large = true;
		return next;
	}
	m->states.items[leave].cut = number;
	m->cuts |= (uint64_t)1 << number;
	entry = build(m, cut->first, leave);
	m->cuts = outside;
	return entry;
}

/* What is looked at is walked into and ends there; the way goes on from where it was. */
static unsigned build_look(struct maker *m, const struct cdr_re_node *look, unsigned next)
{
	unsigned around = add(m, SIDE, NOWHERE), outside = m->loop, ahead;

	m->loop = CDR_NO_LOOP;
	ahead = build(m, look->first, around);
	m->loop = outside;
	return fork_to(m, ahead, next);
}

static unsigned build_edge(struct maker *m, const struct cdr_re_node *edge, unsigned next)
{
	unsigned number = add(m, EDGE, next);

	m->states.items[number].edge = edge;
	return number;
}

static unsigned add_place(struct maker *m, struct cdr_charset set, unsigned next)
{
	unsigned number = add(m, PLACE, next);

	m->states.items[number].set = set;
	m->states.items[number].number = (unsigned)m->n_places++;
	return number;
}

static struct cdr_charset words(void)
{
	struct cdr_charset set = { { 0 } };

	(void)cdr_re_shorthand('w', &set);
	return set;
}

/* Whether a \b or \B may be met from state NUMBER before a place. */
static bool meets_word_edge(const struct maker *m, unsigned number, unsigned depth)
{
	const struct state *state;

	if (number == NOWHERE || depth == 0)
		return false;
	state = &m->states.items[number];
	if (state->kind == EDGE && (state->edge->flips || state->edge->same))
		return true;
	return state->kind != PLACE && (meets_word_edge(m, state->out[0], depth - 1) ||
					meets_word_edge(m, state->out[1], depth - 1));
}

/* Before a \b the characters of words and the others go separate ways. */
static unsigned build_place(struct maker *m, const struct cdr_re_node *node, unsigned next)
{
	struct cdr_charset word = cdr_charset_and(node->set, words());
	struct cdr_charset other = cdr_charset_and(node->set, cdr_charset_not(words()));

	if (cdr_charset_is_empty(word) || cdr_charset_is_empty(other) ||
	    !meets_word_edge(m, next, WORD_EDGE_DEPTH))
		return add_place(m, node->set, next);
	return fork_to(m, add_place(m, word, next), add_place(m, other, next));
}

static unsigned build(struct maker *m, const struct cdr_re_node *node, unsigned next)
{
	if (m->too_large)
		return next;
	switch (node->kind) {
	case CDR_RE_EMPTY:
		break;
	case CDR_RE_SET:
		return build_place(m, node, next);
	case CDR_RE_EDGE:
		return build_edge(m, node, next);
	case CDR_RE_SEQUENCE:
		return build_parts(m, node->first, next);
	case CDR_RE_ALTERNATIVES:
		return build_either(m, node->first, next);
	case CDR_RE_REPEAT:
		return build_repeat(m, node, next);
	case CDR_RE_CUT:
		return build_cut(m, node, next);
	case CDR_RE_LOOK:
		return build_look(m, node, next);
	}
	return next;
}

/* --- walks ------------------------------------------------------------------- */

/* What a walk has met so far. */
struct walk {
	struct cdr_charset allowed; /* the next character */
	uint64_t left;              /* cuts */
	bool doubtful;              /* it goes on only if something holds */
};

/* The characters that may come behind \b or \B after one of FROM. */
static struct cdr_charset beside(struct cdr_charset from, bool same)
{
	struct cdr_charset word = words(), other = cdr_charset_not(word);

	if (cdr_charset_is_empty(cdr_charset_and(from, other)))
		return same ? word : other;
	if (cdr_charset_is_empty(cdr_charset_and(from, word)))
		return same ? other : word;
	return cdr_charset_all();
}

/* False when no character of the place at hand may stand before EDGE. */
static bool pass_edge(const struct maker *m, struct walk *walk, const struct cdr_re_node *edge)
{
	walk->doubtful = true;
	walk->allowed = cdr_charset_and(walk->allowed, edge->behind);
	if (edge->flips || edge->same)
		walk->allowed = cdr_charset_and(walk->allowed, beside(m->from, edge->same));
	return m->at_start || !cdr_charset_is_empty(cdr_charset_and(m->from, edge->before));
}

static void arrive(struct maker *m, const struct state *state, const struct walk *walk)
{
	struct cdr_charset set = cdr_charset_and(walk->allowed, state->set);
	size_t n_same = 0;

	for (size_t i = 0; i < m->steps.n; i++)
		n_same += m->steps.items[i].step.to == state->number;
	if (n_same < 2 && !cdr_charset_is_empty(set))
		*cdr_vec_push(m->arena, &m->steps) =
			(struct trodden){ { state->number, set }, walk->left };
}

static void walk_on(struct maker *m, unsigned number, struct walk walk)
{
	struct state *state;

	if (number == NOWHERE || m->states.items[number].passed)
		return;
	state = &m->states.items[number];
	m->too_large |= ++m->n_walked > WALK_MAX;
	switch (m->too_large ? SIDE : state->kind) {
	case PLACE:
		arrive(m, state, &walk);
		return;
	case SIDE:
	case ACCEPT:
		m->final |= !walk.doubtful;
		return;
	case EDGE:
		if (!pass_edge(m, &walk, state->edge))
			return;
		break;
	case LEAVE_CUT:
		walk.left |= (uint64_t)1 << state->cut;
		m->leaves |= walk.doubtful ? 0 : walk.left;
		break;
	case FORK:
		break;
	}
	state->passed = true;
	walk_on(m, state->out[0], walk);
	walk_on(m, state->out[1], walk);
	state->passed = false;
}

/* --- places -------------------------------------------------------------------- */

/* A cut is left only where it cannot go on: over other characters than those that stay in it. */
static void keep_cuts(struct maker *m, const uint64_t *cuts_of)
{
	for (size_t i = 0; i < m->steps.n; i++)
		for (size_t k = 0; k < m->steps.n; k++) {
			struct trodden *leaves = &m->steps.items[i];
			const struct trodden *stays = &m->steps.items[k];

			if (leaves->left & cuts_of[stays->step.to] & ~stays->left)
				leaves->step.set = cdr_charset_and(
					leaves->step.set, cdr_charset_not(stays->step.set));
		}
}

static void finish_place(struct maker *m, struct cdr_re_place *place, unsigned from,
			 const uint64_t *cuts_of)
{
	struct cdr_re_step *steps;

	m->steps.n = 0;
	m->final = false;
	m->leaves = 0;
	m->from = place->set;
	walk_on(m, from, (struct walk){ .allowed = cdr_charset_all() });
	keep_cuts(m, cuts_of);
	steps = cdr_arena_alloc(m->arena, m->steps.n * sizeof(*steps));
	for (size_t i = 0; i < m->steps.n; i++)
		if (!cdr_charset_is_empty(m->steps.items[i].step.set))
			steps[place->n_steps++] = m->steps.items[i].step;
	place->steps = steps;
	place->final = m->final;
	place->leaves = m->leaves & place->cuts;
}

static void finish(struct maker *m, struct cdr_machine *out, unsigned start)
{
	struct cdr_re_place *places =
		cdr_arena_alloc(m->arena, (m->n_places + 1) * sizeof(*places));
	uint64_t *cuts_of = cdr_arena_alloc(m->arena, (m->n_places + 1) * sizeof(*cuts_of));

	for (size_t i = 0; i < m->states.n; i++)
		if (m->states.items[i].kind == PLACE)
			cuts_of[m->states.items[i].number] = m->states.items[i].cuts;
	for (size_t i = 0; i < m->states.n; i++) {
		const struct state *state = &m->states.items[i];

		if (state->kind != PLACE)
			continue;
		places[state->number].set = state->set;
		places[state->number].loop = state->loop;
		places[state->number].cuts = state->cuts;
		finish_place(m, &places[state->number], state->out[0], cuts_of);
	}
	places[m->n_places].set = cdr_charset_all();
	places[m->n_places].loop = CDR_NO_LOOP;
	m->at_start = true;
	finish_place(m, &places[m->n_places], start, cuts_of);
	*out = (struct cdr_machine){ places, m->n_places, m->loops.items, m->loops.n };
}

bool cdr_machine_make(struct cdr_machine *out, const struct cdr_re_node *tree, unsigned far,
		      struct cdr_arena *arena)
{
	struct maker m = { .arena = arena, .far = far, .loop = CDR_NO_LOOP };
	unsigned start = build(&m, tree, add(&m, ACCEPT, NOWHERE));

	if (!m.too_large)
		finish(&m, out, start);
	return !m.too_large;
}
