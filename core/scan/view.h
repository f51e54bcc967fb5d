/*
 * view.h - private to core/scan: one side of a file as rules want to see it.
 *
 * Masks, logical lines and entities are worked out from the whole blob, when
 * they are first asked for, and kept: a hunk alone does not tell whether a
 * line stands inside of a string.
 *
 * Ownership: everything lives in the arena of the view.
 * Units: lines are 1-based, as in lexer.h. A line beyond the end is empty.
 */
#ifndef CDR_SCAN_VIEW_H
#define CDR_SCAN_VIEW_H

#include "base/transcode.h"
#include "cdreview/finding.h"
#include "cdreview/stats.h"
#include "rules/lexer.h"
#include "rules/pattern.h"

/*
 * A longer statement is looked at line by line. Far above what a person writes, so that
 * padding (a comment between two arguments) cannot take a statement apart; the lexer's
 * CDR_STATEMENT_LINES and the match limit bound the work.
 */
#define CDR_STATEMENT_BYTES ((size_t)1 << 20)

struct cdr_pair;
struct cdr_text;

struct cdr_view {
	struct cdr_arena *arena;
	const struct cdr_language *language;   /* NULL: unknown, nothing is masked or joined */
	struct cdr_transcoded source;          /* the blob; where it is UTF-16, text is its UTF-8 */
	struct cdr_str text;
	struct cdr_lexed lexed;                /* the text, read by the lexer once */
	struct cdr_str masked[4];              /* by CDR_MASK_* bits; [0] is the text itself */
	size_t n_masked[4];                    /* bytes that were masked in parts so far */
	const struct cdr_pair *pair;           /* whose text it is, and what is kept with that; or NULL */
	enum cdr_side side;
	const uint32_t *inner;                 /* of line i + 1: index + 1 of its innermost entity, 0: none */
	struct cdr_meter *meter;               /* of who reads; NULL: nothing is measured */
};

void cdr_view_init(struct cdr_view *view, struct cdr_arena *arena, const struct cdr_language *language,
		   struct cdr_str text);

/* VIEW is of PAIR's text on SIDE: what has been worked out about that before is taken from it. */
void cdr_view_keep(struct cdr_view *view, const struct cdr_pair *pair, enum cdr_side side);

/* The text that VIEW is of, with which what is worked out can be kept; NULL when there is none. */
struct cdr_text *cdr_view_kept(const struct cdr_view *view);

/* The whole text with the parts that MASK (CDR_MASK_*) names blanked. */
struct cdr_str cdr_view_masked(struct cdr_view *view, unsigned mask);

/* What each byte of the text is (enum cdr_byte), as cdr_lexer_classes. */
const unsigned char *cdr_view_classes(struct cdr_view *view);

/* The bytes of LINES, without the last LF. */
struct cdr_span cdr_view_span(struct cdr_view *view, struct cdr_lines lines);
struct cdr_str cdr_view_lines(struct cdr_view *view, struct cdr_lines lines, unsigned mask);
struct cdr_str cdr_view_line(struct cdr_view *view, uint32_t lineno, unsigned mask);

/* The logical line that LINENO belongs to; LINENO alone when that is over the cap. */
struct cdr_lines cdr_view_find_statement(struct cdr_view *view, uint32_t lineno);

/* The same: it is asked for with every line, and mostly known. */
static inline struct cdr_lines cdr_view_statement(struct cdr_view *view, uint32_t lineno)
{
	if (view->lexed.statements && lineno - 1 < view->lexed.n_lines &&
	    view->text.len <= CDR_STATEMENT_BYTES)
		return view->lexed.statements[lineno - 1];
	return cdr_view_find_statement(view, lineno);
}

size_t cdr_view_entities(struct cdr_view *view, const struct cdr_entity **out);

/* The innermost entity that LINENO lies in, decorators included; NULL outside of all. */
const struct cdr_entity *cdr_view_find_entity(struct cdr_view *view, uint32_t lineno);

/* The same, as above. */
static inline const struct cdr_entity *cdr_view_entity(struct cdr_view *view, uint32_t lineno)
{
	uint32_t inner;

	if (!view->inner || lineno - 1 >= view->lexed.n_lines)
		return cdr_view_find_entity(view, lineno);
	inner = view->inner[lineno - 1];
	return inner ? &view->lexed.entities[inner - 1] : NULL;
}

/* The lines of that entity; outside of all the statement's. */
struct cdr_lines cdr_view_surroundings(struct cdr_view *view, uint32_t lineno);

/* How many lines the text has. */
uint32_t cdr_view_n_lines(struct cdr_view *view);

/* Line and 1-based column of byte AT of the text, and back. */
uint32_t cdr_view_locate(struct cdr_view *view, size_t at, uint32_t *col);
size_t cdr_view_byte(struct cdr_view *view, uint32_t lineno, uint32_t col);

#endif
