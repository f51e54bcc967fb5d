/*
 * readings.h - private to core/scan: what the lexer says of the texts of a pair, kept
 * with them, so that the next pair with one of them has it.
 */
#ifndef CDR_SCAN_READINGS_H
#define CDR_SCAN_READINGS_H

#include "git/diff.h"
#include "cdreview/finding.h"
#include "rules/reading.h"

/* The text that PAIR has on SIDE; NULL if none. Borrowed from the pair. */
struct cdr_text *cdr_readings_text(const struct cdr_pair *pair, enum cdr_side side);

/* Of the text that PAIR has on SIDE, as one in LANGUAGE (not NULL). Borrowed from the text. */
const struct cdr_reading *cdr_readings_of(const struct cdr_pair *pair, enum cdr_side side,
					  const struct cdr_language *language);

#endif
