/*
 * json.h - strict JSON in, compact JSON out.
 *
 * Reading refuses duplicate keys, ill-formed UTF-8, floats, trailing bytes and
 * nesting deeper than asked. Writing streams into a buffer, keys in call order.
 * Ownership: a document owns its nodes; nodes are borrowed from it.
 */
#ifndef CDREVIEW_JSON_H
#define CDREVIEW_JSON_H

#include "cdreview/str.h"

#include <stdint.h>

struct cdr_json;                              /* a document, also its root node */

CDR_NODISCARD int cdr_json_parse(struct cdr_json **out, struct cdr_str text, unsigned max_depth,
				 struct cdr_err *err);

/* For what other programs wrote. */
struct cdr_json_limits {
	unsigned depth;
	size_t values;         /* of containers, in all; 0: as many as there are */
	bool floats;           /* numbers with a fraction or an exponent are allowed */
};
CDR_NODISCARD int cdr_json_parse_within(struct cdr_json **out, struct cdr_str text,
					const struct cdr_json_limits *limits, struct cdr_err *err);
void cdr_json_free(struct cdr_json *doc);

/* Getters: NULL, {NULL,0} or FALLBACK when the node is absent or of another type. */
const struct cdr_json *cdr_json_get(const struct cdr_json *object, const char *key);
const struct cdr_json *cdr_json_at(const struct cdr_json *array, size_t idx);
size_t cdr_json_count(const struct cdr_json *array);
bool cdr_json_is_object(const struct cdr_json *node);
bool cdr_json_is_array(const struct cdr_json *node);
bool cdr_json_is_string(const struct cdr_json *node);
bool cdr_json_is_int(const struct cdr_json *node);
struct cdr_str cdr_json_str(const struct cdr_json *node);
int64_t cdr_json_int(const struct cdr_json *node, int64_t fallback);
double cdr_json_number(const struct cdr_json *node, double fallback);
bool cdr_json_bool(const struct cdr_json *node, bool fallback);

/*
 * The writer. Commas and colons are its business:
 *	cdr_jw_object(&w, NULL); cdr_jw_str(&w, "path", p); cdr_jw_end(&w);
 * KEY is NULL inside arrays and at the top. Text that is not UTF-8 is written
 * with each bad byte as U+FFFD; bytes < 0x20, '"' and '\' are escaped, and
 * so is what cdr_utf8_unsafe names: git prints notes to terminals as they are.
 */
struct cdr_jw {
	struct cdr_buf *out;
	unsigned depth;        /* open containers, at most 32 */
	uint32_t is_array;     /* bit d: container at depth d is an array */
	uint32_t has_items;    /* bit d: a comma is due at depth d */
};

void cdr_jw_init(struct cdr_jw *w, struct cdr_buf *out);
void cdr_jw_object(struct cdr_jw *w, const char *key);
void cdr_jw_array(struct cdr_jw *w, const char *key);
void cdr_jw_end(struct cdr_jw *w);
void cdr_jw_str(struct cdr_jw *w, const char *key, struct cdr_str value); /* {NULL,0} writes null */
void cdr_jw_cstr(struct cdr_jw *w, const char *key, const char *value);   /* NULL writes null */
void cdr_jw_int(struct cdr_jw *w, const char *key, int64_t value);
void cdr_jw_bool(struct cdr_jw *w, const char *key, bool value);
void cdr_jw_null(struct cdr_jw *w, const char *key);

#endif
