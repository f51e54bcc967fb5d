/*
 * hunk.h - what changed: change, file, hunk, line.
 *
 * Plain data, filled by core/git, read by everybody. All text is borrowed from
 * the arena that the producing call was handed. Paths and text are raw bytes:
 * escape them (utf8.h) before they reach a terminal.
 */
#ifndef CDREVIEW_HUNK_H
#define CDREVIEW_HUNK_H

#include "cdreview/str.h"

#include <stdint.h>

#define CDR_OID_HEX_MAX 64
#define CDR_HASH_SIZE 32      /* SHA-256 */
#define CDR_HASH_HEX 64
#define CDR_SHORT_HEX 12      /* short form of a hunk id (DESIGN section 1) */

/* An object name; len 0 is "no object", else 20 (SHA-1) or 32 (SHA-256) bytes. */
struct cdr_oid {
	unsigned char bytes[32];
	unsigned char len;
};

struct cdr_hash {
	unsigned char bytes[CDR_HASH_SIZE];
};

bool cdr_oid_eq(const struct cdr_oid *a, const struct cdr_oid *b);
bool cdr_oid_parse(struct cdr_oid *out, struct cdr_str hex);               /* 40 or 64 digits, in any case */
void cdr_oid_hex(char out[CDR_OID_HEX_MAX + 1], const struct cdr_oid *oid); /* "" for no object */
bool cdr_hash_eq(const struct cdr_hash *a, const struct cdr_hash *b);
void cdr_hash_hex(char out[CDR_HASH_HEX + 1], const struct cdr_hash *hash);
bool cdr_hash_parse(struct cdr_hash *out, struct cdr_str hex);              /* exactly 64 lower-case digits */

enum cdr_hunk_kind {
	CDR_HUNK_TEXT,         /* what git prints under one @@ */
	CDR_HUNK_MODE,         /* mode bits changed */
	CDR_HUNK_TYPE,         /* file, symlink or submodule became another; beside the text hunks of both */
	CDR_HUNK_EMPTY,        /* an empty file added or deleted */
	CDR_HUNK_BINARY,       /* a side has a NUL byte; beside its text hunks */
	CDR_HUNK_UNSCANNABLE,  /* could not be read; reason says why */
};

const char *cdr_hunk_kind_name(enum cdr_hunk_kind kind);  /* "text", "mode", ...: as in JSON and records */

struct cdr_line {
	struct cdr_str text;   /* without its LF; a CR stays */
	uint32_t old_lineno;   /* 1-based, 0 on '+' */
	uint32_t new_lineno;   /* 1-based, 0 on '-' */
	char origin;           /* ' ', '-' or '+' */
	bool no_newline;       /* last line of its file and without LF */
};

/* One path of one change. A type change is two files, a deletion and an addition. */
struct cdr_file {
	struct cdr_str path;      /* new path; of a deletion the old one */
	struct cdr_str old_path;  /* where a rename came from, for display only; else {NULL, 0} */
	uint32_t old_mode;        /* git file mode, 0 when absent on that side */
	uint32_t new_mode;
	struct cdr_oid old_blob;  /* len 0 when absent; a submodule's commit */
	struct cdr_oid new_blob;
	char status;              /* 'A' 'M' 'D' 'T' */
};

struct cdr_hunk {
	const struct cdr_file *file;
	enum cdr_hunk_kind kind;
	uint32_t old_start, old_lines;  /* as in @@ -old_start,old_lines; all 0 unless TEXT */
	uint32_t new_start, new_lines;
	struct cdr_str heading;         /* text after the second @@ */
	struct cdr_str reason;          /* UNSCANNABLE: why */
	const struct cdr_line *lines;
	size_t n_lines;
	struct cdr_hash hid, cid;       /* DESIGN section 5 */
	uint32_t nth, of;               /* the nth (1-based) of `of` hunks of its change with this hid */
};

enum cdr_change_kind { CDR_CHANGE_COMMIT, CDR_CHANGE_INDEX, CDR_CHANGE_WORKTREE };

struct cdr_change {
	enum cdr_change_kind kind;
	struct cdr_oid commit;          /* len 0 unless COMMIT */
	struct cdr_oid parent;          /* len 0 for a root commit or an unborn HEAD */
	struct cdr_oid tree;            /* len 0 for index and work tree */
	struct cdr_str author, email;   /* of the author; absent unless COMMIT */
	struct cdr_str subject;         /* first line of the message */
	int64_t time;                   /* committer date, seconds since 1970 UTC */
	size_t n_parents;
};

#endif
