/*
 * suppress_check.c - a suppression that does nothing is worse than none: it is
 * read as "somebody looked at this". Said of those that the change adds, that
 * stand by what it changes, or that seem to excuse a finding.
 */
#include "scan/suppress.h"

#include "scan/builtin.h"

struct checking {
	struct cdr_filescan *scan;
	bool *told; /* by line: it has its finding */
};

/* --- what is wrong ------------------------------------------------------------ */

/* The rule called ID, or NULL. */
static const struct cdr_rule *find_rule(const struct cdr_filescan *scan, struct cdr_str id)
{
	size_t n;
	const struct cdr_rule *rules = cdr_builtin_rules(&n);

	for (size_t i = 0; i < n; i++)
		if (cdr_str_eq(rules[i].id, id))
			return &rules[i];
	return cdr_registry_find(scan->registry, id);
}

/* What keeps the suppression on LINENO from having any effect, or NULL. */
static const char *fault_of(struct cdr_filescan *scan, uint32_t lineno,
			    struct cdr_inline_allow *allow)
{
	const struct cdr_rule *rule;

	switch (cdr_suppression_read(scan, lineno, allow)) {
	case CDR_INLINE_ABSENT:
		return NULL;
	case CDR_INLINE_NO_ID:
		return "it names no rule";
	case CDR_INLINE_NO_REASON:
		return "it gives no reason after --";
	case CDR_INLINE_NO_DATE:
		return "until= is followed by no date";
	case CDR_INLINE_GOOD:
		break;
	}
	rule = find_rule(scan, allow->rule);
	if (!rule)
		return "no rule has this id";
	if (cdr_suppression_is_locked_out(rule))
		return "its rule is locked";
	return cdr_suppression_is_over(scan, allow) ? "its day is past" : NULL;
}

/* --- saying so ------------------------------------------------------------------ */

static void tell(struct checking *checking, uint32_t lineno, enum cdr_severity severity,
		 const char *words)
{
	struct cdr_filescan *scan = checking->scan;
	struct cdr_str line = cdr_view_line(&scan->views[CDR_SIDE_NEW], lineno, 0);
	struct cdr_spot spot = { CDR_SIDE_NEW, lineno };
	struct cdr_extent extent = { spot, spot, (uint32_t)cdr_inline_find(line) + 1,
				     (uint32_t)line.len + 1 };
	struct cdr_finding *finding;

	if (checking->told[lineno])
		return;
	checking->told[lineno] = true;
	finding = cdr_filescan_add(scan, cdr_hunk_of(scan->diff, spot, 0),
				   cdr_builtin_rule(CDR_BUILTIN_SUPPRESSION), &extent);
	if (!finding)
		return;
	finding->severity = severity;
	finding->message = cdr_str_from(
		cdr_arena_printf(scan->arena, "this suppression excuses nothing: %s", words));
}

/* --- which lines ------------------------------------------------------------------ */

/* Also when there are more findings than are listed. */
static bool has_finding(const struct cdr_filescan *scan, struct cdr_str rule, uint32_t lineno)
{
	size_t hunk = cdr_hunk_of(scan->diff, (struct cdr_spot){ CDR_SIDE_NEW, lineno }, 0);
	const struct cdr_harvest *harvest = &scan->harvest[hunk];

	for (size_t i = 0; i < harvest->findings.n; i++) {
		const struct cdr_finding *finding = &harvest->findings.items[i];

		if (finding->rule == cdr_builtin_rule(CDR_BUILTIN_CUT) ||
		    (finding->side == CDR_SIDE_NEW && finding->line == lineno &&
		     cdr_str_eq(finding->rule->id, rule)))
			return true;
	}
	return false;
}

/* Whether the line that comes after line IDX of HUNK in the new version was added. */
static bool is_before_added(const struct cdr_hunk *hunk, size_t idx)
{
	do
		idx++;
	while (idx < hunk->n_lines && hunk->lines[idx].origin == '-');
	return idx < hunk->n_lines && hunk->lines[idx].origin == '+';
}

/* Line IDX of HUNK has a suppression, perhaps. */
static void check_line(struct checking *checking, const struct cdr_hunk *hunk, size_t idx)
{
	const struct cdr_line *line = &hunk->lines[idx];
	struct cdr_inline_allow allow;
	const char *fault = fault_of(checking->scan, line->new_lineno, &allow);
	bool covers_change = allow.alone ? is_before_added(hunk, idx) : line->origin == '+';
	uint32_t covered = line->new_lineno + (allow.alone ? 1 : 0);

	if (fault && (line->origin == '+' || covers_change))
		tell(checking, line->new_lineno, CDR_MEDIUM, fault);
	else if (!fault && covers_change && !has_finding(checking->scan, allow.rule, covered))
		tell(checking, line->new_lineno, CDR_LOW, "its rule finds nothing here");
}

static void check_hunk(struct checking *checking, const struct cdr_hunk *hunk)
{
	for (size_t i = 0; i < hunk->n_lines; i++) {
		const struct cdr_line *line = &hunk->lines[i];
		struct cdr_inline_allow allow;

		if (line->origin == '-' || cdr_inline_find(line->text) == line->text.len)
			continue;
		if (cdr_suppression_read(checking->scan, line->new_lineno, &allow) !=
		    CDR_INLINE_ABSENT)
			check_line(checking, hunk, i);
	}
}

/* A finding may stand outside of all hunks, and its suppression with it. */
static void check_by(struct checking *checking, uint32_t lineno, bool above)
{
	struct cdr_inline_allow allow;
	const char *fault = fault_of(checking->scan, lineno, &allow);

	if (fault && (!above || allow.alone))
		tell(checking, lineno, CDR_MEDIUM, fault);
}

static void check_findings(struct checking *checking, size_t hunk)
{
	const struct cdr_harvest *harvest = &checking->scan->harvest[hunk];

	for (size_t i = 0, n = harvest->findings.n; i < n; i++) {
		enum cdr_side side = harvest->findings.items[i].side;
		uint32_t lineno = harvest->findings.items[i].line;

		if (side != CDR_SIDE_NEW || lineno == 0)
			continue;
		check_by(checking, lineno, false);
		if (lineno > 1)
			check_by(checking, lineno - 1, true);
	}
}

/* In a file of no known language nobody can tell a comment from a text about comments. */
void cdr_suppression_check(struct cdr_filescan *scan)
{
	struct cdr_view *view = &scan->views[CDR_SIDE_NEW];
	struct checking checking = { .scan = scan };

	if (!view->language ||
	    cdr_str_find(view->text, CDR_STR(CDR_INLINE_MARKER)) == view->text.len)
		return;
	checking.told = cdr_arena_alloc(scan->scratch, (size_t)cdr_view_n_lines(view) + 2);
	for (size_t i = 0; i < scan->diff->n_hunks; i++) {
		check_hunk(&checking, &scan->diff->hunks[i]);
		check_findings(&checking, i);
	}
}
