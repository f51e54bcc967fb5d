/*
 * subject.h - private to core/scan: the pieces of text that a trigger is tried on.
 *
 * A clause's side says which lines of the hunks count, its scope how much around
 * them is looked at: the line, its statement, its innermost entity (decorators,
 * head and body; a line outside of all: its statement), the lines of the hunk
 * that are on the side, or the whole file of that version. Rules that agree on
 * side, scope and mask share one list for the whole file.
 * Ownership: lists live in the scratch arena of the file's scan.
 */
#ifndef CDR_SCAN_SUBJECT_H
#define CDR_SCAN_SUBJECT_H

#include "scan/sieve/sightings.h"
#include "scan/view.h"

#include "cdreview/finding.h"
#include "git/diff.h"
#include "rules/detection.h"

/* A line of one side. */
struct cdr_spot {
	enum cdr_side side;
	uint32_t lineno;
};

struct cdr_subject {
	size_t hunk;                    /* index in the diff */
	struct cdr_str text;            /* masked; whole lines joined by LF */
	struct cdr_spot first;          /* its first line */
	struct cdr_view *view;          /* that it is a piece of, from byte `at` on; NULL: lines of a hunk */
	size_t at;
	const struct cdr_spot *spots;   /* of a hunk: which lines they are, */
	const size_t *starts;           /* and the bytes of `text` where they begin */
	size_t n_spots;
};

struct cdr_subjects {
	enum cdr_match_side side;
	enum cdr_scope scope;
	unsigned mask;
	bool gaps;                      /* a statement, entity or file that lost lines is touched too */
	const struct cdr_subject *items;
	size_t n;
	const struct cdr_subjects *next;
};

/* Where the lists of one file come from and are kept. */
struct cdr_subject_source {
	struct cdr_arena *arena;
	const struct cdr_filediff *diff;
	struct cdr_view *views;                /* by enum cdr_side */
	const struct cdr_subjects *lists;
};

/* Both versions of the file of DIFF, by enum cdr_side. */
void cdr_views_init(struct cdr_view views[2], struct cdr_arena *arena, const struct cdr_filediff *diff);

/* Side, scope and mask are those of CLAUSE. GAPS: see struct cdr_subjects. */
const struct cdr_subjects *cdr_subjects_of(struct cdr_subject_source *source,
					   const struct cdr_clause *clause, bool gaps);

/* Those of them that one of SIGHTED stands in, in the same order; a list of its own. */
const struct cdr_subjects *cdr_subjects_sighted(struct cdr_subject_source *source,
						const struct cdr_clause *clause, bool gaps,
						const struct cdr_sighted *sighted);

/* The subject of hunk HUNK in a list of scope hunk; NULL when the side has no lines there. */
const struct cdr_subject *cdr_subjects_in_hunk(const struct cdr_subjects *list, size_t hunk);

/* The hunk of DIFF that shows SPOT, else the one nearest to it; FALLBACK when none has lines. */
size_t cdr_hunk_of(const struct cdr_filediff *diff, struct cdr_spot spot, size_t fallback);

/* Whether the line of ORIGIN ('+', '-', ' ') is on SIDE, and as a line of which version. */
bool cdr_line_is_on(enum cdr_match_side side, char origin, enum cdr_side *version);

/* True if the line at SPOT is one of the subject's. */
bool cdr_subject_covers(const struct cdr_subject *subject, struct cdr_spot spot);

/* Line and 1-based column of byte AT of the subject's text. */
struct cdr_spot cdr_subject_spot(const struct cdr_subject *subject, size_t at, uint32_t *col);

#endif
