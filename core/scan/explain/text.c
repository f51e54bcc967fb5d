/*
 * text.c - lines as they stand and as the rule sees them. What may not be
 * shown is blotted out here, so that no printer can forget it.
 */
#include "scan/explain/explain.h"

#include <string.h>

/* A line of a subject. */
struct place {
	struct cdr_spot spot;
	size_t at; /* byte of the subject's text where it begins */
};

static struct place place_at(const struct cdr_subject *subject, size_t at)
{
	uint32_t col;

	return (struct place){ cdr_subject_spot(subject, at, &col), at };
}

/* A line on its way to be shown: as it stands and masked. */
struct canvas {
	struct cdr_spot spot;
	char *text, *masked;
	size_t len;
};

static void blot(const struct canvas *canvas, size_t from, size_t to)
{
	if (to > canvas->len)
		to = canvas->len;
	if (from >= to)
		return;
	memset(canvas->text + from, '*', to - from);
	memset(canvas->masked + from, '*', to - from);
}

/* What the findings of a scan hide of the line; all of it where columns are of other bytes. */
static void blot_found(const struct cdr_explaining *explaining, const struct canvas *canvas)
{
	const struct cdr_filediff *diff = explaining->request->diff;
	bool old = canvas->spot.side == CDR_SIDE_OLD;
	bool transcoded = explaining->views[canvas->spot.side].text.ptr !=
			  (old ? diff->old_text : diff->new_text).ptr;
	const struct cdr_line line = {
		.text = { canvas->text, canvas->len },
		.old_lineno = old ? canvas->spot.lineno : 0,
		.new_lineno = old ? 0 : canvas->spot.lineno,
	};

	for (size_t i = 0; i < diff->n_hunks; i++)
		for (size_t from = 0, to = 0;
		     cdr_flagged_redaction(&explaining->all.hunks[i], &line, &from, &to); from = to)
			blot(canvas, transcoded ? 0 : from, transcoded ? canvas->len : to);
}

/* What the rule redacts in any match of PIECE, whether it became a finding or not. */
static void blot_matches(const struct cdr_explaining *explaining, struct cdr_str piece, size_t at,
			 const struct canvas *canvas)
{
	int group = explaining->request->rule->detection->redact;

	for (size_t i = 0; group >= 0 && i < explaining->trace.steps.n; i++) {
		const struct cdr_trace_step *step = &explaining->trace.steps.items[i];
		struct cdr_span span;

		if (!step->match || !cdr_str_eq(step->text, piece))
			continue;
		span = step->match->groups[group];
		if (span.from < span.to && span.to > at)
			blot(canvas, span.from > at ? span.from - at : 0, span.to - at);
	}
}

static struct cdr_explain_line line_at(struct cdr_explaining *explaining,
				       const struct cdr_subject *subject, const struct place *place,
				       const struct cdr_span *span)
{
	struct cdr_str text =
		cdr_view_line(&explaining->views[place->spot.side], place->spot.lineno, 0);
	size_t end = place->at + text.len;
	struct cdr_str masked = cdr_str_sub(subject->text, place->at, end);
	const struct canvas canvas = {
		.spot = place->spot,
		.text = cdr_arena_copy(explaining->arena, text.ptr, text.len),
		.masked = cdr_arena_copy(explaining->arena, masked.ptr, masked.len),
		.len = masked.len,
	};
	struct cdr_explain_line line = {
		.side = place->spot.side,
		.lineno = place->spot.lineno,
		.text = { canvas.text, canvas.len },
		.masked = { canvas.masked, canvas.len },
	};

	blot_found(explaining, &canvas);
	blot_matches(explaining, subject->text, place->at, &canvas);
	if (span && span->from < end && span->to > place->at) {
		line.from = span->from > place->at ? span->from - place->at : 0;
		line.to = (span->to < end ? span->to : end) - place->at;
	}
	return line;
}

/* How many lines of SUBJECT stand before the one that was asked about. */
static size_t lines_before(const struct cdr_explaining *explaining,
			   const struct cdr_subject *subject)
{
	const struct cdr_spot asked = explaining->request->spot;
	size_t n = 0;

	for (size_t at = 0; at < subject->text.len; at++) {
		if (subject->text.ptr[at] != '\n')
			continue;
		n++;
		if (place_at(subject, at + 1).spot.lineno == asked.lineno &&
		    place_at(subject, at + 1).spot.side == asked.side)
			return n;
	}
	return 0;
}

static size_t next_line(struct cdr_str text, size_t at)
{
	while (at < text.len && text.ptr[at] != '\n')
		at++;
	return at + 1;
}

void cdr_explain_lines(struct cdr_explaining *explaining, const struct cdr_subject *subject,
		       const struct cdr_span *span, struct cdr_explain_step *step)
{
	struct cdr_explain_line *lines =
		cdr_arena_alloc(explaining->arena, CDR_EXPLAIN_LINES * sizeof(*lines));
	size_t skip = span ? 0 : lines_before(explaining, subject);

	skip = skip > CDR_EXPLAIN_LINES / 2 ? skip - CDR_EXPLAIN_LINES / 2 : 0;
	step->lines = lines;
	for (size_t at = 0, next; at <= subject->text.len; at = next) {
		struct place place = place_at(subject, at);

		next = next_line(subject->text, at);
		if (span && (next <= span->from || at >= span->to))
			continue;
		if (skip > 0 || step->n_lines == CDR_EXPLAIN_LINES) {
			step->n_more++;
			skip -= skip > 0;
			continue;
		}
		lines[step->n_lines++] = line_at(explaining, subject, &place, span);
	}
}
