/*
 * gate.h - the decision over a range: clear or not clear, and why.
 *
 * Until a policy file exists two rules hold: every flagged hunk whose severity
 * is medium or higher needs a live approval and may have no live rejection; and every
 * check that the registry requires must have passed on the range's last commit, as it
 * is now. A machine's finding approves no hunk, and no person's verdict passes a check.
 */
#ifndef CDREVIEW_GATE_H
#define CDREVIEW_GATE_H

#include "cdreview/verify.h"

#define CDR_GATE_SEVERITY CDR_MEDIUM

struct cdr_gate_tally {
	size_t needed;      /* flagged hunks at or above CDR_GATE_SEVERITY */
	size_t approved, rejected, stale, pending;
	size_t below;       /* flagged, but too light to need a verdict */
	size_t checks_needed, checks_passed;
};

enum cdr_gate_answer { CDR_GATE_CLEAR, CDR_GATE_OPEN };

/* What the gate says of one hunk; counted into TALLY. */
enum cdr_gate_answer cdr_gate_decide(const struct cdr_flagged *flagged, const struct cdr_standing *standing,
				     struct cdr_gate_tally *tally);

/* What it says of a check; those that are not required are not counted, and are clear. */
enum cdr_gate_answer cdr_gate_check(const struct cdr_check *check, const struct cdr_check_standing *standing,
				    struct cdr_gate_tally *tally);

/* Over all hunks and checks counted so far. */
enum cdr_gate_answer cdr_gate_answer(const struct cdr_gate_tally *tally);

#endif
