/*
 * asking.h - private to core/scan: what the clauses of a rule may cost on one
 * file, and what was found out about them already.
 *
 * A hostile file has thousands of matches in one line, or thousands of names
 * that a clause with holes has to be compiled for. What was asked last is kept,
 * and the rest is counted: a rule that meets a limit gives up aloud, at the same
 * place whatever machine or thread it runs on.
 *
 * Ownership: lists live in the scratch arena of the file's scan, compiled
 * expressions end with cdr_asking_release.
 */
#ifndef CDR_SCAN_ASKING_H
#define CDR_SCAN_ASKING_H

#include "rules/detection.h"
#include "scan/subject.h"

#define CDR_TRIES_MAX 100000u                    /* matches of a rule's trigger in one file */
#define CDR_ASKED_BYTES ((size_t)256 << 20)      /* searched by the clauses of a rule in one file */
#define CDR_VALUES_MAX 500u                      /* expressions compiled for a rule in one file */

#define CDR_ANSWERS 32u

/* What a clause is asked about: bytes of one version, or a hunk's lines. */
struct cdr_piece {
	enum cdr_side version;
	struct cdr_lines lines;        /* {0, 0}: all of it */
	size_t hunk;                   /* of scope hunk, else 0 */
};

struct cdr_answer {
	const struct cdr_clause *clause;     /* NULL: none yet */
	const struct cdr_pattern *pattern;
	struct cdr_piece piece;
	int holds;
};

/* An expression with its holes filled. */
struct cdr_filled {
	const struct cdr_clause *clause;
	struct cdr_str source;
	struct cdr_pattern *pattern;
};

struct cdr_numbers;

struct cdr_asking {
	const struct cdr_rule *rule;         /* that the counts below are of */
	size_t n_tries, n_bytes;
	struct cdr_answer answers[CDR_ANSWERS];
	CDR_VEC(struct cdr_filled) filled;
	const struct cdr_numbers *numbers;   /* of the rule, once they were asked for */
};

struct cdr_filescan;

/* RULE's clauses are asked from here on. */
void cdr_asking_begin(struct cdr_filescan *scan, const struct cdr_rule *rule);
void cdr_asking_release(struct cdr_asking *asking);

/* One more match, or BYTES more to search. 0, or CDR_ELIMIT once the rule has had its share. */
CDR_NODISCARD int cdr_asking_try(struct cdr_asking *asking, struct cdr_err *err);
CDR_NODISCARD int cdr_asking_spend(struct cdr_asking *asking, size_t bytes, struct cdr_err *err);

/*
 * The expression of CLAUSE, holes filled with what was captured at OCCASION. CDR_ENOTFOUND
 * when a group captured nothing, CDR_ELIMIT, or CDR_EPATTERN.
 */
struct cdr_occasion;
CDR_NODISCARD int cdr_asking_pattern(struct cdr_filescan *scan, const struct cdr_clause *clause,
				     const struct cdr_occasion *occasion,
				     const struct cdr_pattern **out, struct cdr_err *err);

#endif
