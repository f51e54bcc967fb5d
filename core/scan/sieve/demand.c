/*
 * demand.c - each detector reads certain lines around a change and no others
 * (trigger.c, guard.c, touch.c with subject.c); here that is said in lines.
 *
 * What is read may have been masked: a blank in it need not be one in the file, so
 * of a literal with blanks only a part is asked for. The same goes for line ends,
 * as the lines of a hunk are joined.
 */
#include "scan/sieve/demand.h"

#include "rules/literal.h"

#include <string.h>

/* The longest part of LITERAL that no line end and, where there are MASKS, no blank cuts. */
static struct cdr_str longest_part(struct cdr_str literal, bool masks)
{
	struct cdr_str best = { NULL, 0 };
	size_t from = 0;

	for (size_t i = 0; i <= literal.len; i++) {
		if (i < literal.len && literal.ptr[i] != '\n' && !(masks && literal.ptr[i] == ' '))
			continue;
		if (i - from > best.len)
			best = cdr_str_sub(literal, from, i);
		from = i + 1;
	}
	return best;
}

/* A set that is asked for by its parts; n 0 when they would tell nothing. */
static struct cdr_literals parts_of(const struct cdr_literals *set, struct cdr_arena *arena,
				    bool masks)
{
	struct cdr_str *parts = cdr_arena_alloc(arena, set->n * sizeof(*parts));

	for (size_t i = 0; i < set->n; i++) {
		parts[i] = longest_part(set->items[i], masks);
		if (parts[i].len < set->items[i].len && parts[i].len < CDR_LITERAL_MIN)
			return (struct cdr_literals){ NULL, 0 };
	}
	return (struct cdr_literals){ parts, set->n };
}

static void ask_for(struct cdr_demand *out, struct cdr_arena *arena,
		    const struct cdr_pattern *pattern, bool masks)
{
	struct cdr_needs needs =
		pattern ? *cdr_pattern_needs(pattern) : (struct cdr_needs){ NULL, 0 };
	struct cdr_way *ways = cdr_arena_alloc(arena, needs.n * sizeof(*ways));

	for (size_t i = 0; i < needs.n; i++) {
		for (size_t k = 0; k < needs.ways[i].n; k++) {
			struct cdr_literals set = parts_of(&needs.ways[i].sets[k], arena, masks);

			if (set.n == 0)
				continue;
			ways[i].lines[ways[i].n] = needs.ways[i].lines[k];
			ways[i].sets[ways[i].n++] = set;
		}
		if (ways[i].n == 0)
			return;
	}
	out->needs = (struct cdr_needs){ ways, needs.n };
}

/* How far lines of SIDE are from the change: unchanged ones stand in its hunks, too. */
static void reach_lines(enum cdr_match_side side, uint32_t reach[2])
{
	const uint32_t changed = 1, shown = 1 + CDR_CONTEXT;

	switch (side) {
	case CDR_ON_ADDED:
		reach[CDR_SIDE_NEW] = changed;
		break;
	case CDR_ON_REMOVED:
		reach[CDR_SIDE_OLD] = changed;
		break;
	case CDR_ON_CHANGED:
		reach[CDR_SIDE_OLD] = reach[CDR_SIDE_NEW] = changed;
		break;
	case CDR_ON_CONTEXT:
	case CDR_ON_NEW:
		reach[CDR_SIDE_NEW] = shown;
		break;
	case CDR_ON_OLD:
		reach[CDR_SIDE_OLD] = shown;
		break;
	}
}

/* And how far around such a line SCOPE reads. */
static void reach_scope(enum cdr_scope scope, uint32_t reach[2])
{
	switch (scope) {
	case CDR_SCOPE_LINE:
	case CDR_SCOPE_HUNK: /* its lines, joined */
		break;
	case CDR_SCOPE_STATEMENT:
		for (int side = 0; side < 2; side++)
			reach[side] += reach[side] ? CDR_STATEMENT_LINES : 0;
		break;
	case CDR_SCOPE_ENTITY:
	case CDR_SCOPE_FILE:
	case CDR_SCOPE_RANGE:
		reach[CDR_SIDE_OLD] = reach[CDR_SIDE_NEW] = CDR_REACH_ALL;
		break;
	}
}

static void of_trigger(struct cdr_demand *out, struct cdr_arena *arena, const struct cdr_rule *rule)
{
	const struct cdr_clause *trigger = &rule->detection->trigger;

	ask_for(out, arena, trigger->pattern, trigger->mask != 0);
	out->on_one_line = trigger->scope == CDR_SCOPE_LINE;
	out->on_both_sides = trigger->scope == CDR_SCOPE_HUNK && trigger->side == CDR_ON_CHANGED;
	if (out->on_one_line && !(trigger->mask & CDR_MASK_STRINGS) && rule->detection->redact < 0)
		out->of_plain_lines = trigger->pattern;
	out->without_comments = trigger->mask & CDR_MASK_COMMENTS;
	reach_lines(trigger->side, out->reach);
	reach_scope(trigger->scope, out->reach);
}

void cdr_demand_of(struct cdr_demand *out, struct cdr_arena *arena, const struct cdr_rule *rule)
{
	const struct cdr_detection *detection = rule->detection;

	*out = (struct cdr_demand){ .reach = { 0, 0 } };
	switch (rule->detector) {
	case CDR_MATCH:
	case CDR_NEED:
	case CDR_TOUCH:
		of_trigger(out, arena, rule);
		break;
	case CDR_GUARD: /* what was not there cannot be lost */
		ask_for(out, arena, detection->guard.pattern, true);
		out->reach[CDR_SIDE_OLD] = CDR_REACH_ALL;
		out->of_renaming = true;
		break;
	case CDR_PLAIN:
	case CDR_BUILTIN:
	case CDR_TOOL:
		break;
	}
}
