/*
 * format.h - what several formats of findings write alike.
 *
 * Errors: CDR_EIO when there is no room, CDR_ELIMIT for an entry that is too large.
 */
#ifndef TUI_CMD_FORMAT_H
#define TUI_CMD_FORMAT_H

#include "cdreview/finding.h"
#include "cdreview/json.h"

#include <stdio.h>

#define TUI_ENTRY_MAX ((size_t)1 << 20)   /* bytes of one entry of a report */

/* Entries of a JSON array, one a line: each is built in `item` and then written to `file`. */
struct tui_entries {
	FILE *file;
	struct cdr_buf item;
	size_t n;
};

void tui_entries_init(struct tui_entries *entries, FILE *file);
void tui_entries_release(struct tui_entries *entries);

/* A writer for the next entry. */
struct cdr_jw tui_entries_begin(struct tui_entries *entries);
CDR_NODISCARD int tui_entries_end(struct tui_entries *entries, struct cdr_err *err);

void tui_jw_oid(struct cdr_jw *w, const char *key, const struct cdr_oid *oid);
void tui_jw_hash(struct cdr_jw *w, const char *key, const struct cdr_hash *hash);

/* A temporary file for what has to wait, to be closed; and all of it copied to TO. */
CDR_NODISCARD int tui_spool_open(FILE **out, struct cdr_err *err);
CDR_NODISCARD int tui_spool_copy(FILE *spool, FILE *to, struct cdr_err *err);

/* The number of REF if it is "CWE-N", else {NULL, 0}. */
struct cdr_str tui_cwe_number(struct cdr_str ref);

/* TEXT on one line with what is unsafe made visible, in BUF, which is emptied before. */
struct cdr_str tui_visible(struct cdr_buf *buf, struct cdr_str text);

/* COUNT findings were left out, and WHY: said on TALK. Nothing when there are none. */
void tui_say_cut(FILE *talk, size_t count, const char *why);

#endif
