/*
 * tally.c - a migration that came in one commit of the range and went in the next one is
 * no companion: what counts is what the range as a whole brings.
 */
#include "scan/tally.h"

#include <stdlib.h>

#define PLACES_MIN ((size_t)64)

static uint64_t hash_of(struct cdr_str line)
{
	uint64_t hash = cdr_str_hash(line);

	return hash ? hash : 1;
}

void cdr_tally_note(struct cdr_tally *tally, struct cdr_arena *arena, struct cdr_str line, int sign)
{
	*cdr_vec_push(arena, &tally->notes) =
		(struct cdr_tally_note){ hash_of(cdr_str_trim(line)), cdr_str_copy(arena, line),
					 sign };
}

/* The place of HASH, or the empty one that it would get. */
static struct cdr_tally_line *place_of(const struct cdr_tally *tally, uint64_t hash)
{
	size_t at = (size_t)hash & (tally->n_places - 1);

	while (tally->places[at].hash != 0 && tally->places[at].hash != hash)
		at = (at + 1) & (tally->n_places - 1);
	return &tally->places[at];
}

static void grow(struct cdr_tally *tally, struct cdr_arena *arena)
{
	const struct cdr_tally was = *tally;

	tally->n_places = was.n_places ? 2 * was.n_places : PLACES_MIN;
	tally->places = cdr_arena_alloc(arena, tally->n_places * sizeof(*tally->places));
	for (size_t i = 0; i < was.n_places; i++)
		if (was.places[i].hash)
			*place_of(tally, was.places[i].hash) = was.places[i];
}

/* How many of N more lines, fewer when N is negative, are left at the end of the range. */
static int64_t left_of(struct cdr_tally *tally, struct cdr_arena *arena, uint64_t hash, int64_t n)
{
	struct cdr_tally_line *line;
	int64_t left;

	if (2 * tally->n_lines >= tally->n_places)
		grow(tally, arena);
	line = place_of(tally, hash);
	if (line->hash == 0 && n > 0)
		return n;
	if (line->hash == 0 && tally->n_lines == CDR_TALLY_MAX) {
		tally->full = true;
		return 0;
	}
	tally->n_lines += line->hash == 0;
	line->hash = hash;
	left = n - line->undone;
	line->undone = left < 0 ? -left : 0;
	return left;
}

static int compare_notes(const void *a, const void *b)
{
	const struct cdr_tally_note *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return y->sign - x->sign;
}

bool cdr_tally_settle(struct cdr_tally *tally, struct cdr_arena *arena, struct cdr_buf *kept)
{
	const struct cdr_tally_note *notes = tally->notes.items;
	size_t n = tally->notes.n, to;
	bool stands = false;

	if (n > 1)
		qsort(tally->notes.items, n, sizeof(*notes), compare_notes);
	for (size_t from = 0; from < n; from = to) {
		int64_t sum = 0;

		for (to = from; to < n && notes[to].hash == notes[from].hash; to++)
			sum += notes[to].sign;
		if (sum == 0 || left_of(tally, arena, notes[from].hash, sum) <= 0)
			continue;
		stands = true;
		if (!kept)
			continue;
		cdr_buf_addstr(kept, notes[from].text);
		cdr_buf_addc(kept, '\n');
	}
	tally->notes.items = NULL;
	tally->notes.n = tally->notes.alloc = 0;
	return stands;
}
