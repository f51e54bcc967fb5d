/*
 * identity.h - hid and cid of a hunk (DESIGN section 5; vectors in cdreview-notes(5)).
 *
 * hid is the SHA-256 of the 17 bytes "cdreview-hunk\0v1\0" and then of fields,
 * each with its length before it as 4 bytes, big-endian:
 *
 *	kind        "text" "mode" "type" "empty" "binary" "unscannable"
 *	path        bytes of the new path, of a deletion the old one
 *	old mode    octal digits as in git ("100644"), "0" when absent
 *	new mode
 *
 * then, by kind,
 *
 *	text        of each line, context too, one field: its origin (' ', '-' or
 *	            '+') and its bytes without LF; a CR stays. After a line that
 *	            ends its file without LF one more field: "\" (no line's field
 *	            can be that, as each begins with its origin)
 *	binary      old blob, new blob: hex digits, "" when absent
 *	unscannable the reason
 *
 * and nothing for the others. cid is the same without the context lines, so it
 * equals hid where there are no lines. Left out: line numbers, the heading,
 * object ids of text, dates.
 */
#ifndef CDR_GIT_IDENTITY_H
#define CDR_GIT_IDENTITY_H

#include "cdreview/hunk.h"

/* Fills hid and cid from kind, file, lines and reason. */
void cdr_identity_fill(struct cdr_hunk *hunk);

/* Fills nth and of over the hunks of one file. */
void cdr_identity_count(struct cdr_hunk *hunks, size_t n);

#endif
