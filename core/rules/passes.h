/*
 * passes.h - private to the lexer: its three passes over a part of a text.
 *
 * Each fills in what lies between two line starts, as if the text before had been
 * passed over. Where of all that went before only the entities around matter is a seam:
 * no string, comment or bracket is open there, and a statement begins that nothing decorates.
 * In languages with braces only those of entities are open, one each.
 */
#ifndef CDR_RULES_PASSES_H
#define CDR_RULES_PASSES_H

#include "rules/language.h"

#define CDR_ENTITY_DEPTH 64u /* in each other; what is deeper belongs to the one around */

/* A text on its way through the passes. What stands outside of [from, to) is known. */
struct cdr_pass {
	struct cdr_arena *arena;
	const struct cdr_language *language;
	struct cdr_str text;
	const uint32_t *starts;      /* n_lines + 1: byte where each line begins, then the end */
	uint32_t n_lines;
	uint32_t from, to;           /* lines, counted from 0, at seams */
	unsigned char *classes;      /* all bytes */
	bool *inner;                 /* all lines: whether it begins inside of something; NULL: not asked */
	struct cdr_lines *statements;        /* all lines */
	CDR_VEC(struct cdr_entity) entities; /* what begins before `to`, in order; names in arena */
	size_t around[CDR_ENTITY_DEPTH];     /* those of them that are open at `from`, outermost first */
	size_t n_around, n_below;    /* and how many of them are open at `to`, where no others may be */
	CDR_VEC(uint32_t) seams;     /* lines before which there is one */
};

#define CDR_SEAM_LINES 6u   /* from one to the next that a pass finds, at least */

/*
 * Whether what stands at POS, where no string, comment or round bracket is open, is read the
 * same whatever stands before it.
 */
bool cdr_pass_begins_anew(const struct cdr_pass *pass, size_t pos);

/*
 * Both false: what lies between depends on what stands after it, or something is still
 * open at the end; then nothing that was filled in holds.
 */
bool cdr_pass_classes(struct cdr_pass *pass);
bool cdr_pass_statements(struct cdr_pass *pass);

/* The same; takes out of `seams` those where entities say that there is none. */
bool cdr_pass_entities(struct cdr_pass *pass);

#endif
