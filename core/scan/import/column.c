/* column.c - a byte that is not UTF-8 is a character of its own, as everywhere here. */
#include "scan/import/column.h"

#include "cdreview/utf8.h"

uint32_t cdr_column_bytes(struct cdr_str line, uint32_t col, enum cdr_column_kind kind)
{
	size_t at = 0;

	for (uint32_t left = col > 0 ? col - 1 : 0; left > 0 && at < line.len; left--) {
		uint32_t cp;

		at += cdr_utf8_next(cdr_str_sub(line, at, line.len), &cp);
		if (kind == CDR_COLUMN_UTF16 && cp > 0xFFFF && cp != CDR_UTF8_INVALID && left > 1)
			left--;
	}
	return (uint32_t)at + 1;
}
