/*
 * lexer.h - languages, masks, logical lines, entities.
 *
 * Table-driven and linear: one row per language says how comments, strings,
 * continuation and blocks look. Works on any bytes, lengths are kept.
 */
#ifndef CDR_RULES_LEXER_H
#define CDR_RULES_LEXER_H

#include "cdreview/str.h"

#include <stdint.h>

struct cdr_language;   /* a row of the table */

/* By file name, extension or the #! line of HEAD (first bytes of the file); NULL when unknown. */
const struct cdr_language *cdr_language_of(struct cdr_str path, struct cdr_str head);
const struct cdr_language *cdr_language_named(struct cdr_str name);   /* "python", "sql"; or NULL */
const char *cdr_language_name(const struct cdr_language *language);

enum { CDR_MASK_COMMENTS = 1 << 0, CDR_MASK_STRINGS = 1 << 1 };

/* True if masks of LANGUAGE are implemented; else rules that ask for one are inactive there. */
bool cdr_language_masks(const struct cdr_language *language);

/*
 * A text and what has been worked out about it: nothing is read twice. Set the
 * first three members, leave the others zero; results live in ARENA. A NULL
 * LANGUAGE masks and joins nothing.
 */
struct cdr_lexed {
	struct cdr_arena *arena;
	const struct cdr_language *language;
	struct cdr_str text;
	const unsigned char *classes;        /* enum cdr_byte of each byte, see language.h */
	const uint32_t *starts;              /* n_lines + 1: byte where each line begins, then the end */
	size_t n_lines;
	const struct cdr_lines *statements;
	const struct cdr_entity *entities;
	size_t n_entities;
	bool has_entities;
};

/* Where the lines of the text begin; it has LEXED->n_lines then. */
const uint32_t *cdr_lexer_starts(struct cdr_lexed *lexed);

/* A copy of the text where the asked parts are blanks (LF kept), delimiters stay. Same length. */
struct cdr_str cdr_lexer_mask(struct cdr_lexed *lexed, unsigned mask);

/* The same of bytes [FROM, TO), into OUT, which has room for them. */
void cdr_lexer_mask_part(struct cdr_lexed *lexed, unsigned mask, size_t from, size_t to, char *out);

/* A half-open range of 1-based lines. */
struct cdr_lines { uint32_t from, to; };

/*
 * Logical lines of the text: OUT[i] is the statement that line i + 1 belongs to
 * (brackets, triple quotes, trailing backslash, leading dots; SQL up to ';').
 * Capped at CDR_STATEMENT_LINES; in a longer one the outer brackets join nothing.
 */
#define CDR_STATEMENT_LINES 200
size_t cdr_lexer_statements(struct cdr_lexed *lexed, const struct cdr_lines **out);

/*
 * Entity with its decorators or annotations: a function, a method, a class, or the
 * block that a call with a literal takes, such as app.get("/x", ... => { }).
 */
struct cdr_entity {
	struct cdr_str name;         /* qualified: "Class.method", "app.get("/x")" */
	struct cdr_lines lines;      /* decorators, head and body */
	uint32_t head;               /* line of def/class/func */
	bool is_type;                /* a class and its kin */
};

/* Entities of the text in order of their heads; 0 for languages without entities in the table. */
size_t cdr_lexer_entities(struct cdr_lexed *lexed, const struct cdr_entity **out);

#endif
