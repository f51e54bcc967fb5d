/*
 * unseen.c - what a rule waits for are literals like those of its expressions: whether one of
 * them stands in a text is known with the marks of its lines, at no cost of its own.
 */
#include "scan/sieve/unseen.h"

#include "base/bits.h"
#include "scan/sieve/marks.h"

#define FRAMEWORK(idx) (UINT64_C(1) << (idx))

/* --- what rules wait for -------------------------------------------------------- */

/* What is being made, and where it is put. */
struct maker {
	struct cdr_unseen *out;
	struct cdr_arena *arena;
	struct cdr_automaton *automaton;
	const struct cdr_registry *registry;
};

static const struct cdr_detection *detection_of(const struct maker *m, size_t rule)
{
	return cdr_registry_rule(m->registry, rule)->detection;
}

static struct cdr_unseen_words begin_words(const struct maker *m, size_t n)
{
	return (struct cdr_unseen_words){
		.rules = cdr_arena_alloc(m->arena, m->out->n_words * sizeof(uint64_t)),
		.literals = cdr_arena_alloc(m->arena, n * sizeof(uint32_t)),
	};
}

/* False when there is no room: then nobody can tell that none is there. */
static bool add_word(const struct maker *m, struct cdr_unseen_words *words, struct cdr_str word)
{
	uint32_t literal = cdr_automaton_add(m->automaton, word);

	if (literal >= CDR_MARK_LITERALS) {
		words->n = 0;
		return false;
	}
	words->literals[words->n++] = literal;
	return true;
}

static void add_framework(const struct maker *m, size_t idx)
{
	const char *const *words = cdr_framework_words(idx);
	struct cdr_unseen_words *framework = &m->out->framework[idx];
	size_t n = 0;

	while (words[n])
		n++;
	*framework = begin_words(m, n);
	for (size_t i = 0; i < cdr_registry_count(m->registry); i++)
		if (detection_of(m, i)->unseen & FRAMEWORK(idx))
			cdr_bits_set(framework->rules, i);
	for (size_t i = 0; i < n && add_word(m, framework, cdr_str_from(words[i])); i++)
		;
}

static bool are_same(const struct cdr_detection *a, const struct cdr_detection *b)
{
	bool same = a->n_keywords == b->n_keywords;

	for (size_t i = 0; same && i < a->n_keywords; i++)
		same = cdr_str_eq(a->keywords[i], b->keywords[i]);
	return same;
}

/* The rule's list of keywords, unless a rule before it has the same. */
static void add_keywords(const struct maker *m, size_t rule)
{
	const struct cdr_detection *detection = detection_of(m, rule);
	struct cdr_unseen_words *list;

	for (size_t i = 0; i < rule; i++)
		if (are_same(detection_of(m, i), detection))
			return;
	list = &m->out->keywords[m->out->n_keywords++];
	*list = begin_words(m, detection->n_keywords);
	for (size_t i = rule; i < cdr_registry_count(m->registry); i++)
		if (are_same(detection_of(m, i), detection))
			cdr_bits_set(list->rules, i);
	for (size_t i = 0; i < detection->n_keywords; i++)
		if (!add_word(m, list, detection->keywords[i]))
			return;
}

void cdr_unseen_make(struct cdr_unseen *out, struct cdr_arena *arena,
		     const struct cdr_registry *registry, struct cdr_automaton *automaton)
{
	const struct maker m = { out, arena, automaton, registry };
	size_t n = cdr_registry_count(registry), n_lists = 0;

	*out = (struct cdr_unseen){ .n_words = cdr_bits_words(n) };
	for (size_t i = 0; i < n; i++) {
		out->frameworks |= detection_of(&m, i)->unseen;
		n_lists += detection_of(&m, i)->n_keywords > 0;
	}
	out->keywords = cdr_arena_alloc(arena, n_lists * sizeof(*out->keywords));
	for (size_t k = 0; k < CDR_FRAMEWORKS_MAX; k++)
		if (out->frameworks & FRAMEWORK(k))
			add_framework(&m, k);
	for (size_t i = 0; i < n; i++)
		if (detection_of(&m, i)->n_keywords > 0)
			add_keywords(&m, i);
}

bool cdr_unseen_wholly(const struct cdr_rule *rule)
{
	const struct cdr_detection *detection = rule->detection;

	for (size_t i = 0; i < detection->n_languages; i++)
		if (!(cdr_frameworks_of(cdr_language_named(detection->languages[i])) &
		      detection->unseen))
			return false;
	return detection->unseen && detection->n_languages > 0;
}

/* --- what stands there -------------------------------------------------------------- */

static bool has_one(const struct cdr_unseen_words *words, const struct cdr_text *text)
{
	const struct cdr_marks *marks = text ? cdr_marks_of(text) : NULL;

	for (size_t i = 0; marks && i < words->n; i++)
		if (cdr_bits_has(marks->present, words->literals[i]))
			return true;
	return false;
}

static bool stand_in(const struct cdr_unseen_words *words, const struct cdr_pair *pair)
{
	return words->n == 0 || has_one(words, pair->old_text) || has_one(words, pair->new_text);
}

static void drop_by_frameworks(const struct cdr_unseen *unseen, const struct cdr_pair *pair,
			       const struct cdr_language *language, uint64_t *rules)
{
	uint64_t asked = unseen->frameworks, named = 0;

	if (asked)
		asked &= cdr_frameworks_of(language);
	for (size_t k = 0; asked >> k && k < CDR_FRAMEWORKS_MAX; k++)
		if (asked & FRAMEWORK(k) && stand_in(&unseen->framework[k], pair))
			named |= FRAMEWORK(k);
	if (asked == named)
		return;
	for (size_t i = 0; i < unseen->n_words; i++) {
		uint64_t lost = 0, kept = 0;

		for (size_t k = 0; k < CDR_FRAMEWORKS_MAX; k++) {
			if (!(asked & FRAMEWORK(k)))
				continue;
			kept |= named & FRAMEWORK(k) ? unseen->framework[k].rules[i] : 0;
			lost |= named & FRAMEWORK(k) ? 0 : unseen->framework[k].rules[i];
		}
		rules[i] &= ~lost | kept;
	}
}

/* Whether one of RULES waits for WORDS. */
static bool any_waits(const struct cdr_unseen *unseen, const struct cdr_unseen_words *words,
		      const uint64_t *rules)
{
	for (size_t i = 0; i < unseen->n_words; i++)
		if (rules[i] & words->rules[i])
			return true;
	return false;
}

void cdr_unseen_drop(const struct cdr_unseen *unseen, const struct cdr_pair *pair,
		     const struct cdr_language *language, uint64_t *rules)
{
	drop_by_frameworks(unseen, pair, language, rules);
	for (size_t k = 0; k < unseen->n_keywords; k++) {
		const struct cdr_unseen_words *list = &unseen->keywords[k];

		if (!any_waits(unseen, list, rules) || stand_in(list, pair))
			continue;
		for (size_t i = 0; i < unseen->n_words; i++)
			rules[i] &= ~list->rules[i];
	}
}
