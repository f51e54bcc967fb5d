/*
 * filescan.h - private to core/scan: one file on its way through the rules,
 * and what is found in it.
 *
 * Ownership: `arena` outlives the scan of the file and holds what findings
 * point at; `scratch` does not.
 */
#ifndef CDR_SCAN_FILESCAN_H
#define CDR_SCAN_FILESCAN_H

#include "rules/registry.h"
#include "scan/asking.h"
#include "scan/before.h"
#include "scan/subject.h"

#define CDR_FINDINGS_MAX 100u   /* of one rule on one hunk; the next one is said to be left out */

#define CDR_HIDDEN_MAX 10000u   /* of one hunk; the rest of its lines is hidden whole */

/* The findings of one hunk, in the order they were made. */
struct cdr_harvest {
	CDR_VEC(struct cdr_finding) findings;
	CDR_VEC(struct cdr_hidden) hidden;
	const struct cdr_rule *rule;    /* that made the last ones */
	size_t n_of_rule;
};

/* Bytes of one side that no output may show. */
struct cdr_secret {
	enum cdr_side side;
	struct cdr_span span;
};

struct cdr_census;
struct cdr_companions;
struct cdr_guard_ground;
struct cdr_stays;
struct cdr_trace;

/* Whether the words that the rule at hand asks for stand in the file. */
enum cdr_words { CDR_WORDS_UNASKED, CDR_WORDS_STAND, CDR_WORDS_LACK };

struct cdr_filescan {
	const struct cdr_registry *registry;
	struct cdr_match_space *space;
	const struct cdr_change *change;
	const struct cdr_filediff *diff;
	struct cdr_before before;
	struct cdr_arena *arena, *scratch;
	struct cdr_view views[2];       /* by enum cdr_side */
	struct cdr_subject_source subjects;
	struct cdr_harvest *harvest;    /* by hunk */
	CDR_VEC(struct cdr_secret) secrets;
	/*
	 * What makes the file worth another look (struct cdr_again): findings and hidden parts so
	 * far, and answers that depend on more than the change and the rules. Of the rule at hand
	 * the first lines of the pieces of text where there was any, and whether it met a limit on
	 * what it may do in the whole file.
	 */
	size_t n_signs;
	CDR_VEC(struct cdr_spot) sign_spots;
	bool gave_up;
	struct cdr_asking asking;       /* what the rule at hand has asked so far */
	enum cdr_words words;
	bool everywhere;                /* whatever frameworks are in use */
	const struct cdr_sighted *sighted;  /* where the rule at hand can match; NULL: anywhere */
	struct cdr_stays *stays;        /* which pieces of text the change leaves as they are (stays.h) */
	struct cdr_guard_ground *ground;  /* where guards are compared; NULL: nobody has asked yet */
	struct cdr_census *census;      /* which guards the old side has; NULL: nobody has asked yet */
	struct cdr_companions *companions;  /* of the range; NULL: this file is all of it */
	struct cdr_trace *trace;        /* NULL: nobody asks for it */
	bool plain;                     /* nothing is left out because it could not matter */
};

/* --- finding ------------------------------------------------------------- */

/* Where a match lies; lines are 0 for the hunk as a whole. */
struct cdr_extent {
	struct cdr_spot from, to;       /* to.lineno: of the last line */
	uint32_t col, end_col;
};

#define CDR_EXTENT_HUNK                                                                            \
	((struct cdr_extent){ .from = { .side = CDR_SIDE_NEW }, .to = { .side = CDR_SIDE_NEW } })

/*
 * A new finding of RULE on hunk HUNK with the rule's severity and its title as
 * the message; NULL when there are CDR_FINDINGS_MAX, which is made a finding
 * too. Borrowed until the next call.
 */
struct cdr_finding *cdr_filescan_add(struct cdr_filescan *scan, size_t hunk, const struct cdr_rule *rule,
				     const struct cdr_extent *extent);

/* RULE gave up on hunk HUNK for the reason in ERR: said once for each rule and hunk. */
void cdr_filescan_gave_up(struct cdr_filescan *scan, size_t hunk, const struct cdr_rule *rule,
			  const struct cdr_err *err);

/* Bytes [FROM, TO) of SUBJECT as an extent. */
struct cdr_extent cdr_subject_extent(const struct cdr_subject *subject, struct cdr_span span);

/* A whole line. */
struct cdr_extent cdr_line_extent(const struct cdr_line *line);

/* The first '+' line of HUNK, else its first '-' line; NULL if nothing changed in it. */
const struct cdr_line *cdr_hunk_first_change(const struct cdr_hunk *hunk);

/* Gives findings of rules the columns of the blob where its text was transcoded. Once, at the end. */
void cdr_columns_restore(struct cdr_filescan *scan);

/* --- matching ------------------------------------------------------------ */

/* Where to go on after MATCH, so that every search makes headway and starts at a character. */
size_t cdr_match_next(struct cdr_str text, const struct cdr_match *match);

/* Does what was captured look as `accept` asks? 1, 0 or CDR_EPATTERN. */
int cdr_accept_holds(struct cdr_match_space *space, const struct cdr_accept *accept, struct cdr_str text,
		     struct cdr_err *err);

/* The same with its reason. */
struct cdr_acceptance {
	const char *lacks;              /* a class of characters it must have, or NULL */
	struct cdr_str stopword;        /* that is in it, or {NULL, 0} */
	double entropy;                 /* 0 unless it was asked */
	bool excluded;                  /* `not` matches it */
};
int cdr_accept_judge(struct cdr_match_space *space, const struct cdr_accept *accept, struct cdr_str text,
		     struct cdr_acceptance *out, struct cdr_err *err);

/* --- detectors: all that RULE finds in the file ---------------------------- */

void cdr_trigger_run(struct cdr_filescan *scan, const struct cdr_rule *rule);   /* match, need */
/* Whether the trigger finds in SUBJECT what makes the rule fire, and the first place of it. */
bool cdr_trigger_fires(struct cdr_filescan *scan, const struct cdr_rule *rule,
		       const struct cdr_subject *subject, struct cdr_span *span);
void cdr_guard_run(struct cdr_filescan *scan, const struct cdr_rule *rule);
void cdr_guard_end(struct cdr_filescan *scan);   /* after the last rule: keeps what was found out of guards */
void cdr_touch_run(struct cdr_filescan *scan, const struct cdr_rule *rule);
void cdr_builtin_run(struct cdr_filescan *scan);                                /* every built-in rule */

/* Takes out of hunk HUNK what a built-in rule found and a shipped one says as loudly. */
void cdr_builtin_yield(struct cdr_filescan *scan, size_t hunk);

#endif
