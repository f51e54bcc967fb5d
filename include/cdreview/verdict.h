/*
 * verdict.h - what people said of hunks, and whether it still stands.
 */
#ifndef CDREVIEW_VERDICT_H
#define CDREVIEW_VERDICT_H

#include "cdreview/finding.h"

enum cdr_verdict { CDR_APPROVE, CDR_REJECT, CDR_ANNOTATE, CDR_WITHDRAW, CDR_WAIVE };

/* The closed list of reasons (records carry the names). */
enum cdr_reason {
	CDR_REASON_NONE,
	CDR_REASON_VIOLATION,
	CDR_REASON_BUG,
	CDR_REASON_SECURITY,
	CDR_REASON_FALSE_POSITIVE,
	CDR_REASON_NOT_APPLICABLE,
	CDR_REASON_ACCEPTED_RISK,
	CDR_REASON_LEGACY,
	CDR_REASON_FIXED_ELSEWHERE,
	CDR_REASON_OTHER,
};
#define CDR_REASON_COUNT (CDR_REASON_OTHER + 1)

const char *cdr_verdict_name(enum cdr_verdict verdict);    /* "approve" ... */
const char *cdr_reason_name(enum cdr_reason reason);       /* "violation" ...; "" for NONE */
bool cdr_verdict_parse(enum cdr_verdict *out, struct cdr_str name);
bool cdr_reason_parse(enum cdr_reason *out, struct cdr_str name);

#define CDR_NOTE_MAX ((size_t)65536)   /* bytes of text in one verdict */

/* A verdict that somebody is about to give. */
struct cdr_decision {
	const struct cdr_flagged *target;   /* the hunk; unused by WITHDRAW */
	enum cdr_verdict verdict;
	enum cdr_reason reason;
	struct cdr_str text;                /* free words, at most CDR_NOTE_MAX bytes */
	struct cdr_hash withdraws;          /* WITHDRAW: hash of the line taken back */
	struct cdr_hash withdraws_hid;      /* WITHDRAW: the hunk in that line */
	uint32_t seen;                      /* lines of the hunk that were on screen */
	uint32_t ms;                        /* time looked at, milliseconds */
	bool batch;                         /* given together with others in one keystroke */
};

enum cdr_standing_state {
	CDR_STANDING_PENDING,    /* nobody decided */
	CDR_STANDING_APPROVED,   /* a live approval and no live rejection */
	CDR_STANDING_REJECTED,   /* a live rejection; wins over any approval */
	CDR_STANDING_STALE,      /* approved once, but the hunk or a rule has changed since */
};

const char *cdr_standing_name(enum cdr_standing_state state);  /* "pending" ... */

/* One verdict of the ledger as it bears on one hunk. */
struct cdr_voice {
	struct cdr_str who;            /* e-mail address as recorded: unsigned, so a claim */
	struct cdr_str time;           /* RFC 3339, as recorded; display only, never order */
	struct cdr_oid commit;         /* commit it was given on; len 0: index or work tree */
	enum cdr_verdict verdict;
	enum cdr_reason reason;
	struct cdr_str text;
	struct cdr_hash line;          /* hash of its record line: what a withdraw names */
	struct cdr_hash hid;           /* hunk it was given on; another one when carried or stale */
	bool live;                     /* counts now; else replaced, withdrawn or stale */
	bool stale;                    /* not live because the hunk or a rule changed */
	bool saved;                    /* in the notes; false: only in the journal so far */
	bool mine;                     /* given from this clone by this user */
};

struct cdr_standing {
	enum cdr_standing_state state;
	const struct cdr_voice *voices;  /* oldest first; from the arena handed in */
	size_t n_voices;
	bool disputed;                   /* live approval and live rejection by different people */
};

#endif
