/*
 * session_quality.c - the ledger folded by rule: which rules do people keep waving through?
 */
#include "cdreview/quality.h"

#include "rules/detection.h"
#include "session_inside.h"

#include <stdlib.h>

/* A rule on the way, with lists that grow. */
struct tally {
	struct cdr_rule_quality item;
	CDR_VEC(struct cdr_str) people, paths;
};

struct folding {
	const struct cdr_session *session;
	struct cdr_arena *arena;
	CDR_VEC(struct tally) tallies;
};

static struct tally *tally_of(struct folding *f, const struct cdr_rule *rule)
{
	struct tally *made;

	for (size_t i = 0; i < f->tallies.n; i++)
		if (cdr_str_eq(f->tallies.items[i].item.rule->id, rule->id))
			return &f->tallies.items[i];
	made = cdr_vec_push(f->arena, &f->tallies);
	*made = (struct tally){ .item = { .rule = rule } };
	if (rule->detection) {
		made->item.exclude = rule->detection->exclude;
		made->item.n_exclude = rule->detection->n_exclude;
	}
	return made;
}

/* The rule called ID, in the form REV if that is in force, else in another one: *STALE. */
static const struct cdr_rule *find(const struct cdr_session *session,
				   const struct cdr_opinion *opinion, bool *stale)
{
	const struct cdr_rule *other = NULL;

	for (size_t i = 0; i < cdr_registry_count(session->registry); i++) {
		const struct cdr_rule *rule = cdr_registry_rule(session->registry, i);

		if (!cdr_str_eq(rule->id, opinion->rule))
			continue;
		*stale = !cdr_hash_eq(&rule->rev, &opinion->rev);
		if (!*stale)
			return rule;
		other = rule;
	}
	return other;
}

static bool is_good(const struct cdr_opinion *opinion)
{
	if (opinion->verdict == CDR_REJECT)
		return opinion->reason == CDR_REASON_VIOLATION ||
		       opinion->reason == CDR_REASON_BUG || opinion->reason == CDR_REASON_SECURITY;
	return opinion->reason == CDR_REASON_ACCEPTED_RISK || opinion->reason == CDR_REASON_LEGACY;
}

static bool is_bad(const struct cdr_opinion *opinion)
{
	return opinion->verdict == CDR_APPROVE && (opinion->reason == CDR_REASON_FALSE_POSITIVE ||
						   opinion->reason == CDR_REASON_NOT_APPLICABLE);
}

#define ADD_ONCE(f, list, text)                                                  \
	do {                                                                     \
		size_t at = 0;                                                   \
		while (at < (list)->n && !cdr_str_eq((list)->items[at], (text))) \
			at++;                                                    \
		if (at == (list)->n)                                             \
			*cdr_vec_push((f)->arena, (list)) = (text);              \
	} while (0)

static void count(struct folding *f, const struct cdr_opinion *opinion)
{
	bool stale = false, waves;
	const struct cdr_rule *rule = find(f->session, opinion, &stale);
	struct tally *tally = rule ? tally_of(f, rule) : NULL;
	struct cdr_votes *votes = tally ? &tally->item.votes : NULL;

	if (!tally)
		return;
	if (stale) {
		votes->stale++;
		return;
	}
	waves = opinion->verdict == CDR_APPROVE && opinion->reason == CDR_REASON_NONE;
	votes->all++;
	votes->good += is_good(opinion);
	votes->bad += is_bad(opinion);
	votes->waved += waves;
	ADD_ONCE(f, &tally->people, opinion->who);
	if (waves || is_bad(opinion))
		ADD_ONCE(f, &tally->paths, opinion->path);
}

static int by_quality(const void *left, const void *right)
{
	const struct cdr_rule_quality *a = left, *b = right;

	if (a->quality != b->quality)
		return a->quality > b->quality ? -1 : 1;
	return cdr_str_cmp(a->rule->id, b->rule->id);
}

size_t cdr_session_quality(struct cdr_session *session, struct cdr_arena *arena,
			   const struct cdr_rule_quality **out)
{
	struct folding f = { .session = session, .arena = arena };
	const struct cdr_opinion *opinions;
	size_t n = cdr_ledger_opinions(session->ledger, arena, &opinions);
	struct cdr_rule_quality *items;

	for (size_t i = 0; i < n; i++)
		count(&f, &opinions[i]);
	items = cdr_arena_alloc(arena, f.tallies.n * sizeof(*items));
	for (size_t i = 0; i < f.tallies.n; i++) {
		const struct tally *tally = &f.tallies.items[i];

		items[i] = tally->item;
		items[i].people = (unsigned)tally->people.n;
		items[i].paths = tally->paths.items;
		items[i].n_paths = tally->paths.n;
	}
	cdr_quality_judge(items, f.tallies.n);
	if (f.tallies.n > 0)
		qsort(items, f.tallies.n, sizeof(*items), by_quality);
	*out = items;
	return f.tallies.n;
}
