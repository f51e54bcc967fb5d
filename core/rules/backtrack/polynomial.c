/*
 * polynomial.c - two repetitions that can share out one text in every way, one after the other.
 */
#include "rules/backtrack/walks.h"

#include <string.h>

/* Three walks: one stays in the first component, one goes over, one stays in the second. */
struct triple {
	unsigned first, between, second;
};

/* From one component to another, over the places that BETWEEN has. */
struct crossing {
	const struct cdr_component *from, *to;
	unsigned *between, *nth; /* places, and by place which one of them plus 1; 0: none */
	size_t n_between;
};

static unsigned triple_number(const struct cdr_walks *w, const struct crossing *c, struct triple t)
{
	size_t first = w->components.nth[t.first], second = w->components.nth[t.second];

	return (unsigned)((first * c->n_between + c->nth[t.between] - 1) * c->to->n + second);
}

static struct triple triple_of(const struct crossing *c, unsigned number)
{
	size_t rest = number / c->to->n;

	return (struct triple){ c->from->places[rest / c->n_between],
				c->between[rest % c->n_between], c->to->places[number % c->to->n] };
}

/* The steps of the third walk, beside two that are over the characters of BOTH. */
static void step_second(struct cdr_walks *w, const struct crossing *c, struct triple next,
			struct cdr_charset both, unsigned at)
{
	struct triple was = triple_of(c, w->list.items[at].tuple);
	const struct cdr_re_place *second = cdr_walks_place(w, was.second);

	for (size_t i = 0; i < second->n_steps; i++) {
		struct cdr_charset all = cdr_charset_and(both, second->steps[i].set);

		next.second = second->steps[i].to;
		if (w->components.of[next.second] == w->components.of[was.second] &&
		    !cdr_charset_is_empty(all))
			cdr_walks_reach(w, triple_number(w, c, next), at, all);
	}
}

static void step_triple(struct cdr_walks *w, const struct crossing *c, unsigned at)
{
	struct triple was = triple_of(c, w->list.items[at].tuple);
	const struct cdr_re_place *first = cdr_walks_place(w, was.first);
	const struct cdr_re_place *between = cdr_walks_place(w, was.between);
	size_t n = cdr_walks_place(w, was.second)->n_steps;

	if (!cdr_walks_go_on(w, first->n_steps * between->n_steps * n))
		return;
	for (size_t i = 0; i < first->n_steps; i++)
		for (size_t k = 0; k < between->n_steps; k++) {
			const struct cdr_re_step *a = &first->steps[i], *b = &between->steps[k];
			struct cdr_charset both = cdr_charset_and(a->set, b->set);

			if (w->components.of[a->to] == w->components.of[was.first] &&
			    c->nth[b->to] && !cdr_charset_is_empty(both))
				step_second(w, c, (struct triple){ a->to, b->to, 0 }, both, at);
		}
}

/* Whether a word leads from P to P, from P to Q, and from Q to Q. */
static bool shares_out(struct cdr_walks *w, const struct crossing *c, unsigned p, unsigned q,
		       struct cdr_ambiguity *out)
{
	unsigned goal = triple_number(w, c, (struct triple){ p, q, q });

	cdr_walks_begin(w, c->from->n * c->n_between * c->to->n,
			triple_number(w, c, (struct triple){ p, p, q }));
	for (unsigned at = 0; !w->gave_up && at < w->list.n; at++) {
		if (w->list.items[at].tuple == goal) {
			*out = (struct cdr_ambiguity){ .from = p, .first = p, .second = q };
			cdr_walks_spell(w, at, out);
			return true;
		}
		step_triple(w, c, at);
	}
	return false;
}

static bool crosses(struct cdr_walks *w, const struct crossing *c, struct cdr_ambiguity *out)
{
	for (size_t i = 0; i < c->from->n; i++)
		for (size_t k = 0; k < c->to->n && !w->gave_up; k++)
			if (!cdr_walks_is_settled(w, c->from->places[i], c->to->places[k]) &&
			    shares_out(w, c, c->from->places[i], c->to->places[k], out))
				return true;
	return false;
}

/* --- what lies between ---------------------------------------------------------- */

static void pass(struct crossing *c, unsigned place)
{
	if (c->nth[place])
		return;
	c->between[c->n_between++] = place;
	c->nth[place] = (unsigned)c->n_between;
}

static void begin_crossing(struct crossing *c)
{
	for (size_t i = 0; i < c->n_between; i++)
		c->nth[c->between[i]] = 0;
	c->n_between = 0;
}

static struct cdr_charset taken_by(const struct cdr_walks *w, const struct cdr_component *component)
{
	struct cdr_charset all = { { 0 } };

	for (size_t i = 0; i < component->n; i++)
		all = cdr_charset_or(all, cdr_walks_place(w, component->places[i])->set);
	return all;
}

/* The two components, and places that take all that both take: nothing stands between them. */
static void cross_at_once(const struct cdr_walks *w, struct crossing *c, const bool *ahead)
{
	struct cdr_charset both = cdr_charset_and(taken_by(w, c->from), taken_by(w, c->to));

	begin_crossing(c);
	for (size_t i = 0; i < c->from->n; i++)
		pass(c, c->from->places[i]);
	for (size_t i = 0; i < c->to->n; i++)
		pass(c, c->to->places[i]);
	for (unsigned at = 0; at < w->machine->n; at++) {
		struct cdr_charset others = cdr_charset_not(cdr_walks_place(w, at)->set);

		if (ahead[at] && cdr_charset_is_empty(cdr_charset_and(both, others)))
			pass(c, at);
	}
}

/* All on a way from one to the other: AHEAD of the first, and from where the second is reached. */
static void cross_anyhow(const struct cdr_walks *w, struct crossing *c, const bool *ahead)
{
	bool found = true;

	begin_crossing(c);
	for (size_t i = 0; i < c->to->n; i++)
		pass(c, c->to->places[i]);
	while (found) {
		found = false;
		for (unsigned at = 0; at < w->machine->n; at++) {
			const struct cdr_re_place *place = cdr_walks_place(w, at);

			for (size_t i = 0; ahead[at] && !c->nth[at] && i < place->n_steps; i++)
				if (c->nth[place->steps[i].to]) {
					pass(c, at);
					found = true;
				}
		}
	}
}

/* Marks in REACHED what can be reached from COMPONENT over places that are not final. */
static void look_ahead(struct cdr_walks *w, const struct cdr_component *component, bool *reached)
{
	CDR_VEC(unsigned) todo = { 0 };

	memset(reached, 0, (w->machine->n + 1) * sizeof(*reached));
	*cdr_vec_push(w->arena, &todo) = component->places[0];
	reached[component->places[0]] = true;
	while (todo.n) {
		const struct cdr_re_place *place = cdr_walks_place(w, todo.items[--todo.n]);

		for (size_t i = 0; i < place->n_steps; i++) {
			unsigned to = place->steps[i].to;

			if (reached[to] || cdr_walks_place(w, to)->final)
				continue;
			reached[to] = true;
			*cdr_vec_push(w->arena, &todo) = to;
		}
	}
}

/* --- all pairs ---------------------------------------------------------------------- */

struct pairs {
	struct cdr_walks walks;
	struct crossing crossing;
	bool *ahead;          /* of the first component at hand, by place */
	unsigned char *kinds; /* of pairs: 0 unreachable, 1 reachable, 2 they share out a text */
	struct cdr_ambiguity found; /* the first, or the worst */
};

/* True when nothing worse can be found any more. */
static bool judge_pair(struct pairs *p, size_t from, size_t to)
{
	struct cdr_walks *w = &p->walks;
	unsigned char *kind = &p->kinds[from * w->components.n + to];
	struct cdr_ambiguity ambiguity;

	p->crossing.to = &w->components.items[to];
	if (from == to || !p->ahead[p->crossing.to->places[0]])
		return false;
	*kind = 1;
	cross_at_once(w, &p->crossing, p->ahead);
	if (crosses(w, &p->crossing, &ambiguity)) {
		p->found = ambiguity;
		p->found.growth = CDR_POLYNOMIAL;
		p->found.degree = 2;
		return true;
	}
	cross_anyhow(w, &p->crossing, p->ahead);
	if (!crosses(w, &p->crossing, &ambiguity))
		return false;
	*kind = 2;
	if (p->found.growth == CDR_LINEAR)
		p->found = ambiguity;
	p->found.growth = CDR_SQUARE_APART;
	return false;
}

/* The longest chain of components of which each shares out a text with the next, from FROM on. */
static unsigned chain(const struct pairs *p, size_t from, unsigned *known)
{
	size_t n = p->walks.components.n;
	unsigned longest = 1;

	if (known[from])
		return known[from];
	for (size_t to = 0; to < n; to++) {
		unsigned char kind = p->kinds[from * n + to];
		unsigned more = kind ? chain(p, to, known) + (kind == 2) : 0;

		longest = more > longest ? more : longest;
	}
	return known[from] = longest;
}

static void measure(struct pairs *p)
{
	size_t n = p->walks.components.n;
	unsigned *known = cdr_arena_alloc(p->walks.arena, n * sizeof(*known));

	p->found.degree = 2;
	for (size_t i = 0; i < n; i++) {
		unsigned degree = chain(p, i, known);

		p->found.degree = degree > p->found.degree ? degree : p->found.degree;
	}
	if (p->found.degree > 2)
		p->found.growth = CDR_POLYNOMIAL;
}

struct cdr_ambiguity cdr_ambiguity_polynomial(const struct cdr_machine *machine,
					      struct cdr_arena *arena)
{
	size_t n = machine->n + 1;
	struct pairs p = { .walks = { .machine = machine, .arena = arena } };

	p.walks.components = cdr_components_find(machine, arena);
	p.crossing.between = cdr_arena_alloc(arena, n * sizeof(*p.crossing.between));
	p.crossing.nth = cdr_arena_alloc(arena, n * sizeof(*p.crossing.nth));
	p.ahead = cdr_arena_alloc(arena, n * sizeof(*p.ahead));
	p.kinds = cdr_arena_alloc(arena, p.walks.components.n * p.walks.components.n);
	for (size_t from = 0; from < p.walks.components.n; from++) {
		p.crossing.from = &p.walks.components.items[from];
		look_ahead(&p.walks, p.crossing.from, p.ahead);
		for (size_t to = 0; to < p.walks.components.n && !p.walks.gave_up; to++)
			if (judge_pair(&p, from, to))
				return p.found;
	}
	if (p.walks.gave_up)
		return (struct cdr_ambiguity){ .growth = CDR_UNDECIDED };
	if (p.found.growth != CDR_LINEAR)
		measure(&p);
	return p.found;
}
