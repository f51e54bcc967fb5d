/*
 * touch.c - some places a person wants to look at whatever happens there: one
 * finding a hunk, without a claim that anything is wrong. Where an expression says
 * which, a line or statement that the change leaves as it is does not count.
 */
#include "scan/clause.h"
#include "scan/stays.h"
#include "scan/trace.h"

/* A rule on its way through the pieces that a change touches. */
struct touching {
	struct cdr_filescan *scan;
	const struct cdr_rule *rule;
	const struct cdr_subjects *list;
	struct cdr_lines entity[2]; /* by side: that was searched last, */
	bool fires[2];              /* and whether the rule fires there */
};

static void touch_hunks(struct cdr_filescan *scan, const struct cdr_rule *rule)
{
	for (size_t i = 0; i < scan->diff->n_hunks; i++) {
		const struct cdr_line *line = cdr_hunk_first_change(&scan->diff->hunks[i]);
		struct cdr_extent extent = CDR_EXTENT_HUNK;

		if (line)
			extent = cdr_line_extent(line);
		cdr_filescan_add(scan, i, rule, &extent);
	}
}

/* --- pieces ------------------------------------------------------------------- */

static bool has_finding(const struct touching *touching, size_t hunk)
{
	const struct cdr_harvest *harvest = &touching->scan->harvest[hunk];

	return harvest->rule == touching->rule && harvest->n_of_rule > 0;
}

static struct cdr_lines lines_of(const struct touching *touching, const struct cdr_subject *piece)
{
	uint32_t lineno = piece->first.lineno;

	if (touching->list->scope == CDR_SCOPE_STATEMENT)
		return cdr_view_statement(piece->view, lineno);
	return (struct cdr_lines){ lineno, lineno + 1 };
}

static bool is_sighted(const struct touching *touching, enum cdr_side side, struct cdr_lines lines)
{
	return cdr_sighted_all(touching->scan->sighted, side, lines);
}

/* Does the rule fire in the entity around PIECE? Its statements mostly come in a row. */
static bool fires_around(struct touching *touching, const struct cdr_subject *piece)
{
	enum cdr_side side = piece->first.side;
	struct cdr_lines lines = cdr_view_surroundings(piece->view, piece->first.lineno);
	struct cdr_subject around = { .hunk = piece->hunk, .view = piece->view };
	struct cdr_span span;

	if (lines.from == touching->entity[side].from && lines.to == touching->entity[side].to)
		return touching->fires[side];
	around.first = (struct cdr_spot){ side, lines.from };
	around.text = cdr_view_lines(piece->view, lines, touching->list->mask);
	around.at = cdr_view_span(piece->view, lines).from;
	touching->entity[side] = lines;
	touching->fires[side] = is_sighted(touching, side, lines) &&
				cdr_trigger_fires(touching->scan, touching->rule, &around, &span);
	return touching->fires[side];
}

/* Does the rule fire at PIECE, and at which bytes of it? */
static bool fires_at(struct touching *touching, const struct cdr_subject *piece,
		     struct cdr_span *span)
{
	*span = (struct cdr_span){ 0, piece->text.len };
	if (touching->rule->detection->trigger.scope == CDR_SCOPE_ENTITY)
		return fires_around(touching, piece);
	return is_sighted(touching, piece->first.side, lines_of(touching, piece)) &&
	       cdr_trigger_fires(touching->scan, touching->rule, piece, span);
}

/* Is piece IDX another one than it was? Asked last, as a rule mostly does not fire. */
static bool is_changed(struct touching *touching, size_t idx)
{
	struct cdr_trace *trace = touching->scan->trace;
	bool changed = !cdr_piece_stays(touching->scan, touching->list, idx);

	if (trace && cdr_subject_covers(&touching->list->items[idx], trace->about)) {
		cdr_trace_answer(trace, CDR_TRACE_CHANGED, NULL, changed);
		if (changed)
			cdr_trace_answer(trace, CDR_TRACE_FINDING, NULL, 1);
	}
	return changed;
}

static void touch_piece(struct touching *touching, size_t idx)
{
	const struct cdr_subject *piece = &touching->list->items[idx];
	bool done = has_finding(touching, piece->hunk);
	struct cdr_extent extent;
	struct cdr_span span;

	if ((done && !touching->scan->trace) || !fires_at(touching, piece, &span) ||
	    !is_changed(touching, idx) || done)
		return;
	extent = cdr_subject_extent(piece, span);
	cdr_filescan_add(touching->scan, piece->hunk, touching->rule, &extent);
}

static void touch_pieces(struct cdr_filescan *scan, const struct cdr_rule *rule)
{
	const struct cdr_clause *trigger = &rule->detection->trigger;
	const struct cdr_clause piece = {
		.side = CDR_ON_CHANGED,
		.scope = trigger->scope == CDR_SCOPE_LINE ? CDR_SCOPE_LINE : CDR_SCOPE_STATEMENT,
		.mask = trigger->mask,
	};
	struct touching touching = { .scan = scan, .rule = rule };

	touching.list = cdr_subjects_of(&scan->subjects, &piece, false);
	cdr_asking_begin(scan, rule);
	for (int side = CDR_SIDE_NEW; side >= CDR_SIDE_OLD;
	     side--) /* what is there is shown first */
		for (size_t i = 0; i < touching.list->n; i++)
			if ((int)touching.list->items[i].first.side == side)
				touch_piece(&touching, i);
}

void cdr_touch_run(struct cdr_filescan *scan, const struct cdr_rule *rule)
{
	if (rule->detection->trigger.pattern)
		touch_pieces(scan, rule);
	else if (cdr_words_stand(scan, rule))
		touch_hunks(scan, rule);
}
