/*
 * Any bytes as a registry file: an answer with a place, never a crash, leak or hang.
 * Only files that turn the shipped packs off go through the whole registry: reading those
 * each time would cost the fuzzer its speed.
 */
#include "rules/document.h"
#include "rules/registry.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool holds)
{
	if (!holds)
		abort();
}

static void check_rule(const struct cdr_rule *rule)
{
	expect(rule->id.len > 0 && rule->title.len > 0 && rule->source.len > 0);
	expect(!rule->detection->has_trigger || rule->detection->trigger.pattern);
}

static void read_document(struct cdr_str text)
{
	struct cdr_arena arena = { 0 };
	struct cdr_diags diags = { .arena = &arena };
	struct cdr_builder builder = { .diags = &diags };
	const struct cdr_document *document =
		cdr_document_read(&builder, CDR_STR("fuzz.yaml"), text);

	for (size_t i = 0; i < diags.list.n; i++)
		expect(diags.list.items[i].message.len > 0 && diags.list.items[i].line > 0);
	/* The rules of a faulty file are never used: nothing is promised of them. */
	for (size_t i = 0; i < document->n_rules && diags.n_errors == 0; i++)
		check_rule(document->rules[i].rule);
	for (size_t i = 0; i < builder.patterns.n; i++)
		cdr_pattern_free(builder.patterns.items[i]);
	cdr_arena_release(&arena);
}

static void read_registry(struct cdr_str text)
{
	struct cdr_registry_source source = { .path = CDR_STR("fuzz.yaml"), .text = text };
	struct cdr_registry_request request = { .sources = &source, .n_sources = 1 };
	struct cdr_registry *registry;
	struct cdr_err err = { 0 };
	int rc;

	request.today = CDR_STR("2026-01-01");
	rc = cdr_registry_new(&registry, &request, &err);
	expect(rc == CDR_OK || (err.message[0] && cdr_registry_count(registry) == 0));
	for (size_t i = 0; i < cdr_registry_count(registry); i++)
		check_rule(cdr_registry_rule(registry, i));
	cdr_registry_free(registry);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cdr_str text = { (const char *)data, size };

	read_document(text);
	if (cdr_str_find(text, CDR_STR("extends: []")) < text.len)
		read_registry(text);
	return 0;
}
