/*
 * filescan.c - what all detectors share: putting a finding down, and going on after a match.
 */
#include "scan/filescan.h"

#include "scan/builtin.h"

#include <string.h>

/* --- finding ------------------------------------------------------------- */

static struct cdr_finding *put(struct cdr_filescan *scan, size_t hunk, const struct cdr_rule *rule,
			       const struct cdr_extent *extent)
{
	struct cdr_finding *finding = cdr_vec_push(scan->scratch, &scan->harvest[hunk].findings);

	scan->n_signs++;
	*finding = (struct cdr_finding){
		.rule = rule,
		.severity = rule->severity,
		.side = extent->from.side,
		.line = extent->from.lineno,
		.col = extent->col,
		.end_line = extent->to.lineno,
		.end_col = extent->end_col,
		.message = rule->title,
	};
	return finding;
}

static void put_cut(struct cdr_filescan *scan, size_t hunk, const struct cdr_rule *rule,
		    const struct cdr_extent *extent)
{
	struct cdr_finding *cut = put(scan, hunk, cdr_builtin_rule(CDR_BUILTIN_CUT), extent);

	cut->severity = rule->severity;
	cut->message = cdr_str_from(cdr_arena_printf(
		scan->arena, "%.*s fires more than %u times on this hunk; the rest is not listed",
		CDR_FMT(rule->id), CDR_FINDINGS_MAX));
}

struct cdr_finding *cdr_filescan_add(struct cdr_filescan *scan, size_t hunk,
				     const struct cdr_rule *rule, const struct cdr_extent *extent)
{
	struct cdr_harvest *harvest = &scan->harvest[hunk];

	if (harvest->rule != rule)
		harvest->n_of_rule = 0;
	harvest->rule = rule;
	harvest->n_of_rule++;
	if (harvest->n_of_rule <= CDR_FINDINGS_MAX)
		return put(scan, hunk, rule, extent);
	if (harvest->n_of_rule == CDR_FINDINGS_MAX + 1)
		put_cut(scan, hunk, rule, extent);
	return NULL;
}

void cdr_filescan_gave_up(struct cdr_filescan *scan, size_t hunk, const struct cdr_rule *rule,
			  const struct cdr_err *err)
{
	const struct cdr_extent whole = CDR_EXTENT_HUNK;
	const struct cdr_rule *unscannable = cdr_builtin_rule(CDR_BUILTIN_UNSCANNABLE);
	const struct cdr_harvest *harvest = &scan->harvest[hunk];
	struct cdr_finding *finding;

	scan->gave_up = true;
	for (size_t i = 0; i < harvest->findings.n; i++)
		if (harvest->findings.items[i].rule == unscannable &&
		    cdr_str_eq(harvest->findings.items[i].anchor, rule->id))
			return;
	finding = put(scan, hunk, unscannable, &whole);
	finding->anchor = rule->id;
	finding->message = cdr_str_from(cdr_arena_printf(
		scan->arena, "%.*s gave up on this hunk: %s", CDR_FMT(rule->id), err->message));
}

struct cdr_extent cdr_subject_extent(const struct cdr_subject *subject, struct cdr_span span)
{
	struct cdr_extent extent;

	extent.from = cdr_subject_spot(subject, span.from, &extent.col);
	extent.to = cdr_subject_spot(subject, span.to, &extent.end_col);
	if (extent.to.side != extent.from.side) {
		extent.to = extent.from;
		extent.end_col = extent.col + 1;
	}
	return extent;
}

struct cdr_extent cdr_line_extent(const struct cdr_line *line)
{
	bool removed = line->origin == '-';
	struct cdr_spot spot = { removed ? CDR_SIDE_OLD : CDR_SIDE_NEW,
				 removed ? line->old_lineno : line->new_lineno };

	return (struct cdr_extent){ spot, spot, 1, (uint32_t)line->text.len + 1 };
}

const struct cdr_line *cdr_hunk_first_change(const struct cdr_hunk *hunk)
{
	const struct cdr_line *removed = NULL;

	for (size_t i = 0; i < hunk->n_lines; i++) {
		if (hunk->lines[i].origin == '+')
			return &hunk->lines[i];
		if (hunk->lines[i].origin == '-' && !removed)
			removed = &hunk->lines[i];
	}
	return removed;
}

/* --- matching ------------------------------------------------------------ */

size_t cdr_match_next(struct cdr_str text, const struct cdr_match *match)
{
	size_t at = match->groups[0].to;

	if (at > match->groups[0].from)
		return at;
	do
		at++;
	while (at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80);
	return at;
}
