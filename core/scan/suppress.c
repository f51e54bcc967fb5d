/*
 * suppress.c - exceptions are reviewed like code: they count once they were
 * there before the range that needs them.
 */
#include "scan/suppress.h"

#include "base/glob.h"
#include "scan/builtin.h"

/* --- allow entries --------------------------------------------------------- */

static bool covers_path(const struct cdr_allow *allow, struct cdr_str path)
{
	if (allow->n_paths == 0)
		return true;
	for (size_t i = 0; i < allow->n_paths; i++)
		if (cdr_glob_match(allow->paths[i], path, 0))
			return true;
	return false;
}

/* On one of the lines that FINDING covers. A pattern that gives up excuses nothing. */
static bool covers_text(struct cdr_filescan *scan, const struct cdr_allow *allow,
			const struct cdr_finding *finding)
{
	struct cdr_match match;

	if (!allow->match)
		return true;
	for (uint32_t lineno = finding->line; lineno && lineno <= finding->end_line; lineno++) {
		struct cdr_str line = cdr_view_line(&scan->views[finding->side], lineno, 0);

		if (cdr_pattern_find(allow->match, scan->space, (struct cdr_search){ line, 0 },
				     &match, NULL) == 0)
			return true;
	}
	return false;
}

static bool is_allowed(struct cdr_filescan *scan, struct cdr_finding *finding)
{
	const struct cdr_allow *allows;
	size_t n = cdr_registry_allows(scan->registry, &allows);

	for (size_t i = 0; i < n; i++) {
		if (allows[i].expired || !cdr_glob_match(allows[i].rule, finding->rule->id, 0) ||
		    !covers_path(&allows[i], scan->diff->file.path) ||
		    !covers_text(scan, &allows[i], finding))
			continue;
		finding->suppressed = allows[i].reason;
		return true;
	}
	return false;
}

/* --- in the code ------------------------------------------------------------ */

/* One inside of a string is text that the program works with, not a word to the reviewer. */
enum cdr_inline cdr_suppression_read(struct cdr_filescan *scan, uint32_t lineno,
				     struct cdr_inline_allow *out)
{
	struct cdr_view *view = &scan->views[CDR_SIDE_NEW];
	struct cdr_str line = cdr_view_line(view, lineno, 0);
	size_t at = cdr_inline_find(line);

	if (at < line.len && cdr_inline_find(cdr_view_line(view, lineno, CDR_MASK_STRINGS)) != at)
		return CDR_INLINE_ABSENT;
	return cdr_inline_parse(line, out);
}

bool cdr_suppression_is_over(struct cdr_filescan *scan, const struct cdr_inline_allow *allow)
{
	struct cdr_str today = cdr_registry_today(scan->registry);

	scan->n_signs += allow->until.len > 0; /* it will be another answer some day */
	return allow->until.len && (!today.len || cdr_str_cmp(allow->until, today) < 0);
}

static bool is_added(const struct cdr_filediff *diff, uint32_t lineno)
{
	for (size_t i = 0; i < diff->n_hunks; i++) {
		const struct cdr_hunk *hunk = &diff->hunks[i];

		if (lineno < hunk->new_start || lineno >= hunk->new_start + hunk->new_lines)
			continue;
		for (size_t k = 0; k < hunk->n_lines; k++)
			if (hunk->lines[k].origin == '+' && hunk->lines[k].new_lineno == lineno)
				return true;
	}
	return false;
}

static size_t count_lines(struct cdr_str text, struct cdr_str wanted)
{
	struct cdr_str line;
	size_t n = 0;

	while (cdr_str_line(&text, &line))
		n += cdr_str_eq(line, wanted);
	return n;
}

/*
 * Was line LINENO there before the range? A diff may take a copy for its
 * original, so there must not be more of them now either.
 */
static bool stood_before(struct cdr_filescan *scan, uint32_t lineno)
{
	const struct cdr_filediff *since;
	struct cdr_str line;

	if (!scan->before.repo)
		return !is_added(scan->diff, lineno);
	since = cdr_before_range(scan);
	line = cdr_str_trim(cdr_view_line(&scan->views[CDR_SIDE_NEW], lineno, 0));
	return since && !is_added(since, lineno) &&
	       count_lines(since->new_text, line) <= count_lines(since->old_text, line);
}

/* The suppression of FINDING on line LINENO, if it holds today. */
static bool is_excused_on(struct cdr_filescan *scan, struct cdr_finding *finding, uint32_t lineno,
			  bool above)
{
	struct cdr_inline_allow allow;

	if (cdr_suppression_is_locked_out(finding->rule) ||
	    cdr_suppression_read(scan, lineno, &allow) != CDR_INLINE_GOOD ||
	    (above && !allow.alone) || !cdr_str_eq(allow.rule, finding->rule->id) ||
	    cdr_suppression_is_over(scan, &allow) || !stood_before(scan, lineno))
		return false;
	finding->suppressed = cdr_str_copy(scan->arena, allow.reason);
	finding->suppressed_in_code = true;
	return true;
}

static bool is_excused(struct cdr_filescan *scan, struct cdr_finding *finding)
{
	if (finding->side != CDR_SIDE_NEW || finding->line == 0)
		return false;
	return is_excused_on(scan, finding, finding->line, false) ||
	       (finding->line > 1 && is_excused_on(scan, finding, finding->line - 1, true));
}

void cdr_suppress(struct cdr_filescan *scan)
{
	cdr_suppression_check(scan);
	for (size_t i = 0; i < scan->diff->n_hunks; i++)
		for (size_t k = 0; k < scan->harvest[i].findings.n; k++) {
			struct cdr_finding *finding = &scan->harvest[i].findings.items[k];

			if (!cdr_builtin_is_final(finding->rule) && !is_allowed(scan, finding))
				is_excused(scan, finding);
		}
}
