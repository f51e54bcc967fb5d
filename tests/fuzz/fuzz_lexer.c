/* Any bytes in any language (the first byte chooses): lengths are kept and line ranges are sane. */
#include "rules/language.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool holds)
{
	if (!holds)
		abort();
}

static void check_mask(struct cdr_lexed *lexed)
{
	struct cdr_str text = lexed->text;
	struct cdr_str masked = cdr_lexer_mask(lexed, CDR_MASK_COMMENTS | CDR_MASK_STRINGS);

	expect(masked.len == text.len);
	for (size_t i = 0; i < text.len; i++)
		expect(masked.ptr[i] == text.ptr[i] ||
		       (masked.ptr[i] == ' ' && text.ptr[i] != '\n'));
}

static size_t check_statements(struct cdr_lexed *lexed)
{
	struct cdr_str text = lexed->text;
	const struct cdr_lines *lines;
	size_t n = cdr_lexer_statements(lexed, &lines), n_lf = 0;

	for (size_t i = 0; i < text.len; i++)
		n_lf += text.ptr[i] == '\n';
	expect(n == n_lf + (text.len > 0 && text.ptr[text.len - 1] != '\n'));
	for (size_t i = 0; i < n; i++) {
		expect(lines[i].from <= i + 1 && lines[i].to > i + 1 && lines[i].to <= n + 1);
		expect(lines[i].to - lines[i].from <= CDR_STATEMENT_LINES);
	}
	return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cdr_arena arena = { 0 };
	struct cdr_lexed lexed = { .arena = &arena };
	const struct cdr_entity *entities;
	size_t n_lines, n;

	if (size == 0)
		return 0;
	lexed.language = cdr_language_at(data[0] % cdr_n_languages);
	lexed.text = (struct cdr_str){ (const char *)data + 1, size - 1 };
	check_mask(&lexed);
	n_lines = check_statements(&lexed);
	n = cdr_lexer_entities(&lexed, &entities);
	for (size_t i = 0; i < n; i++) {
		expect(entities[i].lines.from <= entities[i].head);
		expect(entities[i].head < entities[i].lines.to);
		expect(entities[i].lines.to <= n_lines + 1 && entities[i].name.len > 0);
	}
	cdr_arena_release(&arena);
	return 0;
}
