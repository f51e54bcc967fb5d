/*
 * record.h - one line of the notes: PAYLOAD [TAB SIGNATURE], PAYLOAD strict JSON (DESIGN section 6).
 *
 * Writing is canonical (fixed key order, compact), reading is strict: a
 * duplicate or missing key, a wrong type, a float, bad UTF-8 or an over-long
 * line is CDR_ETAMPER. Unknown keys are accepted (later versions add them). A
 * line that does not begin with '{' is a remark: CDR_ENOTFOUND, no words.
 */
#ifndef CDR_VERDICT_RECORD_H
#define CDR_VERDICT_RECORD_H

#include "cdreview/verdict.h"

struct cdr_record_rule {
	struct cdr_str id, category;
	struct cdr_hash rev;
};

struct cdr_record_hunk {
	struct cdr_hash hid, cid;
	uint32_t nth, of;
	enum cdr_hunk_kind kind;
	struct cdr_str path;
	uint32_t old_mode, new_mode;
	struct cdr_oid old_blob, new_blob;
	uint32_t at[4];                      /* old start, old lines, new start, new lines */
	const struct cdr_record_rule *rules;
	size_t n_rules;
	enum cdr_verdict verdict;
	enum cdr_reason reason;
	struct cdr_str text;
	struct cdr_hash withdraws;           /* WITHDRAW only */
	uint32_t seen, ms;
	struct cdr_str sample;               /* "flagged" */
	bool batch;
};

struct cdr_record {
	uint32_t version;                    /* "v" */
	struct cdr_str type;                 /* "t": "verdict" */
	struct cdr_str project, target, base, registry, tree, who, chain, prev, time, tool, diff;
	const struct cdr_str *roots;
	size_t n_roots;
	struct cdr_oid commit;               /* len 0: index or work tree */
	uint64_t seq;                        /* 1, 2, ... within chain */
	const struct cdr_record_hunk *hunks;
	size_t n_hunks;
};

CDR_NODISCARD int cdr_record_write(struct cdr_buf *out, const struct cdr_record *record, struct cdr_err *err);
CDR_NODISCARD int cdr_record_parse(struct cdr_record *out, struct cdr_arena *arena, struct cdr_str line,
				   struct cdr_err *err);
struct cdr_hash cdr_record_hash(struct cdr_str line);   /* SHA-256 of the line's bytes: its name for prev and withdraws */

#endif
