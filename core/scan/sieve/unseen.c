/*
 * unseen.c - a framework's words are literals like those of rules: whether one of them stands
 * in a text is known with the marks of its lines, at no cost of its own.
 */
#include "scan/sieve/unseen.h"

#include "base/bits.h"
#include "scan/sieve/marks.h"

#define FRAMEWORK(idx) (UINT64_C(1) << (idx))

/* False when there is no room for all: then nobody can tell that none is there. */
static bool number_words(struct cdr_unseen_framework *out, size_t idx, struct cdr_arena *arena,
			 struct cdr_automaton *automaton)
{
	const char *const *words = cdr_framework_words(idx);
	size_t n = 0;

	while (words[n])
		n++;
	out->words = cdr_arena_alloc(arena, n * sizeof(*out->words));
	for (; out->n_words < n; out->n_words++) {
		uint32_t literal = cdr_automaton_add(automaton, cdr_str_from(words[out->n_words]));

		if (literal >= CDR_MARK_LITERALS)
			return false;
		out->words[out->n_words] = literal;
	}
	return true;
}

void cdr_unseen_make(struct cdr_unseen *out, struct cdr_arena *arena,
		     const struct cdr_registry *registry, struct cdr_automaton *automaton)
{
	size_t n = cdr_registry_count(registry), size = cdr_bits_words(n) * sizeof(uint64_t);
	uint64_t all = 0;

	for (size_t i = 0; i < n; i++)
		all |= cdr_registry_rule(registry, i)->detection->unseen;
	*out = (struct cdr_unseen){ .n_words = cdr_bits_words(n) };
	for (size_t k = 0; k < CDR_FRAMEWORKS_MAX; k++) {
		struct cdr_unseen_framework *framework = &out->of[k];

		if (!(all & FRAMEWORK(k)))
			continue;
		framework->rules = cdr_arena_alloc(arena, size);
		for (size_t i = 0; i < n; i++)
			if (cdr_registry_rule(registry, i)->detection->unseen & FRAMEWORK(k))
				cdr_bits_set(framework->rules, i);
		if (!number_words(framework, k, arena, automaton))
			framework->n_words = 0;
	}
	out->frameworks = all;
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

static bool has_one(const struct cdr_unseen_framework *framework, const struct cdr_text *text)
{
	const struct cdr_marks *marks = text ? cdr_marks_of(text) : NULL;

	for (size_t i = 0; marks && i < framework->n_words; i++)
		if (cdr_bits_has(marks->present, framework->words[i]))
			return true;
	return false;
}

static bool is_named(const struct cdr_unseen_framework *framework, const struct cdr_pair *pair)
{
	return framework->n_words == 0 || has_one(framework, pair->old_text) ||
	       has_one(framework, pair->new_text);
}

void cdr_unseen_drop(const struct cdr_unseen *unseen, const struct cdr_pair *pair,
		     const struct cdr_language *language, uint64_t *rules)
{
	uint64_t asked = unseen->frameworks, named = 0;

	if (asked)
		asked &= cdr_frameworks_of(language);
	for (size_t k = 0; asked >> k && k < CDR_FRAMEWORKS_MAX; k++)
		if (asked & FRAMEWORK(k) && is_named(&unseen->of[k], pair))
			named |= FRAMEWORK(k);
	if (asked == named)
		return;
	for (size_t i = 0; i < unseen->n_words; i++) {
		uint64_t lost = 0, kept = 0;

		for (size_t k = 0; k < CDR_FRAMEWORKS_MAX; k++) {
			if (!(asked & FRAMEWORK(k)))
				continue;
			kept |= named & FRAMEWORK(k) ? unseen->of[k].rules[i] : 0;
			lost |= named & FRAMEWORK(k) ? 0 : unseen->of[k].rules[i];
		}
		rules[i] &= ~lost | kept;
	}
}
