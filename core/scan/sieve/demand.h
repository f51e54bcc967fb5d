/*
 * demand.h - private to core/scan: what must stand where for a rule to find anything.
 */
#ifndef CDR_SCAN_SIEVE_DEMAND_H
#define CDR_SCAN_SIEVE_DEMAND_H

#include "cdreview/finding.h"
#include "git/script.h"
#include "rules/detection.h"

#define CDR_REACH_ALL UINT32_MAX
#define CDR_REACH_NEAR (1 + CDR_CONTEXT + CDR_STATEMENT_LINES)   /* no reach but that is larger */

/*
 * One of the ways must be gone: of each of its sets a literal must stand on a line that
 * is less than `reach` lines away from one that the change removed (old side) or added
 * (new side): 1 is that line itself, 0 not on this side at all, CDR_REACH_ALL anywhere.
 * A place where lines only went or came is one line away from its neighbours.
 */
struct cdr_demand {
	struct cdr_needs needs;          /* literals without LF; n 0: the rule may always find something */
	uint32_t reach[2];               /* by enum cdr_side */
	bool on_one_line;                /* all of them */
	const struct cdr_pattern *of_plain_lines;  /* that is tried on each such line as it stands, or NULL */
	bool without_comments;           /* but for comments, which are blanked first */
	bool on_both_sides;              /* in part on one, and in part on the other */
	bool of_renaming;                /* the old side of a renamed file is not in its pair */
};

/* Of RULE, which is active; literals in ARENA. */
void cdr_demand_of(struct cdr_demand *out, struct cdr_arena *arena, const struct cdr_rule *rule);

#endif
