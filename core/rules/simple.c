/*
 * simple.c - category -> sentences, turned into rule maps of the full form.
 */
#include "rules/simple.h"

#include "base/sha256.h"
#include "rules/schema.h"

#include <string.h>

#define SLUG_MAX 60u

struct simple {
	struct cdr_diags *diags;
	CDR_VEC(const struct cdr_yaml *) rules;
};

bool cdr_simple_is(const struct cdr_yaml *root)
{
	return root->kind == CDR_YAML_MAP && !cdr_yaml_get(root, "cdreview");
}

/* --- ids ----------------------------------------------------------------- */

static char slug_char(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '-';
}

/*
 * ASCII words of TEXT joined by '-'. A long text is cut between words and told
 * from others by its digest; so is one without such words.
 */
static struct cdr_str slug_of(struct cdr_arena *arena, struct cdr_str text)
{
	char slug[SLUG_MAX], hex[CDR_HASH_HEX + 1];
	size_t len = 0, word = 0, at = 0;
	struct cdr_hash hash;

	for (; at < text.len && len < SLUG_MAX; at++) {
		char c = slug_char(text.ptr[at]);

		if (text.ptr[at] == '\'' || (c == '-' && (len == 0 || slug[len - 1] == '-')))
			continue;
		if (c == '-')
			word = len;
		slug[len++] = c;
	}
	if (at < text.len && word > 0)
		len = word;
	while (len > 0 && slug[len - 1] == '-')
		len--;
	if (len > 0 && at == text.len)
		return cdr_str_copy(arena, (struct cdr_str){ slug, len });
	hash = cdr_sha256_of(text);
	cdr_hash_hex(hex, &hash);
	return cdr_str_from(
		cdr_arena_printf(arena, "%.*s%s%.8s", (int)len, slug, len ? "-" : "", hex));
}

/* The same sentence has the same id wherever it stands. */
static struct cdr_str id_of(struct simple *simple, struct cdr_str category, struct cdr_str sentence)
{
	struct cdr_arena *arena = simple->diags->arena;
	struct cdr_str group = slug_of(arena, category), slug = slug_of(arena, sentence);

	return cdr_str_from(cdr_arena_printf(arena, "%.*s.%.*s", CDR_FMT(group), CDR_FMT(slug)));
}

/* --- rule maps ----------------------------------------------------------- */

/* A scalar that stands where AT stands. */
static const struct cdr_yaml *scalar(struct cdr_arena *arena, const struct cdr_yaml *at,
				     struct cdr_str text)
{
	struct cdr_yaml *node = CDR_NEW(arena, struct cdr_yaml);

	*node = *at;
	node->kind = CDR_YAML_SCALAR;
	node->style = CDR_YAML_SINGLE;
	node->text = text;
	node->entries = NULL;
	node->n = 0;
	return node;
}

static const struct cdr_yaml *rule_map(struct cdr_arena *arena, const struct cdr_yaml *at,
				       const struct cdr_yaml_entry *entries, size_t n)
{
	struct cdr_yaml *node = CDR_NEW(arena, struct cdr_yaml);

	*node = *at;
	node->kind = CDR_YAML_MAP;
	node->entries = cdr_arena_copy(arena, entries, n * sizeof(*entries));
	node->n = n;
	return node;
}

static void add_sentence(struct simple *simple, const struct cdr_yaml *category,
			 const struct cdr_yaml *sentence, const struct cdr_yaml *map)
{
	struct cdr_arena *arena = simple->diags->arena;
	CDR_VEC(struct cdr_yaml_entry) entries = { 0 };
	struct cdr_str id = id_of(simple, category->text, sentence->text);

#define ADD(name, node)                  \
	*cdr_vec_push(arena, &entries) = \
		(struct cdr_yaml_entry){ scalar(arena, sentence, CDR_STR(name)), (node) }
	ADD("id", scalar(arena, sentence, id));
	ADD("title", sentence);
	ADD("category", category);
#undef ADD
	for (size_t i = 0; map && i < map->n; i++)
		if (!cdr_str_is(map->entries[i].key->text, "text"))
			*cdr_vec_push(arena, &entries) = map->entries[i];
	*cdr_vec_push(arena, &simple->rules) = rule_map(arena, sentence, entries.items, entries.n);
}

static void add_item(struct simple *simple, const struct cdr_yaml *category,
		     const struct cdr_yaml *item)
{
	const struct cdr_sentence_form *form;

	if (item->kind == CDR_YAML_SCALAR && cdr_str_trim(item->text).len > 0) {
		add_sentence(simple, category, item, NULL);
		return;
	}
	if (item->kind != CDR_YAML_MAP) {
		cdr_diags_error(simple->diags, item, "expected a sentence, found %s",
				cdr_yaml_kind_name(item));
		return;
	}
	form = cdr_form_read(&cdr_sentence_keys, item, simple->diags);
	if (form->text.at)
		add_sentence(simple, category, form->text.at, item);
}

/* A full form whose first line was forgotten would otherwise be a wall of odd messages. */
static bool is_headless_full_form(const struct cdr_yaml *root)
{
	static const char *const keys[] = { "rules", "extends", "override", "disable", "allow" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (cdr_yaml_get(root, keys[i]))
			return true;
	return false;
}

size_t cdr_simple_rules(const struct cdr_yaml *root, struct cdr_diags *diags,
			const struct cdr_yaml *const **out)
{
	struct simple simple = { .diags = diags };

	*out = NULL;
	if (is_headless_full_form(root)) {
		cdr_diags_error(diags, root, "\"cdreview: 1\" is missing");
		cdr_diags_hint(diags, "a registry in the full form begins with that line");
		return 0;
	}
	for (size_t i = 0; i < root->n; i++) {
		const struct cdr_yaml *list = root->entries[i].value;

		if (list->kind == CDR_YAML_LIST)
			for (size_t k = 0; k < list->n; k++)
				add_item(&simple, root->entries[i].key, list->entries[k].value);
		else if (!cdr_yaml_is_null(list))
			cdr_diags_error(diags, list, "%.*s: expected a list of sentences, found %s",
					CDR_FMT(root->entries[i].key->text),
					cdr_yaml_kind_name(list));
	}
	*out = simple.rules.items;
	return simple.rules.n;
}
