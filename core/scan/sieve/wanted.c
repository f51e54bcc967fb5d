/*
 * wanted.c - a thousand rules have a few thousand literals, and each line a few of
 * them: what is done for one must not depend on how many rules there are.
 */
#include "scan/sieve/wanted.h"

#include "base/bits.h"
#include "base/oom.h"
#include "rules/language.h"
#include "scan/sieve/marks.h"

#include <stdlib.h>
#include <string.h>

/*
 * A share of bytes that is half of all lines'. To meet a set as often beside another costs
 * more than it tells, but for guards, which are looked for in whole files.
 */
#define COMMON (1.0 / 1500)

/* --- what is wanted --------------------------------------------------------- */

struct maker {
	struct cdr_wanted *out;
	struct cdr_arena *arena;
	CDR_VEC(struct cdr_wanted_way) ways;
	struct cdr_arena scratch;
};

static bool is_near(const struct cdr_demand *demand)
{
	return demand->reach[CDR_SIDE_OLD] != CDR_REACH_ALL &&
	       demand->reach[CDR_SIDE_NEW] != CDR_REACH_ALL;
}

/* False when there is no room for one of LITERALS. */
static bool number(struct maker *m, const struct cdr_literals *literals, struct cdr_wanted_set *out)
{
	uint32_t *ids = cdr_arena_alloc(m->arena, literals->n * sizeof(*ids));

	*out = (struct cdr_wanted_set){ ids, literals->n };
	for (size_t i = 0; i < literals->n; i++) {
		ids[i] = cdr_automaton_add(m->out->automaton, literals->items[i]);
		if (ids[i] >= CDR_MARK_LITERALS)
			return false;
	}
	return true;
}

/* Sets that there is no room for are not asked for; false when none is left. */
static bool add_way(struct maker *m, uint32_t rule, const struct cdr_demand *demand,
		    const struct cdr_way *way)
{
	struct cdr_wanted_way wanted = {
		.rule = rule,
		.reach = { demand->reach[0], demand->reach[1] },
		.far = !is_near(demand),
		.is_guard = demand->of_renaming,
		.pattern = demand->of_plain_lines,
		.without_comments = demand->without_comments,
	};
	unsigned line = 0;
	size_t n = 0;

	for (size_t i = 0; i < way->n; i++) {
		if (n > 0 && !wanted.is_guard && cdr_literals_share(&way->sets[i]) > COMMON)
			continue;
		if (n > 0 && demand->on_both_sides && way->lines[i] != line)
			continue;
		if (!number(m, &way->sets[i], &wanted.sets[n]))
			continue;
		if (n == 0)
			line = way->lines[i];
		if (demand->on_one_line || way->lines[i] == line)
			wanted.anchor |= (uint8_t)(1u << n);
		n++;
	}
	wanted.all = (uint8_t)((1u << n) - 1);
	*cdr_vec_push(&m->scratch, &m->ways) = wanted;
	return n > 0;
}

static void add_rule(struct maker *m, uint32_t idx, const struct cdr_rule *rule)
{
	struct cdr_demand demand;
	bool known;

	if (cdr_unseen_wholly(rule)) { /* it is left where a word of theirs is */
		cdr_bits_set(m->out->always, idx);
		return;
	}
	cdr_demand_of(&demand, &m->scratch, rule);
	known = demand.needs.n > 0;
	for (size_t i = 0; i < demand.needs.n; i++)
		known &= add_way(m, idx, &demand, &demand.needs.ways[i]);
	if (!known)
		cdr_bits_set(m->out->always, idx);
	else if (is_near(&demand) || demand.of_renaming)
		cdr_bits_set(m->out->located, idx);
	if (demand.of_renaming)
		cdr_bits_set(m->out->of_renaming, idx);
}

/* What the lines of its literals are looked at for; 0: it is enough that they stand somewhere. */
static unsigned role_of(const struct cdr_wanted_way *way)
{
	return way->is_guard ? CDR_FOR_GUARDS : way->far ? 0 : CDR_FOR_NEAR;
}

/* What a list of wants is made of. */
struct choice {
	const struct cdr_wanted *wanted;
	const uint64_t *open; /* rules; NULL: all */
	unsigned role;        /* 0: any */
	bool anchors;         /* only sets on one line with the rarest */
};

/* The sets of WAY that are listed, a bit each. */
static unsigned listed(const struct choice *choice, const struct cdr_wanted_way *way)
{
	if ((choice->role && role_of(way) != choice->role) ||
	    (choice->open && !cdr_bits_has(choice->open, way->rule)))
		return 0;
	return choice->anchors ? way->anchor : way->all;
}

/* How many wants each literal has, two places ahead. */
static size_t count_wants(const struct choice *choice, uint32_t *first)
{
	size_t total = 0;

	for (size_t w = 0; w < choice->wanted->n_ways; w++) {
		const struct cdr_wanted_way *way = &choice->wanted->ways[w];

		for (unsigned sets = listed(choice, way), s = 0; sets >> s; s++)
			for (size_t k = 0; sets >> s & 1 && k < way->sets[s].n; k++, total++)
				first[way->sets[s].literals[k] + 2]++;
	}
	return total;
}

/* Sorted by literal. */
static struct cdr_wants list_wants(const struct choice *choice, struct cdr_arena *arena)
{
	size_t n = choice->wanted->n_literals;
	uint32_t *first = cdr_arena_alloc(arena, (n + 2) * sizeof(*first));
	size_t total = count_wants(choice, first);
	struct cdr_want *items = cdr_arena_alloc(arena, total * sizeof(*items));

	for (size_t i = 2; i < n + 2; i++)
		first[i] += first[i - 1];
	for (size_t w = 0; w < choice->wanted->n_ways; w++) {
		const struct cdr_wanted_way *way = &choice->wanted->ways[w];

		for (unsigned sets = listed(choice, way), s = 0; sets >> s; s++)
			for (size_t k = 0; sets >> s & 1 && k < way->sets[s].n; k++)
				items[first[way->sets[s].literals[k] + 1]++] =
					(struct cdr_want){ (uint32_t)w, (uint8_t)(1u << s) };
	}
	return (struct cdr_wants){ items, first };
}

void cdr_wanted_make(struct cdr_wanted *out, struct cdr_arena *arena,
		     const struct cdr_registry *registry, const struct cdr_pathset *paths)
{
	size_t n = cdr_registry_count(registry), size = cdr_bits_words(n) * sizeof(uint64_t);
	const struct cdr_str folded[CDR_FOLDED] = { CDR_STR(CDR_KELVIN_SIGN),
							CDR_STR(CDR_LONG_S) };
	struct maker m = { .out = out, .arena = arena };

	*out = (struct cdr_wanted){ .automaton = cdr_automaton_new() };
	out->always = cdr_arena_alloc(arena, size);
	out->located = cdr_arena_alloc(arena, size);
	out->of_renaming = cdr_arena_alloc(arena, size);
	for (size_t i = 0; i < CDR_FOLDED; i++)
		(void)cdr_automaton_add(out->automaton, folded[i]);
	for (size_t i = 0; i < n; i++)
		if (cdr_pathset_has(paths, i))
			add_rule(&m, (uint32_t)i, cdr_registry_rule(registry, i));
	cdr_unseen_make(&out->unseen, arena, registry, out->automaton);
	out->ways = cdr_arena_copy(arena, m.ways.items, m.ways.n * sizeof(*m.ways.items));
	out->n_ways = m.ways.n;
	out->n_literals = cdr_automaton_count(out->automaton);
	out->n_words = cdr_bits_words(n);
	out->anchors = list_wants(&(struct choice){ out, NULL, CDR_FOR_GUARDS, true }, arena);
	cdr_automaton_seal(out->automaton);
	cdr_arena_release(&m.scratch);
}

void cdr_wanted_release(struct cdr_wanted *wanted)
{
	cdr_automaton_free(wanted->automaton);
}

/* --- what is there ------------------------------------------------------------ */

void cdr_hunt_init(struct cdr_hunt *hunt, const struct cdr_wanted *wanted)
{
	*hunt = (struct cdr_hunt){ .wanted = wanted };
	hunt->space = cdr_match_space_new();
	hunt->lines = cdr_alloc_zeroed((wanted->n_ways + 1) * sizeof(*hunt->lines));
	hunt->sides = cdr_alloc_zeroed((wanted->n_ways + 1) * sizeof(*hunt->sides));
	hunt->alive = cdr_alloc_zeroed((wanted->n_ways + 1) * sizeof(*hunt->alive));
	hunt->near = cdr_alloc_zeroed((wanted->n_literals + 1) * sizeof(*hunt->near));
	hunt->near_ones = cdr_alloc_zeroed((wanted->n_literals + 1) * sizeof(*hunt->near_ones));
}

void cdr_hunt_release(struct cdr_hunt *hunt)
{
	cdr_match_space_free(hunt->space);
	free(hunt->lines);
	free(hunt->sides);
	free(hunt->alive);
	free(hunt->near);
	free(hunt->near_ones);
	cdr_arena_release(&hunt->arena);
}

static void make_focus(struct cdr_hunt *hunt, struct cdr_focus *focus, const uint64_t *open)
{
	const struct cdr_wanted *wanted = hunt->wanted;

	focus->open = cdr_arena_copy(&hunt->arena, open, wanted->n_words * sizeof(*open));
	focus->all = list_wants(&(struct choice){ wanted, open, 0, false }, &hunt->arena);
	focus->near = list_wants(&(struct choice){ wanted, open, CDR_FOR_NEAR, false },
				 &hunt->arena);
	focus->guards = list_wants(&(struct choice){ wanted, open, CDR_FOR_GUARDS, false },
				   &hunt->arena);
}

void cdr_hunt_focus(struct cdr_hunt *hunt, const uint64_t *open)
{
	size_t size = hunt->wanted->n_words * sizeof(*open), i = 0;

	while (i < hunt->n_focuses && memcmp(hunt->focuses[i].open, open, size) != 0)
		i++;
	if (i == CDR_FOCUSES) {
		cdr_arena_release(&hunt->arena);
		i = hunt->n_focuses = 0;
	}
	if (i == hunt->n_focuses)
		make_focus(hunt, &hunt->focuses[hunt->n_focuses++], open);
	hunt->focus = &hunt->focuses[i];
}

void cdr_hunt_begin(struct cdr_hunt *hunt, enum cdr_side side, const struct cdr_text *text)
{
	hunt->side = side;
	hunt->text = text;
	hunt->n_sides++;
	while (hunt->n_near > 0)
		hunt->near[hunt->near_ones[--hunt->n_near]] = false;
}

/* A byte order mark, which rules do not see. */
static bool has_mark(const struct cdr_text *text)
{
	return cdr_str_starts(text->bytes, "\xef\xbb\xbf");
}

/* Whether the line that has all that WAY needs may be one that the rule matches. */
static bool matches(struct cdr_hunt *hunt, const struct cdr_wanted_way *way, uint32_t line)
{
	struct cdr_search where = { .from = 0 };
	struct cdr_match match;

	if (!way->pattern || !hunt->text || (line == 0 && has_mark(hunt->text)))
		return true;
	where.subject = cdr_text_line(hunt->text, line);
	if (way->without_comments && hunt->language &&
	    cdr_language_may_comment(hunt->language, where.subject))
		return true;
	return cdr_pattern_find(way->pattern, hunt->space, where, &match, NULL) != CDR_ENOTFOUND;
}

/* Ticks WANT off on LINE; true when all of its anchor has been met there, now. */
static bool is_anchored(struct cdr_hunt *hunt, const struct cdr_want *want, uint32_t line)
{
	uint8_t anchor = hunt->wanted->ways[want->way].anchor;

	return (anchor & want->set) &&
	       cdr_tick(&hunt->lines[want->way], hunt->n_sides << 32 | line, want->set, anchor);
}

void cdr_hunt_near(struct cdr_hunt *hunt, uint32_t literal, uint32_t line, uint32_t apart)
{
	const struct cdr_wants *wants = &hunt->focus->near;

	for (size_t k = wants->first[literal]; k < wants->first[literal + 1]; k++) {
		const struct cdr_want *want = &wants->items[k];
		const struct cdr_wanted_way *way = &hunt->wanted->ways[want->way];
		uint8_t sets = (uint8_t)(want->set & ~way->anchor);

		if (apart >= way->reach[hunt->side] || hunt->alive[want->way] != hunt->n_sides)
			continue;
		if (is_anchored(hunt, want, line) && matches(hunt, way, line)) {
			cdr_sightings_add(hunt->sightings, way->rule, hunt->side, line + 1);
			sets = way->anchor;
		}
		if (sets && cdr_tick(&hunt->sides[want->way], hunt->n_sides << 32, sets, way->all))
			cdr_bits_set(hunt->found, way->rule);
	}
}

/* Lines near a change are to be looked at for what WAY wants. */
static void want_near(struct cdr_hunt *hunt, const struct cdr_wanted_way *way)
{
	for (unsigned s = 0; way->all >> s; s++)
		for (size_t k = 0; k < way->sets[s].n; k++) {
			uint32_t literal = way->sets[s].literals[k];

			if (!hunt->near[literal])
				hunt->near_ones[hunt->n_near++] = literal;
			hunt->near[literal] = true;
		}
}

/* All that way IDX needs stands on the side. Returns its role there. */
static unsigned come_alive(struct cdr_hunt *hunt, uint32_t idx)
{
	const struct cdr_wanted_way *way = &hunt->wanted->ways[idx];
	unsigned role = role_of(way);

	if (role != CDR_FOR_GUARDS && !way->reach[hunt->side])
		return 0;
	hunt->alive[idx] = hunt->n_sides;
	if (role == CDR_FOR_NEAR)
		want_near(hunt, way);
	else if (!role)
		cdr_bits_set(hunt->found, way->rule);
	return role;
}

unsigned cdr_hunt_survey(struct cdr_hunt *hunt, const uint64_t *present)
{
	const struct cdr_wants *wants = &hunt->focus->all;
	const uint64_t key = hunt->n_sides << 32 | UINT32_MAX;
	size_t n = hunt->wanted->n_literals;
	unsigned roles = 0;

	for (size_t i = cdr_bits_next(present, 0, n); i < n; i = cdr_bits_next(present, i + 1, n))
		for (size_t k = wants->first[i]; k < wants->first[i + 1]; k++) {
			const struct cdr_want *want = &wants->items[k];

			if (cdr_tick(&hunt->sides[want->way], key, want->set,
				 hunt->wanted->ways[want->way].all))
				roles |= come_alive(hunt, want->way);
		}
	return roles;
}

void cdr_hunt_guard(struct cdr_hunt *hunt, uint32_t idx, uint32_t line)
{
	const struct cdr_wanted_way *way = &hunt->wanted->ways[idx];

	if (hunt->alive[idx] != hunt->n_sides)
		return;
	cdr_sightings_add(hunt->sightings, way->rule, hunt->side, line + 1);
	if (way->reach[hunt->side])
		cdr_bits_set(hunt->found, way->rule);
}

/* Whether one of RULE's ways has among the literals [FROM, TO) of MARKS all that it needs. */
static bool has_all(struct cdr_hunt *hunt, uint32_t rule, const struct cdr_marks *marks,
		    uint32_t from, uint32_t to)
{
	const struct cdr_wants *lists[] = { &hunt->focus->near, &hunt->focus->guards };

	hunt->n_sides++;
	for (; from < to; from++)
		for (size_t i = 0; i < 2; i++) {
			const uint32_t *first = lists[i]->first + marks->literals[from];

			for (size_t k = first[0]; k < first[1]; k++) {
				const struct cdr_want *want = &lists[i]->items[k];
				const struct cdr_wanted_way *way = &hunt->wanted->ways[want->way];

				if (way->rule == rule &&
				    cdr_tick(&hunt->sides[want->way], hunt->n_sides << 32,
					     want->set, way->all))
					return true;
			}
		}
	return false;
}

bool cdr_sighted_all(const struct cdr_sighted *sighted, enum cdr_side side, struct cdr_lines lines)
{
	const struct cdr_marks *marks;

	if (!cdr_sighted_in(sighted, side, lines))
		return false;
	if (!sighted || !sighted->hunt || !sighted->marks[side])
		return true;
	marks = sighted->marks[side];
	return has_all(sighted->hunt, sighted->rule, marks,
		       cdr_marks_from(marks, lines.from - 1), cdr_marks_from(marks, lines.to - 1));
}
