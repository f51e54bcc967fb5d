/*
 * layer.c - extends, then own rules, then override, disable and select, file by file.
 *
 * Later wins: what a file says works on everything that was put in before it.
 */
#include "rules/layer.h"

#include "base/glob.h"
#include "base/sha256.h"
#include "rules/upstream.h"

#include <string.h>

#define EXTENDS_DEPTH 8u

struct cdr_layered *cdr_rule_set_find(const struct cdr_rule_set *set, struct cdr_str id)
{
	for (size_t i = 0; i < set->n; i++)
		if (cdr_str_eq(set->items[i].rule->id, id))
			return &set->items[i];
	return NULL;
}

/* --- locked rules -------------------------------------------------------- */

static bool weakens(const struct cdr_rule *from, const struct cdr_rule *to)
{
	return to->severity < from->severity || !cdr_hash_eq(&from->rev, &to->rev);
}

static void fail_locked(struct cdr_loader *loader, const struct cdr_yaml *at,
			const struct cdr_rule *rule)
{
	cdr_diags_error(loader->builder.diags, at,
			"\"%.*s\" is locked by %.*s and may not be weakened", CDR_FMT(rule->id),
			CDR_FMT(rule->source));
	cdr_diags_hint(loader->builder.diags,
		       "a locked rule may get a higher severity, nothing else");
}

/* --- putting rules in ---------------------------------------------------- */

static void replace(struct cdr_loader *loader, struct cdr_layered *old, struct cdr_layered next,
		    const struct cdr_yaml *at)
{
	if (old->rule->locked && weakens(old->rule, next.rule)) {
		fail_locked(loader, at, old->rule);
		return;
	}
	next.rule->locked |= old->rule->locked;
	*old = next;
}

/* EVERYWHERE: those that are about frameworks look at code that uses none of them, too. */
static void add_rules(struct cdr_loader *loader, struct cdr_rule_set *set,
		      const struct cdr_document *document, bool everywhere)
{
	struct cdr_diags *diags = loader->builder.diags;
	size_t n_before = set->n;

	for (size_t i = 0; i < document->n_rules; i++) {
		struct cdr_layered next = document->rules[i];
		struct cdr_rule_set before = { .items = set->items, .n = n_before };
		struct cdr_layered *old = cdr_rule_set_find(&before, next.rule->id);

		next.everywhere = everywhere || (old && old->rule == next.rule && old->everywhere);
		if (old)
			replace(loader, old, next, cdr_layered_node(&next, diags->arena));
		else if (set->n < CDR_REGISTRY_RULES)
			*cdr_vec_push(diags->arena, set) = next;
		else
			cdr_diags_error(diags, cdr_layered_node(&next, diags->arena),
					"more than %zu rules", CDR_REGISTRY_RULES);
	}
}

static const struct cdr_document *pack(struct cdr_loader *loader, size_t idx)
{
	struct cdr_arena *arena = loader->builder.diags->arena;
	const struct cdr_pack *shipped = &cdr_packs[idx];
	struct cdr_str path;

	if (loader->packs[idx])
		return loader->packs[idx];
	path = cdr_str_from(cdr_arena_printf(arena, "builtin:%s", shipped->name));
	loader->packs[idx] = cdr_document_of_pack(&loader->builder, path, shipped);
	*cdr_vec_push(arena, &loader->documents) = loader->packs[idx];
	return loader->packs[idx];
}

void cdr_layer_add_packs(struct cdr_loader *loader, struct cdr_rule_set *set)
{
	if (set->has_packs)
		return;
	set->has_packs = true;
	for (size_t i = 0; i < cdr_n_packs; i++)
		add_rules(loader, set, pack(loader, i), false);
}

/* --- where rules come from ----------------------------------------------- */

/* PATH without the names that lead nowhere: "" and ".". */
static struct cdr_str plain(struct cdr_str path, struct cdr_arena *arena)
{
	char *out = cdr_arena_alloc(arena, path.len + 1);
	size_t len = 0;

	while (path.len) {
		struct cdr_str name = cdr_str_sub(path, 0, cdr_str_find(path, CDR_STR("/")));

		path = cdr_str_sub(path, name.len + 1, path.len);
		if (name.len == 0 || cdr_str_is(name, "."))
			continue;
		if (len > 0)
			out[len++] = '/';
		memcpy(out + len, name.ptr, name.len);
		len += name.len;
	}
	return (struct cdr_str){ out, len };
}

void cdr_loader_add_path(struct cdr_loader *loader, struct cdr_str path)
{
	struct cdr_arena *arena = loader->builder.diags->arena;
	struct cdr_str added = plain(path, arena);

	for (size_t i = 0; i < loader->paths.n; i++)
		if (cdr_str_eq(loader->paths.items[i], added))
			return;
	*cdr_vec_push(arena, &loader->paths) = added;
}

static void add_source_path(struct cdr_loader *loader, struct cdr_str file)
{
	size_t end = file.len;

	loader->in_repository = file.ptr != NULL;
	if (!loader->in_repository)
		return;
	while (end > 0 && file.ptr[end - 1] != '/')
		end--;
	loader->folder = cdr_str_copy(loader->builder.diags->arena, cdr_str_sub(file, 0, end));
	cdr_loader_add_path(loader, file);
}

static void add_extended_path(struct cdr_loader *loader, struct cdr_str path)
{
	if (loader->in_repository)
		cdr_loader_add_path(loader, cdr_str_from(cdr_arena_printf(
						    loader->builder.diags->arena, "%.*s%.*s",
						    CDR_FMT(loader->folder), CDR_FMT(path))));
}

/* --- extends ------------------------------------------------------------- */

static bool is_core(const char *name)
{
	static const char *const core[] = { "auth", "security-policy", "infrastructure",
					    "ci", "schema", "orm", "framework", "physical",
					    "agent", "architecture" };

	for (size_t i = 0; i < sizeof(core) / sizeof(core[0]); i++)
		if (strcmp(core[i], name) == 0)
			return true;
	return false;
}

static void extend_builtin(struct cdr_loader *loader, struct cdr_rule_set *set, struct cdr_str name,
			   const struct cdr_yaml *at)
{
	struct cdr_diags *diags = loader->builder.diags;
	struct cdr_guess guess;
	bool by_content = cdr_str_is(name, "auto"), all = by_content || cdr_str_is(name, "all");
	bool core = cdr_str_is(name, "core"), found = all || core;

	for (size_t i = 0; i < cdr_n_packs; i++) {
		bool named = cdr_str_is(name, cdr_packs[i].name);

		if (all || named || (core && is_core(cdr_packs[i].name)))
			add_rules(loader, set, pack(loader, i), !by_content);
		found |= named;
	}
	if (found)
		return;
	cdr_diags_error(diags, at, "extends: there is no pack \"builtin:%.*s\"", CDR_FMT(name));
	guess = cdr_guess_for(diags, name);
	for (size_t i = 0; i < cdr_n_packs; i++)
		cdr_guess_try(&guess, cdr_str_from(cdr_packs[i].name));
	if (guess.best.ptr)
		cdr_diags_hint(diags, "did you mean \"builtin:%.*s\"?", CDR_FMT(guess.best));
	else
		cdr_diags_hint(diags, "builtin:auto has what the repository needs, "
				      "builtin:all every pack");
}

static void apply(struct cdr_loader *loader, struct cdr_rule_set *set,
		  const struct cdr_document *document, enum cdr_layer layer);

static bool is_open(const struct cdr_loader *loader, struct cdr_str path)
{
	for (size_t i = 0; i < loader->open.n; i++)
		if (cdr_str_eq(loader->open.items[i], path))
			return true;
	return false;
}

/* A file that goes under a set, and what to do when it is not there or another one. */
struct extended {
	const char *key; /* that names it */
	const struct cdr_yaml *at;
	struct cdr_pin pin;
	enum cdr_layer layer;
	const char *absent, *altered;
};

static bool may_open(struct cdr_loader *loader, const struct extended *file)
{
	struct cdr_diags *diags = loader->builder.diags;
	struct cdr_str path = file->pin.path;

	if (is_open(loader, path)) {
		cdr_diags_error(diags, file->at, "%s: \"%.*s\" extends itself", file->key,
				CDR_FMT(path));
		return false;
	}
	if (loader->open.n >= EXTENDS_DEPTH) {
		cdr_diags_error(diags, file->at, "%s: deeper than %u files", file->key,
				EXTENDS_DEPTH);
		return false;
	}
	if (!loader->pinned || file->pin.is_pinned)
		return true;
	cdr_diags_error(diags, file->at, "%s: \"%.*s\" has no digest, in a file that has one",
			file->key, CDR_FMT(path));
	cdr_diags_hint(diags, "write \"%.*s#sha256=DIGEST\"; packs, builtin:NAME, need none",
		       CDR_FMT(path));
	return false;
}

static bool read_extended(struct cdr_loader *loader, const struct extended *file,
			  struct cdr_str *text)
{
	const struct cdr_registry_files *files = loader->files;
	struct cdr_registry_wanted wanted = { file->layer, file->pin.path, loader->source };
	struct cdr_diags *diags = loader->builder.diags;
	struct cdr_err err = { 0 };

	if (files && files->read(files->payload, &wanted, diags->arena, text, &err) == CDR_OK)
		return true;
	cdr_diags_error(diags, file->at, "%s: \"%.*s\" cannot be read%s%s", file->key,
			CDR_FMT(wanted.path), err.message[0] ? ": " : "", err.message);
	cdr_diags_hint(diags, "%s", file->absent);
	return false;
}

static bool is_as_pinned(struct cdr_loader *loader, const struct extended *file,
			 struct cdr_str text)
{
	struct cdr_hash digest = cdr_sha256_of(text);
	char hex[CDR_HASH_HEX + 1];

	if (!file->pin.is_pinned || cdr_hash_eq(&digest, &file->pin.digest))
		return true;
	cdr_hash_hex(hex, &digest);
	cdr_diags_error(loader->builder.diags, file->at,
			"%s: \"%.*s\" is not what was pinned, its SHA-256 is %s", file->key,
			CDR_FMT(file->pin.path), hex);
	cdr_diags_hint(loader->builder.diags, "%s", file->altered);
	return false;
}

static void extend_file(struct cdr_loader *loader, struct cdr_rule_set *set,
			const struct extended *file)
{
	struct cdr_arena *arena = loader->builder.diags->arena;
	bool outer_pinned = loader->pinned;
	struct cdr_str text = { NULL, 0 };
	const struct cdr_document *document;

	if (!may_open(loader, file) || !read_extended(loader, file, &text))
		return;
	add_extended_path(loader, file->pin.path);
	if (!is_as_pinned(loader, file, text))
		return;
	document = cdr_document_read(&loader->builder, file->pin.path, text);
	*cdr_vec_push(arena, &loader->documents) = document;
	*cdr_vec_push(arena, &loader->open) = file->pin.path;
	loader->pinned |= file->pin.is_pinned;
	apply(loader, set, document, file->layer);
	loader->pinned = outer_pinned;
	loader->open.n--;
}

/* The copy of the shared registry, which `cdreview rules update` has put beside this one. */
static void extend_upstream(struct cdr_loader *loader, struct cdr_rule_set *set,
			    const struct cdr_upstream_form *form, enum cdr_layer layer)
{
	struct cdr_diags *diags = loader->builder.diags;
	struct extended file = {
		.key = "registry",
		.at = form->sha256.at ? form->sha256.at : form->at,
		.layer = layer,
		.absent = "`cdreview rules update` fetches it; commit it with the registry",
		.altered = "`git restore` brings the reviewed copy back, `cdreview rules update` "
			   "fetches one to be reviewed",
	};
	struct cdr_upstream upstream;

	if (loader->open.n) {
		cdr_diags_error(diags, form->at,
				"registry: only the repository's own file names "
				"a shared registry");
		return;
	}
	if (!cdr_upstream_read(&upstream, form, diags))
		return;
	file.pin = upstream.copy;
	if (file.pin.is_pinned) {
		extend_file(loader, set, &file);
		return;
	}
	cdr_diags_error(diags, form->at, "registry: the shared registry was not fetched yet");
	cdr_diags_hint(diags, "%s", file.absent);
}

static void extend_named(struct cdr_loader *loader, struct cdr_rule_set *set,
			 const struct cdr_yaml *at, enum cdr_layer layer)
{
	struct extended file = {
		.key = "extends",
		.at = at,
		.layer = layer,
		.absent = "packs are named builtin:NAME, files by their path",
		.altered = "put the reviewed file back, or review this one and write its digest",
	};

	if (cdr_pin_parse(&file.pin, at, loader->builder.diags))
		extend_file(loader, set, &file);
}

/* The shared registry lies over the packs and files of `extends`, under the file's own rules. */
static void extend(struct cdr_loader *loader, struct cdr_rule_set *set,
		   const struct cdr_file_form *form, enum cdr_layer layer)
{
	for (size_t i = 0; i < form->extends.n; i++) {
		const struct cdr_yaml *at = cdr_values_at(&form->extends, i);

		if (cdr_str_starts(form->extends.items[i], "builtin:"))
			extend_builtin(loader, set,
				       cdr_str_sub(at->text, strlen("builtin:"), at->text.len), at);
		else if (form->extends.items[i].len)
			extend_named(loader, set, at, layer);
	}
	if (form->upstream)
		extend_upstream(loader, set, form->upstream, layer);
}

/* --- override, disable, select ------------------------------------------- */

static void hint_id(struct cdr_loader *loader, const struct cdr_rule_set *set, struct cdr_str id)
{
	struct cdr_guess guess = cdr_guess_for(loader->builder.diags, id);

	for (size_t i = 0; i < set->n; i++)
		cdr_guess_try(&guess, set->items[i].rule->id);
	if (!cdr_guess_hint(&guess, loader->builder.diags))
		cdr_diags_hint(loader->builder.diags, "`cdreview rules list` names the rules");
}

/* The rule's map with the keys of OVERRIDE in place of its own. */
static const struct cdr_yaml *merge(struct cdr_arena *arena, const struct cdr_yaml *rule,
				    const struct cdr_yaml *override)
{
	struct cdr_yaml *merged = cdr_arena_copy(arena, rule, sizeof(*rule));
	CDR_VEC(struct cdr_yaml_entry) entries = { 0 };

	for (size_t i = 0; i < rule->n; i++)
		if (!cdr_yaml_get(override, rule->entries[i].key->text.ptr))
			*cdr_vec_push(arena, &entries) = rule->entries[i];
	for (size_t i = 0; i < override->n; i++)
		*cdr_vec_push(arena, &entries) = override->entries[i];
	merged->entries = entries.items;
	merged->n = entries.n;
	merged->prepared = NULL; /* another rule, another revision */
	return merged;
}

/* Another tool's rules are known when they fire: nothing to find here, nothing to merge. */
static void override_tool(struct cdr_loader *loader, const struct cdr_yaml_entry *entry,
			  enum cdr_layer layer)
{
	struct cdr_diags *diags = loader->builder.diags;
	struct cdr_err err = { 0 };

	if (cdr_glob_check(entry->key->text, &err) != 0)
		cdr_diags_error(diags, entry->key, "override: %s", err.message);
	*cdr_vec_push(diags->arena, &loader->weights) = (struct cdr_layered_weight){
		entry->key->text, cdr_form_read(&cdr_weight_keys, entry->value, diags), layer
	};
}

static void override_rule(struct cdr_loader *loader, struct cdr_rule_set *set,
			  const struct cdr_yaml_entry *entry)
{
	struct cdr_diags *diags = loader->builder.diags;
	struct cdr_layered *old = cdr_rule_set_find(set, entry->key->text);
	struct cdr_layered next = { .prepared = NULL };

	if (!old) {
		cdr_diags_error(diags, entry->key, "override: there is no rule \"%.*s\"",
				CDR_FMT(entry->key->text));
		hint_id(loader, set, entry->key->text);
		return;
	}
	if (entry->value->kind != CDR_YAML_MAP || cdr_yaml_get(entry->value, "id")) {
		cdr_diags_error(diags, entry->value,
				"override: expected a map of keys other than id");
		return;
	}
	next.node = merge(diags->arena, cdr_layered_node(old, diags->arena), entry->value);
	next.rule =
		cdr_rule_build(&loader->builder, cdr_form_read(&cdr_rule_keys, next.node, diags));
	next.everywhere = old->everywhere;
	if (next.rule)
		replace(loader, old, next, entry->value);
}

static void override(struct cdr_loader *loader, struct cdr_rule_set *set,
		     const struct cdr_yaml_entry *entry, enum cdr_layer layer)
{
	if (cdr_rule_is_of_tool(entry->key->text))
		override_tool(loader, entry, layer);
	else
		override_rule(loader, set, entry);
}

/* An exception to a locked rule is for the file to grant that locks it. */
static void check_allow(struct cdr_loader *loader, const struct cdr_rule_set *set,
			const struct cdr_document *document, const struct cdr_allow_form *form)
{
	for (size_t i = 0; form->rule.at && i < set->n; i++) {
		const struct cdr_rule *rule = set->items[i].rule;

		if (rule->locked && !cdr_str_eq(rule->source, document->path) &&
		    cdr_glob_match(form->rule.text, rule->id, 0))
			fail_locked(loader, form->rule.at, rule);
	}
}

static bool is_glob(struct cdr_str id)
{
	return id.len > 0 && (memchr(id.ptr, '*', id.len) || memchr(id.ptr, '?', id.len) ||
			      memchr(id.ptr, '[', id.len) || memchr(id.ptr, '{', id.len));
}

/* Takes out every rule that PATTERN names; complains when there is none. */
static void disable(struct cdr_loader *loader, struct cdr_rule_set *set, struct cdr_str pattern,
		    const struct cdr_yaml *at)
{
	struct cdr_diags *diags = loader->builder.diags;
	size_t n_kept = 0, n_before = set->n;

	for (size_t i = 0; i < set->n; i++) {
		const struct cdr_rule *rule = set->items[i].rule;
		bool named = cdr_glob_match(pattern, rule->id, 0);

		if (named && rule->locked)
			fail_locked(loader, at, rule);
		if (!named || rule->locked)
			set->items[n_kept++] = set->items[i];
	}
	set->n = n_kept;
	if (n_kept < n_before)
		return;
	if (is_glob(pattern)) {
		cdr_diags_warn(diags, at, "disable: no rule is called \"%.*s\"", CDR_FMT(pattern));
		return;
	}
	if (cdr_rule_set_find(set, pattern))
		return;
	cdr_diags_error(diags, at, "disable: there is no rule \"%.*s\"", CDR_FMT(pattern));
	hint_id(loader, set, pattern);
}

/* A rule without tags belongs to everybody. */
static bool has_tag(const struct cdr_rule *rule, const struct cdr_values *tags)
{
	for (size_t i = 0; i < rule->n_tags; i++)
		for (size_t k = 0; k < tags->n; k++)
			if (cdr_str_eq(rule->tags[i], tags->items[k]))
				return true;
	return rule->n_tags == 0 || tags->n == 0;
}

static bool is_selected(const struct cdr_rule *rule, const struct cdr_select_form *form)
{
	if (rule->locked)
		return true;
	return rule->severity >= cdr_choice(form->min_severity, CDR_OFF) &&
	       rule->confidence >= cdr_choice(form->min_confidence, CDR_CONFIDENCE_LOW) &&
	       has_tag(rule, &form->tags);
}

static void select_rules(struct cdr_rule_set *set, const struct cdr_select_form *form)
{
	size_t n_kept = 0;

	for (size_t i = 0; i < set->n; i++)
		if (is_selected(set->items[i].rule, form))
			set->items[n_kept++] = set->items[i];
	set->n = n_kept;
}

/* --- a file -------------------------------------------------------------- */

static void apply(struct cdr_loader *loader, struct cdr_rule_set *set,
		  const struct cdr_document *document, enum cdr_layer layer)
{
	const struct cdr_file_form *form = document->form;

	if (form)
		extend(loader, set, form, layer);
	add_rules(loader, set, document, false);
	if (!form)
		return;
	for (size_t i = 0; form->override && i < form->override->n; i++)
		override(loader, set, &form->override->entries[i], layer);
	for (size_t i = 0; i < form->disable.n; i++)
		disable(loader, set, form->disable.items[i], cdr_values_at(&form->disable, i));
	if (form->select)
		select_rules(set, form->select);
	for (size_t i = 0; i < form->allow.n; i++) {
		check_allow(loader, set, document, form->allow.items[i]);
		*cdr_vec_push(loader->builder.diags->arena, &loader->allows) = form->allow.items[i];
	}
	cdr_check_set_add(&loader->checks, &form->checks, loader->builder.diags);
}

const struct cdr_document *cdr_layer_add_source(struct cdr_loader *loader, struct cdr_rule_set *set,
						const struct cdr_registry_source *source)
{
	const struct cdr_document *document =
		cdr_document_read(&loader->builder, source->path, source->text);

	loader->source = source->path;
	add_source_path(loader, source->file);
	*cdr_vec_push(loader->builder.diags->arena, &loader->documents) = document;
	if (document->is_yaml && (!document->form || !document->form->extends.at))
		cdr_layer_add_packs(loader, set);
	apply(loader, set, document, source->layer);
	return document;
}
