/* trace.c - takes down what both sides of a file guard and what became of it. */
#include "scan/guard/guard.h"
#include "scan/trace.h"

/* Lines of entity IDX of GUARDS; of the file all that there can be. */
static struct cdr_lines lines_of(const struct cdr_guards *guards, size_t idx)
{
	if (idx == CDR_NO_ENTITY)
		return (struct cdr_lines){ 1, UINT32_MAX };
	if (idx == CDR_GONE)
		return (struct cdr_lines){ 0, 0 };
	return guards->entities[idx].lines;
}

/* Where the entity that HELD of the new side guards was before; as far as its guards tell. */
static struct cdr_lines lines_before(const struct cdr_guards *old_side, const struct cdr_held *held)
{
	for (size_t i = 0; i < old_side->held.n; i++)
		if (old_side->held.items[i].place == held->place)
			return lines_of(old_side, old_side->held.items[i].entity);
	return (struct cdr_lines){ 0, 0 };
}

void cdr_trace_guard(struct cdr_trace *trace, const struct cdr_guards *sides, enum cdr_side side,
		     const struct cdr_held *held, enum cdr_trace_fate fate)
{
	const struct cdr_guards *guards = &sides[side];
	struct cdr_trace_guard out = { .side = side, .fate = fate };
	uint32_t col;

	if (!trace)
		return;
	if (trace->guards.n >= CDR_TRACE_STEPS) {
		trace->n_left_out++;
		return;
	}
	out.lineno = cdr_view_locate(guards->view, held->span.from, &col);
	out.words = cdr_str_copy(trace->arena, held->words);
	if (held->key.literal.len)
		out.anchor = cdr_str_copy(trace->arena, held->key.literal);
	else if (held->entity != CDR_NO_ENTITY)
		out.anchor = cdr_str_copy(trace->arena, guards->entities[held->entity].name);
	out.entity[side] = lines_of(guards, held->entity);
	if (side == CDR_SIDE_OLD)
		out.entity[CDR_SIDE_NEW] = lines_of(&sides[CDR_SIDE_NEW], held->place);
	else
		out.entity[CDR_SIDE_OLD] = lines_before(&sides[CDR_SIDE_OLD], held);
	*cdr_vec_push(trace->arena, &trace->guards) = out;
}

void cdr_trace_new_guards(struct cdr_trace *trace, const struct cdr_guards *sides)
{
	const struct cdr_guards *guards = &sides[CDR_SIDE_NEW];

	for (size_t i = 0; trace && i < guards->held.n; i++) {
		const struct cdr_held *held = &guards->held.items[i];

		cdr_trace_guard(trace, sides, CDR_SIDE_NEW, held,
				held->paired ? CDR_FATE_KEPT : CDR_FATE_NEW);
	}
}
