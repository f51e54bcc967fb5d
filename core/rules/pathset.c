/*
 * pathset.c - every file of every change asks for its rules, and a history asks
 * for the same few thousand paths again and again.
 *
 * What is remembered depends on the paths and the language alone. A language that
 * the file's first line tells is part of the question, so that one path can have
 * two answers.
 */
#include "rules/pathset.h"

#include "base/bits.h"
#include "base/globset.h"
#include "base/oom.h"

#include <stdlib.h>
#include <string.h>

#define SLOTS 8192u /* of the table of answers; a power of two */

/* Numbers of patterns in the set's globs. */
struct patterns {
	const uint32_t *ids;
	size_t n;
};

/* What a rule asks of a path. */
struct demand {
	const struct cdr_rule *rule;
	struct patterns paths, trigger, exclude;
};

struct cdr_pathset {
	struct demand *demands; /* by rule; rule NULL: it looks at nothing */
	size_t n, n_words;
	uint64_t *specific; /* rules that are not general */
	uint64_t *stateful; /* rules that ask for a status or a mode */
	struct cdr_globset *globs;
	struct cdr_arena arena;
};

/* An answer, and what was asked. */
struct answer {
	struct cdr_str path, old_path;
	const struct cdr_language *language;
	bool by_name;          /* whatever the first line says, this is the language */
	const uint64_t *rules; /* whatever status and mode */
	struct answer *next;
};

struct cdr_pathset_space {
	struct answer *slots[SLOTS];
	struct cdr_globset_space *globs;
	uint64_t *hits[2]; /* patterns that match the path, and the old path */
	size_t n_glob_words;
	struct cdr_arena arena; /* of the answers */
};

/* --- the set --------------------------------------------------------------- */

static struct patterns number(struct cdr_pathset *set, const struct cdr_str *globs, size_t n)
{
	uint32_t *ids = cdr_arena_alloc(&set->arena, n * sizeof(*ids));

	for (size_t i = 0; i < n; i++)
		ids[i] = (uint32_t)cdr_globset_add(set->globs, globs[i]);
	return (struct patterns){ ids, n };
}

static void add_rule(struct cdr_pathset *set, size_t idx, const struct cdr_rule *rule)
{
	const struct cdr_detection *detection = rule->detection;

	if (rule->detector == CDR_PLAIN || rule->severity == CDR_OFF)
		return;
	set->demands[idx] = (struct demand){
		.rule = rule,
		.paths = number(set, detection->paths, detection->n_paths),
		.trigger = number(set, detection->trigger.paths, detection->trigger.n_paths),
		.exclude = number(set, detection->exclude, detection->n_exclude),
	};
	if (!cdr_detection_is_general(detection))
		cdr_bits_set(set->specific, idx);
	if (cdr_detection_has_state(detection))
		cdr_bits_set(set->stateful, idx);
}

struct cdr_pathset *cdr_pathset_new(const struct cdr_registry *registry)
{
	struct cdr_pathset *set = cdr_alloc_zeroed(sizeof(*set));

	set->n = cdr_registry_count(registry);
	set->n_words = cdr_bits_words(set->n);
	set->demands = cdr_arena_alloc(&set->arena, set->n * sizeof(*set->demands));
	set->specific = cdr_arena_alloc(&set->arena, set->n_words * sizeof(uint64_t));
	set->stateful = cdr_arena_alloc(&set->arena, set->n_words * sizeof(uint64_t));
	set->globs = cdr_globset_new();
	for (size_t i = 0; i < set->n; i++)
		add_rule(set, i, cdr_registry_rule(registry, i));
	return set;
}

void cdr_pathset_free(struct cdr_pathset *set)
{
	if (!set)
		return;
	cdr_globset_free(set->globs);
	cdr_arena_release(&set->arena);
	free(set);
}

size_t cdr_pathset_words(const struct cdr_pathset *set)
{
	return set->n_words;
}

bool cdr_pathset_has(const struct cdr_pathset *set, size_t idx)
{
	return set->demands[idx].rule != NULL;
}

/* --- answers ----------------------------------------------------------------- */

struct cdr_pathset_space *cdr_pathset_space_new(const struct cdr_pathset *set)
{
	struct cdr_pathset_space *space = cdr_alloc_zeroed(sizeof(*space));

	space->globs = cdr_globset_space_new(set->globs);
	space->n_glob_words = cdr_globset_words(set->globs);
	for (int i = 0; i < 2; i++)
		space->hits[i] = cdr_alloc_zeroed(space->n_glob_words * sizeof(uint64_t));
	return space;
}

void cdr_pathset_space_free(struct cdr_pathset_space *space)
{
	if (!space)
		return;
	cdr_globset_space_free(space->globs);
	free(space->hits[0]);
	free(space->hits[1]);
	cdr_arena_release(&space->arena);
	free(space);
}

static bool any_hit(struct patterns patterns, const uint64_t *hits)
{
	for (size_t i = 0; i < patterns.n; i++)
		if (cdr_bits_has(hits, patterns.ids[i]))
			return true;
	return false;
}

static bool wants(const struct cdr_pathset_space *space, struct patterns patterns)
{
	return patterns.n == 0 || any_hit(patterns, space->hits[0]) ||
	       any_hit(patterns, space->hits[1]);
}

/* A file that came from elsewhere is left out if both of its paths are. */
static bool excludes(const struct cdr_pathset_space *space, struct patterns patterns, bool renamed)
{
	return any_hit(patterns, space->hits[0]) && (!renamed || any_hit(patterns, space->hits[1]));
}

static bool looks_at(const struct demand *demand, const struct cdr_pathset_space *space,
		     const struct answer *asked)
{
	return demand->rule &&
	       cdr_detection_wants_language(demand->rule->detection, asked->language) &&
	       wants(space, demand->paths) && wants(space, demand->trigger) &&
	       !excludes(space, demand->exclude, asked->old_path.len > 0);
}

static const uint64_t *work_out(const struct cdr_pathset *set, struct cdr_pathset_space *space,
				const struct answer *asked)
{
	uint64_t *rules = cdr_arena_alloc(&space->arena, set->n_words * sizeof(*rules));

	cdr_globset_match(set->globs, space->globs, asked->path, space->hits[0]);
	memset(space->hits[1], 0, space->n_glob_words * sizeof(uint64_t));
	if (asked->old_path.len)
		cdr_globset_match(set->globs, space->globs, asked->old_path, space->hits[1]);
	for (size_t i = 0; i < set->n; i++)
		if (looks_at(&set->demands[i], space, asked))
			cdr_bits_set(rules, i);
	return rules;
}

/* A chain that somebody makes long is cut by the limit on bytes. */
static size_t slot_of(struct cdr_str path)
{
	return (size_t)cdr_str_hash(path) & (SLOTS - 1);
}

static void forget_all(struct cdr_pathset_space *space)
{
	cdr_arena_release(&space->arena);
	memset(space->slots, 0, sizeof(space->slots));
}

static struct answer *remember(const struct cdr_pathset *set, struct cdr_pathset_space *space,
			       const struct answer *asked)
{
	struct answer **slot, *answer;

	if (space->arena.used > CDR_PATHSET_BYTES)
		forget_all(space);
	slot = &space->slots[slot_of(asked->path)];
	answer = CDR_NEW(&space->arena, struct answer);
	*answer = (struct answer){
		.path = cdr_str_copy(&space->arena, asked->path),
		.language = asked->language,
		.by_name = cdr_language_of(asked->path, CDR_STR("")) != NULL,
		.rules = work_out(set, space, asked),
		.next = *slot,
	};
	if (asked->old_path.len)
		answer->old_path = cdr_str_copy(&space->arena, asked->old_path);
	return *slot = answer;
}

/* The answer for FILE that holds for LANGUAGE or for whatever language its head tells. */
static struct answer *find(const struct cdr_pathset_space *space, const struct cdr_file *file,
			   const struct cdr_language *language)
{
	struct answer *answer = space->slots[slot_of(file->path)];

	while (answer && !((answer->by_name || answer->language == language) &&
			   cdr_str_eq(answer->path, file->path) &&
			   cdr_str_eq(answer->old_path, file->old_path)))
		answer = answer->next;
	return answer;
}

static const struct answer *answer_of(const struct cdr_pathset *set,
				      struct cdr_pathset_space *space,
				      const struct cdr_file *file, struct cdr_str head)
{
	struct answer asked = { .path = file->path, .old_path = file->old_path };
	const struct answer *answer = find(space, file, NULL);

	if (answer && answer->by_name)
		return answer;
	asked.language = cdr_language_of(file->path, cdr_str_sub(head, 0, CDR_LANGUAGE_HEAD));
	answer = find(space, file, asked.language);
	return answer ? answer : remember(set, space, &asked);
}

bool cdr_pathset_find(const struct cdr_pathset *set, struct cdr_pathset_space *space,
		      const struct cdr_file *file, struct cdr_str head, uint64_t *rules)
{
	const struct answer *answer = answer_of(set, space, file, head);
	uint64_t covered = 0;

	for (size_t i = 0; i < set->n_words; i++) {
		uint64_t doubtful = answer->rules[i] & set->stateful[i];

		rules[i] = answer->rules[i];
		for (; doubtful; doubtful &= doubtful - 1) {
			size_t bit = (size_t)__builtin_ctzll(doubtful);

			if (!cdr_detection_wants_state(set->demands[64 * i + bit].rule->detection,
						       file))
				rules[i] &= ~((uint64_t)1 << bit);
		}
		covered |= rules[i] & set->specific[i];
	}
	return covered != 0;
}
