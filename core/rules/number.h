/*
 * number.h - a number as source code writes it, so that two of them can be compared.
 *
 * Read: a sign; decimal digits with '_' or '\'' between them, a fraction, an
 * exponent; 0x, 0o, 0b; a type (L u64 f n) or a unit (us ms s m min h d w, %); a product
 * or a shift of such numbers (60 * 60, 1 << 10). Not read: anything else, names above all.
 */
#ifndef CDR_RULES_NUMBER_H
#define CDR_RULES_NUMBER_H

#include "cdreview/str.h"

enum cdr_unit { CDR_UNIT_NONE, CDR_UNIT_SECONDS, CDR_UNIT_PERCENT };

struct cdr_number {
	double value;          /* time in seconds; exact for whole numbers below 2^53 */
	enum cdr_unit unit;
};

/* False when TEXT, white space around it aside, is no number. */
bool cdr_number_parse(struct cdr_str text, struct cdr_number *out);

#endif
