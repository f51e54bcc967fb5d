/*
 * view.c - most files are wanted by rules that need little of them, so nothing
 * is worked out before it is asked for, and nothing twice.
 */
#include "scan/view.h"

#include "rules/language.h"

void cdr_view_init(struct cdr_view *view, struct cdr_arena *arena,
		   const struct cdr_language *language, struct cdr_str text)
{
	*view = (struct cdr_view){ .arena = arena, .language = language, .text = text };
	if (!view->text.ptr)
		view->text = CDR_STR("");
	view->source = cdr_transcode(arena, view->text);
	view->text = view->source.text;
	view->lexed =
		(struct cdr_lexed){ .arena = arena, .language = language, .text = view->text };
}

struct cdr_str cdr_view_masked(struct cdr_view *view, unsigned mask)
{
	struct cdr_str *masked = &view->masked[mask & 3u];

	if ((mask & 3u) == 0 || !view->language)
		return view->text;
	if (!masked->ptr) {
		enum cdr_stage before = cdr_meter_switch(view->meter, CDR_STAGE_LEX);

		*masked = cdr_lexer_mask(&view->lexed, mask);
		cdr_meter_switch(view->meter, before);
	}
	return *masked;
}

const unsigned char *cdr_view_classes(struct cdr_view *view)
{
	enum cdr_stage before = cdr_meter_switch(view->meter, CDR_STAGE_LEX);
	const unsigned char *classes = cdr_lexer_classes(&view->lexed);

	cdr_meter_switch(view->meter, before);
	return classes;
}

static uint32_t count_lines(struct cdr_str text)
{
	uint32_t n = 0;
	struct cdr_str line;

	while (cdr_str_line(&text, &line))
		n++;
	return n;
}

static void find_lines(struct cdr_view *view)
{
	struct cdr_str rest = view->text, line;
	uint32_t n = count_lines(rest);
	size_t *starts = cdr_arena_alloc(view->arena, ((size_t)n + 1) * sizeof(*starts));

	for (uint32_t i = 0; cdr_str_line(&rest, &line); i++)
		starts[i] = (size_t)(line.ptr - view->text.ptr);
	starts[n] = view->text.len;
	view->starts = starts;
	view->n_lines = n;
}

struct cdr_span cdr_view_span(struct cdr_view *view, struct cdr_lines lines)
{
	struct cdr_span span;

	if (!view->starts)
		find_lines(view);
	if (lines.from == 0 || lines.from > view->n_lines || lines.to <= lines.from)
		return (struct cdr_span){ view->text.len, view->text.len };
	if (lines.to > view->n_lines + 1)
		lines.to = view->n_lines + 1;
	span = (struct cdr_span){ view->starts[lines.from - 1], view->starts[lines.to - 1] };
	if (view->text.ptr[span.to - 1] == '\n')
		span.to--;
	return span;
}

struct cdr_str cdr_view_lines(struct cdr_view *view, struct cdr_lines lines, unsigned mask)
{
	struct cdr_span span = cdr_view_span(view, lines);

	return cdr_str_sub(cdr_view_masked(view, mask), span.from, span.to);
}

struct cdr_str cdr_view_line(struct cdr_view *view, uint32_t lineno, unsigned mask)
{
	return cdr_view_lines(view, (struct cdr_lines){ lineno, lineno + 1 }, mask);
}

struct cdr_lines cdr_view_statement(struct cdr_view *view, uint32_t lineno)
{
	struct cdr_lines alone = { lineno, lineno + 1 }, lines;
	struct cdr_span span;

	if (!view->language)
		return alone;
	if (!view->has_statements) {
		enum cdr_stage before = cdr_meter_switch(view->meter, CDR_STAGE_LEX);

		view->n_statements = cdr_lexer_statements(&view->lexed, &view->statements);
		view->has_statements = true;
		cdr_meter_switch(view->meter, before);
	}
	if (lineno == 0 || lineno > view->n_statements)
		return alone;
	lines = view->statements[lineno - 1];
	span = cdr_view_span(view, lines);
	return span.to - span.from > CDR_STATEMENT_BYTES ? alone : lines;
}

size_t cdr_view_entities(struct cdr_view *view, const struct cdr_entity **out)
{
	if (!view->has_entities && view->language) {
		enum cdr_stage before = cdr_meter_switch(view->meter, CDR_STAGE_LEX);

		view->n_entities = cdr_lexer_entities(&view->lexed, &view->entities);
		cdr_meter_switch(view->meter, before);
	}
	view->has_entities = true;
	*out = view->entities;
	return view->n_entities;
}

/* Heads come in order, so what is painted later lies further in. */
static void paint_entities(struct cdr_view *view)
{
	const struct cdr_entity *entities;
	size_t n = cdr_view_entities(view, &entities);
	uint32_t n_lines = cdr_view_n_lines(view);
	uint32_t *inner = cdr_arena_alloc(view->arena, ((size_t)n_lines + 1) * sizeof(*inner));

	for (size_t i = 0; i < n; i++)
		for (uint32_t line = entities[i].lines.from;
		     line < entities[i].lines.to && line <= n_lines; line++)
			inner[line - 1] = (uint32_t)i + 1;
	view->inner = inner;
}

const struct cdr_entity *cdr_view_entity(struct cdr_view *view, uint32_t lineno)
{
	if (!view->inner)
		paint_entities(view);
	if (lineno == 0 || lineno > view->n_lines || !view->inner[lineno - 1])
		return NULL;
	return &view->entities[view->inner[lineno - 1] - 1];
}

struct cdr_lines cdr_view_surroundings(struct cdr_view *view, uint32_t lineno)
{
	const struct cdr_entity *entity = cdr_view_entity(view, lineno);

	return entity ? entity->lines : cdr_view_statement(view, lineno);
}

uint32_t cdr_view_n_lines(struct cdr_view *view)
{
	if (!view->starts)
		find_lines(view);
	return view->n_lines;
}

uint32_t cdr_view_locate(struct cdr_view *view, size_t at, uint32_t *col)
{
	uint32_t low = 0, high;

	if (!view->starts)
		find_lines(view);
	high = view->n_lines;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (view->starts[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	*col = (uint32_t)(at - view->starts[low]) + 1;
	return low + 1;
}

size_t cdr_view_byte(struct cdr_view *view, uint32_t lineno, uint32_t col)
{
	return cdr_view_span(view, (struct cdr_lines){ lineno, lineno + 1 }).from + col - 1;
}
