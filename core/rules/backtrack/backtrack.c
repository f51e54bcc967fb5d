/*
 * backtrack.c - from the source to the judgement. Repetitions with a far end are taken for
 * endless ones only where they nest: there the bound does not help.
 */
#include "rules/backtrack/backtrack.h"

#define FAR 10u /* counts as endless within another repetition */
#define SOURCE_MAX ((size_t)16 << 10)

static struct cdr_str source_of(struct cdr_str source, const struct cdr_machine *machine,
				unsigned loop)
{
	struct cdr_span at = machine->loops[loop].repeat->at;

	return cdr_str_trim(cdr_str_sub(source, at.from, at.to));
}

/* The loop around LOOP, or itself when there is none. */
static unsigned around(const struct cdr_machine *machine, unsigned loop)
{
	unsigned above = machine->loops[loop].above;

	return above == CDR_NO_LOOP ? loop : above;
}

/* The repetitions that compete: those of two places, or one that stands in another. */
static void name_loops(struct cdr_backtracking *out, struct cdr_str source,
		       const struct cdr_machine *machine, const struct cdr_ambiguity *ambiguity)
{
	unsigned first = machine->places[ambiguity->first].loop;
	unsigned second = machine->places[ambiguity->second].loop;

	if (first == CDR_NO_LOOP || second == CDR_NO_LOOP)
		first = second = first == CDR_NO_LOOP ? second : first;
	if (first == CDR_NO_LOOP)
		return;
	if (ambiguity->first == ambiguity->second)
		second = around(machine, first);
	out->first = source_of(source, machine, first);
	out->second = source_of(source, machine, second);
}

static bool judge(struct cdr_backtracking *out, struct cdr_str source,
		  const struct cdr_machine *machine, const struct cdr_ambiguity *ambiguity,
		  struct cdr_arena *arena)
{
	out->growth = ambiguity->growth;
	out->degree = ambiguity->degree;
	if (ambiguity->growth == CDR_LINEAR)
		return false;
	if (ambiguity->growth != CDR_UNDECIDED) {
		name_loops(out, source, machine, ambiguity);
		out->attack = cdr_attack_on(machine, ambiguity, arena);
	}
	return true;
}

static struct cdr_backtracking judge_tree(struct cdr_str source, const struct cdr_re_node *tree,
					  struct cdr_arena *arena)
{
	struct cdr_backtracking out = { .growth = CDR_UNDECIDED };
	struct cdr_machine machine, far;
	struct cdr_ambiguity ambiguity;

	if (!cdr_machine_make(&machine, tree, CDR_RE_ENDLESS, arena) ||
	    !cdr_machine_make(&far, tree, FAR, arena))
		return out;
	ambiguity = cdr_ambiguity_exponential(&machine, arena);
	if (judge(&out, source, &machine, &ambiguity, arena))
		return out;
	ambiguity = cdr_ambiguity_exponential(&far, arena);
	if (judge(&out, source, &far, &ambiguity, arena))
		return out;
	ambiguity = cdr_ambiguity_polynomial(&machine, arena);
	judge(&out, source, &machine, &ambiguity, arena);
	return out;
}

struct cdr_backtracking cdr_backtracking_of(struct cdr_str source, struct cdr_arena *arena)
{
	const struct cdr_re_node *tree =
		source.len > SOURCE_MAX ? NULL : cdr_re_tree(source, arena);

	if (!tree)
		return (struct cdr_backtracking){ .growth = CDR_UNDECIDED };
	return judge_tree(source, tree, arena);
}
