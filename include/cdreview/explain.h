/*
 * explain.h - why a rule fires on a line of a change, or does not, step by step.
 *
 * Ownership: everything is in the arena that cdr_session_explain was handed.
 * Text is raw, as of a repository: escape it before it reaches a terminal. What a
 * rule redacts is blotted out with '*' already.
 */
#ifndef CDREVIEW_EXPLAIN_H
#define CDREVIEW_EXPLAIN_H

#include "cdreview/session.h"

struct cdr_explain_place {
	const char *rule;              /* id of the one that is asked about */
	const char *path;              /* new path; of a deleted file, or of the old side, the old one too */
	enum cdr_side side;
	uint32_t line;                 /* of that side, 1-based */
};

struct cdr_explain_line {
	enum cdr_side side;
	uint32_t lineno;
	struct cdr_str text;           /* as it stands in the file */
	struct cdr_str masked;         /* as the rule sees it: of the same length */
	size_t from, to;               /* bytes of it that matched; equal: none */
};

/* For the rule, against it, or neither. */
enum cdr_explain_mark { CDR_EXPLAIN_NOTE, CDR_EXPLAIN_YES, CDR_EXPLAIN_NO };

struct cdr_explain_step {
	enum cdr_explain_mark mark;
	struct cdr_str about;          /* "paths", "statement", "match", "unless 2" */
	struct cdr_str words;
	const struct cdr_explain_line *lines;
	size_t n_lines, n_more;        /* lines that are left out */
};

enum cdr_explain_verdict { CDR_EXPLAIN_FIRES, CDR_EXPLAIN_SILENT, CDR_EXPLAIN_UNDECIDED };

const char *cdr_explain_verdict_name(enum cdr_explain_verdict verdict);   /* "fires", ... */

struct cdr_explanation {
	const struct cdr_rule *rule;
	const struct cdr_change *change;
	struct cdr_str path;
	enum cdr_side side;
	uint32_t line;
	const struct cdr_explain_step *steps;
	size_t n_steps;
	enum cdr_explain_verdict verdict;
	struct cdr_str words;          /* the verdict in one line */
};

/*
 * Explains the rule at PLACE of the first change of SESSION's range, which has not been
 * scanned: a range of one commit, as REV^!. CDR_EUSAGE: no such rule, no such change of
 * the file, no such line; what reading the change may fail with.
 */
CDR_NODISCARD int cdr_session_explain(struct cdr_session *session, const struct cdr_explain_place *place,
				      struct cdr_arena *arena, struct cdr_explanation *out,
				      struct cdr_err *err);

#endif
