/*
 * build.c - a rule's words, weights and revision; its detector is build_detection.c's.
 */
#include "rules/build.h"

#include "base/oom.h"
#include "base/sha256.h"
#include "cdreview/json.h"
#include "rules/prepared.h"
#include "rules/simple.h"

#include <stdlib.h>
#include <string.h>

#define ID_MAX	  100u
#define REV_BYTES ((size_t)4 << 20)

/* --- revision ------------------------------------------------------------ */

static int by_key(const void *a, const void *b)
{
	const struct cdr_yaml_entry *left = a, *right = b;

	return cdr_str_cmp(left->key->text, right->key->text);
}

/* Keys that take one or a list: a single item is written as a list of one. */
static bool is_listed(struct cdr_str key)
{
	static const char *const keys[] = { "languages", "frameworks", "paths",	   "exclude",
					    "status",	 "unless",     "must",	   "stopwords",
					    "escalate",	 "keywords" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (cdr_str_is(key, keys[i]))
			return true;
	return false;
}

static void write_node(struct cdr_jw *w, const char *key, const struct cdr_yaml *node);

static void write_map(struct cdr_jw *w, const struct cdr_yaml *map, bool detection_only)
{
	struct cdr_yaml_entry *sorted = cdr_alloc_zeroed((map->n + 1) * sizeof(*sorted));
	size_t n = 0;

	for (size_t i = 0; i < map->n; i++)
		if (!detection_only || cdr_key_detects(map->entries[i].key->text))
			sorted[n++] = map->entries[i];
	qsort(sorted, n, sizeof(*sorted), by_key);
	for (size_t i = 0; i < n; i++) {
		bool wrap =
			is_listed(sorted[i].key->text) && sorted[i].value->kind != CDR_YAML_LIST;

		if (wrap)
			cdr_jw_array(w, sorted[i].key->text.ptr);
		write_node(w, wrap ? NULL : sorted[i].key->text.ptr, sorted[i].value);
		if (wrap)
			cdr_jw_end(w);
	}
	free(sorted);
}

static void write_node(struct cdr_jw *w, const char *key, const struct cdr_yaml *node)
{
	switch (node->kind) {
	case CDR_YAML_SCALAR:
		cdr_jw_str(w, key, node->text);
		return;
	case CDR_YAML_LIST:
		cdr_jw_array(w, key);
		for (size_t i = 0; i < node->n; i++)
			write_node(w, NULL, node->entries[i].value);
		break;
	case CDR_YAML_MAP:
		cdr_jw_object(w, key);
		write_map(w, node, false);
		break;
	}
	cdr_jw_end(w);
}

bool cdr_rule_rev(struct cdr_hash *out, const struct cdr_yaml *node)
{
	struct cdr_buf json;
	bool whole;
	struct cdr_jw w;

	cdr_buf_init(&json, REV_BYTES);
	cdr_jw_init(&w, &json);
	cdr_jw_object(&w, NULL);
	write_map(&w, node, true);
	cdr_jw_end(&w);
	*out = cdr_sha256_of(cdr_buf_str(&json));
	whole = !json.full;
	cdr_buf_release(&json);
	return whole;
}

/* --- words --------------------------------------------------------------- */

static void check_id(struct cdr_diags *diags, const struct cdr_value *id)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";

	if (!id->at)
		return;
	if (id->text.len > ID_MAX)
		cdr_diags_error(diags, id->at, "id: longer than %u bytes", ID_MAX);
	if (cdr_str_starts(id->text, "builtin."))
		cdr_diags_error(diags, id->at, "id: \"%.*s\" is a name of the scan itself",
				CDR_FMT(id->text));
	for (size_t i = 0; i < id->text.len; i++) {
		if (memchr(letters, id->text.ptr[i], sizeof(letters) - 1))
			continue;
		cdr_diags_error(diags, id->at,
				"id: \"%.*s\" has a character other than a-z 0-9 . _ -",
				CDR_FMT(id->text));
		return;
	}
}

struct cdr_str cdr_category_of(struct cdr_str word)
{
	return cdr_str_is(word, "security") ? CDR_STR("security-policy") : word;
}

/* The default is the id's first part. */
static struct cdr_str category_of(const struct cdr_rule_form *form)
{
	struct cdr_str category = form->category.text;

	if (!category.len)
		category = cdr_str_sub(form->id.text, 0, cdr_str_find(form->id.text, CDR_STR(".")));
	return cdr_category_of(category);
}

static enum cdr_rule_kind kind_of(const struct cdr_rule_form *form, enum cdr_detector detector)
{
	bool forbids = detector == CDR_MATCH ||
		       (detector == CDR_PLAIN && cdr_sentence_forbids(form->title.text));

	return (enum cdr_rule_kind)cdr_choice(form->kind, forbids ? CDR_FORBID : CDR_REQUIRE);
}

static void build_example(struct cdr_diags *diags, const struct cdr_example_form *form,
			  struct cdr_example *out)
{
	const struct cdr_value *texts[] = { &form->bad, &form->good, &form->bad_diff,
					    &form->good_diff };
	size_t n = 0;

	for (size_t i = 0; i < 4; i++) {
		if (!texts[i]->at)
			continue;
		n++;
		out->text = texts[i]->text;
		out->bad = i == 0 || i == 2;
		out->is_diff = i >= 2;
	}
	if (n != 1) {
		cdr_diags_error(diags, form->at,
				"an example has one of bad, good, bad-diff, good-diff");
		return;
	}
	out->path = form->path.text;
	out->line = form->at->line;
}

static void build_examples(struct cdr_diags *diags, const struct cdr_rule_form *form,
			   struct cdr_rule *rule)
{
	struct cdr_example *examples =
		cdr_arena_alloc(diags->arena, (form->examples.n + 1) * sizeof(*examples));

	for (size_t i = 0; i < form->examples.n; i++)
		build_example(diags, form->examples.items[i], &examples[i]);
	rule->examples = examples;
	rule->n_examples = form->examples.n;
}

static void build_words(const struct cdr_rule_form *form, struct cdr_rule *rule)
{
	rule->id = form->id.text;
	rule->title = form->title.text;
	rule->prompt = form->prompt.at ? form->prompt.text : form->title.text;
	rule->why = form->why.text;
	rule->fix = form->fix.text;
	rule->category = category_of(form);
	rule->severity = (enum cdr_severity)cdr_choice(form->severity, CDR_MEDIUM);
	rule->confidence = (enum cdr_confidence)cdr_choice(form->confidence, CDR_CONFIDENCE_MEDIUM);
	rule->locked = form->locked;
	rule->refs = form->refs.items;
	rule->n_refs = form->refs.n;
	rule->tags = form->tags.items;
	rule->n_tags = form->tags.n;
	rule->frameworks = form->frameworks.items;
	rule->n_frameworks = form->frameworks.n;
	rule->source = form->at->path;
	rule->line = form->at->line;
}

static void warn_of_age(struct cdr_diags *diags, const struct cdr_rule_form *form)
{
	if (form->deprecated && form->successor.at)
		cdr_diags_warn(diags, form->at, "deprecated: use \"%.*s\"",
			       CDR_FMT(form->successor.text));
	else if (form->deprecated)
		cdr_diags_warn(diags, form->at, "the rule is deprecated");
}

struct cdr_rule *cdr_rule_build(struct cdr_builder *builder, const struct cdr_rule_form *form)
{
	struct cdr_diags *diags = builder->diags;
	struct cdr_rule *rule = CDR_NEW(diags->arena, struct cdr_rule);
	struct cdr_detection *detection = CDR_NEW(diags->arena, struct cdr_detection);
	size_t n_errors = diags->n_errors;

	if (!form->id.at || !form->title.at)
		return NULL;
	check_id(diags, &form->id);
	build_words(form, rule);
	rule->detector = cdr_detection_build(builder, form, detection);
	rule->detection = detection;
	rule->kind = kind_of(form, rule->detector);
	build_examples(diags, form, rule);
	if (form->at->prepared)
		rule->rev = form->at->prepared->rev;
	else if (!cdr_rule_rev(&rule->rev, form->at))
		cdr_diags_error(diags, form->at, "the rule is larger than 4 MiB with its aliases");
	warn_of_age(diags, form);
	return diags->n_errors == n_errors ? rule : NULL;
}
