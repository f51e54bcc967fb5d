/*
 * record.h - one line of the notes: PAYLOAD [TAB SIGNATURE], PAYLOAD strict JSON (DESIGN section 6).
 *
 * Writing is canonical (fixed key order, compact), reading is strict: a
 * duplicate or missing key, a wrong type, a float, bad UTF-8 or an over-long
 * line is CDR_ETAMPER. Unknown keys are accepted (later versions add them). A
 * line that does not begin with '{' is a remark: CDR_ENOTFOUND, no words.
 *
 * Spelling: hashes "sha256:<64 hex>", object names hex, modes octal ("0" when
 * absent), absent values null, reason null for none. JSON holds UTF-8 only, so a
 * path or text that is not UTF-8 is null and its bytes stand in hex under
 * "path_hex" or "text_hex", a key that is there in that case alone.
 *
 * `project` and `roots` tell repositories apart once records are signed; until
 * then a forger would copy them too, and this program leaves them empty.
 *
 * A record of type "check" has "check" in place of "diff" and "hunks", read as strictly.
 *
 * A record with "v" above CDR_RECORD_VERSION or another "t" than these two is
 * read leniently: known keys that are missing or odd are left zero, an unknown
 * verdict becomes an annotation. Only "v" and the hid of each hunk must be
 * right. cdr_record_is_ours tells such records apart.
 */
#ifndef CDR_VERDICT_RECORD_H
#define CDR_VERDICT_RECORD_H

#include "cdreview/verify.h"

#define CDR_RECORD_VERSION 1
#define CDR_RECORD_TYPE "verdict"
#define CDR_RECORD_CHECK "check"       /* what a machine found: has no hunks, is nobody's verdict */
#define CDR_RECORD_MACHINE "machine"   /* its `who` */
#define CDR_RECORD_DIFF "myers;U3;ih0;indent;text;norename"   /* git/diff.h's pinned options */
#define CDR_RECORD_CHAIN_HEX 16

struct cdr_record_rule {
	struct cdr_str id, category;
	struct cdr_hash rev;
};

struct cdr_record_hunk {
	struct cdr_hash hid, cid;
	uint32_t nth, of;                    /* "n", "of" */
	enum cdr_hunk_kind kind;
	struct cdr_str path;                 /* raw bytes */
	uint32_t old_mode, new_mode;         /* "om", "nm" */
	struct cdr_oid old_blob, new_blob;   /* "ob", "nb" */
	uint32_t at[4];                      /* old start, old lines, new start, new lines */
	const struct cdr_record_rule *rules;
	size_t n_rules;
	enum cdr_verdict verdict;
	enum cdr_reason reason;
	struct cdr_str text;                 /* raw bytes */
	struct cdr_hash withdraws;           /* WITHDRAW only */
	uint32_t seen, ms;
	struct cdr_str sample;               /* "flagged" */
	bool batch;
};

/* One run of a check. */
struct cdr_record_check {
	struct cdr_str name;
	struct cdr_hash rev, argv;           /* of the check as it was run */
	bool sandboxed;                      /* "sandbox": "bwrap" or "none" */
	bool network;
	enum cdr_check_result result;
	int status;                          /* null for -1 */
	uint32_t ms;
	enum cdr_report_kind report;
	bool has_report;
	struct cdr_hash digest;              /* null without report */
	struct cdr_check_counts counts;
	const struct cdr_hash *replaces;     /* lines that were known and are answered by this run */
	size_t n_replaces;
};

struct cdr_record {
	uint32_t version;                    /* "v" */
	struct cdr_str type;                 /* "t": "verdict", "check" */
	struct cdr_str project, target, base, registry, tree, who, chain, prev, time, tool, diff;
	const struct cdr_str *roots;
	size_t n_roots;
	struct cdr_oid commit;               /* len 0: index or work tree */
	uint64_t seq;                        /* 1, 2, ... within chain */
	const struct cdr_record_hunk *hunks;
	size_t n_hunks;
	const struct cdr_record_check *check;    /* of type "check" alone, else NULL */
};

/*
 * Adds the line to OUT, without LF. CDR_EUSAGE when a field other than path
 * and text is not UTF-8, CDR_ELIMIT beyond CDR_NOTE_LINE_MAX; then OUT holds rubbish.
 */
CDR_NODISCARD int cdr_record_write(struct cdr_buf *out, const struct cdr_record *record, struct cdr_err *err);

/* Everything in *OUT is in ARENA; LINE may go. */
CDR_NODISCARD int cdr_record_parse(struct cdr_record *out, struct cdr_arena *arena, struct cdr_str line,
				   struct cdr_err *err);

/* False for a later version or another type: its rejections count, nothing else (gating.md 2.1). */
bool cdr_record_is_ours(const struct cdr_record *record);

/* True for what this version knows of checks. */
bool cdr_record_is_check(const struct cdr_record *record);

/* SHA-256 of the line's bytes, signature included: its name for prev and withdraws. */
struct cdr_hash cdr_record_hash(struct cdr_str line);

/* "sha256:<64 hex>", as records spell a hash, in ARENA. */
struct cdr_str cdr_record_hash_text(struct cdr_arena *arena, const struct cdr_hash *hash);

#endif
