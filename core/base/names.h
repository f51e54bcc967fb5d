/*
 * names.h - an enum's names, one table for both directions.
 *
 * A table is indexed by the enum's values, which start at 0 and have no gaps.
 */
#ifndef CDR_BASE_NAMES_H
#define CDR_BASE_NAMES_H

#include "cdreview/str.h"

struct cdr_names {
	const char *const *items;
	size_t n;
};

#define CDR_NAMES(table) ((struct cdr_names){ (table), sizeof(table) / sizeof((table)[0]) })

/* The name of VALUE, static storage; "" for a value outside of the table. */
const char *cdr_names_get(struct cdr_names names, size_t value);

/* Sets *VALUE to the value called NAME, exactly; false and *VALUE untouched when there is none. */
bool cdr_names_find(struct cdr_names names, struct cdr_str name, size_t *value);
bool cdr_names_has(struct cdr_names names, struct cdr_str name);

#endif
