/*
 * finding.h - one rule that fired on one hunk, and the stream they come in.
 */
#ifndef CDREVIEW_FINDING_H
#define CDREVIEW_FINDING_H

#include "cdreview/stats.h"

enum cdr_side { CDR_SIDE_OLD, CDR_SIDE_NEW };

const char *cdr_side_name(enum cdr_side side);   /* "old", "new" */

struct cdr_finding {
	const struct cdr_rule *rule;
	enum cdr_severity severity;    /* the rule's, unless escalated */
	enum cdr_side side;            /* which side line numbers are of */
	uint32_t line, col;            /* 1-based line; 1-based byte column; all 0 on a hunk without lines */
	uint32_t end_line, end_col;    /* end_col is one past the last byte (SARIF endColumn) */
	uint32_t redact_col;           /* what may not be shown begins here, on `line`; 0: nothing to hide */
	uint32_t redact_end_col;       /* one past its last byte; 0: all the rest through end_line */
	struct cdr_str anchor;         /* guarded or matched entity, or {NULL, 0} */
	struct cdr_str message;        /* one sentence for the reviewer */
	struct cdr_str suppressed;     /* reason of the suppression in force, or {NULL, 0} */
	bool suppressed_in_code;       /* it stands in the code, not in the registry */
	struct cdr_hash fingerprint;   /* rule id + path + normalised statement + ordinal; no line numbers */
};

/* Bytes of a line that may not be shown, beside those that findings hide. */
struct cdr_hidden {
	enum cdr_side side;
	uint32_t line;                 /* 1-based */
	uint32_t col, end_col;         /* 1-based; one past the last byte, UINT32_MAX: all the rest */
};

/* A hunk with what was found in it. Flagged when a finding is not suppressed. */
struct cdr_flagged {
	const struct cdr_change *change;
	const struct cdr_hunk *hunk;
	const struct cdr_finding *findings;  /* most severe first, then by line and column */
	size_t n_findings;
	const struct cdr_hidden *hidden;     /* of a rule that fires too often to be listed each time; */
	size_t n_hidden;                     /* by side, line and column */
};

/* True if a finding is not suppressed. */
bool cdr_flagged_is(const struct cdr_flagged *flagged);

/* The highest severity, suppressed findings left out. */
enum cdr_severity cdr_flagged_severity(const struct cdr_flagged *flagged);

/*
 * Which bytes [*FROM, *TO) of LINE may not be shown: the first such range that
 * ends after *FROM, whichever finding of the hunk hides it, listed or not. False when there
 * is none; the rest of the line is free to be shown then.
 */
bool cdr_flagged_redaction(const struct cdr_flagged *flagged, const struct cdr_line *line, size_t *from,
			   size_t *to);

/* One file of one change after the scan. Owns its arena; free with cdr_scanned_free. */
struct cdr_scanned {
	const struct cdr_change *change;   /* lives as long as the scan */
	const struct cdr_file *file;
	const struct cdr_flagged *hunks;   /* in file order; those with findings, or all when asked */
	size_t n_hunks;
	struct cdr_arena arena;
};

void cdr_scanned_free(struct cdr_scanned *scanned);

struct cdr_progress {
	size_t changes;        /* read completely so far */
	size_t hunks;          /* flagged or not; without count_hunks only where something could be found */
	size_t flagged;
	size_t findings;       /* not suppressed */
	size_t suppressed;     /* findings excused by allow entries or inline suppressions */
	size_t unscannable;    /* hunks; any makes exit status 2 */
	size_t uncovered;      /* files that no rule looks at but those for every file */
	bool done;
};

/* How to scan. All bytes zero: findings alone, on one thread, by every shortcut. */
struct cdr_scan_options {
	bool all_hunks;            /* unflagged hunks too, for oracles and exports */
	bool count_hunks;          /* the progress has every hunk: costs comparing every file */
	bool plain;                /* no shortcuts, libgit2 alone: what the fast way is proved against */
	bool libgit2_diff;         /* lines compared by libgit2 */
	/*
	 * With count_hunks alone, and no pathspecs: what earlier scans have kept in the git
	 * directory is used and added to. Changes no result, unless somebody has tampered with
	 * it or objects have vanished since: not for who must be sure.
	 */
	bool recall;
	unsigned threads;          /* at most; more start as the range shows to be long */
	uint64_t (*clock)(void);   /* nanoseconds of a steady clock, for cdr_scan_stats; NULL: no times */
};

/*
 * A running scan. Results come in range order, whatever works behind it.
 * Threads: one scan, its results and cdr_scan_* belong to one thread, the caller's.
 */
struct cdr_scan;

/* Readable (poll) whenever cdr_scan_next has something to say. Owned by the scan. */
int cdr_scan_fd(const struct cdr_scan *scan);

/*
 * The next file with something to show. 0 and *OUT set; 0 and *OUT NULL when
 * nothing waits and WAIT is false; CDR_END after the last; an error when the
 * scan itself broke off (a single bad hunk is a finding, not an error).
 */
CDR_NODISCARD int cdr_scan_next(struct cdr_scan *scan, struct cdr_scanned **out, bool wait,
				struct cdr_err *err);
struct cdr_progress cdr_scan_progress(const struct cdr_scan *scan);

/* What was done, to be asked after the last result: waits for threads that are leaving. */
void cdr_scan_stats(struct cdr_scan *scan, struct cdr_scan_stats *out);

/* Stops the work at once and frees everything; results already taken stay valid except their `change`. */
void cdr_scan_close(struct cdr_scan *scan);

#endif
