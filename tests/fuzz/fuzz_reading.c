/*
 * A text in any language (the first byte chooses) and another version of it, told apart
 * by SEPARATOR: what is taken over from the one is what reading all of the other gives.
 */
#include "rules/language.h"
#include "rules/reading.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define SEPARATOR 0x1E /* of records, in ASCII */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool holds)
{
	if (!holds)
		abort();
}

static struct cdr_readable readable(struct cdr_arena *arena, const struct cdr_language *language,
				    struct cdr_str text)
{
	struct cdr_lexed lexed = { .arena = arena, .text = text };
	const uint32_t *starts = cdr_lexer_starts(&lexed);

	return (struct cdr_readable){ language, text, starts, (uint32_t)lexed.n_lines };
}

static struct cdr_str line(const struct cdr_readable *text, uint32_t idx)
{
	return cdr_str_sub(text->text, text->starts[idx], text->starts[idx + 1]);
}

/* The lines between equal ends. */
static struct cdr_instead between(const struct cdr_readable *is, const struct cdr_readable *was)
{
	uint32_t max = is->n_lines < was->n_lines ? is->n_lines : was->n_lines;
	uint32_t above = 0, below = 0;

	while (above < max && cdr_str_eq(line(is, above), line(was, above)))
		above++;
	while (below < max - above && cdr_str_eq(line(is, is->n_lines - 1 - below),
						 line(was, was->n_lines - 1 - below)))
		below++;
	return (struct cdr_instead){ above, is->n_lines - above - below, above,
				     was->n_lines - above - below };
}

static void expect_same(const struct cdr_reading *a, const struct cdr_reading *b, size_t len)
{
	expect(a->n_lines == b->n_lines && a->n_entities == b->n_entities);
	expect(memcmp(a->classes, b->classes, len) == 0);
	expect(memcmp(a->statements, b->statements, a->n_lines * sizeof(*a->statements)) == 0);
	for (size_t i = 0; i < a->n_entities; i++) {
		const struct cdr_entity *x = &a->entities[i], *y = &b->entities[i];

		expect(cdr_str_eq(x->name, y->name) && x->lines.from == y->lines.from &&
		       x->lines.to == y->lines.to && x->head == y->head &&
		       x->is_type == y->is_type);
	}
}

/* IS read beside WAS. */
static void check(const struct cdr_readable *was, const struct cdr_readable *is)
{
	const struct cdr_instead change = between(is, was);
	struct cdr_reading *there = cdr_reading_new(was), *anew = cdr_reading_new(is);
	struct cdr_reading *beside =
		cdr_reading_beside(is, there, &(struct cdr_changes){ &change, 1 });

	expect_same(beside, anew, is->text.len);
	free(there);
	free(anew);
	free(beside);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cdr_arena arena = { 0 };
	const struct cdr_language *language;
	struct cdr_readable texts[2];
	const uint8_t *end;

	if (size < 2)
		return 0;
	language = cdr_language_at(data[0] % cdr_n_languages);
	end = memchr(data + 1, SEPARATOR, size - 1);
	if (!end)
		return 0;
	texts[0] = readable(&arena, language,
			    (struct cdr_str){ (const char *)data + 1, (size_t)(end - data) - 1 });
	texts[1] = readable(
		&arena, language,
		(struct cdr_str){ (const char *)end + 1, (size_t)(data + size - end) - 1 });
	check(&texts[0], &texts[1]);
	check(&texts[1], &texts[0]);
	cdr_arena_release(&arena);
	return 0;
}
