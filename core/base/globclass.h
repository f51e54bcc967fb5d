/* globclass.h - the set of bytes that a bracket expression of a glob stands for. */
#ifndef CDR_BASE_GLOBCLASS_H
#define CDR_BASE_GLOBCLASS_H

#include "cdreview/str.h"

#include <stdint.h>

struct cdr_globclass {
	uint8_t bits[32];
};

/*
 * Reads the class whose '[' stands at AT: ranges, '!' or '^' first for "not",
 * ']' first for itself, '\' quotes, [:alpha:] and its kin (ASCII). Returns the
 * index after its ']', or 0 when it is not closed or names no known kin.
 */
size_t cdr_globclass_parse(struct cdr_globclass *set, struct cdr_str pattern, size_t at, bool icase);

bool cdr_globclass_has(const struct cdr_globclass *set, unsigned char byte);
void cdr_globclass_add(struct cdr_globclass *set, unsigned char byte);
void cdr_globclass_remove(struct cdr_globclass *set, unsigned char byte);

#endif
