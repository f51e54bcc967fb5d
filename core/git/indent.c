/*
 * indent.c - where a group of added or deleted lines reads best: each place makes
 * two cuts in the text, before and after the group, and cuts at blank lines and
 * before lines of little indentation read well.
 *
 * The weights were found by Michael Haggerty by minimising the differences to
 * hunks that people had placed (git's commit 433860f3d0, "diff: improve positioning
 * of add/delete blocks in diffs", 2016, on by default since git 2.14). They are
 * constants of behaviour.
 */
#include "git/linediff.h"

#define INDENT_MAX 200 /* columns that are counted */
#define BLANKS_MAX 20  /* blank lines that are counted */
#define SLIDES_MAX 100 /* places that are tried */
#define NO_INDENT (-1) /* of a blank line, and beyond the ends of the text */

/* What badness consists of. */
enum {
	START_OF_FILE = 1,
	END_OF_FILE = 21,
	EACH_BLANK = -30,
	EACH_BLANK_AFTER = 6,
	DEEPER = -4,       /* the line after the cut against the one before */
	DEEPER_BLANK = 10, /* with blank lines at the cut */
	OPENS_BLOCK = 24,  /* shallower, but what follows is deeper */
	OPENS_BLOCK_BLANK = 17,
	ENDS_BLOCK = 23,
	ENDS_BLOCK_BLANK = 17,
	INDENT_WEIGHT = 60, /* one cut's lines less indented count this much, however much less */
};

/* The surroundings of a cut before a line. */
struct cut {
	bool at_end;                      /* no line follows */
	int indent;                       /* of the line after */
	int blanks_before, indent_before; /* indentation of the next line that is not blank */
	int blanks_after, indent_after;   /* beyond the line after */
};

struct score {
	int indent, penalty;
};

/* git's white space: not form feed, not vertical tab. */
static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static int indent_of(const struct cdr_text *text, uint32_t idx)
{
	struct cdr_str line = cdr_text_whole_line(text, idx);
	int columns = 0;

	for (size_t i = 0; i < line.len && columns < INDENT_MAX; i++) {
		if (!is_blank(line.ptr[i]))
			return columns;
		if (line.ptr[i] == ' ')
			columns++;
		else if (line.ptr[i] == '\t')
			columns += 8 - columns % 8;
	}
	return columns < INDENT_MAX ? NO_INDENT : INDENT_MAX;
}

/* Counts blank lines from AT on in direction STEP; returns the indentation of what ends them. */
static int past_blanks(const struct cdr_text *text, int64_t at, int step, int *n_blank)
{
	for (*n_blank = 0; at >= 0 && at < text->n_lines; at += step) {
		int indent = indent_of(text, (uint32_t)at);

		if (indent != NO_INDENT)
			return indent;
		if (++*n_blank == BLANKS_MAX)
			return 0;
	}
	return NO_INDENT;
}

static struct cut cut_before(const struct cdr_text *text, uint32_t line)
{
	struct cut cut = { .at_end = line >= text->n_lines };

	cut.indent = cut.at_end ? NO_INDENT : indent_of(text, line);
	cut.indent_before = past_blanks(text, (int64_t)line - 1, -1, &cut.blanks_before);
	cut.indent_after = past_blanks(text, (int64_t)line + 1, 1, &cut.blanks_after);
	return cut;
}

/* What INDENT, of the first line after the cut that is not blank, adds. */
static int step_penalty(const struct cut *cut, int indent, bool has_blanks)
{
	if (indent == NO_INDENT || cut->indent_before == NO_INDENT || indent == cut->indent_before)
		return 0;
	if (indent > cut->indent_before)
		return has_blanks ? DEEPER_BLANK : DEEPER;
	if (cut->indent_after != NO_INDENT && cut->indent_after > indent)
		return has_blanks ? OPENS_BLOCK_BLANK : OPENS_BLOCK;
	return has_blanks ? ENDS_BLOCK_BLANK : ENDS_BLOCK;
}

static void add_cut(struct score *score, const struct cdr_text *text, uint32_t line)
{
	struct cut cut = cut_before(text, line);
	int after = cut.indent == NO_INDENT ? 1 + cut.blanks_after : 0;
	int blanks = cut.blanks_before + after;
	int indent = cut.indent == NO_INDENT ? cut.indent_after : cut.indent;

	if (cut.indent_before == NO_INDENT && cut.blanks_before == 0)
		score->penalty += START_OF_FILE;
	if (cut.at_end)
		score->penalty += END_OF_FILE;
	score->penalty += EACH_BLANK * blanks + EACH_BLANK_AFTER * after;
	score->penalty += step_penalty(&cut, indent, blanks != 0);
	score->indent += indent;
}

static bool is_worse(const struct score *a, const struct score *b)
{
	int deeper = (a->indent > b->indent) - (a->indent < b->indent);

	return INDENT_WEIGHT * deeper + a->penalty - b->penalty > 0;
}

static struct score score_of(const struct cdr_text *text, uint32_t size, uint32_t end)
{
	struct score score = { 0, 0 };

	add_cut(&score, text, end);
	add_cut(&score, text, end - size);
	return score;
}

uint32_t cdr_indent_best_end(const struct cdr_text *text, uint32_t size, uint32_t lowest,
			     uint32_t highest)
{
	uint32_t reach = size + 1 < SLIDES_MAX ? size + 1 : SLIDES_MAX;
	uint32_t end = highest - lowest > reach ? highest - reach : lowest;
	uint32_t best_end = end;
	struct score best = score_of(text, size, end);

	while (++end <= highest) {
		struct score score = score_of(text, size, end);

		if (is_worse(&score, &best))
			continue;
		best = score;
		best_end = end;
	}
	return best_end;
}
