/*
 * census.c - to try on a whole file every expression that may be a guard costs more than
 * the change does; the neighbour's answer holds for all but the lines around the change.
 */
#include "scan/guard/census.h"

#include "base/oom.h"
#include "base/sorted.h"

#include <stdlib.h>
#include <string.h>

/* Of one rule in a text: lines[from] to lines[to]. */
struct answer {
	const struct cdr_rule *rule;
	size_t from, to;
};

/* What is kept with a text, in one block. */
struct kept {
	const struct cdr_language *language;
	const struct answer *answers;
	const uint32_t *lines; /* where statements with a guard begin, in order for each rule */
	size_t n;
};

struct cdr_census {
	CDR_VEC(struct answer) answers;
	CDR_VEC(uint32_t) lines;
};

/* What is known of RULE on the new side; NULL when nothing is. */
static const struct answer *known_of(struct cdr_filescan *scan, const struct cdr_rule *rule,
				     const struct kept **out)
{
	const struct cdr_text *text = cdr_view_kept(&scan->views[CDR_SIDE_NEW]);
	const struct kept *kept = text ? text->notes[CDR_NOTE_GUARDS].block : NULL;

	*out = kept;
	if (!kept || kept->language != scan->views[CDR_SIDE_OLD].language)
		return NULL;
	for (size_t i = 0; i < kept->n; i++)
		if (kept->answers[i].rule == rule)
			return &kept->answers[i];
	return NULL;
}

static void add(struct cdr_filescan *scan, uint32_t lineno)
{
	*cdr_vec_push(scan->scratch, &scan->census->lines) = lineno;
}

/* Lines of the new side that are closed, as they stand on the old one. */
static void take_known(struct cdr_filescan *scan, const struct kept *kept,
		       const struct answer *answer)
{
	const uint32_t *lines = kept->lines + answer->from;
	size_t n = answer->to - answer->from;

	for (size_t i = 0; i < scan->ground->closed.n; i++) {
		const struct cdr_stretch *closed = &scan->ground->closed.items[i];
		uint32_t is = closed->at[CDR_SIDE_NEW];

		for (size_t k = cdr_sorted_from(lines, n, is); k < n && lines[k] < is + closed->n;
		     k++)
			add(scan, lines[k] - is + closed->at[CDR_SIDE_OLD]);
	}
}

/* Tries all closed lines. 0 or CDR_EPATTERN. */
static int take_anew(struct cdr_filescan *scan, const struct cdr_guard_place *where)
{
	struct cdr_open_lines all = { .items = { NULL, 0, 0 } };
	struct cdr_guard_place there = *where;
	struct cdr_guards guards;
	int rc;

	for (size_t i = 0; i < scan->ground->closed.n; i++) {
		const struct cdr_stretch *closed = &scan->ground->closed.items[i];
		uint32_t from = closed->at[CDR_SIDE_OLD];

		*cdr_vec_push(scan->scratch, &all.items) =
			(struct cdr_lines){ from, from + closed->n };
	}
	there.open = &all;
	rc = cdr_guards_collect(&guards, scan, &there, NULL);
	for (size_t i = 0; i < guards.held.n && rc == 0; i++)
		add(scan, guards.held.items[i].lineno);
	return rc;
}

/* Those of open lines join the others. */
static void take_held(struct cdr_filescan *scan, const struct cdr_guards *held, size_t from)
{
	for (size_t i = 0; i < held->held.n; i++)
		add(scan, held->held.items[i].lineno);
	if (scan->census->lines.n - from > 1)
		qsort(scan->census->lines.items + from, scan->census->lines.n - from,
		      sizeof(uint32_t), cdr_sorted_compare);
}

bool cdr_census_take(struct cdr_filescan *scan, const struct cdr_rule *rule,
		     const struct cdr_guard_place *where, const struct cdr_guards *held)
{
	const struct kept *kept;
	const struct answer *answer = known_of(scan, rule, &kept);
	struct answer own = { .rule = rule };
	bool stands;

	if (!scan->sighted || !cdr_view_kept(&scan->views[CDR_SIDE_OLD]))
		return true;
	if (!scan->census)
		scan->census = CDR_NEW(scan->scratch, struct cdr_census);
	own.from = scan->census->lines.n;
	if (answer)
		take_known(scan, kept, answer);
	else if (take_anew(scan, where) < 0)
		return true;
	stands = scan->census->lines.n > own.from;
	take_held(scan, held, own.from);
	own.to = scan->census->lines.n;
	*cdr_vec_push(scan->scratch, &scan->census->answers) = own;
	return stands;
}

void cdr_guard_end(struct cdr_filescan *scan)
{
	const struct cdr_census *census = scan->census;
	size_t n_answers, n_lines;
	struct answer *answers;
	struct kept *kept;
	uint32_t *lines;

	if (!census || census->answers.n == 0)
		return;
	n_answers = census->answers.n * sizeof(*answers);
	n_lines = census->lines.n * sizeof(*lines);
	kept = cdr_alloc_zeroed(sizeof(*kept) + n_answers + n_lines);
	answers = (struct answer *)(void *)(kept + 1);
	lines = (uint32_t *)(void *)(answers + census->answers.n);
	memcpy(answers, census->answers.items, n_answers);
	if (n_lines)
		memcpy(lines, census->lines.items, n_lines);
	*kept = (struct kept){ scan->views[CDR_SIDE_OLD].language, answers, lines,
			       census->answers.n };
	cdr_text_note(cdr_view_kept(&scan->views[CDR_SIDE_OLD]), CDR_NOTE_GUARDS, kept,
		      sizeof(*kept) + n_answers + n_lines);
}
