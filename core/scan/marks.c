/*
 * marks.c - no literal holds a line end, so what stands on a line depends on that
 * line alone: marks of equal lines are equal, wherever they have moved.
 */
#include "scan/marks.h"

#include "base/bits.h"
#include "base/oom.h"
#include "scan/readings.h"

#include <stdlib.h>
#include <string.h>

struct cdr_marker {
	const struct cdr_automaton *automaton;
	size_t n_blinding;
	struct cdr_hits hits;
	struct cdr_mark *found; /* of the text at hand */
	size_t n, alloc;
	uint64_t *seen;   /* by literal: the last line it was found on, as counted below */
	uint64_t n_lines; /* lines with hits so far, in all texts */
	bool blinded;     /* by a literal of the text at hand */
};

struct cdr_marker *cdr_marker_new(const struct cdr_automaton *automaton, size_t n_blinding)
{
	struct cdr_marker *marker = cdr_alloc_zeroed(sizeof(*marker));

	marker->automaton = automaton;
	marker->n_blinding = n_blinding;
	marker->seen = cdr_alloc_zeroed(cdr_automaton_count(automaton) * sizeof(*marker->seen));
	return marker;
}

void cdr_marker_free(struct cdr_marker *marker)
{
	if (!marker)
		return;
	cdr_hits_release(&marker->hits);
	free(marker->found);
	free(marker->seen);
	free(marker);
}

static struct cdr_mark *more(struct cdr_marker *marker, size_t n)
{
	struct cdr_mark *first;

	if (marker->n + n > marker->alloc) {
		marker->alloc = 2 * (marker->n + n);
		first = realloc(marker->found, marker->alloc * sizeof(*first));
		if (!first)
			cdr_oom();
		marker->found = first;
	}
	first = marker->found + marker->n;
	marker->n += n;
	return first;
}

/* Turns hits in the bytes of TEXT from line FROM on into marks. */
static void take_hits(struct cdr_marker *marker, const struct cdr_text *text, uint32_t from)
{
	uint32_t line = from, start = text->starts[from], last = UINT32_MAX;

	for (size_t i = 0; i < marker->hits.n; i++) {
		struct cdr_hit hit = marker->hits.items[i];

		while (text->starts[line + 1] - start < hit.end)
			line++;
		marker->blinded |= hit.literal < marker->n_blinding;
		marker->n_lines += line != last;
		last = line;
		if (marker->seen[hit.literal] != marker->n_lines)
			*more(marker, 1) = (struct cdr_mark){ line, hit.literal };
		marker->seen[hit.literal] = marker->n_lines;
	}
}

/* Finds what stands on lines [FROM, TO) of TEXT; false when that is too much. */
static bool read_lines(struct cdr_marker *marker, const struct cdr_text *text, uint32_t from,
		       uint32_t to)
{
	struct cdr_str bytes = cdr_str_sub(text->bytes, text->starts[from], text->starts[to]);

	if (!cdr_automaton_scan(marker->automaton, bytes, &marker->hits))
		return false;
	take_hits(marker, text, from);
	return true;
}

const struct cdr_marks *cdr_marks_of(const struct cdr_text *text)
{
	return text->notes[CDR_NOTE_MARKS].block;
}

size_t cdr_marks_from(const struct cdr_marks *marks, uint32_t line)
{
	size_t low = 0, high = marks->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (marks->items[middle].line < line)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Marks [FROM, TO) of another text, whose lines are SHIFT (modulo 2^32) further down here. */
static void take_over(struct cdr_marker *marker, const struct cdr_marks *marks, size_t from,
		      size_t to, uint32_t shift)
{
	struct cdr_mark *out = more(marker, to - from);

	for (size_t i = from; i < to; i++)
		out[i - from] =
			(struct cdr_mark){ marks->items[i].line + shift, marks->items[i].literal };
}

static void hang(struct cdr_marker *marker, struct cdr_text *text, bool all)
{
	bool known = all && !marker->blinded;
	size_t n = known ? marker->n : 0,
	       size = sizeof(struct cdr_marks) + n * sizeof(struct cdr_mark);
	size_t words = cdr_bits_words(cdr_automaton_count(marker->automaton)) * sizeof(uint64_t);
	struct cdr_marks *marks = cdr_alloc_zeroed(size + words);

	marks->of = marker->automaton;
	marks->n = n;
	marks->unknown = !known;
	marks->present = (uint64_t *)(void *)((char *)marks + size);
	if (n)
		memcpy(marks->items, marker->found, n * sizeof(*marks->items));
	for (size_t i = 0; i < n; i++)
		cdr_bits_set(marks->present, marks->items[i].literal);
	cdr_text_note(text, CDR_NOTE_MARKS, marks, size + words);
}

static void begin(struct cdr_marker *marker)
{
	marker->n = 0;
	marker->blinded = false;
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
	struct cdr_text *text = cdr_readings_text(pair, side);
	const struct cdr_marks *marks =
		cdr_marks_of(cdr_readings_text(pair, (enum cdr_side) !side));
	const struct cdr_run *runs = pair->is_compared ? pair->script.runs : &pair->middle;
	size_t n = pair->is_compared ? pair->script.n : 1, done = 0;
	uint32_t shift = 0; /* modulo 2^32 */
	bool all = true;

	begin(marker);
	for (size_t i = 0; i < n && all; i++) {
		struct between this = of_side(&runs[i], side),
			       that = of_side(&runs[i], (enum cdr_side) !side);

		take_over(marker, marks, done, cdr_marks_from(marks, that.from), shift);
		all = read_lines(marker, text, this.from, this.from + this.n);
		done = cdr_marks_from(marks, that.from + that.n);
		shift += this.n - that.n;
	}
	take_over(marker, marks, done, marks->n, shift);
	hang(marker, text, all && marker->n <= CDR_AUTOMATON_HITS);
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
