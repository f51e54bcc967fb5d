/*
 * view.c - most files are wanted by rules that need little of them, so nothing
 * is worked out before it is asked for, and nothing twice.
 */
#include "scan/view.h"

#include "rules/language.h"
#include "scan/readings.h"

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

void cdr_view_keep(struct cdr_view *view, const struct cdr_pair *pair, enum cdr_side side)
{
	const struct cdr_text *text = cdr_readings_text(pair, side);

	if (!text || text->bytes.ptr != view->text.ptr || text->bytes.len != view->text.len)
		return;
	view->pair = pair;
	view->side = side;
	view->lexed.starts = text->starts;
	view->lexed.n_lines = text->n_lines;
}

struct cdr_text *cdr_view_kept(const struct cdr_view *view)
{
	return view->pair ? cdr_readings_text(view->pair, view->side) : NULL;
}

/* Begins to work something out; returns what was being measured. */
static enum cdr_stage begin(struct cdr_view *view)
{
	enum cdr_stage before = cdr_meter_switch(view->meter, CDR_STAGE_LEX);
	const struct cdr_reading *reading;

	if (!view->pair || !view->language || view->lexed.classes)
		return before;
	reading = cdr_readings_of(view->pair, view->side, view->language);
	view->lexed.classes = reading->classes;
	view->lexed.statements = reading->statements;
	view->lexed.entities = reading->entities;
	view->lexed.n_entities = reading->n_entities;
	view->lexed.has_entities = true;
	return before;
}

struct cdr_str cdr_view_masked(struct cdr_view *view, unsigned mask)
{
	struct cdr_str *masked = &view->masked[mask & 3u];

	if ((mask & 3u) == 0 || !view->language)
		return view->text;
	if (!masked->ptr) {
		enum cdr_stage before = begin(view);

		*masked = cdr_lexer_mask(&view->lexed, mask);
		cdr_meter_switch(view->meter, before);
	}
	return *masked;
}

const unsigned char *cdr_view_classes(struct cdr_view *view)
{
	if (!view->lexed.classes) {
		enum cdr_stage before = begin(view);

		(void)cdr_lexer_classes(&view->lexed);
		cdr_meter_switch(view->meter, before);
	}
	return view->lexed.classes;
}

/* Mostly they are there: this is asked for with every statement. */
static const uint32_t *starts_of(struct cdr_view *view)
{
	return view->lexed.starts ? view->lexed.starts : cdr_lexer_starts(&view->lexed);
}

struct cdr_span cdr_view_span(struct cdr_view *view, struct cdr_lines lines)
{
	const uint32_t *starts = starts_of(view);
	uint32_t n_lines = (uint32_t)view->lexed.n_lines;
	struct cdr_span span;

	if (lines.from == 0 || lines.from > n_lines || lines.to <= lines.from)
		return (struct cdr_span){ view->text.len, view->text.len };
	if (lines.to > n_lines + 1)
		lines.to = n_lines + 1;
	span = (struct cdr_span){ starts[lines.from - 1], starts[lines.to - 1] };
	if (view->text.ptr[span.to - 1] == '\n')
		span.to--;
	return span;
}

/* A few lines are masked by themselves, as long as that is less than to mask all of them. */
struct cdr_str cdr_view_lines(struct cdr_view *view, struct cdr_lines lines, unsigned mask)
{
	struct cdr_span span = cdr_view_span(view, lines);
	size_t len = span.to - span.from, kind = mask & 3u;
	char *bytes;

	if (kind == 0 || !view->language)
		return (struct cdr_str){ view->text.ptr + span.from, len };
	if (view->masked[kind].ptr || view->n_masked[kind] + len > view->text.len)
		return cdr_str_sub(cdr_view_masked(view, mask), span.from, span.to);
	(void)cdr_view_classes(view);
	bytes = cdr_arena_alloc(view->arena, len + 1);
	cdr_lexer_mask_part(&view->lexed, mask, span.from, span.to, bytes);
	view->n_masked[kind] += len;
	return (struct cdr_str){ bytes, len };
}

struct cdr_str cdr_view_line(struct cdr_view *view, uint32_t lineno, unsigned mask)
{
	return cdr_view_lines(view, (struct cdr_lines){ lineno, lineno + 1 }, mask);
}

struct cdr_lines cdr_view_find_statement(struct cdr_view *view, uint32_t lineno)
{
	struct cdr_lines alone = { lineno, lineno + 1 };
	const struct cdr_lines *statements = view->lexed.statements;
	struct cdr_span span;

	if (!view->language || lineno == 0 || lineno > cdr_view_n_lines(view))
		return alone;
	if (!statements) {
		enum cdr_stage before = begin(view);

		(void)cdr_lexer_statements(&view->lexed, &statements);
		cdr_meter_switch(view->meter, before);
	}
	if (view->text.len <= CDR_STATEMENT_BYTES)
		return statements[lineno - 1];
	span = cdr_view_span(view, statements[lineno - 1]);
	return span.to - span.from > CDR_STATEMENT_BYTES ? alone : statements[lineno - 1];
}

size_t cdr_view_entities(struct cdr_view *view, const struct cdr_entity **out)
{
	enum cdr_stage before = begin(view);
	size_t n = cdr_lexer_entities(&view->lexed, out);

	cdr_meter_switch(view->meter, before);
	return n;
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

const struct cdr_entity *cdr_view_find_entity(struct cdr_view *view, uint32_t lineno)
{
	if (!view->inner)
		paint_entities(view);
	if (lineno == 0 || lineno > view->lexed.n_lines || !view->inner[lineno - 1])
		return NULL;
	return &view->lexed.entities[view->inner[lineno - 1] - 1];
}

struct cdr_lines cdr_view_surroundings(struct cdr_view *view, uint32_t lineno)
{
	const struct cdr_entity *entity = cdr_view_entity(view, lineno);

	return entity ? entity->lines : cdr_view_statement(view, lineno);
}

uint32_t cdr_view_n_lines(struct cdr_view *view)
{
	(void)starts_of(view);
	return (uint32_t)view->lexed.n_lines;
}

uint32_t cdr_view_locate(struct cdr_view *view, size_t at, uint32_t *col)
{
	const uint32_t *starts = starts_of(view);
	uint32_t low = 0, high = (uint32_t)view->lexed.n_lines;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (starts[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	*col = (uint32_t)(at - starts[low]) + 1;
	return low + 1;
}

size_t cdr_view_byte(struct cdr_view *view, uint32_t lineno, uint32_t col)
{
	return cdr_view_span(view, (struct cdr_lines){ lineno, lineno + 1 }).from + col - 1;
}
