/*
 * census.h - private to core/scan: where the guards of each rule stand in a text.
 *
 * Most files have words that guards are made of, and few have guards. What was found of
 * the other side's lines holds for all that is closed (ground.h), so it is kept with the
 * texts and passed on from neighbour to neighbour in history.
 * Ownership: in the scratch arena of the file's scan; what is kept, with the text.
 */
#ifndef CDR_SCAN_GUARD_CENSUS_H
#define CDR_SCAN_GUARD_CENSUS_H

#include "scan/guard/guard.h"

/*
 * Whether a guard of RULE stands in closed lines of WHERE, the old side; true where that is
 * not known. HELD are those of its open lines. Takes down what there is of the side.
 */
bool cdr_census_take(struct cdr_filescan *scan, const struct cdr_rule *rule,
		     const struct cdr_guard_place *where, const struct cdr_guards *held);

#endif
