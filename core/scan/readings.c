/*
 * readings.c - where the other text of the pair has been read, only what lies between
 * the seams around what changed is read anew (rules/reading.h).
 */
#include "scan/readings.h"

struct cdr_text *cdr_readings_text(const struct cdr_pair *pair, enum cdr_side side)
{
	return side == CDR_SIDE_OLD ? pair->old_text : pair->new_text;
}

static const struct cdr_reading *kept(const struct cdr_text *text,
				      const struct cdr_language *language)
{
	const struct cdr_reading *reading = text ? text->notes[CDR_NOTE_READING].block : NULL;

	return reading && reading->language == language ? reading : NULL;
}

static struct cdr_instead instead(const struct cdr_run *run, enum cdr_side side)
{
	return side == CDR_SIDE_OLD ? (struct cdr_instead){ run->old_from, run->n_old,
							    run->new_from, run->n_new }
				    : (struct cdr_instead){ run->new_from, run->n_new,
							    run->old_from, run->n_old };
}

/* Reads the text of SIDE beside the other one, which was read as THERE. */
static struct cdr_reading *read_beside(const struct cdr_pair *pair, enum cdr_side side,
				       const struct cdr_readable *text,
				       const struct cdr_reading *there)
{
	const struct cdr_run *runs = pair->is_compared ? pair->script.runs : &pair->middle;
	size_t n = pair->is_compared ? pair->script.n : 1;
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_instead *items = cdr_arena_alloc(&arena, n * sizeof(*items));
	struct cdr_reading *reading;

	for (size_t i = 0; i < n; i++)
		items[i] = instead(&runs[i], side);
	reading = cdr_reading_beside(text, there, &(struct cdr_changes){ items, n });
	cdr_arena_release(&arena);
	return reading;
}

const struct cdr_reading *cdr_readings_of(const struct cdr_pair *pair, enum cdr_side side,
					  const struct cdr_language *language)
{
	enum cdr_side other = side == CDR_SIDE_OLD ? CDR_SIDE_NEW : CDR_SIDE_OLD;
	struct cdr_text *text = cdr_readings_text(pair, side),
			*beside = cdr_readings_text(pair, other);
	const struct cdr_reading *known = kept(text, language), *there = kept(beside, language);
	struct cdr_readable readable = { language, text->bytes, text->starts, text->n_lines };
	struct cdr_reading *reading;

	if (known)
		return known;
	reading = there ? read_beside(pair, side, &readable, there) : cdr_reading_new(&readable);
	cdr_text_note(text, CDR_NOTE_READING, reading, reading->size);
	return reading;
}
