/*
 * clause.c - `need` and `unless` ask about the surroundings of a match: the
 * line, statement or hunk that it stands in.
 */
#include "scan/filescan.h"

static struct cdr_str text_around(struct cdr_filescan *scan, const struct cdr_clause *clause,
				  size_t hunk, struct cdr_spot spot)
{
	struct cdr_view *view = &scan->views[spot.side];
	const struct cdr_subject *subject;

	if (clause->scope == CDR_SCOPE_LINE)
		return cdr_view_line(view, spot.lineno, clause->mask);
	if (clause->scope == CDR_SCOPE_STATEMENT)
		return cdr_view_lines(view, cdr_view_statement(view, spot.lineno), clause->mask);
	subject = cdr_subjects_in_hunk(cdr_subjects_of(&scan->subjects, clause, false), hunk);
	return subject ? subject->text : CDR_STR("");
}

static bool is_same_question(const struct cdr_clause_answer *last, const struct cdr_clause *clause,
			     struct cdr_str text)
{
	return last->clause == clause && last->text.ptr == text.ptr && last->text.len == text.len;
}

int cdr_clause_holds(struct cdr_filescan *scan, const struct cdr_clause *clause, size_t hunk,
		     struct cdr_spot spot, struct cdr_err *err)
{
	struct cdr_match match;
	struct cdr_str text = text_around(scan, clause, hunk, spot);
	int rc;

	if (is_same_question(&scan->last, clause, text))
		return scan->last.holds;
	rc = cdr_pattern_find(clause->pattern, scan->space, (struct cdr_search){ text, 0 }, &match,
			      err);
	if (rc < 0 && rc != CDR_ENOTFOUND)
		return rc;
	scan->last = (struct cdr_clause_answer){ clause, text, rc == 0 };
	return scan->last.holds;
}
