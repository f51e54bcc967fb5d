/*
 * clause.h - private to core/scan: `need`, `unless` and the conditions of
 * `escalate`, asked about the surroundings of a match.
 *
 * Line, statement and entity are those of the match in its own version; hunk and
 * file are the match's, scope range the whole reviewed range. A side of old or
 * new looks at all lines of the scope, any other side at those of its lines
 * that the change has on that side.
 */
#ifndef CDR_SCAN_CLAUSE_H
#define CDR_SCAN_CLAUSE_H

#include "scan/filescan.h"

/* Where a clause is asked: the line that a match begins on, and what it captured. */
struct cdr_occasion {
	size_t hunk;
	struct cdr_spot spot;            /* lineno 0: the hunk as a whole */
	struct cdr_str text;             /* that MATCH counts its bytes in */
	const struct cdr_match *match;   /* NULL: nothing was captured */
};

/* Does CLAUSE hold at OCCASION? 1, 0 or an error: CDR_EPATTERN, CDR_ELIMIT. */
int cdr_clause_holds(struct cdr_filescan *scan, const struct cdr_clause *clause,
		     const struct cdr_occasion *occasion, struct cdr_err *err);

/*
 * Is MATCH of CLAUSE's expression in TEXT one that `not` and a constant of `numeric`
 * leave in? 1, 0 or CDR_EPATTERN.
 */
int cdr_clause_keeps(struct cdr_match_space *space, const struct cdr_clause *clause, struct cdr_str text,
		     const struct cdr_match *match, struct cdr_err *err);

/* What GROUP captured; "" when it took no part. */
struct cdr_str cdr_match_group(struct cdr_str text, const struct cdr_match *match, int group);

/* Raises or lowers the findings of SCAN whose rules have a condition for it, and says so. */
void cdr_escalate(struct cdr_filescan *scan);

/*
 * False if the file is of a language of frameworks that RULE is about, nothing in the
 * repository speaks for one of them, and the file names none.
 */
bool cdr_frameworks_stand(const struct cdr_filescan *scan, const struct cdr_rule *rule);

/* False if RULE has keywords and none of them stands in the file. */
bool cdr_keywords_stand(const struct cdr_filescan *scan, const struct cdr_rule *rule);

/* True if TEXT has one of N WORDS, whatever the case of ASCII letters. */
bool cdr_has_word(struct cdr_str text, const struct cdr_str *words, size_t n);

#endif
