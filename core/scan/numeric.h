/*
 * numeric.h - private to core/scan: whether an added number is larger or smaller
 * than the one it replaces.
 *
 * Numbers belong together that stand in the same entity in lines that are equal
 * but for their numbers; else in matches that are; else in such matches of one
 * hunk. Of several equal ones the first belongs to the first. Only lines that
 * changed are compared, and a renamed file with the one it was.
 */
#ifndef CDR_SCAN_NUMERIC_H
#define CDR_SCAN_NUMERIC_H

#include "scan/filescan.h"

/*
 * Does the number of group NUMERIC->group of MATCH in SUBJECT stand to its forerunner as
 * NUMERIC asks? 1, 0 (also when it has none) or an error as of cdr_clause_holds.
 */
int cdr_numeric_holds(struct cdr_filescan *scan, const struct cdr_numeric *numeric,
		      const struct cdr_subject *subject, const struct cdr_match *match,
		      struct cdr_err *err);

/*
 * Does the number TEXT stand to NUMERIC's constant as asked? ON_DOUBT when their units
 * cannot be compared; true when there is no constant.
 */
bool cdr_number_stands(const struct cdr_numeric *numeric, struct cdr_str text, bool on_doubt);

#endif
