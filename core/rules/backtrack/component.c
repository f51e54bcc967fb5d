/* component.c - strongly connected components, after Tarjan. */
#include "rules/backtrack/component.h"

struct finder {
	const struct cdr_machine *machine;
	struct cdr_arena *arena;
	unsigned *index, *low; /* 0: not met yet */
	unsigned *of, *nth;
	bool *waits;
	unsigned n_met;
	CDR_VEC(unsigned) stack;
	CDR_VEC(struct cdr_component) found;
};

static unsigned min(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

static bool steps_to_itself(const struct cdr_re_place *place, unsigned number)
{
	for (size_t i = 0; i < place->n_steps; i++)
		if (place->steps[i].to == number)
			return true;
	return false;
}

/* Takes the component of ROOT off the stack; a place alone is one only if it steps to itself. */
static void close_component(struct finder *f, unsigned root)
{
	size_t from = f->stack.n;
	struct cdr_component component;

	while (f->stack.items[--from] != root)
		;
	component.n = f->stack.n - from;
	component.places = cdr_arena_copy(f->arena, f->stack.items + from,
					  component.n * sizeof(*component.places));
	f->stack.n = from;
	for (size_t i = 0; i < component.n; i++)
		f->waits[component.places[i]] = false;
	if (component.n == 1 && !steps_to_itself(&f->machine->places[root], root))
		return;
	for (size_t i = 0; i < component.n; i++) {
		f->of[component.places[i]] = (unsigned)f->found.n;
		f->nth[component.places[i]] = (unsigned)i;
	}
	*cdr_vec_push(f->arena, &f->found) = component;
}

/* What is in no loop is in no circle: so the search goes no deeper than loops are long. */
static bool can_circle(const struct cdr_machine *machine, unsigned number)
{
	return machine->places[number].loop != CDR_NO_LOOP && !machine->places[number].final;
}

static void visit(struct finder *f, unsigned number)
{
	const struct cdr_re_place *place = &f->machine->places[number];

	f->index[number] = f->low[number] = ++f->n_met;
	*cdr_vec_push(f->arena, &f->stack) = number;
	f->waits[number] = true;
	for (size_t i = 0; i < place->n_steps; i++) {
		unsigned to = place->steps[i].to;

		if (!can_circle(f->machine, to))
			continue;
		if (!f->index[to]) {
			visit(f, to);
			f->low[number] = min(f->low[number], f->low[to]);
		} else if (f->waits[to]) {
			f->low[number] = min(f->low[number], f->index[to]);
		}
	}
	if (f->low[number] == f->index[number])
		close_component(f, number);
}

struct cdr_components cdr_components_find(const struct cdr_machine *machine,
					  struct cdr_arena *arena)
{
	size_t n = machine->n + 1;
	struct finder f = { .machine = machine, .arena = arena };

	f.index = cdr_arena_alloc(arena, n * sizeof(*f.index));
	f.low = cdr_arena_alloc(arena, n * sizeof(*f.low));
	f.of = cdr_arena_alloc(arena, n * sizeof(*f.of));
	f.nth = cdr_arena_alloc(arena, n * sizeof(*f.nth));
	f.waits = cdr_arena_alloc(arena, n * sizeof(*f.waits));
	for (size_t i = 0; i < n; i++)
		f.of[i] = CDR_NO_COMPONENT;
	for (unsigned i = 0; i < machine->n; i++)
		if (!f.index[i] && can_circle(machine, i))
			visit(&f, i);
	return (struct cdr_components){ f.of, f.nth, f.found.items, f.found.n };
}
