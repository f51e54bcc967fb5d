/*
 * idle.c - a guard can be taken out of action without a byte of it being
 * touched. Both sides are asked, since only what became idle was lost.
 */
#include "scan/guard/idle.h"

#include "base/names.h"
#include "base/oom.h"
#include "rules/ascii.h"
#include "rules/language.h"
#include "scan/guard/text.h"

#include <stdlib.h>
#include <string.h>

struct cdr_str cdr_idle_word(struct cdr_str text)
{
	size_t len = 0;

	while (len < text.len && cdr_is_word(text.ptr[len]))
		len++;
	return cdr_str_sub(text, 0, len);
}

void cdr_idle_mark(struct cdr_idle *idle, uint32_t from, uint32_t to)
{
	for (uint32_t lineno = from; lineno < to && lineno <= idle->n_lines; lineno++)
		idle->lines[lineno - 1] = true;
}

static bool is_understood(const struct cdr_language *language)
{
	static const char *const names[] = { "python", "ruby",   "javascript", "typescript", "java",
					     "kotlin", "csharp", "php",        "go" };

	for (size_t i = 0; language && i < sizeof(names) / sizeof(names[0]); i++)
		if (cdr_str_is(cdr_str_from(cdr_language_name(language)), names[i]))
			return true;
	return false;
}

static int compare_names(const void *a, const void *b)
{
	return cdr_str_cmp(*(const struct cdr_str *)a, *(const struct cdr_str *)b);
}

/* --- kept with the text --------------------------------------------------------- */

struct kept {
	struct cdr_idle idle;
	const struct cdr_language *language;
};

static const struct cdr_idle *kept_with(const struct cdr_text *text,
					const struct cdr_language *language)
{
	const struct kept *kept = text ? text->notes[CDR_NOTE_IDLE].block : NULL;

	return kept && kept->language == language ? &kept->idle : NULL;
}

/* Copies IDLE into one block of TEXT's. */
static void keep(struct cdr_text *text, const struct cdr_idle *idle,
		 const struct cdr_language *language)
{
	size_t n_names = idle->names.n * sizeof(struct cdr_str);
	size_t size = sizeof(struct kept) + n_names + idle->n_lines;
	struct kept *kept;
	char *at;

	for (size_t i = 0; i < idle->names.n; i++)
		size += idle->names.items[i].len;
	kept = cdr_alloc_zeroed(size);
	*kept = (struct kept){ *idle, language };
	kept->idle.names.items = (struct cdr_str *)(void *)(kept + 1);
	kept->idle.lines = (bool *)(kept + 1) + n_names;
	memcpy(kept->idle.lines, idle->lines, idle->n_lines);
	at = (char *)kept->idle.lines + idle->n_lines;
	for (size_t i = 0; i < idle->names.n; i++) {
		struct cdr_str name = idle->names.items[i];

		memcpy(at, name.ptr, name.len);
		kept->idle.names.items[i] = (struct cdr_str){ at, name.len };
		at += name.len;
	}
	cdr_text_note(text, CDR_NOTE_IDLE, kept, size);
}

/* --- one side --------------------------------------------------------------------- */

static const struct cdr_idle *idle_of(struct cdr_view *view, struct cdr_arena *arena)
{
	struct cdr_idle *idle = CDR_NEW(arena, struct cdr_idle);

	idle->n_lines = cdr_view_n_lines(view);
	idle->lines = cdr_arena_alloc(arena, (idle->n_lines + 1) * sizeof(*idle->lines));
	if (!is_understood(view->language))
		return idle;
	(void)cdr_view_masked(view, CDR_MASK_COMMENTS | CDR_MASK_STRINGS); /* all of it is read */
	cdr_idle_blocks(idle, view);
	cdr_idle_eclipses(idle, view, arena);
	if (idle->names.n > 1)
		qsort(idle->names.items, idle->names.n, sizeof(struct cdr_str), compare_names);
	return idle;
}

const struct cdr_idle *cdr_idle_of(struct cdr_view *view, struct cdr_arena *arena)
{
	struct cdr_text *text = cdr_view_kept(view);
	const struct cdr_idle *idle = kept_with(text, view->language);

	if (idle)
		return idle;
	idle = idle_of(view, arena);
	if (text)
		keep(text, idle, view->language);
	return idle;
}

/* Behind these stands what is guarded and when: `only: [:new]`. */
static bool ends_guard(struct cdr_str word)
{
	static const char *const words[] = { "only", "except", "if", "unless" };

	return cdr_names_has(CDR_NAMES(words), word);
}

bool cdr_idle_covers(const struct cdr_idle *idle, uint32_t lineno, struct cdr_str words)
{
	struct cdr_str word;
	bool first = true;

	if (lineno >= 1 && lineno <= idle->n_lines && idle->lines[lineno - 1])
		return true;
	for (; idle->names.n > 0 && cdr_guard_word(&words, &word); first = false) {
		if (!first && ends_guard(word))
			return false;
		if (bsearch(&word, idle->names.items, idle->names.n, sizeof(word), compare_names))
			return true;
	}
	return false;
}

/* --- opening ------------------------------------------------------------------ */

static bool same_names(const struct cdr_idle *a, const struct cdr_idle *b)
{
	if (a->names.n != b->names.n)
		return false;
	for (size_t i = 0; i < a->names.n; i++)
		if (!cdr_str_eq(a->names.items[i], b->names.items[i]))
			return false;
	return true;
}

/* Closed lines are opened where one side of them does something and the other does not. */
struct opening {
	struct cdr_guard_ground *out;
	const struct cdr_passing *passing;
	const struct cdr_idle *const *idle;
	struct cdr_arena *arena;
};

static void close_part(struct opening *o, const struct cdr_stretch *stretch, uint32_t from,
		       uint32_t to)
{
	if (from < to)
		*cdr_vec_push(o->arena, &o->out->closed) = (struct cdr_stretch){
			{ stretch->at[0] + from, stretch->at[1] + from }, to - from
		};
}

/* STRETCH without the statements that differ in that. */
static void close_again(struct opening *o, const struct cdr_stretch *stretch)
{
	const bool *was = o->idle[CDR_SIDE_OLD]->lines + stretch->at[CDR_SIDE_OLD] - 1;
	const bool *is = o->idle[CDR_SIDE_NEW]->lines + stretch->at[CDR_SIDE_NEW] - 1;
	uint32_t from = 0;

	for (uint32_t i = 0; i < stretch->n; i++) {
		struct cdr_lines lines;

		if (was[i] == is[i])
			continue;
		lines = cdr_view_statement(o->passing->was, stretch->at[CDR_SIDE_OLD] + i);
		close_part(o, stretch, from, lines.from - stretch->at[CDR_SIDE_OLD]);
		from = lines.to - stretch->at[CDR_SIDE_OLD];
		i = from - 1;
	}
	close_part(o, stretch, from, stretch->n);
}

void cdr_guard_ground_idle(struct cdr_guard_ground *ground, const struct cdr_passing *passing,
			   struct cdr_arena *arena)
{
	const struct cdr_guard_ground before = *ground;
	const struct cdr_idle *idle[2] = { cdr_idle_of(passing->was, arena),
					   cdr_idle_of(passing->is, arena) };
	struct opening o = { ground, passing, idle, arena };

	*ground = (struct cdr_guard_ground){ .stirred = CDR_NOT_STIRRED,
					     .idle = { idle[CDR_SIDE_OLD], idle[CDR_SIDE_NEW] } };
	for (size_t i = 0; i < before.closed.n && same_names(idle[0], idle[1]); i++)
		close_again(&o, &before.closed.items[i]);
	cdr_guard_ground_open(ground, passing, arena);
}
