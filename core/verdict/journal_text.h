/*
 * journal_text.h - private to core/verdict: the journal's format (journal_file.h), without any file.
 * Errors: CDR_ETAMPER with the line's number; the file is named by the caller.
 */
#ifndef CDR_VERDICT_JOURNAL_TEXT_H
#define CDR_VERDICT_JOURNAL_TEXT_H

#include "verdict/journal.h"

#define CDR_CHAIN_HEX 16

struct cdr_journal_text {
	char chain[CDR_CHAIN_HEX + 1];
	struct cdr_journal_slot last;           /* seq of the chain's last line and, as prev, its hash */
	CDR_VEC(struct cdr_note_line) lines;    /* borrowed from the text; target.len 0 is "-" */
};

/* TEXT is whole lines, at least one. PATH is for messages. */
CDR_NODISCARD int cdr_journal_text_read(struct cdr_journal_text *out, struct cdr_arena *arena,
					struct cdr_str text, const char *path, struct cdr_err *err);

/* The first line, for a journal in which N_KEPT lines follow that LAST counts. */
void cdr_journal_text_head(struct cdr_buf *out, const char *chain, const struct cdr_journal_slot *last,
			   size_t n_kept);
void cdr_journal_text_line(struct cdr_buf *out, const struct cdr_note_line *line);

#endif
