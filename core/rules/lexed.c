/*
 * lexed.c - what the lexer finds out about a whole text, when it is asked.
 */
#include "rules/passes.h"

const uint32_t *cdr_lexer_starts(struct cdr_lexed *lexed)
{
	struct cdr_str rest = lexed->text, line;
	uint32_t *starts;
	size_t n = 0;

	if (lexed->starts)
		return lexed->starts;
	while (cdr_str_line(&rest, &line))
		n++;
	starts = cdr_arena_alloc(lexed->arena, (n + 1) * sizeof(*starts));
	rest = lexed->text;
	for (size_t i = 0; cdr_str_line(&rest, &line); i++)
		starts[i] = (uint32_t)(line.ptr - lexed->text.ptr);
	starts[n] = (uint32_t)lexed->text.len;
	lexed->starts = starts;
	lexed->n_lines = n;
	return starts;
}

/* The pass over all of the text, its classes known. */
static struct cdr_pass whole(struct cdr_lexed *lexed)
{
	static const struct cdr_language plain = { .braces = CDR_BRACES_FLAT };
	struct cdr_pass pass = {
		.arena = lexed->arena,
		.language = lexed->language ? lexed->language : &plain,
		.text = lexed->text,
		.starts = cdr_lexer_starts(lexed),
		.n_lines = (uint32_t)lexed->n_lines,
		.to = (uint32_t)lexed->n_lines,
	};

	pass.classes = (unsigned char *)(uintptr_t)cdr_lexer_classes(lexed);
	return pass;
}

size_t cdr_lexer_statements(struct cdr_lexed *lexed, const struct cdr_lines **out)
{
	if (!lexed->statements) {
		struct cdr_pass pass = whole(lexed);

		pass.statements = cdr_arena_alloc(lexed->arena,
						  (lexed->n_lines + 1) * sizeof(*pass.statements));
		(void)cdr_pass_statements(&pass);
		lexed->statements = pass.statements;
	}
	*out = lexed->statements;
	return lexed->n_lines;
}

size_t cdr_lexer_entities(struct cdr_lexed *lexed, const struct cdr_entity **out)
{
	if (!lexed->has_entities && lexed->language) {
		const struct cdr_lines *statements;
		struct cdr_pass pass;

		(void)cdr_lexer_statements(lexed, &statements);
		pass = whole(lexed);
		pass.statements = (struct cdr_lines *)(uintptr_t)statements;
		(void)cdr_pass_entities(&pass);
		lexed->entities = pass.entities.items;
		lexed->n_entities = pass.entities.n;
	}
	lexed->has_entities = true;
	*out = lexed->entities;
	return lexed->n_entities;
}
