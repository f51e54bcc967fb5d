/*
 * marks.c - no literal holds a line end, so what stands on a line depends on that
 * line alone: marks of equal lines are equal, wherever they have moved.
 */
#include "scan/sieve/marks.h"

#include "base/bits.h"
#include "base/oom.h"
#include "base/sorted.h"
#include "rules/literal.h"
#include "scan/readings.h"

#include <stdlib.h>
#include <string.h>

struct cdr_marker {
	const struct cdr_wanted *wanted;
	const struct cdr_automaton *automaton; /* its own */
	size_t n_folded;
	struct cdr_hits hits;
	struct cdr_hits folded; /* of a line */
	char *line;             /* as it was folded */
	size_t most_bytes;
	uint16_t *literals; /* of the text at hand, as in its marks */
	uint32_t *first;
	size_t n, most; /* literals */
	size_t n_lines, most_lines;
	uint32_t *lines, *ways; /* of places where a guard may stand */
	size_t n_anchored, most_anchored_lines, most_anchored_ways;
	struct cdr_ticks *ticks; /* by way: what of its anchor stands on the line at hand */
	uint64_t *seen;  /* by literal: the last line it was found on, as counted below */
	uint64_t n_read; /* lines so far, in all texts */
};

struct cdr_marker *cdr_marker_new(const struct cdr_wanted *wanted, size_t n_folded)
{
	struct cdr_marker *marker = cdr_alloc_zeroed(sizeof(*marker));

	marker->wanted = wanted;
	marker->automaton = wanted->automaton;
	marker->n_folded = n_folded;
	marker->seen = cdr_alloc_zeroed(cdr_automaton_count(marker->automaton) *
					sizeof(*marker->seen));
	marker->ticks = cdr_alloc_zeroed(wanted->n_ways * sizeof(*marker->ticks));
	return marker;
}

void cdr_marker_free(struct cdr_marker *marker)
{
	if (!marker)
		return;
	cdr_hits_release(&marker->hits);
	cdr_hits_release(&marker->folded);
	free(marker->line);
	free(marker->literals);
	free(marker->first);
	free(marker->lines);
	free(marker->ways);
	free(marker->ticks);
	free(marker->seen);
	free(marker);
}

const struct cdr_marks *cdr_marks_of(const struct cdr_text *text)
{
	return text->notes[CDR_NOTE_MARKS].block;
}

/* --- what stands on which lines ------------------------------------------------- */

/* ITEMS of SIZE bytes, *ALLOC of them, with room for N. */
static void *with_room(void *items, size_t n, size_t *alloc, size_t size)
{
	if (n <= *alloc)
		return items;
	*alloc = 2 * n;
	return cdr_alloc_resized(items, *alloc * size);
}

static void make_room(struct cdr_marker *marker, size_t n_literals, size_t n_lines)
{
	marker->literals = with_room(marker->literals, marker->n + n_literals, &marker->most,
				     sizeof(*marker->literals));
	marker->first = with_room(marker->first, marker->n_lines + n_lines, &marker->most_lines,
				  sizeof(*marker->first));
}

static void begin_line(struct cdr_marker *marker)
{
	marker->first[marker->n_lines++] = (uint32_t)marker->n;
	marker->n_read++;
}

static void add_literal(struct cdr_marker *marker, uint32_t literal)
{
	if (marker->seen[literal] == marker->n_read || literal >= CDR_MARK_LITERALS)
		return;
	marker->seen[literal] = marker->n_read;
	marker->literals[marker->n++] = (uint16_t)literal;
}

static void make_room_for_anchored(struct cdr_marker *marker, size_t n)
{
	marker->lines = with_room(marker->lines, marker->n_anchored + n,
				  &marker->most_anchored_lines, sizeof(*marker->lines));
	marker->ways = with_room(marker->ways, marker->n_anchored + n, &marker->most_anchored_ways,
				 sizeof(*marker->ways));
}

/* Ticks LITERAL off on the line at hand, for the guards that it is of. */
static void anchor_literal(struct cdr_marker *marker, uint32_t literal)
{
	const struct cdr_wants *wants = &marker->wanted->anchors;

	for (size_t k = wants->first[literal]; k < wants->first[literal + 1]; k++) {
		const struct cdr_want *want = &wants->items[k];

		if (!cdr_tick(&marker->ticks[want->way], marker->n_read, want->set,
			      marker->wanted->ways[want->way].anchor))
			continue;
		make_room_for_anchored(marker, 1);
		marker->lines[marker->n_anchored] = (uint32_t)marker->n_lines - 1;
		marker->ways[marker->n_anchored++] = want->way;
	}
}

/* Adds what stands on LINE once it is folded; false when that is too much. */
static bool add_folded(struct cdr_marker *marker, struct cdr_str line)
{
	marker->line = with_room(marker->line, line.len, &marker->most_bytes, 1);
	line = (struct cdr_str){ marker->line, cdr_literal_fold(line, marker->line) };
	if (!cdr_automaton_scan(marker->automaton, line, &marker->folded))
		return false;
	make_room(marker, marker->folded.n + marker->hits.n, 0);
	for (size_t i = 0; i < marker->folded.n; i++)
		add_literal(marker, marker->folded.items[i].literal);
	return true;
}

/* Finds what stands on lines [FROM, TO) of TEXT; false when that is too much. */
static bool read_lines(struct cdr_marker *marker, const struct cdr_text *text, uint32_t from,
		       uint32_t to)
{
	uint32_t start = text->starts[from];
	struct cdr_str bytes = cdr_str_sub(text->bytes, start, text->starts[to]);
	const struct cdr_hits *hits = &marker->hits;
	size_t next = 0;

	if (!cdr_automaton_scan(marker->automaton, bytes, &marker->hits))
		return false;
	make_room(marker, hits->n, to - from);
	for (uint32_t line = from; line < to; line++) {
		bool folds = false;

		begin_line(marker);
		for (; next < hits->n && hits->items[next].end <= text->starts[line + 1] - start;
		     next++) {
			folds |= hits->items[next].literal < marker->n_folded;
			add_literal(marker, hits->items[next].literal);
		}
		if (folds && !add_folded(marker, cdr_text_whole_line(text, line)))
			return false;
		for (size_t i = marker->first[marker->n_lines - 1]; i < marker->n; i++)
			anchor_literal(marker, marker->literals[i]);
	}
	return true;
}

/* The same for places where a guard may stand. */
static void take_anchored_over(struct cdr_marker *marker, const struct cdr_marks *marks,
			       uint32_t from, uint32_t to)
{
	size_t i = cdr_sorted_from(marks->lines, marks->n_anchored, from);
	size_t end = cdr_sorted_from(marks->lines, marks->n_anchored, to);
	uint32_t shift = (uint32_t)marker->n_lines - from; /* modulo 2^32 */

	make_room_for_anchored(marker, end - i);
	for (; i < end; i++, marker->n_anchored++) {
		marker->lines[marker->n_anchored] = marks->lines[i] + shift;
		marker->ways[marker->n_anchored] = marks->ways[i];
	}
}

/* Lines [FROM, TO) of another text are the next ones here. */
static void take_over(struct cdr_marker *marker, const struct cdr_marks *marks, uint32_t from,
		      uint32_t to)
{
	uint32_t n = marks->first[to] - marks->first[from];
	uint32_t shift = (uint32_t)marker->n - marks->first[from]; /* modulo 2^32 */

	take_anchored_over(marker, marks, from, to);
	make_room(marker, n, to - from);
	if (n > 0)
		memcpy(marker->literals + marker->n, marks->literals + marks->first[from],
		       n * sizeof(*marks->literals));
	for (uint32_t line = from; line < to; line++)
		marker->first[marker->n_lines++] = marks->first[line] + shift;
	marker->n += n;
}

/* --- texts ------------------------------------------------------------------------ */

static void *put(char **at, const void *bytes, size_t size)
{
	void *here = *at;

	if (size > 0)
		memcpy(here, bytes, size);
	*at += size;
	return here;
}

static void hang(struct cdr_marker *marker, struct cdr_text *text, bool all)
{
	bool known = all && marker->n <= CDR_AUTOMATON_HITS;
	size_t n = known ? marker->n : 0, n_lines = known ? marker->n_lines : 0;
	size_t n_anchored = (known ? marker->n_anchored : 0) * sizeof(uint32_t);
	size_t words = cdr_bits_words(cdr_automaton_count(marker->automaton));
	size_t size = sizeof(struct cdr_marks) + words * sizeof(uint64_t) + 2 * n_anchored +
		      (text->n_lines + 1) * sizeof(uint32_t) + n * sizeof(uint16_t);
	struct cdr_marks *marks = cdr_alloc_zeroed(size);
	char *at = (char *)(marks + 1) + words * sizeof(uint64_t);

	marks->of = marker->automaton;
	marks->unknown = !known;
	marks->n_lines = text->n_lines;
	marks->n_anchored = n_anchored / sizeof(uint32_t);
	marks->present = (uint64_t *)(void *)(marks + 1);
	marks->lines = put(&at, marker->lines, n_anchored);
	marks->ways = put(&at, marker->ways, n_anchored);
	marks->first = put(&at, marker->first, n_lines * sizeof(*marks->first));
	marks->first[text->n_lines] = (uint32_t)n;
	at = (char *)(marks->first + text->n_lines + 1);
	marks->literals = put(&at, marker->literals, n * sizeof(*marks->literals));
	for (size_t i = 0; i < n; i++)
		cdr_bits_set(marks->present, marks->literals[i]);
	cdr_text_note(text, CDR_NOTE_MARKS, marks, size);
}

static void begin(struct cdr_marker *marker)
{
	marker->n = marker->n_lines = marker->n_anchored = 0;
}

static void mark_whole(struct cdr_marker *marker, struct cdr_text *text)
{
	begin(marker);
	hang(marker, text, read_lines(marker, text, 0, text->n_lines));
}

/* Lines of one side that have no counterpart on the other. */
struct between {
	uint32_t from, n;
};

static struct between of_side(const struct cdr_run *run, enum cdr_side side)
{
	return side == CDR_SIDE_OLD ? (struct between){ run->old_from, run->n_old }
				    : (struct between){ run->new_from, run->n_new };
}

/* The other side of PAIR is marked, and is the same as TEXT on SIDE but for what changed. */
static void mark_beside(struct cdr_marker *marker, const struct cdr_pair *pair, enum cdr_side side)
{
	const enum cdr_side other = (enum cdr_side) !side;
	struct cdr_text *text = cdr_readings_text(pair, side);
	const struct cdr_marks *marks = cdr_marks_of(cdr_readings_text(pair, other));
	const struct cdr_run *runs = pair->is_compared ? pair->script.runs : &pair->middle;
	size_t n = pair->is_compared ? pair->script.n : 1;
	uint32_t done = 0;
	bool all = true;

	begin(marker);
	for (size_t i = 0; i < n && all; i++) {
		struct between this = of_side(&runs[i], side), that = of_side(&runs[i], other);

		take_over(marker, marks, done, that.from);
		all = read_lines(marker, text, this.from, this.from + this.n);
		done = that.from + that.n;
	}
	take_over(marker, marks, done, marks->n_lines);
	hang(marker, text, all);
}

static bool is_marked(const struct cdr_marker *marker, const struct cdr_text *text)
{
	const struct cdr_marks *marks = cdr_marks_of(text);

	return marks && marks->of == marker->automaton;
}

/* A text of which nothing is known tells nothing of its neighbour. */
static bool tells(const struct cdr_marker *marker, const struct cdr_text *text)
{
	return text && is_marked(marker, text) && !cdr_marks_of(text)->unknown;
}

static void mark_side(struct cdr_marker *marker, const struct cdr_pair *pair, enum cdr_side side)
{
	struct cdr_text *text = cdr_readings_text(pair, side);

	if (!text || is_marked(marker, text))
		return;
	if (tells(marker, cdr_readings_text(pair, (enum cdr_side) !side)))
		mark_beside(marker, pair, side);
	else
		mark_whole(marker, text);
}

void cdr_marker_mark(struct cdr_marker *marker, const struct cdr_pair *pair)
{
	mark_side(marker, pair, CDR_SIDE_NEW);
	mark_side(marker, pair, CDR_SIDE_OLD);
}
