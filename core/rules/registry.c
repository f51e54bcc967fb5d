/*
 * registry.c - layers united into the rules in force; who may loosen what.
 *
 * Each layer is put together by itself (layer.c) and the results are united,
 * so a rule that head drops is still there from the base. Only what comes from
 * the trusted base can take a rule out or excuse a finding.
 */
#include "rules/registry.h"

#include "base/glob.h"
#include "base/oom.h"
#include "base/sha256.h"
#include "rules/layer.h"
#include "rules/simple.h"

#include <stdlib.h>
#include <string.h>

struct cdr_registry {
	struct cdr_arena arena;
	struct cdr_diags diags;
	struct cdr_loader loader;
	struct cdr_str name;
	struct cdr_hash digest;
	const struct cdr_rule **rules; /* in the order of packs and files */
	size_t n_rules;
	const struct cdr_allow *allows;
	size_t n_allows;
	struct cdr_check_set checks;   /* those of the trusted base first */
	struct cdr_str today;
	const struct cdr_evidence *evidence; /* NULL: no rule depends on it */
	uint64_t asked;                      /* frameworks for which it was looked through */
};

/* --- layers -------------------------------------------------------------- */

static bool has_layer(const struct cdr_registry_request *request, enum cdr_layer layer)
{
	for (size_t i = 0; i < request->n_sources; i++)
		if (request->sources[i].layer == layer)
			return true;
	return false;
}

/* Without a registry at the trusted base the shipped packs are the base. */
static void warn_of_loosening(struct cdr_diags *diags, const struct cdr_file_form *form)
{
	const struct {
		const char *key;
		const struct cdr_yaml *at;
	} said[] = {
		{ "extends", form->extends.n ? NULL : form->extends.at },
		{ "select", form->select ? form->select->at : NULL },
		{ "disable", form->disable.at },
		{ "override", form->override },
		{ "allow", form->allow.at },
	};

	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
		if (!said[i].at)
			continue;
		cdr_diags_warn(diags, said[i].at,
			       "%s: loosens nothing, the trusted base has no registry",
			       said[i].key);
		cdr_diags_hint(diags, "it counts once this file is in the trusted base");
	}
}

static void read_layer(struct cdr_registry *registry, const struct cdr_registry_request *request,
		       enum cdr_layer layer, struct cdr_rule_set *set)
{
	bool has_base = has_layer(request, CDR_LAYER_BASE);

	if (layer == CDR_LAYER_BASE && !has_base)
		cdr_layer_add_packs(&registry->loader, set);
	for (size_t i = 0; i < request->n_sources; i++) {
		const struct cdr_document *document;

		if (request->sources[i].layer != layer)
			continue;
		document = cdr_layer_add_source(&registry->loader, set, &request->sources[i]);
		if (document->form && document->form->name.at && !registry->name.len)
			registry->name = document->form->name.text;
		if (document->form && !has_base)
			warn_of_loosening(&registry->diags, document->form);
	}
}

/* --- union --------------------------------------------------------------- */

static struct cdr_layered *find_same(const struct cdr_rule_set *all, const struct cdr_rule *rule)
{
	for (size_t i = 0; i < all->n; i++)
		if (cdr_str_eq(all->items[i].rule->id, rule->id) &&
		    cdr_hash_eq(&all->items[i].rule->rev, &rule->rev))
			return &all->items[i];
	return NULL;
}

/* The same rule with a greater weight above counts with that weight. */
static void tighten(struct cdr_arena *arena, struct cdr_layered *same, const struct cdr_rule *rule)
{
	struct cdr_rule *tightened;

	if (rule->severity <= same->rule->severity && rule->confidence <= same->rule->confidence)
		return;
	tightened = cdr_arena_copy(arena, same->rule, sizeof(*same->rule));
	if (rule->severity > tightened->severity)
		tightened->severity = rule->severity;
	if (rule->confidence > tightened->confidence)
		tightened->confidence = rule->confidence;
	same->rule = tightened;
}

static void unite(struct cdr_arena *arena, struct cdr_rule_set *all, const struct cdr_rule_set *set)
{
	for (size_t i = 0; i < set->n; i++) {
		struct cdr_layered *same = find_same(all, set->items[i].rule);

		if (same) {
			tighten(arena, same, set->items[i].rule);
			same->everywhere |= set->items[i].everywhere;
		} else {
			*cdr_vec_push(arena, all) = set->items[i];
		}
	}
}

static void bind_sentence(const struct cdr_registry *registry, struct cdr_rule *rule)
{
	struct cdr_str bound = cdr_sentence_rule(rule->title);

	if (bound.len && cdr_registry_find(registry, bound))
		rule->bound = bound;
}

/* Names of FRAMEWORKS into OUT; how many. */
static size_t name_all(struct cdr_arena *arena, uint64_t frameworks, const struct cdr_str **out)
{
	CDR_VEC(struct cdr_str) names = { 0 };

	for (size_t i = 0; cdr_framework_name(i)[0]; i++)
		if (frameworks >> i & 1)
			*cdr_vec_push(arena, &names) = cdr_str_from(cdr_framework_name(i));
	*out = names.items;
	return names.n;
}

/*
 * RULE as it looks, in files of languages that UNSEEN frameworks are for, only at those
 * that name one. Its revision stays: it is the same rule, whatever the repository contains.
 */
static const struct cdr_rule *narrow(struct cdr_arena *arena, const struct cdr_rule *rule,
				     uint64_t unseen)
{
	struct cdr_detection *detection =
		cdr_arena_copy(arena, rule->detection, sizeof(*detection));
	struct cdr_rule *narrowed = cdr_arena_copy(arena, rule, sizeof(*rule));

	detection->unseen = unseen;
	narrowed->detection = detection;
	narrowed->n_unseen = name_all(arena, unseen, &narrowed->unseen);
	return narrowed;
}

/* LAYERED's rule as the repository's contents have it. */
static const struct cdr_rule *in_force(struct cdr_registry *registry,
				       const struct cdr_registry_request *request,
				       const struct cdr_layered *layered)
{
	const struct cdr_registry_evidence *evidence = request->evidence;
	uint64_t asked = layered->rule->detection->frameworks, unseen;

	if (!evidence || layered->everywhere || !asked)
		return layered->rule;
	if (!registry->evidence)
		registry->evidence = evidence->gather(evidence->payload);
	registry->asked |= asked;
	unseen = cdr_frameworks_unseen(asked, registry->evidence);
	return unseen ? narrow(&registry->arena, layered->rule, unseen) : layered->rule;
}

/* Rules that are `off` are not in force; sentences learn which rule enforces them. */
static void keep(struct cdr_registry *registry, const struct cdr_registry_request *request,
		 const struct cdr_rule_set *all)
{
	registry->rules =
		cdr_arena_alloc(&registry->arena, (all->n + 1) * sizeof(*registry->rules));
	for (size_t i = 0; i < all->n; i++)
		if (all->items[i].rule->severity != CDR_OFF)
			registry->rules[registry->n_rules++] =
				in_force(registry, request, &all->items[i]);
	for (size_t i = 0; i < all->n; i++)
		if (all->items[i].rule->detector == CDR_PLAIN)
			bind_sentence(registry, all->items[i].rule);
}

/* --- allow --------------------------------------------------------------- */

static bool names_a_rule(const struct cdr_rule_set *base, struct cdr_str pattern)
{
	for (size_t i = 0; i < base->n; i++)
		if (cdr_glob_match(pattern, base->items[i].rule->id, 0))
			return true;
	return cdr_rule_is_of_tool(pattern);
}

static void build_allow(struct cdr_registry *registry, const struct cdr_allow_form *form,
			struct cdr_str today, struct cdr_allow *out)
{
	out->rule = form->rule.text;
	out->paths = form->paths.items;
	out->n_paths = form->paths.n;
	out->match = cdr_pattern_build(&registry->loader.builder, &form->match, "match");
	out->match_text = form->match.text;
	out->reason = form->reason.text;
	out->by = form->by.text;
	out->until = form->until.text;
	out->expired = today.len && out->until.len && cdr_str_cmp(out->until, today) < 0;
	if (!out->expired)
		return;
	cdr_diags_warn(&registry->diags, form->until.at, "allow: expired, it excuses nothing");
	cdr_diags_hint(&registry->diags, "take it out, or decide again and set a later date");
}

/* The entries of the trusted base; those of other layers are checked and then forgotten. */
static void build_allows(struct cdr_registry *registry, const struct cdr_rule_set *base,
			 size_t n_base, struct cdr_str today)
{
	size_t n = registry->loader.allows.n;
	struct cdr_allow *allows = cdr_arena_alloc(&registry->arena, (n + 1) * sizeof(*allows));

	for (size_t i = 0; i < n; i++) {
		const struct cdr_allow_form *form = registry->loader.allows.items[i];

		build_allow(registry, form, i < n_base ? today : (struct cdr_str){ NULL, 0 },
			    &allows[i]);
		if (i < n_base && form->rule.at && !names_a_rule(base, form->rule.text))
			cdr_diags_warn(&registry->diags, form->rule.at,
				       "allow: no rule is called \"%.*s\"",
				       CDR_FMT(form->rule.text));
	}
	registry->allows = allows;
	registry->n_allows = n_base;
}

/* --- rules of other tools -------------------------------------------------- */

bool cdr_rule_is_of_tool(struct cdr_str id)
{
	return cdr_str_has(id, "/");
}

static void set_weight(const struct cdr_weight_form *form, struct cdr_tool_weight *weight)
{
	if (form->category.at)
		weight->category = cdr_category_of(form->category.text);
	weight->severity = (enum cdr_severity)cdr_choice(form->severity, weight->severity);
	weight->confidence = (enum cdr_confidence)cdr_choice(form->confidence, weight->confidence);
}

void cdr_registry_weigh(const struct cdr_registry *registry, struct cdr_str id,
			struct cdr_tool_weight *weight)
{
	const struct cdr_loader *loader = &registry->loader;

	for (size_t i = 0; i < loader->weights.n; i++) {
		const struct cdr_layered_weight *said = &loader->weights.items[i];
		enum cdr_severity least;

		if (!cdr_glob_match(said->rules, id, 0))
			continue;
		least = (enum cdr_severity)cdr_choice(said->form->severity, CDR_OFF);
		if (said->layer == CDR_LAYER_BASE)
			set_weight(said->form, weight);
		else if (least > weight->severity)
			weight->severity = least;
	}
}

/* --- the registry -------------------------------------------------------- */

static struct cdr_hash digest_of(const struct cdr_registry *registry)
{
	static const char domain[] = "cdreview-registry\0v2";
	struct cdr_sha256 *sha = cdr_sha256_new();

	cdr_sha256_add(sha, domain, sizeof(domain));
	for (size_t i = 0; i < registry->loader.documents.n; i++) {
		const struct cdr_hash *hash = &registry->loader.documents.items[i]->hash;

		cdr_sha256_add(sha, hash->bytes, sizeof(hash->bytes));
	}
	return cdr_sha256_take(sha);
}

/* The checks of the layer that was read last over those below it. */
static void unite_checks(struct cdr_registry *registry, enum cdr_layer layer, size_t n_base,
			 bool has_head)
{
	struct cdr_check_set *own = &registry->loader.checks;

	if (layer == CDR_LAYER_BASE) {
		registry->checks = *own;
	} else {
		cdr_check_set_unite(&registry->checks, n_base, own, &registry->arena);
		if (layer == CDR_LAYER_HEAD && has_head)
			cdr_check_set_mark_dropped(&registry->checks, n_base, own);
	}
	*own = (struct cdr_check_set){ .n = 0 };
}

static void read_all(struct cdr_registry *registry, const struct cdr_registry_request *request)
{
	struct cdr_rule_set all = { 0 }, base = { 0 };
	size_t n_base_allows, n_base_checks;

	read_layer(registry, request, CDR_LAYER_BASE, &base);
	n_base_allows = registry->loader.allows.n;
	unite_checks(registry, CDR_LAYER_BASE, 0, false);
	n_base_checks = registry->checks.n;
	unite(&registry->arena, &all, &base);
	for (int layer = CDR_LAYER_HEAD; layer <= CDR_LAYER_WORKTREE; layer++) {
		struct cdr_rule_set set = { 0 };

		read_layer(registry, request, (enum cdr_layer)layer, &set);
		unite(&registry->arena, &all, &set);
		unite_checks(registry, (enum cdr_layer)layer, n_base_checks, request->has_head);
	}
	build_allows(registry, &base, n_base_allows, request->today);
	registry->digest = digest_of(registry);
	keep(registry, request, &all);
}

int cdr_registry_new(struct cdr_registry **out, const struct cdr_registry_request *request,
		     struct cdr_err *err)
{
	struct cdr_registry *registry = cdr_alloc_zeroed(sizeof(*registry));
	int rc;

	*out = registry;
	registry->diags.arena = &registry->arena;
	registry->loader.builder.diags = &registry->diags;
	registry->loader.files = request->files;
	registry->today = cdr_str_copy(&registry->arena, request->today);
	registry->loader.packs = cdr_arena_alloc(
		&registry->arena, (cdr_n_packs + 1) * sizeof(*registry->loader.packs));
	cdr_loader_add_path(&registry->loader, CDR_STR(".cdreview/registry.yaml"));
	cdr_loader_add_path(&registry->loader, CDR_STR("constraints.yaml"));
	read_all(registry, request);
	rc = cdr_diags_result(&registry->diags, err);
	if (rc) {
		registry->n_rules = 0;
		registry->n_allows = 0;
		registry->checks.n = 0;
	}
	return rc;
}

int cdr_registry_keep_only(struct cdr_registry *registry, struct cdr_str id)
{
	size_t n = 0;

	if (!cdr_registry_find(registry, id))
		return CDR_ENOTFOUND;
	for (size_t i = 0; i < registry->n_rules; i++)
		if (cdr_str_eq(registry->rules[i]->id, id))
			registry->rules[n++] = registry->rules[i];
	registry->n_rules = n;
	return CDR_OK;
}

void cdr_registry_free(struct cdr_registry *registry)
{
	if (!registry)
		return;
	for (size_t i = 0; i < registry->loader.builder.patterns.n; i++)
		cdr_pattern_free(registry->loader.builder.patterns.items[i]);
	cdr_arena_release(&registry->arena);
	free(registry);
}

struct cdr_str cdr_registry_name(const struct cdr_registry *registry)
{
	return registry->name;
}

struct cdr_hash cdr_registry_digest(const struct cdr_registry *registry)
{
	return registry->digest;
}

size_t cdr_registry_count(const struct cdr_registry *registry)
{
	return registry->n_rules;
}

const struct cdr_rule *cdr_registry_rule(const struct cdr_registry *registry, size_t idx)
{
	return registry->rules[idx];
}

const struct cdr_rule *cdr_registry_find(const struct cdr_registry *registry, struct cdr_str id)
{
	for (size_t i = 0; i < registry->n_rules; i++)
		if (cdr_str_eq(registry->rules[i]->id, id))
			return registry->rules[i];
	return NULL;
}

size_t cdr_registry_diags(const struct cdr_registry *registry, const struct cdr_diag **out)
{
	*out = registry->diags.list.items;
	return registry->diags.list.n;
}

size_t cdr_registry_expressions(const struct cdr_registry *registry,
				const struct cdr_expression **out)
{
	*out = registry->loader.builder.expressions.items;
	return registry->loader.builder.expressions.n;
}

size_t cdr_registry_allows(const struct cdr_registry *registry, const struct cdr_allow **out)
{
	*out = registry->allows;
	return registry->n_allows;
}

size_t cdr_registry_checks(const struct cdr_registry *registry, const struct cdr_check **out)
{
	*out = registry->checks.items;
	return registry->checks.n;
}

size_t cdr_registry_paths(const struct cdr_registry *registry, const struct cdr_str **out)
{
	*out = registry->loader.paths.items;
	return registry->loader.paths.n;
}

struct cdr_str cdr_registry_today(const struct cdr_registry *registry)
{
	return registry->today;
}

struct cdr_str cdr_registry_framework(const struct cdr_registry *registry, size_t idx,
				      struct cdr_str *place)
{
	for (size_t i = 0; cdr_framework_name(i)[0]; i++) {
		if (!(registry->asked >> i & 1) || idx-- > 0)
			continue;
		*place = registry->evidence->places[i];
		if (!place->ptr && !registry->evidence->any_manifest)
			*place = CDR_STR("no manifest is known here");
		return cdr_str_from(cdr_framework_name(i));
	}
	return (struct cdr_str){ NULL, 0 };
}
