/*
 * secret.c - a secret is hidden where it stands, not where it was found: its
 * finding is on one hunk, its lines may be shown by another.
 */
#include "scan/secret.h"

#include <string.h>

#define HUSH_MIN 4u /* bytes of a secret; shorter ones stand in words by chance */

/* A part of one line. */
struct part {
	struct cdr_spot spot;
	uint32_t col, end_col; /* UINT32_MAX: to the end of the line */
};

static void hide_in(struct cdr_filescan *scan, size_t hunk, const struct part *part)
{
	struct cdr_harvest *harvest = &scan->harvest[hunk];
	size_t n = harvest->hidden.n;
	bool last = n >= CDR_HIDDEN_MAX;

	scan->n_signs++;
	if (n > CDR_HIDDEN_MAX && harvest->hidden.items[n - 1].line == part->spot.lineno &&
	    harvest->hidden.items[n - 1].side == part->spot.side)
		return; /* hidden to its end */
	*cdr_vec_push(scan->scratch, &harvest->hidden) = (struct cdr_hidden){
		.side = part->spot.side,
		.line = part->spot.lineno,
		.col = part->col,
		.end_col = last ? UINT32_MAX : part->end_col,
	};
}

static bool shows(const struct cdr_hunk *hunk, struct cdr_spot spot)
{
	uint32_t start = spot.side == CDR_SIDE_OLD ? hunk->old_start : hunk->new_start;
	uint32_t n = spot.side == CDR_SIDE_OLD ? hunk->old_lines : hunk->new_lines;

	return spot.lineno >= start && spot.lineno < start + n;
}

/* In the hunk that shows the line, unless that is hunk BUT. A line has one hunk at most. */
static void hide_part(struct cdr_filescan *scan, const struct part *part, size_t but)
{
	size_t hunk = cdr_hunk_of(scan->diff, part->spot, but);

	if (hunk != but && shows(&scan->diff->hunks[hunk], part->spot))
		hide_in(scan, hunk, part);
}

/* Bytes [FROM, TO) of SUBJECT, line by line. */
static void hide_parts(struct cdr_filescan *scan, const struct cdr_subject *subject,
		       struct cdr_span span, size_t but)
{
	while (span.from < span.to) {
		struct part part = { .end_col = UINT32_MAX };
		size_t end = span.from;

		part.spot = cdr_subject_spot(subject, span.from, &part.col);
		while (end < span.to && subject->text.ptr[end] != '\n')
			end++;
		if (end == span.to)
			part.end_col = part.col + (uint32_t)(end - span.from);
		hide_part(scan, &part, but);
		span.from = end + 1;
	}
}

/* What hides a secret has one line to say so on: a finding begins where its secret does. */
static void hide_by(struct cdr_finding *finding, const struct cdr_extent *secret)
{
	if (secret->from.lineno != finding->line) {
		finding->line = secret->from.lineno;
		finding->col = 1;
	}
	if (finding->end_line < secret->to.lineno) {
		finding->end_line = secret->to.lineno;
		finding->end_col = secret->end_col;
	}
	finding->redact_col = secret->col;
	finding->redact_end_col = secret->to.lineno == secret->from.lineno ? secret->end_col : 0;
}

static void remember(struct cdr_filescan *scan, const struct cdr_extent *secret)
{
	struct cdr_view *view = &scan->views[secret->from.side];

	scan->n_signs++;
	*cdr_vec_push(scan->scratch, &scan->secrets) = (struct cdr_secret){
		secret->from.side,
		{ cdr_view_byte(view, secret->from.lineno, secret->col),
		  cdr_view_byte(view, secret->to.lineno, secret->end_col) },
	};
}

/* In a hunk's lines of both versions a group may begin in one and end in the other. */
static bool is_of_one_version(const struct cdr_subject *subject, struct cdr_span span)
{
	uint32_t col;

	return cdr_subject_spot(subject, span.from, &col).side ==
	       cdr_subject_spot(subject, span.to, &col).side;
}

void cdr_secret_hide(struct cdr_filescan *scan, struct cdr_finding *finding, size_t hunk,
		     const struct cdr_subject *subject, struct cdr_span span)
{
	struct cdr_extent secret;
	bool told = finding && is_of_one_version(subject, span);

	if (span.from >= span.to)
		return;
	secret = cdr_subject_extent(subject, span);
	if (told)
		hide_by(finding, &secret);
	hide_parts(scan, subject, span, told ? hunk : SIZE_MAX);
	remember(scan, &secret);
}

void cdr_secret_hide_rest(struct cdr_filescan *scan, const struct cdr_subject *subject, size_t from)
{
	while (from <= subject->text.len) {
		struct part part = { .col = 1, .end_col = UINT32_MAX };
		uint32_t col;

		part.spot = cdr_subject_spot(subject, from, &col);
		hide_part(scan, &part, SIZE_MAX);
		while (from < subject->text.len && subject->text.ptr[from] != '\n')
			from++;
		from++;
	}
}

/* --- words ------------------------------------------------------------------ */

/* TEXT with every SECRET in it blotted out; TEXT itself when there is none. */
static struct cdr_str hushed(struct cdr_arena *arena, struct cdr_str text, struct cdr_str secret)
{
	size_t at = cdr_str_find(text, secret);
	char *out;

	if (secret.len < HUSH_MIN || at == text.len)
		return text;
	out = cdr_arena_copy(arena, text.ptr, text.len);
	while (at < text.len) {
		memset(out + at, '*', secret.len);
		at += secret.len;
		at += cdr_str_find(cdr_str_sub(text, at, text.len), secret);
	}
	return (struct cdr_str){ out, text.len };
}

static void hush(struct cdr_filescan *scan, struct cdr_str secret)
{
	for (size_t i = 0; i < scan->diff->n_hunks; i++)
		for (size_t k = 0; k < scan->harvest[i].findings.n; k++) {
			struct cdr_finding *finding = &scan->harvest[i].findings.items[k];

			finding->message = hushed(scan->arena, finding->message, secret);
			finding->anchor = hushed(scan->arena, finding->anchor, secret);
		}
}

/* A quotation is in one line and may be cut, so each line of a secret is one. */
void cdr_secret_hush(struct cdr_filescan *scan)
{
	for (size_t i = 0; i < scan->secrets.n; i++) {
		const struct cdr_secret *secret = &scan->secrets.items[i];
		struct cdr_str text = cdr_str_sub(scan->views[secret->side].text, secret->span.from,
						  secret->span.to);
		struct cdr_str line;

		while (cdr_str_line(&text, &line))
			hush(scan, cdr_str_trim(line));
	}
}
