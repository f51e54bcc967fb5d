/*
 * linediff.h - private to the line diff: a text and which of its lines have no
 * counterpart. The steps that script.c puts together, in their order:
 *
 *	lineclass   equal lines get equal numbers; lines that can only mislead drop out
 *	myers       a short way from one sequence of numbers to the other
 *	slide       changed lines that may lie in several places find theirs
 *	indent      where people would want them
 *
 * What decides between equally short ways is no matter of taste: hunks have to be
 * git's. Constants that git's behaviour depends on are named where they stand; the
 * behaviour is held by tests against git and libgit2, not by their sources.
 */
#ifndef CDR_GIT_LINEDIFF_H
#define CDR_GIT_LINEDIFF_H

#include "git/script.h"

struct cdr_side {
	const struct cdr_text *text;
	unsigned char *changed;    /* n_lines: 1 where the line has no counterpart; then a 0 */
};

struct cdr_sides {
	struct cdr_side old_side, new_side;
};

/* Lines in the order of the text, as numbers. */
struct cdr_sequence {
	uint32_t *ids;             /* equal lines have equal ids */
	uint32_t *lines;           /* where each stands in its text */
	uint32_t n;
	unsigned char *changed;    /* the side's */
};

struct cdr_sequences {
	struct cdr_sequence old_seq, new_seq;
	const atomic_bool *stop;   /* or NULL */
};

/*
 * Numbers the lines of MIDDLE, in ARENA. Lines that the other text has not at all,
 * or too often beside such lines, are marked changed and left out. KEY seeds the hash.
 */
void cdr_lineclass_sort(struct cdr_sequences *out, struct cdr_arena *arena, struct cdr_sides *sides,
			const struct cdr_run *middle, uint64_t key);

/* Marks what has no counterpart between the two; scratch memory in ARENA. */
void cdr_myers_mark(const struct cdr_sequences *sequences, struct cdr_arena *arena);

/* Moves the groups of changed lines of MINE to their places; THEIRS is the other text. */
void cdr_slide(struct cdr_side *mine, const struct cdr_side *theirs);

/*
 * The best end, from LOWEST to HIGHEST, of a group of SIZE changed lines of TEXT
 * that may end at each of them.
 */
uint32_t cdr_indent_best_end(const struct cdr_text *text, uint32_t size, uint32_t lowest,
			     uint32_t highest);

/* A power of two near the square root of N: 2^k for k steps of dropping two bits from N, twice that. */
uint32_t cdr_rough_root(size_t n);

#endif
