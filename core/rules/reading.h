/*
 * reading.h - all that the lexer finds out about a text, to be kept with it.
 *
 * The next version of a file differs from this one in few lines. Between seams (passes.h)
 * texts have little to do with each other, so only what lies between those around changed
 * lines is read; the rest is taken over.
 *
 * Ownership: one block of malloc, freed with free. Names of entities lie in it; `starts` is
 * the text's, which lives as long. Its bytes are not needed once it is read.
 * Units: lines of seams counted from 0, others as in lexer.h.
 */
#ifndef CDR_RULES_READING_H
#define CDR_RULES_READING_H

#include "rules/lexer.h"

struct cdr_reading {
	const struct cdr_language *language;
	const unsigned char *classes;
	const uint32_t *starts;
	const struct cdr_lines *statements;
	const struct cdr_entity *entities;
	const uint32_t *seams;
	size_t n_lines, n_entities, n_seams;
	size_t n_read;                   /* lines that were not taken over */
	size_t size;                     /* bytes of the block */
};

/* A text as it is to be read. */
struct cdr_readable {
	const struct cdr_language *language; /* never NULL */
	struct cdr_str text;
	const uint32_t *starts;          /* n_lines + 1: byte where each line begins, then the end */
	uint32_t n_lines;
};

/* Lines of a text that stand in the place of those of another. */
struct cdr_instead {
	uint32_t here, n_here;
	uint32_t there, n_there;
};

/* All of them, in order; what lies between is the same in both texts. */
struct cdr_changes { const struct cdr_instead *items; size_t n; };

/* Reads all of TEXT. */
struct cdr_reading *cdr_reading_new(const struct cdr_readable *text);

/* The same, where another text was read as THERE, of which TEXT differs in CHANGES. */
struct cdr_reading *cdr_reading_beside(const struct cdr_readable *text,
				       const struct cdr_reading *there,
				       const struct cdr_changes *changes);

#endif
