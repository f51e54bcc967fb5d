/*
 * numeric.c - a diff says that a line went and another came; that they are the
 * same line with another number in it has to be found out.
 */
#include "scan/numeric.h"

#include "rules/ascii.h"
#include "scan/clause.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_LINE, KEY_MATCH, KEY_HUNK, N_KEYS };

/* A number in a changed line. */
struct number {
	struct cdr_spot spot;
	uint32_t col;
	struct cdr_str text;
	struct cdr_str keys[N_KEYS];  /* from the surest to the weakest tie */
	const struct number *partner; /* on the other side, or NULL */
};

struct numbers {
	struct number *items;
	size_t n, alloc;
};

/* The numbers of a rule on both sides, by enum cdr_side, each in file order. */
struct cdr_numbers {
	struct numbers sides[2];
	const struct cdr_numeric *numeric;
};

/* What they are collected from: the change, or for a renamed file the way to it. */
struct collecting {
	struct cdr_filescan *scan;
	struct cdr_view views[2];
	struct cdr_subject_source source;
	const struct cdr_clause *trigger;
	struct cdr_numbers *out;
};

/* --- keys ------------------------------------------------------------------- */

static bool is_of_number(char c)
{
	return cdr_is_word(c) || c == '.';
}

/* TEXT without white space and with every number as '#'; *NTH is how many begin before byte AT. */
static void add_normal(struct cdr_buf *out, struct cdr_str text, size_t at, size_t *nth)
{
	bool in_word = false;

	*nth = 0;
	for (size_t i = 0; i < text.len; i++) {
		bool starts = cdr_is_digit(text.ptr[i]) && !in_word;

		if (starts) {
			cdr_buf_addc(out, '#');
			*nth += i < at;
			while (i + 1 < text.len && is_of_number(text.ptr[i + 1]))
				i++;
		} else if (!cdr_is_space(text.ptr[i])) {
			cdr_buf_addc(out, text.ptr[i]);
		}
		in_word = cdr_is_word(text.ptr[i]);
	}
}

static struct cdr_str key_of(struct cdr_filescan *scan, struct cdr_str place, struct cdr_str text,
			     size_t at)
{
	struct cdr_buf buf;
	struct cdr_str key;
	size_t nth;

	cdr_buf_init(&buf, place.len + text.len + 64);
	cdr_buf_addstr(&buf, place);
	cdr_buf_addc(&buf, '\n');
	add_normal(&buf, text, at, &nth);
	cdr_buf_addf(&buf, "@%zu", nth);
	key = cdr_str_copy(scan->scratch, cdr_buf_str(&buf));
	cdr_buf_release(&buf);
	return key;
}

/* The line of TEXT that byte AT is in. */
static struct cdr_span line_around(struct cdr_str text, size_t at)
{
	struct cdr_span line = { at, at };

	while (line.from > 0 && text.ptr[line.from - 1] != '\n')
		line.from--;
	while (line.to < text.len && text.ptr[line.to] != '\n')
		line.to++;
	return line;
}

static void set_keys(struct collecting *c, struct number *number, const struct cdr_subject *subject,
		     const struct cdr_match *match)
{
	const struct cdr_entity *entity =
		cdr_view_entity(&c->views[number->spot.side], number->spot.lineno);
	struct cdr_str place = entity ? entity->name : CDR_STR("");
	struct cdr_span whole = match->groups[0];
	struct cdr_str text = cdr_str_sub(subject->text, whole.from, whole.to);
	size_t at = (size_t)(number->text.ptr - subject->text.ptr);
	struct cdr_span line = line_around(subject->text, at);
	char hunk[32];

	snprintf(hunk, sizeof(hunk), "%zu",
		 cdr_hunk_of(c->source.diff, number->spot, subject->hunk));
	number->keys[KEY_LINE] = key_of(
		c->scan, place, cdr_str_sub(subject->text, line.from, line.to), at - line.from);
	number->keys[KEY_MATCH] = key_of(c->scan, place, text, at - whole.from);
	number->keys[KEY_HUNK] = key_of(c->scan, cdr_str_from(hunk), text, at - whole.from);
}

/* --- collecting --------------------------------------------------------------- */

static int compare_lines(const void *key, const void *item)
{
	const uint32_t *lineno = key;
	const struct cdr_subject *subject = item;

	return (*lineno > subject->first.lineno) - (*lineno < subject->first.lineno);
}

/* Is SPOT a line that the change added, or removed? */
static bool is_changed(struct collecting *c, struct cdr_spot spot)
{
	const struct cdr_clause lines = { .side = spot.side == CDR_SIDE_OLD ? CDR_ON_REMOVED
									    : CDR_ON_ADDED };
	const struct cdr_subjects *list = cdr_subjects_of(&c->source, &lines, false);

	return list->n &&
	       bsearch(&spot.lineno, list->items, list->n, sizeof(list->items[0]), compare_lines);
}

static void take(struct collecting *c, const struct cdr_subject *subject,
		 const struct cdr_match *match)
{
	struct cdr_span span = match->groups[c->out->numeric->group];
	struct numbers *numbers;
	struct number number;

	if (span.from >= span.to)
		return;
	number = (struct number){ .text = cdr_str_sub(subject->text, span.from, span.to) };
	number.spot = cdr_subject_spot(subject, span.from, &number.col);
	if (!is_changed(c, number.spot))
		return;
	set_keys(c, &number, subject, match);
	numbers = &c->out->sides[number.spot.side];
	*cdr_vec_push(c->scan->scratch, numbers) = number;
}

static int collect_in(struct collecting *c, const struct cdr_subject *subject, struct cdr_err *err)
{
	struct cdr_search where = { subject->text, 0 };
	struct cdr_match match;
	int rc;

	while ((rc = cdr_pattern_find(c->trigger->pattern, c->scan->space, where, &match, err)) ==
	       0) {
		take(c, subject, &match);
		where.from = cdr_match_next(subject->text, &match);
		rc = cdr_asking_try(&c->scan->asking, err);
		if (rc != 0)
			return rc;
	}
	return rc == CDR_ENOTFOUND ? 0 : rc;
}

static int collect(struct collecting *c, enum cdr_match_side side, struct cdr_err *err)
{
	struct cdr_clause clause = *c->trigger;
	const struct cdr_subjects *list;
	int rc = 0;

	clause.side = side;
	list = cdr_subjects_of(&c->source, &clause, false);
	for (size_t i = 0; i < list->n && rc == 0; i++)
		rc = collect_in(c, &list->items[i], err);
	return rc;
}

/* --- pairing -------------------------------------------------------------------- */

/* A number that has no partner yet, to be sorted by one of its keys. */
struct single {
	struct number *number;
	struct cdr_str key;
	size_t idx;
};

static int compare_singles(const void *left, const void *right)
{
	const struct single *a = left, *b = right;
	int order = cdr_str_cmp(a->key, b->key);

	return order ? order : (a->idx > b->idx) - (a->idx < b->idx);
}

static struct single *singles_of(struct cdr_arena *arena, struct numbers *numbers, int key,
				 size_t *n)
{
	struct single *singles = cdr_arena_alloc(arena, (numbers->n + 1) * sizeof(*singles));

	*n = 0;
	for (size_t i = 0; i < numbers->n; i++) {
		struct number *number = &numbers->items[i];

		if (!number->partner)
			singles[(*n)++] = (struct single){ number, number->keys[key], i };
	}
	qsort(singles, *n, sizeof(*singles), compare_singles);
	return singles;
}

static void pair_by(struct cdr_arena *arena, struct cdr_numbers *numbers, int key)
{
	size_t n_old, n_new, i = 0, k = 0;
	struct single *olds = singles_of(arena, &numbers->sides[CDR_SIDE_OLD], key, &n_old);
	struct single *news = singles_of(arena, &numbers->sides[CDR_SIDE_NEW], key, &n_new);

	while (i < n_old && k < n_new) {
		int order = cdr_str_cmp(olds[i].key, news[k].key);

		if (order == 0) {
			news[k].number->partner = olds[i].number;
			olds[i].number->partner = news[k].number;
		}
		i += order <= 0;
		k += order >= 0;
	}
}

/* --- the answer ------------------------------------------------------------------- */

static struct collecting collecting_of(struct cdr_filescan *scan, struct cdr_numbers *out)
{
	const struct cdr_filediff *renaming = cdr_before_renaming(scan);
	struct collecting c = { .scan = scan,
				.views = { scan->views[0], scan->views[1] },
				.trigger = &scan->asking.rule->detection->trigger,
				.out = out };

	if (renaming)
		c.views[CDR_SIDE_OLD] = scan->before.renamed;
	c.source = (struct cdr_subject_source){ scan->scratch, renaming ? renaming : scan->diff,
						NULL, NULL };
	return c;
}

static int collect_numbers(struct cdr_filescan *scan, const struct cdr_numeric *numeric,
			   struct cdr_err *err)
{
	struct cdr_numbers *numbers = CDR_NEW(scan->scratch, struct cdr_numbers);
	struct collecting c = collecting_of(scan, numbers);
	int rc;

	c.source.views = c.views;
	numbers->numeric = numeric;
	rc = collect(&c, CDR_ON_REMOVED, err);
	if (rc == 0)
		rc = collect(&c, CDR_ON_ADDED, err);
	for (int key = 0; key < N_KEYS && rc == 0; key++)
		pair_by(scan->scratch, numbers, key);
	if (rc == 0)
		scan->asking.numbers = numbers;
	return rc;
}

static int compare_places(const void *key, const void *item)
{
	const struct number *a = key, *b = item;

	if (a->spot.lineno != b->spot.lineno)
		return a->spot.lineno < b->spot.lineno ? -1 : 1;
	return (a->col > b->col) - (a->col < b->col);
}

static bool is_relative(const struct cdr_numeric *numeric)
{
	return numeric->op == CDR_INCREASED || numeric->op == CDR_DECREASED;
}

bool cdr_number_stands(const struct cdr_numeric *numeric, struct cdr_str text, bool on_doubt)
{
	struct cdr_number number;

	if (is_relative(numeric))
		return true;
	if (!cdr_number_parse(text, &number))
		return false;
	if (number.unit != numeric->value.unit)
		return on_doubt;
	return numeric->op == CDR_GREATER ? number.value > numeric->value.value
					  : number.value < numeric->value.value;
}

static bool has_moved(const struct cdr_numeric *numeric, struct cdr_str before,
		      struct cdr_str after)
{
	struct cdr_number was, is;

	if (!cdr_number_parse(before, &was) || !cdr_number_parse(after, &is))
		return false;
	if (was.unit != is.unit)
		return true;
	return numeric->op == CDR_INCREASED ? is.value > was.value : is.value < was.value;
}

int cdr_numeric_holds(struct cdr_filescan *scan, const struct cdr_numeric *numeric,
		      const struct cdr_subject *subject, const struct cdr_match *match,
		      struct cdr_err *err)
{
	struct cdr_span span = match->groups[numeric->group];
	const struct cdr_numbers *numbers = scan->asking.numbers;
	const struct numbers *added;
	const struct number *number;
	struct number wanted;
	int rc = 0;

	if (!is_relative(numeric))
		return cdr_number_stands(
			numeric, cdr_match_group(subject->text, match, numeric->group), true);
	if (span.from >= span.to)
		return 0;
	if (!numbers || numbers->numeric != numeric)
		rc = collect_numbers(scan, numeric, err);
	if (rc != 0)
		return rc;
	added = &scan->asking.numbers->sides[CDR_SIDE_NEW];
	wanted.spot = cdr_subject_spot(subject, span.from, &wanted.col);
	number = added->n ? bsearch(&wanted, added->items, added->n, sizeof(wanted), compare_places)
			  : NULL;
	return number && number->partner && has_moved(numeric, number->partner->text, number->text);
}
