/*
 * sieve.c - first by path, then by what stands around the lines that changed.
 *
 * Before a pair is compared its changed lines are not known, only that they lie
 * between equal ends; but git slides a run of added lines over equal lines beside
 * it, out of that middle. It can only slide over lines that are equal to one of its
 * own, so the middle is widened by as many as that may be.
 */
#include "scan/sieve.h"

#include "base/oom.h"
#include "base/transcode.h"
#include "rules/pathset.h"
#include "scan/builtin.h"
#include "scan/demand.h"
#include "scan/inline.h"
#include "scan/marks.h"

#include <stdlib.h>
#include <string.h>

#define SLIDE_BUDGET ((size_t)1 << 14) /* lines compared before a slide may be of any length */

/* A rule that a literal may be of. */
struct want {
	uint32_t rule;
	uint32_t reach[2];
};

/* Wants by literal: those of literal i begin at first[i], of which there is one more. */
struct wants {
	struct want *items;
	size_t *first;
};

struct cdr_sieve {
	const struct cdr_registry *registry;
	struct cdr_pathset *paths;
	struct cdr_automaton *automaton;
	struct wants wants[2]; /* of rules that read no further than a statement; of the others */
	size_t n_literals;
	uint64_t *always;     /* rules of which no literal is known */
	uint64_t *near;       /* rules of which one is, and that read no further than a statement */
	uint64_t *of_renaming;
	struct cdr_arena arena;
};

struct cdr_sieve_space {
	struct cdr_pathset_space *paths;
	struct cdr_marker *marker;
	struct cdr_ruleset rules;
	uint64_t *open; /* rules that look at the file and may be left out */
	uint64_t *seen; /* by literal: the last text it was looked at in, as counted below */
	uint64_t n_texts;
};

static void set_bit(uint64_t *bits, size_t i)
{
	bits[i / 64] |= (uint64_t)1 << i % 64;
}

static bool has_bit(const uint64_t *bits, size_t i)
{
	return bits[i / 64] >> i % 64 & 1;
}

size_t cdr_ruleset_next(const struct cdr_ruleset *set, size_t idx, size_t n)
{
	while (idx < n) {
		uint64_t rest = set->bits[idx / 64] >> idx % 64;

		if (rest)
			return idx + (size_t)__builtin_ctzll(rest);
		idx = (idx / 64 + 1) * 64;
	}
	return n;
}

bool cdr_ruleset_locate(const struct cdr_ruleset *set, size_t idx, struct cdr_sighted *out)
{
	if (!has_bit(set->located, idx))
		return false;
	*out = cdr_sightings_of(set->sightings, idx);
	return true;
}

/* --- the sieve ---------------------------------------------------------------- */

/* The literals of a rule by their numbers; n 0: it cannot be left out. */
struct numbered {
	struct cdr_demand demand;
	uint32_t *ids;
};

static void number_literals(struct cdr_sieve *sieve, struct numbered *rule)
{
	struct cdr_demand *demand = &rule->demand;

	rule->ids = cdr_arena_alloc(&sieve->arena, demand->n * sizeof(*rule->ids));
	for (size_t i = 0; i < demand->n; i++) {
		rule->ids[i] = cdr_automaton_add(sieve->automaton, demand->literals[i]);
		if (rule->ids[i] == CDR_AUTOMATON_FULL)
			demand->n = 0;
	}
}

static bool is_near(const struct cdr_demand *demand)
{
	return demand->reach[CDR_SIDE_OLD] != CDR_REACH_ALL &&
	       demand->reach[CDR_SIDE_NEW] != CDR_REACH_ALL;
}

/* Sorts by literal what the rules want that are near, or those that are FAR. */
static void list_wants(struct cdr_sieve *sieve, const struct numbered *rules, size_t n, bool far)
{
	size_t *first = cdr_arena_alloc(&sieve->arena, (sieve->n_literals + 2) * sizeof(*first));
	struct want *items;
	size_t total = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; is_near(&rules[i].demand) != far && k < rules[i].demand.n;
		     k++, total++)
			first[rules[i].ids[k] + 2]++;
	for (size_t i = 2; i < sieve->n_literals + 2; i++)
		first[i] += first[i - 1];
	items = cdr_arena_alloc(&sieve->arena, total * sizeof(*items));
	for (size_t i = 0; i < n; i++) {
		const struct cdr_demand *demand = &rules[i].demand;

		for (size_t k = 0; is_near(demand) != far && k < demand->n; k++)
			items[first[rules[i].ids[k] + 1]++] = (struct want){
				(uint32_t)i, { demand->reach[0], demand->reach[1] }
			};
	}
	sieve->wants[far] = (struct wants){ items, first };
}

struct cdr_sieve *cdr_sieve_new(const struct cdr_registry *registry)
{
	struct cdr_sieve *sieve = cdr_alloc_zeroed(sizeof(*sieve));
	size_t n = cdr_registry_count(registry), n_words;
	struct cdr_arena scratch = { NULL, 0 };
	struct numbered *rules = cdr_arena_alloc(&scratch, n * sizeof(*rules));

	sieve->registry = registry;
	sieve->paths = cdr_pathset_new(registry);
	sieve->automaton = cdr_automaton_new();
	n_words = cdr_pathset_words(sieve->paths);
	sieve->always = cdr_arena_alloc(&sieve->arena, n_words * sizeof(uint64_t));
	sieve->of_renaming = cdr_arena_alloc(&sieve->arena, n_words * sizeof(uint64_t));
	sieve->near = cdr_arena_alloc(&sieve->arena, n_words * sizeof(uint64_t));
	for (size_t i = 0; i < n; i++) {
		const struct cdr_rule *rule = cdr_registry_rule(registry, i);

		if (!cdr_pathset_has(sieve->paths, i))
			continue;
		cdr_demand_of(&rules[i].demand, &sieve->arena, rule);
		number_literals(sieve, &rules[i]);
		if (rules[i].demand.n == 0)
			set_bit(sieve->always, i);
		else if (is_near(&rules[i].demand))
			set_bit(sieve->near, i);
		if (rules[i].demand.of_renaming)
			set_bit(sieve->of_renaming, i);
	}
	sieve->n_literals = cdr_automaton_count(sieve->automaton);
	list_wants(sieve, rules, n, false);
	list_wants(sieve, rules, n, true);
	cdr_automaton_seal(sieve->automaton);
	cdr_arena_release(&scratch);
	return sieve;
}

void cdr_sieve_free(struct cdr_sieve *sieve)
{
	if (!sieve)
		return;
	cdr_pathset_free(sieve->paths);
	cdr_automaton_free(sieve->automaton);
	cdr_arena_release(&sieve->arena);
	free(sieve);
}

struct cdr_sieve_space *cdr_sieve_space_new(const struct cdr_sieve *sieve)
{
	struct cdr_sieve_space *space = cdr_alloc_zeroed(sizeof(*space));

	space->paths = cdr_pathset_space_new(sieve->paths);
	space->marker = cdr_marker_new(sieve->automaton);
	space->rules.n_words = cdr_pathset_words(sieve->paths);
	space->rules.bits = cdr_alloc_zeroed(space->rules.n_words * sizeof(uint64_t));
	space->rules.located = cdr_alloc_zeroed(space->rules.n_words * sizeof(uint64_t));
	space->rules.sightings = cdr_sightings_new(cdr_registry_count(sieve->registry));
	space->open = cdr_alloc_zeroed(space->rules.n_words * sizeof(uint64_t));
	space->seen = cdr_alloc_zeroed(sieve->n_literals * sizeof(uint64_t));
	return space;
}

void cdr_sieve_space_free(struct cdr_sieve_space *space)
{
	if (!space)
		return;
	cdr_pathset_space_free(space->paths);
	cdr_marker_free(space->marker);
	free(space->rules.bits);
	free(space->rules.located);
	cdr_sightings_free(space->rules.sightings);
	free(space->open);
	free(space->seen);
	free(space);
}

/* --- what changed ---------------------------------------------------------------- */

/* Where lines of a pair may have changed. */
struct changed {
	const struct cdr_run *runs;
	size_t n;
	struct cdr_run wide; /* the one run, of a pair that is not compared */
};

static bool is_between(const struct cdr_text *text, uint32_t from, uint32_t n, struct cdr_str line,
		       size_t *budget)
{
	for (uint32_t i = from; i < from + n && *budget; i++, --*budget)
		if (cdr_str_eq(cdr_text_whole_line(text, i), line))
			return true;
	return false;
}

/* Whether a run of PAIR's middle may slide over LINE. */
static bool slides_over(const struct cdr_pair *pair, struct cdr_str line, size_t *budget)
{
	const struct cdr_run *middle = &pair->middle;

	return is_between(pair->new_text, middle->new_from, middle->n_new, line, budget) ||
	       is_between(pair->old_text, middle->old_from, middle->n_old, line, budget) ||
	       *budget == 0;
}

/* The middle with the equal lines above and below it that a run may slide over. */
static struct cdr_run widened(const struct cdr_pair *pair)
{
	struct cdr_run wide = pair->middle;
	size_t budget = SLIDE_BUDGET;

	if (!pair->old_text || !pair->new_text)
		return wide;
	while (wide.new_from > 0 && wide.old_from > 0 &&
	       slides_over(pair, cdr_text_whole_line(pair->new_text, wide.new_from - 1), &budget)) {
		wide.new_from--, wide.n_new++;
		wide.old_from--, wide.n_old++;
	}
	while (wide.new_from + wide.n_new < pair->new_text->n_lines &&
	       wide.old_from + wide.n_old < pair->old_text->n_lines &&
	       slides_over(pair,
			   cdr_text_whole_line(pair->new_text, wide.new_from + wide.n_new),
			   &budget))
		wide.n_new++, wide.n_old++;
	return wide;
}

static void find_changed(struct changed *out, const struct cdr_pair *pair)
{
	if (pair->is_compared) {
		*out = (struct changed){ .runs = pair->script.runs, .n = pair->script.n };
		return;
	}
	out->wide = widened(pair);
	out->runs = &out->wide;
	out->n = out->wide.n_old + out->wide.n_new > 0;
}

static struct cdr_lines lines_of(const struct cdr_run *run, enum cdr_side side)
{
	return side == CDR_SIDE_OLD
		       ? (struct cdr_lines){ run->old_from, run->old_from + run->n_old }
		       : (struct cdr_lines){ run->new_from, run->new_from + run->n_new };
}

/* --- literals ----------------------------------------------------------------------- */

/* How far LINE is from the nearest run; *NEXT is the first one that does not end before it. */
static uint32_t distance(const struct changed *changed, enum cdr_side side, uint32_t line,
			 size_t *next)
{
	uint32_t least = CDR_REACH_ALL - 1, apart;

	while (*next < changed->n && lines_of(&changed->runs[*next], side).to <= line)
		++*next;
	if (*next < changed->n) {
		uint32_t from = lines_of(&changed->runs[*next], side).from;

		least = line >= from ? 0 : from - line;
	}
	if (*next > 0) {
		apart = line - lines_of(&changed->runs[*next - 1], side).to + 1;
		least = apart < least ? apart : least;
	}
	return least;
}

/* Adds to the rules of SPACE those that MARK, which is APART from a run, is near enough for. */
static void sight(const struct cdr_sieve *sieve, struct cdr_sieve_space *space,
		  const struct cdr_mark *mark, enum cdr_side side, uint32_t apart)
{
	const struct wants *wants = &sieve->wants[false];

	for (size_t k = wants->first[mark->literal]; k < wants->first[mark->literal + 1]; k++) {
		const struct want *want = &wants->items[k];

		if (apart >= want->reach[side] || !has_bit(space->open, want->rule))
			continue;
		set_bit(space->rules.bits, want->rule);
		cdr_sightings_add(space->rules.sightings, want->rule, side, mark->line + 1);
	}
}

static void look_near(const struct cdr_sieve *sieve, struct cdr_sieve_space *space,
		      const struct cdr_text *text, enum cdr_side side,
		      const struct changed *changed)
{
	const uint32_t reach = CDR_REACH_NEAR;
	const struct cdr_marks *marks = text->marks;
	const size_t *first = sieve->wants[false].first;
	uint32_t top = lines_of(&changed->runs[0], side).from;
	uint32_t bottom = lines_of(&changed->runs[changed->n - 1], side).to;
	size_t end = cdr_marks_from(marks, bottom + reach), next = 0;

	for (size_t i = cdr_marks_from(marks, top < reach ? 0 : top - reach); i < end; i++) {
		const struct cdr_mark *mark = &marks->items[i];

		if (first[mark->literal] < first[mark->literal + 1])
			sight(sieve, space, mark, side,
			      distance(changed, side, mark->line, &next));
	}
}

/* The same for rules that read all of a side: where in TEXT a literal stands is all one. */
static void look_far(const struct cdr_sieve *sieve, struct cdr_sieve_space *space,
		     const struct cdr_text *text, enum cdr_side side)
{
	const struct wants *wants = &sieve->wants[true];
	const struct cdr_marks *marks = text->marks;

	space->n_texts++;
	for (size_t i = 0; i < marks->n; i++) {
		uint32_t literal = marks->items[i].literal;

		if (space->seen[literal] == space->n_texts)
			continue;
		space->seen[literal] = space->n_texts;
		for (size_t k = wants->first[literal]; k < wants->first[literal + 1]; k++) {
			const struct want *want = &wants->items[k];

			if (want->reach[side] && has_bit(space->open, want->rule))
				set_bit(space->rules.bits, want->rule);
		}
	}
}

static void look_at(const struct cdr_sieve *sieve, struct cdr_sieve_space *space,
		    const struct cdr_text *text, enum cdr_side side, const struct changed *changed)
{
	if (!text || changed->n == 0)
		return;
	look_near(sieve, space, text, side, changed);
	look_far(sieve, space, text, side);
}

/* Whether there is no telling what stands in TEXT by looking for bytes of ASCII in it. */
static bool is_opaque(const struct cdr_text *text)
{
	return text && cdr_transcode_rewrites(text->bytes);
}

static bool has_too_many(const struct cdr_text *text)
{
	return text && ((const struct cdr_marks *)text->marks)->too_many;
}

/* Marks the texts of PAIR; false if that tells nothing of them. */
static bool is_marked(struct cdr_sieve_space *space, const struct cdr_pair *pair)
{
	if (is_opaque(pair->old_text) || is_opaque(pair->new_text))
		return false;
	cdr_marker_mark(space->marker, pair);
	return !has_too_many(pair->old_text) && !has_too_many(pair->new_text);
}

static void sift_rules(const struct cdr_sieve *sieve, struct cdr_sieve_space *space,
		       const struct cdr_pair *pair, const struct changed *changed)
{
	bool renamed = pair->file.old_path.len > 0, doubtful, any_open = false;

	cdr_sightings_clear(space->rules.sightings);
	for (size_t i = 0; i < space->rules.n_words; i++) {
		uint64_t always = sieve->always[i] | (renamed ? sieve->of_renaming[i] : 0);

		space->open[i] = space->rules.bits[i] & ~always;
		space->rules.bits[i] &= always;
		any_open |= space->open[i] != 0;
	}
	doubtful = any_open && !is_marked(space, pair);
	for (size_t i = 0; i < space->rules.n_words; i++) {
		space->rules.located[i] = doubtful ? 0 : space->open[i] & sieve->near[i];
		space->rules.bits[i] |= doubtful ? space->open[i] : 0;
	}
	if (any_open && !doubtful) {
		look_at(sieve, space, pair->old_text, CDR_SIDE_OLD, changed);
		look_at(sieve, space, pair->new_text, CDR_SIDE_NEW, changed);
	}
	cdr_sightings_sort(space->rules.sightings);
}

/* --- built-in rules ------------------------------------------------------------------- */

/* Lines of the new side that RUN changed, and as many as SHOWN around them. */
static struct cdr_str bytes_of(const struct cdr_text *text, const struct cdr_run *run,
			       uint32_t shown)
{
	struct cdr_lines lines = lines_of(run, CDR_SIDE_NEW);

	lines.from -= lines.from < shown ? lines.from : shown;
	lines.to += text->n_lines - lines.to < shown ? text->n_lines - lines.to : shown;
	return cdr_str_sub(text->bytes, text->starts[lines.from], text->starts[lines.to]);
}

/* Before a pair is compared a character that could hide something is enough. */
static bool hides_something(const struct cdr_pair *pair, const struct cdr_run *run)
{
	struct cdr_str added = bytes_of(pair->new_text, run, 0);

	return !cdr_builtin_is_plain_text(added) &&
	       (!pair->is_compared || cdr_builtin_may_flag_text(added, run->new_from == 0));
}

/* Text that hides something, or a suppression, which has a finding when it excuses nothing. */
static bool shows_oddities(const struct cdr_pair *pair, const struct changed *changed)
{
	for (size_t i = 0; pair->new_text && i < changed->n; i++) {
		const struct cdr_run *run = &changed->runs[i];
		struct cdr_str shown = bytes_of(pair->new_text, run, CDR_CONTEXT);

		if (hides_something(pair, run) ||
		    cdr_str_find(shown, CDR_STR(CDR_INLINE_MARKER)) < shown.len)
			return true;
	}
	return false;
}

/* --- all ------------------------------------------------------------------------------- */

static struct cdr_str head_of(const struct cdr_pair *pair)
{
	const struct cdr_text *text = pair->new_text ? pair->new_text : pair->old_text;

	return text ? cdr_str_sub(text->bytes, 0, CDR_LANGUAGE_HEAD) : CDR_STR("");
}

static size_t count(const struct cdr_ruleset *rules)
{
	size_t n = 0;

	for (size_t i = 0; i < rules->n_words; i++)
		n += (size_t)__builtin_popcountll(rules->bits[i]);
	return n;
}

struct cdr_sifted cdr_sieve_pass(const struct cdr_sieve *sieve, struct cdr_sieve_space *space,
				 const struct cdr_pair *pair)
{
	struct cdr_ruleset *rules = &space->rules;
	struct cdr_sifted sifted = { .rules = rules };
	struct changed changed;

	find_changed(&changed, pair);
	rules->covered = cdr_pathset_find(sieve->paths, space->paths, &pair->file, head_of(pair),
					  rules->bits);
	sift_rules(sieve, space, pair, &changed);
	rules->n = count(rules);
	rules->builtin = pair->special ||
			 cdr_builtin_wants_file(sieve->registry, &pair->file) ||
			 shows_oddities(pair, &changed);
	sifted.any = rules->n > 0 || rules->builtin;
	return sifted;
}
