/*
 * test_prepared.c - the packs that the build has prepared are what their YAML says:
 * the same trees, the same rules, the same literals.
 */
#include "unit/rules/load.h"

#include "rules/document.h"
#include "rules/prepared.h"

/* One pack, read in one of the two ways. */
struct reading {
	struct cdr_arena arena;
	struct cdr_diags diags;
	struct cdr_builder builder;
	const struct cdr_document *document;
};

static void start(struct reading *reading)
{
	*reading = (struct reading){ .document = NULL };
	reading->diags.arena = &reading->arena;
	reading->builder.diags = &reading->diags;
}

static void end(struct reading *reading)
{
	for (size_t i = 0; i < reading->builder.patterns.n; i++)
		cdr_pattern_free(reading->builder.patterns.items[i]);
	cdr_arena_release(&reading->arena);
}

static void read_both(const struct cdr_pack *pack, struct reading *parsed, struct reading *prepared)
{
	struct cdr_str path = cdr_str_from(pack->name);
	struct cdr_str text = { (const char *)pack->bytes, pack->len };

	start(parsed);
	start(prepared);
	parsed->document = cdr_document_read(&parsed->builder, path, text);
	prepared->document = cdr_document_of_pack(&prepared->builder, path, pack);
	assert_int_equal(parsed->diags.list.n, 0);
	assert_int_equal(prepared->diags.list.n, 0);
	assert_false(prepared->builder.is_shipped);
}

/* --- comparing ------------------------------------------------------------- */

static void assert_same_str(struct cdr_str a, struct cdr_str b)
{
	if (!cdr_str_eq(a, b))
		fail_msg("\"%.*s\" and \"%.*s\"", CDR_FMT(a), CDR_FMT(b));
}

static void assert_same_strs(const struct cdr_str *a, size_t n_a, const struct cdr_str *b,
			     size_t n_b)
{
	assert_int_equal(n_a, n_b);
	for (size_t i = 0; i < n_a; i++)
		assert_same_str(a[i], b[i]);
}

static void assert_same_tree(const struct cdr_yaml *a, const struct cdr_yaml *b)
{
	assert_int_equal(a->kind, b->kind);
	assert_int_equal(a->style, b->style);
	assert_int_equal(a->one_line, b->one_line);
	assert_int_equal(a->line, b->line);
	assert_int_equal(a->col, b->col);
	assert_int_equal(a->height, b->height);
	assert_int_equal(a->n_nodes, b->n_nodes);
	assert_int_equal(a->n, b->n);
	assert_same_str(a->path, b->path);
	assert_same_str(a->text, b->text);
	if (a->kind == CDR_YAML_SCALAR)
		assert_int_equal(b->text.ptr[b->text.len], '\0');
	for (size_t i = 0; i < a->n; i++) {
		assert_int_equal(a->entries[i].key != NULL, b->entries[i].key != NULL);
		if (a->entries[i].key)
			assert_same_tree(a->entries[i].key, b->entries[i].key);
		assert_same_tree(a->entries[i].value, b->entries[i].value);
	}
}

static void assert_same_pattern(const struct cdr_pattern *a, const struct cdr_pattern *b)
{
	const struct cdr_needs *of_a, *of_b;

	assert_int_equal(a != NULL, b != NULL);
	if (!a)
		return;
	assert_same_str(cdr_pattern_source(a), cdr_pattern_source(b));
	of_a = cdr_pattern_needs(a);
	of_b = cdr_pattern_needs(b);
	assert_int_equal(of_a->n, of_b->n);
	for (size_t i = 0; i < of_a->n; i++) {
		assert_int_equal(of_a->ways[i].n, of_b->ways[i].n);
		assert_memory_equal(of_a->ways[i].lines, of_b->ways[i].lines, of_a->ways[i].n);
		for (size_t k = 0; k < of_a->ways[i].n; k++)
			assert_same_strs(of_a->ways[i].sets[k].items, of_a->ways[i].sets[k].n,
					 of_b->ways[i].sets[k].items, of_b->ways[i].sets[k].n);
	}
}

static void assert_same_numeric(const struct cdr_numeric *a, const struct cdr_numeric *b)
{
	assert_int_equal(a != NULL, b != NULL);
	if (!a)
		return;
	assert_int_equal(a->group, b->group);
	assert_int_equal(a->op, b->op);
	assert_true(a->value.value <= b->value.value && a->value.value >= b->value.value);
	assert_int_equal(a->value.unit, b->value.unit);
}

static void assert_same_holes(const struct cdr_template *a, const struct cdr_template *b)
{
	assert_int_equal(a != NULL, b != NULL);
	if (!a)
		return;
	assert_int_equal(a->n, b->n);
	for (size_t i = 0; i < a->n; i++) {
		assert_same_str(a->parts[i].text, b->parts[i].text);
		assert_int_equal(a->parts[i].group, b->parts[i].group);
	}
}

static void assert_same_clause(const struct cdr_clause *a, const struct cdr_clause *b)
{
	assert_int_equal(a->side, b->side);
	assert_int_equal(a->scope, b->scope);
	assert_int_equal(a->mask, b->mask);
	assert_int_equal(a->nth, b->nth);
	assert_same_pattern(a->pattern, b->pattern);
	assert_same_holes(a->holes, b->holes);
	assert_same_pattern(a->not_re, b->not_re);
	assert_same_numeric(a->numeric, b->numeric);
	assert_same_strs(a->paths, a->n_paths, b->paths, b->n_paths);
}

static void assert_same_files(const struct cdr_detection *a, const struct cdr_detection *b)
{
	assert_same_strs(a->languages, a->n_languages, b->languages, b->n_languages);
	assert_same_strs(a->paths, a->n_paths, b->paths, b->n_paths);
	assert_same_strs(a->exclude, a->n_exclude, b->exclude, b->n_exclude);
	assert_same_strs(a->keywords, a->n_keywords, b->keywords, b->n_keywords);
	assert_same_str(a->status, b->status);
	assert_int_equal(a->frameworks, b->frameworks);
	assert_int_equal(a->becomes_exec, b->becomes_exec);
}

static void assert_same_accept(const struct cdr_accept *a, const struct cdr_accept *b)
{
	assert_int_equal(a->group, b->group);
	assert_true(a->min_entropy <= b->min_entropy && a->min_entropy >= b->min_entropy);
	assert_int_equal(a->must_digit, b->must_digit);
	assert_int_equal(a->must_alpha, b->must_alpha);
	assert_int_equal(a->must_upper, b->must_upper);
	assert_int_equal(a->must_lower, b->must_lower);
	assert_int_equal(a->must_special, b->must_special);
	assert_same_strs(a->stopwords, a->n_stopwords, b->stopwords, b->n_stopwords);
	assert_same_pattern(a->not_re, b->not_re);
}

static void assert_same_detection(const struct cdr_detection *a, const struct cdr_detection *b)
{
	assert_same_files(a, b);
	assert_int_equal(a->has_trigger, b->has_trigger);
	assert_int_equal(a->has_need, b->has_need);
	assert_int_equal(a->has_guard, b->has_guard);
	assert_int_equal(a->has_touch, b->has_touch);
	assert_int_equal(a->has_accept, b->has_accept);
	assert_same_clause(&a->trigger, &b->trigger);
	assert_same_clause(&a->need, &b->need);
	assert_same_clause(&a->opportunity, &b->opportunity);
	assert_int_equal(a->n_unless, b->n_unless);
	for (size_t i = 0; i < a->n_unless; i++)
		assert_same_clause(&a->unless[i], &b->unless[i]);
	assert_same_pattern(a->guard.pattern, b->guard.pattern);
	assert_same_pattern(a->guard.weaker, b->guard.weaker);
	assert_int_equal(a->guard.anchor, b->guard.anchor);
	assert_same_accept(&a->accept, &b->accept);
	assert_int_equal(a->redact, b->redact);
	assert_same_numeric(a->numeric, b->numeric);
	assert_int_equal(a->n_escalations, b->n_escalations);
	for (size_t i = 0; i < a->n_escalations; i++) {
		assert_same_clause(&a->escalations[i].condition, &b->escalations[i].condition);
		assert_int_equal(a->escalations[i].to, b->escalations[i].to);
	}
}

static void assert_same_rule(const struct cdr_rule *a, const struct cdr_rule *b)
{
	assert_same_str(a->id, b->id);
	assert_same_str(a->title, b->title);
	assert_same_str(a->prompt, b->prompt);
	assert_same_str(a->why, b->why);
	assert_same_str(a->fix, b->fix);
	assert_same_str(a->category, b->category);
	assert_same_str(a->source, b->source);
	assert_same_strs(a->refs, a->n_refs, b->refs, b->n_refs);
	assert_same_strs(a->tags, a->n_tags, b->tags, b->n_tags);
	assert_int_equal(a->kind, b->kind);
	assert_int_equal(a->severity, b->severity);
	assert_int_equal(a->confidence, b->confidence);
	assert_int_equal(a->detector, b->detector);
	assert_int_equal(a->locked, b->locked);
	assert_int_equal(a->line, b->line);
	assert_int_equal(a->n_examples, b->n_examples);
	assert_memory_equal(a->rev.bytes, b->rev.bytes, CDR_HASH_SIZE);
	assert_same_detection(a->detection, b->detection);
}

/* What a pack says beside its rules. */
static void assert_same_heads(const struct cdr_yaml *parsed, const struct cdr_yaml *prepared)
{
	assert_int_equal(parsed->n, prepared->n + 1);
	for (size_t i = 0; i < parsed->n; i++) {
		const char *key = parsed->entries[i].key->text.ptr;

		if (strcmp(key, "rules") != 0)
			assert_same_tree(parsed->entries[i].value, cdr_yaml_get(prepared, key));
	}
}

static const struct cdr_yaml *node_of(struct reading *reading, size_t idx)
{
	return cdr_layered_node(&reading->document->rules[idx], &reading->arena);
}

/* --- tests ----------------------------------------------------------------- */

static void test_same_trees(void **state)
{
	(void)state;
	for (size_t i = 0; i < cdr_n_packs; i++) {
		struct reading parsed, prepared;

		read_both(&cdr_packs[i], &parsed, &prepared);
		assert_same_heads(parsed.document->form->at, prepared.document->form->at);
		assert_true(cdr_hash_eq(&parsed.document->hash, &prepared.document->hash));
		for (size_t k = 0; k < parsed.document->n_rules; k++)
			assert_same_tree(node_of(&parsed, k), node_of(&prepared, k));
		end(&parsed);
		end(&prepared);
	}
}

static void test_same_rules(void **state)
{
	(void)state;
	for (size_t i = 0; i < cdr_n_packs; i++) {
		struct reading parsed, prepared;

		read_both(&cdr_packs[i], &parsed, &prepared);
		assert_true(parsed.document->n_rules > 0);
		assert_int_equal(parsed.document->n_rules, prepared.document->n_rules);
		for (size_t k = 0; k < parsed.document->n_rules; k++)
			assert_same_rule(parsed.document->rules[k].rule,
					 prepared.document->rules[k].rule);
		end(&parsed);
		end(&prepared);
	}
}

/* Nothing that costs is left to be worked out when the program starts. */
static void test_all_is_prepared(void **state)
{
	(void)state;
	for (size_t i = 0; i < cdr_n_packs; i++) {
		struct reading parsed, prepared;

		read_both(&cdr_packs[i], &parsed, &prepared);
		for (size_t k = 0; k < prepared.document->n_rules; k++) {
			const struct cdr_yaml *node = node_of(&prepared, k);
			const char *const keys[] = { "match", "when", "guard", "touch" };

			assert_non_null(node->prepared);
			for (size_t m = 0; m < sizeof(keys) / sizeof(keys[0]); m++) {
				const struct cdr_yaml *part = cdr_yaml_get(node, keys[m]);
				const struct cdr_yaml *re = cdr_yaml_get(part, "re");

				if (re)
					assert_non_null(re->prepared);
			}
		}
		end(&parsed);
		end(&prepared);
	}
}

/* What the build knows of a rule is not true of the one that somebody makes of it. */
static void test_overridden(void **state)
{
	struct loaded before = load("cdreview: 1\nextends: [builtin:flask]\n");
	struct loaded after = load("cdreview: 1\nextends: [builtin:flask]\n"
				   "override:\n"
				   "  framework.flask-no-blueprint: {match: {re: other_words}}\n");
	const struct cdr_rule *was = rule_named(&before, "framework.flask-no-blueprint");
	const struct cdr_rule *is = rule_named(&after, "framework.flask-no-blueprint");
	const struct cdr_needs *needs;

	(void)state;
	assert_loads(&before);
	assert_loads(&after);
	assert_false(cdr_hash_eq(&was->rev, &is->rev));
	needs = cdr_pattern_needs(is->detection->trigger.pattern);
	assert_int_equal(needs->n, 1);
	assert_true(cdr_str_is(needs->ways[0].sets[0].items[0], "other_words"));
	unload(&before);
	unload(&after);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_trees),
		cmocka_unit_test(test_same_rules),
		cmocka_unit_test(test_all_is_prepared),
		cmocka_unit_test(test_overridden),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
