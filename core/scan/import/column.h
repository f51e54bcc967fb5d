/*
 * column.h - private to core/scan: columns as other tools count them.
 */
#ifndef CDR_SCAN_IMPORT_COLUMN_H
#define CDR_SCAN_IMPORT_COLUMN_H

#include "cdreview/str.h"

#include <stdint.h>

enum cdr_column_kind { CDR_COLUMN_CODE_POINTS, CDR_COLUMN_UTF16 };

/* The 1-based byte column of column COL (1-based) of LINE; at most one past its end. */
uint32_t cdr_column_bytes(struct cdr_str line, uint32_t col, enum cdr_column_kind kind);

#endif
