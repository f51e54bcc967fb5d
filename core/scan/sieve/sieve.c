/*
 * sieve.c - first by path, then by what stands around the lines that changed.
 *
 * Before a pair is compared its changed lines are not known, only that they lie
 * between equal ends; but git slides a run of added lines over equal lines beside
 * it, out of that middle. It can only slide over lines that are equal to one of its
 * own, so the middle is widened by as many as that may be.
 */
#include "scan/sieve/sieve.h"

#include "base/bits.h"
#include "base/oom.h"
#include "base/transcode.h"
#include "scan/builtin.h"
#include "scan/inline.h"
#include "scan/sieve/marks.h"
#include "scan/sieve/wanted.h"

#include <stdlib.h>
#include <string.h>

#define SLIDE_BUDGET ((size_t)1 << 14) /* lines compared before a slide may be of any length */

struct cdr_sieve {
	const struct cdr_registry *registry;
	struct cdr_pathset *paths;
	struct cdr_wanted wanted;
	struct cdr_arena arena;
};

struct cdr_sieve_space {
	struct cdr_pathset_space *paths;
	struct cdr_marker *marker;
	struct cdr_ruleset rules;
	struct cdr_hunt hunt;
	uint64_t *open; /* rules that look at the file and may be left out */
};

size_t cdr_ruleset_next(const struct cdr_ruleset *set, size_t idx, size_t n)
{
	return cdr_bits_next(set->bits, idx, n);
}

bool cdr_ruleset_locate(const struct cdr_ruleset *set, size_t idx, struct cdr_sighted *out)
{
	if (!cdr_bits_has(set->located, idx))
		return false;
	*out = cdr_sightings_of(set->sightings, idx);
	out->hunt = set->hunt;
	out->rule = (uint32_t)idx;
	for (int side = 0; side < 2; side++)
		out->marks[side] = set->marks[side];
	return true;
}

/* --- the sieve ---------------------------------------------------------------- */

struct cdr_sieve *cdr_sieve_new(const struct cdr_registry *registry)
{
	struct cdr_sieve *sieve = cdr_alloc_zeroed(sizeof(*sieve));

	sieve->registry = registry;
	sieve->paths = cdr_pathset_new(registry);
	cdr_wanted_make(&sieve->wanted, &sieve->arena, registry, sieve->paths);
	return sieve;
}

void cdr_sieve_free(struct cdr_sieve *sieve)
{
	if (!sieve)
		return;
	cdr_pathset_free(sieve->paths);
	cdr_wanted_release(&sieve->wanted);
	cdr_arena_release(&sieve->arena);
	free(sieve);
}

struct cdr_sieve_space *cdr_sieve_space_new(const struct cdr_sieve *sieve)
{
	struct cdr_sieve_space *space = cdr_alloc_zeroed(sizeof(*space));

	space->paths = cdr_pathset_space_new(sieve->paths);
	space->marker = cdr_marker_new(&sieve->wanted, CDR_FOLDED);
	cdr_hunt_init(&space->hunt, &sieve->wanted);
	space->rules.n_words = cdr_pathset_words(sieve->paths);
	space->rules.bits = cdr_alloc_zeroed(space->rules.n_words * sizeof(uint64_t));
	space->rules.located = cdr_alloc_zeroed(space->rules.n_words * sizeof(uint64_t));
	space->rules.sightings = cdr_sightings_new(cdr_registry_count(sieve->registry));
	space->open = cdr_alloc_zeroed(space->rules.n_words * sizeof(uint64_t));
	space->hunt.found = space->rules.bits;
	space->hunt.sightings = space->rules.sightings;
	space->rules.hunt = &space->hunt;
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
	cdr_hunt_release(&space->hunt);
	free(space->open);
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

static struct cdr_str head_of(const struct cdr_pair *pair)
{
	const struct cdr_text *text = pair->new_text ? pair->new_text : pair->old_text;

	return text ? cdr_str_sub(text->bytes, 0, CDR_LANGUAGE_HEAD) : CDR_STR("");
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

/* Where one is among marks. */
struct place { uint32_t at, line; };

/* Moves on to the first literal before END that is wanted; false when there is none. */
static bool next_wanted(const struct cdr_hunt *hunt, const struct cdr_marks *marks,
			struct place *place, uint32_t end)
{
	while (place->at < end && !cdr_hunt_wants(hunt, marks->literals[place->at]))
		place->at++;
	if (place->at == end)
		return false;
	while (marks->first[place->line + 1] <= place->at)
		place->line++;
	return true;
}

static void look_near(struct cdr_hunt *hunt, const struct cdr_marks *marks,
		      const struct changed *changed)
{
	const uint32_t reach = CDR_REACH_NEAR;
	uint32_t top = lines_of(&changed->runs[0], hunt->side).from;
	uint32_t bottom = lines_of(&changed->runs[changed->n - 1], hunt->side).to;
	uint32_t from = top < reach ? 0 : top - reach, end = cdr_marks_from(marks, bottom + reach);
	struct place place = { cdr_marks_from(marks, from), from };
	size_t next = 0;

	for (; next_wanted(hunt, marks, &place, end); place.at++)
		cdr_hunt_near(hunt, marks->literals[place.at], place.line,
			      distance(changed, hunt->side, place.line, &next));
}

static void look_for_guards(struct cdr_hunt *hunt, const struct cdr_marks *marks)
{
	for (size_t i = 0; i < marks->n_anchored; i++)
		cdr_hunt_guard(hunt, marks->ways[i], marks->lines[i]);
}

/*
 * Expressions are tried once it is known what changed. True when there may be guards, which
 * are looked for if GUARDS.
 */
static bool look_at(struct cdr_hunt *hunt, const struct cdr_text *text, enum cdr_side side,
		    const struct changed *changed, bool guards)
{
	const struct cdr_marks *marks;
	unsigned roles;

	if (!text || changed->n == 0)
		return false;
	marks = cdr_marks_of(text);
	cdr_hunt_begin(hunt, side, changed->runs == &changed->wide ? NULL : text);
	roles = cdr_hunt_survey(hunt, marks->present);
	if (roles & CDR_FOR_NEAR)
		look_near(hunt, marks, changed);
	if (roles & CDR_FOR_GUARDS && guards)
		look_for_guards(hunt, marks);
	return roles & CDR_FOR_GUARDS;
}

/* What was not there cannot be lost; what was may stand anywhere now. */
static void look_at_both(struct cdr_hunt *hunt, const struct cdr_pair *pair,
			 const struct changed *changed)
{
	bool guards = look_at(hunt, pair->old_text, CDR_SIDE_OLD, changed, true);

	look_at(hunt, pair->new_text, CDR_SIDE_NEW, changed, guards);
}

/* Whether there is no telling what stands in TEXT by looking for bytes of ASCII in it. */
static bool is_opaque(const struct cdr_text *text)
{
	return text && cdr_transcode_rewrites(text->bytes);
}

static bool is_unknown(const struct cdr_text *text)
{
	return text && cdr_marks_of(text)->unknown;
}

/* Marks the texts of PAIR; false if that tells nothing of them. */
static bool is_marked(struct cdr_sieve_space *space, const struct cdr_pair *pair)
{
	if (is_opaque(pair->old_text) || is_opaque(pair->new_text))
		return false;
	cdr_marker_mark(space->marker, pair);
	return !is_unknown(pair->old_text) && !is_unknown(pair->new_text);
}

/* Rules that PAIR's literals do not tell anything about. */
static uint64_t always_of(const struct cdr_wanted *wanted, const struct cdr_pair *pair, size_t word)
{
	bool renamed = pair->file.old_path.len > 0;

	return wanted->always[word] | (renamed ? wanted->of_renaming[word] : 0);
}

static void sift_rules(const struct cdr_sieve *sieve, struct cdr_sieve_space *space,
		       const struct cdr_pair *pair, const struct changed *changed)
{
	const struct cdr_wanted *wanted = &sieve->wanted;
	uint64_t *rules = space->rules.bits;
	bool any_open = false, doubtful;

	cdr_sightings_clear(space->rules.sightings);
	for (size_t i = 0; i < space->rules.n_words; i++)
		any_open |= (rules[i] & ~always_of(wanted, pair, i)) != 0;
	doubtful = any_open && !is_marked(space, pair);
	if (any_open && !doubtful) {
		space->hunt.language = cdr_language_of(pair->file.path, head_of(pair));
		if (pair->file.old_path.len == 0) /* else words may stand where it came from */
			cdr_unseen_drop(&wanted->unseen, pair, space->hunt.language, rules);
	}
	for (size_t i = 0; i < space->rules.n_words; i++) {
		space->open[i] = rules[i] & ~always_of(wanted, pair, i);
		space->rules.located[i] = doubtful ? 0 : space->open[i] & wanted->located[i];
		rules[i] &= doubtful ? ~UINT64_C(0) : ~space->open[i];
	}
	space->rules.marks[CDR_SIDE_OLD] = pair->old_text ? cdr_marks_of(pair->old_text) : NULL;
	space->rules.marks[CDR_SIDE_NEW] = pair->new_text ? cdr_marks_of(pair->new_text) : NULL;
	if (any_open && !doubtful) {
		cdr_hunt_focus(&space->hunt, space->open);
		look_at_both(&space->hunt, pair, changed);
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
