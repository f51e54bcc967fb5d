/*
 * document.c - tells the two forms of a file apart and builds the rules it defines.
 */
#include "rules/document.h"

#include "base/oom.h"
#include "base/sha256.h"
#include "rules/prepared.h"
#include "rules/simple.h"

#include <stdlib.h>
#include <string.h>

struct rule_list {
	struct cdr_layered *items;
	size_t n, alloc;
};

static void add_rule(struct cdr_builder *builder, struct rule_list *list,
		     const struct cdr_rule_form *form)
{
	struct cdr_rule *rule = cdr_rule_build(builder, form);

	if (rule)
		*cdr_vec_push(builder->diags->arena, list) =
			(struct cdr_layered){ .node = form->at, .rule = rule };
}

const struct cdr_yaml *cdr_layered_node(const struct cdr_layered *layered, struct cdr_arena *arena)
{
	struct cdr_prepared_pack pack = { layered->rule->source, layered->prepared };

	return layered->node ? layered->node : cdr_prepared_rule(&pack, arena);
}

/* --- duplicates ---------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
	const struct cdr_layered *const *left = a, *const *right = b;
	int order = cdr_str_cmp((*left)->rule->id, (*right)->rule->id);

	return order ? order : ((*left)->rule->line > (*right)->rule->line) * 2 - 1;
}

static void check_duplicates(struct cdr_diags *diags, const struct rule_list *list)
{
	const struct cdr_layered **sorted = cdr_alloc_zeroed((list->n + 1) * sizeof(*sorted));

	for (size_t i = 0; i < list->n; i++)
		sorted[i] = &list->items[i];
	qsort(sorted, list->n, sizeof(*sorted), by_id);
	for (size_t i = 1; i < list->n; i++) {
		if (!cdr_str_eq(sorted[i - 1]->rule->id, sorted[i]->rule->id))
			continue;
		cdr_diags_error(diags, sorted[i]->node, "duplicate id \"%.*s\"",
				CDR_FMT(sorted[i]->rule->id));
		cdr_diags_hint(diags, "it stands in line %zu already", sorted[i - 1]->rule->line);
	}
	free(sorted);
}

/* --- the two forms ------------------------------------------------------- */

static void check_format(struct cdr_diags *diags, const struct cdr_file_form *form)
{
	if (!form->format.at || cdr_str_is(form->format.text, "1"))
		return;
	cdr_diags_error(diags, form->format.at, "cdreview: format %.*s is not known",
			CDR_FMT(form->format.text));
	cdr_diags_hint(diags, "this program reads format 1");
}

static void read_full(struct cdr_builder *builder, const struct cdr_yaml *root,
		      struct cdr_document *document, struct rule_list *list)
{
	const struct cdr_file_form *form = cdr_form_read(&cdr_file_keys, root, builder->diags);

	document->form = form;
	check_format(builder->diags, form);
	for (size_t i = 0; i < form->rules.n; i++)
		add_rule(builder, list, form->rules.items[i]);
}

static void read_simple(struct cdr_builder *builder, const struct cdr_yaml *root,
			struct rule_list *list)
{
	const struct cdr_yaml *const *maps;
	size_t n = cdr_simple_rules(root, builder->diags, &maps);

	if (n > CDR_REGISTRY_RULES) {
		cdr_diags_error(builder->diags, root, "more than %zu sentences",
				CDR_REGISTRY_RULES);
		return;
	}
	for (size_t i = 0; i < n; i++)
		add_rule(builder, list, cdr_form_read(&cdr_rule_keys, maps[i], builder->diags));
}

static struct cdr_document *document_new(struct cdr_arena *arena, struct cdr_str path,
					 struct cdr_str text)
{
	struct cdr_document *document = CDR_NEW(arena, struct cdr_document);

	document->path = cdr_str_copy(arena, path);
	document->text = text;
	return document;
}

/* What ROOT defines; NULL for a file without content. */
static void read_root(struct cdr_builder *builder, struct cdr_document *document,
		      const struct cdr_yaml *root)
{
	struct rule_list list = { 0 };

	document->is_yaml = true;
	if (!root)
		return;
	if (root->kind != CDR_YAML_MAP)
		cdr_diags_error(builder->diags, root, "expected a map at the top, found %s",
				cdr_yaml_kind_name(root));
	else if (cdr_simple_is(root))
		read_simple(builder, root, &list);
	else
		read_full(builder, root, document, &list);
	check_duplicates(builder->diags, &list);
	document->rules = list.items;
	document->n_rules = list.n;
}

const struct cdr_document *cdr_document_read(struct cdr_builder *builder, struct cdr_str path,
					     struct cdr_str text)
{
	struct cdr_arena *arena = builder->diags->arena;
	struct cdr_document *document = document_new(arena, path, text);
	const struct cdr_yaml *root;
	struct cdr_err err = { 0 };

	document->hash = cdr_sha256_of(text);
	if (cdr_yaml_parse(&root, arena, document->path, text, &err) == CDR_OK)
		read_root(builder, document, root);
	else
		cdr_diags_failure(builder->diags, document->path, &err);
	return document;
}

/* --- a shipped pack ------------------------------------------------------ */

/* The next rule of PREPARED. What it was built from is used again by the next one. */
static struct cdr_layered next_rule(struct cdr_builder *builder, struct cdr_prepared_pack *prepared)
{
	struct cdr_layered next = { .prepared = prepared->at };
	struct cdr_arena arena = { NULL, 0 };
	const struct cdr_yaml *node = cdr_prepared_rule(prepared, &arena);

	next.rule = cdr_rule_build(builder, cdr_form_read(&cdr_rule_keys, node, builder->diags));
	cdr_arena_release(&arena);
	return next;
}

const struct cdr_document *cdr_document_of_pack(struct cdr_builder *builder, struct cdr_str path,
						const struct cdr_pack *pack)
{
	struct cdr_arena *arena = builder->diags->arena;
	struct cdr_str text = { (const char *)pack->bytes, pack->len };
	struct cdr_document *document = document_new(arena, path, text);
	struct cdr_prepared_pack prepared = { document->path, pack->prepared };
	const struct cdr_yaml *root = cdr_prepared_file(&prepared, arena, &document->n_rules);
	struct cdr_layered *rules = cdr_arena_alloc(arena, document->n_rules * sizeof(*rules));

	memcpy(document->hash.bytes, pack->hash, sizeof(document->hash.bytes));
	document->is_yaml = true;
	document->form = cdr_form_read(&cdr_file_keys, root, builder->diags);
	document->rules = rules;
	builder->is_shipped = true;
	for (size_t i = 0; i < document->n_rules; i++)
		rules[i] = next_rule(builder, &prepared);
	builder->is_shipped = false;
	return document;
}
