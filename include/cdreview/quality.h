/*
 * quality.h - how good rules are, by what people said of the hunks that they flagged.
 *
 * A vote is one person's live verdict on one hunk under one rule. It is good for the rule if it
 * rejects for a violation, a bug or security, or approves an accepted risk or what is legacy; bad
 * if it approves as a false positive or as not applicable; an approval without a reason is neither,
 * and counts as waved through. Verdicts under another form of the rule are stale and count for nothing.
 */
#ifndef CDREVIEW_QUALITY_H
#define CDREVIEW_QUALITY_H

#include "cdreview/session.h"

#define CDR_VOTES_MIN 10u        /* below, nothing is said of how often a rule is waved through */
#define CDR_NOISY_SHARE 0.1      /* of votes that wave through */

/* 95 % confidence bounds, after Wilson. */
struct cdr_bounds { double lower, upper; };

struct cdr_bounds cdr_wilson(unsigned hits, unsigned n);

enum cdr_quality {
	CDR_QUALITY_TOO_FEW,     /* votes to say anything */
	CDR_QUALITY_FINE,
	CDR_QUALITY_TRUSTED,     /* precision surely above 0.8 */
	CDR_QUALITY_NOISY,       /* surely waved through more often than CDR_NOISY_SHARE */
	CDR_QUALITY_BROKEN,      /* precision surely below 0.5 */
	CDR_QUALITY_USELESS,     /* ... below 0.25 */
};

const char *cdr_quality_name(enum cdr_quality quality);   /* "too-few", "fine" ... */

struct cdr_votes { unsigned all, good, bad, waved, stale; };

struct cdr_rule_quality {
	const struct cdr_rule *rule;
	struct cdr_votes votes;          /* stale ones are not among the others */
	unsigned people;
	enum cdr_quality quality;
	const struct cdr_str *paths;     /* of bad votes and of those that wave through, each once */
	size_t n_paths;
	const struct cdr_str *exclude;   /* that the rule has */
	size_t n_exclude;
};

/*
 * What the votes say, Holm's correction over all of ITEMS included: among many rules some look
 * noisy by chance. Sets `quality`.
 */
void cdr_quality_judge(struct cdr_rule_quality *items, size_t n);

/* Every rule in force that has been voted on, the worst first; in ARENA. */
size_t cdr_session_quality(struct cdr_session *session, struct cdr_arena *arena,
			   const struct cdr_rule_quality **out);

#endif
