/*
 * update_changes.c - what a reviewer of a new shared registry has to know first: where it asks
 * for less. Compared are the rules in force, so that packs, overrides and selections count.
 */
#include "update_changes.h"

struct list {
	struct cdr_arena *arena;
	struct cdr_rule_change *items;
	size_t n, alloc;
};

static void add(struct list *list, enum cdr_effect effect, struct cdr_str id, const char *words)
{
	*cdr_vec_push(list->arena, list) =
		(struct cdr_rule_change){ effect, cdr_str_copy(list->arena, id),
					  cdr_str_from(words) };
}

/* --- rules --------------------------------------------------------------------- */

static void add_weight(struct list *list, struct cdr_str id, const char *names[2], bool is_more)
{
	add(list, is_more ? CDR_TIGHTENS : CDR_LOOSENS, id,
	    cdr_arena_printf(list->arena, "%s, was %s", names[1], names[0]));
}

static void compare_rule(struct list *list, const struct cdr_rule *before,
			 const struct cdr_rule *after)
{
	if (before->severity != after->severity)
		add_weight(list, after->id,
			   (const char *[]){ cdr_severity_name(before->severity),
					     cdr_severity_name(after->severity) },
			   after->severity > before->severity);
	if (before->confidence != after->confidence)
		add_weight(list, after->id,
			   (const char *[]){ cdr_confidence_name(before->confidence),
					     cdr_confidence_name(after->confidence) },
			   after->confidence > before->confidence);
	if (before->locked != after->locked)
		add(list, after->locked ? CDR_TIGHTENS : CDR_LOOSENS, after->id,
		    after->locked ? "locked" : "no longer locked");
	if (!cdr_hash_eq(&before->rev, &after->rev))
		add(list, CDR_CHANGES, after->id, "detects something else");
}

static void compare_rules(struct list *list, const struct cdr_registry *before,
			  const struct cdr_registry *after)
{
	for (size_t i = 0; i < cdr_registry_count(after); i++) {
		const struct cdr_rule *rule = cdr_registry_rule(after, i);
		const struct cdr_rule *old = cdr_registry_find(before, rule->id);

		if (old)
			compare_rule(list, old, rule);
		else
			add(list, CDR_TIGHTENS, rule->id,
			    cdr_arena_printf(list->arena, "new, %s",
					     cdr_severity_name(rule->severity)));
	}
	for (size_t i = 0; i < cdr_registry_count(before); i++) {
		const struct cdr_rule *rule = cdr_registry_rule(before, i);

		if (!cdr_registry_find(after, rule->id))
			add(list, CDR_LOOSENS, rule->id, "no longer in force");
	}
}

/* --- exceptions ---------------------------------------------------------------- */

static bool is_equal(const struct cdr_allow *a, const struct cdr_allow *b)
{
	bool same = cdr_str_eq(a->rule, b->rule) && cdr_str_eq(a->until, b->until) &&
		    cdr_str_eq(a->match_text, b->match_text) && a->n_paths == b->n_paths;

	for (size_t i = 0; same && i < a->n_paths; i++)
		same = cdr_str_eq(a->paths[i], b->paths[i]);
	return same;
}

/* Adds the exceptions of FROM that TO does not have. */
static void add_missing(struct list *list, const struct cdr_registry *from,
			const struct cdr_registry *to, enum cdr_effect effect)
{
	const struct cdr_allow *ours, *theirs;
	size_t n_ours = cdr_registry_allows(from, &ours);
	size_t n_theirs = cdr_registry_allows(to, &theirs), k;

	for (size_t i = 0; i < n_ours; i++) {
		for (k = 0; k < n_theirs && !is_equal(&ours[i], &theirs[k]); k++)
			;
		if (k == n_theirs && !ours[i].expired)
			add(list, effect, ours[i].rule,
			    cdr_arena_printf(list->arena, "%s: %.*s",
					     effect == CDR_LOOSENS ? "allowed"
								   : "no longer allowed",
					     CDR_FMT(ours[i].reason)));
	}
}

size_t cdr_update_changes(const struct cdr_registry *before, const struct cdr_registry *after,
			  struct cdr_arena *arena, const struct cdr_rule_change **out)
{
	struct list list = { .arena = arena };

	compare_rules(&list, before, after);
	add_missing(&list, after, before, CDR_LOOSENS);
	add_missing(&list, before, after, CDR_TIGHTENS);
	*out = list.items;
	return list.n;
}
