/*
 * span.h - where in a hunk a finding is: the line, and the bytes to mark in it.
 */
#ifndef TUI_REVIEW_SPAN_H
#define TUI_REVIEW_SPAN_H

#include "cdreview/finding.h"

/* Bytes [from, to) of a line that FINDING marks; false when it marks none of LINE. */
bool tui_span_on(const struct cdr_finding *finding, const struct cdr_line *line, size_t *from,
		 size_t *to);

/* Index of the first line of HUNK that FINDING marks; n_lines when none. */
size_t tui_span_first(const struct cdr_finding *finding, const struct cdr_hunk *hunk);

#endif
