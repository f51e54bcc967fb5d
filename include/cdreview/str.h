/*
 * str.h - text with a length, and a buffer that grows up to a cap.
 *
 * A struct cdr_str is borrowed and need not be NUL-terminated; it may hold any
 * byte. {NULL, 0} is "absent" where a field says so, and equals "".
 * Units: len is bytes.
 */
#ifndef CDREVIEW_STR_H
#define CDREVIEW_STR_H

#include "cdreview/arena.h"
#include "cdreview/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cdr_str {
	const char *ptr;
	size_t len;
};

#define CDR_STR(literal) ((struct cdr_str){ (literal), sizeof(literal) - 1 })
#define CDR_FMT(str) (int)(str).len, (str).ptr ? (str).ptr : ""   /* for "%.*s" */

struct cdr_str cdr_str_from(const char *cstr);                     /* borrows; NULL gives {NULL, 0} */
struct cdr_str cdr_str_copy(struct cdr_arena *arena, struct cdr_str str); /* NUL-terminated copy */
struct cdr_str cdr_str_sub(struct cdr_str str, size_t from, size_t to);   /* [from, to), clamped */
struct cdr_str cdr_str_trim(struct cdr_str str);                   /* without white space at both ends */
bool cdr_str_eq(struct cdr_str a, struct cdr_str b);
bool cdr_str_is(struct cdr_str str, const char *cstr);
bool cdr_str_starts(struct cdr_str str, const char *prefix);
bool cdr_str_ends(struct cdr_str str, const char *suffix);
int cdr_str_cmp(struct cdr_str a, struct cdr_str b);               /* by bytes, as memcmp then length */
uint64_t cdr_str_hash(struct cdr_str str);                         /* FNV-1a, 64 bits: for tables only */
size_t cdr_str_find(struct cdr_str str, struct cdr_str needle);    /* byte index, or str.len if absent */
bool cdr_str_has(struct cdr_str str, const char *part);            /* whether PART stands in it */

/* Takes the first line off *REST, without its LF; false when *REST is empty. */
bool cdr_str_line(struct cdr_str *rest, struct cdr_str *line);

/*
 * A buffer on the heap. Adding past CAP adds nothing more and sets `full`; it
 * stays so, so that writers can add freely and look once, with cdr_buf_check.
 */
struct cdr_buf {
	char *ptr;     /* NUL-terminated when not NULL */
	size_t len;    /* bytes without the NUL */
	size_t alloc;
	size_t cap;    /* most bytes it may hold */
	bool full;     /* something did not fit */
};

void cdr_buf_init(struct cdr_buf *buf, size_t cap);
void cdr_buf_release(struct cdr_buf *buf);
void cdr_buf_clear(struct cdr_buf *buf);
void cdr_buf_add(struct cdr_buf *buf, const void *bytes, size_t len);
void cdr_buf_adds(struct cdr_buf *buf, const char *cstr);
void cdr_buf_addstr(struct cdr_buf *buf, struct cdr_str str);
void cdr_buf_addc(struct cdr_buf *buf, char c);
void cdr_buf_addf(struct cdr_buf *buf, const char *fmt, ...) CDR_PRINTF(2, 3);
struct cdr_str cdr_buf_str(const struct cdr_buf *buf);             /* borrows until the next change */

/* CDR_ELIMIT with WHAT ("verdict record") in the message if something did not fit. */
CDR_NODISCARD int cdr_buf_check(const struct cdr_buf *buf, const char *what, struct cdr_err *err);

#endif
