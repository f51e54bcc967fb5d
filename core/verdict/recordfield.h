/*
 * recordfield.h - single fields of a record, read strictly.
 *
 * Every function takes the field KEY of OBJECT and answers with a zero value
 * when it is missing or odd; the first such fault is kept in `code`, so that a
 * reader asks for all its fields and looks once. Private to the record reader.
 * Ownership: text is copied into the arena.
 */
#ifndef CDR_VERDICT_RECORDFIELD_H
#define CDR_VERDICT_RECORDFIELD_H

#include "cdreview/hunk.h"
#include "cdreview/json.h"

struct cdr_fields {
	struct cdr_arena *arena;
	struct cdr_err *err;
	int code;              /* of the first fault, else 0 */
	bool lenient;          /* faults are passed over, the zero values stay */
};

/* Records CDR_ETAMPER: "KEY" WHAT. */
void cdr_field_fault(struct cdr_fields *r, const char *key, const char *what);

/* A string that is not empty; and one that may also be empty or null ({NULL, 0}). */
struct cdr_str cdr_field_text(struct cdr_fields *r, const struct cdr_json *object, const char *key);
struct cdr_str cdr_field_optional(struct cdr_fields *r, const struct cdr_json *object, const char *key);

/* A string or null under KEY, or bytes that are not UTF-8 in hex under HEX_KEY; {NULL, 0} when null. */
struct cdr_str cdr_field_bytes(struct cdr_fields *r, const struct cdr_json *object, const char *key,
			       const char *hex_key);

/* 0 .. MAX; and 0 .. UINT32_MAX. */
uint64_t cdr_field_int(struct cdr_fields *r, const struct cdr_json *object, const char *key, int64_t max);
uint32_t cdr_field_u32(struct cdr_fields *r, const struct cdr_json *object, const char *key);
int64_t cdr_field_int_or_null(struct cdr_fields *r, const struct cdr_json *object, const char *key,
			      int64_t max);                            /* null is -1 */
bool cdr_field_bool(struct cdr_fields *r, const struct cdr_json *object, const char *key);

/* "sha256:<64 hex>"; the text form may also be null. */
struct cdr_hash cdr_field_hash(struct cdr_fields *r, const struct cdr_json *object, const char *key);
struct cdr_str cdr_field_hash_text(struct cdr_fields *r, const struct cdr_json *object, const char *key);

/* An object name in hex, or null. */
struct cdr_oid cdr_field_oid(struct cdr_fields *r, const struct cdr_json *object, const char *key);
struct cdr_str cdr_field_oid_text(struct cdr_fields *r, const struct cdr_json *object, const char *key);

/* A file mode in octal, "0" to "177777". */
uint32_t cdr_field_mode(struct cdr_fields *r, const struct cdr_json *object, const char *key);

/* Sets *ARRAY and returns its length; 0 when it is none. */
size_t cdr_field_array(struct cdr_fields *r, const struct cdr_json *object, const char *key,
		       const struct cdr_json **array);

bool cdr_field_parse_hash(struct cdr_hash *out, struct cdr_str text);  /* "sha256:<64 hex>" */
bool cdr_field_is_oid(struct cdr_str text);                            /* 40 or 64 lower-case hex digits */
bool cdr_field_is_hex(struct cdr_str text);                            /* lower-case hex digits only, or "" */

#endif
